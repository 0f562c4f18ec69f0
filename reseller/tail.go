package reseller

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// tail looks, once a livePoll and for all readers of live events together, whether there are events that no wake has told of: one was
// lost, or came before the events could be read. A thousand readers to whom nothing happens cost one statement a second.
type tail struct {
	store Store

	mu sync.Mutex
	// readers are the channels to wake; false are those that have come since the last look.
	readers map[chan struct{}]bool
	stop    context.CancelFunc
}

// subscribe gives a channel that holds at most one pending wake, until ctx ends.
func (t *tail) subscribe(ctx context.Context) <-chan struct{} {
	wake := make(chan struct{}, 1)
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.readers) == 0 {
		looking, stop := context.WithCancel(context.WithoutCancel(ctx))
		t.readers, t.stop = map[chan struct{}]bool{}, stop
		go t.look(looking)
	}
	t.readers[wake] = false
	context.AfterFunc(ctx, func() { t.leave(wake) })
	return wake
}

func (t *tail) leave(wake chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.readers, wake)
	if len(t.readers) == 0 {
		t.stop()
	}
}

// look wakes the readers whenever there is something new, until the last has left.
func (t *tail) look(ctx context.Context) {
	poll := time.NewTicker(livePoll)
	defer poll.Stop()
	var from *Position
	for {
		select {
		case <-ctx.Done():
			return
		case <-poll.C:
		}
		news, err := t.news(ctx, &from)
		if err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "live events not looked for; trying again", "error", err)
		}
		t.wake(ctx, news)
	}
}

// news reports whether there are events after a position, and moves it behind them. The first time there may be.
func (t *tail) news(ctx context.Context, from **Position) (bool, error) {
	if *from == nil {
		end, err := t.store.EventsEnd(ctx)
		if err == nil {
			*from = &end
		}
		return true, err
	}
	found := false
	for {
		events, err := t.store.EventsAfter(ctx, platform(), **from, liveBatch)
		if err != nil || len(events) == 0 {
			return found, err
		}
		found = true
		*from = &events[len(events)-1].Position
	}
}

// wake wakes all readers, or only those that have come since the last look: what came before they were listened for is theirs too.
func (t *tail) wake(ctx context.Context, all bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ctx.Err() != nil {
		return // the readers are another's by now
	}
	for reader, known := range t.readers {
		if all || !known {
			select {
			case reader <- struct{}{}:
			default: // one wake is pending, and its reader will see all there is
			}
		}
		t.readers[reader] = true
	}
}
