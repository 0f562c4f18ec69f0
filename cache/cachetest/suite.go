package cachetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"accord/internal/conformance"
	"accord/reseller"
)

// Subject is a cache under test.
type Subject struct {
	// Cache is the cache, on the clock that Now tells.
	Cache reseller.InviteCache
	Now   func() time.Time
	// Advance lets time pass: it moves the clock, and ages what the cache keeps elsewhere of these links.
	Advance func(d time.Duration, ids ...reseller.ID)
	// TTL is how long an entry lives.
	TTL time.Duration
	// Plant writes an entry past the cache, where it keeps it; nil when nobody else can write there, and then
	// the case of garbage does not run.
	Plant func(id reseller.ID, entry string)
	// PlantList writes something of another type there; nil as Plant.
	PlantList func(id reseller.ID)
}

// testCase proves one part of the contract, with a subject of its own.
type testCase struct {
	name string
	run  func(*testing.T, Subject)
}

// RunInviteCache holds a cache to the contract of reseller.InviteCache. setup makes a subject for one case; cases run at
// once, on links of their own, so that subjects may share a server.
func RunInviteCache(t *testing.T, backend string, setup func(t *testing.T) Subject) {
	t.Helper()
	cases := []testCase{
		{"an unknown link misses", testMiss},
		{"every field comes back", testEveryField},
		{"nil, empty and zero come back as they are", testEmptyFields},
		{"a later fill replaces", testReplace},
		{"an entry expires", testExpiry},
		{"invalidation forgets", testInvalidate},
		{"invalidation of many, of none, of unknown links", testInvalidateMany},
		{"a fill that began before an invalidation never lands after it", testLateFill},
		{"every fill within the window is dropped", testWindow},
		{"a fill after the window lands", testAfterWindow},
		{"a slow fill is dropped", testSlowFill},
		{"no stale view among many goroutines", testManyGoroutines},
		{"a context that has ended", testEndedContext},
	}
	t.Run(backend, func(t *testing.T) {
		t.Parallel()
		if setup(t).Plant != nil {
			cases = append(cases, testCase{"garbage misses and is replaced", testGarbage})
		}
		t.Cleanup(func() {
			conformance.Report(t, fmt.Sprintf("conformance: %d cases of the invite cache on %s", len(cases), backend))
		})
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				c.run(t, setup(t))
			})
		}
	})
}

// put keeps a view that was read just now.
func (s Subject) put(t *testing.T, view reseller.InviteView) {
	t.Helper()
	s.Cache.Put(t.Context(), view, s.Now())
}

func (s Subject) misses(t *testing.T, id reseller.ID) {
	t.Helper()
	if view, ok := s.Cache.Get(t.Context(), id); ok {
		t.Fatalf("Get gave %+v; want a miss", view)
	}
}

func (s Subject) hits(t *testing.T, want reseller.InviteView) {
	t.Helper()
	got, ok := s.Cache.Get(t.Context(), want.Invite.ID)
	if !ok {
		t.Fatal("Get missed; want a hit")
	}
	same(t, got, want)
}

func ended(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
