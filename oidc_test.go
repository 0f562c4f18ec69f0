package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"accord/auth/authtest"
)

// signedIn starts a server with the demonstration whose users a provider signs in, at the most talkative level of the log.
func signedIn(t testing.TB, p place, provider *authtest.Provider, args ...string) *instance {
	t.Helper()
	return demo(t, p, append([]string{
		"--oidc-issuer", provider.Issuer, "--oidc-audience", authtest.Audience, "--log-level", "debug",
	}, args...)...)
}

// as has the provider sign users in.
func (s *instance) as(t testing.TB, provider *authtest.Provider, emails ...string) {
	t.Helper()
	for _, email := range emails {
		token := provider.Token(t, authtest.As(email))
		s.mu.Lock()
		s.tokens[email] = token
		s.mu.Unlock()
	}
}

// bearing asks who one is with a token.
func (s *instance) bearing(t testing.TB, token string) answer {
	t.Helper()
	return s.send(t, "POST", "/graphql", document(t, viewerQuery, nil),
		map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + s.hide(token)})
}

// TestProviderSignsIn: the provider's users are in, from other machines as well, and nobody else is.
func TestProviderSignsIn(t *testing.T) {
	t.Parallel()
	provider := authtest.Start(t, authtest.NewKeys(t, "first")...)
	s := signedIn(t, place{env: []string{"ACCORD_SECRET_KEY=" + testKey}}, provider, "--listen", "0.0.0.0:0", "--public-url", "https://accord.example")
	s.as(t, provider, brightcloud, harbourFoods)
	s.story(t, harbourFoods)
	// None of the walls of the development identity.
	h := s.headers(t, brightcloud)
	h["Host"], h["X-Forwarded-For"] = "accord.example", "192.0.2.1"
	if a := s.send(t, "POST", "/graphql", document(t, viewerQuery, nil), h); a.at("viewer.user.email") != brightcloud {
		t.Errorf("behind a proxy: %d %s", a.status, a.body)
	}
	good := authtest.As(brightcloud)
	for name, token := range map[string]string{
		"of the development identity": expiring(t, brightcloud, time.Now().Add(time.Hour)),
		"for another service":         provider.Token(t, good.With("aud", "https://other.example")),
		"of another issuer":           provider.Token(t, good.With("iss", "https://login.example")),
		"that has expired":            provider.Token(t, good.With("exp", time.Now().Add(-time.Minute).Unix())),
		"of an unverified address":    provider.Token(t, good.With("email_verified", false)),
		"of nobody we know":           provider.Token(t, authtest.As("nobody@nowhere.example")),
		"that is too long":            provider.Token(t, good.With("groups", strings.Repeat("g", 8<<10))),
	} {
		if a := s.bearing(t, token); a.status != http.StatusUnauthorized || a.code() != "UNAUTHENTICATED" {
			t.Errorf("a token %s: %d %s", name, a.status, a.body)
		}
	}
	s.bearing(t, provider.Token(t, good)) // hidden, and looked for in the log
}

// TestProviderKeepsDevelopmentOut: with an issuer there is nobody to choose, and what helps to explore is off by default.
func TestProviderKeepsDevelopmentOut(t *testing.T) {
	t.Parallel()
	provider := authtest.Start(t, authtest.NewKey(t, "only"))
	s := signedIn(t, place{}, provider)
	if a := s.get(t, "/identity/users"); a.status != http.StatusNotFound {
		t.Errorf("users to choose: %d %s", a.status, a.body)
	}
	if a := s.send(t, "POST", "/identity/token", `{"email":"`+brightcloud+`"}`, map[string]string{"Content-Type": "application/json"}); a.status != http.StatusNotFound {
		t.Errorf("a token: %d", a.status)
	}
	if a := s.get(t, "/playground"); a.status != http.StatusOK || !strings.Contains(a.body, `"identity":"oidc"`) {
		t.Errorf("the playground: %d %s", a.status, a.body)
	}
	const introspection = `{ __schema { queryType { name } } }`
	if a := s.ask(t, "", introspection, nil); a.code() == "" {
		t.Errorf("introspection: %s", a.body)
	}
	open := serve(t, s.place, "--oidc-issuer", provider.Issuer, "--oidc-audience", authtest.Audience, "--no-production")
	open.do(t, "", introspection, nil)

	said := s.accord(t, "token", "--as", brightcloud, "--oidc-issuer", provider.Issuer)
	if said.code != 1 || said.stdout != "" || !strings.Contains(said.stderr, "users sign in with "+provider.Issuer) {
		t.Errorf("accord token: %d %q %q", said.code, said.stdout, said.stderr)
	}
	s.env = []string{"OIDC_ISSUER=" + provider.Issuer}
	if said := s.accord(t, "token", "--as", brightcloud); said.code != 1 || said.stdout != "" {
		t.Errorf("accord token with the variable: %d %q %q", said.code, said.stdout, said.stderr)
	}
	s.succeed(t, "token", "--list") // tells who there is, and gives nothing away that signs in
}

const (
	findUser   = `query Find { viewer { partner { users(first: 100) { nodes { id email } } } } }`
	removeUser = `mutation Remove($id: ID!) { removeUser(input: {userId: $id}) { user { id } userErrors { code message } } }`
)

