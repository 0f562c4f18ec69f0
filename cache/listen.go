package cache

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// reconnectPause is how long a listener waits before it subscribes again.
	reconnectPause = 250 * time.Millisecond
	// heartbeat is how long a subscription may be silent before it is asked whether it lives; one that is silent for
	// two of them is given up.
	heartbeat = 2 * time.Second
)

// onChannel makes a command on a channel. In a Cluster any node would do, but it goes to the one whose slot the channel has, as a
// subscription does: go-redis remembers dead nodes for a minute, and might choose one.
func onChannel(ctx context.Context, command, channel string, args ...any) *redis.Cmd {
	cmd := redis.NewCmd(ctx, append([]any{command, channel}, args...)...)
	cmd.SetFirstKeyPos(1)
	return cmd
}

// listener holds a subscription to one Redis channel, and makes it again whenever it breaks.
type listener struct {
	client  redis.UniversalClient
	channel string
	// message is called for each message, resumed whenever a subscription begins: what was published before is lost.
	// Both are called by one goroutine.
	message func(payload string)
	resumed func()

	up     atomic.Bool
	cancel context.CancelFunc
	done   chan struct{}
}

// listen starts a listener, which ends with close.
func listen(client redis.UniversalClient, channel string, message func(string), resumed func()) *listener {
	ctx, cancel := context.WithCancel(context.Background())
	l := &listener{
		client: client, channel: channel, message: message, resumed: resumed,
		cancel: cancel, done: make(chan struct{}),
	}
	go l.run(ctx)
	return l
}

func (l *listener) close() {
	l.cancel()
	<-l.done
}

func (l *listener) run(ctx context.Context) {
	defer close(l.done)
	for ctx.Err() == nil {
		l.session(ctx)
		l.up.Store(false)
		select {
		case <-ctx.Done():
		case <-time.After(reconnectPause):
		}
	}
}

// session lives as long as one subscription.
func (l *listener) session(ctx context.Context) {
	sub := l.client.Subscribe(ctx, l.channel)
	// Receiving does not heed the context's end, only the connection's.
	stop := context.AfterFunc(ctx, func() { _ = sub.Close() })
	defer func() {
		stop()
		_ = sub.Close()
	}()
	asked := false
	for {
		got, err := sub.ReceiveTimeout(ctx, heartbeat)
		switch {
		case err == nil:
			asked = false
			l.heed(got)
		case isTimeout(err) && !asked && sub.Ping(ctx) == nil:
			asked = true
		default:
			return
		}
	}
}

func (l *listener) heed(got any) {
	switch got := got.(type) {
	case *redis.Subscription:
		l.resumed()
		l.up.Store(true)
	case *redis.Message:
		l.message(got.Payload)
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
