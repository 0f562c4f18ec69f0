package edge_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"accord/edge"
)

func TestSocketSpeaks(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	w := h.connect(h.server(), partner, time.Hour)
	w.subscribe("q", codes)
	if m := w.until("q", "next"); !strings.Contains(string(m.Payload), `"OFFICE365"`) || !strings.Contains(string(m.Payload), `"cost"`) {
		t.Errorf("a query: %s", m.Payload)
	}
	w.until("q", "complete")
	w.subscribe("q", requestLink) // an id may be used again
	if m := w.until("q", "next"); !strings.Contains(string(m.Payload), `"ivt_`) {
		t.Errorf("a mutation: %s", m.Payload)
	}
	w.until("q", "complete")
	w.subscribe("s", follow)
	if m := w.until("s", "next"); !strings.Contains(string(m.Payload), `"kind"`) {
		t.Errorf("a subscription: %s", m.Payload)
	}
	for id, query := range map[string]string{"parse": "{", "validate": "{ nope }", "none": "query A { n } query B { n }", "large": "{" + strings.Repeat(" a: services { code }", 31) + "}", "defer": "{ ... @defer { services { code } } }"} {
		w.subscribe(id, query)
		if m := w.until(id, "error"); !strings.HasPrefix(string(m.Payload), `[{"message":"`) {
			t.Errorf("%s: %s", id, m.Payload)
		}
	}
	w.write(`{"type":"ping","payload":{"a":1}}`)
	if m := w.until("", "pong"); string(m.Payload) != `{"a":1}` {
		t.Errorf("pong %s", m.Payload)
	}
	w.write(`{"type":"pong"}`)
	w.write(`{"type":"complete","id":"nobody"}`)
	w.write(`{"type":"complete","id":"s"}`)
	w.subscribe("s", follow) // ended by the client, its id is free at once
	w.until("s", "next")
}

// TestCompletedOperationIsSilent: once the client has ended an operation, nothing of it comes.
func TestCompletedOperationIsSilent(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	w := h.connect(h.server(), partner, time.Hour)
	w.subscribe("first", follow)
	w.until("first", "next")
	w.write(`{"type":"complete","id":"first"}`)
	w.write(`{"type":"ping"}`)
	w.until("", "pong")
	h.ask(partner, requestLink, nil)
	w.subscribe("second", follow)
	for seen := 0; seen < 3; {
		switch m := w.hear(); m.ID {
		case "second":
			seen++
		case "first":
			if m.Type != "next" { // one may have been on its way
				t.Errorf("heard %+v", m)
			}
		}
	}
}

// invalidMessages are those for which a connection is closed with 4400.
func invalidMessages() map[string]string {
	q := `"payload":{"query":"{ services { code } }"}`
	return map[string]string{
		"nothing": "", "no JSON": "x", "null": "null", "a list": "[]", "a number": "1", "no type": "{}", "a null type": `{"type":null}`, "an empty type": `{"type":""}`,
		"a number for a type": `{"type":1}`, "an unknown type": `{"type":"start"}`, "a type of the server's": `{"type":"connection_ack"}`, "next": `{"type":"next","id":"1"}`, "error": `{"type":"error","id":"1","payload":[]}`,
		"junk behind": `{"type":"ping"} x`, "two messages": `{"type":"ping"}{"type":"ping"}`, "a key twice": `{"type":"ping","type":"pong"}`, "another spelling": `{"TYPE":"ping"}`,
		"invalid escapes": `{"type":"ping","payload":{"x":"\ud800"}}`, "a payload that is no object": `{"type":"ping","payload":1}`, "a pong with a text": `{"type":"pong","payload":"x"}`,
		"complete of nothing": `{"type":"complete"}`, "complete with an empty id": `{"type":"complete","id":""}`, "complete with a number": `{"type":"complete","id":1}`,
		"no id": `{"type":"subscribe",` + q + `}`, "an empty id": `{"type":"subscribe","id":"",` + q + `}`, "an id that is too long": `{"type":"subscribe","id":"` + strings.Repeat("x", 129) + `",` + q + `}`,
		"a number for an id": `{"type":"subscribe","id":1,` + q + `}`, "no payload": `{"type":"subscribe","id":"1"}`, "a null payload": `{"type":"subscribe","id":"1","payload":null}`,
		"no query": `{"type":"subscribe","id":"1","payload":{}}`, "an empty query": `{"type":"subscribe","id":"1","payload":{"query":""}}`, "a number for a query": `{"type":"subscribe","id":"1","payload":{"query":1}}`,
		"bad variables": `{"type":"subscribe","id":"1","payload":{"query":"{ n }","variables":[]}}`, "a key twice in variables": `{"type":"subscribe","id":"1","payload":{"query":"{ n }","variables":{"a":1,"a":2}}}`,
		"depth": strings.Repeat("[", 100_000),
	}
}