// TestRemovedUserIsOut at the next request, with a token that the provider still stands by.
func TestRemovedUserIsOut(t *testing.T) {
	t.Parallel()
	provider := authtest.Start(t, authtest.NewKey(t, "only"))
	each(t, func(t *testing.T, p place) {
		s := signedIn(t, p, provider)
		const removed, chief = "sales@brightcloud.example", "chief@brightcloud.example"
		s.as(t, provider, removed, chief)
		var id string
		for _, u := range s.do(t, removed, findUser, nil).list("viewer.partner.users.nodes") {
			if u["email"] == removed {
				id, _ = u["id"].(string)
			}
		}
		if a := s.do(t, chief, removeUser, map[string]any{"id": id}); a.at("removeUser.user.id") != id {
			t.Fatalf("not removed: %s", a.body)
		}
		if a := s.ask(t, removed, viewerQuery, nil); a.status != http.StatusUnauthorized || a.code() != "UNAUTHENTICATED" {
			t.Errorf("the removed user: %d %s", a.status, a.body)
		}
	})
}

// list gives the objects of a list.
func (a answer) list(path string) (objects []map[string]any) {
	value := a.Data
	for name := range strings.SplitSeq(path, ".") {
		node, _ := value.(map[string]any)
		value = node[name]
	}
	items, _ := value.([]any)
	for _, item := range items {
		if object, ok := item.(map[string]any); ok {
			objects = append(objects, object)
		}
	}
	return objects
}

// TestProviderGoesAndComes: away at the start, away later, and with other keys when it is back.
func TestProviderGoesAndComes(t *testing.T) {
	t.Parallel()
	const away = `{"dependencies":{"database":"ok","identity provider":"down"},"status":"degraded"}`
	const there = `{"dependencies":{"database":"ok","identity provider":"ok"},"status":"ok"}`
	first := authtest.NewKey(t, "first")
	provider := authtest.Start(t, first)
	old := provider.Token(t, authtest.As(brightcloud))
	provider.Away(true)
	s := signedIn(t, place{}, provider)
	if status, body := s.ready(t); status != http.StatusOK || body != away {
		t.Errorf("/readyz: %d %s", status, body)
	}
	if a := s.bearing(t, old); a.status != http.StatusServiceUnavailable || a.code() != "UNAVAILABLE" || a.header.Get("Retry-After") == "" {
		t.Errorf("nobody can tell whose it is: %d %s", a.status, a.body)
	}
	s.do(t, "", servicesQuery, nil)

	provider.Away(false)
	eventually(t, "the provider's users are in", func() bool { return s.bearing(t, old).at("viewer.user.email") == brightcloud })
	if status, body := s.ready(t); status != http.StatusOK || body != there {
		t.Errorf("/readyz: %d %s", status, body)
	}

	provider.Rotate(t, authtest.NewKey(t, "second"))
	young := provider.Token(t, authtest.As(brightcloud))
	provider.Away(true)
	if a := s.bearing(t, old); a.at("viewer.user.email") != brightcloud {
		t.Errorf("a key that is known: %d %s", a.status, a.body)
	}
	if a := s.bearing(t, young); a.status != http.StatusServiceUnavailable {
		t.Errorf("a key that is not: %d %s", a.status, a.body)
	}
	if status, body := s.ready(t); status != http.StatusOK || body != away {
		t.Errorf("/readyz: %d %s", status, body)
	}

	provider.Away(false)
	eventually(t, "the new key is good", func() bool { return s.bearing(t, young).at("viewer.user.email") == brightcloud })
	if a := s.bearing(t, old); a.status != http.StatusUnauthorized {
		t.Errorf("the key that was withdrawn: %d %s", a.status, a.body)
	}
	eventually(t, "readiness says so", func() bool {
		_, body := s.ready(t)
		return body == there
	})
}

// TestProviderSignsInOnPages: the pages are told as whom to sign in, and may ask the provider as soon as it is known where.
func TestProviderSignsInOnPages(t *testing.T) {
	t.Parallel()
	provider := authtest.Start(t, authtest.NewKey(t, "only"))
	for name, c := range map[string]struct {
		flags []string
		want  string
	}{
		"no client":         {nil, `"clientId":"","scope":"openid email profile offline_access","token":"access","audience":"` + authtest.Audience + `"`},
		"a client":          {[]string{"--oidc-client-id", "pages", "--oidc-scopes", "openid  email"}, `"clientId":"pages","scope":"openid email","token":"access","audience":"` + authtest.Audience + `"`},
		"named by a scope":  {[]string{"--oidc-client-id", "pages", "--oidc-scopes", "openid " + authtest.Audience + "/use"}, `"token":"access","audience":""`},
		"the same audience": {[]string{"--oidc-client-id", authtest.Audience}, `"token":"id","audience":""`},
		"told otherwise":    {[]string{"--oidc-client-id", authtest.Audience, "--oidc-token", "access"}, `"token":"access","audience":"` + authtest.Audience + `"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := signedIn(t, place{}, provider, c.flags...)
			for _, path := range []string{"/", "/app/x", "/invite/nothing", "/playground"} {
				a := s.get(t, path)
				if body := strings.ReplaceAll(a.body, `\/`, "/"); !strings.Contains(body, c.want) || !strings.Contains(body, `"issuer":"`+provider.Issuer+`"`) {
					t.Errorf("%s: no %s in %s", path, c.want, body)
				}
				asks := strings.Contains(a.header.Get("Content-Security-Policy"), " "+provider.Issuer+";")
				if asks != (c.flags != nil) {
					t.Errorf("%s: %s", path, a.header.Get("Content-Security-Policy"))
				}
			}
		})
	}
}
