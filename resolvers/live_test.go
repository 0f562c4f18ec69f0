package resolvers_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"accord/db/dbtest"
	"accord/graph/model"
	"accord/reseller"
)

// listen follows the events over server-sent events and gives each as it comes.
func (w *world) listen(ctx context.Context, server *httptest.Server, email, since string) <-chan *answer {
	w.t.Helper()
	variables := "null"
	if since != "" {
		variables = fmt.Sprintf(`{"s":%q}`, since)
	}
	body := fmt.Sprintf(`{"query":"subscription($s: String) { relationshipEvents(since: $s) { id kind cursor customer: relationship { customer { name } } before { name } after { name service { code } } } }","variables":%s}`, variables)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/graphql", bytes.NewReader([]byte(body)))
	w.must(err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", bearer(email))
	response, err := server.Client().Do(r) //nolint:bodyclose // closed below, where it has been read
	w.must(err)
	events := make(chan *answer)
	go func() {
		defer close(events)
		defer func() { _ = response.Body.Close() }()
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if !ok || data == "" {
				continue
			}
			a := &answer{t: w.t}
			if json.Unmarshal([]byte(data), a) != nil {
				return
			}
			events <- a
		}
	}()
	return events
}

func TestR25_EventsComeAsTheyHappen(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		// From the first event on: that the stream has begun is not told, so that "from now on" would be a moment unknown.
		beginning := model.Cursor(model.ListEvents, reseller.Key{Event: reseller.Position{Seq: 1}})
		alpha := w.listen(ctx, server, "admin@alpha.example", beginning)
		beta := w.listen(ctx, server, "admin@beta.example", beginning)
		tokenOfAlpha := w.link("admin@alpha.example", vars{"services": []string{"AZURE"}})
		until(t, alpha, "INVITE_CREATED")
		w.accept("admin@one.example", vars{"token": tokenOfAlpha}).ok()
		until(t, alpha, "RELATIONSHIP_CREATED").want("relationshipEvents.customer.customer.name", `"One Ltd"`)
		cursor := until(t, alpha, "DELEGATED_ADMIN_GRANTED").text("relationshipEvents.cursor")
		// Another tenant sees nothing of it: its first relationship is its own.
		w.accept("admin@two.example", vars{"token": w.link("admin@beta.example", vars{"services": []string{"AZURE"}})}).ok()
		until(t, beta, "RELATIONSHIP_CREATED").want("relationshipEvents.customer.customer.name", `"Two Ltd"`)
		stop()
		for e := range alpha {
			t.Errorf("an event of another tenant: %v", e.Data)
		}
		// What was missed meanwhile comes first.
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		again, stopAgain := context.WithCancel(t.Context())
		defer stopAgain()
		missed := w.listen(again, server, "admin@alpha.example", cursor)
		next(t, missed).want("relationshipEvents.kind", `"DELEGATED_ADMIN_ENDED"`)
		w.app.EndWatches()
		for e := range missed {
			t.Errorf("an event too many: %v", e.Data)
		}
	})
}

// TestR25_EventsComeThoughNoWakeDoes: what another process has written is delivered though it told nobody of it.
func TestR25_EventsComeThoughNoWakeDoes(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		t.Helper()
		silent := newWorld(t, w.store, testSecret) // with a notifier of its own
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		beginning := model.Cursor(model.ListEvents, reseller.Key{Event: reseller.Position{Seq: 1}})
		readers := []<-chan *answer{w.listen(t.Context(), server, "admin@alpha.example", beginning)}
		token := silent.link("admin@alpha.example", vars{"services": []string{"AZURE"}})
		until(t, readers[0], "INVITE_CREATED")
		// One who comes while others are there already is looked for as well.
		readers = append(readers, w.listen(t.Context(), server, "admin@alpha.example", beginning))
		silent.accept("admin@one.example", vars{"token": token}).ok()
		for _, events := range readers {
			until(t, events, "RELATIONSHIP_CREATED").want("relationshipEvents.customer.customer.name", `"One Ltd"`)
		}
		w.app.EndWatches()
	})
}

