package ops

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"accord/reseller"
)

// NewLogger logs text on a terminal and JSON elsewhere.
func NewLogger(w io.Writer, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

// observedKey carries the mark of a request whose operation has been logged already.
type observedKey struct{}

func markObserved(ctx context.Context) {
	if mark, ok := ctx.Value(observedKey{}).(*atomic.Bool); ok {
		mark.Store(true)
	}
}

// LogRequests writes one line for each request, but those whose GraphQL operation has had its line; whole is false where the answer was
// cut off. It logs the route's pattern, never the path: a path may hold a token.
func LogRequests(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, observed := r.Context(), &atomic.Bool{}
		marked := r.WithContext(context.WithValue(ctx, observedKey{}, observed))
		status := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		began, whole := time.Now(), false
		defer func() { // an answer that is cut off ends with a panic
			if !observed.Load() {
				log.InfoContext(ctx, "request", "method", methodOf(r), "route", marked.Pattern, "status", status.status, "whole", whole,
					"duration_ms", milliseconds(time.Since(began)))
			}
		}()
		next.ServeHTTP(status, marked) // which is where the mux writes the pattern
		whole = ctx.Err() == nil       // else the client has gone
	})
}

// methodOf names the usual methods; any other is a text of the client's choice.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodConnect, http.MethodOptions, http.MethodTrace:
		return r.Method
	}
	return "other"
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// tenantOf names the viewer's company as accord token --list does.
func tenantOf(v reseller.Viewer) string {
	switch {
	case v.Partner != nil:
		return "partner:" + v.Partner.Name
	case v.Customer != nil:
		return "customer:" + v.Customer.Name
	case v.Known():
		return string(v.User.Tenant)
	}
	return ""
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the writer below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush implements http.Flusher, which streams ask for by name.
func (w *statusWriter) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() } // nothing to flush is no error
