package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"accord/reseller"
)

const (
	// maxAttempts is how often a transaction, or a migration, is tried that others are in the way of, before ErrConflict is returned.
	maxAttempts = 8
	// writePatience is how long a transaction is tried anew while the database is away: about as long as one takes to start again, or a
	// replica to take its place; and well below a request's usual time, so that whoever asks is still told.
	writePatience = 5 * time.Second
	// readPatience is the same for a read. It is short: of one request there may be several, one after another.
	readPatience = time.Second
	// slowest is the attempt from which on the time between two does not grow.
	slowest = 8
)

// errLost is a connection that ended before the database had acknowledged a commit, or could not be made: nothing was done, and all of it
// may be done again on another one.
var errLost = fmt.Errorf("%w: the connection is lost", reseller.ErrUnavailable)

// again runs fn, and again while it returns ErrConflict, a few times, or while the database is away, for as long as the patience; ever
// later, and no longer than ctx. What fn has done before is undone: it is a whole transaction, or only reads.
func (s *Store) again(ctx context.Context, patience time.Duration, fn func() error) error {
	began, conflicts := time.Now(), 0
	for attempt := 1; ; attempt++ {
		err := fn()
		switch {
		case errors.Is(err, errLost):
			if ctx.Err() != nil || time.Since(began) > patience {
				return err
			}
		case errors.Is(err, reseller.ErrConflict):
			conflicts++
			if conflicts == maxAttempts {
				return err
			}
		default:
			return err
		}
		select {
		case <-time.After(backoff(min(attempt, slowest))):
		case <-ctx.Done():
			return s.failure(ctx.Err())
		}
	}
}

// backoff is a random time up to a bound that doubles: 2 ms, 4 ms, … 256 ms.
func backoff(attempt int) time.Duration {
	return rand.N(time.Millisecond << attempt) //nolint:gosec // spreading retries needs no secret randomness
}

// reading is a read that may be done again as long as none of its rows was given to whoever reads; given tells whether one was. Its context is
// the one that it gets, which ends too when the replica that it reads from answers no more. Errors of the database come as failure has them.
type reading func(context.Context) (given bool, err error)

// readAgain runs a read, and again when its connection was lost. One that a replica could not answer is asked of the database at once.
func (s *Store) readAgain(ctx context.Context, read reading) error {
	return s.again(ctx, readPatience, func() error {
		given, err := s.readFromReplica(ctx, read)
		if lost(err) && s.replicas.leave(ctx) && !given {
			given, err = read(ctx)
		}
		if given && lost(err) {
			return fmt.Errorf("%w: midway: %s", reseller.ErrUnavailable, err.Error()) // in words, so that nobody does it again
		}
		return err
	})
}

// readFromReplica runs a read, which ends when the replica does not answer that it reads from, if it does.
func (s *Store) readFromReplica(ctx context.Context, read reading) (given bool, err error) {
	answered, done := s.replicas.answering(ctx)
	defer done()
	given, err = read(answered)
	if err != nil && answered.Err() != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w: %w", errLost, context.Cause(answered))
	}
	return given, err
}

// lost reports whether a read may be of use when it is done again.
func lost(err error) bool { return errors.Is(err, errLost) || errors.Is(err, reseller.ErrConflict) }

// asking runs a read: one that is no part of a transaction again when its connection was lost.
func (q querier) asking(ctx context.Context, read reading) error {
	if q.again == nil {
		_, err := read(ctx)
		return err
	}
	return q.again(ctx, read)
}

// whole is the reading of what is given when all of it is there.
func (q querier) whole(read func(context.Context) error) reading {
	return func(ctx context.Context) (given bool, err error) { return false, q.failure(read(ctx)) }
}
