package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"accord/auth/authtest"
	"accord/reseller"
)

// TestOIDCRotation: a new key is good at its first token, and the old one is good until its keys are read anew.
func TestOIDCRotation(t *testing.T) {
	t.Parallel()
	first, second := authtest.NewKey(t, "first"), authtest.NewKey(t, "second")
	p := authtest.Start(t, first)
	o := oidcOf(t, p, nil, nil)
	old := p.Token(t, authtest.As(ann))
	takes(t, o, old)
	p.Rotate(t, second, first)
	young := p.Token(t, authtest.As(ann))
	takes(t, o, young)
	takes(t, o, old)
	p.Rotate(t, second)
	if err := o.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	takes(t, o, young)
	refuses(t, o, old, "key of the provider")
}

// TestOIDCRotationOfManyAtOnce: all who come with the new key get in, by one question.
func TestOIDCRotationOfManyAtOnce(t *testing.T) {
	t.Parallel()
	p := authtest.Start(t, authtest.NewKey(t, "first"))
	o := oidcOf(t, p, nil, nil)
	p.Rotate(t, authtest.NewKey(t, "second"))
	token := p.Token(t, authtest.As(ann))
	var many sync.WaitGroup
	for range 50 {
		many.Go(func() {
			if claims, err := o.Verify(t.Context(), token); err != nil || claims.Email != ann {
				t.Errorf("got %v, %v", claims, err)
			}
		})
	}
	many.Wait()
	if asked := p.KeysAsked(); asked > 1+unknownBurst {
		t.Errorf("asked %d times for the keys", asked)
	}
}

// TestOIDCForgedKeyIDs: they cannot have us flood the provider, nor keep good tokens out.
func TestOIDCForgedKeyIDs(t *testing.T) {
	t.Parallel()
	p := authtest.Start(t, authtest.NewKey(t, "first"))
	o := oidcOf(t, p, nil, nil)
	good := p.Token(t, authtest.As(ann))
	stranger := authtest.NewKey(t, "stranger")
	for i := range 200 {
		refuses(t, o, forged(t, p, jwt.SigningMethodES256, fmt.Sprint("forged-", i), stranger.Key), "key of the provider")
		takes(t, o, good)
	}
	// One more than the burst, should ten seconds have passed.
	if asked := p.KeysAsked(); asked > 1+unknownBurst+1 {
		t.Errorf("asked %d times for the keys", asked)
	}
	asked := p.KeysAsked()
	refuses(t, o, forged(t, p, jwt.SigningMethodES256, "first", stranger.Key), "key of the provider")
	if again := p.KeysAsked(); again != asked {
		t.Error("a bad signature under a known name makes us ask for the keys")
	}
}

