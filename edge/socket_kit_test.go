package edge_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// wsMessage is a message of graphql-transport-ws.
type wsMessage struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// wire is a client's end of a WebSocket.
type wire struct {
	t    testing.TB
	conn *websocket.Conn
	ctx  context.Context //nolint:containedctx // bounds a test that waits in vain
}

// dial opens a WebSocket, of a subprotocol of the test's choice.
func (h *house) dial(server *httptest.Server, header http.Header, subprotocols ...string) (*wire, error) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), time.Minute)
	h.t.Cleanup(cancel)
	conn, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(server.URL, "http")+"/graphql", &websocket.DialOptions{ //nolint:bodyclose // the connection takes it over
		Subprotocols: subprotocols, HTTPHeader: header, HTTPClient: server.Client(),
	})
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(4 << 20)
	h.t.Cleanup(func() { _ = conn.CloseNow() })
	return &wire{t: h.t, conn: conn, ctx: ctx}, nil
}

// open opens a WebSocket and says nothing yet.
func (h *house) open(server *httptest.Server) *wire {
	h.t.Helper()
	w, err := h.dial(server, nil, "graphql-transport-ws")
	h.must(err)
	return w
}

// connect opens a WebSocket as a user whose token lasts so long.
func (h *house) connect(server *httptest.Server, email string, lasting time.Duration) *wire {
	h.t.Helper()
	w := h.open(server)
	w.say(object{"type": "connection_init", "payload": object{"Authorization": bearer(email, lasting)}})
	if m := w.hear(); m.Type != "connection_ack" {
		h.t.Fatalf("heard %+v", m)
	}
	return w
}

func (w *wire) say(message any) {
	w.t.Helper()
	w.write(string(encode(w.t, message)))
}

func (w *wire) write(text string) {
	w.t.Helper()
	if err := w.conn.Write(w.ctx, websocket.MessageText, []byte(text)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *wire) subscribe(id, query string) {
	w.t.Helper()
	w.say(object{"id": id, "type": "subscribe", "payload": object{"query": query, "variables": object{"since": beginning}}})
}

// hear waits for the next message.
func (w *wire) hear() wsMessage {
	w.t.Helper()
	_, text, err := w.conn.Read(w.ctx)
	var m wsMessage
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// until waits for a message of that id and type, and gives it.
func (w *wire) until(id, kind string) wsMessage {
	w.t.Helper()
	for {
		if m := w.hear(); m.ID == id && m.Type == kind {
			return m
		}
	}
}

// closes waits for the connection to be closed, with a code; what is heard before it gives.
func (w *wire) closes(code websocket.StatusCode) (heard []wsMessage, reason string) {
	w.t.Helper()
	for {
		_, text, err := w.conn.Read(w.ctx)
		if err == nil {
			var m wsMessage
			_ = json.Unmarshal(text, &m) // only what can be read is asked about
			heard = append(heard, m)
			continue
		}
		closed, ok := errors.AsType[websocket.CloseError](err)
		if !ok || closed.Code != code {
			w.t.Errorf("closed with %v, want %d; heard %v", err, code, heard)
		}
		return heard, closed.Reason
	}
}
