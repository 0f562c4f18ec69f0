package cache

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// CallTimeout is how long one call to Redis is waited for, unless an option says otherwise.
const CallTimeout = 100 * time.Millisecond

// errAbandoned says that the caller went away before Redis answered, which says nothing of Redis.
var errAbandoned = errors.New("the caller has gone")

// breaker stands before calls to Redis: it bounds each in time, and refuses them while Redis is down.
type breaker struct {
	circuit *circuit
	timeout time.Duration
	count   *counters
}

// newBreaker makes a closed breaker that counts errors. A timeout of 0 is CallTimeout, a cooldown of 0 DefaultCooldown.
func newBreaker(client redis.UniversalClient, timeout, cooldown time.Duration, count *counters) breaker {
	b := breaker{count: count, timeout: cmp.Or(timeout, CallTimeout)}
	// That a node of a Cluster is down is no failure of the others: calls to it are refused at once.
	excluded := func(err error) bool { return errors.Is(err, errAbandoned) || errors.Is(err, errDown) }
	b.circuit = newCircuit(cmp.Or(cooldown, DefaultCooldown), excluded, func(ctx context.Context) error {
		return b.timed(ctx, func(ctx context.Context) error { return client.Ping(ctx).Err() })
	})
	return b
}

// do makes a call unless the breaker is open. The call's context ends after the timeout.
func (b breaker) do(ctx context.Context, call func(context.Context) error) error {
	err := b.circuit.run(func() error { return b.timed(ctx, call) })
	if err != nil && !errors.Is(err, errAbandoned) {
		b.count.errors.Add(1)
	}
	return err
}

// state gives the breaker's state: "closed" when Redis answers, "open" when it is down, "half-open" when it is tried.
func (b breaker) state() string { return b.circuit.state() }

func (b breaker) timed(ctx context.Context, call func(context.Context) error) error {
	inner, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	err := call(inner)
	if err != nil && over(ctx) {
		return fmt.Errorf("%w: %w", errAbandoned, err)
	}
	return err
}

// over reports whether a context has ended. A connection notices a deadline a little before the context does.
func over(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() != nil || ok && !time.Now().Before(deadline)
}
