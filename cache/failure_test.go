package cache_test

import (
	"context"
	"net"
	"net/url"
	"testing"
	"time"

	"accord/cache"
	"accord/cache/cachetest"
	"accord/reseller"
)

// untilTested is a cooldown that no test outlasts: a breaker that opened stays open.
const untilTested = time.Hour

// throughProxy gives the URL of the tests' Redis by way of a proxy that a test can break.
func throughProxy(t *testing.T) (*cachetest.Proxy, string) {
	t.Helper()
	u, err := url.Parse(cachetest.RedisURL(t))
	must(t, err)
	proxy := cachetest.NewProxy(t, u.Host)
	u.Host = proxy.Addr
	return proxy, u.String()
}

// misses looks a link up within a bound that only a cache that blocks would reach.
func misses(t *testing.T, c reseller.InviteCache, id reseller.ID) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, ok := c.Get(ctx, id); ok {
		t.Fatal("Get hit; want a miss")
	}
	if ctx.Err() != nil {
		t.Fatal("Get blocked")
	}
}

// failUntilOpen makes calls fail until the breaker opens, and fails the test when it takes more than a few.
func failUntilOpen(t *testing.T, c *cache.Redis) {
	t.Helper()
	for range 10 {
		misses(t, c, cachetest.NewID(t))
		if c.State() == "open" {
			return
		}
	}
	t.Fatalf("the breaker is %s after ten failures; want open", c.State())
}

func TestRedisThatRefuses(t *testing.T) {
	t.Parallel()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	far := cache.NewRedis(cachetest.Client(t, "redis://"+listener.Addr().String()), cache.RedisOptions{Cooldown: untilTested})

	failUntilOpen(t, far)
	view := cachetest.NewView(t)
	far.Put(t.Context(), view, time.Now())
	far.Invalidate(t.Context(), view.Invite.ID)
	misses(t, far, view.Invite.ID)
	if err := far.Ping(t.Context()); err == nil {
		t.Error("Ping found a Redis")
	}
	if s := far.Stats(); s.Hits != 0 || s.Misses == 0 || s.Errors < s.Misses {
		t.Errorf("stats are %+v; want no hit, and an error for every miss at least", s)
	}
}

// TestRedisThatHangs: a server that accepts and never answers costs a few time-outs, then nothing at all.
func TestRedisThatHangs(t *testing.T) {
	t.Parallel()
	proxy, url := throughProxy(t)
	proxy.Set(cachetest.Hang)
	far := cache.NewRedis(cachetest.Client(t, url), cache.RedisOptions{Cooldown: untilTested})

	failUntilOpen(t, far)
	before, errors := proxy.Accepted(), far.Stats().Errors
	for range 100 {
		view := cachetest.NewView(t)
		far.Put(t.Context(), view, time.Now())
		far.Invalidate(t.Context(), view.Invite.ID)
		misses(t, far, view.Invite.ID)
	}
	if after := proxy.Accepted(); after != before {
		t.Errorf("%d connections were made while the breaker was open", after-before)
	}
	if refused := far.Stats().Errors - errors; refused != 300 {
		t.Errorf("%d calls were counted as errors; want 300", refused)
	}
}

// TestAbandonedCalls: callers who go away do not open the breaker for the others.
func TestAbandonedCalls(t *testing.T) {
	t.Parallel()
	proxy, url := throughProxy(t)
	proxy.Set(cachetest.Hang)
	far := cache.NewRedis(cachetest.Client(t, url), cache.RedisOptions{Cooldown: untilTested})
	for range 20 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		far.Get(ctx, cachetest.NewID(t))
		cancel()
	}
	if state, errors := far.State(), far.Stats().Errors; state != "closed" || errors != 0 {
		t.Errorf("the breaker is %s after %d errors; want closed after none", state, errors)
	}
}

func TestRedisComesBack(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]cachetest.Mode{"after it hung": cachetest.Hang, "after it died": cachetest.Cut} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy, url := throughProxy(t)
			far := cache.NewRedis(cachetest.Client(t, url), cache.RedisOptions{Cooldown: 10 * time.Millisecond})
			view := cachetest.NewView(t)
			works := func() bool {
				far.Put(t.Context(), view, time.Now())
				_, ok := far.Get(t.Context(), view.Invite.ID)
				return ok && far.Ping(t.Context()) == nil && far.State() == "closed"
			}
			cachetest.Eventually(t, "Redis works", works)
			proxy.Set(mode)
			cachetest.Eventually(t, "the breaker opens", func() bool {
				misses(t, far, view.Invite.ID)
				return far.State() == "open"
			})
			proxy.Set(cachetest.Forward)
			cachetest.Eventually(t, "Redis works again", works)
		})
	}
}

// TestRedisForgetsAll: a Redis that was restarted or flushed has neither entries nor scripts.
func TestRedisForgetsAll(t *testing.T) {
	t.Parallel()
	direct := cachetest.PatientClient(t, cachetest.RedisURL(t))
	far := cache.NewRedis(direct, cache.RedisOptions{Timeout: cachetest.PatientTimeout})
	view := cachetest.NewView(t)
	for range 3 {
		far.Put(t.Context(), view, time.Now())
		if _, ok := far.Get(t.Context(), view.Invite.ID); !ok {
			t.Fatal("Get missed what was put")
		}
		must(t, direct.Del(t.Context(), cache.Key(view.Invite.ID)).Err())
		must(t, direct.ScriptFlush(t.Context()).Err())
		misses(t, far, view.Invite.ID)
	}
}

// TestOwedInvalidation: a link withdrawn while Redis is away does not come back with it, for this process nor for others.
func TestOwedInvalidation(t *testing.T) {
	t.Parallel()
	proxy, url := throughProxy(t)
	far := cache.NewRedis(cachetest.Client(t, url), cache.RedisOptions{Cooldown: 10 * time.Millisecond})
	other := cache.NewRedis(cachetest.PatientClient(t, cachetest.RedisURL(t)), cache.RedisOptions{Timeout: cachetest.PatientTimeout})
	view := cachetest.NewView(t)
	other.Put(t.Context(), view, time.Now())

	proxy.Set(cachetest.Cut)
	far.Invalidate(t.Context(), view.Invite.ID)
	if _, ok := other.Get(t.Context(), view.Invite.ID); !ok {
		t.Fatal("the other process missed before it could know")
	}
	proxy.Set(cachetest.Forward)
	cachetest.Eventually(t, "the invalidation reaches Redis, with no other call", func() bool {
		_, ok := other.Get(t.Context(), view.Invite.ID)
		return !ok
	})
	misses(t, far, view.Invite.ID)
}

// TestInvalidationOfOneWhoLeft: the change was committed, so others must not see the old view because its author's
// connection broke.
func TestInvalidationOfOneWhoLeft(t *testing.T) {
	t.Parallel()
	client := cachetest.PatientClient(t, cachetest.RedisURL(t))
	patient := cache.RedisOptions{Timeout: cachetest.PatientTimeout}
	here, there := cache.NewRedis(client, patient), cache.NewRedis(client, patient)
	view := cachetest.NewView(t)
	here.Put(t.Context(), view, time.Now())
	left, leave := context.WithCancel(t.Context())
	leave()
	here.Invalidate(left, view.Invite.ID)
	cachetest.Eventually(t, "the other process misses", func() bool {
		_, ok := there.Get(t.Context(), view.Invite.ID)
		return !ok
	})
}
