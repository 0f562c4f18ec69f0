package cache_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"accord/cache"
	"accord/cache/cachetest"
	"accord/reseller"
)

// store is a store that answers when it is let, and counts.
type store struct {
	view    reseller.InviteView
	err     error
	release chan struct{}
	loads   atomic.Int32
	// most is the greatest number of loads at once.
	now, most atomic.Int32
}

func (s *store) load(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	s.loads.Add(1)
	s.most.Store(max(s.most.Load(), s.now.Add(1)))
	defer s.now.Add(-1)
	view := s.view
	view.Invite.ID = id
	if s.release == nil {
		return view, s.err
	}
	select {
	case <-s.release:
		return view, s.err
	case <-ctx.Done():
		return reseller.InviteView{}, ctx.Err()
	}
}

func newLookup(s *store) *cache.Lookup {
	return cache.NewLookup(cache.NewMemory(cache.MemoryOptions{}), s.load, time.Now)
}

func TestLookupKeeps(t *testing.T) {
	t.Parallel()
	s := &store{view: cachetest.NewView(t)}
	lookup := newLookup(s)
	for range 3 {
		view, err := lookup.View(t.Context(), s.view.Invite.ID)
		if err != nil || view.Partner.Name != s.view.Partner.Name {
			t.Fatalf("View gave %+v, %v", view, err)
		}
	}
	if n := s.loads.Load(); n != 1 {
		t.Errorf("%d loads; want 1", n)
	}
}

func TestLookupKeepsNoError(t *testing.T) {
	t.Parallel()
	s := &store{err: reseller.ErrNotFound}
	lookup := newLookup(s)
	id := cachetest.NewID(t)
	for range 2 {
		if _, err := lookup.View(t.Context(), id); !errors.Is(err, reseller.ErrNotFound) {
			t.Fatalf("View gave %v; want ErrNotFound", err)
		}
	}
	if n := s.loads.Load(); n != 2 {
		t.Errorf("%d loads; want 2", n)
	}
}

func TestLookupSurvivesPanic(t *testing.T) {
	t.Parallel()
	near := cache.NewMemory(cache.MemoryOptions{})
	lookup := cache.NewLookup(near, func(context.Context, reseller.ID) (reseller.InviteView, error) {
		panic("the store is broken")
	}, time.Now).Limit(1)
	for range 2 {
		if _, err := lookup.View(t.Context(), cachetest.NewID(t)); err == nil || !strings.Contains(err.Error(), "the store is broken") {
			t.Fatalf("View gave %v; want the panic as an error", err)
		}
	}
}

func TestLookupOneFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &store{release: make(chan struct{})}
		lookup := newLookup(s)
		id := cachetest.NewID(t)
		// The one who begins the flight goes away; the others still get their view.
		first, leave := context.WithCancel(t.Context())
		var gone error
		var all sync.WaitGroup
		all.Go(func() { _, gone = lookup.View(first, id) })
		synctest.Wait()
		var failed atomic.Int32
		for range 100 {
			all.Go(func() {
				if view, err := lookup.View(t.Context(), id); err != nil || view.Invite.ID != id {
					failed.Add(1)
				}
			})
		}
		synctest.Wait()
		leave()
		synctest.Wait()
		close(s.release)
		all.Wait()
		if !errors.Is(gone, context.Canceled) || !errors.Is(gone, reseller.ErrUnavailable) {
			t.Errorf("the caller who went away got %v", gone)
		}
		if n := s.loads.Load(); n != 1 || failed.Load() != 0 {
			t.Errorf("%d loads and %d failures; want 1 and none", n, failed.Load())
		}
	})
}

func TestLookupBoundsLoads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &store{release: make(chan struct{})}
		lookup := newLookup(s)
		var all sync.WaitGroup
		for range 200 {
			id := cachetest.NewID(t)
			all.Go(func() {
				if _, err := lookup.View(t.Context(), id); err != nil {
					t.Errorf("View: %v", err)
				}
			})
		}
		synctest.Wait()
		if n := s.loads.Load(); n != cache.DefaultLoads {
			t.Errorf("%d loads at once; want %d", n, cache.DefaultLoads)
		}
		close(s.release)
		all.Wait()
		if n := s.loads.Load(); n != 200 {
			t.Errorf("%d loads in the end; want 200", n)
		}
	})
}

// TestLookupGivesUp: whoever waits for the store, or for a slot, gives up with ErrUnavailable.
func TestLookupGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &store{release: make(chan struct{})}
		lookup := newLookup(s).Limit(1)
		began := time.Now()
		var all sync.WaitGroup
		for range 5 {
			id := cachetest.NewID(t)
			all.Go(func() {
				if _, err := lookup.View(t.Context(), id); !errors.Is(err, reseller.ErrUnavailable) {
					t.Errorf("View gave %v; want ErrUnavailable", err)
				}
			})
		}
		all.Wait()
		if waited := time.Since(began); waited != reseller.FillTimeout {
			t.Errorf("gave up after %v; want %v", waited, reseller.FillTimeout)
		}
		synctest.Wait()
		close(s.release)
		if _, err := lookup.View(t.Context(), cachetest.NewID(t)); err != nil {
			t.Errorf("afterwards View gave %v", err)
		}
	})
}

// TestLookupInvalidate: a flight that began before a change is not joined after it, and what it brings is not kept.
func TestLookupInvalidate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		id := cachetest.NewID(t)
		var row atomic.Int32
		var loads atomic.Int32
		release := make(chan struct{})
		near := cache.NewMemory(cache.MemoryOptions{})
		lookup := cache.NewLookup(near, func(context.Context, reseller.ID) (reseller.InviteView, error) {
			view := reseller.InviteView{Invite: reseller.Invite{ID: id, Version: row.Load()}}
			if loads.Add(1) == 1 {
				<-release
			}
			return view, nil
		}, time.Now)
		var before reseller.InviteView
		var all sync.WaitGroup
		all.Go(func() { before, _ = lookup.View(t.Context(), id) })
		synctest.Wait()

		row.Store(1)
		lookup.Invalidate(t.Context(), id)
		after, err := lookup.View(t.Context(), id)
		if err != nil || after.Invite.Version != 1 {
			t.Errorf("after the change View gave version %d, %v", after.Invite.Version, err)
		}
		close(release)
		all.Wait()
		if before.Invite.Version != 0 {
			t.Errorf("the flight from before gave version %d", before.Invite.Version)
		}
		misses(t, near, id)
	})
}
