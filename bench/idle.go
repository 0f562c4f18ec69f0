package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// idle is what subscriptions take that nothing happens to.
type idle struct {
	subscriptions int
	// memory is what the server's resident memory has grown by, in bytes.
	memory int64
}

// idleSubscriptions is how many are opened, and settling how long they are there before the memory is read.
const (
	idleSubscriptions = 1_000
	settling          = 10 * time.Second
)

// measureIdle opens subscriptions over WebSocket, as many users of partners, and reads what the server's memory has grown by once they
// have been there for a moment.
func (b *bench) measureIdle(ctx context.Context, p place) (i idle, err error) {
	a, err := b.serve(ctx, place{name: p.name + "-idle", database: p.database, redisURL: p.redisURL})
	if err != nil {
		return i, err
	}
	if err := a.ask(ctx, b.data.partner(0).email, `{ viewer { user { id } } }`, nil, &struct{}{}); err != nil {
		return i, err
	}
	before := a.process.usage().Resident
	ctx, end := context.WithCancel(ctx)
	defer end() // which closes the connections
	for n := range idleSubscriptions {
		if err := a.subscribe(ctx, b.data.partner(n%b.data.partners).email); err != nil {
			return i, err
		}
	}
	select {
	case <-time.After(settling):
	case <-ctx.Done():
		return i, ctx.Err()
	}
	return idle{subscriptions: idleSubscriptions, memory: a.process.usage().Resident - before}, nil
}

// subscribe opens a subscription and leaves it open until ctx ends.
func (a *accord) subscribe(ctx context.Context, email string) error {
	token, err := a.tokens.Issue(email)
	if err != nil {
		return err
	}
	connection, response, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(a.base, "http")+"/graphql", &websocket.DialOptions{ //nolint:bodyclose // the library closes it
		Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Authorization": {"Bearer " + token}},
	})
	if err != nil {
		return fmt.Errorf("a WebSocket: %w (%v)", err, response)
	}
	type message struct {
		ID      string     `json:"id,omitempty"`
		Type    string     `json:"type"`
		Payload *operation `json:"payload,omitempty"`
	}
	var acknowledged message
	if err := wsjson.Write(ctx, connection, message{Type: "connection_init"}); err != nil {
		return err
	}
	if err := wsjson.Read(ctx, connection, &acknowledged); err != nil || acknowledged.Type != "connection_ack" {
		return fmt.Errorf("connection_init is answered with %q: %w", acknowledged.Type, err)
	}
	if err := wsjson.Write(ctx, connection, message{ID: "1", Type: "subscribe", Payload: &operation{Query: `subscription { relationshipEvents { kind } }`}}); err != nil {
		return err
	}
	go func() { // which answers the server's pings
		for {
			if _, _, err := connection.Read(ctx); err != nil {
				_ = connection.CloseNow() // it is over
				return
			}
		}
	}()
	return nil
}
