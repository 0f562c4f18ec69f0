package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"accord/db/postgres"
	"accord/reseller"
)

const (
	// pollEvery is how often it is asked how far the database and its replicas are. Whoever has just written reads from the database itself
	// for so long.
	pollEvery = 200 * time.Millisecond
	// pollPatience is how long an answer is waited for; a replica that gives none is left out.
	pollPatience = time.Second
)

// Replicas are read from as far as an operation may (reseller.AtLeast): replicas of the database, by their addresses, which are left out
// while they are further behind than the lag, or cannot be reached. WatchReplicas has to run for that. PostgreSQL alone has them.
func Replicas(urls []string, lag time.Duration) Option {
	return func(s *Store) { s.replicaURLs, s.replicaLag = urls, lag }
}

// ReplicaState tells of a replica at a moment.
type ReplicaState struct {
	// Name is "replica-1", "replica-2", … in the order in which they were named.
	Name string
	// Lag is how old what it has is at most; less than 0 while that is not known.
	Lag time.Duration
	// Used tells that operations may read from it.
	Used bool
}

// replicas are those of a database, and how far that is itself.
type replicas struct {
	all []*replica
	lag time.Duration

	mu sync.Mutex
	// written are where the log of the database was at moments of the past that are not further back than the lag, oldest first.
	written []moment
}

// moment is where the log was.
type moment struct {
	at       time.Time
	position reseller.LogPosition
}

// replica is one of them.
type replica struct {
	name string
	// db is read from, and asked is the connection on which it is asked how far it is, which waits for no reads.
	db, asked *sqlx.DB
	// replayed is how far it was when it was last asked; 0 while it is left out.
	replayed atomic.Int64
	// since is, in nanoseconds, since when it may lack something: the last moment of which it is known to have all; 0 is not known.
	since atomic.Int64
}

func (s *Store) openReplicas() error {
	if len(s.replicaURLs) == 0 {
		return nil
	}
	s.replicas = &replicas{lag: s.replicaLag}
	for i, url := range s.replicaURLs {
		read, err := postgres.OpenReplica(url, s.limit, s.readers)
		if err != nil {
			return fmt.Errorf("replica %d: %w", i+1, err)
		}
		asked, err := postgres.OpenReplica(url, s.limit, 1)
		if err != nil {
			return errors.Join(err, read.Close())
		}
		r := &replica{name: fmt.Sprintf("replica-%d", i+1), db: sqlx.NewDb(read, "pgx"), asked: sqlx.NewDb(asked, "pgx")}
		s.replicas.all = append(s.replicas.all, r)
		s.pools[r.name] = r.db
		s.pools[r.name+"-asked"] = r.asked
	}
	return nil
}

// of is the replica from which the operation of the context reads; nil is none.
func (rs *replicas) of(ctx context.Context) *replica {
	if rs == nil {
		return nil
	}
	r, _ := reseller.FreshnessFrom(ctx).Source(rs.choose).(*replica)
	return r
}

// choose gives one of the replicas that have reached a position, at random, and what it has; nil when none has.
func (rs *replicas) choose(after reseller.LogPosition) (source any, has reseller.LogPosition) {
	first := rand.N(len(rs.all)) //nolint:gosec // spreading reads needs no secret randomness
	for i := range rs.all {
		r := rs.all[(first+i)%len(rs.all)]
		if has := reseller.LogPosition(r.replayed.Load()); has > 0 && has >= after {
			return r, has
		}
	}
	return nil, 0
}

func (r *replica) usable() bool { return r.replayed.Load() > 0 }

// leave has the operation of the context read from the database itself, and others no more from the replica, until it is asked again how
// far it is.
func (rs *replicas) leave(ctx context.Context) {
	if r := rs.of(ctx); r != nil {
		r.replayed.Store(0)
		reseller.FreshnessFrom(ctx).Leave()
	}
}

// WatchReplicas asks the database and its replicas how far they are, until ctx ends. Without replicas it returns at once.
func (s *Store) WatchReplicas(ctx context.Context) {
	if s.replicas == nil {
		return
	}
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for ctx.Err() == nil {
		s.pollReplicas(ctx)
		select {
		case <-poll.C:
		case <-ctx.Done():
		}
	}
}

// pollReplicas asks once. The database is asked first, so that a replica that has all of it is known to lack nothing since.
func (s *Store) pollReplicas(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, pollPatience)
	defer cancel()
	at := time.Now()
	if position, err := logPosition(ctx, s.write.patient, s.dialect.Replicas.Flushed); err == nil {
		s.replicas.note(moment{at, position})
	}
	var asked sync.WaitGroup
	for _, r := range s.replicas.all {
		asked.Go(func() { s.replicas.poll(ctx, r, s.dialect.Replicas.Replayed) })
	}
	asked.Wait()
}

func logPosition(ctx context.Context, from *sqlx.DB, statement string) (position reseller.LogPosition, err error) {
	err = from.GetContext(ctx, &position, statement)
	return position, err
}

// note keeps where the log of the database is, and forgets what is further back than the lag but for the last of it.
func (rs *replicas) note(now moment) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.written = append(rs.written, now)
	for len(rs.written) > 1 && now.at.Sub(rs.written[1].at) > rs.lag {
		rs.written = rs.written[1:]
	}
}

// poll asks a replica how far it is, and leaves it out if it does not answer, or lags behind.
func (rs *replicas) poll(ctx context.Context, r *replica, statement string) {
	position, err := logPosition(ctx, r.asked, statement)
	since := rs.since(position)
	if err == nil && !since.IsZero() {
		r.since.Store(since.UnixNano())
	}
	used := err == nil && position > 0 && r.lag(time.Now()) >= 0 && r.lag(time.Now()) <= rs.lag
	if used != r.usable() && ctx.Err() == nil {
		slog.InfoContext(ctx, "a replica of the database is used, or left out", "replica", r.name, "used", used, "lag", r.lag(time.Now()).String(), "error", err)
	}
	if !used {
		position = 0
	}
	r.replayed.Store(int64(position))
}

// since is the last moment at which the database had no more than a position; zero where none is kept.
func (rs *replicas) since(position reseller.LogPosition) (at time.Time) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	for _, m := range rs.written {
		if m.position <= position {
			at = m.at
		}
	}
	return at
}

// lag is how old what a replica has is at most; less than 0 while that is not known.
func (r *replica) lag(now time.Time) time.Duration {
	since := r.since.Load()
	if since == 0 {
		return -1
	}
	return max(0, now.Sub(time.Unix(0, since)))
}

// Replicas tells of the replicas; there are none without.
func (s *Store) Replicas() (states []ReplicaState) {
	if s.replicas == nil {
		return nil
	}
	for _, r := range s.replicas.all {
		states = append(states, ReplicaState{Name: r.name, Lag: r.lag(time.Now()), Used: r.usable()})
	}
	return states
}

// Position implements reseller.Store.
func (s *Store) Position(ctx context.Context) (reseller.LogPosition, error) {
	if s.replicas == nil {
		return 0, reseller.ErrNotFound
	}
	var position reseller.LogPosition
	err := s.get(reseller.WithFreshness(ctx, nil), &position, s.dialect.Replicas.Written)
	return position, err
}

// InviteView implements reseller.Store: what is read here is kept for others, and so never old.
func (s *Store) InviteView(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	return s.reader.InviteView(reseller.WithFreshness(ctx, nil), id)
}
