package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"accord/auth"
	"accord/reseller"
)

// testKey signs what the tests sign themselves.
var testKey = strings.Repeat("5e", 32)

// expiring is a token of the development identity that ends at a moment, signed with testKey.
func expiring(t testing.TB, email string, at time.Time) string {
	t.Helper()
	ring, err := reseller.ParseKeyring(testKey)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := auth.NewDevelopment(ring.Derive(auth.DevelopmentPurpose), func() time.Time { return at.Add(-auth.DevelopmentLifetime) })
	if err != nil {
		t.Fatal(err)
	}
	token, err := identity.Issue(email)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestHTTP asks one server of each kind what changes nothing that another case looks at.
func TestHTTP(t *testing.T) {
	t.Parallel()
	cases := map[string]func(*testing.T, *instance){
		"health": testHealth, "identity": testIdentity, "loopback": testLoopback, "methods": testMethods, "bodies": testBodies,
		"answers": testAnswers, "streams": testStreamsOnRequest, "sockets": testSockets, "invite page": testInvitePage, "metrics": testMetrics, "secrets": testSecrets,
		"pages": testPages, "headers": testHeaders,
	}
	each(t, func(t *testing.T, p place) {
		p.env = append(p.env, "ACCORD_SECRET_KEY="+testKey)
		s := demo(t, p)
		for name, test := range cases {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, s)
			})
		}
	})
}

func testHealth(t *testing.T, s *instance) {
	if a := s.get(t, "/healthz"); a.status != http.StatusOK {
		t.Errorf("/healthz: %d %s", a.status, a.body)
	}
	want := `{"dependencies":{"database":"ok"},"status":"ok"}`
	if s.redis != "" {
		want = `{"dependencies":{"database":"ok","redis":"ok"},"status":"ok"}`
	}
	if a := s.get(t, "/readyz"); a.status != http.StatusOK || strings.TrimSpace(a.body) != want || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("/readyz: %d %s %v", a.status, a.body, a.header)
	}
}

const (
	servicesQuery = `query Services { services { code name } }`
	viewerQuery   = `query Me { viewer { user { email } } }`
)

// testIdentity: none is needed for what is public, and a bad one is 401 for everything.
func testIdentity(t *testing.T, s *instance) {
	token := s.request(t, yunqiao)
	if a := s.do(t, "", servicesQuery, nil); a.at("services.0.code") == "" {
		t.Errorf("services to nobody: %s", a.body)
	}
	if a := s.do(t, "", previewLink, map[string]any{"token": token}); a.at("invite.partner.name") == "" || a.at("invite.forViewer") != "" {
		t.Errorf("a preview to nobody: %s", a.body)
	}
	if a := s.do(t, "", viewerQuery, nil); a.at("viewer") != "" {
		t.Errorf("nobody is %s", a.body)
	}
	if a := s.ask(t, "", requestLink, nil); a.code() != "UNAUTHENTICATED" {
		t.Errorf("a request by nobody: %s", a.body)
	}
	good := s.token(t, brightcloud)
	for name, header := range map[string]string{
		"nonsense": "Bearer nonsense", "no scheme": good, "basic": "Basic YTpi", "empty": "Bearer ",
		"broken": "Bearer " + good[:len(good)-4] + "AAAA", "two": "Bearer " + good + ", Bearer " + good,
		"expired":      "Bearer " + s.hide(expiring(t, brightcloud, time.Now().Add(-time.Second))),
		"unknown user": "Bearer " + s.hide(expiring(t, "nobody@nowhere.example", time.Now().Add(time.Hour))),
	} {
		for _, query := range []string{servicesQuery, previewLink, requestLink, "not even GraphQL"} {
			a := s.send(t, "POST", "/graphql", document(t, query, map[string]any{"token": token}),
				map[string]string{"Content-Type": "application/json", "Authorization": header})
			if a.status != http.StatusUnauthorized || a.code() != "UNAUTHENTICATED" || a.header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s, %.20s: %d %s", name, query, a.status, a.body)
			}
		}
	}
	// What is signed with the server's key is good until it ends.
	a := s.send(t, "POST", "/graphql", document(t, viewerQuery, nil), map[string]string{
		"Content-Type": "application/json", "Authorization": "bearer " + s.hide(expiring(t, "ADMIN@brightcloud.example", time.Now().Add(time.Hour))),
	})
	if a.at("viewer.user.email") != brightcloud {
		t.Errorf("a good token: %d %s", a.status, a.body)
	}
}

