package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"accord/internal/answer"
	"accord/reseller"
)

// retryAfter is in seconds: a database that restarts or fails over takes longer, but a client's backoff grows.
const retryAfter = "1"

// Middleware puts the identity into the request's context; a request without an Authorization header is nobody's, and
// so is the upgrade of a WebSocket whose token comes later (see FromInit). Whatever else it answers itself, in the shape
// of a GraphQL response: 401 UNAUTHENTICATED for a token that is bad or may not come this way, 503 UNAVAILABLE when the
// database or the identity provider does not answer, 500 INTERNAL for a fault of ours.
func (a *Authenticator) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		if a.loopback {
			ctx = withOrigin(ctx, checkLoopback(r))
		}
		id, err := a.fromHeaders(ctx, r.Header.Values("Authorization"))
		if err != nil {
			writeRefusal(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(WithIdentity(ctx, id)))
	})
}

func (a *Authenticator) fromHeaders(ctx context.Context, values []string) (Identity, error) {
	switch len(values) {
	case 0:
		return Identity{}, nil
	case 1:
		return a.Authenticate(ctx, values[0])
	default:
		// Which of them counts, a proxy in front may see otherwise than we do.
		return Identity{}, settle(ctx, bad("there are several Authorization headers"))
	}
}

// writeRefusal answers a request that goes no further.
func writeRefusal(w http.ResponseWriter, r *http.Request, err error) {
	status, refusal := present(r.Context(), err)
	header := w.Header()
	switch status {
	case http.StatusUnauthorized:
		header.Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	case http.StatusServiceUnavailable:
		header.Set("Retry-After", retryAfter)
	}
	answer.Refuse(w, r, status, refusal)
}

// present tells which status and words an error of Authenticate gets, and logs what is not the client's doing.
func present(ctx context.Context, err error) (int, *reseller.Error) {
	if refusal, ok := errors.AsType[*reseller.Error](err); ok && refusal.Code == reseller.CodeUnauthenticated {
		return http.StatusUnauthorized, refusal
	}
	// A request whose time is up tells nothing of the database, and a client that has gone reads no answer.
	if errors.Is(err, reseller.ErrUnavailable) || ctx.Err() != nil {
		level := slog.LevelWarn
		if ctx.Err() != nil {
			level = slog.LevelDebug
		}
		slog.Log(ctx, level, "auth: cannot tell who is asking", "error", err)
		return http.StatusServiceUnavailable, reseller.Refuse(reseller.CodeUnavailable,
			"The server cannot tell who you are just now. Try again shortly.")
	}
	slog.ErrorContext(ctx, "auth: cannot tell who is asking", "error", err)
	return http.StatusInternalServerError, reseller.Refuse(reseller.CodeInternal, "Something went wrong in the server. Try again later.")
}
