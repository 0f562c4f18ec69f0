package main

import (
	"context"
	"fmt"
	"time"

	"accord/cache"
	"accord/edge"
)

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
