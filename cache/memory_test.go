package cache_test

import (
	"testing"
	"time"

	"accord/cache"
	"accord/cache/cachetest"
	"accord/reseller"
)

// TestMemoryIsBounded: and no crowd pushes a tombstone out, or a late fill could land.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	const bound, crowd = 100, 10_000
	clock := cachetest.NewClock()
	near := cache.NewMemory(cache.MemoryOptions{MaxEntries: bound, Clock: clock.Now})
	withdrawn := make([]reseller.ID, 2*bound)
	for i := range withdrawn {
		withdrawn[i] = cachetest.NewID(t)
	}
	near.Invalidate(t.Context(), withdrawn...)

	ids := make([]reseller.ID, crowd)
	for i := range ids {
		ids[i] = cachetest.NewID(t)
		near.Put(t.Context(), reseller.InviteView{Invite: reseller.Invite{ID: ids[i]}}, clock.Now())
	}
	cachetest.Eventually(t, "what is too much goes", func() bool { return present(t, near, ids) <= bound })
	for _, id := range withdrawn {
		near.Put(t.Context(), reseller.InviteView{Invite: reseller.Invite{ID: id}}, clock.Now())
		misses(t, near, id)
	}
}

func present(t *testing.T, c reseller.InviteCache, ids []reseller.ID) int {
	t.Helper()
	n := 0
	for _, id := range ids {
		if _, ok := c.Get(t.Context(), id); ok {
			n++
		}
	}
	return n
}

func TestStats(t *testing.T) {
	t.Parallel()
	near := cache.NewMemory(cache.MemoryOptions{})
	view := cachetest.NewView(t)
	near.Get(t.Context(), view.Invite.ID)
	near.Put(t.Context(), view, time.Now())
	near.Get(t.Context(), view.Invite.ID)
	near.Get(t.Context(), view.Invite.ID)
	if got, want := near.Stats(), (cache.Stats{Hits: 2, Misses: 1}); got != want {
		t.Errorf("stats are %+v; want %+v", got, want)
	}
}
