package auth

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"accord/auth/authtest"
	"accord/reseller"
)

const testSkew = 30 * time.Second

// oidcConfig takes the tokens of a provider.
func oidcConfig(p *authtest.Provider) OIDCConfig {
	return OIDCConfig{
		Issuer: p.Issuer, Audience: authtest.Audience, Algorithms: []string{"RS256", "ES256", "PS256", "EdDSA"},
		ClockSkew: testSkew, EmailClaim: "email", RequireVerifiedEmail: true,
	}
}

// oidcOf makes a verifier that has asked the provider once; edit may change its config.
func oidcOf(t testing.TB, p *authtest.Provider, now func() time.Time, edit func(*OIDCConfig)) *OIDC {
	t.Helper()
	config := oidcConfig(p)
	if edit != nil {
		edit(&config)
	}
	o, err := NewOIDC(config, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return o
}

// refuses checks that a token is bad, for that reason, and that nothing of it is told.
func refuses(t testing.TB, o *OIDC, token, reason string) {
	t.Helper()
	claims, err := o.Verify(t.Context(), token)
	if !errors.Is(err, ErrBadToken) || claims != (Claims{}) {
		t.Fatalf("got %v, %v, want ErrBadToken", claims, err)
	}
	if !strings.Contains(err.Error(), reason) {
		t.Errorf("got %q, want %q in it", err, reason)
	}
	tellsNothing(t, err.Error(), token)
}

// takes checks that a token is ann's.
func takes(t testing.TB, o *OIDC, token string) {
	t.Helper()
	if claims, err := o.Verify(t.Context(), token); err != nil || claims.Email != ann {
		t.Fatalf("got %v, %v", claims, err)
	}
}

// TestOIDCClaims: what the provider signs is taken, or refused, by what it says.
func TestOIDCClaims(t *testing.T) {
	t.Parallel()
	p := authtest.Start(t, authtest.NewKeys(t, "first")...)
	now := time.Now().Truncate(time.Second)
	o := oidcOf(t, p, at(now), nil)
	good := authtest.As(ann).With("exp", now.Add(time.Hour).Unix())
	tests := map[string]struct {
		claims authtest.Claims
		reason string
	}{
		"good":                       {good, ""},
		"one of several audiences":   {good.With("aud", []string{"other", authtest.Audience}), ""},
		"text for a boolean":         {good.With("email_verified", "true"), ""},
		"expired within skew":        {good.With("exp", now.Add(-testSkew+time.Second).Unix()), ""},
		"expired by the skew":        {good.With("exp", now.Add(-testSkew).Unix()), "expired"},
		"expired long ago":           {good.With("exp", 1), "expired"},
		"no end":                     {good.With("exp", nil), "names no end"},
		"end is no number":           {good.With("exp", "tomorrow"), "malformed"},
		"not yet, within skew":       {good.With("nbf", now.Add(testSkew).Unix()), ""},
		"not yet":                    {good.With("nbf", now.Add(testSkew+time.Second).Unix()), "not valid yet"},
		"beginning is no number":     {good.With("nbf", "tomorrow"), "malformed"},
		"other audience":             {good.With("aud", "https://other.example"), "audience"},
		"no audience in a list":      {good.With("aud", []string{}), "audience"},
		"part of our audience":       {good.With("aud", authtest.Audience[:10]), "audience"},
		"other issuer":               {good.With("iss", "https://login.example"), "issuer"},
		"issuer with a slash":        {good.With("iss", p.Issuer+"/"), "issuer"},
		"no issuer":                  {good.With("iss", nil), "issuer"},
		"unverified e-mail":          {good.With("email_verified", false), "not verified"},
		"e-mail of unknown standing": {good.With("email_verified", nil), "not verified"},
		"e-mail verified, of sorts":  {good.With("email_verified", 1), "not verified"},
		"e-mail verified by a list":  {good.With("email_verified", []bool{true}), "not verified"},
		"no e-mail":                  {good.With("email", nil), "claim email"},
		"empty e-mail":               {good.With("email", ""), "claim email"},
		"e-mail is no text":          {good.With("email", []string{ann}), "claim email"},
		"name is an e-mail":          {good.With("email", nil).With("preferred_username", ann), "claim email"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := p.Token(t, test.claims)
			if test.reason == "" {
				takes(t, o, token)
			} else {
				refuses(t, o, token, test.reason)
			}
		})
	}
}