func TestInvalidMessages(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	server := h.server()
	for name, message := range invalidMessages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := h.of(t).connect(server, partner, time.Hour)
			w.write(message)
			w.closes(4400)
		})
	}
	w := h.connect(server, partner, time.Hour)
	h.must(w.conn.Write(w.ctx, websocket.MessageBinary, []byte(`{"type":"ping"}`)))
	w.closes(4400)
	for _, payload := range []string{`1`, `"x"`, `[]`} {
		w := h.open(server)
		w.write(`{"type":"connection_init","payload":` + payload + `}`)
		w.closes(4400)
	}
}

func TestCloseCodes(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) { o.Limits = edge.DefaultLimits(); o.Limits.Body = 10_000 })
	server := h.server()

	w := h.open(server)
	w.subscribe("1", codes)
	w.closes(4401)

	w = h.open(server)
	w.write(`{"type":"connection_init","payload":{"Authorization":"Bearer ` + secret + `"}}`)
	if _, reason := w.closes(4403); strings.Contains(reason, secret) || reason == "" {
		t.Errorf("reason %q", reason)
	}

	for _, subprotocols := range [][]string{nil, {"graphql-ws"}, {"chat", "graphql-ws"}} {
		w, err := h.dial(server, nil, subprotocols...)
		h.must(err)
		w.closes(4406)
	}

	w = h.connect(server, partner, time.Hour)
	w.subscribe("same", follow)
	w.until("same", "next")
	w.subscribe("same", codes)
	if _, reason := w.closes(4409); reason != "Subscriber for same already exists" {
		t.Errorf("reason %q", reason)
	}

	for _, payload := range []string{`null`, `{}`} {
		w = h.open(server)
		w.write(`{"type":"connection_init","payload":` + payload + `}`)
		w.hear()
		w.write(`{"type":"connection_init"}`)
		w.closes(4429)
	}

	w = h.connect(server, partner, time.Hour)
	w.write(`{"type":"ping","payload":{"x":"` + strings.Repeat("x", 10_000) + `"}}`)
	w.closes(websocket.StatusMessageTooBig)
}

// TestLongReasons: what closes a connection fits into the frame, cut at the end of a character.
func TestLongReasons(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	w := h.connect(h.server(), partner, time.Hour)
	id := strings.Repeat("界", 42)
	w.subscribe(id, follow)
	w.until(id, "next")
	w.subscribe(id, follow)
	if _, reason := w.closes(4409); len(reason) > 123 || !strings.HasPrefix(reason, "Subscriber for 界") {
		t.Errorf("reason %q", reason)
	}
}

func TestInitIsLate(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) {
		o.Timing = edge.Timing{Ping: time.Hour, Init: 20 * time.Millisecond, Recheck: time.Hour}
	})
	w := h.open(h.server())
	w.closes(4408)
}

func TestSocketOrigins(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	server := h.server()
	if _, err := h.dial(server, http.Header{"Origin": {"https://evil.example"}}, "graphql-transport-ws"); err == nil {
		t.Error("another site's page may connect")
	}
	if _, err := h.dial(server, http.Header{"Origin": {server.URL}}, "graphql-transport-ws"); err != nil {
		t.Errorf("a page of ours: %v", err)
	}
	h.rebuild(h.executor, func(o *edge.Options) {
		o.OriginsGuarded = true
	})
	if _, err := h.dial(h.server(), http.Header{"Origin": {"https://friend.example"}}, "graphql-transport-ws"); err != nil {
		t.Errorf("a page that was asked about before: %v", err)
	}
}

