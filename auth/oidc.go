package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/golang-jwt/jwt/v5"
)

// OIDC verifies the tokens of an OpenID Connect provider: JWTs that its issuer has signed for our audience. What may
// sign comes from the provider itself, by discovery. Until it has answered for the first time, Verify returns
// reseller.ErrUnavailable; once it has, it may be away for a day (see Run). It is safe for concurrent use.
type OIDC struct {
	config OIDCConfig
	// checks are go-oidc's part. Time is ours: its own check allows a fixed 5 minutes before nbf.
	checks *oidc.Config
	keys   *providerKeys
	now    func() time.Time
}

var _ Verifier = (*OIDC)(nil)

// NewOIDC makes the identity of a provider, and asks it nothing yet: Load and Run do. A nil now is the system's clock.
// It fails with a sentence that names the flag on a config that cannot be right.
func NewOIDC(config OIDCConfig, now func() time.Time) (*OIDC, error) {
	if err := config.Check(); err != nil {
		return nil, err
	}
	if now == nil {
		now = time.Now
	}
	checks := &oidc.Config{ClientID: config.Audience, SupportedSigningAlgs: config.Algorithms, SkipExpiryCheck: true}
	return &OIDC{config: config, checks: checks, keys: newProviderKeys(config, now), now: now}, nil
}

// Verify implements Verifier. It waits for the provider only where a token names a key that is not known yet.
func (o *OIDC) Verify(ctx context.Context, bearer string) (Claims, error) {
	signature := &signatureCheck{keys: o.keys}
	token, err := oidc.NewVerifier(o.config.Issuer, signature, o.checks).Verify(ctx, bearer)
	switch {
	// The library's own error quotes from the token, and hides which of ours it wraps.
	case signature.err != nil:
		return Claims{}, signature.err
	case err != nil && !signature.good:
		return Claims{}, bad("it is not a JWT signed by an allowed algorithm")
	case err != nil:
		return Claims{}, bad("its issuer or audience is another, or its claims are malformed")
	}
	return o.read(token)
}

// oidcClaims are those that we look at ourselves, beside the e-mail address, whose claim has a name of choice.
type oidcClaims struct {
	NotBefore *jwt.NumericDate `json:"nbf"`
	// Verified is a boolean, or by some providers the text of one.
	Verified any `json:"email_verified"`
}

// read takes out of a token that is the provider's what it proves.
func (o *OIDC) read(token *oidc.IDToken) (Claims, error) {
	var claims oidcClaims
	var all map[string]json.RawMessage
	if token.Claims(&claims) != nil || token.Claims(&all) != nil {
		return Claims{}, bad("its claims are malformed")
	}
	until, err := o.checkTime(token.Expiry, claims.NotBefore)
	if err != nil {
		return Claims{}, err
	}
	var email string
	if json.Unmarshal(all[o.config.EmailClaim], &email) != nil || email == "" {
		return Claims{}, bad("it has no text in the claim " + o.config.EmailClaim)
	}
	if o.config.RequireVerifiedEmail && !slices.Contains([]any{true, "true"}, claims.Verified) {
		return Claims{}, bad("its e-mail address is not verified")
	}
	return Claims{Email: email, ExpiresAt: until}, nil
}

// checkTime tells until when a token is good: to its expiry, and as much longer as clocks may differ.
func (o *OIDC) checkTime(expiry time.Time, notBefore *jwt.NumericDate) (time.Time, error) {
	now, skew := o.now(), o.config.ClockSkew
	until := expiry.Add(skew).UTC()
	switch {
	case expiry.IsZero():
		return time.Time{}, bad("it names no end")
	case !now.Before(until):
		return time.Time{}, bad("it has expired")
	case notBefore != nil && now.Before(notBefore.Add(-skew)):
		return time.Time{}, bad("it is not valid yet")
	}
	return until, nil
}

// Load asks the provider for its keys once, for a few seconds at most, so that a server that starts knows them from the
// first request on. A provider that does not answer is no reason not to start: Run goes on asking.
func (o *OIDC) Load(ctx context.Context) error { return o.keys.load(ctx) }

// Run asks the provider for its keys every few minutes until ctx ends, and every few seconds while it does not answer.
func (o *OIDC) Run(ctx context.Context) { o.keys.run(ctx) }

// Origins are the origins that a browser has to be able to ask in order to sign in, each as https://login.example. Before
// the provider has answered for the first time, its issuer's is the only one known.
func (o *OIDC) Origins() []string { return o.keys.origins() }

// Check reports what went wrong when the provider was last asked, nil when nothing did. It asks nothing itself, so that
// nobody can have us ask by asking for our readiness.
func (o *OIDC) Check(context.Context) error {
	if err := o.keys.failure(); err != nil {
		return fmt.Errorf("auth: the identity provider: %w", err)
	}
	return nil
}
