package resolvers

import (
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"
)

// originSockets accepts WebSockets of the pages that it is told to. The library's own check knows the same host alone.
type originSockets struct {
	transport.CoderWebsocketImplementation
	allowed func(*http.Request) bool
}

// sockets makes the implementation of WebSockets.
func sockets(allowed func(*http.Request) bool) transport.WebsocketImplementation {
	if allowed == nil {
		return transport.CoderWebsocketImplementation{}
	}
	return originSockets{transport.CoderWebsocketImplementation{AcceptOptions: websocket.AcceptOptions{InsecureSkipVerify: true}}, allowed}
}

// errOrigin does not repeat the origin: what a client writes into a header does not belong in the log.
var errOrigin = errors.New("the origin is not allowed")

// Accept implements transport.WebsocketImplementation.
func (s originSockets) Accept(w http.ResponseWriter, r *http.Request, options transport.WebsocketAcceptOptions) (transport.WebsocketConn, error) {
	if !s.allowed(r) {
		return nil, errOrigin
	}
	return s.CoderWebsocketImplementation.Accept(w, r, options)
}
