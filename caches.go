package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/cache"
	"accord/db"
	"accord/edge"
	"accord/ops"
	"accord/reseller"
)

// caches are what is kept beside the database: in this process, or with Redis between several.
type caches struct {
	invites      reseller.InviteLookup
	notifier     reseller.Notifier
	documents    *cache.Documents
	dependencies []ops.Dependency
	// redis is nil without one.
	redis   redis.UniversalClient
	closers []func()
}

func (k *caches) close() {
	for _, closer := range k.closers {
		closer()
	}
}

// caches makes the invite cache, the notifier of live events and the cache of automatic persisted queries.
func (c *serveCommand) caches(store *db.Store, metrics *ops.Metrics) (*caches, error) {
	near := cache.NewMemory(cache.MemoryOptions{})
	if c.RedisURL == "" {
		metrics.WatchCache(countsOf(near.Stats))
		return &caches{
			invites: cache.NewLookup(near, store.InviteView, time.Now), notifier: &cache.Local{},
			documents: cache.NewDocuments(nil, cache.DocumentsOptions{}),
		}, nil
	}
	cache.LogTo(slog.Default())
	client, err := cache.Dial(c.RedisURL)
	if err != nil {
		return nil, err
	}
	far := cache.NewRedis(client, cache.RedisOptions{})
	tiered := cache.NewTiered(near, far)
	notifier := cache.NewRedisNotifier(client)
	metrics.WatchCache(countsOf(tiered.Stats))
	return &caches{
		invites: cache.NewLookup(tiered, store.InviteView, time.Now), notifier: notifier,
		documents:    cache.NewDocuments(client, cache.DocumentsOptions{}),
		dependencies: []ops.Dependency{{Name: "redis", Check: far.Ping}},
		redis:        client, closers: []func(){notifier.Close, tiered.Close, func() { _ = client.Close() }},
	}, nil
}

func countsOf(stats func() cache.Stats) func() (hits, misses, failures uint64) {
	return func() (uint64, uint64, uint64) {
		s := stats()
		return s.Hits, s.Misses, s.Errors
	}
}

// rate reads what each tenant may ask for; the zero Rate is no limit.
func (f limitFlags) rate() (cache.Rate, error) {
	if f.RateLimit == "" {
		return cache.Rate{}, nil
	}
	rate, err := cache.ParseRate(f.RateLimit)
	if err != nil {
		return cache.Rate{}, fmt.Errorf("--rate-limit: %w", err)
	}
	return rate, nil
}

// budget makes the buckets of all tenants; nil where there is no limit.
func (c *serveCommand) budget(kept *caches) (edge.Budget, error) {
	rate, err := c.rate()
	switch {
	case err != nil:
		return nil, err
	case rate == cache.Rate{}:
		return nil, nil //nolint:nilnil // no limit is no budget
	case kept.redis == nil:
		return budget{cache.NewMemoryBucket(rate, cache.BucketOptions{}), rate}, nil
	}
	return budget{cache.NewRedisBucket(kept.redis, rate, cache.BucketOptions{}), rate}, nil
}

// budget is a bucket for each tenant.
type budget struct {
	bucket cache.Bucket
	rate   cache.Rate
}

// Take implements edge.Budget. An operation whose time is up is let in: it is told so soon enough.
func (b budget) Take(ctx context.Context, tenant string, cost int64) (remaining int64, wait time.Duration) {
	level, err := b.bucket.Take(ctx, tenant, cost)
	if err != nil {
		return 0, 0
	}
	return level.Remaining, level.RetryAfter
}

// Limit implements edge.Budget.
func (b budget) Limit() (points int64, per time.Duration) { return b.rate.Points, b.rate.Period }