// TestOIDCEnds: an identity is good as long as its token is taken.
func TestOIDCEnds(t *testing.T) {
	t.Parallel()
	p := authtest.Start(t, authtest.NewKey(t, "only"))
	now := time.Now().Truncate(time.Second)
	claims, err := oidcOf(t, p, at(now), nil).Verify(t.Context(), p.Token(t, authtest.As(ann).With("exp", now.Unix())))
	if want := (Claims{Email: ann, ExpiresAt: now.Add(testSkew).UTC()}); err != nil || claims != want {
		t.Errorf("got %v, %v, want %v", claims, err, want)
	}
}

// TestOIDCMappedClaims: which claims count is a matter of configuration.
func TestOIDCMappedClaims(t *testing.T) {
	t.Parallel()
	p := authtest.Start(t, authtest.NewKey(t, "only"))
	mapped := oidcOf(t, p, nil, func(c *OIDCConfig) { c.EmailClaim = "https://accord.example/mail" })
	takes(t, mapped, p.Token(t, authtest.As("eve@example.com").With("https://accord.example/mail", ann)))
	refuses(t, mapped, p.Token(t, authtest.As(ann)), "claim https://accord.example/mail")

	trusting := oidcOf(t, p, nil, func(c *OIDCConfig) { c.RequireVerifiedEmail = false })
	takes(t, trusting, p.Token(t, authtest.Claims{"email": ann}))
	takes(t, trusting, p.Token(t, authtest.As(ann).With("email_verified", false)))
}

// TestOIDCAlgorithms: each that is allowed, and no other, whoever signs.
func TestOIDCAlgorithms(t *testing.T) {
	t.Parallel()
	keys := authtest.NewKeys(t, "first")
	p := authtest.Start(t, keys...)
	o := oidcOf(t, p, nil, nil)
	one := oidcOf(t, p, nil, func(c *OIDCConfig) { c.Algorithms = []string{"ES256"} })
	for _, key := range keys {
		token := p.TokenBy(t, key.Algorithm, authtest.As(ann))
		takes(t, o, token)
		if key.Algorithm == "ES256" {
			takes(t, one, token)
		} else {
			refuses(t, one, token, "allowed algorithm")
		}
	}
	if asked := p.KeysAsked(); asked != 2 {
		t.Errorf("the keys were asked for %d times by two that know them all", asked)
	}
}

// forged signs ann's claims as the provider would, but otherwise.
func forged(t testing.TB, p *authtest.Provider, method jwt.SigningMethod, kid string, key any) string {
	t.Helper()
	claims := jwt.MapClaims(maps.Clone(authtest.As(ann)))
	maps.Copy(claims, jwt.MapClaims{"iss": p.Issuer, "aud": authtest.Audience, "exp": time.Now().Add(time.Hour).Unix()})
	token := jwt.NewWithClaims(method, claims)
	if kid != "" {
		token.Header["kid"] = kid
	}
	signed, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// TestOIDCForgeries: signatures that are none of the provider's.
func TestOIDCForgeries(t *testing.T) {
	t.Parallel()
	keys := authtest.NewKeys(t, "first")
	p := authtest.Start(t, keys...)
	o := oidcOf(t, p, nil, nil)
	good := p.Token(t, authtest.As(ann))
	parts := strings.Split(good, ".")
	published, err := x509.MarshalPKIXPublicKey(rsaKey(t, keys).Public())
	if err != nil {
		t.Fatal(err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: published})
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	none := jwt.UnsafeAllowNoneSignatureType
	tests := map[string]struct{ token, reason string }{
		"alg none":                      {forged(t, p, jwt.SigningMethodNone, "first-RS256", none), "allowed algorithm"},
		"alg None":                      {segment(`{"alg":"None"}`) + "." + parts[1] + ".", "allowed algorithm"},
		"alg none, old signature":       {segment(`{"alg":"none"}`) + "." + parts[1] + "." + parts[2], "allowed algorithm"},
		"HS256 by the public key, PEM":  {forged(t, p, jwt.SigningMethodHS256, "first-RS256", public), "allowed algorithm"},
		"HS256 by the public key, DER":  {forged(t, p, jwt.SigningMethodHS256, "first-RS256", published), "allowed algorithm"},
		"another's key under our name":  {forged(t, p, jwt.SigningMethodRS256, "first-RS256", stranger), "key of the provider"},
		"another's key without a name":  {forged(t, p, jwt.SigningMethodRS256, "", stranger), "key of the provider"},
		"another's key by an unknown":   {forged(t, p, jwt.SigningMethodRS256, "second", stranger), "key of the provider"},
		"right key, other algorithm":    {forged(t, p, jwt.SigningMethodPS256, "first-RS256", rsaKey(t, keys)), "key of the provider"},
		"right key, longer hash":        {forged(t, p, jwt.SigningMethodRS512, "first-RS256", rsaKey(t, keys)), "allowed algorithm"},
		"development identity":          {issue(t, development(t, time.Now(), oldKey), ann), "allowed algorithm"},
		"claims changed":                {parts[0] + "." + segment(`{"email":"eve@example.com"}`) + "." + parts[2], "key of the provider"},
		"no signature":                  {parts[0] + "." + parts[1] + ".", "key of the provider"},
		"signature cut short":           {good[:len(good)-4], "key of the provider"},
		"two parts":                     {parts[0] + "." + parts[1], "allowed algorithm"},
		"five parts":                    {good + "." + parts[1] + "." + parts[2], "allowed algorithm"},
		"no base64":                     {"!" + good, "allowed algorithm"},
		"empty":                         {"", "allowed algorithm"},
		"header with a key of its own":  {withOwnKey(t, p), "key of the provider"},
		"critical header of an unknown": {critical(parts), "key of the provider"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refuses(t, o, test.token, test.reason)
		})
	}
	takes(t, o, forged(t, p, jwt.SigningMethodRS256, "", rsaKey(t, keys))) // a key id is optional, and the maker of these no fool
}

