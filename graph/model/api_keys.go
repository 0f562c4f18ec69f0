package model

import (
	"time"

	"accord/reseller"
)

// APIKey shows an API key as it is at one moment. Its secret is not part of it.
type APIKey struct {
	reseller.APIKey

	Status reseller.APIKeyStatus
}

// IsNode marks the type as a Node.
func (*APIKey) IsNode() {}

// ID is the key's global id.
func (k *APIKey) ID() string { return GlobalID(KindAPIKey, k.APIKey.ID) }

// RevokedAt is null for keys that are not revoked.
func (k *APIKey) RevokedAt() *time.Time { return optionalTime(k.APIKey.RevokedAt) }

// LastUsedAt is null for keys that were never used.
func (k *APIKey) LastUsedAt() *time.Time { return optionalTime(k.APIKey.LastUsedAt) }
