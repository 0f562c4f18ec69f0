package cache

import (
	"cmp"
	"context"
	"time"

	"github.com/maypok86/otter/v2"
)

// DefaultBuckets is how many buckets a MemoryBucket keeps that are not empty.
const DefaultBuckets = 100_000

// BucketOptions shape a bucket. The zero value takes the defaults.
type BucketOptions struct {
	// MaxKeys is how many buckets are kept in this process; 0 is DefaultBuckets. One too many is forgotten, as if it had
	// leaked away.
	MaxKeys uint64
	// Timeout is how long one call to Redis is waited for; 0 is CallTimeout. The client's own timeouts hold besides.
	Timeout time.Duration
	// Cooldown is how long the breaker stays open before it tries Redis again; 0 is DefaultCooldown.
	Cooldown time.Duration
	// Clock tells the time; nil is time.Now in this process, and in Redis the clock of the server.
	Clock func() time.Time
}

// MemoryBucket is a Bucket in this process. It needs no Close.
type MemoryBucket struct {
	rate    Rate
	clock   otterClock
	buckets *otter.Cache[string, filled]
}

var _ Bucket = (*MemoryBucket)(nil)

// filled is how a bucket stood at a moment, in milliseconds since these buckets were made.
type filled struct{ drops, at int64 }

// NewMemoryBucket makes empty buckets. It panics for a rate that ParseRate does not give.
func NewMemoryBucket(rate Rate, o BucketOptions) *MemoryBucket {
	b := &MemoryBucket{rate: rate.must(), clock: newOtterClock(o.Clock)}
	b.buckets = otter.Must(&otter.Options[string, filled]{
		MaximumWeight: cmp.Or(o.MaxKeys, DefaultBuckets),
		Weigher:       func(string, filled) uint32 { return 1 },
		// An empty bucket is no different from none.
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[string, filled]) time.Duration {
			return rate.empties(e.Value.drops)
		}),
		Clock: b.clock,
	})
	return b
}

// Take implements Bucket.
func (b *MemoryBucket) Take(ctx context.Context, key string, points int64) (Level, error) {
	if err := ctx.Err(); err != nil {
		return Level{}, err
	}
	var level Level
	// Compute locks the key: two requests never see the same room.
	b.buckets.Compute(key, func(old filled, _ bool) (filled, otter.ComputeOp) {
		// Whole milliseconds of one count, not of each difference: or what leaks between two would be lost.
		now := time.Duration(b.clock.NowNano()).Milliseconds()
		drops := b.rate.leaked(old.drops, now-old.at)
		if drops > b.rate.brim() {
			level = b.rate.level(false, drops)
			return old, otter.CancelOp
		}
		drops += b.rate.drops(points)
		level = b.rate.level(true, drops)
		if drops == 0 {
			return old, otter.CancelOp
		}
		return filled{drops: drops, at: now}, otter.WriteOp
	})
	return level, nil
}
