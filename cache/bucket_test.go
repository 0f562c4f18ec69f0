package cache_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/cache"
	"accord/cache/cachetest"
)

func TestMemoryBucketConforms(t *testing.T) {
	t.Parallel()
	cachetest.RunBucket(t, "memory", func(rate cache.Rate, clock func() time.Time) cache.Bucket {
		return cache.NewMemoryBucket(rate, cache.BucketOptions{Clock: clock})
	})
}

func TestRedisBucketConforms(t *testing.T) {
	t.Parallel()
	bucketConforms(t, "redis", cachetest.PatientClient(t, cachetest.RedisURL(t)))
}

func bucketConforms(t *testing.T, name string, client redis.UniversalClient) {
	t.Helper()
	cachetest.RunBucket(t, name, func(rate cache.Rate, clock func() time.Time) cache.Bucket {
		return cache.NewRedisBucket(client, rate, cache.BucketOptions{Clock: clock, Timeout: cachetest.PatientTimeout})
	})
}

// anHour leaks so slowly that no test notices.
var anHour = cache.Rate{Points: 3, Period: time.Hour}

// let takes a point and reports whether it was let in.
func let(t *testing.T, b cache.Bucket, key string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	level, err := b.Take(ctx, key, 1)
	must(t, err)
	return level.Allowed
}

// TestMemoryBucketIsBounded: what is empty is forgotten, and so is what is too much.
func TestMemoryBucketIsBounded(t *testing.T) {
	t.Parallel()
	const bound, crowd = 100, 10_000
	clock := cachetest.NewClock()
	b := cache.NewMemoryBucket(anHour, cache.BucketOptions{MaxKeys: bound, Clock: clock.Now})
	for i := range crowd {
		let(t, b, fmt.Sprint(i))
	}
	cachetest.Eventually(t, "what is too much goes", func() bool { return b.Kept() <= bound })
	clock.Advance(time.Hour)
	cachetest.Eventually(t, "what is empty goes", func() bool { return b.Kept() == 0 })
}

// TestRedisBucketOfManyProcesses: by the clock of Redis, which is the same for all.
func TestRedisBucketOfManyProcesses(t *testing.T) {
	t.Parallel()
	const processes, takers, room = 5, 10, 20
	client, key := cachetest.PatientClient(t, cachetest.RedisURL(t)), rand.Text()
	rate := cache.Rate{Points: room, Period: time.Hour}
	var in atomic.Int64
	var running sync.WaitGroup
	for range processes {
		b := cache.NewRedisBucket(client, rate, cache.BucketOptions{Timeout: cachetest.PatientTimeout})
		for range takers {
			running.Go(func() {
				if let(t, b, key) {
					in.Add(1)
				}
			})
		}
	}
	running.Wait()
	if in.Load() != room {
		t.Errorf("%d of %d were let in; want %d", in.Load(), processes*takers, room)
	}
	ttl, err := client.PTTL(t.Context(), "accord:bucket:v1:20/h:"+key).Result()
	must(t, err)
	if ttl <= 0 || ttl > time.Hour {
		t.Errorf("the bucket stays for %s; want until it is empty, an hour", ttl)
	}
}

// TestRedisBucketLeaks: by the clock of Redis, without the test's help.
func TestRedisBucketLeaks(t *testing.T) {
	t.Parallel()
	client, key := cachetest.PatientClient(t, cachetest.RedisURL(t)), rand.Text()
	b := cache.NewRedisBucket(client, cache.Rate{Points: 1, Period: time.Second}, cache.BucketOptions{Timeout: cachetest.PatientTimeout})
	if !let(t, b, key) {
		t.Fatal("an empty bucket refuses")
	}
	cachetest.Eventually(t, "there is room again", func() bool { return let(t, b, key) })
	cachetest.Eventually(t, "the bucket vanishes once it is empty", func() bool {
		there, err := client.Exists(t.Context(), "accord:bucket:v1:1/s:"+key).Result()
		return err == nil && there == 0
	})
}

func TestRedisBucketWithGarbage(t *testing.T) {
	t.Parallel()
	client := cachetest.PatientClient(t, cachetest.RedisURL(t))
	b := cache.NewRedisBucket(client, anHour, cache.BucketOptions{Timeout: cachetest.PatientTimeout})
	fillsUp := func(key string) {
		t.Helper()
		for range 3 {
			if !let(t, b, key) {
				t.Fatal("it refuses")
			}
		}
		if let(t, b, key) {
			t.Fatal("it lets a fourth in")
		}
	}
	for _, garbage := range []string{"", "full", "1", "1 2 3", "-1 -1", "1e9 1", " 1 1", "0x10 1"} {
		key := rand.Text()
		must(t, client.Set(t.Context(), "accord:bucket:v1:3/h:"+key, garbage, time.Minute).Err())
		fillsUp(key)
	}
	key := rand.Text()
	must(t, client.RPush(t.Context(), "accord:bucket:v1:3/h:"+key, "garbage").Err())
	fillsUp(key)
	must(t, client.ScriptFlush(t.Context()).Err())
	fillsUp(rand.Text())
	if s := b.Stats(); s.Errors != 0 {
		t.Errorf("stats are %+v; want no error", s)
	}
}

// TestRedisBucketWithoutRedis: each process goes by itself then, refuses nobody for the outage, and is back with Redis.
func TestRedisBucketWithoutRedis(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]cachetest.Mode{"that hangs": cachetest.Hang, "that died": cachetest.Cut} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy, url := throughProxy(t)
			key := rand.Text()
			b := cache.NewRedisBucket(cachetest.Client(t, url), anHour, cache.BucketOptions{Cooldown: 10 * time.Millisecond})
			shared := cache.NewRedisBucket(cachetest.PatientClient(t, cachetest.RedisURL(t)), anHour,
				cache.BucketOptions{Timeout: cachetest.PatientTimeout})
			for let(t, shared, key) {
			}
			proxy.Set(mode)
			for range 3 {
				if !let(t, b, key) {
					t.Fatal("a request is refused because Redis fails")
				}
			}
			if let(t, b, key) {
				t.Error("without Redis there is no limit")
			}
			cachetest.Eventually(t, "the breaker opens", func() bool {
				let(t, b, rand.Text())
				return b.State() == "open"
			})
			proxy.Set(cachetest.Forward)
			other := rand.Text()
			for let(t, shared, other) {
			}
			cachetest.Eventually(t, "it heeds what others have taken", func() bool {
				let(t, b, rand.Text())
				return b.State() == "closed" && !let(t, b, other)
			})
		})
	}
}

// TestRedisBucketThatHangs: after a few time-outs nobody waits at all.
func TestRedisBucketThatHangs(t *testing.T) {
	t.Parallel()
	proxy, url := throughProxy(t)
	proxy.Set(cachetest.Hang)
	b := cache.NewRedisBucket(cachetest.Client(t, url), anHour, cache.BucketOptions{Cooldown: untilTested})
	for range 5 {
		let(t, b, rand.Text())
	}
	if b.State() != "open" {
		t.Fatalf("the breaker is %s after five time-outs; want open", b.State())
	}
	before := proxy.Accepted()
	for range 1000 {
		let(t, b, rand.Text())
	}
	if after := proxy.Accepted(); after != before {
		t.Errorf("%d connections were made while the breaker was open", after-before)
	}
}
