package ops

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accord/reseller"
)

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, http.NoBody))
	return w
}

func TestLive(t *testing.T) {
	t.Parallel()
	if w := get(Live(), "/healthz"); w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != `{"status":"ok"}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestReady(t *testing.T) {
	t.Parallel()
	up := func(context.Context) error { return nil }
	down := func(context.Context) error { return errors.New("password hunter2 refused") }
	database, redis := Dependency{Name: "database", Required: true, Check: up}, Dependency{Name: "redis", Check: up}
	noDatabase, noRedis := database, redis
	noDatabase.Check, noRedis.Check = down, down
	tests := []struct {
		name         string
		dependencies []Dependency
		status       int
		body         string
	}{
		{"nothing needed", nil, http.StatusOK, `{"dependencies":{},"status":"ok"}`},
		{"all is well", []Dependency{database, redis}, http.StatusOK, `{"dependencies":{"database":"ok","redis":"ok"},"status":"ok"}`},
		{"no Redis", []Dependency{database, noRedis}, http.StatusOK, `{"dependencies":{"database":"ok","redis":"down"},"status":"degraded"}`},
		{"no database", []Dependency{noDatabase, redis}, http.StatusServiceUnavailable, `{"dependencies":{"database":"down","redis":"ok"},"status":"unavailable"}`},
		{"neither", []Dependency{noDatabase, noRedis}, http.StatusServiceUnavailable, `{"dependencies":{"database":"down","redis":"down"},"status":"unavailable"}`},
		{"neither, in another order", []Dependency{noRedis, noDatabase}, http.StatusServiceUnavailable, `{"dependencies":{"database":"down","redis":"down"},"status":"unavailable"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := get(Ready(test.dependencies...), "/readyz")
			if body := strings.TrimSpace(w.Body.String()); w.Code != test.status || body != test.body {
				t.Errorf("%d %s, want %d %s", w.Code, body, test.status, test.body)
			}
			if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Content-Type") != "application/json" {
				t.Errorf("headers %v", w.Header())
			}
		})
	}
}

// TestReadyIsBounded: checks that hang are given up, all at the same time.
func TestReadyIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hang := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		began := time.Now()
		w := get(Ready(Dependency{Name: "database", Required: true, Check: hang}, Dependency{Name: "redis", Check: hang}), "/readyz")
		if took := time.Since(began); w.Code != http.StatusServiceUnavailable || took != checkTimeout {
			t.Errorf("%d after %s", w.Code, took)
		}
	})
}

// lines reads what was logged.
func lines(t *testing.T, log *bytes.Buffer) (lines []map[string]any) {
	t.Helper()
	for line := range strings.Lines(log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Errorf("no JSON: %s", line)
		}
		lines = append(lines, fields)
	}
	return lines
}

// TestLogRequests: a line with the route and never the path.
func TestLogRequests(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /invite/{token}", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) })
	tests := []struct {
		method, path, route, logged string
		status                      float64
	}{
		{"GET", "/invite/secret?x=secret", "GET /invite/{token}", "GET", 410},
		{"HEAD", "/invite/secret", "GET /invite/{token}", "HEAD", 410},
		{"GET", "/secret", "", "GET", 404},
		{"SECRET", "/secret", "", "other", 404},
	}
	for _, test := range tests {
		var log bytes.Buffer
		r := httptest.NewRequest(test.method, test.path, strings.NewReader("secret"))
		r.Header.Set("Authorization", "Bearer secret")
		LogRequests(NewLogger(&log, slog.LevelInfo), mux).ServeHTTP(httptest.NewRecorder(), r)
		logged := lines(t, &log)
		if len(logged) != 1 || logged[0]["route"] != test.route || logged[0]["method"] != test.logged || logged[0]["status"] != test.status || logged[0]["duration_ms"] == nil || !isWhole(logged[0]) {
			t.Errorf("%s %s: %s", test.method, test.path, &log)
		}
		if strings.Contains(strings.ToLower(log.String()), "secret") {
			t.Errorf("%s %s: a secret is logged: %s", test.method, test.path, &log)
		}
	}
}

// TestLogRequestsCutOff: an answer that was cut off has its line, which says so, and stays cut off.
func TestLogRequestsCutOff(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	defer func() {
		if with := recover(); with != http.ErrAbortHandler { //nolint:errorlint // as net/http compares it
			t.Errorf("it ended with %v", with)
		}
		if logged := lines(t, &log); len(logged) != 1 || isWhole(logged[0]) {
			t.Errorf("logged: %s", &log)
		}
	}()
	LogRequests(NewLogger(&log, slog.LevelInfo), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", http.NoBody))
}

// TestLogRequestsLeft: an answer whose client has gone was not taken whole.
func TestLogRequestsLeft(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	ctx, leave := context.WithCancel(t.Context())
	LogRequests(NewLogger(&log, slog.LevelInfo), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { leave() })).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", http.NoBody))
	if logged := lines(t, &log); len(logged) != 1 || isWhole(logged[0]) {
		t.Errorf("logged: %s", &log)
	}
}

// isWhole tells what a line says of its answer.
func isWhole(line map[string]any) bool {
	whole, _ := line["whole"].(bool)
	return whole
}

