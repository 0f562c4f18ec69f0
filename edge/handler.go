package edge

import (
	"cmp"
	"context"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/klauspost/compress/gzhttp"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/auth"
	"accord/internal/answer"
	"accord/internal/locale"
	"accord/reseller"
)

// Executor executes operations that have passed the gate.
type Executor interface {
	graphql.GraphExecutor
	// PresentRecoveredError gives the error that a client is shown after a panic.
	PresentRecoveredError(ctx context.Context, panicked any) error
}

// Options are what the edge needs beside an executor.
type Options struct {
	// Schema is the executor's.
	Schema *ast.Schema
	// Parsed are the documents that the executor has found valid.
	Parsed graphql.Cache[*ast.QueryDocument]
	// Auth tells who opens a WebSocket, and whether whoever has a stream open is still there.
	Auth *auth.Authenticator
	// Limits are what one request may ask for; the zero value stands for DefaultLimits.
	Limits Limits
	// Documents says which documents may be executed.
	Documents Documents
	// Budget bounds what each tenant may ask for in a time; nil does not.
	Budget Budget
	// OriginsGuarded tells that whatever stands before the handler asks of which site the page is that opens a WebSocket. If
	// nothing does, only pages of the same origin may.
	OriginsGuarded bool
	// Timing has the intervals of streams; those that are zero are a server's.
	Timing Timing
}

// Timing has the intervals of streams.
type Timing struct {
	// Ping is how often a silent stream is shown to be alive.
	Ping time.Duration
	// Init is how long a WebSocket may wait with its connection_init.
	Init time.Duration
	// Recheck is how often it is asked whether whoever has a stream open may still have it.
	Recheck time.Duration
	// Write is how long a client may take to read what is written to it, before it counts as gone.
	Write time.Duration
}

// serverTiming is a server's: within a minute a user who was removed is out.
var serverTiming = Timing{Ping: 15 * time.Second, Init: 10 * time.Second, Recheck: 30 * time.Second, Write: 30 * time.Second}

// orServers puts a server's intervals in the place of those that are zero.
func (t Timing) orServers() Timing {
	return Timing{
		Ping: cmp.Or(t.Ping, serverTiming.Ping), Init: cmp.Or(t.Init, serverTiming.Init),
		Recheck: cmp.Or(t.Recheck, serverTiming.Recheck), Write: cmp.Or(t.Write, serverTiming.Write),
	}
}

// Handler answers GraphQL over HTTP, server-sent events and WebSocket. It expects the identity in the request's context.
type Handler struct {
	executor       Executor
	schema         *ast.Schema
	parsed         graphql.Cache[*ast.QueryDocument]
	auth           *auth.Authenticator
	limits         Limits
	documents      Documents
	budget         Budget
	originsGuarded bool
	timing         Timing
	// slow is what an operation is told whose time is up.
	slow *reseller.Error
	// stopping ends when the server stops.
	stopping context.Context //nolint:containedctx // it is what ends, and nobody's request
	stop     context.CancelFunc
	plain    http.Handler
	// atWork, socketRoom and streamRoom bound what there is at once; tenantStreams bounds each company's part of the streams.
	atWork, socketRoom, streamRoom places
	tenantStreams                  shares
	// sockets ends with all WebSockets, of which open waits for those that are.
	sockets    context.Context //nolint:containedctx // their requests are over, and their contexts with them
	endSockets context.CancelFunc
	open       sync.WaitGroup
}

// New makes the handler of an executor's operations.
func New(executor Executor, o Options) *Handler {
	h := &Handler{
		executor: executor, schema: o.Schema, parsed: o.Parsed, auth: o.Auth, limits: o.Limits, documents: o.Documents,
		budget: o.Budget, originsGuarded: o.OriginsGuarded, timing: o.Timing,
	}
	if h.limits == (Limits{}) {
		h.limits = DefaultLimits()
	}
	h.atWork.most, h.socketRoom.most, h.streamRoom.most = int64(h.limits.Work), int64(h.limits.Streams), int64(h.limits.Streams)
	h.tenantStreams = shares{most: h.limits.TenantStreams, of: map[string]int{}}
	h.timing = h.timing.orServers()
	h.slow = reseller.Refuse(reseller.CodeUnavailable, "The operation took longer than %s and was stopped. Ask for less at once.", h.limits.Time)
	h.stopping, h.stop = context.WithCancel(context.Background())
	h.sockets, h.endSockets = context.WithCancel(context.Background())
	h.plain = compressed(http.HandlerFunc(h.serveHTTP))
	return h
}