// testLoopback: the development identity is refused for any Host but loopback and behind any proxy.
func testLoopback(t *testing.T, s *instance) {
	for _, header := range []map[string]string{
		{"Host": "accord.example"},
		{"Host": "127.0.0.1.evil.example"},
		{"Host": "localhost.evil.example:8080"},
		{"Host": "192.0.2.1"},
		{"X-Forwarded-For": "192.0.2.1"},
		{"Forwarded": "for=192.0.2.1"},
		{"X-Forwarded-Proto": "https"},
		{"Via": "1.1 proxy"},
	} {
		h := s.headers(t, brightcloud)
		maps.Copy(h, header)
		if a := s.send(t, "POST", "/graphql", document(t, servicesQuery, nil), h); a.status != http.StatusUnauthorized {
			t.Errorf("a bearer with %v: %d %s", header, a.status, a.body)
		}
		delete(h, "Authorization")
		if a := s.send(t, "POST", "/graphql", document(t, servicesQuery, nil), h); a.status != http.StatusOK {
			t.Errorf("no bearer with %v: %d %s", header, a.status, a.body)
		}
		for _, ask := range [][3]string{{"GET", "/identity/users", ""}, {"POST", "/identity/token", `{"email":"` + brightcloud + `"}`}, {"GET", "/playground", ""}} {
			if a := s.send(t, ask[0], ask[1], ask[2], h); a.status != http.StatusForbidden || strings.Contains(a.body, "eyJ") {
				t.Errorf("%s with %v: %d %s", ask[1], header, a.status, a.body)
			}
		}
	}
	if a := s.send(t, "POST", "/identity/token", `{"email":"`+brightcloud+`"}`,
		map[string]string{"Content-Type": "application/json", "Host": "localhost:1"}); a.status != http.StatusOK {
		t.Errorf("a token at localhost: %d", a.status)
	}
}

func getQuery(query string, more ...string) string {
	values := url.Values{"query": {query}}
	for i := 0; i+1 < len(more); i += 2 {
		values.Set(more[i], more[i+1])
	}
	return "/graphql?" + values.Encode()
}

// testMethods: queries by GET as by POST, mutations and subscriptions by neither.
func testMethods(t *testing.T, s *instance) {
	h := s.headers(t, brightcloud)
	if a := s.send(t, "GET", getQuery(viewerQuery), "", h); a.status != http.StatusOK || a.at("viewer.user.email") != brightcloud {
		t.Errorf("GET: %d %s", a.status, a.body)
	}
	token := s.request(t, yunqiao)
	if a := s.send(t, "GET", getQuery(previewLink, "variables", `{"token":"`+token+`"}`), "", nil); a.at("invite.partner.name") == "" {
		t.Errorf("GET with variables: %d %s", a.status, a.body)
	}
	two := servicesQuery + " " + viewerQuery
	if a := s.send(t, "GET", getQuery(two, "operationName", "Me"), "", h); a.at("viewer.user.email") != brightcloud {
		t.Errorf("GET of one of two: %d %s", a.status, a.body)
	}
	if a := s.send(t, "GET", getQuery(requestLink), "", h); a.status < 400 || a.at("requestRelationship") != "" {
		t.Errorf("a mutation by GET: %d %s", a.status, a.body)
	}
	const live = `subscription { relationshipEvents { id } }`
	if a := s.ask(t, brightcloud, live, nil); a.code() != "VALIDATION_FAILED" || !strings.Contains(a.body, "text/event-stream") {
		t.Errorf("a subscription by POST: %d %s", a.status, a.body)
	}
	if a := s.send(t, "GET", getQuery(live), "", h); len(a.Errors) == 0 {
		t.Errorf("a subscription by GET: %d %s", a.status, a.body)
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH"} {
		if a := s.send(t, method, "/graphql", document(t, servicesQuery, nil), h); a.status < 400 {
			t.Errorf("%s: %d %s", method, a.status, a.body)
		}
	}
	if a := s.send(t, "POST", "/graphql", "query="+url.QueryEscape(servicesQuery), map[string]string{"Content-Type": "application/x-www-form-urlencoded"}); a.status < 400 {
		t.Errorf("a form, which any site may post: %d %s", a.status, a.body)
	}
	if a := s.send(t, "POST", "/graphql", document(t, servicesQuery, nil), map[string]string{"Content-Type": "text/plain"}); a.status < 400 {
		t.Errorf("text, which any site may post: %d %s", a.status, a.body)
	}
}

