package cache

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"accord/reseller"
)

const (
	// DefaultRedisTTL is how long an entry lives in Redis, and so how long a lost invalidation can matter.
	DefaultRedisTTL = time.Minute
	// buryBatch is how many links are invalidated at once: what Redis does well within CallTimeout.
	buryBatch = 1000
)

// RedisOptions shape a Redis. The zero value takes the defaults.
type RedisOptions struct {
	// TTL is how long an entry lives, to the millisecond; 0 is DefaultRedisTTL.
	TTL time.Duration
	// Timeout is how long one call is waited for; 0 is CallTimeout. The client's own timeouts hold besides.
	Timeout time.Duration
	// Cooldown is how long the breaker stays open before it tries Redis again; 0 is DefaultCooldown.
	Cooldown time.Duration
	// Clock tells the time; nil is time.Now. It must be the clock that gives Put its readAt. How long entries and
	// tombstones live is measured by Redis.
	Clock func() time.Time
}

// Redis is a reseller.InviteCache that many processes share. It needs no Close; the client is the caller's to close.
type Redis struct {
	client  redis.UniversalClient
	breaker breaker
	ttl     time.Duration
	// cooldown is how long after a failure what is owed is tried again.
	cooldown time.Duration
	clock    func() time.Time
	owed     owed
	count    counters
	// name tells our own messages from those of other processes.
	name string
}

var _ reseller.InviteCache = (*Redis)(nil)

// NewRedis makes a cache on a client, which Dial makes with the timeouts that it needs.
func NewRedis(client redis.UniversalClient, o RedisOptions) *Redis {
	r := &Redis{client: client, ttl: cmp.Or(o.TTL, DefaultRedisTTL), cooldown: cmp.Or(o.Cooldown, DefaultCooldown), clock: clockOr(o.Clock), name: rand.Text()}
	r.breaker = newBreaker(client, o.Timeout, o.Cooldown, &r.count)
	return r
}

// Get implements reseller.InviteCache.
func (r *Redis) Get(ctx context.Context, id reseller.ID) (reseller.InviteView, bool) {
	view, ok := r.get(ctx, id)
	r.count.looked(ok)
	return view, ok
}

func (r *Redis) get(ctx context.Context, id reseller.ID) (reseller.InviteView, bool) {
	// Asked before Redis is, or a debt paid in between would let through what was read before it was paid.
	owed := r.owed.has(id, r.clock())
	var entry string
	err := r.breaker.do(ctx, func(ctx context.Context) (err error) {
		entry, err = r.client.Get(ctx, Key(id)).Result()
		return unlessNothing(err)
	})
	if err != nil || owed {
		return reseller.InviteView{}, false
	}
	return decode(id, entry)
}

// unlessNothing gives the error of a GET, except one that says that nothing is there, or nothing of ours: that is an answer.
func unlessNothing(err error) error {
	if err == redis.Nil || redis.HasErrorPrefix(err, "WRONGTYPE") { //nolint:errorlint // inside another it is of Sentinels, who know no such master
		return nil
	}
	return err
}

// Put implements reseller.InviteCache.
func (r *Redis) Put(ctx context.Context, view reseller.InviteView, readAt time.Time) {
	r.put(ctx, view, readAt)
}

// fillScript writes an entry unless a tombstone stands there, in one step, so that no invalidation comes between. pcall,
// because a value of another type is garbage to replace and no error.
var fillScript = redis.NewScript(`
if redis.pcall('GET', KEYS[1]) == ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`)

// put is Put; it returns false when the view is known to be one that must not be kept.
func (r *Redis) put(ctx context.Context, view reseller.InviteView, readAt time.Time) bool {
	now := r.clock()
	if tooOld(now, readAt) || r.owed.has(view.Invite.ID, now) {
		return false
	}
	entry, err := encode(view)
	if err != nil {
		// Only a time beyond the year 9999 has no text.
		r.count.errors.Add(1)
		return true
	}
	landed := true
	_ = r.breaker.do(ctx, func(ctx context.Context) error {
		n, err := fillScript.Run(ctx, r.client, []string{Key(view.Invite.ID)},
			tombstoneText, entry, r.ttl.Milliseconds()).Int()
		landed = err != nil || n == 1
		return err
	})
	return landed
}

// Invalidate implements reseller.InviteCache, and tells the near caches of other processes. The change is made by now,
// so it goes on when ctx ends, without the caller; and what cannot be sent is owed, see owed.
func (r *Redis) Invalidate(ctx context.Context, ids ...reseller.ID) {
	if len(ids) == 0 {
		return
	}
	ids = slices.Clone(ids)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if r.bury(context.WithoutCancel(ctx), ids) != nil {
			r.owed.add(ids, r.clock().Add(r.ttl))
			r.payLater(context.WithoutCancel(ctx))
		}
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// bury writes tombstones over the links and tells the near caches of all processes. It stops at the first error.
func (r *Redis) bury(ctx context.Context, ids []reseller.ID) error {
	for batch := range slices.Chunk(ids, buryBatch) {
		err := r.breaker.do(ctx, func(ctx context.Context) error { return r.buryOnce(ctx, batch) })
		if err != nil {
			return err
		}
	}
	return nil
}

// buryScript writes a tombstone. A Redis whose memory is full refuses SET, and would go on to show what stands there; it takes
// DEL, and from then on all that the script writes.
const buryScript = `
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

// buryOnce is one round trip. On a Cluster the message may be there before the tombstone; a near cache that drops a link
// keeps fills out for longer than that.
func (r *Redis) buryOnce(ctx context.Context, ids []reseller.ID) error {
	_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, id := range ids {
			p.Eval(ctx, buryScript, []string{Key(id)}, tombstoneText, reseller.InvalidationWindow.Milliseconds())
		}
		return p.Process(ctx, onChannel(ctx, "publish", dropChannel, encodeDrop(r.name, ids)))
	})
	return err
}

// payLater sends the invalidations that are owed after a while, and again until they are taken or have lapsed. Once in a cooldown and not
// with each call: a Redis that takes no writes may answer all the rest.
func (r *Redis) payLater(ctx context.Context) {
	if r.owed.scheduled.CompareAndSwap(false, true) {
		time.AfterFunc(r.cooldown, func() { r.pay(ctx) })
	}
}

func (r *Redis) pay(ctx context.Context) {
	debts := r.owed.due(r.clock())
	if r.bury(ctx, debts.ids()) == nil {
		r.owed.settle(debts)
	}
	r.owed.scheduled.Store(false)
	if r.owed.some.Load() {
		r.payLater(ctx)
	}
}

// Ping asks Redis, in a Cluster the node that carries invalidations, whether it is there. An error says that it does not answer, or that the
// breaker is open.
func (r *Redis) Ping(ctx context.Context) error {
	return r.breaker.do(ctx, func(ctx context.Context) error { return r.client.Process(ctx, onChannel(ctx, "ping", dropChannel)) })
}

// State gives the breaker's state: "closed" when Redis answers, "open" when it is down, "half-open" when it is tried.
func (r *Redis) State() string { return r.breaker.state() }

// Stats tells how often Get hit and missed, and how many calls failed.
func (r *Redis) Stats() Stats { return r.count.stats() }
