package reseller

import (
	"context"
	"slices"
	"time"
)

// maxAPIKeyLabel bounds a key's label, in characters.
const maxAPIKeyLabel = 100

// CreateAPIKeyInput makes an API key that acts as the viewer (R18).
type CreateAPIKeyInput struct {
	Common
	// Label says what the key is for; it is required.
	Label string
	// Roles are some of the viewer's; nil is all of them.
	Roles []Role
	// ExpiresAt is when the key ends; nil is after DefaultAPIKeyLifetime.
	ExpiresAt *time.Time
}

// RevokeAPIKeyInput revokes an API key (R18).
type RevokeAPIKeyInput struct {
	Common
	APIKeyID ID
}

// APIKeyAnswer names an API key.
type APIKeyAnswer struct {
	APIKeyID ID
	// Secret is what the key's bearer sends. It is there when the key has just been made, and empty ever after: an idempotency
	// key remembers all but it.
	Secret string `json:"-"`
}

// CreateAPIKey makes an API key that acts as the viewer, with roles no wider than the viewer's (R18). The answer holds its secret,
// which is shown this once.
//
// Refusals: CodeForbiddenRole (R18), for one who has signed in with an API key too, CodeStaleVersion, CodeValidationFailed for a
// label, roles or an end that do not do, and where the tenant has MaxAPIKeys already.
func (a *App) CreateAPIKey(ctx context.Context, v Viewer, in CreateAPIKeyInput) (APIKeyAnswer, error) {
	if !v.Known() {
		return APIKeyAnswer{}, ErrUnauthenticated
	}
	in, err := in.clean()
	if err != nil {
		return APIKeyAnswer{}, err
	}
	m := mutation{name: "createApiKey", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (APIKeyAnswer, error) {
		if err := v.may(actManageAPIKeys); err != nil {
			return APIKeyAnswer{}, err
		}
		if err := in.checkVersion(0); err != nil {
			return APIKeyAnswer{}, err
		}
		maker, err := lockMaker(ctx, tx, v)
		if err != nil {
			return APIKeyAnswer{}, err
		}
		key, err := in.key(c.now, maker)
		if err != nil {
			return APIKeyAnswer{}, err
		}
		return c.addAPIKey(ctx, tx, key)
	})
}

// clean checks the fields whose meaning does not change with time.
func (in CreateAPIKeyInput) clean() (CreateAPIKeyInput, error) {
	var f fields
	in.Label = f.required("label", in.Label, func(name, value string) string { return f.label(name, value, maxAPIKeyLabel) })
	if holdsToken(in.Label) {
		f.refusef("label", unfitLabel)
	}
	if in.Roles != nil && len(in.Roles) == 0 {
		f.refusef("roles", "Name at least one role, or leave roles out to give the key all of yours.")
	}
	f.listed("roles", len(in.Roles))
	return in, f.err()
}

// key is the key that is asked for, of a maker as it is now.
func (in CreateAPIKeyInput) key(at time.Time, maker User) (APIKey, error) {
	roles := maker.Roles
	if in.Roles != nil {
		roles = slices.Compact(slices.SortedFunc(slices.Values(in.Roles), func(x, y Role) int { return roleRank(x) - roleRank(y) }))
	}
	key := APIKey{
		UserID: maker.ID, Tenant: maker.Tenant, TenantID: maker.TenantID, Label: in.Label, Roles: roles,
		CreatedAt: at, ExpiresAt: at.Add(DefaultAPIKeyLifetime), Version: 1,
	}
	if in.ExpiresAt != nil {
		key.ExpiresAt = in.ExpiresAt.UTC().Truncate(time.Microsecond)
	}
	var wrong Refusals
	if len(key.rolesOf(maker)) < len(roles) {
		wrong = append(wrong, refuse(CodeValidationFailed, "R18", "An API key has no role that its maker lacks: you have %s, and name %s.",
			allOf[Role](maker.Roles), allOf[Role](roles)).at("roles"))
	}
	if !key.ExpiresAt.After(at) || key.ExpiresAt.After(at.Add(MaxAPIKeyLifetime)) {
		wrong = append(wrong, Invalid([]string{"expiresAt"}, "An API key ends after now and within %d days, by %s; you name %s.",
			int(MaxAPIKeyLifetime.Hours())/24, at.Add(MaxAPIKeyLifetime).Format(time.RFC3339), key.ExpiresAt.Format(time.RFC3339)))
	}
	if len(wrong) > 0 {
		return key, wrong
	}
	return key, nil
}

