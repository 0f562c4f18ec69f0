package cache_test

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/cache"
	"accord/cache/cachetest"
)

// process is one server with a near cache of its own.
type process struct {
	clock *cachetest.Clock
	near  *cache.Memory
	far   *cache.Redis
	*cache.Tiered
}

func newProcess(t *testing.T, url string) process {
	t.Helper()
	return processOn(t, cachetest.PatientClient(t, url), cache.RedisOptions{Timeout: cachetest.PatientTimeout, Cooldown: 10 * time.Millisecond})
}

func processOn(t *testing.T, client redis.UniversalClient, o cache.RedisOptions) process {
	t.Helper()
	clock := cachetest.NewClock()
	o.Clock = clock.Now
	near, far := cache.NewMemory(cache.MemoryOptions{Clock: clock.Now}), cache.NewRedis(client, o)
	p := process{clock: clock, near: near, far: far, Tiered: cache.NewTiered(near, far)}
	t.Cleanup(p.Close)
	cachetest.Eventually(t, "the subscription", p.Listening)
	return p
}

func TestTieredTellsOtherProcesses(t *testing.T) {
	t.Parallel()
	url := cachetest.RedisURL(t)
	here, there := newProcess(t, url), newProcess(t, url)
	view := cachetest.NewView(t)
	id := view.Invite.ID
	here.Put(t.Context(), view, here.clock.Now())
	if _, ok := there.Get(t.Context(), id); !ok {
		t.Fatal("the other process does not find it in Redis")
	}
	if _, ok := there.near.Get(t.Context(), id); !ok {
		t.Fatal("what was found in Redis is not kept near")
	}
	here.Invalidate(t.Context(), id)
	cachetest.Eventually(t, "the other process drops it", func() bool {
		_, ok := there.near.Get(t.Context(), id)
		return !ok
	})
	there.near.Put(t.Context(), view, there.clock.Now())
	misses(t, there.near, id)
	misses(t, there, id)
}

// TestTieredHeedsTombstoneOfOthers: when the message is late or lost, the tombstone in Redis keeps a fill out of the near
// cache as well.
func TestTieredHeedsTombstoneOfOthers(t *testing.T) {
	t.Parallel()
	url := cachetest.RedisURL(t)
	proxy, proxied := throughProxy(t)
	there := newProcess(t, proxied)
	proxy.Set(cachetest.Cut)
	cachetest.Eventually(t, "the subscription ends", func() bool { return !there.Listening() })

	view := cachetest.NewView(t)
	direct := cachetest.PatientClient(t, url)
	cache.NewRedis(direct, cache.RedisOptions{Timeout: cachetest.PatientTimeout}).Invalidate(t.Context(), view.Invite.ID)
	proxy.Set(cachetest.Forward)
	cachetest.Eventually(t, "Redis answers", func() bool { return there.Ping(t.Context()) == nil })
	there.Put(t.Context(), view, there.clock.Now())
	misses(t, there.near, view.Invite.ID)
}

func TestTieredClearsAfterInterruption(t *testing.T) {
	t.Parallel()
	proxy, url := throughProxy(t)
	p := newProcess(t, url)
	view := cachetest.NewView(t)
	readAt := p.clock.Now()
	p.near.Put(t.Context(), view, readAt)
	p.clock.Advance(time.Millisecond)

	proxy.Set(cachetest.Cut)
	cachetest.Eventually(t, "the subscription ends", func() bool { return !p.Listening() })
	if _, ok := p.Get(t.Context(), view.Invite.ID); !ok {
		t.Fatal("the near cache is of no use while Redis is away")
	}
	proxy.Set(cachetest.Forward)
	cachetest.Eventually(t, "the subscription is back", p.Listening)
	misses(t, p.near, view.Invite.ID)
	p.near.Put(t.Context(), view, readAt)
	misses(t, p.near, view.Invite.ID)
}

// TestTieredMessages: what cannot be read may have been any link.
func TestTieredMessages(t *testing.T) {
	t.Parallel()
	url := cachetest.StartServer(t).URL() // everybody who listens there drops all links
	p := newProcess(t, url)
	view := cachetest.NewView(t)
	p.near.Put(t.Context(), view, p.clock.Now())
	p.clock.Advance(time.Millisecond)
	must(t, cachetest.PatientClient(t, url).Publish(t.Context(), "accord:invite:drop", "???").Err())
	cachetest.Eventually(t, "the near cache is cleared", func() bool {
		_, ok := p.near.Get(t.Context(), view.Invite.ID)
		return !ok
	})
	if s := p.Stats(); s.Errors != 0 {
		t.Errorf("stats are %+v; want no error", s)
	}
}
