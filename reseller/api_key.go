package reseller

import (
	"crypto/sha256"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
)

const (
	// DefaultAPIKeyLifetime is how long an API key is good where its maker names no end.
	DefaultAPIKeyLifetime = 90 * 24 * time.Hour
	// MaxAPIKeyLifetime bounds how long an API key may be good.
	MaxAPIKeyLifetime = 365 * 24 * time.Hour
	// MaxAPIKeys bounds the keys of one tenant that are neither revoked nor expired.
	MaxAPIKeys = 100

	apiKeyPrefix = "ak_"
	apiKeyBytes  = 32
	// apiKeyDigits is how many base62 digits hold apiKeyBytes bytes: ⌈32 × 8 / log2(62)⌉.
	apiKeyDigits = 43
)

// APIKeyStatus tells whether an API key is of use.
type APIKeyStatus string

// The statuses of an API key.
const (
	APIKeyActive  APIKeyStatus = "ACTIVE"
	APIKeyExpired APIKeyStatus = "EXPIRED"
	APIKeyRevoked APIKeyStatus = "REVOKED"
)

// APIKey is what a script signs in with: it acts as the user who made it, with those of the key's roles that the user has at that
// moment. Its secret is shown once and kept by its hash alone, which is not part of it.
type APIKey struct {
	ID ID
	// UserID is the user who made it.
	UserID ID
	// Tenant and TenantID are that user's.
	Tenant   TenantKind
	TenantID ID
	// Label says what the key is for: 1 to 100 characters.
	Label string
	// Roles are some of its maker's or all, at least one, the agent role first. They need not be such as CheckRoles asks of a
	// user: a script that reads bills needs BILLING_ADMIN, and no agent role with it.
	Roles     []Role
	CreatedAt time.Time
	ExpiresAt time.Time
	// RevokedAt is zero for keys that are not revoked.
	RevokedAt time.Time
	// LastUsedAt is zero for keys that were never used. It is written aside: to the minute, and some seconds late.
	LastUsedAt time.Time
	Version    int32
}

// StatusAt gives the key's status at a moment.
func (k APIKey) StatusAt(at time.Time) APIKeyStatus {
	switch {
	case !k.RevokedAt.IsZero():
		return APIKeyRevoked
	case !at.Before(k.ExpiresAt):
		return APIKeyExpired
	}
	return APIKeyActive
}

// event begins the event of something that happens to the key. Its tenant sees it, with the maker as its user.
func (k APIKey) event(kind EventKind) Event {
	e := User{ID: k.UserID, Tenant: k.Tenant, TenantID: k.TenantID}.event(kind)
	e.APIKeyID = k.ID
	return e
}

// state is what an event says of the key.
func (k APIKey) state(at time.Time) *EventState {
	return &EventState{Name: k.Label, Roles: k.Roles, Fields: map[string]string{
		"status": string(k.StatusAt(at)), "expires_at": k.ExpiresAt.Format(time.RFC3339),
	}}
}

// rolesOf are those of the key's roles that its maker has.
func (k APIKey) rolesOf(maker User) []Role {
	return slices.DeleteFunc(slices.Clone(k.Roles), func(r Role) bool { return !slices.Contains(maker.Roles, r) })
}

// APIKeyHash is what the database keeps of an API key's secret: its SHA-256. The secret is 256 random bits, which nobody finds by
// trying, so that a slow hash would only make each request slow; it has no salt, so that the key is found by it.
type APIKeyHash [sha256.Size]byte

// IsAPIKey reports whether a bearer token claims to be the secret of an API key.
func IsAPIKey(bearer string) bool { return strings.HasPrefix(bearer, apiKeyPrefix) }

// newAPIKeySecret makes a secret. It panics when the source of randomness fails, as NewID does.
func newAPIKeySecret(random io.Reader) string {
	raw := make([]byte, apiKeyBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		panic("no randomness: " + err.Error())
	}
	return apiKeyPrefix + encode62(raw, apiKeyDigits)
}

var errNoAPIKey = errors.New("not an API key")

// hashAPIKey gives the hash by which a secret is looked up, and an error for what is the secret of no key.
func hashAPIKey(secret string) (APIKeyHash, error) {
	digits, ok := strings.CutPrefix(secret, apiKeyPrefix)
	if !ok || len(digits) != apiKeyDigits {
		return APIKeyHash{}, errNoAPIKey
	}
	if _, err := decode62(digits, apiKeyBytes); err != nil {
		return APIKeyHash{}, err
	}
	return sha256.Sum256([]byte(secret)), nil
}
