package main

import (
	"net/http"
	"testing"
)

const (
	createKey = `mutation { createApiKey(input: { label: "nightly report", roles: [GLOBAL_ADMIN] }) { apiKey { id } secret userErrors { message } } }`
	whoAsks   = `{ viewer { user { email roles } apiKey { label } } }`
	listKeys  = `{ viewer { apiKeys { nodes { label status lastUsedAt } } } }`
	chief     = "chief@brightcloud.example"
)

// apiKey makes an API key of a user's and gives its secret.
func (s *instance) apiKey(t testing.TB, email string) string {
	t.Helper()
	a := s.do(t, email, createKey, nil)
	secret := a.at("createApiKey.secret")
	if secret == "" {
		t.Fatalf("no API key: %s", a.body)
	}
	return s.hide(secret)
}

// TestR18_AScriptSignsInWithAnAPIKey, at every server of the database, and its use is written down when the server stops. That no
// secret is in the log, the end of every server's test checks.
func TestR18_AScriptSignsInWithAnAPIKey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		s := demo(t, p)
		secret := s.apiKey(t, chief)
		asKey := map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + secret}
		a := s.send(t, http.MethodPost, "/graphql", document(t, whoAsks, nil), asKey)
		if a.at("viewer.user.email") != chief || a.at("viewer.user.roles") != "[GLOBAL_ADMIN]" || a.at("viewer.apiKey.label") != "nightly report" {
			t.Errorf("%d %s", a.status, a.body)
		}
		asKey["Host"] = "accord.example"
		if a := s.send(t, http.MethodPost, "/graphql", document(t, whoAsks, nil), asKey); a.status != http.StatusUnauthorized {
			t.Errorf("not over loopback: %d %s", a.status, a.body)
		}
		if code := s.stop(t); code != 0 {
			t.Fatalf("exit code %d", code)
		}
		a = s.beside(t).do(t, chief, listKeys, nil)
		if a.at("viewer.apiKeys.nodes.0.status") != "ACTIVE" || a.at("viewer.apiKeys.nodes.0.lastUsedAt") == "" {
			t.Errorf("%s", a.body)
		}
	})
}
