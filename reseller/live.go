package reseller

import (
	"context"
	"log/slog"
	"time"
)

const (
	liveBatch = 100
	// livePoll is how often a reader of live events looks for itself, in case a wake was lost or came before the events
	// could be read.
	livePoll = time.Second
)

// Watch gives the events that the viewer may see, from a position on – nil is from now on – until ctx ends, when the
// channel is closed. Each event comes once and in order; none is passed over (R25).
func (a *App) Watch(ctx context.Context, v Viewer, since *Position) (<-chan Event, error) {
	if !v.Known() {
		return nil, ErrUnauthenticated
	}
	wake := a.notifier.Subscribe(ctx)
	from, err := a.startOf(ctx, since)
	if err != nil {
		return nil, err
	}
	out := make(chan Event)
	go func() {
		defer close(out)
		poll := time.NewTicker(livePoll)
		defer poll.Stop()
		for {
			if from, err = a.deliver(ctx, v.Scope(), from, out); err != nil && ctx.Err() == nil {
				slog.WarnContext(ctx, "live events not read; trying again", "error", err)
			}
			select {
			case <-wake:
			case <-poll.C:
			case <-a.stopping:
				return
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, nil
}

// EndWatches ends all that Watch has begun, so that a server that stops keeps nobody waiting. Readers come back with their
// last cursor.
func (a *App) EndWatches() { a.stopOnce.Do(func() { close(a.stopping) }) }

func (a *App) startOf(ctx context.Context, since *Position) (Position, error) {
	if since != nil {
		return *since, nil
	}
	return a.store.EventsEnd(ctx)
}

// deliver sends all events after a position and returns the position that it has come to.
func (a *App) deliver(ctx context.Context, scope Scope, from Position, out chan<- Event) (Position, error) {
	for {
		events, err := a.store.EventsAfter(ctx, scope, from, liveBatch)
		if err != nil {
			return from, err
		}
		for _, e := range events {
			select {
			case out <- e:
				from = e.Position
			case <-ctx.Done():
				return from, nil
			}
		}
		if len(events) < liveBatch {
			return from, nil
		}
	}
}
