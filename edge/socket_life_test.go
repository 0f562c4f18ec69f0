package edge_test

import (
	"bufio"
	"io"
	"net"
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

// TestWhatComesWithTheUpgrade: a client that does not wait for its connection loses nothing that it has sent along.
func TestWhatComesWithTheUpgrade(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, padding := range []int{0, 100, 2000, 3500} { // a bit, more than the buffer of a WebSocket, nearly that of a request
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", h.server().Listener.Addr().String())
		h.must(err)
		h.must(conn.SetDeadline(time.Now().Add(time.Minute)))
		_, err = conn.Write([]byte("GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
			"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n" +
			frame(`{"type":"connection_init","payload":{"padding":"`+strings.Repeat("x", padding)+`"}}`) + frame(`{"type":"ping"}`)))
		h.must(err)
		answers := bufio.NewReader(conn)
		response, err := http.ReadResponse(answers, nil)
		h.must(err)
		if response.StatusCode != http.StatusSwitchingProtocols {
			t.Fatal(response.Status)
		}
		h.must(response.Body.Close()) // there is none
		for _, want := range []string{`"connection_ack"`, `"pong"`} {
			head := make([]byte, 2)
			_, err = io.ReadFull(answers, head)
			h.must(err)
			body := make([]byte, head[1])
			_, err = io.ReadFull(answers, body)
			h.must(err)
			if !strings.Contains(string(body), want) {
				t.Errorf("%d bytes more: heard %s, want %s", padding, body, want)
			}
		}
		h.must(conn.Close())
	}
}

// frame is a text as a client's frame, masked with zeros.
func frame(text string) string {
	const fin, masked, extended = 0x81, 0x80, 126
	length := string([]byte{masked | byte(min(len(text), extended))})
	if len(text) >= extended {
		length += string([]byte{byte(len(text) >> 8), byte(len(text))})
	}
	return string([]byte{fin}) + length + "\x00\x00\x00\x00" + text
}
