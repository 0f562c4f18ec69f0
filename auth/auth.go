// Package auth tells who is asking: it verifies bearer tokens, finds their users in the database, and carries the viewer
// in the context.
//
// A token proves an e-mail address and nothing more. Tenant and roles come from the database with each request, so that
// taking a role away works at once, whatever tokens are about. The Authenticator does both steps for HTTP (Middleware)
// and for WebSockets (FromInit); how a token is verified is a Verifier's business, unless it is the secret of an API key
// (APIKeys). OIDC is the Verifier for an identity provider. Development is the one for a machine of one's own; it and
// everything around it insists on loopback.
package auth

import (
	"context"
	"time"

	"accord/reseller"
)

// ErrBadToken says that a bearer token proves nothing: malformed, forged, expired, or of a user that is not there. It
// is a refusal with CodeUnauthenticated whose words suit every such case, so that they tell a guesser nothing. A Verifier
// wraps it with its reason, which is for the log and never holds any part of the token.
var ErrBadToken error = reseller.Refuse(reseller.CodeUnauthenticated, "The bearer token is not valid, or no longer. Sign in again.")

// Claims are what a verified token proves.
type Claims struct {
	// Email is the user's, in whatever case the token has it.
	Email string
	// ExpiresAt is when the token ends, never zero.
	ExpiresAt time.Time
}

// Verifier checks tokens. It is safe for concurrent use.
type Verifier interface {
	// Verify returns what the token proves. It returns ErrBadToken, wrapped with the reason, for a token that proves
	// nothing, and reseller.ErrUnavailable, wrapped, when it cannot tell because something it needs does not answer. No
	// error holds any part of the token.
	Verify(ctx context.Context, bearer string) (Claims, error)
}