// lockMaker locks the row of the viewer's company, so that of keys made at once each is counted and none outlives its maker's
// removal, and reads the viewer's user as it is now. The operator has no row to lock: its users may together pass MaxAPIKeys by as
// many keys as they make in the same instant.
func lockMaker(ctx context.Context, tx Tx, v Viewer) (User, error) {
	var err error
	switch v.User.Tenant {
	case TenantPartner:
		_, err = tx.LockPartner(ctx, v.User.TenantID)
	case TenantCustomer:
		_, err = tx.LockCustomer(ctx, v.User.TenantID)
	case TenantOperator:
	}
	if err != nil {
		return User{}, err
	}
	found, err := tx.UsersByID(ctx, v.Scope(), []ID{v.User.ID})
	maker := found[v.User.ID]
	if err == nil && (maker.ID.IsZero() || !maker.RemovedAt.IsZero()) {
		err = ErrUnauthenticated
	}
	return maker, err
}

// addAPIKey adds a key, if its tenant has room for it.
func (c *change) addAPIKey(ctx context.Context, tx Tx, key APIKey) (APIKeyAnswer, error) {
	standing, err := tx.CountStandingAPIKeys(ctx, key.Tenant, key.TenantID, c.now)
	if err != nil {
		return APIKeyAnswer{}, err
	}
	if standing >= MaxAPIKeys {
		return APIKeyAnswer{}, Invalid(nil, "Your company has %d API keys that are neither revoked nor expired, and may have no more. Revoke one first.", standing)
	}
	key.ID = c.newID()
	secret := newAPIKeySecret(c.app.random)
	hash, err := hashAPIKey(secret)
	if err != nil {
		return APIKeyAnswer{}, err
	}
	e := key.event(EventAPIKeyCreated)
	e.After = key.state(c.now)
	c.record(e)
	return APIKeyAnswer{APIKeyID: key.ID, Secret: secret}, tx.InsertAPIKey(ctx, key, hash)
}

// RevokeAPIKey revokes an API key of the viewer's tenant – to the operator, of any –, with effect from its next request (R18).
// Revoking what is revoked changes nothing.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18), for one who has signed in with an API key too, CodeStaleVersion.
func (a *App) RevokeAPIKey(ctx context.Context, v Viewer, in RevokeAPIKeyInput) (APIKeyAnswer, error) {
	if !v.Known() {
		return APIKeyAnswer{}, ErrUnauthenticated
	}
	m := mutation{name: "revokeApiKey", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (APIKeyAnswer, error) {
		found, err := tx.APIKeysByID(ctx, v.Scope(), []ID{in.APIKeyID})
		if err != nil {
			return APIKeyAnswer{}, err
		}
		key, ok := found[in.APIKeyID]
		if !ok {
			return APIKeyAnswer{}, notFound(anAPIKey).at("apiKeyId")
		}
		if err := v.may(actManageAPIKeys); err != nil {
			return APIKeyAnswer{}, err
		}
		if err := in.checkVersion(key.Version); err != nil {
			return APIKeyAnswer{}, err
		}
		answer := APIKeyAnswer{APIKeyID: key.ID}
		if !key.RevokedAt.IsZero() {
			return answer, nil
		}
		return answer, c.revokeAPIKeys(ctx, tx, []APIKey{key})
	})
}

// revokeAPIKeys revokes keys that are not revoked.
func (c *change) revokeAPIKeys(ctx context.Context, tx Tx, keys []APIKey) error {
	ids := make([]ID, len(keys))
	for i, key := range keys {
		e := key.event(EventAPIKeyRevoked)
		e.Before = key.state(c.now)
		key.RevokedAt = c.at
		e.After = key.state(c.now)
		c.record(e)
		ids[i] = key.ID
	}
	return tx.RevokeAPIKeys(ctx, ids, c.at)
}

// revokeAPIKeysOf revokes the keys of a user who is removed; those that have expired are of no use anyway.
func (c *change) revokeAPIKeysOf(ctx context.Context, tx Tx, user ID) error {
	keys, err := tx.StandingAPIKeysOf(ctx, user, c.now)
	if err != nil {
		return err
	}
	return c.revokeAPIKeys(ctx, tx, keys)
}

// MaySeeAPIKeys refuses, with CodeForbiddenRole, to show API keys to who may not see them (R18).
func (v Viewer) MaySeeAPIKeys() error { return v.may(actSeeAPIKeys) }
