package main

import (
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/cache"
	"accord/db"
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
