package edge_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"accord/edge"
)

// TestServerStops: its connections are told, and its operations end.
func TestServerStops(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	server := h.server()
	var told sync.WaitGroup
	for range 5 {
		w := h.connect(server, partner, time.Hour)
		w.subscribe("a", follow)
		w.until("a", "next")
		told.Go(func() { w.closes(websocket.StatusGoingAway) })
	}
	h.edge.EndSockets()
	told.Wait()
	h.edge.Wait()
}

// TestIdentityOfTheUpgrade: without a token of its own, a connection is whose the upgrade was.
func TestIdentityOfTheUpgrade(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	server := h.server()
	w, err := h.dial(server, http.Header{"Authorization": {bearer(partner, time.Hour)}}, "graphql-transport-ws")
	h.must(err)
	w.write(`{"type":"connection_init"}`)
	w.hear()
	w.subscribe("1", `{ viewer { user { email } } }`)
	if m := w.until("1", "next"); !strings.Contains(string(m.Payload), partner) {
		t.Errorf("%s", m.Payload)
	}
	nobody := h.connect(server, "", time.Hour)
	nobody.subscribe("1", follow)
	if m := nobody.hear(); !strings.Contains(string(m.Payload), "UNAUTHENTICATED") {
		t.Errorf("%s", m.Payload)
	}
}

// TestPings: a silent connection is shown to be alive, and one whose client does not answer is given up.
func TestPings(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) {
		o.Timing = edge.Timing{Ping: 20 * time.Millisecond, Init: time.Minute, Recheck: time.Hour}
	})
	ended := make(chan struct{})
	inner := h.handler
	h.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		inner.ServeHTTP(w, r)
	})
	h.open(h.server()) // which never reads, and so never answers
	<-ended
	h.edge.Wait()
}
