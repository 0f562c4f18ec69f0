package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

const (
	slowClients   = 20
	silentClients = 1_000
)

// dial opens a connection to an instance of its own choice, and closes it with the fault.
func (st *stage) dial(ctx context.Context, number int) (net.Conn, error) {
	base := st.instances[number%len(st.instances)].base()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		return nil, err
	}
	st.atEnd(func(context.Context) error { return ignoreClosed(conn.Close()) })
	return conn, nil
}

// ignoreClosed: what has been closed already, by whomever, is closed.
func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// connectSilently opens connections and says nothing on them. The long form waits until the server has enough of it.
func connectSilently(ctx context.Context, st *stage) error {
	all := make([]net.Conn, silentClients)
	for number := range all {
		conn, err := st.dial(ctx, number)
		if err != nil {
			return err
		}
		all[number] = conn
	}
	if st.Short {
		return rest(ctx, st.held())
	}
	for number, conn := range all {
		if err := conn.SetReadDeadline(time.Now().Add(st.held())); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
			return fmt.Errorf("connection %d is still open after %s, and the server should have closed it", number, st.held())
		}
	}
	return nil
}

// largeDocument has a long answer.
const largeDocument = `{ __schema { types { name description fields { name description args { name description } type { name kind } } } } }`

// readSlowly has clients ask for much, and read a byte a second of it.
func readSlowly(ctx context.Context, st *stage) error {
	ctx, cancel := context.WithTimeoutCause(ctx, st.held(), errSlowEnough)
	defer cancel()
	for number := range slowClients {
		if err := st.askSlowly(ctx, number); err != nil {
			return err
		}
		// One after the other: it is not the questions that are to weigh.
		if err := rest(ctx, st.held()/(2*slowClients)); err != nil {
			return err
		}
	}
	if err := rest(ctx, st.held()); !errors.Is(err, errSlowEnough) {
		return err
	}
	return nil
}

// errSlowEnough ends the fault.
var errSlowEnough = errors.New("slow for long enough")

func (st *stage) askSlowly(ctx context.Context, number int) error {
	conn, err := st.dial(ctx, number)
	if err != nil {
		return err
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		if err := tcp.SetReadBuffer(4 << 10); err != nil { // so that the answer does not fit on the way
			return err
		}
	}
	body, err := json.Marshal(map[string]any{"query": largeDocument})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, st.instances[number%len(st.instances)].base()+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+st.world.partners[0].token)
	if err := request.Write(conn); err != nil {
		return err
	}
	go readBytes(ctx, conn)
	return nil
}

// readBytes reads a byte a second.
func readBytes(ctx context.Context, from io.Reader) {
	for rest(ctx, time.Second) == nil {
		if _, err := from.Read(make([]byte, 1)); err != nil {
			return // the server has had enough, which it may
		}
	}
}

// follow opens a WebSocket with a subscription, and tells how it ends.
func (st *stage) follow(ctx context.Context, base string) (<-chan string, error) {
	conn, _, err := websocket.Dial(ctx, strings.Replace(base, "http", "ws", 1)+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}}) //nolint:bodyclose // it is the connection, which is closed below
	if err != nil {
		return nil, err
	}
	st.atEnd(func(context.Context) error { _ = conn.CloseNow(); return nil })
	type message struct {
		ID      string         `json:"id,omitempty"`
		Type    string         `json:"type"`
		Payload map[string]any `json:"payload,omitempty"`
	}
	hello := message{Type: "connection_init", Payload: map[string]any{"Authorization": "Bearer " + st.world.partners[0].token}}
	if err := wsjson.Write(ctx, conn, hello); err != nil {
		return nil, err
	}
	var welcome message
	if err := wsjson.Read(ctx, conn, &welcome); err != nil || welcome.Type != "connection_ack" {
		return nil, fmt.Errorf("the WebSocket gets %q instead of a welcome: %w", welcome.Type, err)
	}
	ask := message{ID: "1", Type: "subscribe", Payload: map[string]any{"query": "subscription { relationshipEvents { id } }"}}
	if err := wsjson.Write(ctx, conn, ask); err != nil {
		return nil, err
	}
	ended := make(chan string, 1)
	go func() {
		for {
			if _, _, err := conn.Read(ctx); err != nil {
				ended <- fmt.Sprintf("%d", websocket.CloseStatus(err))
				return
			}
		}
	}()
	return ended, nil
}