// TestOIDCProviderAway: it may be away at the start and later; keys that are known are good for a day.
func TestOIDCProviderAway(t *testing.T) {
	t.Parallel()
	p := authtest.Start(t, authtest.NewKey(t, "first"))
	token := p.Token(t, authtest.As(ann))
	unknown := forged(t, p, jwt.SigningMethodES256, "other", authtest.NewKey(t, "other").Key)
	now := time.Now()
	o, err := NewOIDC(oidcConfig(p), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	awayFor(t, o, token)
	if o.Check(t.Context()) == nil {
		t.Error("said to be well before it was asked")
	}

	p.Away(true)
	if o.Load(t.Context()) == nil || o.Check(t.Context()) == nil {
		t.Error("it does not answer, and is said to be well")
	}
	awayFor(t, o, token)
	refuses(t, o, "nonsense", "allowed algorithm") // for which nobody is needed

	p.Away(false)
	if err := errors.Join(o.Load(t.Context()), o.Check(t.Context())); err != nil {
		t.Fatal(err)
	}
	takes(t, o, token)

	p.Away(true)
	awayFor(t, o, unknown)
	takes(t, o, token)
	if o.Check(t.Context()) == nil {
		t.Error("it does not answer, and is said to be well")
	}
	token = expiringAt(t, p, now.Add(48*time.Hour))
	now = now.Add(keepKeys)
	takes(t, o, token)
	now = now.Add(time.Second)
	awayFor(t, o, token)
}

// expiringAt has a token signed while the provider is away to others.
func expiringAt(t testing.TB, p *authtest.Provider, end time.Time) string {
	t.Helper()
	p.Away(false)
	defer p.Away(true)
	return p.Token(t, authtest.As(ann).With("exp", end.Unix()))
}

// awayFor checks that nobody can tell whose token it is.
func awayFor(t testing.TB, o *OIDC, token string) {
	t.Helper()
	_, err := o.Verify(t.Context(), token)
	if !errors.Is(err, reseller.ErrUnavailable) || errors.Is(err, ErrBadToken) {
		t.Fatalf("got %v, want ErrUnavailable", err)
	}
	tellsNothing(t, err.Error(), token)
}

// stubborn is a provider whose answers a test makes up: what no real one would say.
func stubborn(t testing.TB, discovery, keys string) *OIDC {
	t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	say := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if target, ok := strings.CutPrefix(text, "redirect "); ok {
				http.Redirect(w, r, target, http.StatusFound)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(strings.ReplaceAll(text, "ISSUER", server.URL)))
		}
	}
	mux.Handle("/.well-known/openid-configuration", say(discovery))
	mux.Handle("/keys", say(keys))
	o, err := NewOIDC(OIDCConfig{Issuer: server.URL, Audience: "a", EmailClaim: "email", Algorithms: []string{"ES256"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestOIDCOddProviders: each oddity is told in words that help, and none lets anybody in.
func TestOIDCOddProviders(t *testing.T) {
	t.Parallel()
	const discovery = `{"issuer":"ISSUER","jwks_uri":"ISSUER/keys"}`
	symmetric := `{"kty":"oct","k":"c2VjcmV0","kid":"s"}`
	tests := map[string]struct{ discovery, keys, reason string }{
		"another issuer":        {`{"issuer":"https://login.example","jwks_uri":"ISSUER/keys"}`, `{}`, "did not match"},
		"slash too many":        {`{"issuer":"ISSUER/","jwks_uri":"ISSUER/keys"}`, `{}`, "did not match"},
		"no JSON":               {`<html>`, `{}`, "discovery"},
		"no place for the keys": {`{"issuer":"ISSUER"}`, `{}`, "jwks_uri"},
		"keys by http":          {`{"issuer":"ISSUER","jwks_uri":"http://login.example/keys"}`, `{}`, "https://"},
		"keys in a file":        {`{"issuer":"ISSUER","jwks_uri":"file:///etc/passwd"}`, `{}`, "jwks_uri"},
		"redirected":            {"redirect https://login.example", `{}`, "redirect"},
		"keys redirected":       {discovery, "redirect https://login.example", "redirect"},
		"keys are no JSON":      {discovery, `<html>`, "cannot be read"},
		"no keys":               {discovery, `{"keys":[]}`, "no key"},
		"only a secret":         {discovery, `{"keys":[` + symmetric + `]}`, "no key"},
		"only a private key":    {discovery, `{"keys":[` + marshalled(t, authtest.NewKey(t, "private")) + `]}`, "no key"},
		"only of unknown kinds": {discovery, `{"keys":[{"kty":"XYZ"},{"kty":"EC","crv":"P-256"},7]}`, "no key"},
		"huge discovery":        {`{"x":"` + strings.Repeat("x", maxProviderAnswer) + `"}`, `{}`, "too large"},
		"huge keys":             {discovery, `{"x":"` + strings.Repeat("x", maxProviderAnswer) + `"}`, "too large"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := stubborn(t, test.discovery, test.keys)
			err := o.Load(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.reason) || len(err.Error()) > 2*maxProviderError {
				t.Errorf("got %v, want %q in it", err, test.reason)
			}
			if o.Check(t.Context()) == nil {
				t.Error("said to be well")
			}
		})
	}
}

// TestOIDCKeepsUsableKeys beside others that it cannot use.
func TestOIDCKeepsUsableKeys(t *testing.T) {
	t.Parallel()
	key := authtest.NewKey(t, "good")
	public := key.Public()
	encrypts := public
	encrypts.KeyID, encrypts.Use = "encrypts", "enc"
	o := stubborn(t, `{"issuer":"ISSUER","jwks_uri":"ISSUER/keys"}`,
		`{"keys":[{"kty":"XYZ"},`+marshalled(t, encrypts)+`,`+marshalled(t, public)+`]}`)
	if err := o.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if keys, err := o.keys.current(); err != nil || len(keys) != 1 || keys[0].KeyID != "good" {
		t.Errorf("got %v, %v", keys, err)
	}
}

func marshalled(t testing.TB, key jose.JSONWebKey) string {
	t.Helper()
	text, err := key.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// asked counts what a verifier asks of a provider that never answers.
type asked struct {
	mu    sync.Mutex
	times []time.Time
}

// RoundTrip implements http.RoundTripper.
func (a *asked) RoundTrip(*http.Request) (*http.Response, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.times = append(a.times, time.Now())
	return nil, errors.New("connection refused")
}

// TestOIDCRunIsPatient: it asks soon at first, then every few seconds, and ends with its context.
func TestOIDCRunIsPatient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, err := NewOIDC(OIDCConfig{Issuer: "https://login.example", Audience: "a", EmailClaim: "email", Algorithms: []string{"ES256"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		transport := &asked{}
		o.keys.client.Transport = transport
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_ = o.Load(ctx)
		o.Run(ctx)
		if n := len(transport.times); n < 8 || n > 14 {
			t.Errorf("asked %d times in a minute", n)
		}
		if soon := transport.times[1].Sub(transport.times[0]); soon > firstRetry {
			t.Errorf("asked again after %s only", soon)
		}
	})
}

// published is a provider whose answers need no network.
type published struct {
	keys []string
	// token is the address of the token endpoint.
	token string
}

// RoundTrip implements http.RoundTripper.
func (p *published) RoundTrip(r *http.Request) (*http.Response, error) {
	body := `{"keys":[` + strings.Join(p.keys, ",") + `]}`
	if strings.HasSuffix(r.URL.Path, "/openid-configuration") {
		body = `{"issuer":"https://login.example","jwks_uri":"https://login.example/keys","token_endpoint":"` + p.token + `"}`
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// TestOIDCOrigins: browsers sign in at the issuer's origin, and at that of the token endpoint once it is known.
func TestOIDCOrigins(t *testing.T) {
	t.Parallel()
	key := authtest.NewKey(t, "only")
	for token, want := range map[string][]string{
		"https://login.example/token":           {"https://login.example"},
		"https://tokens.example:8443/token?v=2": {"https://login.example", "https://tokens.example:8443"},
		"http://127.0.0.1:4000/token":           {"https://login.example", "http://127.0.0.1:4000"},
		"http://tokens.example/token":           {"https://login.example"},
		"javascript:alert(1)":                   {"https://login.example"},
		"":                                      {"https://login.example"},
	} {
		o := offline(t)
		if got := o.Origins(); !slices.Equal(got, want[:1]) {
			t.Errorf("before it has answered: %q", got)
		}
		o.keys.client.Transport = &published{keys: []string{marshalled(t, key.Public())}, token: token}
		if err := o.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := o.Origins(); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", token, got, want)
		}
	}
}

// TestOIDCWithdrawnKey is out within minutes, though nobody comes with a new one.
func TestOIDCWithdrawnKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		stolen, kept := authtest.NewKey(t, "stolen"), authtest.NewKey(t, "kept")
		o := offline(t)
		provider := &published{keys: []string{marshalled(t, stolen.Public()), marshalled(t, kept.Public())}}
		o.keys.client.Transport = provider
		if err := o.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		takes(t, o, signedOffline(t, stolen))
		provider.keys = provider.keys[1:]
		ctx, cancel := context.WithTimeout(t.Context(), refreshEvery)
		defer cancel()
		o.Run(ctx)
		refuses(t, o, signedOffline(t, stolen), "key of the provider")
		takes(t, o, signedOffline(t, kept))
	})
}

// TestOIDCConfig: what cannot be right is refused with a sentence that names the flag.
func TestOIDCConfig(t *testing.T) {
	t.Parallel()
	good := OIDCConfig{Issuer: "https://login.example/realm", Audience: "accord", EmailClaim: "email", Algorithms: []string{"RS256"}, ClockSkew: testSkew}
	if _, err := NewOIDC(good, nil); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		edit   func(*OIDCConfig)
		reason string
	}{
		"no audience":          {func(c *OIDCConfig) { c.Audience = "" }, "--oidc-audience"},
		"no issuer":            {func(c *OIDCConfig) { c.Issuer = "" }, "--oidc-issuer"},
		"issuer by http":       {func(c *OIDCConfig) { c.Issuer = "http://login.example" }, "https://"},
		"issuer is a word":     {func(c *OIDCConfig) { c.Issuer = "login" }, "https://login.example"},
		"issuer with a query":  {func(c *OIDCConfig) { c.Issuer = "https://login.example?a=b" }, "--oidc-issuer"},
		"issuer with a secret": {func(c *OIDCConfig) { c.Issuer = "https://user@login.example" }, "--oidc-issuer"},
		"no e-mail claim":      {func(c *OIDCConfig) { c.EmailClaim = "" }, "--oidc-email-claim"},
		"negative skew":        {func(c *OIDCConfig) { c.ClockSkew = -time.Second }, "--oidc-clock-skew"},
		"skew of an hour":      {func(c *OIDCConfig) { c.ClockSkew = time.Hour }, "--oidc-clock-skew"},
		"no algorithm":         {func(c *OIDCConfig) { c.Algorithms = nil }, "--oidc-algorithms"},
		"none":                 {func(c *OIDCConfig) { c.Algorithms = []string{"RS256", "none"} }, "anybody could sign"},
		"HS256":                {func(c *OIDCConfig) { c.Algorithms = []string{"HS256"} }, "anybody could sign"},
		"unheard of":           {func(c *OIDCConfig) { c.Algorithms = []string{"rs256"} }, "choose among"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := good
			test.edit(&config)
			if o, err := NewOIDC(config, nil); err == nil || o != nil || !strings.Contains(err.Error(), test.reason) {
				t.Errorf("got %v, %v, want %q in it", o, err, test.reason)
			}
		})
	}
	for _, local := range []string{"http://127.0.0.1:4444", "http://localhost:8080/realms/accord", "http://[::1]"} {
		config := good
		config.Issuer = local
		if err := config.Check(); err != nil {
			t.Errorf("%s: %v", local, err)
		}
	}
}
