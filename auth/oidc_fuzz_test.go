package auth

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"accord/auth/authtest"
	"accord/reseller"
)

// offline is a verifier that knows keys and whose provider is away. A test would have to wait for the network otherwise.
func offline(t testing.TB, keys ...jose.JSONWebKey) *OIDC {
	t.Helper()
	config := OIDCConfig{Issuer: "https://login.example", Audience: "accord", EmailClaim: "email", Algorithms: asymmetric}
	o, err := NewOIDC(config, at(testTime))
	if err != nil {
		t.Fatal(err)
	}
	var public []jose.JSONWebKey
	for _, key := range keys {
		public = append(public, key.Public())
	}
	o.keys.client = &http.Client{Transport: &asked{}}
	o.keys.note(t.Context(), discovered{keys: public}, nil)
	return o
}

// signedOffline is a token that offline takes.
func signedOffline(t testing.TB, key jose.JSONWebKey) string {
	t.Helper()
	token := jwt.NewWithClaims(jwt.GetSigningMethod(key.Algorithm), jwt.MapClaims{
		"iss": "https://login.example", "aud": "accord", "email": ann, "exp": testTime.Add(time.Hour).Unix(),
	})
	token.Header["kid"] = key.KeyID
	signed, err := token.SignedString(key.Key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// FuzzOIDC knows a good token and everything but the provider's key, and proves nothing with other content in it, however
// it changes it. A signature may be spelled in several ways: its last digit has bits that mean nothing.
func FuzzOIDC(f *testing.F) {
	key := authtest.NewKey(f, "only")
	o := offline(f, key)
	good := signedOffline(f, key)
	takes(f, o, good)
	parts := strings.Split(good, ".")
	for _, seed := range []string{
		good, "", "..", "a.b.c", parts[0] + "." + parts[1] + ".", parts[0] + "." + segment(`{"email":"`+ann+`"}`) + "." + parts[2],
		segment(`{"alg":"none"}`) + "." + parts[1] + ".", segment(`{"alg":"ES256","kid":["only"]}`) + "." + parts[1] + "." + parts[2],
		segment(`{"alg":"ES256","kid":"other"}`) + "." + parts[1] + "." + parts[2], segment(`null`) + "." + segment(`null`) + "." + segment(`null`),
		segment(`{"alg":"ES256","alg":"none"}`) + "." + parts[1] + "." + parts[2], `{"payload":"","signatures":[]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		claims, err := o.Verify(t.Context(), token)
		if strings.HasPrefix(token, parts[0]+"."+parts[1]+".") || strings.ContainsFunc(token, notTokenRune) {
			return // the same content, or nothing that an Authenticator hands on
		}
		if claims != (Claims{}) || !errors.Is(err, ErrBadToken) && !errors.Is(err, reseller.ErrUnavailable) {
			t.Errorf("%q: %v, %v", token, claims, err)
		}
	})
}

// BenchmarkOIDC verifies tokens whose keys are known.
func BenchmarkOIDC(b *testing.B) {
	keys := authtest.NewKeys(b, "bench")
	o := offline(b, keys...)
	for _, key := range keys {
		token := signedOffline(b, key)
		b.Run(key.Algorithm, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := o.Verify(b.Context(), token); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
