package auth

import (
	"context"
	"errors"
	"time"

	"accord/reseller"
)

// APIKeys knows the bearers of API keys; the domain's App does.
type APIKeys interface {
	// IdentifyAPIKey tells as whom the secret of an API key acts, and until when the key is good. It returns
	// reseller.ErrNotFound for a secret that opens nothing, or no longer, reseller.ErrUnavailable when the database does not
	// answer.
	IdentifyAPIKey(ctx context.Context, secret string) (reseller.Viewer, time.Time, error)
	// RenewAPIKey looks up by its id a key that IdentifyAPIKey has found, with the same answers.
	RenewAPIKey(ctx context.Context, id reseller.ID) (reseller.Viewer, time.Time, error)
}

// WithAPIKeys takes the secrets of API keys for bearer tokens as well, whatever the Verifier is; without it the Verifier gets them,
// and refuses them.
func WithAPIKeys(keys APIKeys) Option { return func(a *Authenticator) { a.apiKeys = keys } }

// ofAPIKey reports whether a bearer token is the business of API keys.
func (a *Authenticator) ofAPIKey(bearer string) bool {
	return a.apiKeys != nil && reseller.IsAPIKey(bearer)
}

// identifyAPIKey tells who asks with an API key.
func (a *Authenticator) identifyAPIKey(ctx context.Context, secret string) (Identity, error) {
	viewer, until, err := a.apiKeys.IdentifyAPIKey(ctx, secret)
	return identityOfAPIKey(viewer, until, err)
}

// renewAPIKey looks an identity's API key up again.
func (a *Authenticator) renewAPIKey(ctx context.Context, id reseller.ID) (Identity, error) {
	viewer, until, err := a.apiKeys.RenewAPIKey(ctx, id)
	renewed, err := identityOfAPIKey(viewer, until, err)
	if err != nil {
		return Identity{}, settle(ctx, err)
	}
	return renewed, nil
}

func identityOfAPIKey(viewer reseller.Viewer, until time.Time, err error) (Identity, error) {
	if errors.Is(err, reseller.ErrNotFound) || err == nil && !viewer.Known() {
		return Identity{}, bad("no such API key is good")
	}
	if err != nil {
		return Identity{}, err
	}
	return Identity{Viewer: viewer, ExpiresAt: until}, nil
}