// Stop tells that the server is stopping. Subscriptions that end from now on are not told that they are complete, and WebSockets close as
// soon as all else on them is answered: their clients are to connect again.
func (h *Handler) Stop() { h.stop() }

// EndSockets closes the WebSockets, whatever is at work on them, and Wait waits until they are closed. They outlive the requests that have
// opened them, so that a server which has shut down has to wait for them, and to end them, beside.
func (h *Handler) EndSockets() { h.endSockets() }

// Wait waits until all WebSockets are closed. It is for after the last request.
func (h *Handler) Wait() { h.open.Wait() }

// Patience is how long an operation may take.
func (h *Handler) Patience() time.Duration { return h.limits.Time }

// cutOff reports whether an operation ends because the server stops.
func (h *Handler) cutOff(op *operation) bool {
	return op.Operation.Operation == ast.Subscription && h.stopping.Err() != nil
}

// minCompressed is the length from which on an answer is compressed, in bytes.
const minCompressed = 1 << 10

// compressed compresses answers as clients accept it; never a stream, of which each event is to arrive at once.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressed), gzhttp.EnableZstd(true), gzhttp.ContentTypes([]string{answer.MediaJSON, answer.MediaGraphQL}))
	if err != nil {
		panic("edge: " + err.Error()) // the options stand above
	}
	return wrap(next)
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := locale.With(r.Context(), locale.Choose(w, r))
	ctx = graphql.StartOperationTrace(withAddress(ctx, addressOf(r)))
	r = r.WithContext(ctx)
	if isUpgrade(r) {
		h.serveSocket(w, r)
		return
	}
	h.plain.ServeHTTP(w, r)
}

// addressOf is the address of whoever asks, without the port: of IPv6 the network, since one machine has all its addresses.
func addressOf(r *http.Request) string {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	address := from.Addr().Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	network, _ := address.Prefix(ownBits) // an address of 128 bits has so many
	return network.String()
}

// ownBits is how much of an IPv6 address is that of one network.
const ownBits = 64

const methods = "GET, POST, OPTIONS"

func (h *Handler) serveHTTP(w http.ResponseWriter, r *http.Request) {
	answer.VaryBy(w.Header(), "Accept", "Authorization")
	switch r.Method {
	case http.MethodOptions:
		w.Header().Set("Allow", methods)
		w.WriteHeader(http.StatusNoContent)
		return
	case http.MethodGet, http.MethodPost:
	default:
		h.refuseRequest(w, r, answer.MediaJSON, refuse(http.StatusMethodNotAllowed, reseller.CodeValidationFailed,
			"GraphQL is asked for with POST, or with GET where nothing changes.").with("Allow", methods))
		return
	}
	wants := answer.PreferencesOf(r.Header)
	if wants.Single() == "" && wants.Events == 0 {
		h.refuseRequest(w, r, answer.MediaJSON, refuse(http.StatusNotAcceptable, reseller.CodeValidationFailed,
			"Answers are application/graphql-response+json, application/json or text/event-stream; accept one of them."))
		return
	}
	request, refused := h.readRequest(w, r)
	if refused != nil {
		h.refuseRequest(w, r, orJSON(wants.Single()), refused)
		return
	}
	request.Headers = r.Header
	request.carries = carriage{mutations: r.Method == http.MethodPost, streams: wants.Events > 0}
	h.answer(w, r, request, wants)
}

func orJSON(mediaType string) string {
	if mediaType == "" {
		return answer.MediaJSON
	}
	return mediaType
}
