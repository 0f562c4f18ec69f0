package cache

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/sony/gobreaker/v2"
)

const (
	// DefaultCooldown is how long a circuit stays open before it is found out whether Redis answers again.
	DefaultCooldown = time.Second
	// tripAfter is how many calls in a row must fail to open a circuit: half a second at most when Redis hangs.
	tripAfter = 5
)

// errDown says that Redis was not asked, because it did not answer a moment ago.
var errDown = errors.New("Redis does not answer, and is not asked until it does")

// circuit refuses calls to a server that is down. Whether it is back a probe finds out behind the callers' back: if one of the
// calls did, some request would wait for a server that hangs, each cooldown.
type circuit struct {
	breaker  *gobreaker.CircuitBreaker[struct{}]
	cooldown time.Duration
	probe    func(context.Context) error
}

// newCircuit makes a closed circuit. An error that excluded knows is neither a failure nor a success.
func newCircuit(cooldown time.Duration, excluded func(error) bool, probe func(context.Context) error) *circuit {
	c := &circuit{cooldown: cooldown, probe: probe}
	c.breaker = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name:        "redis",
		Timeout:     cooldown,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= tripAfter },
		IsExcluded:  excluded,
		OnStateChange: func(_ string, from, _ gobreaker.State) {
			if from == gobreaker.StateClosed {
				c.tryLater()
			}
		},
	})
	return c
}

// run makes a call unless the circuit is open, which is errDown.
func (c *circuit) run(call func() error) error {
	if c.breaker.State() != gobreaker.StateClosed {
		return errDown
	}
	_, err := c.breaker.Execute(func() (struct{}, error) { return struct{}{}, call() })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) { // it has opened just now
		return errDown
	}
	return err
}

// tryLater has the server probed after the cooldown. A timer and no goroutine, so that nobody needs to close a circuit; the
// breaker lets the probe through only once its time is over.
func (c *circuit) tryLater() { time.AfterFunc(c.cooldown+time.Millisecond, c.try) }

// try probes the server, and goes on to until it answers or the client is closed.
func (c *circuit) try() {
	_, err := c.breaker.Execute(func() (struct{}, error) { return struct{}{}, c.probe(context.Background()) })
	if err != nil && !errors.Is(err, redis.ErrClosed) {
		c.tryLater()
	}
}

// state gives "closed" when the server answers, "open" when it is down, "half-open" when it is tried.
func (c *circuit) state() string { return c.breaker.State().String() }
