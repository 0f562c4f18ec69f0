package cache_test

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/cache"
	"accord/cache/cachetest"
	"accord/reseller"
)

func TestMemoryConforms(t *testing.T) {
	t.Parallel()
	cachetest.RunInviteCache(t, "memory", func(*testing.T) cachetest.Subject {
		clock := cachetest.NewClock()
		return cachetest.Subject{
			Cache:   cache.NewMemory(cache.MemoryOptions{Clock: clock.Now}),
			Now:     clock.Now,
			Advance: func(d time.Duration, _ ...reseller.ID) { clock.Advance(d) },
			TTL:     cache.DefaultMemoryTTL,
		}
	})
}

func TestRedisConforms(t *testing.T) {
	t.Parallel()
	redisConforms(t, "redis", cachetest.PatientClient(t, cachetest.RedisURL(t)))
}

func redisConforms(t *testing.T, name string, client redis.UniversalClient) {
	t.Helper()
	cachetest.RunInviteCache(t, name, func(t *testing.T) cachetest.Subject {
		s, far := onRedis(t, client)
		s.Cache = far
		return s
	})
}

func TestTieredConforms(t *testing.T) {
	t.Parallel()
	tieredConforms(t, "tiered", cachetest.PatientClient(t, cachetest.RedisURL(t)))
}

func tieredConforms(t *testing.T, name string, client redis.UniversalClient) {
	t.Helper()
	cachetest.RunInviteCache(t, name, func(t *testing.T) cachetest.Subject {
		s, far := onRedis(t, client)
		tiered := cache.NewTiered(cache.NewMemory(cache.MemoryOptions{Clock: s.Now}), far)
		t.Cleanup(tiered.Close)
		cachetest.Eventually(t, "the subscription", tiered.Listening)
		s.Cache = tiered
		return s
	})
}

// onRedis makes a cache on Redis and a subject that wants only its Cache.
func onRedis(t *testing.T, client redis.UniversalClient) (cachetest.Subject, *cache.Redis) {
	t.Helper()
	clock := cachetest.NewClock()
	s := cachetest.Subject{
		Now: clock.Now,
		Advance: func(d time.Duration, ids ...reseller.ID) {
			clock.Advance(d)
			for _, id := range ids {
				age(t, client, id, d)
			}
		},
		TTL: cache.DefaultRedisTTL,
		Plant: func(id reseller.ID, entry string) {
			must(t, client.Set(t.Context(), cache.Key(id), entry, time.Minute).Err())
		},
		PlantList: func(id reseller.ID) {
			must(t, client.RPush(t.Context(), cache.Key(id), "garbage").Err())
		},
	}
	return s, cache.NewRedis(client, cache.RedisOptions{Clock: clock.Now, Timeout: cachetest.PatientTimeout})
}

// age takes from the time that Redis still keeps a link's entry, as if so much had passed.
func age(t *testing.T, client redis.UniversalClient, id reseller.ID, by time.Duration) {
	t.Helper()
	left, err := client.PTTL(t.Context(), cache.Key(id)).Result()
	must(t, err)
	if left > 0 {
		// What is not left ends the entry at once.
		must(t, client.PExpire(t.Context(), cache.Key(id), left-by).Err())
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
