package cache_test

import (
	"testing"
	"time"

	"accord/cache"
	"accord/cache/cachetest"
)

// BenchmarkBucket tells what a request pays for being counted.
func BenchmarkBucket(b *testing.B) {
	rate := cache.Rate{Points: 1_000_000, Period: time.Second}
	for name, bucket := range map[string]cache.Bucket{
		"memory": cache.NewMemoryBucket(rate, cache.BucketOptions{}),
		"redis":  cache.NewRedisBucket(cachetest.Client(b, cachetest.RedisURL(b)), rate, cache.BucketOptions{}),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bucket.Take(b.Context(), "tenant", 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
