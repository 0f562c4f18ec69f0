package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

const liveQuery = `subscription Live($since: String) { relationshipEvents(since: $since) { id kind cursor relationship { customer { name } } } }`

// event is one of a subscription.
type event struct {
	ID           string `json:"id"`
	Kind         string `json:"kind"`
	Cursor       string `json:"cursor"`
	Relationship *struct {
		Customer *struct {
			Name string `json:"name"`
		} `json:"customer"`
	} `json:"relationship"`
}

// live is a subscription at work.
type live struct {
	events chan event
	// ended is closed when the stream is over; how tells in what way: "complete", or what went wrong.
	ended chan struct{}
	how   string
	leave context.CancelFunc
}

// maxEvents is more than any test makes.
const maxEvents = 10_000

func newLive(t testing.TB) (*live, context.Context) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l := &live{events: make(chan event, maxEvents), ended: make(chan struct{}), leave: cancel}
	t.Cleanup(func() {
		cancel()
		<-l.ended
	})
	return l, ctx
}

func (l *live) endf(format string, args ...any) {
	l.how = fmt.Sprintf(format, args...)
	close(l.ended)
}

func liveVariables(since string) map[string]any {
	if since == "" {
		return nil
	}
	return map[string]any{"since": since}
}

// take reads one response of a subscription.
func (l *live) take(payload []byte) {
	var response struct {
		Data struct {
			RelationshipEvents event `json:"relationshipEvents"`
		} `json:"data"`
		Errors []any `json:"errors"`
	}
	if err := json.Unmarshal(payload, &response); err != nil || len(response.Errors) > 0 {
		l.events <- event{Kind: "ERROR", ID: string(payload)}
		return
	}
	l.events <- response.Data.RelationshipEvents
}

// sse subscribes by server-sent events.
func (s *instance) sse(t testing.TB, email, since string) *live {
	t.Helper()
	l, ctx := newLive(t)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+"/graphql", strings.NewReader(document(t, liveQuery, liveVariables(since))))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range s.headers(t, email) {
		r.Header.Set(name, value)
	}
	r.Header.Set("Accept", "text/event-stream")
	// A connection of its own, and no limit of time.
	response, err := (&http.Transport{}).RoundTrip(r) //nolint:bodyclose // it is, by who reads it
	if err != nil {
		t.Fatal(err)
	}
	if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || got != "text/event-stream" {
		t.Fatalf("a stream: %d %q", response.StatusCode, got)
	}
	go func() {
		defer response.Body.Close()
		l.readSSE(response.Body)
	}()
	return l
}

func (l *live) readSSE(body io.Reader) {
	lines := bufio.NewScanner(body)
	complete := false
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			l.take([]byte(data))
		}
		complete = complete || lines.Text() == "event: complete"
	}
	if complete {
		l.endf("complete")
		return
	}
	l.endf("broken off: %v", lines.Err())
}

// message is one of graphql-transport-ws.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// dial opens a WebSocket.
func (s *instance) dial(t testing.TB, header http.Header) (*websocket.Conn, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	conn, response, err := websocket.Dial( //nolint:bodyclose // the connection's
		ctx, "ws"+strings.TrimPrefix(s.base, "http")+"/graphql",
		&websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: header})
	if err != nil {
		if response != nil {
			return nil, fmt.Errorf("status %d", response.StatusCode)
		}
		return nil, err
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	return conn, nil
}

// greet begins the conversation over a WebSocket and gives what the server answers; "" is no token.
func greet(t testing.TB, conn *websocket.Conn, token string) (message, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	payload := "{}"
	if token != "" {
		payload = `{"Authorization":"Bearer ` + token + `"}`
	}
	if err := wsjson.Write(ctx, conn, message{Type: "connection_init", Payload: json.RawMessage(payload)}); err != nil {
		t.Fatal(err)
	}
	var got message
	err := wsjson.Read(ctx, conn, &got)
	return got, err
}