func rsaKey(t testing.TB, keys []jose.JSONWebKey) *rsa.PrivateKey {
	t.Helper()
	at := slices.IndexFunc(keys, func(k jose.JSONWebKey) bool { return k.Algorithm == "RS256" })
	key, ok := keys[at].Key.(*rsa.PrivateKey)
	if !ok {
		t.Fatal("no RSA key")
	}
	return key
}

// withOwnKey signs with a stranger's key, and brings it along in the header.
func withOwnKey(t testing.TB, p *authtest.Provider) string {
	t.Helper()
	stranger := authtest.NewKey(t, "stranger")
	options := (&jose.SignerOptions{EmbedJWK: true}).WithType("JWT")
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: stranger}, options)
	if err != nil {
		t.Fatal(err)
	}
	object, err := signer.Sign([]byte(`{"iss":"` + p.Issuer + `","aud":"` + authtest.Audience + `","email":"` + ann + `","email_verified":true,"exp":99999999999}`))
	if err != nil {
		t.Fatal(err)
	}
	token, err := object.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func critical(parts []string) string {
	return segment(`{"alg":"ES256","kid":"first-ES256","crit":["exp"],"exp":1}`) + "." + parts[1] + "." + parts[2]
}

// TestOIDCLongTokens: the header is bounded before anything is decoded.
func TestOIDCLongTokens(t *testing.T) {
	t.Parallel()
	p := authtest.Start(t, authtest.NewKey(t, "only"))
	a := New(oidcOf(t, p, nil, nil), directory{})
	for length, want := range map[int]error{5000: nil, maxAuthorization: ErrBadToken, 1 << 16: ErrBadToken} {
		token := p.Token(t, authtest.As(ann).With("groups", strings.Repeat("g", length)))
		if id, err := a.Authenticate(t.Context(), "Bearer "+token); !errors.Is(err, want) || id.Viewer.Known() != (want == nil) {
			t.Errorf("%d bytes: got %v, %v", len(token), id, err)
		}
	}
}

// TestOIDCUsers: whom the database does not know gets what any bad token gets.
func TestOIDCUsers(t *testing.T) {
	t.Parallel()
	p := authtest.Start(t, authtest.NewKey(t, "only"))
	a := New(oidcOf(t, p, nil, nil), directory{})
	for email, want := range map[string]error{
		ann: nil, "Ann@Example.com": nil, "eve@example.com": ErrBadToken, "down@example.com": reseller.ErrUnavailable,
	} {
		if id, err := a.Authenticate(t.Context(), "Bearer "+p.Token(t, authtest.As(email))); !errors.Is(err, want) || id.Viewer.Known() != (want == nil) {
			t.Errorf("%s: got %v, %v", email, id, err)
		}
	}
}
