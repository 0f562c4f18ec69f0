package edge

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/auth"
	"accord/internal/answer"
	"accord/reseller"
)

// subprotocol is the one that is spoken.
const subprotocol = "graphql-transport-ws"

// The codes with which graphql-transport-ws closes a connection.
const (
	closeBadRequest   websocket.StatusCode = 4400
	closeUnauthorized websocket.StatusCode = 4401
	closeForbidden    websocket.StatusCode = 4403
	closeSubprotocol  websocket.StatusCode = 4406
	closeInitTimeout  websocket.StatusCode = 4408
	closeDuplicate    websocket.StatusCode = 4409
	closeTooManyInits websocket.StatusCode = 4429
)

// maxReason is what the frame that closes a WebSocket has room for, in bytes.
const maxReason = 123 - len("…")

func isUpgrade(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// isHandshake reports whether a request opens a WebSocket as RFC 6455 has it.
func isHandshake(r *http.Request) bool {
	connection := strings.ToLower(strings.Join(r.Header.Values("Connection"), ","))
	key, err := base64.StdEncoding.DecodeString(r.Header.Get("Sec-WebSocket-Key"))
	return r.Method == http.MethodGet && strings.Contains(connection, "upgrade") && r.Header.Get("Sec-WebSocket-Version") == "13" &&
		err == nil && len(key) == 16
}

// socket is one connection of graphql-transport-ws.
type socket struct {
	h    *Handler
	conn *websocket.Conn
	// header is that of the request that opened it.
	header http.Header

	mu sync.Mutex
	// begun tells that connection_init has come; identity is set, and acknowledged true, once it has been answered.
	begun, acknowledged bool
	identity            auth.Identity
	// tenant is whose share of streams it takes: the address's, until it is known who speaks. Only the reading goroutine knows it.
	tenant string
	// operations are those that the client has not ended, by their ids.
	operations map[string]*running
	// atWork counts those that are executed, also after the client has ended them; work waits for these.
	atWork  int
	work    sync.WaitGroup
	closing sync.Once
}

// running is an operation at work.
type running struct {
	id string
	// end ends it.
	end context.CancelFunc
}

// serveSocket speaks with a WebSocket until it is closed.
func (h *Handler) serveSocket(w http.ResponseWriter, r *http.Request) {
	if !isHandshake(r) {
		h.refuseRequest(w, r, answer.MediaJSON, refuse(http.StatusBadRequest, reseller.CodeValidationFailed, "This is not how a WebSocket is opened: use a client that speaks graphql-transport-ws."))
		return
	}
	who, refused := h.share(r.Context(), &h.socketRoom)
	if refused != nil {
		h.refuseRequest(w, r, answer.MediaJSON, refused)
		return
	}
	served := false
	defer func() {
		if !served {
			h.unshare(who, &h.socketRoom)
		}
	}()
	conn, err := websocket.Accept(smallBuffers{w}, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}, InsecureSkipVerify: h.originsGuarded})
	if err != nil {
		return // it has answered
	}
	s := &socket{h: h, conn: conn, header: r.Header, tenant: who, operations: map[string]*running{}}
	if conn.Subprotocol() != subprotocol {
		s.close(closeSubprotocol, "Subprotocol not acceptable: speak "+subprotocol)
		return
	}
	conn.SetReadLimit(h.limits.Body)
	ctx := context.WithoutCancel(r.Context()) // which ends with this function
	served = true
	h.open.Go(h.watching(ctx, func() { s.serve(ctx) }))
}

// serve speaks with the client until the connection is closed, in a goroutine of its own. That of the request has grown a stack of
// 32 KB on its way here, and it has the request: both are given back.
func (s *socket) serve(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer func() { s.h.unshare(s.tenant, &s.h.socketRoom) }()
	defer s.work.Wait()
	// At the latest now: whoever has closed it already, with what reason, is waited for.
	defer s.close(websocket.StatusGoingAway, "")
	defer cancel()                                      // ends what is at work
	stayOpen := context.AfterFunc(s.h.sockets, func() { //nolint:contextcheck // the request's has ended
		cancel()
		s.close(websocket.StatusGoingAway, serverStops)
	})
	defer stayOpen()
	stayInUse := context.AfterFunc(s.h.stopping, s.h.watching(ctx, s.drain)) //nolint:contextcheck // it is no request's
	defer stayInUse()
	late := time.AfterFunc(s.h.timing.Init, s.initIsLate)
	defer late.Stop()
	s.h.every(ctx, s.h.timing.Ping, func() bool {
		alive := s.ping(ctx)
		if !alive {
			_ = s.conn.CloseNow() // nobody is there to be told
		}
		return alive
	})
	s.read(ctx)
}

