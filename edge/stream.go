package edge

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/auth"
	"accord/internal/answer"
)

// stream answers as server-sent events, one operation on a connection of its own (the distinct connections of graphql-sse):
// an event "next" for each answer and "complete" at the end. What is refused comes as an answer too.
func (h *Handler) stream(w http.ResponseWriter, r *http.Request, op *operation, refused *refusal) {
	if refused == nil {
		var end func()
		if end, refused = h.beginStream(r.Context(), op); refused == nil {
			defer end()
		}
	}
	connection := http.NewResponseController(w)
	// The deadlines of an ordinary request would end the stream.
	_ = connection.SetReadDeadline(time.Time{}) // a writer that knows no deadlines is a test's
	_ = connection.SetWriteDeadline(time.Time{})
	events := &eventWriter{w: w, connection: connection, patience: h.timing.Write}
	header := w.Header()
	header.Set("Content-Type", answer.MediaEvents) // always UTF-8
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // for proxies that would wait for more
	if refused != nil {
		for name, value := range refused.header {
			header.Set(name, value)
		}
		if refused.status >= http.StatusBadRequest {
			w.WriteHeader(refused.status)
		}
		events.next(h.response(r.Context(), refused))
		events.complete()
		return
	}
	identity := auth.IdentityFrom(r.Context())
	ctx, cancel := h.whileAlive(r.Context(), identity)
	defer cancel()
	stopPings := events.ping(ctx, h.timing.Ping)
	defer stopPings()
	h.run(ctx, op, events.next)
	if ended := h.endedOf(ctx, op, identity); ended != nil {
		events.next(h.response(r.Context(), ended))
	}
	if !h.cutOff(op) {
		events.complete()
	}
}

// run gives every answer of an operation: the one of a query or mutation, or those of a subscription.
func (h *Handler) run(ctx context.Context, op *operation, yield func(*graphql.Response)) {
	if op.Operation.Operation == ast.Subscription {
		h.each(ctx, op, yield)
		return
	}
	ctx, cancel := h.inTime(ctx)
	defer cancel()
	yield(h.execute(ctx, op))
}

// each gives every answer of a subscription, until there are no more or ctx ends.
func (h *Handler) each(ctx context.Context, op *operation, yield func(*graphql.Response)) {
	defer func() {
		if panicked := recover(); panicked != nil {
			yield(h.panicked(ctx, panicked))
		}
	}()
	ctx = graphql.WithOperationContext(ctx, op.OperationContext)
	next, ctx := h.executor.DispatchOperation(ctx, op.OperationContext)
	cost := *op.cost // of the first event, which the operation has paid for
	for {
		response := next(ctx)
		if response == nil {
			return
		}
		yield(h.finished(response, &cost))
		cost = Cost{Requested: cost.Requested, Maximum: cost.Maximum}
		if refused := h.spend(ctx, &cost, cost.Requested); refused != nil {
			yield(h.response(ctx, refused))
			return
		}
	}
}

// eventWriter writes server-sent events, from several goroutines.
type eventWriter struct {
	mu         sync.Mutex
	w          io.Writer
	connection *http.ResponseController
	patience   time.Duration
}

func (e *eventWriter) write(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_ = e.connection.SetWriteDeadline(time.Now().Add(e.patience)) // a writer that knows no deadlines is a test's
	_, _ = io.WriteString(e.w, text)                              // that the client has gone, its context tells
	_ = e.connection.Flush()
}

func (e *eventWriter) next(response *graphql.Response) {
	text, _ := json.Marshal(bodyOf(response)) //nolint:errchkjson // the executor has made the data, and the rest is texts
	e.write("event: next\ndata: " + string(text) + "\n\n")
}

// complete ends the stream. Its data is empty, which some readers of events insist on.
func (e *eventWriter) complete() { e.write("event: complete\ndata:\n\n") }

// ping begins the stream at once, and shows from time to time that it is alive.
func (e *eventWriter) ping(ctx context.Context, every time.Duration) (stop func()) {
	e.write(":\n\n")
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				e.write(":\n\n")
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() {
		cancel()
		<-done // nothing is written once the handler has returned
	}
}
