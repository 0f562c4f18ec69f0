package reseller

import (
	"context"
	"time"
)

// IdentifyAPIKey tells who asks with the secret of an API key, and until when the key is good: the user who made it, with those of
// the key's roles that the user has now. It notes the use.
//
// It returns ErrNotFound alike for a secret that is malformed or unknown, a key that is revoked or expired, a maker who is removed
// or of another company than the key, and one who has none of the key's roles any more; ErrUnavailable when the database does not answer.
func (a *App) IdentifyAPIKey(ctx context.Context, secret string) (Viewer, time.Time, error) {
	hash, err := hashAPIKey(secret)
	if err != nil {
		return Viewer{}, time.Time{}, ErrNotFound
	}
	key, maker, err := a.store.APIKeyByHash(ctx, hash)
	if err != nil {
		return Viewer{}, time.Time{}, err
	}
	return a.actingFor(key, maker)
}

// RenewAPIKey looks a key up again that IdentifyAPIKey has found, by its id, with the same answers: for connections that outlive a
// request.
func (a *App) RenewAPIKey(ctx context.Context, id ID) (Viewer, time.Time, error) {
	key, maker, err := a.store.APIKeyHolder(ctx, id)
	if err != nil {
		return Viewer{}, time.Time{}, err
	}
	return a.actingFor(key, maker)
}

// actingFor is a key's maker as the key lets them act.
func (a *App) actingFor(key APIKey, maker Viewer) (Viewer, time.Time, error) {
	at := a.now()
	roles := key.rolesOf(maker.User)
	if key.Tenant != maker.User.Tenant || key.TenantID != maker.User.TenantID { // no row of ours: a key opens its own company alone (R27)
		return Viewer{}, time.Time{}, ErrNotFound
	}
	if key.StatusAt(at) != APIKeyActive || !maker.User.RemovedAt.IsZero() || len(roles) == 0 {
		return Viewer{}, time.Time{}, ErrNotFound
	}
	a.apiKeyUses.note(key, at)
	maker.User.Roles, maker.APIKeyID = roles, key.ID
	return maker, key.ExpiresAt, nil
}

// APIKeyStatus gives a key's status at this moment.
func (a *App) APIKeyStatus(k APIKey) APIKeyStatus { return k.StatusAt(a.now()) }
