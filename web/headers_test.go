package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accord/web"
)

// Every answer of a router has the headers, its own errors too, and what comes later may say otherwise.
func TestSecured(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /plain", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /file", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Cache-Control", "max-age=60") })
	for _, https := range []bool{false, true} {
		for _, c := range []struct {
			method, path, cache string
			status              int
		}{
			{"GET", "/plain", "no-store", http.StatusNoContent},
			{"GET", "/file", "max-age=60", http.StatusOK},
			{"GET", "/nothing", "no-store", http.StatusNotFound},
			{"POST", "/plain", "no-store", http.StatusMethodNotAllowed},
		} {
			recorder := httptest.NewRecorder()
			web.Secured(https, mux).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), c.method, c.path, http.NoBody))
			h := recorder.Header()
			if recorder.Code != c.status || h.Get("Cache-Control") != c.cache || (h.Get("Strict-Transport-Security") != "") != https {
				t.Errorf("%s %s: %d %v", c.method, c.path, recorder.Code, h)
			}
			if !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none';") || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") ||
				h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s %s: %v", c.method, c.path, h)
			}
		}
	}
}
