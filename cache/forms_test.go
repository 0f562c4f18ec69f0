package cache_test

import (
	"testing"
	"time"

	"accord/cache"
	"accord/cache/cachetest"
	"accord/reseller"
)

// eachForm runs a test on a Sentinel's master and on a Cluster; a single server is what all other tests run on.
func eachForm(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sentinel", func(t *testing.T) {
		t.Parallel()
		f(t, cachetest.StartSentinels(t, 1).URL())
	})
	t.Run("cluster", func(t *testing.T) {
		t.Parallel()
		f(t, cachetest.StartCluster(t, 3, 0).URL())
	})
}

// TestEveryFormConforms: what uses Redis does as well with Sentinel and in a Cluster, and instances hear of each other.
func TestEveryFormConforms(t *testing.T) {
	t.Parallel()
	eachForm(t, func(t *testing.T, url string) {
		client := cachetest.PatientClient(t, url)
		redisConforms(t, "redis", client)
		tieredConforms(t, "tiered", client)
		bucketConforms(t, "bucket", client)
		t.Run("documents", func(t *testing.T) {
			t.Parallel()
			documentsOfOthers(t, client)
		})
		t.Run("invalidations of others", func(t *testing.T) {
			t.Parallel()
			tellsOthers(t, newProcess(t, url), newProcess(t, url))
		})
		t.Run("wakes of others", func(t *testing.T) {
			t.Parallel()
			here, there := newNotifier(t, url), newNotifier(t, url)
			wakes(t, "the other process is woken", here, there.Subscribe(t.Context()))
		})
	})
}

// tellsOthers changes a link again and again in one process: the other has it no more.
func tellsOthers(t *testing.T, here, there process) {
	t.Helper()
	for range 20 { // links of all nodes of a Cluster
		view := cachetest.NewView(t)
		id := view.Invite.ID
		here.Put(t.Context(), view, here.clock.Now())
		if _, ok := there.Get(t.Context(), id); !ok {
			t.Fatal("the other process does not find it in Redis")
		}
		here.Invalidate(t.Context(), id)
		drops(t, there, id)
	}
}

// drops waits until a process shows a link no more.
func drops(t *testing.T, p process, id reseller.ID) {
	t.Helper()
	cachetest.Eventually(t, "the other process drops it", func() bool {
		_, ok := p.Get(t.Context(), id)
		return !ok
	})
}

// keeps waits until a process keeps links in Redis again, of all its nodes.
func keeps(t *testing.T, p process) {
	t.Helper()
	const links = 20
	cachetest.Eventually(t, "links are kept in Redis again", func() bool {
		for range links {
			view := cachetest.NewView(t)
			p.far.Put(t.Context(), view, p.clock.Now())
			if _, ok := p.far.Get(t.Context(), view.Invite.ID); !ok {
				return false
			}
		}
		return p.State() == "closed" && p.Listening()
	})
}

// impatient is a process as the server has it, with its own time-outs.
func impatient(t *testing.T, url string) process {
	t.Helper()
	return processOn(t, cachetest.Client(t, url), cache.RedisOptions{Cooldown: 50 * time.Millisecond})
}

// TestSentinelFailover: the master dies, the replica takes over, and what is changed afterwards reaches the other process.
func TestSentinelFailover(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*cachetest.Server){"killed": (*cachetest.Server).Kill, "hung": (*cachetest.Server).Hang} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := cachetest.StartSentinels(t, 1)
			here, there := impatient(t, s.URL()), impatient(t, s.URL())
			keeps(t, here)
			end(s.Master)
			cachetest.Eventually(t, "the replica is master", func() bool {
				misses(t, here, cachetest.NewID(t)) // requests go on meanwhile
				role, err := s.Replica.Client.Do(t.Context(), "role").Slice()
				return err == nil && role[0] == "master"
			})
			cachetest.Eventually(t, "the subscription to the dead master ends", func() bool { return subscribers(t, s.Replica) == 2 })
			keeps(t, here)
			keeps(t, there)
			tellsOthers(t, here, there)
		})
	}
}

// subscribers tells how many connections hear of invalidations from a server.
func subscribers(t *testing.T, s *cachetest.Server) int64 {
	t.Helper()
	counts, err := s.Client.PubSubNumSub(t.Context(), "accord:invite:drop").Result()
	must(t, err)
	return counts["accord:invite:drop"]
}

// TestSentinelThatHangs: the others know the master as well.
func TestSentinelThatHangs(t *testing.T) {
	t.Parallel()
	s := cachetest.StartSentinels(t, 2)
	p := impatient(t, s.URL())
	keeps(t, p)
	for _, hung := range s.Watchers {
		hung.Hang()
		s.Master.Do("client", "kill", "type", "normal", "skipme", "yes") // new connections need a Sentinel
		s.Master.Do("client", "kill", "type", "pubsub")
		misses(t, p, cachetest.NewID(t))
		keeps(t, p)
		hung.Resume()
	}
}

// TestClusterFailover: a node dies, its replica takes over, and the other nodes' keys are there all the time.
func TestClusterFailover(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*cachetest.Server){"killed": (*cachetest.Server).Kill, "hung": (*cachetest.Server).Hang} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := cachetest.StartCluster(t, 3, 3)
			here, there := impatient(t, c.URL()), impatient(t, c.URL())
			keeps(t, here)
			keeps(t, there)
			// The node that the two listen to.
			i := listenedTo(t, c)
			end(c.Masters[i])
			cachetest.Eventually(t, "the replica is master", func() bool {
				misses(t, here, cachetest.NewID(t))
				role, err := c.Replicas[i].Client.Do(t.Context(), "role").Slice()
				return err == nil && role[0] == "master"
			})
			cachetest.Eventually(t, "another node is listened to", func() bool {
				n := int64(0)
				for j, m := range c.Masters {
					if j != i {
						n += subscribers(t, m)
					}
				}
				return n+subscribers(t, c.Replicas[i]) == 2
			})
			keeps(t, here)
			keeps(t, there)
			tellsOthers(t, here, there)
		})
	}
}

// listenedTo tells which node two processes hear of invalidations from.
func listenedTo(t *testing.T, c *cachetest.Cluster) int {
	t.Helper()
	for i, m := range c.Masters {
		if subscribers(t, m) == 2 {
			return i
		}
	}
	t.Fatal("the two processes listen to no node")
	return 0
}

// TestClusterMovesSlots under use: a call goes where the slot has gone, and no fill is lost or comes late.
func TestClusterMovesSlots(t *testing.T) {
	t.Parallel()
	c := cachetest.StartCluster(t, 3, 0)
	here, there := newProcess(t, c.URL()), newProcess(t, c.URL())
	moved := map[int]bool{}
	for len(moved) < 10 {
		view := cachetest.NewView(t)
		id := view.Invite.ID
		slot := slotOf(t, c, id)
		if moved[slot] {
			continue // it is not with its first owner any more
		}
		moved[slot] = true
		from, to := c.Owner(slot), c.Masters[0]
		if to == from {
			to = c.Masters[1]
		}
		here.Put(t.Context(), view, here.clock.Now())
		c.Move(slot, from, to)
		if _, ok := there.far.Get(t.Context(), id); !ok {
			t.Fatal("the link is not found where its slot has gone")
		}
		here.Invalidate(t.Context(), id)
		drops(t, there, id)
		there.Put(t.Context(), view, there.clock.Now())
		misses(t, there, id)
	}
	if here.State() != "closed" || here.Stats().Errors != 0 || there.Stats().Errors != 0 {
		t.Errorf("the breaker is %s, after %+v and %+v", here.State(), here.Stats(), there.Stats())
	}
}
