package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// socketMessage is one of graphql-transport-ws.
type socketMessage struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// overSocket keeps the events of a subscription over a WebSocket. One on which nothing has come for long is left, as a hung server's would be:
// the server's pings are not seen here, and to come back costs nothing.
func (w *watcher) overSocket(ctx context.Context, body []byte) error {
	socket, err := w.dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = socket.CloseNow() }() // however it ended
	greeting, err := json.Marshal(map[string]string{"Authorization": "Bearer " + w.as.token})
	if err != nil {
		return err
	}
	for _, m := range []socketMessage{{Type: "connection_init", Payload: greeting}, {ID: "1", Type: "subscribe", Payload: body}} {
		if err := wsjson.Write(ctx, socket, m); err != nil {
			return err
		}
	}
	for {
		if err := w.hear(ctx, socket); err != nil {
			return err
		}
	}
}

func (w *watcher) dial(ctx context.Context) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, streamPatience)
	defer cancel()
	address := "ws" + strings.TrimPrefix(w.targets[w.at].base(), "http") + "/graphql"
	socket, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}}) //nolint:bodyclose // the socket's
	return socket, err
}

// hear takes one message.
func (w *watcher) hear(ctx context.Context, socket *websocket.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, streamPatience)
	defer cancel()
	var m socketMessage
	if err := wsjson.Read(ctx, socket, &m); err != nil {
		return err
	}
	switch m.Type {
	case "next":
		return w.take(string(m.Payload))
	case "connection_ack":
		return nil
	}
	return fmt.Errorf("the subscription ends with %s: %s", m.Type, m.Payload)
}
