package authtest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
)

// Front stands before the provider, at an address that stays while the provider seems to be away, and counts.
type Front struct {
	// Issuer is the provider's address.
	Issuer string

	proxy httputil.ReverseProxy

	mu     sync.Mutex
	away   bool
	counts map[string]int
}

func newFront(t testing.TB, address string) *Front {
	t.Helper()
	f := &Front{counts: map[string]int{}}
	f.proxy.Rewrite = func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: address})
		r.Out.Host = r.In.Host // by which the provider is told from others, and makes the addresses that it tells
	}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.Issuer = server.URL
	return f
}

// ServeHTTP implements http.Handler.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.counts[r.URL.Path]++
	away := f.away
	f.mu.Unlock()
	if away {
		panic(http.ErrAbortHandler) // cuts the connection
	}
	f.proxy.ServeHTTP(w, r)
}

// Away cuts every connection from now on, as if the provider had died; or no longer.
func (f *Front) Away(away bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.away = away
}

// KeysAsked tells how often somebody has asked for the provider's keys, with or without success.
func (f *Front) KeysAsked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.counts["/jwks"]
}

// Asked tells how often somebody has begun discovery, with or without success.
func (f *Front) Asked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.counts["/.well-known/openid-configuration"]
}
