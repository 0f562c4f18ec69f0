package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"accord/reseller"

	"github.com/golang-jwt/jwt/v5"
)

const (
	// DevelopmentPurpose is what a keyring derives the keys of NewDevelopment for.
	DevelopmentPurpose = "development identity"
	// DevelopmentLifetime is how long a token of the development identity is good.
	DevelopmentLifetime = 12 * time.Hour

	developmentIssuer   = "accord-development"
	developmentAudience = "accord"
	// minKeySize is the size of HS256's hash in bytes; RFC 7518 wants no shorter key.
	minKeySize = 32
)

// Development is the development identity: it signs tokens for anyone who asks, and verifies them. They are JWTs under
// HS256 with keys made of the server's secret, so that `accord token` works beside a running server. It belongs on
// loopback only: see RequireLoopback and LoopbackRequests.
type Development struct {
	signer []byte
	keys   jwt.VerificationKeySet
	parser *jwt.Parser
	now    func() time.Time
}

var _ Verifier = (*Development)(nil)

// developmentClaims are a token's content.
type developmentClaims struct {
	jwt.RegisteredClaims
	Email string `json:"email"`
}

// NewDevelopment makes the development identity from keys of at least 32 bytes: the first signs, all verify. They come of
// reseller.Keyring.Derive(DevelopmentPurpose). A nil now is the system's clock. It fails when there is no key or one is
// too short.
func NewDevelopment(keys [][]byte, now func() time.Time) (*Development, error) {
	if len(keys) == 0 {
		return nil, errors.New("auth: the development identity needs a key")
	}
	if now == nil {
		now = time.Now
	}
	d := &Development{signer: bytes.Clone(keys[0]), now: now, parser: developmentParser(now)}
	for i, key := range keys {
		if len(key) < minKeySize {
			return nil, fmt.Errorf("auth: key %d of the development identity has %d bytes; it needs %d", i+1, len(key), minKeySize)
		}
		d.keys.Keys = append(d.keys.Keys, bytes.Clone(key))
	}
	return d, nil
}

// developmentParser allows one algorithm, one spelling of each token and no leeway: the clock that verifies is the clock
// that signed.
func developmentParser(now func() time.Time) *jwt.Parser {
	return jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithIssuer(developmentIssuer),
		jwt.WithAudience(developmentAudience),
		jwt.WithExpirationRequired(),
		jwt.WithIssuedAt(),
		jwt.WithStrictDecoding(),
		jwt.WithTimeFunc(now),
	)
}

// Issue signs a token for the e-mail address, case-folded, good for DevelopmentLifetime. It fails on an empty address;
// whether there is such a user, it does not ask.
func (d *Development) Issue(email string) (string, error) {
	email = reseller.FoldEmail(email)
	if email == "" {
		return "", errors.New("auth: an empty e-mail address names nobody")
	}
	at := d.now()
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, developmentClaims{
		Email: email,
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    developmentIssuer,
			Audience:  jwt.ClaimStrings{developmentAudience},
			IssuedAt:  jwt.NewNumericDate(at),
			NotBefore: jwt.NewNumericDate(at),
			ExpiresAt: jwt.NewNumericDate(at.Add(DevelopmentLifetime)),
		},
	})
	signed, err := token.SignedString(d.signer)
	if err != nil {
		return "", fmt.Errorf("auth: sign a token: %w", err)
	}
	return signed, nil
}

// Verify implements Verifier. It waits for nothing and returns no other error than ErrBadToken.
func (d *Development) Verify(_ context.Context, bearer string) (Claims, error) {
	var claims developmentClaims
	_, err := d.parser.ParseWithClaims(bearer, &claims, func(*jwt.Token) (any, error) { return d.keys, nil })
	if err != nil {
		return Claims{}, fmt.Errorf("%w (%s)", ErrBadToken, reason(err))
	}
	if reseller.FoldEmail(claims.Email) == "" {
		return Claims{}, fmt.Errorf("%w (it names no e-mail address)", ErrBadToken)
	}
	return Claims{Email: reseller.FoldEmail(claims.Email), ExpiresAt: claims.ExpiresAt.UTC()}, nil
}

// reasons are the library's errors in words of ours. Its own quote from the token.
var reasons = []struct {
	is   error
	text string
}{
	{jwt.ErrTokenMalformed, "it is not a JWT"},
	{jwt.ErrTokenUnverifiable, "its algorithm is not known"},
	{jwt.ErrTokenSignatureInvalid, "it is not signed with a key of ours"},
	{jwt.ErrTokenExpired, "it has expired"},
	{jwt.ErrTokenNotValidYet, "it is not valid yet"},
	{jwt.ErrTokenUsedBeforeIssued, "it is issued in the future"},
	{jwt.ErrTokenInvalidIssuer, "it is of another issuer"},
	{jwt.ErrTokenInvalidAudience, "it is for another audience"},
	{jwt.ErrTokenRequiredClaimMissing, "it lacks a required claim"},
}

func reason(err error) string {
	for _, r := range reasons {
		if errors.Is(err, r.is) {
			return r.text
		}
	}
	return "it does not verify"
}
