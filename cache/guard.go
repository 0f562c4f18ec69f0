package cache

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// guard stands before one node of a Cluster and refuses calls while that node is down, as a breaker does for all of Redis. A
// breaker alone would not notice: while one node of three hangs, two calls in three succeed, and each third waits in vain.
type guard struct {
	circuit *circuit
	// slow is how long a call must last to tell something of the node when its caller has gone.
	slow time.Duration
}

var _ redis.Hook = (*guard)(nil)

// guardNodes puts a guard before each node that a client comes to know. A call is waited for as long as timeout.
func guardNodes(client *redis.ClusterClient, timeout time.Duration) {
	client.OnNewNode(func(node *redis.Client) {
		node.AddHook(&guard{
			slow: timeout / 2,
			circuit: newCircuit(DefaultCooldown, func(err error) bool { return errors.Is(err, errAbandoned) }, func(ctx context.Context) error {
				ctx, cancel := context.WithTimeout(withinCall(ctx), timeout)
				defer cancel()
				return node.Ping(ctx).Err()
			}),
		})
	})
}

type withinCallKey struct{}

// withinCall marks what belongs to a call that has passed already, such as the first words on a new connection.
func withinCall(ctx context.Context) context.Context {
	return context.WithValue(ctx, withinCallKey{}, true)
}

// DialHook implements redis.Hook.
func (g *guard) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook implements redis.Hook.
func (g *guard) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		return g.pass(ctx, func(ctx context.Context) error { return next(ctx, cmd) })
	}
}

// ProcessPipelineHook implements redis.Hook.
func (g *guard) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		return g.pass(ctx, func(ctx context.Context) error { return next(ctx, cmds) })
	}
}

// pass makes a call unless the node is down.
func (g *guard) pass(ctx context.Context, call func(context.Context) error) error {
	if ctx.Value(withinCallKey{}) != nil {
		return call(ctx)
	}
	began := time.Now()
	var answer error
	fault := g.circuit.run(func() error {
		answer = call(withinCall(ctx))
		return g.fault(ctx, answer, began)
	})
	if fault != nil {
		return unanswered{fault}
	}
	return answer
}

// fault tells what a call's error says of the node: nothing when it has answered, whatever it said.
func (g *guard) fault(ctx context.Context, err error, began time.Time) error {
	var answered redis.Error
	if err == nil || errors.As(err, &answered) || errors.Is(err, redis.ErrClosed) {
		return nil
	}
	if over(ctx) && time.Since(began) < g.slow {
		return errors.Join(errAbandoned, err)
	}
	return err
}

// unanswered hides from go-redis what kind of failure a call has met, or it would make the call once more: it may have been
// carried out, and its time is short.
type unanswered struct{ err error }

// Error implements error.
func (u unanswered) Error() string { return u.err.Error() }

// Is tells only that a node is down or that the call's context has ended, which go-redis takes for the end.
func (u unanswered) Is(target error) bool {
	switch target {
	case errDown, context.Canceled, context.DeadlineExceeded:
		return errors.Is(u.err, target)
	}
	return false
}