// next waits for the next event.
func next(t *testing.T, events <-chan *answer) *answer {
	t.Helper()
	select {
	case e, open := <-events:
		if !open {
			t.Fatal("the stream has ended")
		}
		return e
	case <-time.After(30 * time.Second):
		t.Fatal("no event comes")
	}
	return nil
}

// until waits for the next event of a kind.
func until(t *testing.T, events <-chan *answer, kind string) *answer {
	t.Helper()
	for {
		if e := next(t, events); e.text("relationshipEvents.kind") == kind {
			return e
		}
	}
}

func TestBadSubscriptions(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		for _, since := range []string{"nonsense", "AQEB"} {
			a := <-w.listen(t.Context(), server, "admin@alpha.example", since)
			if a == nil || a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("since %q: %v", since, a)
			}
		}
		if a := <-w.listen(t.Context(), server, "", ""); a != nil && a.topCode() != "UNAUTHENTICATED" {
			t.Errorf("nobody: %v", a.Errors)
		}
	})
}

// socket opens a WebSocket as a user, and sends operations over it.
type socket struct {
	t    *testing.T
	conn *websocket.Conn
}

func (w *world) socket(server *httptest.Server, email string) *socket {
	w.t.Helper()
	s := w.dial(server, "", bearer(email))
	s.next("connection_ack")
	return s
}

// dial opens a WebSocket whose upgrade request asks for a language, and sends its connection_init.
func (w *world) dial(server *httptest.Server, language, authorization string) *socket {
	w.t.Helper()
	conn, _, err := websocket.Dial(w.t.Context(), "ws"+strings.TrimPrefix(server.URL, "http")+"/graphql", &websocket.DialOptions{ //nolint:bodyclose // the connection takes it over
		Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Accept-Language": {language}},
	})
	w.must(err)
	w.t.Cleanup(func() { _ = conn.CloseNow() })
	s := &socket{t: w.t, conn: conn}
	s.send(map[string]any{"type": "connection_init", "payload": vars{"Authorization": authorization}})
	return s
}

func (s *socket) send(message any) {
	s.t.Helper()
	text, err := json.Marshal(message)
	if err == nil {
		err = s.conn.Write(s.t.Context(), websocket.MessageText, text)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// next reads up to the next message of a type and gives its payload.
func (s *socket) next(kind string) *answer {
	s.t.Helper()
	for {
		_, text, err := s.conn.Read(s.t.Context())
		if err != nil {
			s.t.Fatal(err)
		}
		var message struct {
			Type    string          `json:"type"`
			Payload json.RawMessage `json:"payload"`
		}
		if err := json.Unmarshal(text, &message); err != nil {
			s.t.Fatal(err)
		}
		if message.Type != kind {
			continue
		}
		a := &answer{t: s.t}
		if len(message.Payload) > 0 {
			if err := json.Unmarshal(message.Payload, a); err != nil {
				s.t.Fatal(err)
			}
		}
		return a
	}
}

func (s *socket) ask(id, query string, variables vars) *answer {
	s.t.Helper()
	s.send(map[string]any{"id": id, "type": "subscribe", "payload": map[string]any{"query": query, "variables": variables}})
	return s.next("next")
}

// A role taken away is gone with the next operation, also on a connection that was there before.
func TestR10_AnOpenConnectionKeepsNoRole(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		w.t.Cleanup(server.Close)
		token := w.link("admin@alpha.example", vars{})
		s := w.socket(server, "admin@one.example")
		s.ask("1", acceptDoc, vars{"in": vars{"token": token}}).ok()
		w.load(map[string]string{"users.csv": "email,name,tenant,tenant_key,roles\nadmin@one.example,Oli,customer,one,USER\nuser@one.example,Uma,customer,one,GLOBAL_ADMIN\n"})
		s.ask("2", removeDoc, vars{"in": vars{"allPartners": true}}).refused("FORBIDDEN_ROLE")
		w.ask("admin@one.example", removeDoc, vars{"in": vars{"allPartners": true}}).refused("FORBIDDEN_ROLE")
	})
}