// serverStops is why a connection ends with the server.
const serverStops = "The server is stopping. Connect again."

// drain closes the connection once what is at work on it is answered. Subscriptions end by themselves, and what is asked from now on is not
// begun, and asked again by its client of another server.
func (s *socket) drain() {
	s.mu.Lock()   // what has not seen that the server stops is counted when it lets go
	s.mu.Unlock() //nolint:gocritic,staticcheck // it protects nothing, and waits
	s.work.Wait()
	s.close(websocket.StatusGoingAway, serverStops)
}

func (s *socket) ping(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, s.h.timing.Ping)
	defer cancel()
	return s.conn.Ping(ctx) == nil || context.Cause(ctx) == context.Canceled //nolint:errorlint // its own
}

// read takes messages until the connection is closed.
func (s *socket) read(ctx context.Context) {
	for {
		// A context that ends would cut the connection off: it is closed with a reason instead, by whoever has one.
		kind, text, err := s.conn.Read(context.WithoutCancel(ctx))
		if err != nil {
			return
		}
		m, ok := parseMessage(text)
		if kind != websocket.MessageText || !ok {
			s.close(closeBadRequest, "Invalid message")
			return
		}
		if !s.take(ctx, m) {
			return
		}
	}
}

// take does what a message asks for, and reports whether the connection goes on.
func (s *socket) take(ctx context.Context, m message) bool {
	switch m.Type {
	case typeInit:
		return s.init(ctx, m)
	case typePing:
		s.send(ctx, message{Type: typePong, Payload: m.Payload})
	case typePong:
	case typeSubscribe:
		return s.subscribe(ctx, m)
	case typeComplete:
		s.complete(m.ID)
	default:
		s.close(closeBadRequest, "Invalid message type")
		return false
	}
	return true
}

// complete ends an operation as the client asks. What is still executed of it is heard no more.
func (s *socket) complete(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if op, ok := s.operations[id]; ok {
		delete(s.operations, id)
		op.end()
	}
}

// init answers connection_init, whose payload may carry the token.
func (s *socket) init(ctx context.Context, m message) bool {
	s.mu.Lock()
	again := s.begun
	s.begun = true
	s.mu.Unlock()
	if again {
		s.close(closeTooManyInits, "Too many initialisation requests")
		return false
	}
	payload, ok := m.object()
	if !ok {
		s.close(closeBadRequest, "Invalid payload of connection_init")
		return false
	}
	identity, err := s.h.auth.FromInit(ctx, payload)
	if err != nil {
		s.refuseInit(ctx, err)
		return false
	}
	if tenant := tenantOf(auth.WithIdentity(ctx, identity)); tenant != s.tenant {
		if !s.h.tenantStreams.take(tenant) {
			s.close(websocket.StatusTryAgainLater, s.h.tooManyStreams().said(ctx))
			return false
		}
		s.h.tenantStreams.giveBack(s.tenant)
		s.tenant = tenant
	}
	s.mu.Lock()
	s.identity, s.acknowledged = identity, true
	s.mu.Unlock()
	s.send(ctx, message{Type: typeAck})
	s.endWith(ctx, identity)
	return true
}

// refuseInit closes a connection whose identity is not good, or cannot be told.
func (s *socket) refuseInit(ctx context.Context, err error) {
	response := s.h.response(ctx, &refusal{errors: errorList(err)})
	code := closeForbidden
	if response.Errors[0].Extensions["code"] != string(reseller.CodeUnauthenticated) {
		code = websocket.StatusTryAgainLater
	}
	s.close(code, response.Errors[0].Message)
}

func (s *socket) initIsLate() {
	s.mu.Lock()
	begun := s.begun
	s.mu.Unlock()
	if !begun {
		s.close(closeInitTimeout, "Connection initialisation timeout")
	}
}

// endWith closes the connection when its identity ends, and tells every operation at work why.
func (s *socket) endWith(ctx context.Context, identity auth.Identity) {
	alive, stop := s.h.whileAlive(ctx, identity)
	context.AfterFunc(alive, s.h.watching(ctx, func() {
		defer stop()
		if ended := endOf(alive); ended != nil {
			s.end(ctx, ended)
		}
	}))
}

// end tells every operation at work why the connection ends, and closes it.
func (s *socket) end(ctx context.Context, why *refusal) {
	s.mu.Lock()
	told := s.operations
	s.operations = map[string]*running{}
	s.acknowledged = false
	s.mu.Unlock()
	for id, op := range told {
		op.end()
		s.send(ctx, message{ID: id, Type: typeError, Payload: errorsOf(s.h.response(ctx, why))})
	}
	s.close(closeForbidden, why.said(ctx))
}

