// Package authtest has a real OpenID Connect provider for tests to sign in with.
package authtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Audience is what the provider's tokens are for, unless a test asks for another.
const Audience = "https://accord.example"

// patience bounds every wait. Nothing takes that long unless it is broken.
const patience = 30 * time.Second

// Provider is a provider at work: oidc-provider, behind a Front.
type Provider struct {
	*Front

	process *process
}

// Start starts a provider that signs with the keys, each for its algorithm, and by the first where a test does not say.
// Where Node.js is missing the test fails, and says what to install.
func Start(t testing.TB, keys ...jose.JSONWebKey) *Provider {
	t.Helper()
	running, err := node()
	if err != nil {
		t.Fatalf("start the identity provider: %v", err)
	}
	p := &Provider{Front: newFront(t, running.address), process: running}
	p.Rotate(t, keys...)
	return p
}

// Rotate has the provider publish these keys in the place of those it had, and sign with them.
func (p *Provider) Rotate(t testing.TB, keys ...jose.JSONWebKey) {
	t.Helper()
	var answer struct{ Issuer string }
	err := p.process.command(map[string]any{"issuer": p.Issuer, "keys": keys}, &answer)
	if err != nil || answer.Issuer != p.Issuer {
		t.Fatalf("the identity provider answers %v, %v", answer, err)
	}
}

// Claims are laid over those that a token has anyway: iss, aud, sub, iat and exp, an hour ahead. Nil takes one out.
type Claims map[string]any

// As are the claims of a user whose address is verified.
func As(email string) Claims { return Claims{"email": email, "email_verified": true} }

// With is the claims and one more, or one other.
func (c Claims) With(name string, value any) Claims {
	claims := Claims{name: value}
	for n, v := range c {
		if n != name {
			claims[n] = v
		}
	}
	return claims
}

// Token has the provider sign a token for Audience, by the algorithm of its first key.
func (p *Provider) Token(t testing.TB, claims Claims) string {
	t.Helper()
	return p.TokenBy(t, "", claims)
}

// TokenBy is Token by an algorithm that one of the keys is for.
func (p *Provider) TokenBy(t testing.TB, algorithm string, claims Claims) string {
	t.Helper()
	overlay, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"grant_type": {"client_credentials"}, "resource": {Audience}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.Issuer+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("tests", "tests")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Claims", string(overlay))
	r.Header.Set("Alg", algorithm)
	return grant(t, r)
}

func grant(t testing.TB, r *http.Request) string {
	t.Helper()
	response, err := (&http.Client{Timeout: patience}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var granted struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(body, &granted); err != nil || granted.Token == "" {
		t.Fatalf("the identity provider gives no token: %d %s", response.StatusCode, body)
	}
	return granted.Token
}
