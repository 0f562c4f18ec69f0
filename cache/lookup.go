package cache

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"golang.org/x/sync/singleflight"

	"accord/reseller"
)

// DefaultLoads is how many loads may be in the store at once.
const DefaultLoads = 32

// Lookup reads links through a cache: one flight per link, and a bound on how many misses are in the store at once.
// Callers of one flight share its view, so whoever gets one only reads it.
type Lookup struct {
	cache   reseller.InviteCache
	load    func(context.Context, reseller.ID) (reseller.InviteView, error)
	clock   func() time.Time
	flights singleflight.Group
	slots   chan struct{}
}

var _ reseller.InviteLookup = (*Lookup)(nil)

// NewLookup makes a Lookup with DefaultLoads. The clock is the cache's.
func NewLookup(c reseller.InviteCache, load func(context.Context, reseller.ID) (reseller.InviteView, error),
	clock func() time.Time,
) *Lookup {
	return (&Lookup{cache: c, load: load, clock: clock}).Limit(DefaultLoads)
}

// Limit sets how many loads may be in the store at once, one or more. It must come before the first View.
func (l *Lookup) Limit(loads int) *Lookup {
	l.slots = make(chan struct{}, loads)
	return l
}

// View gives a link's view from the cache, or else from the store. Its errors are those of load; and
// reseller.ErrUnavailable, together with the context's error, when ctx ends or reseller.FillTimeout passes first.
func (l *Lookup) View(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	if view, ok := l.cache.Get(ctx, id); ok {
		return view, nil
	}
	wait, cancel := context.WithTimeout(ctx, reseller.FillTimeout)
	defer cancel()
	// A flight belongs to all who wait for it, so it does not end with the one who began it.
	flight := l.flights.DoChan(flightKey(id), func() (any, error) { return l.fly(context.WithoutCancel(ctx), id) })
	select {
	case landed := <-flight:
		view, _ := landed.Val.(reseller.InviteView)
		return view, landed.Err
	case <-wait.Done():
		return reseller.InviteView{}, unavailable(wait)
	}
}

// Invalidate forgets the links, after a change of theirs was committed. Callers who come after it join no flight that
// began before it, and what such a flight brings is not kept.
func (l *Lookup) Invalidate(ctx context.Context, ids ...reseller.ID) {
	for _, id := range ids {
		l.flights.Forget(flightKey(id))
	}
	l.cache.Invalidate(ctx, ids...)
}

// fly loads a view and keeps it.
func (l *Lookup) fly(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	ctx, cancel := context.WithTimeout(ctx, reseller.FillTimeout)
	defer cancel()
	view, readAt, err := l.read(ctx, id)
	if err == nil {
		l.cache.Put(ctx, view, readAt)
	}
	return view, err
}

// read waits for a slot and loads a view. readAt is when the load began: the store may have been read no earlier.
func (l *Lookup) read(ctx context.Context, id reseller.ID) (view reseller.InviteView, readAt time.Time, err error) {
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
	case <-ctx.Done():
		return view, readAt, unavailable(ctx)
	}
	// singleflight would end the whole process with a panic of load.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("loading a link panicked: %v\n%s", p, debug.Stack())
		}
	}()
	readAt = l.clock()
	view, err = l.load(ctx, id)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w: %w", reseller.ErrUnavailable, err)
	}
	return view, readAt, err
}

func flightKey(id reseller.ID) string { return string(id[:]) }

func unavailable(ctx context.Context) error {
	return fmt.Errorf("%w: a link was not read in time: %w", reseller.ErrUnavailable, context.Cause(ctx))
}