// subscribe begins an operation of whatever kind, and reports whether the connection goes on.
func (s *socket) subscribe(ctx context.Context, m message) bool {
	request, malformed := parseRequest(m.Payload)
	s.mu.Lock()
	_, twice := s.operations[m.ID]
	acknowledged, identity, tooMany := s.acknowledged, s.identity, s.atWork >= s.h.limits.Operations
	s.mu.Unlock() // only this goroutine begins operations, so that what was so stays so
	switch {
	case !acknowledged:
		s.close(closeUnauthorized, "Unauthorized: send connection_init first and wait for connection_ack")
		return false
	case malformed != nil:
		s.close(closeBadRequest, "Invalid message: subscribe takes an id and a payload with a query")
		return false
	case twice:
		s.close(closeDuplicate, "Subscriber for "+m.ID+" already exists")
		return false
	case tooMany:
		s.send(ctx, message{ID: m.ID, Type: typeError, Payload: errorsOf(s.h.response(ctx, refuse(0, reseller.CodeLimitExceeded,
			"At most %d operations are at work on one connection. Complete some, or open another.", s.h.limits.Operations)))})
		return true
	}
	request.carries = carriage{mutations: true, streams: true}
	request.Headers = s.header
	s.begin(ctx, m.ID, request, identity)
	return true
}

// begin executes an operation in a goroutine of its own, unless the server stops.
func (s *socket) begin(ctx context.Context, id string, request *request, identity auth.Identity) {
	ctx, cancel := context.WithCancel(arriving(graphql.StartOperationTrace(ctx)))
	op := &running{id: id, end: cancel}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.h.stopping.Err() != nil {
		cancel()
		return
	}
	s.operations[id] = op
	s.atWork++
	s.work.Go(func() {
		defer func() {
			if panicked := recover(); panicked != nil {
				s.finish(ctx, op, message{ID: id, Type: typeError, Payload: encoded(gqlerror.List{s.h.shown(ctx, panicked)})})
			}
			cancel()
			s.mu.Lock()
			s.atWork--
			s.mu.Unlock()
		}()
		s.run(ctx, op, request, identity)
	})
}

// run executes an operation for who the connection's user is by now: a role that was taken away is gone.
func (s *socket) run(ctx context.Context, op *running, request *request, identity auth.Identity) {
	identity, err := s.h.auth.Renew(ctx, identity)
	if errors.Is(err, auth.ErrBadToken) {
		s.end(context.WithoutCancel(ctx), identityEnded())
		return
	}
	if err != nil {
		s.finish(ctx, op, message{ID: op.id, Type: typeError, Payload: errorsOf(s.h.response(ctx, &refusal{errors: errorList(err)}))})
		return
	}
	ctx = auth.WithIdentity(ctx, identity)
	admitted, refused := s.h.admit(ctx, request)
	if refused != nil {
		s.finish(ctx, op, message{ID: op.id, Type: typeError, Payload: errorsOf(s.h.response(ctx, refused))})
		return
	}
	end, refused := s.h.begin(admitted)
	if refused != nil {
		s.finish(ctx, op, message{ID: op.id, Type: typeError, Payload: errorsOf(s.h.response(ctx, refused))})
		return
	}
	defer end()
	s.h.run(ctx, admitted, func(response *graphql.Response) {
		if s.heard(op) {
			s.send(ctx, message{ID: op.id, Type: typeNext, Payload: encoded(bodyOf(response))})
		}
	})
	if ended := s.h.endedOf(ctx, admitted, identity); ended != nil {
		s.end(context.WithoutCancel(ctx), ended)
		return
	}
	if !s.h.cutOff(admitted) { // the close that follows says that the client is to connect again
		s.finish(ctx, op, message{ID: op.id, Type: typeComplete})
	}
}

// heard reports whether the client still listens to an operation. Its id may be another's by now.
func (s *socket) heard(op *running) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.operations[op.id] == op
}

// finish sends an operation's last message, unless the client has ended it before. Its id may be used again from then on.
func (s *socket) finish(ctx context.Context, op *running, last message) {
	s.mu.Lock()
	heard := s.operations[op.id] == op
	if heard {
		delete(s.operations, op.id)
	}
	s.mu.Unlock()
	if heard && s.h.sockets.Err() == nil {
		s.send(ctx, last)
	}
}

// send writes a message, also once the context has ended. A client that does not read is cut off after a while.
func (s *socket) send(ctx context.Context, m message) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.h.timing.Write)
	defer cancel()
	_ = s.conn.Write(ctx, websocket.MessageText, encoded(m)) // a connection that is gone, its reader finds so
}

// close closes the connection for the first reason that there is.
func (s *socket) close(code websocket.StatusCode, reason string) {
	s.closing.Do(func() { _ = s.conn.Close(code, cut(reason, maxReason)) }) // that the client has gone already is no matter
}
