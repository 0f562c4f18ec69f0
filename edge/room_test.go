package edge_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"accord/edge"
	"accord/reseller"
	"accord/resolvers"
)

// held is an executor whose operations are at work until they are let go.
type held struct {
	*resolvers.Executor

	began, end chan struct{}
}

// DispatchOperation implements edge.Executor.
func (s held) DispatchOperation(ctx context.Context, op *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	s.began <- struct{}{}
	<-s.end
	return s.Executor.DispatchOperation(ctx, op)
}

// limited gives the usual limits, but for those of places.
func limited(work, streams, ofTenant int) func(*edge.Options) {
	return func(o *edge.Options) {
		o.Limits = edge.DefaultLimits()
		o.Limits.Work, o.Limits.Streams, o.Limits.TenantStreams = work, streams, ofTenant
	}
}

// room tells of one kind of places.
func (h *house) room(of string) edge.Room { return h.edge.Rooms()[of]() }

// free waits until all places of a kind are free.
func (h *house) free(of string) {
	h.t.Helper()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	deadline := time.After(time.Minute)
	for h.room(of).Used != 0 {
		select {
		case <-again.C:
		case <-deadline:
			h.t.Fatalf("%d %s are still there", h.room(of).Used, of)
		}
	}
}

// TestWorkIsBounded: what is too much at once is refused at once, over each transport, and says when to come again.
func TestWorkIsBounded(t *testing.T) {
	t.Parallel()
	h := newHouse(t, limited(1, 10, 10))
	executor := held{h.executor, make(chan struct{}), make(chan struct{})}
	h.rebuild(executor, limited(1, 10, 10))
	w := h.connect(h.server(), partner, time.Hour)
	first := make(chan *reply, 1)
	go func() { first <- h.ask(partner, codes, nil) }()
	<-executor.began
	second := h.ask(customer, codes, nil)
	second.want("a second", http.StatusServiceUnavailable, reseller.CodeUnavailable)
	if second.header.Get("Retry-After") == "" {
		t.Errorf("it does not tell when to come again: %v", second.header)
	}
	w.subscribe("1", codes)
	if m := w.until("1", "error"); !strings.Contains(string(m.Payload), "UNAVAILABLE") {
		t.Errorf("over a WebSocket: %s", m.Payload)
	}
	close(executor.end)
	(<-first).want("the first", http.StatusOK, "")
	if r := h.room("operations"); r != (edge.Room{Max: 1, Refused: 2}) {
		t.Errorf("the room is %+v", r)
	}
	go func() { <-executor.began }()
	h.ask(customer, codes, nil).want("with room again", http.StatusOK, "")
}

// TestSilentSocketsHaveAShare: whoever opens many and says nothing takes no more than one company may.
func TestSilentSocketsHaveAShare(t *testing.T) {
	t.Parallel()
	h := newHouse(t, limited(10, 10, 1))
	server := h.server()
	silent, err := h.dial(server, nil, "graphql-transport-ws")
	h.must(err)
	if _, err := h.dial(server, nil, "graphql-transport-ws"); err == nil || !strings.Contains(err.Error(), "429") {
		t.Errorf("a second: %v", err)
	}
	if r := h.room("tenant_streams"); r != (edge.Room{Used: 1, Max: 1, Refused: 1}) {
		t.Errorf("the room is %+v", r)
	}
	silent.write(`{"type":"connection_init","payload":{"Authorization":"` + bearer(partner, time.Hour) + `"}}`)
	if m := silent.hear(); m.Type != "connection_ack" {
		t.Fatalf("it is told %+v", m)
	}
	_, err = h.dial(server, nil, "graphql-transport-ws") // the address has its share again
	h.must(err)
}

// TestAnUnreadAnswerKeepsNoPlace: the work is done when the answer is there.
func TestAnUnreadAnswerKeepsNoPlace(t *testing.T) {
	t.Parallel()
	h := newHouse(t, limited(1, 10, 10))
	unread := &unreadWriter{ResponseRecorder: httptest.NewRecorder(), writing: make(chan struct{}), read: make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.handler.ServeHTTP(unread, h.post(partner, object{"query": codes}))
	}()
	<-unread.writing
	h.ask(customer, codes, nil).want("another", http.StatusOK, "")
	close(unread.read)
	<-done
}

// unreadWriter is a client's connection that takes nothing until it is read.
type unreadWriter struct {
	*httptest.ResponseRecorder

	writing, read chan struct{}
	once          sync.Once
}

// Write implements io.Writer.
func (w *unreadWriter) Write(text []byte) (int, error) {
	w.once.Do(func() { close(w.writing) })
	<-w.read
	return w.ResponseRecorder.Write(text)
}

// TestSocketsAreBounded: one more is refused before it is opened, and there is room again once one is closed.
func TestSocketsAreBounded(t *testing.T) {
	t.Parallel()
	h := newHouse(t, limited(10, 1, 10))
	server := h.server()
	first := h.connect(server, partner, time.Hour)
	if _, err := h.dial(server, nil, "graphql-transport-ws"); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("a second: %v", err)
	}
	if r := h.room("websockets"); r != (edge.Room{Used: 1, Max: 1, Refused: 1}) {
		t.Errorf("the room is %+v", r)
	}
	h.must(first.conn.Close(websocket.StatusNormalClosure, ""))
	h.free("websockets")
	h.must(h.connect(server, partner, time.Hour).conn.CloseNow())
	h.free("websockets")
	if _, err := h.dial(server, http.Header{"Origin": {"https://evil.example"}}, "graphql-transport-ws"); err == nil {
		t.Error("another site's page may open one")
	}
	if _, err := h.dial(server, nil, "another"); err == nil {
		h.free("websockets")
	}
	h.connect(server, partner, time.Hour)
}

// follows asks for server-sent events, until ctx ends.
func (h *house) follows(ctx context.Context, server *httptest.Server, email string) (status int) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader(string(encode(h.t, object{"query": follow, "variables": object{"since": beginning}}))))
	h.must(err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", bearer(email, time.Hour))
	response, err := server.Client().Do(r)
	h.must(err)
	h.t.Cleanup(func() { _ = response.Body.Close() })
	return response.StatusCode
}

// TestEachCompanyHasItsShare of streams, and keeps no other from its own.
func TestEachCompanyHasItsShare(t *testing.T) {
	t.Parallel()
	h := newHouse(t, limited(10, 10, 1))
	server := h.server()
	mine := h.connect(server, partner, time.Hour)
	second := h.open(server)
	second.say(object{"type": "connection_init", "payload": object{"Authorization": bearer("second@alpha.example", time.Hour)}})
	if _, reason := second.closes(websocket.StatusTryAgainLater); !strings.Contains(reason, "At most 1 streams of one company") {
		t.Errorf("closed because %q", reason)
	}
	if status := h.follows(t.Context(), server, partner); status != http.StatusTooManyRequests {
		t.Errorf("events beside: %d", status)
	}
	ctx, leave := context.WithCancel(t.Context())
	if status := h.follows(ctx, server, customer); status != http.StatusOK {
		t.Errorf("another's: %d", status)
	}
	if r := h.room("event_streams"); r.Used != 1 || r.Max != 10 {
		t.Errorf("the room is %+v", r)
	}
	leave()
	h.free("event_streams")
	h.must(mine.conn.CloseNow())
	h.free("websockets")
	if status := h.follows(t.Context(), server, partner); status != http.StatusOK {
		t.Errorf("with room again: %d", status)
	}
}
