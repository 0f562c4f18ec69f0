package edge

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/auth"
	"accord/internal/answer"
)

// PositionHeader tells the position of an answer where not its body is looked at; it is extensions.position.
const PositionHeader = "Accord-Position"

// answer executes the operation of an HTTP request: with one answer, or as a stream of them where that is asked for and the
// operation is a subscription, or nothing else is acceptable.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request, request *request, wants answer.Preferences) {
	ctx, cancel := h.inTime(r.Context())
	defer cancel()
	var end func()
	op, refused := h.admit(ctx, request)
	if refused == nil {
		ctx, refused = h.certain(ctx, op)
	}
	if refused == nil {
		if end, refused = h.begin(op); refused == nil {
			end = sync.OnceFunc(end)
			defer end()
		}
	}
	mediaType := wants.Single()
	if mediaType == "" || op != nil && op.Operation.Operation == ast.Subscription {
		// A stream outlives the time of an operation.
		h.stream(w, r.WithContext(auth.WithIdentity(r.Context(), auth.IdentityFrom(ctx))), op, refused)
		return
	}
	if refused != nil {
		h.refuseRequest(w, r, mediaType, refused)
		return
	}
	response := h.execute(ctx, op)
	end() // a client that does not read its answer keeps no place from others
	h.write(ctx, w, mediaType, http.StatusOK, response)
}

// arrival is the key of when a request has arrived.
type arrival struct{}

// Arriving notes when requests arrive. An operation has to be answered within its time from then on, whatever stands between.
func Arriving(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(arriving(r.Context())))
	})
}

// arriving gives the context of what arrives now.
func arriving(ctx context.Context) context.Context {
	return context.WithValue(ctx, arrival{}, time.Now())
}

// inTime gives the context of a request's one operation, which ends when its time is up.
func (h *Handler) inTime(ctx context.Context) (context.Context, context.CancelFunc) {
	arrived, ok := ctx.Value(arrival{}).(time.Time)
	if !ok {
		arrived = time.Now()
	}
	return context.WithDeadlineCause(ctx, arrived.Add(h.limits.Time), h.slow)
}

// execute gives the one answer of an operation that is no subscription.
func (h *Handler) execute(ctx context.Context, op *operation) (response *graphql.Response) {
	ctx, cancel := context.WithTimeoutCause(graphql.WithOperationContext(ctx, op.OperationContext), h.limits.Time, h.slow)
	defer cancel()
	defer func() {
		if panicked := recover(); panicked != nil {
			response = h.panicked(ctx, panicked)
		}
	}()
	next, ctx := h.executor.DispatchOperation(ctx, op.OperationContext)
	if response = next(ctx); response == nil { // the client has gone, or the time was up before anything was done
		response = h.executor.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(context.Cause(ctx))})
	}
	return h.finished(response, op.cost)
}

// panicked is the answer after a panic outside of any field.
func (h *Handler) panicked(ctx context.Context, panicked any) *graphql.Response {
	return h.finished(&graphql.Response{Errors: gqlerror.List{h.shown(ctx, panicked)}}, nil)
}

// shown is the error that a client is shown after a panic.
func (h *Handler) shown(ctx context.Context, panicked any) *gqlerror.Error {
	err := h.executor.PresentRecoveredError(ctx, panicked)
	if shown, ok := errors.AsType[*gqlerror.Error](err); ok {
		return shown
	}
	return gqlerror.Wrap(err)
}

// finished bounds an answer's errors and tells what it has cost.
func (h *Handler) finished(response *graphql.Response, cost *Cost) *graphql.Response {
	response.Errors = bounded(response.Errors, h.limits.Errors)
	if cost != nil {
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions["cost"] = cost
	}
	return response
}

// refuseRequest answers an operation that is not executed.
func (h *Handler) refuseRequest(w http.ResponseWriter, r *http.Request, mediaType string, refused *refusal) {
	for name, value := range refused.header {
		w.Header().Set(name, value)
	}
	h.write(r.Context(), w, mediaType, refused.statusOf(mediaType), h.response(r.Context(), refused))
}

func (h *Handler) write(ctx context.Context, w http.ResponseWriter, mediaType string, status int, response *graphql.Response) {
	header := w.Header()
	header.Set("Content-Type", mediaType+"; charset=utf-8")
	if header.Get("Cache-Control") == "" {
		header.Set("Cache-Control", "no-store") // what one viewer sees is not for another
	}
	if position, ok := response.Extensions["position"].(string); ok {
		header.Set(PositionHeader, position)
	}
	text, err := bodyOf(response).text()
	if err != nil {
		slog.ErrorContext(ctx, "edge: encode an answer", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	header.Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	if _, err := w.Write(text); err != nil { //nolint:gosec // JSON, and said to be
		slog.DebugContext(ctx, "edge: write an answer", "error", err) // the client has gone
	}
}
