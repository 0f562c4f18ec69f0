package auth

import (
	"context"
	"time"

	"accord/reseller"
)

// Identity is who is asking, and until when that holds. The zero Identity is nobody.
type Identity struct {
	Viewer reseller.Viewer
	// ExpiresAt is when the token ends; zero for nobody. What outlives a request, such as a WebSocket, ends with it.
	ExpiresAt time.Time
	// Remembered tells that it was found out a moment ago, and not for this request: see WithRecent.
	Remembered bool
}

type identityKey struct{}

// WithIdentity returns a context that carries the identity, in place of any it carried before.
func WithIdentity(ctx context.Context, id Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, id)
}

// IdentityFrom returns the identity that the context carries, nobody when it carries none.
func IdentityFrom(ctx context.Context) Identity {
	id, _ := ctx.Value(identityKey{}).(Identity)
	return id
}

// ViewerFrom returns the viewer of the identity that the context carries, the zero Viewer when it carries none.
func ViewerFrom(ctx context.Context) reseller.Viewer { return IdentityFrom(ctx).Viewer }
