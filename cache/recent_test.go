package cache_test

import (
	"testing"
	"time"

	"accord/cache"
	"accord/cache/cachetest"
)

func TestRecent(t *testing.T) {
	t.Parallel()
	clock := cachetest.NewClock()
	r := cache.NewRecent[string, int](cache.RecentOptions{TTL: 5 * time.Second, MaxEntries: 10, Clock: clock.Now})
	want := func(what, key string, value int, there bool) {
		t.Helper()
		if got, ok := r.Get(key); got != value || ok != there {
			t.Errorf("%s: %d %v, want %d %v", what, got, ok, value, there)
		}
	}
	want("nothing yet", "a", 0, false)
	r.Put("a", 1, r.Mark())
	want("kept", "a", 1, true)
	clock.Advance(4 * time.Second)
	want("within its time", "a", 1, true)
	clock.Advance(time.Second)
	want("after its time", "a", 0, false)

	r.Put("a", 1, r.Mark())
	r.Forget()
	want("forgotten", "a", 0, false)
	mark := r.Mark()
	r.Forget()
	r.Put("a", 2, mark)
	want("found out before it was forgotten, and kept after", "a", 0, false)
	r.Put("a", 3, r.Mark())
	want("kept anew", "a", 3, true)
}
