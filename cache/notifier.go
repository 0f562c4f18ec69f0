package cache

import (
	"context"
	"crypto/rand"
	"sync"

	"github.com/redis/go-redis/v9"

	"accord/reseller"
)

// RedisNotifier is a reseller.Notifier across processes. Subscribers of this process are woken at once and whether
// Redis is there or not; those of others through Redis, and once more whenever a broken subscription is back.
type RedisNotifier struct {
	local    Local
	client   redis.UniversalClient
	breaker  breaker
	count    counters
	listener *listener
	// name tells our own messages from those of others.
	name string

	// pending holds at most one publication: several changes at once are one wake.
	pending chan struct{}
	stop    context.CancelFunc
	done    sync.WaitGroup
}

var _ reseller.Notifier = (*RedisNotifier)(nil)

// NewRedisNotifier starts to listen and to publish, until Close.
func NewRedisNotifier(client redis.UniversalClient) *RedisNotifier {
	ctx, stop := context.WithCancel(context.Background())
	n := &RedisNotifier{client: client, name: rand.Text(), pending: make(chan struct{}, 1), stop: stop}
	n.breaker = newBreaker(client, CallTimeout, DefaultCooldown, &n.count)
	n.listener = listen(client, wakeChannel, n.heard, func() { n.local.Notify(ctx) })
	n.done.Go(func() { n.publish(ctx) })
	return n
}

// Notify implements reseller.Notifier. It returns before the other processes are told.
func (n *RedisNotifier) Notify(ctx context.Context) {
	n.local.Notify(ctx)
	select {
	case n.pending <- struct{}{}:
	default: // The publication that waits tells of this change too.
	}
}

// Subscribe implements reseller.Notifier. The channel is never closed; after ctx ends nothing more comes.
func (n *RedisNotifier) Subscribe(ctx context.Context) <-chan struct{} { return n.local.Subscribe(ctx) }

// Listening reports whether wakes of other processes arrive now.
func (n *RedisNotifier) Listening() bool { return n.listener.up.Load() }

// Stats tells how many publications failed, in Errors; Hits and Misses are 0.
func (n *RedisNotifier) Stats() Stats { return n.count.stats() }

// Close stops publishing and listening and waits until both have ended, well under a second. A wake that was not yet
// published is lost. The client stays open.
func (n *RedisNotifier) Close() {
	n.stop()
	n.done.Wait()
	n.listener.close()
}

// publish tells the other processes, one publication at a time.
func (n *RedisNotifier) publish(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.pending:
			_ = n.breaker.do(ctx, func(ctx context.Context) error {
				return n.client.Process(ctx, onChannel(ctx, "publish", wakeChannel, n.name))
			})
		}
	}
}

// heard wakes this process's subscribers for another's message.
func (n *RedisNotifier) heard(sender string) {
	if sender != n.name {
		n.local.Notify(context.Background())
	}
}
