package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// watcher follows the live events of a tenant by server-sent events. When its connection breaks it comes back to the next target with
// the cursor of the last event that it got.
type watcher struct {
	as      *company
	targets []target
	history *history
	at      int
	// turn counts the subscriptions.
	turn  int
	since string
	// took is called after each event.
	took func(delivery)
}

func newWatcher(as *company, targets []target, h *history, at int) *watcher {
	w := &watcher{as: as, targets: targets, history: h, at: at % len(targets), turn: at, took: func(delivery) {}}
	if earlier := h.deliveries(as.key); len(earlier) > 0 {
		w.since = earlier[len(earlier)-1].Cursor
	}
	return w
}

// comeBack is how long a watcher waits before it subscribes again.
const comeBack = 100 * time.Millisecond

// follow keeps all events until ctx ends.
func (w *watcher) follow(ctx context.Context) {
	for ctx.Err() == nil {
		_ = w.subscribe(ctx) // however it ended, it goes on from the last event
		w.at = (w.at + 1) % len(w.targets)
		select {
		case <-time.After(comeBack):
		case <-ctx.Done():
		}
	}
}

// subscribe keeps the events of one subscription, until it ends: by server-sent events and over a WebSocket by turns.
func (w *watcher) subscribe(ctx context.Context) error {
	variables := map[string]any{}
	if w.since != "" {
		variables["since"] = w.since
	}
	body, err := json.Marshal(map[string]any{"query": liveEvents, "variables": variables})
	if err != nil {
		return err
	}
	w.turn++
	if w.turn%2 == 0 {
		return w.overSocket(ctx, body)
	}
	return w.overStream(ctx, body)
}

// overStream keeps the events of server-sent events.
func (w *watcher) overStream(ctx context.Context, body []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.targets[w.at].base()+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+w.as.token)
	transport := &http.Transport{ResponseHeaderTimeout: streamPatience}
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }() // a stream has no end of its own
	return w.read(answer)
}

// streamPatience is how long a stream may show no sign of life: a server pings every few seconds.
const streamPatience = 30 * time.Second

// read keeps the events of a stream. One that falls silent, as that of a hung server does, is left.
func (w *watcher) read(answer *http.Response) error {
	silent := time.AfterFunc(streamPatience, func() { _ = answer.Body.Close() })
	defer silent.Stop()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		silent.Reset(streamPatience)
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		if err := w.take(data); err != nil {
			return err
		}
	}
	return lines.Err()
}

// take keeps an event of the stream.
func (w *watcher) take(data string) error {
	var r response
	if err := json.Unmarshal([]byte(data), &r); err != nil {
		return err
	}
	if len(r.Errors) > 0 {
		return fmt.Errorf("the stream says %s: %s", r.Errors[0].Extensions.Code, r.Errors[0].Message)
	}
	var d delivery
	if err := json.Unmarshal(r.Data["relationshipEvents"], &d); err != nil {
		return err
	}
	if d.Cursor == "" {
		return errors.New("an event has no cursor")
	}
	w.since = d.Cursor
	w.history.deliver(w.as.key, d)
	w.took(d)
	return nil
}
