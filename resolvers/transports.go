package resolvers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/auth"
	"accord/reseller"
)

// maxBody bounds a request's body, in bytes.
const maxBody = 1 << 20

type streamingKey struct{}

// streaming marks a context whose transport carries many answers to one operation.
func streaming(ctx context.Context) context.Context {
	return context.WithValue(ctx, streamingKey{}, true)
}

// eventStream is server-sent events for those who ask for nothing else. Some clients name text/event-stream in every
// request beside JSON, and expect JSON for plain operations.
type eventStream struct{ transport.SSE }

// Supports implements graphql.Transport.
func (t eventStream) Supports(r *http.Request) bool { return asksForEvents(r) && t.SSE.Supports(r) }

// asksForEvents reports whether server-sent events are asked for, and JSON is not.
func asksForEvents(r *http.Request) bool {
	accept := strings.Join(r.Header.Values("Accept"), ",")
	return strings.Contains(accept, "text/event-stream") && !strings.Contains(accept, "json")
}

// IsStream reports whether a request may go on for as long as its client likes: a WebSocket, or server-sent events.
func IsStream(r *http.Request) bool {
	return asksForEvents(r) || strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Do implements graphql.Transport.
func (t eventStream) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	ctx := r.Context()
	t.SSE.Do(w, r.WithContext(streaming(untilExpiry(ctx, auth.IdentityFrom(ctx)))), exec)
}

// untilExpiry ends a context, and with it the connection, when the identity's token ends.
func untilExpiry(ctx context.Context, identity auth.Identity) context.Context {
	if identity.ExpiresAt.IsZero() {
		return ctx
	}
	ending, cancel := context.WithDeadline(ctx, identity.ExpiresAt)
	context.AfterFunc(ctx, cancel) // the timer goes when the connection does
	return ending
}

// maxCloseReason is what the frame that closes a WebSocket has room for, in bytes.
const maxCloseReason = 123

// closeReason tells who opens a WebSocket why it is closed: with the message, or with its code where that is too long. It is
// all that graphql-transport-ws has for it.
func closeReason(e *gqlerror.Error) string {
	if len(e.Message) <= maxCloseReason {
		return e.Message
	}
	code, _ := e.Extensions["code"].(string)
	return code
}

// renewed looks the user up again for each operation of a connection that lives long, so that a role taken away is gone
// with the next operation.
func renewed(ctx context.Context, a *auth.Authenticator, next graphql.OperationHandler) graphql.ResponseHandler {
	if ctx.Value(streamingKey{}) == nil || !auth.IdentityFrom(ctx).Viewer.Known() {
		return next(ctx)
	}
	identity, err := a.Renew(ctx, auth.IdentityFrom(ctx))
	if err != nil {
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{present(ctx, err)}})
	}
	return next(auth.WithIdentity(ctx, identity))
}

// refuseUnstreamed refuses subscriptions where only their first event would arrive.
func refuseUnstreamed(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation != ast.Subscription || ctx.Value(streamingKey{}) != nil {
		return next(ctx)
	}
	return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{say(ctx, &gqlerror.Error{}, reseller.Refuse(reseller.CodeValidationFailed,
		"A subscription needs a transport that streams: WebSocket (graphql-transport-ws), or server-sent events (Accept: text/event-stream)."))}})
}

// guardBody refuses bodies that are too large or no JSON, before they reach a transport that would repeat them in its
// answer or its log.
func guardBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if r.Method != http.MethodPost || mediaType != "application/json" {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			refuseRequest(w, r, http.StatusRequestEntityTooLarge, reseller.Refuse(reseller.CodeLimitExceeded, "The request is larger than 1 MiB. Send less at once."))
		case err != nil:
			refuseRequest(w, r, http.StatusBadRequest, reseller.Refuse(reseller.CodeValidationFailed, "The request's body broke off. Send it again."))
		case !isRequest(body):
			refuseRequest(w, r, http.StatusBadRequest, reseller.Refuse(reseller.CodeValidationFailed,
				`The request's body is not a request such as {"query": "…", "variables": {…}}.`))
		default:
			r.Body = io.NopCloser(bytes.NewReader(body))
			next.ServeHTTP(w, r)
		}
	})
}

// isRequest reports whether a body is a GraphQL request, as far as its form goes.
func isRequest(body []byte) bool {
	var request *struct {
		Query         string                     `json:"query"`
		OperationName string                     `json:"operationName"`
		Variables     map[string]json.RawMessage `json:"variables"`
		Extensions    map[string]json.RawMessage `json:"extensions"`
	}
	return json.Unmarshal(body, &request) == nil && request != nil
}

// refusedRequest is an error of a request that did not come as far as an operation.
type refusedRequest struct {
	Message    string            `json:"message"`
	Extensions map[string]string `json:"extensions"`
}

func refuseRequest(w http.ResponseWriter, r *http.Request, status int, refusal *reseller.Error) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	body := struct {
		Errors []refusedRequest `json:"errors"`
	}{[]refusedRequest{{refusal.In(localeOf(r.Context())), map[string]string{"code": string(refusal.Code)}}}}
	_ = json.NewEncoder(w).Encode(body) //nolint:errchkjson // texts alone; a client that has gone needs no answer
}