// testBodies: what is no request is refused, and nothing of it comes back.
func testBodies(t *testing.T, s *instance) {
	h := s.headers(t, brightcloud)
	const canary = "canary-in-the-body"
	for name, body := range map[string]string{
		"empty": "", "text": canary, "half": `{"query":"` + canary, "list": `["` + canary + `"]`, "string": `"` + canary + `"`,
		"two values": document(t, servicesQuery, nil) + `"` + canary + `"`, "null": "null",
		"query a number": `{"query":1,"variables":{"x":"` + canary + `"}}`, "variables a text": `{"query":"{services{code}}","variables":"` + canary + `"}`,
		"no query": `{"variables":{"x":"` + canary + `"}}`,
	} {
		a := s.send(t, "POST", "/graphql", body, h)
		if a.status < 400 || a.status >= 500 || len(a.Errors) == 0 || strings.Contains(a.body, canary) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	large, err := json.Marshal(map[string]any{"query": servicesQuery, "variables": map[string]any{"x": strings.Repeat("a", 1<<20)}})
	if err != nil {
		t.Fatal(err)
	}
	if a := s.send(t, "POST", "/graphql", string(large), h); a.status != http.StatusRequestEntityTooLarge || a.code() != "LIMIT_EXCEEDED" {
		t.Errorf("a large body: %d %s", a.status, a.body)
	}
	if a := s.ask(t, brightcloud, "query {"+strings.Repeat(" a: services { code }", 1000)+"}", nil); len(a.Errors) == 0 {
		t.Errorf("a long document: %d %.200s", a.status, a.body)
	}
}

// testAnswers: the media types of answers.
func testAnswers(t *testing.T, s *instance) {
	for accept, want := range map[string]string{
		"": "application/json", "*/*": "application/json", "application/json": "application/json",
		"application/json, text/event-stream":                                  "application/json",
		"text/event-stream, application/graphql-response+json":                 "application/graphql-response+json",
		"application/graphql-response+json, application/json, multipart/mixed": "application/graphql-response+json",
		"text/event-stream": "text/event-stream",
	} {
		h := s.headers(t, "")
		if accept != "" {
			h["Accept"] = accept
		}
		a := s.send(t, "POST", "/graphql", document(t, servicesQuery, nil), h)
		if got, _, _ := strings.Cut(a.header.Get("Content-Type"), ";"); a.status != http.StatusOK || got != want {
			t.Errorf("Accept %q: %d %q, want %q", accept, a.status, got, want)
		}
	}
}

// testPages: the front door, and doors that are not there.
func testPages(t *testing.T, s *instance) {
	for _, path := range []string{"/", "/app", "/app/relationships/any/thing"} {
		if a := s.get(t, path); a.status != http.StatusOK || !strings.Contains(a.body, `"identity":"development"`) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	for _, path := range []string{"/invite", "/invite/", "/invite/a/b"} {
		if a := s.get(t, path); a.status != http.StatusNotFound || !strings.Contains(a.body, "This link cannot be used") {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	for _, path := range []string{"/nothing", "/graphql/", "/playground/nothing", "/assets/nothing.js", "/identity", "/apps", "/debug/pprof/", "/metrics/x"} {
		if a := s.get(t, path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// testInvitePage is the page of a link, end to end.
func testInvitePage(t *testing.T, s *instance) {
	token := s.request(t, brightcloud)
	for language, want := range map[string]string{"": "asks to be your reseller", "en-GB,en;q=0.9": "asks to be your reseller", "zh-CN,zh;q=0.9,en;q=0.8": "希望成为贵公司的经销商"} {
		a := s.send(t, "GET", "/invite/"+token, "", map[string]string{"Accept-Language": language, "Host": "accord.example"})
		if a.status != http.StatusOK || !strings.Contains(a.body, want) || !strings.Contains(a.body, "Brightcloud") || !strings.Contains(a.body, `"token":"`+token+`"`) {
			t.Errorf("%q: %d %s", language, a.status, a.body)
		}
	}
	if a := s.get(t, "/invite/"+token[:len(token)-1]+"_"); a.status != http.StatusNotFound {
		t.Errorf("a forged link: %d", a.status)
	}
	if a := s.get(t, "/invite/"+token+"?lang=zh-CN"); !strings.Contains(a.body, "希望成为贵公司的经销商") {
		t.Errorf("in the language that its address asks for: %s", a.body)
	}
	style := regexp.MustCompile(`/assets/[^"]+\.css`).FindString(s.get(t, "/invite/"+token).body)
	if a := s.get(t, style); a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/css") || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("its style %s: %d %v", style, a.status, a.header)
	}
}
