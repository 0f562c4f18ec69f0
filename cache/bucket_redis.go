package cache

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// bucketPrefix goes before every bucket's key. Change its version with what the script keeps there.
const bucketPrefix = "accord:bucket:v1:"

// RedisBucket is a Bucket that many processes share. While Redis fails, each process goes by buckets of its own, which are
// empty at first: then the rate holds for each process by itself. It needs no Close; the client is the caller's to close.
type RedisBucket struct {
	client  redis.UniversalClient
	rate    Rate
	clock   func() time.Time
	breaker breaker
	own     *MemoryBucket
	count   counters
}

var _ Bucket = (*RedisBucket)(nil)

// NewRedisBucket makes buckets on a client, which Dial makes with the timeouts that they need. It panics for a rate that
// ParseRate does not give.
func NewRedisBucket(client redis.UniversalClient, rate Rate, o BucketOptions) *RedisBucket {
	b := &RedisBucket{client: client, rate: rate.must(), clock: o.Clock, own: NewMemoryBucket(rate, o)}
	b.breaker = newBreaker(client, o.Timeout, o.Cooldown, &b.count)
	return b
}

// Take implements Bucket. It waits for Redis no longer than BucketOptions.Timeout, and refuses nobody because Redis fails.
func (b *RedisBucket) Take(ctx context.Context, key string, points int64) (Level, error) {
	var allowed, drops int64
	err := b.breaker.do(ctx, func(ctx context.Context) (err error) {
		allowed, drops, err = b.take(ctx, key, points)
		return err
	})
	if errors.Is(err, errAbandoned) {
		return Level{}, err
	}
	if err != nil {
		return b.own.Take(ctx, key, points)
	}
	return b.rate.level(allowed == 1, drops), nil
}

// takeScript is MemoryBucket.Take in one step: KEYS[1] is the bucket; ARGV are the rate's points, the most drops at
// which there is room, those of the request, and the time in milliseconds, "" for the server's own clock. It gives whether the request was
// let in and how many drops are in the bucket.
//
// The clock is the server's, because all processes share it: of two machines whose clocks differ, the one that is ahead
// would let out what the other has put in. A caller's own clock need not run as the server's does, by which keys expire, so
// that its empty buckets linger for a minute. pcall, because a value of another type is garbage to replace and no error.
var takeScript = redis.NewScript(`
local points, brim, cost, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local linger = 60000
if not now then
	local time = redis.call('TIME')
	now, linger = time[1] * 1000 + math.floor(time[2] / 1000), 0
end
local drops = 0
local kept = redis.pcall('GET', KEYS[1])
if type(kept) == 'string' then
	local level, at = string.match(kept, '^(%d+) (%d+)$')
	drops = level and math.max(0, tonumber(level) - math.max(0, now - tonumber(at)) * points) or 0
end
if drops > brim then return {0, drops} end
drops = drops + cost
if drops > 0 then
	redis.call('SET', KEYS[1], string.format('%.0f %.0f', drops, now),
		'PX', string.format('%.0f', math.ceil(drops / points) + linger))
end
return {1, drops}`)

func (b *RedisBucket) take(ctx context.Context, key string, points int64) (allowed, drops int64, err error) {
	now := ""
	if b.clock != nil {
		now = strconv.FormatInt(b.clock().UnixMilli(), 10)
	}
	// The rate is part of the key: a level counted in the drops of another rate would mean something else.
	answer, err := takeScript.Run(ctx, b.client, []string{bucketPrefix + b.rate.String() + ":" + key},
		b.rate.Points, b.rate.brim(), b.rate.drops(points), now).Int64Slice()
	if err != nil {
		return 0, 0, err
	}
	if len(answer) != 2 {
		return 0, 0, errors.New("the script of buckets answered something else than two numbers")
	}
	return answer[0], answer[1], nil
}

// State gives the breaker's state, see Redis.State.
func (b *RedisBucket) State() string { return b.breaker.state() }

// Stats tells how many calls failed, in Errors; Hits and Misses are 0.
func (b *RedisBucket) Stats() Stats { return b.count.stats() }
