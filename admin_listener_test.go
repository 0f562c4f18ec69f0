package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestAdminListener: profiles are served at the address for operators, and nowhere else.
func TestAdminListener(t *testing.T) {
	t.Parallel()
	s := serve(t, place{}.in(t), "--admin-listen", "127.0.0.1:0")
	address := s.log(t, "the address for operators", func(l logLine) bool { return l.Msg == "for operators" }).Address
	status := func(address string) (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := s.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(body)
	}
	base := strings.TrimSuffix(address, "/debug/pprof/")
	for path, want := range map[string]string{"/debug/pprof/": "goroutine", "/debug/pprof/goroutine?debug=1": "goroutine profile", "/metrics": "accord_"} {
		if code, body := status(base + path); code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %.200s", path, code, body)
		}
	}
	if code, _ := status(base + "/graphql"); code != http.StatusNotFound {
		t.Errorf("the API is there too: %d", code)
	}
	if code, _ := status(s.base + "/debug/pprof/"); code != http.StatusNotFound {
		t.Errorf("profiles are served to all: %d", code)
	}
	taken := strings.TrimPrefix(base, "http://")
	if r := (place{}).in(t).accord(t, "serve", "--listen", "127.0.0.1:0", "--admin-listen", taken); r.code == 0 || !strings.Contains(r.stderr, "--admin-listen") {
		t.Errorf("a taken address: %d %s", r.code, r.stderr)
	}
}
