package cachetest

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"accord/reseller"
)

func testGarbage(t *testing.T, s Subject) {
	for _, garbage := range []string{
		"", "null", "v1:", "v1:null", "v1:{}", "v1:[1]", `v1:{"i":7}`, `v1:{"i":"AAAA"}`, "v0:{}", "v2:{}", "v1",
		"\x00\xff", strings.Repeat("v1:[", 100_000),
	} {
		view := NewView(t)
		s.Plant(view.Invite.ID, garbage)
		s.misses(t, view.Invite.ID)
		s.put(t, view)
		s.hits(t, view)
	}
	view := NewView(t)
	s.PlantList(view.Invite.ID)
	s.misses(t, view.Invite.ID)
	s.put(t, view)
	s.hits(t, view)
}

// testManyGoroutines changes one link again and again while others look it up and fill the cache: whoever looks after
// an invalidation must not see what was before it.
func testManyGoroutines(t *testing.T, s Subject) {
	const readers, changes = 8, 40
	view := NewView(t)
	id := view.Invite.ID
	var c changing
	var running sync.WaitGroup
	stop := make(chan struct{})
	for range readers {
		running.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					c.lookAndFill(t, s, view)
				}
			}
		})
	}
	for version := int32(1); version <= changes; version++ {
		c.change(t, s, id, version)
	}
	close(stop)
	running.Wait()
	view.Invite.Version = changes
	s.put(t, view)
	s.hits(t, view)
}

// changing is a link that changes.
type changing struct {
	// row is its version in the store, invalidated the last that was invalidated.
	row, invalidated atomic.Int32
	// time is held while time passes: no fill may last as long as the window, and one that did would rightly fail.
	time sync.RWMutex
}

func (c *changing) change(t *testing.T, s Subject, id reseller.ID, version int32) {
	t.Helper()
	c.row.Store(version)
	s.Cache.Invalidate(t.Context(), id)
	c.invalidated.Store(version)
	c.time.Lock()
	defer c.time.Unlock()
	s.Advance(reseller.InvalidationWindow, id)
}

func (c *changing) lookAndFill(t *testing.T, s Subject, view reseller.InviteView) {
	t.Helper()
	c.time.RLock()
	defer c.time.RUnlock()
	atLeast := c.invalidated.Load()
	got, ok := s.Cache.Get(t.Context(), view.Invite.ID)
	if ok && got.Invite.Version < atLeast {
		t.Errorf("Get gave version %d after %d was invalidated", got.Invite.Version, atLeast)
	}
	readAt := s.Now()
	view.Invite.Version = c.row.Load()
	s.Cache.Put(t.Context(), view, readAt)
}

// testEndedContext: whoever goes away breaks nothing, and an invalidation is done all the same.
func testEndedContext(t *testing.T, s Subject) {
	view, ctx := NewView(t), ended(t)
	for range 50 {
		s.Cache.Get(ctx, view.Invite.ID)
		s.Cache.Put(ctx, view, s.Now())
	}
	s.put(t, view)
	s.hits(t, view)
	s.Cache.Invalidate(ctx, view.Invite.ID)
	Eventually(t, "the invalidation of a caller who went away", func() bool {
		_, ok := s.Cache.Get(t.Context(), view.Invite.ID)
		return !ok
	})
}