func TestOperationsLimit(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) { o.Limits = edge.DefaultLimits(); o.Limits.Operations = 3 })
	w := h.connect(h.server(), partner, time.Hour)
	for _, id := range []string{"1", "2", "3"} {
		w.subscribe(id, follow)
		w.until(id, "next")
	}
	w.subscribe("4", codes)
	if m := w.until("4", "error"); !strings.Contains(string(m.Payload), "LIMIT_EXCEEDED") {
		t.Errorf("%s", m.Payload)
	}
	w.write(`{"type":"complete","id":"2"}`)
	for kind := ""; kind != "complete"; { // the subscription needs a moment to end
		w.subscribe("4", codes)
		for kind = ""; kind != "error" && kind != "complete"; {
			if m := w.hear(); m.ID == "4" {
				kind = m.Type
			}
		}
	}
}

// TestManyOperationsAtOnce: 50 on one connection, of all kinds, each answered under its own id.
func TestManyOperationsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	w := h.connect(h.server(), partner, time.Hour)
	open := map[string]string{}
	for i := range 50 {
		id, query := fmt.Sprintf("op-%d", i), []string{codes, requestLink, `{ viewer { user { email } } }`, "{ nope }", follow}[i%5]
		open[id] = query
		w.subscribe(id, query)
	}
	for len(open) > 0 {
		m := w.hear()
		want, ok := map[string]string{codes: "OFFICE365", requestLink: "ivt_", `{ viewer { user { email } } }`: partner, "{ nope }": "nope", follow: "kind"}[open[m.ID]]
		if m.Type != "complete" && ok && !strings.Contains(string(m.Payload), want) {
			t.Errorf("%s: %s, want %s", m.ID, m.Payload, want)
		}
		if m.Type == "complete" || m.Type == "error" || open[m.ID] == follow {
			delete(open, m.ID)
		}
	}
}

// identityTiming looks after identities often, and pings hardly ever.
var identityTiming = edge.Timing{Ping: time.Hour, Init: time.Minute, Recheck: 20 * time.Millisecond}

// TestTokenEnds: whatever is at work is told, and the connection closed.
func TestTokenEnds(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	w := h.connect(h.server(), partner, 2*time.Second)
	w.subscribe("a", follow)
	w.subscribe("b", follow)
	heard, reason := w.closes(4403)
	checkEnd(t, heard, reason, "a", "b")
}

// TestRemovedUserIsOut: so it is for a user who is no longer there.
func TestRemovedUserIsOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) { o.Timing = identityTiming })
	server := h.server()
	w := h.connect(server, "second@alpha.example", time.Hour)
	stays := h.connect(server, partner, time.Hour)
	w.subscribe("a", follow)
	w.until("a", "next")
	h.remove("second@alpha.example")
	heard, reason := w.closes(4403)
	checkEnd(t, heard, reason, "a")
	stays.subscribe("q", codes)
	stays.until("q", "complete")
}

// TestRemovedUserBeginsNothing: the next operation finds that its user has gone, before anything looks.
func TestRemovedUserBeginsNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	w := h.connect(h.server(), "second@alpha.example", time.Hour)
	h.remove("second@alpha.example")
	w.subscribe("a", requestLink)
	heard, reason := w.closes(4403)
	checkEnd(t, heard, reason, "a")
}

// remove removes a user, as the operator.
func (h *house) remove(email string) {
	h.t.Helper()
	found := h.ask(email, `{ viewer { user { id } } }`, nil)
	data, _ := found.parsed.Data.(object)
	viewer, _ := data["viewer"].(object)
	user, _ := viewer["user"].(object)
	got := h.ask(operator, `mutation($id: ID!) { removeUser(input: {userId: $id}) { userErrors { code message } } }`, object{"id": user["id"]})
	if !strings.Contains(got.body, `"userErrors":[]`) {
		h.t.Fatal(got.body)
	}
}

// checkEnd expects every operation to have been told why, last of all.
func checkEnd(t *testing.T, heard []wsMessage, reason string, ids ...string) {
	t.Helper()
	last := map[string]wsMessage{}
	for _, m := range heard {
		last[m.ID] = m
	}
	for _, id := range ids {
		if m := last[id]; m.Type != "error" || !strings.Contains(string(m.Payload), "UNAUTHENTICATED") {
			t.Errorf("the last heard of %s is %s %s", id, m.Type, m.Payload)
		}
	}
	if !strings.Contains(reason, "sign-in") {
		t.Errorf("reason %q", reason)
	}
}
