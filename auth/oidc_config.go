package auth

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// maxClockSkew bounds how much longer than it says a token may be good.
const maxClockSkew = 10 * time.Minute

// OIDCConfig says whose tokens sign users in, and what has to be in them.
type OIDCConfig struct {
	// Issuer is the provider's address exactly as its tokens have it: https, or http on loopback.
	Issuer string
	// Audience is what the tokens have to be for. It is required: a provider signs tokens for many services, and each of
	// these could sign in here with those that it is sent.
	Audience string
	// Algorithms may sign; only asymmetric ones can, since the keys are public.
	Algorithms []string
	// ClockSkew is how far the provider's clock and ours may be apart.
	ClockSkew time.Duration
	// EmailClaim names the claim that holds the e-mail address.
	EmailClaim string
	// RequireVerifiedEmail takes only tokens whose email_verified is true. Where anybody may write any address into an
	// account of the provider, that is all that keeps them from signing in as somebody else.
	RequireVerifiedEmail bool
	// KeysChanged is called when the provider is found to have other keys than before; nil is nobody's.
	KeysChanged func()
}

// asymmetric are the algorithms that go-oidc verifies.
var asymmetric = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA,
}

// Check refuses what cannot be right, with a sentence that names the flag. It asks nobody.
func (c OIDCConfig) Check() error {
	if err := checkProviderURL(c.Issuer); err != nil {
		return fmt.Errorf("--oidc-issuer %q %w", c.Issuer, err)
	}
	if c.Audience == "" {
		return errors.New("--oidc-issuer needs --oidc-audience, what the provider calls this service in the claim aud: " +
			"without it, any service that the same provider signs tokens for could sign in here with those of its users")
	}
	if c.EmailClaim == "" {
		return errors.New("--oidc-email-claim names no claim; email is the usual one")
	}
	if c.ClockSkew < 0 || c.ClockSkew > maxClockSkew {
		return fmt.Errorf("--oidc-clock-skew %s is not between 0s and %s", c.ClockSkew, maxClockSkew)
	}
	return checkAlgorithms(c.Algorithms)
}

func checkAlgorithms(names []string) error {
	if len(names) == 0 {
		return errors.New("--oidc-algorithms names none; RS256 is what most providers sign with")
	}
	for _, name := range names {
		if slices.Contains(asymmetric, name) {
			continue
		}
		if name == "none" || strings.HasPrefix(name, "HS") {
			return fmt.Errorf("--oidc-algorithms: by %s anybody could sign, as it takes no key, or one that is not secret here; choose among %s",
				name, strings.Join(asymmetric, ", "))
		}
		return fmt.Errorf("--oidc-algorithms: %q is not known; choose among %s", name, strings.Join(asymmetric, ", "))
	}
	return nil
}

// checkProviderURL refuses an address whose answers anybody on the way could have written.
func checkProviderURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("is no address of an identity provider; it looks like https://login.example")
	}
	if u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Host) {
		return nil
	}
	return errors.New("does not begin with https://, and only a provider on this machine's loopback may do without: " +
		"whoever sits on the way could sign anybody in")
}