// TestLogRequestsOnce: a request whose operation is logged has no line besides.
func TestLogRequestsOnce(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	logger := NewLogger(&log, slog.LevelInfo)
	m := NewMetrics(logger)
	viewer := reseller.Viewer{Partner: &reseller.Partner{Name: "Brightcloud"}}
	get(LogRequests(logger, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		m.Observe(r.Context(), viewer, "Request", "mutation", "ok", 1500*time.Microsecond)
	})), "/graphql")
	logged := lines(t, &log)
	if len(logged) != 1 {
		t.Fatalf("%d lines: %s", len(logged), &log)
	}
	for name, want := range map[string]any{"operation": "Request", "kind": "mutation", "outcome": "ok", "tenant": "partner:Brightcloud", "duration_ms": 1.5} {
		if logged[0][name] != want {
			t.Errorf("%s: %v, want %v", name, logged[0][name], want)
		}
	}
}

// TestWriterKeepsItsPowers: streams and deadlines reach through the log.
func TestWriterKeepsItsPowers(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := httptest.NewServer(LogRequests(NewLogger(&log, slog.LevelInfo), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		control := http.NewResponseController(w)
		if err := errors.Join(control.SetReadDeadline(time.Time{}), control.SetWriteDeadline(time.Time{}), control.Flush()); err != nil {
			t.Error(err)
		}
		if flusher, ok := w.(http.Flusher); ok {
			flusher.Flush()
		} else {
			t.Error("no Flusher, which server-sent events ask for")
		}
		conn, _, err := control.Hijack()
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.Close()
	})))
	if response, err := server.Client().Get(server.URL); err == nil {
		response.Body.Close()
	}
	server.Close()
}

func TestTenants(t *testing.T) {
	t.Parallel()
	for want, viewer := range map[string]reseller.Viewer{
		"":                       {},
		"partner:云桥科技":           {Partner: &reseller.Partner{Name: "云桥科技"}},
		"customer:Harbour Foods": {Customer: &reseller.Customer{Name: "Harbour Foods"}},
		"operator":               {User: reseller.User{ID: reseller.ID{1}, Tenant: reseller.TenantOperator}},
	} {
		if got := tenantOf(viewer); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestNamesAreBounded: clients choose the names of operations.
func TestNamesAreBounded(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	m := NewMetrics(NewLogger(&log, slog.LevelInfo))
	nobody, somebody := reseller.Viewer{}, reseller.Viewer{User: reseller.User{ID: reseller.ID{1}}}
	for i := range maxAnonymousNames + 100 {
		m.Observe(t.Context(), nobody, fmt.Sprintf("Name%d", i), "query", "ok", 0)
	}
	m.Observe(t.Context(), nobody, "Name0", "query", "ok", 0)
	for i := range maxOperationNames {
		m.Observe(t.Context(), somebody, fmt.Sprintf("Real%d", i), "query", "ok", 0)
	}
	metrics := get(m.Handler(), "/metrics").Body.String()
	for _, want := range []string{
		`accord_operations_total{kind="query",operation="other",outcome="ok"} 150`, `accord_operations_total{kind="query",operation="Real0",outcome="ok"} 1`, `accord_operations_total{kind="query",operation="Name0",outcome="ok"} 2`,
	} {
		if !strings.Contains(metrics, want+"\n") {
			t.Errorf("no %s", want)
		}
	}
	if n := strings.Count(metrics, "accord_operations_total{"); n != maxOperationNames+1 {
		t.Errorf("%d labels", n)
	}
	log.Reset()
	m.Observe(t.Context(), reseller.Viewer{}, strings.Repeat("x", 1<<20), "query", "ok", 0)
	// What is no operation of a document has no name: the request may have put anything there.
	m.Observe(t.Context(), reseller.Viewer{}, "a secret", "", "VALIDATION_FAILED", 0)
	if log.Len() > 1000 || strings.Contains(log.String(), "secret") {
		t.Errorf("logged %d bytes: %.500s", log.Len(), &log)
	}
}

func TestWatches(t *testing.T) {
	t.Parallel()
	m := NewMetrics(slog.New(slog.DiscardHandler))
	m.WatchCache(func() (hits, misses, failures uint64) { return 1, 2, 3 })
	for _, pool := range []string{"read", "write"} {
		m.WatchPool(pool, func() sql.DBStats {
			return sql.DBStats{MaxOpenConnections: 8, OpenConnections: 5, InUse: 4, WaitCount: 7, WaitDuration: 1500 * time.Millisecond}
		})
	}
	metrics := get(m.Handler(), "/metrics").Body.String()
	for _, want := range []string{
		"accord_invite_cache_hits_total 1", "accord_invite_cache_misses_total 2", "accord_invite_cache_errors_total 3",
		`accord_database_connections_open{pool="read"} 5`, `accord_database_connections_in_use{pool="write"} 4`,
		`accord_database_connections_max{pool="write"} 8`, `accord_database_waits{pool="read"} 7`, `accord_database_wait_seconds{pool="read"} 1.5`,
		"go_goroutines ",
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("no %s", want)
		}
	}
}
