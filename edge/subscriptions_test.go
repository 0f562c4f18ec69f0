package edge_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"accord/edge"
	"accord/reseller"
)

// TestSubscriptionsAskForOneField, whatever way another is hidden in.
func TestSubscriptionsAskForOneField(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, query := range []string{
		`subscription { a: relationshipEvents { id } b: relationshipEvents { id } }`,
		`subscription { relationshipEvents { id } ...F } fragment F on Subscription { b: relationshipEvents { id } }`,
		`subscription { relationshipEvents @skip(if: true) { id } }`,
		`subscription { ... @include(if: false) { relationshipEvents { id } } }`,
		`subscription { ...F @include(if: false) } fragment F on Subscription { relationshipEvents { id } }`,
	} {
		got := h.send(asStream(h.post(partner, object{"query": query})))
		if !strings.Contains(got.body, "VALIDATION_FAILED") {
			t.Errorf("%s: %s", query, got.body)
		}
	}
}

// TestSocketEndsWithTheServer: what is at work when a server stops is answered, and nothing more is begun; subscriptions are not complete, so
// that clients connect again.
func TestSocketEndsWithTheServer(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	executor := held{h.executor, make(chan struct{}), make(chan struct{})}
	h.rebuild(executor, nil)
	w := h.connect(h.server(), partner, time.Hour)
	w.subscribe("a", follow)
	<-executor.began
	executor.end <- struct{}{}
	w.until("a", "next")
	w.subscribe("b", codes)
	<-executor.began
	h.edge.Stop()
	h.app.EndWatches()
	w.subscribe("c", codes)
	executor.end <- struct{}{}
	var told []string
	heard, _ := w.closes(websocket.StatusGoingAway)
	for _, m := range heard {
		if what := m.ID + " " + m.Type; what != "a next" { // events of before
			told = append(told, what)
		}
	}
	if !slices.Equal(told, []string{"b next", "b complete"}) {
		t.Errorf("it is told %q", told)
	}
	h.edge.Wait()
}

// TestTimeLimitOfEveryTransport: whatever carries an operation, it is stopped, and told so.
func TestTimeLimitOfEveryTransport(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) {
		o.Limits = edge.DefaultLimits()
		o.Limits.Time = time.Nanosecond
	})
	const query = `{ viewer { partner { customers { totalCount } } } }`
	server := h.server()
	w := h.connect(server, partner, time.Hour)
	w.subscribe("1", query)
	for transport, body := range map[string]string{
		"POST":               h.ask(partner, query, nil).body,
		"GET":                h.send(h.get(partner, map[string][]string{"query": {query}})).body,
		"server-sent events": h.send(asStream(h.post(partner, object{"query": query}))).body,
		"WebSocket":          string(w.until("1", "next").Payload),
	} {
		if !strings.Contains(body, "UNAVAILABLE") || !strings.Contains(body, "took longer than 1ns") {
			t.Errorf("%s: %s", transport, body)
		}
	}
}

// TestLongNumbers are refused: reading them takes long, and no field takes them.
func TestLongNumbers(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, number := range []string{strings.Repeat("9", 65), "-1." + strings.Repeat("0", 65), "1e" + strings.Repeat("9", 65)} {
		h.ask("", `{ nodes(ids: [`+number+`]) { id } }`, nil).want(number, http.StatusOK, reseller.CodeLimitExceeded)
	}
}
