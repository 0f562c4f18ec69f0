package reseller

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

const (
	liveBatch = 100
	// livePoll is how often it is looked for events that no wake has told of.
	livePoll = time.Second
)

// Watch gives the events that the viewer may see, each as the caller shows it, from a position on – nil is from now on – until ctx
// ends or the user is removed, or the API key revoked, when the channel is closed. Each event comes once and in order; none is passed
// over (R25).
func Watch[T any](ctx context.Context, a *App, v Viewer, since *Position, as func(Event) T) (<-chan T, error) {
	if !v.Known() {
		return nil, ErrUnauthenticated
	}
	wake, late := a.notifier.Subscribe(ctx), a.tail.subscribe(ctx)
	out := make(chan T)
	s := &stream{app: a, store: a.store, scope: v.Scope(), reader: v, send: func(e Event) bool {
		select {
		case out <- as(e):
			return true
		case <-a.stopping:
			return false
		case <-ctx.Done():
			return false
		}
	}}
	if err := s.start(ctx, since); err != nil {
		return nil, err
	}
	go func() {
		defer close(out)
		for {
			var again <-chan time.Time
			if err := s.deliver(ctx); err != nil && ctx.Err() == nil {
				slog.WarnContext(ctx, "live events not read; trying again", "error", err)
				again = time.After(livePoll)
			}
			if s.removed {
				return
			}
			select {
			case <-wake:
			case <-late:
			case <-again:
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

// stream is one reader of live events.
type stream struct {
	app   *App
	store Store
	scope Scope
	// reader is who reads; removed tells that it may no more.
	reader  Viewer
	removed bool
	// send hands an event to the reader, and reports whether it was taken.
	send func(Event) bool
	// from is the position of the last event delivered.
	from Position
	// passed are events after it that were there before the stream began: a transaction older than they was still open.
	passed map[int64]bool
}

// start settles where the stream begins: after a position, or now.
func (s *stream) start(ctx context.Context, since *Position) (err error) {
	if since != nil {
		s.from = *since
		return nil
	}
	if s.from, err = s.store.EventsEnd(ctx); err != nil {
		return err
	}
	passed, err := s.store.EventsPassed(ctx, s.scope, s.from)
	s.passed = make(map[int64]bool, len(passed))
	for _, seq := range passed {
		s.passed[seq] = true
	}
	return err
}

// deliver sends all events that there are.
func (s *stream) deliver(ctx context.Context) error {
	for {
		events, err := s.store.EventsAfter(ctx, s.scope, s.from, liveBatch)
		if err != nil {
			return err
		}
		for _, e := range events {
			if s.removed = s.ends(ctx, e); s.removed {
				return nil
			}
			if !s.passed[e.Position.Seq] && !s.send(e) {
				return nil
			}
			delete(s.passed, e.Position.Seq)
			s.from = e.Position
		}
		if len(events) < liveBatch {
			return nil
		}
	}
}

// ends reports whether the reader may read no more after an event: the user was removed, the API key revoked, or its maker has none
// of its roles any more. A tenant sees its own users' and keys' events, so that nobody reads on.
func (s *stream) ends(ctx context.Context, e Event) bool {
	switch e.Kind { //nolint:exhaustive // the others are about something else
	case EventUserRemoved:
		return e.UserID == s.reader.User.ID
	case EventAPIKeyRevoked:
		return e.APIKeyID == s.reader.APIKeyID
	case EventUserChanged:
		if e.UserID != s.reader.User.ID || s.reader.APIKeyID.IsZero() {
			return false
		}
		// The event may be of long ago, from before the key: what counts is now.
		_, _, err := s.app.RenewAPIKey(ctx, s.reader.APIKeyID)
		return errors.Is(err, ErrNotFound)
	}
	return false
}
