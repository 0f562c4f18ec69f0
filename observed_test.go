package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// metric gives the values of a metric by its labels, as they stand in the text.
func metric(t testing.TB, s *instance, name string) map[string]string {
	t.Helper()
	a := s.get(t, "/metrics")
	if a.status != http.StatusOK {
		t.Fatalf("/metrics: %d", a.status)
	}
	values := map[string]string{}
	for _, match := range regexp.MustCompile(`(?m)^`+name+`(?:\{(.*)\})? (\S+)$`).FindAllStringSubmatch(a.body, -1) {
		values[match[1]] = match[2]
	}
	return values
}

func testMetrics(t *testing.T, s *instance) {
	token := s.request(t, brightcloud)
	for range 3 {
		s.do(t, "", strings.Replace(previewLink, "Preview", "Measured", 1), map[string]any{"token": token})
	}
	s.ask(t, "", `query Broken { viewer { nothing } }`, nil)
	operations := metric(t, s, "accord_operations_total")
	if got := operations[`kind="query",operation="Measured",outcome="ok"`]; got != "3" {
		t.Errorf("3 previews are counted as %q in %v", got, operations)
	}
	refused := 0
	for labels := range operations {
		if strings.Contains(labels, `outcome="VALIDATION_FAILED"`) {
			refused++
		}
	}
	if refused == 0 {
		t.Errorf("a refusal is not counted: %v", operations)
	}
	toldOfAll(t, s)
	if hits := metric(t, s, "accord_invite_cache_hits_total")[""]; hits == "" || hits == "0" {
		t.Errorf("cache hits %q after three previews of a link", hits)
	}
}

// toldOfAll: pools, rooms, the cache and the process itself.
func toldOfAll(t *testing.T, s *instance) {
	t.Helper()
	for _, pool := range []string{`pool="read"`, `pool="write"`} {
		for _, name := range []string{"accord_database_connections_open", "accord_database_connections_in_use", "accord_database_connections_max", "accord_database_waits", "accord_database_wait_seconds"} {
			if metric(t, s, name)[pool] == "" {
				t.Errorf("no %s of %s", name, pool)
			}
		}
	}
	for _, of := range []string{`of="connections"`, `of="operations"`, `of="websockets"`, `of="event_streams"`} {
		if metric(t, s, "accord_room_max")[of] == "" || metric(t, s, "accord_room_used")[of] == "" || metric(t, s, "accord_room_refused_total")[of] == "" {
			t.Errorf("it is not told how much room there is: %s", of)
		}
	}
	for _, name := range []string{
		"accord_invite_cache_misses_total", "accord_invite_cache_errors_total", "accord_operation_duration_seconds_count",
		"go_goroutines", "go_memstats_heap_alloc_bytes", "go_gc_duration_seconds_count",
	} {
		if len(metric(t, s, name)) == 0 {
			t.Errorf("no %s", name)
		}
	}
}

// TestOperationNamesAreBounded: clients choose the names, so they must not fill the memory, nor the log.
func TestOperationNamesAreBounded(t *testing.T) {
	t.Parallel()
	s := demo(t, place{})
	for i := range 300 {
		s.do(t, "", fmt.Sprintf(`query Name%d { services { code } }`, i), nil)
	}
	long := document(t, `query `+strings.Repeat("Long", 10_000)+` { services { code } }`, nil)
	if a := s.send(t, "POST", "/graphql", long, s.headers(t, "")); a.code() != "LIMIT_EXCEEDED" {
		t.Errorf("a long name: %s", a.body)
	}
	operations := metric(t, s, "accord_operations_total")
	if others := operations[`kind="query",operation="other",outcome="ok"`]; number(t, others) < 100 || len(operations) > 210 {
		t.Errorf("%d labels, %q others", len(operations), others)
	}
	if log := s.stderr.String(); strings.Contains(log, strings.Repeat("Long", 100)) {
		t.Error("a long name is in the log whole")
	}
}

// TestLogLines: one line for each request, which tells what an operator needs.
func TestLogLines(t *testing.T) {
	t.Parallel()
	s := demo(t, place{})
	s.request(t, brightcloud)
	for _, want := range []logLine{
		{Msg: "operation", Operation: "Request", Kind: "mutation", Outcome: "ok", Tenant: "partner:Brightcloud"},
	} {
		got := s.log(t, want.Operation, func(l logLine) bool { return l.Operation == want.Operation })
		if got.Duration == nil || got.Level != "INFO" {
			t.Errorf("%+v", got)
		}
		if got.Duration, got.Level = nil, ""; got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	s.ask(t, harbourFoods, strings.Replace(requestLink, "Request", "Forbidden", 1), nil)
	if got := s.log(t, "a refusal", func(l logLine) bool { return l.Operation == "Forbidden" }); got.Outcome != "FORBIDDEN_ROLE" || got.Tenant != "customer:Harbour Foods" {
		t.Errorf("%+v", got)
	}
	s.do(t, operator, strings.Replace(viewerQuery, "Me", "Operator", 1), nil)
	if got := s.log(t, "the operator", func(l logLine) bool { return l.Operation == "Operator" }); got.Outcome != "ok" || got.Tenant != "operator" {
		t.Errorf("%+v", got)
	}
	s.get(t, "/healthz?probe=1")
	if got := s.log(t, "a page", func(l logLine) bool { return l.Route == "GET /healthz" }); got.Status != http.StatusOK || got.Method != http.MethodGet || got.Duration == nil {
		t.Errorf("%+v", got)
	}
	s.send(t, "POST", "/graphql", document(t, servicesQuery, nil), map[string]string{"Authorization": "Bearer nonsense", "Content-Type": "application/json"})
	if got := s.log(t, "a bad bearer", func(l logLine) bool { return l.Status == http.StatusUnauthorized }); got.Route != "/graphql" {
		t.Errorf("%+v", got)
	}
	before := strings.Count(s.stderr.String(), "\n")
	s.do(t, "", `query Last { services { code } }`, nil)
	s.log(t, "the last", func(l logLine) bool { return l.Operation == "Last" })
	if after := strings.Count(s.stderr.String(), "\n"); after != before+1 {
		t.Errorf("one request, %d lines:\n%s", after-before, s.stderr)
	}
}
