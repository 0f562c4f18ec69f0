package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"accord/cache/cachetest"
)

// ready tells what /readyz says.
func (s *instance) ready(t testing.TB) (status int, body string) {
	t.Helper()
	a := s.get(t, "/readyz")
	return a.status, strings.TrimSpace(a.body)
}

const (
	allWell  = `{"dependencies":{"database":"ok","redis":"ok"},"status":"ok"}`
	degraded = `{"dependencies":{"database":"ok","redis":"down"},"status":"degraded"}`
)

// TestRedisNeverThere: everything works, and readiness says what is missing.
func TestRedisNeverThere(t *testing.T) {
	t.Parallel()
	s := demo(t, place{redis: "redis://:hunter2@127.0.0.1:1"})
	s.hide("hunter2")
	if status, body := s.ready(t); status != http.StatusOK || body != degraded {
		t.Errorf("/readyz: %d %s", status, body)
	}
	s.story(t, harbourFoods)
	subscription := s.sse(t, brightcloud, "")
	subscription.settle(t, s, brightcloud)
}

// TestRedisGoesAndComes while two servers work: events and previews go on, and what was decided during the outage holds.
func TestRedisGoesAndComes(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]cachetest.Mode{"cut off": cachetest.Cut, "silent": cachetest.Hang} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := shared(t)
			var proxy *cachetest.Proxy
			p.redis, proxy = throughProxy(t, p.redis)
			one := demo(t, p)
			two := one.beside(t)
			if status, body := two.ready(t); status != http.StatusOK || body != allWell {
				t.Errorf("/readyz: %d %s", status, body)
			}
			listener := two.sse(t, brightcloud, "")
			listener.settle(t, one, brightcloud)
			token := one.story(t, harbourFoods)

			proxy.Set(mode)
			eventually(t, "readiness says degraded", func() bool {
				status, body := one.ready(t)
				if status != http.StatusOK {
					t.Fatalf("/readyz: %d %s", status, body)
				}
				return body == degraded
			})
			for len(listener.events) > 0 { // what was before the outage
				<-listener.events
			}
			one.story(t, silverfin)
			listener.until(t, "DELEGATED_ADMIN_GRANTED")
			began := time.Now()
			for range 20 {
				two.do(t, "", previewLink, map[string]any{"token": two.hide(token)})
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("20 previews without Redis take %s", took)
			}

			proxy.Set(cachetest.Forward)
			eventually(t, "readiness says ok", func() bool {
				_, body := one.ready(t)
				return body == allWell
			})
			one.do(t, silverfin, takeBack, nil)
			listener.until(t, "DELEGATED_ADMIN_ENDED")
		})
	}
}

// TestDatabaseGoesAndComes: readiness says 503, requests are UNAVAILABLE and not a fault, and all is well when it is back.
func TestDatabaseGoesAndComes(t *testing.T) {
	t.Parallel()
	p := shared(t)
	direct := p.database
	var proxy *cachetest.Proxy
	p.database, proxy = throughProxy(t, direct)
	s := demo(t, p)
	token := s.request(t, brightcloud)
	bearer := s.headers(t, harbourFoods)
	ask := func(query string) answer {
		return s.send(t, "POST", "/graphql", document(t, query, map[string]any{"token": token}), bearer)
	}

	proxy.Set(cachetest.Cut)
	eventually(t, "readiness says 503", func() bool {
		status, body := s.ready(t)
		return status == http.StatusServiceUnavailable && body == `{"dependencies":{"database":"down","redis":"ok"},"status":"unavailable"}`
	})
	if a := s.get(t, "/healthz"); a.status != http.StatusOK {
		t.Errorf("/healthz: %d: a restart would not help", a.status)
	}
	if a := ask(viewerQuery); a.status != http.StatusServiceUnavailable || a.code() != "UNAVAILABLE" {
		t.Errorf("with a bearer: %d %s", a.status, a.body)
	}
	if a := s.ask(t, "", servicesQuery, nil); a.code() != "UNAVAILABLE" || strings.Contains(a.body, "127.0.0.1") {
		t.Errorf("without: %d %s", a.status, a.body)
	}
	if a := s.get(t, "/invite/"+token); a.status != http.StatusServiceUnavailable && a.status != http.StatusOK {
		t.Errorf("the page of a link: %d", a.status)
	}
	if a := s.get(t, "/metrics"); a.status != http.StatusOK {
		t.Errorf("/metrics: %d", a.status)
	}

	proxy.Set(cachetest.Forward)
	eventually(t, "readiness says ok", func() bool { status, _ := s.ready(t); return status == http.StatusOK })
	if a := ask(acceptLink); a.at("acceptRelationship.relationship.status") != "ACTIVE" {
		t.Errorf("afterwards: %d %s", a.status, a.body)
	}
}

// TestDatabaseFallsSilent: nobody waits for it for ever.
func TestDatabaseFallsSilent(t *testing.T) {
	t.Parallel()
	p := shared(t)
	var proxy *cachetest.Proxy
	p.database, proxy = throughProxy(t, p.database)
	s := demo(t, p)
	proxy.Set(cachetest.Hang)
	if status, body := s.ready(t); status != http.StatusServiceUnavailable {
		t.Errorf("/readyz: %d %s", status, body)
	}
	proxy.Set(cachetest.Cut)
}
