package auth

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accord/reseller"
)

func TestRequireLoopback(t *testing.T) {
	t.Parallel()
	for addr, good := range map[string]bool{
		"127.0.0.1:8080":        true,
		"127.0.0.1:0":           true,
		"127.9.8.7:80":          true,
		"[::1]:8080":            true,
		"localhost:8080":        true,
		"LocalHost:http":        true,
		"":                      false,
		":8080":                 false,
		"0.0.0.0:8080":          false,
		"[::]:8080":             false,
		"192.168.0.7:8080":      false,
		"10.0.0.1:8080":         false,
		"[fe80::1]:8080":        false,
		"example.com:8080":      false,
		"localhost.example:80":  false,
		"127.0.0.1.example:80":  false,
		"2130706433:80":         false,
		"127.0.0.1,0.0.0.0:80":  false,
		"localhost:80,0.0.0.0:": false,
	} {
		err := RequireLoopback(addr)
		if (err == nil) != good {
			t.Errorf("%q: got %v", addr, err)
		}
		if err != nil && (!strings.Contains(err.Error(), "--oidc-issuer") || !strings.Contains(err.Error(), "127.0.0.1")) {
			t.Errorf("%q: %v does not say what to do", addr, err)
		}
	}
}

// hosts are Host headers, and whether they are loopback.
var hosts = map[string]bool{
	"localhost":               true,
	"localhost:8080":          true,
	"LOCALHOST:8080":          true,
	"localhost.":              true,
	"LocalHost.:8080":         true,
	"127.0.0.1":               true,
	"127.0.0.1:65535":         true,
	"127.0.0.1.:80":           true,
	"127.255.255.254":         true,
	"[::1]":                   true,
	"[::1]:8080":              true,
	"[0:0:0:0:0:0:0:1]:80":    true,
	"":                        false,
	":8080":                   false,
	".":                       false,
	"localhost..":             false,
	"localhost:80:90":         false,
	"accord.example.com":      false,
	"localhost.example.com":   false,
	"notlocalhost":            false,
	"app.localhost":           false,
	"localho\u017ft":          false,
	"127.0.0.1.example.com":   false,
	"127.0.0.1.nip.io:8080":   false,
	"user@localhost":          false,
	"127.1":                   false,
	"0x7f.0.0.1":              false,
	"0177.0.0.1":              false,
	"2130706433":              false,
	"0.0.0.0":                 false,
	"[::]":                    false,
	"128.0.0.1":               false,
	"192.168.0.7:8080":        false,
	"[::ffff:192.168.0.7]:80": false,
	"[fe80::1%25lo]:80":       false,
	"[::1":                    false,
	"localhost, example.com":  false,
}

// forwarding are headers, and whether they tell of a proxy.
var forwarding = map[string]bool{
	"Forwarded":          true,
	"X-Forwarded-For":    true,
	"X-Forwarded-Host":   true,
	"X-Forwarded-Proto":  true,
	"X-Forwarded-Port":   true,
	"X-Forwarded-Server": true,
	"X-Forwarded-Prefix": true,
	"x-forwarded-for":    true,
	"X-Real-IP":          true,
	"Via":                true,
	"CF-Connecting-IP":   true,
	"True-Client-IP":     true,
	"X-Request-Id":       false,
	"Origin":             false,
	"Traceparent":        false,
}

// journeys are requests with what they have to be: loopback or not. There is one for each host and each header.
func journeys() map[*http.Request]bool {
	all := map[*http.Request]bool{}
	for host, good := range hosts {
		r := request()
		r.Host = host
		all[r] = good
	}
	for header, bad := range forwarding {
		for _, value := range []string{"", "127.0.0.1"} {
			r := request()
			r.Host = "localhost:8080"
			r.Header[header] = []string{value}
			all[r] = !bad
		}
	}
	return all
}

