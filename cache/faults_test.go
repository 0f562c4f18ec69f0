package cache_test

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/cache"
	"accord/cache/cachetest"
	"accord/reseller"
)

// TestRedisWithoutMemory refuses what would take some: what it has is shown, what is new is not kept, and what is changed is
// shown no more, though a tombstone takes memory too.
func TestRedisWithoutMemory(t *testing.T) {
	t.Parallel()
	s := cachetest.StartServer(t, "--maxmemory", "16mb", "--maxmemory-policy", "noeviction")
	here, there := newProcess(t, s.URL()), newProcess(t, s.URL())
	changed, kept := cachetest.NewView(t), cachetest.NewView(t)
	here.Put(t.Context(), changed, here.clock.Now())
	here.Put(t.Context(), kept, here.clock.Now())
	fill(t, s.Client)

	refused := cachetest.NewView(t)
	here.Put(t.Context(), refused, here.clock.Now())
	misses(t, here.far, refused.Invite.ID)
	for _, view := range []reseller.InviteView{changed, kept} {
		if _, ok := there.Get(t.Context(), view.Invite.ID); !ok {
			t.Fatal("what Redis has is not shown")
		}
	}
	here.Invalidate(t.Context(), changed.Invite.ID)
	drops(t, there, changed.Invite.ID)
	misses(t, here, changed.Invite.ID)
	if entry := s.Do("get", cache.Key(changed.Invite.ID)); entry != "gone" {
		t.Errorf("Redis has %.20q; want the tombstone", entry)
	}
	if _, ok := there.far.Get(t.Context(), kept.Invite.ID); !ok || here.State() != "closed" {
		t.Errorf("what was not changed is found: %v; the breaker is %s", ok, here.State())
	}
	b := cache.NewRedisBucket(cachetest.PatientClient(t, s.URL()), anHour, cache.BucketOptions{Timeout: cachetest.PatientTimeout})
	if !let(t, b, rand.Text()) {
		t.Error("a request is refused because Redis has no memory")
	}
}

// fill takes all of a Redis's memory, down to the last bytes.
func fill(t *testing.T, client *redis.Client) {
	t.Helper()
	for size := 1 << 18; size > 16; size /= 4 {
		for {
			err := client.Set(t.Context(), "filler:"+rand.Text(), strings.Repeat("x", size), 0).Err()
			if redis.HasErrorPrefix(err, "OOM") {
				break
			}
			must(t, err)
		}
	}
}

// TestRedisThatTurnsReadOnly, as a master does that became a replica: what could not be written is owed, and paid with no help once
// it can be.
func TestRedisThatTurnsReadOnly(t *testing.T) {
	t.Parallel()
	s := cachetest.StartServer(t)
	here, there := newProcess(t, s.URL()), newProcess(t, s.URL())
	view := cachetest.NewView(t)
	here.Put(t.Context(), view, here.clock.Now())
	s.Do("replicaof", "127.0.0.1", "1")

	here.Invalidate(t.Context(), view.Invite.ID)
	if entry := s.Do("get", cache.Key(view.Invite.ID)); entry == "gone" {
		t.Fatal("a replica was written to")
	}
	misses(t, here, view.Invite.ID)
	misses(t, here.far, view.Invite.ID)
	here.Put(t.Context(), cachetest.NewView(t), here.clock.Now())
	if here.Stats().Errors == 0 {
		t.Error("no failure was counted")
	}
	s.Do("replicaof", "no", "one")
	cachetest.Eventually(t, "the invalidation is written", func() bool { return s.Do("get", cache.Key(view.Invite.ID)) == "gone" })
	drops(t, there, view.Invite.ID)
	keeps(t, here)
}

// TestRedisIsFlushed under use: the tombstones go with it, and still no fill from before a change lands, in no process.
func TestRedisIsFlushed(t *testing.T) {
	t.Parallel()
	s := cachetest.StartServer(t)
	here, there := newProcess(t, s.URL()), newProcess(t, s.URL())
	bucket := cache.NewRedisBucket(cachetest.PatientClient(t, s.URL()), anHour, cache.BucketOptions{Timeout: cachetest.PatientTimeout})
	tenant := rand.Text()
	for range 20 {
		stale := cachetest.NewView(t)
		id, readAt := stale.Invite.ID, there.clock.Now()
		here.Put(t.Context(), stale, readAt)
		here.Invalidate(t.Context(), id)
		cachetest.Eventually(t, "the message comes", func() bool {
			there.near.Put(t.Context(), stale, readAt)
			_, ok := there.near.Get(t.Context(), id)
			return !ok
		})
		s.Do("flushall")
		for _, p := range []process{there, here} {
			p.Put(t.Context(), stale, readAt)
			misses(t, p, id)
		}
		if n := s.Do("exists", cache.Key(id)); n != int64(0) {
			t.Fatal("a view from before the change is in Redis")
		}
		if !let(t, bucket, tenant) {
			t.Fatal("a request is refused after a flush")
		}
	}
	if here.Stats().Errors+there.Stats().Errors+bucket.Stats().Errors != 0 {
		t.Errorf("errors: %+v, %+v, %+v", here.Stats(), there.Stats(), bucket.Stats())
	}
}

