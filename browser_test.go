package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"accord/web/browsertest"
)

// testHeaders: every answer, be it a page, JSON, or an error of the router, tells browsers how little to do with it.
func testHeaders(t *testing.T, s *instance) {
	token := s.request(t, brightcloud)
	typed := map[string]string{"Content-Type": "application/json"}
	staying := &instance{process: s.process, client: &http.Client{
		Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	for _, c := range []struct {
		method, path, body string
		header             map[string]string
		status             int
		cache              string
	}{
		{"GET", "/", "", nil, 200, "no-cache"},
		{"GET", "/app/sign-in", "", nil, 200, "no-cache"},
		{"GET", "/app/any/thing", "", nil, 200, "no-cache"},
		{"GET", "/assets/nothing.js", "", nil, 404, "no-store"},
		{"GET", "/playground", "", nil, 200, "no-cache"},
		{"GET", "/playground/nothing", "", nil, 404, "no-store"},
		{"POST", "/identity/token", "{}", typed, 400, "no-store"},
		{"GET", "/invite/" + token, "", nil, 200, "no-store"},
		{"GET", "/invite/" + token + "x", "", nil, 404, "no-store"},
		{"POST", "/invite/" + token, "", nil, 405, "no-store"},
		{"GET", "/invite/" + token + "/more", "", nil, 404, "no-store"},
		{"GET", "/invite/", "", nil, 404, "no-store"},
		{"GET", "/healthz", "", nil, 200, "no-store"},
		{"GET", "/readyz", "", nil, 200, "no-store"},
		{"GET", "/metrics", "", nil, 200, "no-store"},
		{"GET", "/nothing", "", nil, 404, "no-store"},
		{"PUT", "/readyz", "", nil, 405, "no-store"},
		{"POST", "/graphql", document(t, servicesQuery, nil), typed, 200, "no-store"},
		{"GET", getQuery(servicesQuery), "", nil, 200, "no-store"},
		{"POST", "/graphql", "{", typed, 400, "no-store"},
		{"POST", "/graphql", document(t, servicesQuery, nil), map[string]string{"Content-Type": "application/json", "Authorization": "Bearer x"}, 401, "no-store"},
		{"POST", "/graphql", "query=x", map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"}, 403, "no-store"},
	} {
		a := staying.send(t, c.method, c.path, c.body, c.header)
		if got := a.header.Get("Cache-Control"); a.status != c.status || got != c.cache {
			t.Errorf("%s %s: %d, Cache-Control %q, want %d, %q", c.method, c.path, a.status, got, c.status, c.cache)
		}
		policy := a.header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s %s: no %s in the policy %q", c.method, c.path, part, policy)
			}
		}
		if scripts := regexp.MustCompile(`script-src[^;]*`).FindString(policy); strings.Contains(scripts, "unsafe") || strings.Contains(scripts, "http") {
			t.Errorf("%s %s: %s", c.method, c.path, scripts)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "", "Access-Control-Allow-Origin": "",
		} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s %s: %s %q, want %q", c.method, c.path, name, got, want)
			}
		}
	}
}

// TestHTTPSOnly: where the public address is HTTPS, browsers are told to stay with it.
func TestHTTPSOnly(t *testing.T) {
	t.Parallel()
	s := serve(t, place{}, "--public-url", "https://accord.example")
	for _, path := range []string{"/healthz", "/nothing", "/invite/x", getQuery(servicesQuery)} {
		if a := s.get(t, path); a.header.Get("Strict-Transport-Security") != "max-age=31536000" {
			t.Errorf("%s: %v", path, a.header)
		}
	}
}

// otherPage is a page of another site. It asks the API by every way that a page has, and shows what came.
const otherPage = `<!doctype html><meta charset=utf-8><title>Another site</title><body><script>
const [api, token] = decodeURIComponent(location.hash.slice(1)).split(' ')
const body = JSON.stringify({query: '{ viewer { user { email } } }'})
const ask = fetch(api + '/graphql', {method: 'POST', body, headers: {'Content-Type': 'application/json', Authorization: 'Bearer ' + token}})
	.then(r => r.text()).catch(() => 'not read')
const get = fetch(api + '/graphql?query={services{code}}').then(r => r.text()).catch(() => 'not read')
const form = fetch(api + '/graphql', {method: 'POST', body, headers: {'Content-Type': 'text/plain'}}).then(r => 'status ' + r.status).catch(() => 'not read')
const metrics = fetch(api + '/metrics').then(r => r.text()).catch(() => 'not read')
const socket = new Promise(done => {
	const s = new WebSocket(api.replace('http', 'ws') + '/graphql', 'graphql-transport-ws')
	s.onopen = () => done('open')
	s.onerror = () => done('closed')
})
Promise.all([ask, get, form, metrics, socket]).then(all => {
	document.body.textContent = all.join('\n')
	document.title = 'done'
})
</script>`

// TestOtherSites: pages of another origin get at the API in a real browser where the list has them, and nowhere else.
func TestOtherSites(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, otherPage)
	}))
	t.Cleanup(site.Close)
	services := `{"data":{"services":[`
	viewer := `{"data":{"viewer":{"user":{"email":"` + brightcloud + `"}}}`
	for name, c := range map[string]struct {
		allowed string
		want    [5]string // how the answer to each way begins
	}{
		"not listed": {"https://app.example", [5]string{"not read", "not read", "not read", "not read", "closed"}},
		"none":       {"", [5]string{"not read", "not read", "not read", "not read", "closed"}},
		"listed":     {"https://app.example," + site.URL, [5]string{viewer, services, "status 4", "not read", "open"}},
		"all":        {"*", [5]string{viewer, services, "status 403", "not read", "open"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := demo(t, place{env: []string{"ALLOWED_ORIGINS=" + c.allowed}})
			b := browsertest.New(t)
			b.Visit(site.URL + "/#" + s.base + "%20" + s.token(t, brightcloud))
			b.WaitFor(`document.title === 'done'`)
			got := strings.Split(b.Text("body"), "\n")
			for i, want := range c.want {
				if i >= len(got) || !strings.HasPrefix(got[i], want) {
					t.Errorf("way %d: want %s, got\n%s", i, want, strings.Join(got, "\n"))
				}
			}
		})
	}
}

// TestFaultsHaveAnID: what breaks inside is told to a client by an id alone, and to the operator with its cause under that id.
func TestFaultsHaveAnID(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		s := demo(t, p)
		if _, err := p.open(t).Exec(`ALTER TABLE services RENAME TO mislaid`); err != nil {
			t.Fatal(err)
		}
		a := s.ask(t, "", servicesQuery, nil)
		if a.code() != "INTERNAL" || len(a.Errors) != 1 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		for _, cause := range []string{"no such table", "does not exist", "SELECT", "SQL", "42P01"} {
			if strings.Contains(a.body, cause) {
				t.Errorf("the answer tells of the cause: %s", a.body)
			}
		}
		id := regexp.MustCompile(`[0-9a-f]{16}`).FindString(a.Errors[0].Message)
		if id == "" {
			t.Fatalf("no id in %s", a.body)
		}
		if line := s.log(t, "the fault", func(l logLine) bool { return l.ErrorID == id }); !strings.Contains(line.Error, "services") {
			t.Errorf("the log tells no cause: %+v", line)
		}
		if b := s.ask(t, "", servicesQuery, nil); strings.Contains(b.body, id) {
			t.Errorf("two errors have one id: %s", b.body)
		}
	})
}