// socket subscribes over a WebSocket.
func (s *instance) socket(t testing.TB, token, since string) *live {
	t.Helper()
	l, ctx := newLive(t)
	k := s.talk(t, token)
	k.ask(t, "1", liveQuery, liveVariables(since))
	go l.readSocket(ctx, k.conn)
	return l
}

// talk is a conversation over a WebSocket, message by message.
type talk struct{ conn *websocket.Conn }

// talk begins one.
func (s *instance) talk(t testing.TB, token string) talk {
	t.Helper()
	conn, err := s.dial(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := greet(t, conn, token); err != nil || got.Type != "connection_ack" {
		t.Fatalf("the greeting: %+v %v", got, err)
	}
	return talk{conn}
}

// ask begins an operation.
func (k talk) ask(t testing.TB, id, query string, variables map[string]any) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := wsjson.Write(ctx, k.conn, message{ID: id, Type: "subscribe", Payload: json.RawMessage(document(t, query, variables))}); err != nil {
		t.Fatal(err)
	}
}

// rest gives the types of the messages that come until the end, and the code with which the connection is closed.
func (k talk) rest(t testing.TB) (told []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		var m message
		if err := wsjson.Read(ctx, k.conn, &m); err != nil {
			return append(told, strconv.Itoa(int(websocket.CloseStatus(err))))
		}
		if m.Type != "ping" {
			told = append(told, m.Type)
		}
	}
}

func (l *live) readSocket(ctx context.Context, conn *websocket.Conn) {
	how := ""
	for {
		var m message
		if err := wsjson.Read(ctx, conn, &m); err != nil {
			if how == "" {
				how = fmt.Sprintf("closed with %d", websocket.CloseStatus(err))
			}
			l.endf("%s", how)
			return
		}
		switch m.Type {
		case "next":
			l.take(m.Payload)
		case "error":
			l.events <- event{Kind: "ERROR", ID: string(m.Payload)}
		case "complete":
			how = "complete"
		case "ping":
			_ = wsjson.Write(ctx, conn, message{Type: "pong"}) // the next read tells
		}
	}
}

// next waits for the next event.
func (l *live) next(t testing.TB) event {
	t.Helper()
	select {
	case e := <-l.events:
		return e
	case <-l.ended:
		select {
		case e := <-l.events:
			return e
		default:
		}
		t.Fatalf("the stream has ended: %s", l.how)
	case <-time.After(patience):
		t.Fatal("no event")
	}
	return event{}
}

// until waits for an event of a kind and passes over others.
func (l *live) until(t testing.TB, kind string) event {
	t.Helper()
	for {
		if e := l.next(t); e.Kind == kind {
			return e
		} else if e.Kind == "ERROR" {
			t.Fatalf("the subscription fails: %s", e.ID)
		}
	}
}

// over waits for the end and tells how it came.
func (l *live) over(t testing.TB) string {
	t.Helper()
	select {
	case <-l.ended:
		return l.how
	case <-time.After(patience):
		t.Fatal("the stream does not end")
		return ""
	}
}

// campaigns makes every campaign's name another.
var campaigns atomic.Int64

// link makes a new labelled link, which is one event for its partner alone.
func (s *instance) link(t testing.TB, partner string) {
	t.Helper()
	a := s.do(t, partner, requestLink, map[string]any{"campaign": fmt.Sprintf("campaign %d", campaigns.Add(1))})
	if s.hide(a.at("requestRelationship.invite.token")) == "" {
		t.Fatalf("no link: %s", a.body)
	}
}

// settle makes events until the subscription of that partner hears one. Before that it may not have begun.
func (l *live) settle(t testing.TB, s *instance, partner string) event {
	t.Helper()
	var first event
	eventually(t, "the subscription begins", func() bool {
		s.link(t, partner)
		select {
		case first = <-l.events:
			return true
		case <-l.ended:
			t.Fatalf("the stream has ended: %s", l.how)
		case <-time.After(100 * time.Millisecond):
		}
		return false
	})
	return first
}