func TestLoopbackRequests(t *testing.T) {
	t.Parallel()
	a, header := setup(t, LoopbackRequests())
	good := header(ann)
	for r, local := range journeys() {
		if w := serve(a.Middleware(whoAmI), r); w.Code != http.StatusOK {
			t.Errorf("Host %q, %v: nobody got %d", r.Host, r.Header, w.Code)
		}
		r.Header.Set("Authorization", good)
		w := serve(a.Middleware(whoAmI), r)
		if local {
			if w.Body.String() != "viewer:"+ann {
				t.Errorf("Host %q, %v: ann got %d %s", r.Host, r.Header, w.Code, w.Body)
			}
			continue
		}
		if code, message := refusal(t, w); w.Code != http.StatusUnauthorized || code != reseller.CodeUnauthenticated || !tellsWhy(message) {
			t.Errorf("Host %q, %v: ann got %d %s %q", r.Host, r.Header, w.Code, code, message)
		}
	}
}

func tellsWhy(message string) bool {
	return strings.Contains(message, "development identity") && strings.Contains(message, "--oidc-issuer") &&
		(strings.Contains(message, "Host") || strings.Contains(message, "proxy"))
}

// The token of a WebSocket comes after its upgrade request, whose journey still decides.
func TestLoopbackRequestsFromInit(t *testing.T) {
	t.Parallel()
	a, header := setup(t, LoopbackRequests())
	payload := map[string]any{"Authorization": header(ann)}
	for r, local := range journeys() {
		var upgraded context.Context
		serve(a.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			upgraded = r.Context() //nolint:fatcontext // set once, to look at it below
		})), r)
		if id, err := a.FromInit(upgraded, nil); err != nil || id.Viewer.Known() {
			t.Errorf("Host %q, %v: without a token: %v, %v", r.Host, r.Header, id, err)
		}
		id, err := a.FromInit(upgraded, payload)
		if local != (err == nil) || local != id.Viewer.Known() {
			t.Errorf("Host %q, %v: got %v, %v", r.Host, r.Header, id, err)
		}
		refusal, refused := errors.AsType[*reseller.Error](err)
		if !local && (!refused || refusal.Code != reseller.CodeUnauthenticated || !tellsWhy(refusal.Message)) {
			t.Errorf("Host %q, %v: got %v", r.Host, r.Header, err)
		}
	}
}

func TestLoopbackRequestsWithoutMiddleware(t *testing.T) {
	t.Parallel()
	a, header := setup(t, LoopbackRequests())
	if id, err := a.Authenticate(t.Context(), header(ann)); err == nil || id.Viewer.Known() {
		t.Errorf("got %v, %v", id, err)
	}
	if id, err := a.Authenticate(t.Context(), ""); err != nil || id.Viewer.Known() {
		t.Errorf("nobody: got %v, %v", id, err)
	}
}

func TestAnyRequestsWithoutTheOption(t *testing.T) {
	t.Parallel()
	a, header := setup(t)
	for r := range journeys() {
		r.Header.Set("Authorization", header(ann))
		if w := serve(a.Middleware(whoAmI), r); w.Body.String() != "viewer:"+ann {
			t.Errorf("Host %q, %v: got %d %s", r.Host, r.Header, w.Code, w.Body)
		}
	}
}

func TestLoopbackOnly(t *testing.T) {
	t.Parallel()
	for r, local := range journeys() {
		w := serve(LoopbackOnly(whoAmI), r)
		if local {
			if w.Code != http.StatusOK {
				t.Errorf("Host %q, %v: got %d", r.Host, r.Header, w.Code)
			}
			continue
		}
		var body struct {
			Error string `json:"error"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != http.StatusForbidden || !tellsWhy(body.Error) {
			t.Errorf("Host %q, %v: got %d %s", r.Host, r.Header, w.Code, w.Body)
		}
	}
}

// A server's own reading of requests: the Host of an absolute target counts, and names are canonical.
func TestLoopbackOverTheWire(t *testing.T) {
	t.Parallel()
	a, header := setup(t, LoopbackRequests())
	server := httptest.NewServer(a.Middleware(whoAmI))
	t.Cleanup(server.Close)
	for host, status := range map[string]int{"": 200, "localhost": 200, "rebound.example.com": 401} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		r.Header.Set("Authorization", header(ann))
		response, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != status {
			t.Errorf("Host %q: got %d, want %d", host, response.StatusCode, status)
		}
	}
}
