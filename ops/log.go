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

// LogRequests writes one line for each request, but those whose GraphQL operation has had its line. It logs the route's
// pattern, never the path: a path may hold a token.
func LogRequests(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		observed := &atomic.Bool{}
		r = r.WithContext(context.WithValue(r.Context(), observedKey{}, observed))
		status := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		began := time.Now()
		next.ServeHTTP(status, r)
		if observed.Load() {
			return
		}
		log.InfoContext(r.Context(), "request", "method", r.Method, "route", r.Pattern, "status", status.status,
			"duration_ms", milliseconds(time.Since(began)))
	})
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
