package cache

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sony/gobreaker/v2"
)

const (
	// CallTimeout is how long one call to Redis is waited for, unless an option says otherwise.
	CallTimeout = 100 * time.Millisecond
	// DefaultCooldown is how long the breaker stays open before it lets one call try again.
	DefaultCooldown = time.Second
	// tripAfter is how many calls in a row must fail to open the breaker: half a second at most when Redis hangs.
	tripAfter = 5
)

// errAbandoned says that the caller went away before Redis answered, which says nothing of Redis.
var errAbandoned = errors.New("the caller has gone")

// breaker stands before calls to Redis: it bounds each in time, and refuses them while Redis is down.
type breaker struct {
	circuit *gobreaker.CircuitBreaker[struct{}]
	timeout time.Duration
	count   *counters
}

// newBreaker makes a closed breaker that counts errors. A timeout of 0 is CallTimeout, a cooldown of 0 DefaultCooldown.
func newBreaker(timeout, cooldown time.Duration, count *counters) breaker {
	return breaker{count: count, timeout: cmp.Or(timeout, CallTimeout), circuit: gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name:        "redis",
		Timeout:     cmp.Or(cooldown, DefaultCooldown),
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= tripAfter },
		IsExcluded:  func(err error) bool { return errors.Is(err, errAbandoned) },
	})}
}

// do makes a call unless the breaker is open. The call's context ends after the timeout.
func (b breaker) do(ctx context.Context, call func(context.Context) error) error {
	_, err := b.circuit.Execute(func() (struct{}, error) { return struct{}{}, b.timed(ctx, call) })
	if err != nil && !errors.Is(err, errAbandoned) {
		b.count.errors.Add(1)
	}
	return err
}

// state gives the breaker's state: "closed" when Redis answers, "open" when it is down, "half-open" when it is tried.
func (b breaker) state() string { return b.circuit.State().String() }

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