// calls counts the commands that a client or a node is asked, by their names.
type calls struct {
	mu sync.Mutex
	of map[string]int
}

func (c *calls) count(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.of[name]
}

// DialHook implements redis.Hook.
func (c *calls) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook implements redis.Hook.
func (c *calls) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		c.mu.Lock()
		if c.of == nil {
			c.of = map[string]int{}
		}
		c.of[cmd.Name()]++
		c.mu.Unlock()
		return next(ctx, cmd)
	}
}

// ProcessPipelineHook implements redis.Hook.
func (c *calls) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// TestNoRequestTriesRedis: while Redis hangs, requests wait for it five times and then not at all; whether it is back is found out without
// them.
func TestNoRequestTriesRedis(t *testing.T) {
	t.Parallel()
	s := cachetest.StartServer(t)
	client, made := cachetest.Client(t, s.URL()), &calls{}
	client.AddHook(made)
	far := cache.NewRedis(client, cache.RedisOptions{Cooldown: 10 * time.Millisecond})
	s.Hang()
	failUntilOpen(t, far)
	cachetest.Eventually(t, "Redis is tried three times", func() bool {
		misses(t, far, cachetest.NewID(t))
		return made.count("ping") >= 3
	})
	if n := made.count("get"); n != 5 {
		t.Errorf("requests have asked a Redis that hangs %d times; want 5", n)
	}
	s.Resume()
	cachetest.Eventually(t, "it is found to be back without a request", func() bool { return far.State() == "closed" })
	if n := made.count("get"); n != 5 {
		t.Errorf("%d requests had to ask until it was found to be back; want none", n-5)
	}
}

// TestClusterNodeThatHangs costs requests no more than a Redis that hangs as a whole, and the others nothing.
func TestClusterNodeThatHangs(t *testing.T) {
	t.Parallel()
	c := cachetest.StartCluster(t, 3, 0)
	client := cachetest.Client(t, c.URL())
	cluster, ok := client.(*redis.ClusterClient)
	if !ok {
		t.Fatalf("Dial made a %T", client)
	}
	const hung = 1
	made := &calls{}
	cluster.OnNewNode(func(node *redis.Client) {
		if node.Options().Addr == c.Masters[hung].Addr {
			node.AddHook(made) // behind the guard
		}
	})
	far := cache.NewRedis(client, cache.RedisOptions{Cooldown: 10 * time.Millisecond})
	views := viewsOn(t, c)
	for _, view := range views {
		far.Put(t.Context(), view, time.Now())
	}
	c.Masters[hung].Hang()
	for range 50 {
		for i, view := range views {
			if _, ok := far.Get(t.Context(), view.Invite.ID); ok == (i == hung) {
				t.Fatalf("the link on node %d is found: %v", i, ok)
			}
		}
	}
	if n := made.count("get"); n != 5 {
		t.Errorf("requests have asked a node that hangs %d times; want 5", n)
	}
	if far.State() != "closed" {
		t.Errorf("the breaker is %s; want closed for the other nodes", far.State())
	}
	c.Masters[hung].Resume()
	cachetest.Eventually(t, "the node is asked again", func() bool {
		_, ok := far.Get(t.Context(), views[hung].Invite.ID)
		return ok
	})
}

// TestClusterThatHangs as a whole is as one server that hangs.
func TestClusterThatHangs(t *testing.T) {
	t.Parallel()
	c := cachetest.StartCluster(t, 3, 0)
	p := impatient(t, c.URL())
	keeps(t, p)
	for _, m := range c.Masters {
		m.Hang()
	}
	failUntilOpen(t, p.far)
	for _, m := range c.Masters {
		m.Resume()
	}
	keeps(t, p)
}

// viewsOn makes a view on each node of a Cluster.
func viewsOn(t *testing.T, c *cachetest.Cluster) []reseller.InviteView {
	t.Helper()
	views := make([]reseller.InviteView, len(c.Masters))
	for i, m := range c.Masters {
		for c.Owner(slotOf(t, c, views[i].Invite.ID)) != m || views[i].Invite.ID.IsZero() {
			views[i] = cachetest.NewView(t)
		}
	}
	return views
}

// slotOf gives the slot of a link's entry.
func slotOf(t *testing.T, c *cachetest.Cluster, id reseller.ID) int {
	t.Helper()
	slot, err := c.Masters[0].Client.ClusterKeySlot(t.Context(), cache.Key(id)).Result()
	must(t, err)
	return int(slot)
}
