package db

import (
	"context"
	"time"

	"accord/reseller"
)

//nolint:gosec // names of columns, and no secret
const apiKeyColumns = `k.id AS k_id, k.user_id AS k_user_id, k.tenant AS k_tenant, COALESCE(k.partner_id, k.customer_id) AS k_tenant_id,
	k.label AS k_label, k.roles AS k_roles, k.created_at AS k_created_at, k.expires_at AS k_expires_at, k.revoked_at AS k_revoked_at,
	k.last_used_at AS k_last_used_at, k.version AS k_version`

type apiKeyRow struct {
	ID         uid    `db:"k_id"`
	UserID     uid    `db:"k_user_id"`
	Tenant     string `db:"k_tenant"`
	TenantID   uid    `db:"k_tenant_id"`
	Label      string `db:"k_label"`
	Roles      string `db:"k_roles"`
	CreatedAt  stamp  `db:"k_created_at"`
	ExpiresAt  stamp  `db:"k_expires_at"`
	RevokedAt  stamp  `db:"k_revoked_at"`
	LastUsedAt stamp  `db:"k_last_used_at"`
	Version    int32  `db:"k_version"`
}

func (r apiKeyRow) apiKey() reseller.APIKey {
	return reseller.APIKey{
		ID: reseller.ID(r.ID), UserID: reseller.ID(r.UserID), Tenant: reseller.TenantKind(r.Tenant), TenantID: reseller.ID(r.TenantID),
		Label: r.Label, Roles: splitRoles(r.Roles), CreatedAt: time.Time(r.CreatedAt), ExpiresAt: time.Time(r.ExpiresAt),
		RevokedAt: time.Time(r.RevokedAt), LastUsedAt: time.Time(r.LastUsedAt), Version: r.Version,
	}
}

// APIKeyByHash implements reseller.Store.
func (s *Store) APIKeyByHash(ctx context.Context, hash reseller.APIKeyHash) (reseller.APIKey, reseller.Viewer, error) {
	return s.apiKeyHolder(ctx, "k.secret_hash = ?", hash[:])
}

// APIKeyHolder implements reseller.Store.
func (s *Store) APIKeyHolder(ctx context.Context, id reseller.ID) (reseller.APIKey, reseller.Viewer, error) {
	return s.apiKeyHolder(ctx, "k.id = ?", id)
}

func (s *Store) apiKeyHolder(ctx context.Context, condition string, arg any) (reseller.APIKey, reseller.Viewer, error) {
	var row apiKeyRow
	if err := s.get(ctx, &row, "SELECT "+apiKeyColumns+" FROM api_keys k WHERE "+condition, arg); err != nil {
		return reseller.APIKey{}, reseller.Viewer{}, err
	}
	maker, err := s.viewer(ctx, "u.id = ?", reseller.ID(row.UserID))
	return row.apiKey(), maker, err
}

// APIKeysByID implements reseller.Reader.
func (r reader) APIKeysByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.APIKey, error) {
	return byID(ctx, r.querier, ids, apiKeyColumns+" FROM api_keys k", "k.id", within(scopeAPIKeys, scope),
		apiKeyRow.apiKey, func(row apiKeyRow) uid { return row.ID })
}

// APIKeys implements reseller.Reader.
func (r reader) APIKeys(ctx context.Context, scope reseller.Scope, of reseller.TenantKind, id reseller.ID, page reseller.Page) (reseller.Slice[reseller.APIKey], error) {
	l := listing{
		columns: apiKeyColumns, from: "api_keys k", where: within(scopeAPIKeys, scope), key: "k.created_at", id: "k.id", descending: true,
		keyOf: func(k reseller.Key) any { return k.Time },
	}
	statement, args := l.one(apiKeysOf(of, id), page)
	var rows []apiKeyRow
	if err := r.all(ctx, &rows, statement, args...); err != nil {
		return reseller.Slice[reseller.APIKey]{}, err
	}
	keys, err := convertAll(rows, func(row apiKeyRow) (reseller.APIKey, error) { return row.apiKey(), nil })
	return cut(keys, page), err
}

// CountAPIKeys implements reseller.Reader.
func (r reader) CountAPIKeys(ctx context.Context, scope reseller.Scope, of reseller.TenantKind, id reseller.ID) (int32, error) {
	where := within(scopeAPIKeys, scope)
	where.add(apiKeysOf(of, id))
	return r.countAPIKeys(ctx, where)
}

func (r reader) countAPIKeys(ctx context.Context, where clause) (int32, error) {
	var n int32
	err := r.get(ctx, &n, "SELECT count(*) FROM api_keys k WHERE "+where.sql(), where.args...)
	return n, err
}

// apiKeysOf is the condition on the keys of a tenant, such that one of the indexes serves it.
func apiKeysOf(of reseller.TenantKind, id reseller.ID) clause {
	var c clause
	switch of {
	case reseller.TenantPartner:
		c.and("k.partner_id = ?", id)
	case reseller.TenantCustomer:
		c.and("k.customer_id = ?", id)
	case reseller.TenantOperator:
		c.and("k.tenant = 'operator'")
	}
	return c
}

// standing adds the condition that a key is neither revoked nor expired at a moment.
func (c *clause) standing(at time.Time) { c.and("k.revoked_at IS NULL AND k.expires_at > ?", at) }

// CountStandingAPIKeys implements reseller.Tx.
func (t *tx) CountStandingAPIKeys(ctx context.Context, of reseller.TenantKind, id reseller.ID, at time.Time) (int32, error) {
	where := apiKeysOf(of, id)
	where.standing(at)
	return t.countAPIKeys(ctx, where)
}

// StandingAPIKeysOf implements reseller.Tx.
func (t *tx) StandingAPIKeysOf(ctx context.Context, user reseller.ID, at time.Time) ([]reseller.APIKey, error) {
	where := clause{parts: []string{"k.user_id = ?"}, args: []any{user}}
	where.standing(at)
	var rows []apiKeyRow
	if err := t.all(ctx, &rows, "SELECT "+apiKeyColumns+" FROM api_keys k WHERE "+where.sql()+" ORDER BY k.created_at, k.id", where.args...); err != nil {
		return nil, err
	}
	return convertAll(rows, func(row apiKeyRow) (reseller.APIKey, error) { return row.apiKey(), nil })
}

// InsertAPIKey implements reseller.Tx.
func (t *tx) InsertAPIKey(ctx context.Context, k reseller.APIKey, hash reseller.APIKeyHash) error {
	partner, customer := tenantColumns(k.Tenant, k.TenantID)
	return t.insert(ctx, "api_keys", `(id, user_id, tenant, partner_id, customer_id, secret_hash, label, roles, created_at, expires_at,
		revoked_at, last_used_at, version) `+values(1, 13),
		k.ID, k.UserID, string(k.Tenant), partner, customer, hash[:], k.Label, joinRoles(k.Roles), k.CreatedAt, k.ExpiresAt,
		k.RevokedAt, k.LastUsedAt, k.Version)
}

// RevokeAPIKeys implements reseller.Tx.
func (t *tx) RevokeAPIKeys(ctx context.Context, ids []reseller.ID, at time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	revoked, err := t.exec(ctx, "UPDATE api_keys SET revoked_at = ?, version = version + 1 WHERE revoked_at IS NULL AND id"+t.dialect.InIDs, at, ids)
	if err == nil && revoked < int64(len(ids)) {
		err = reseller.ErrConflict
	}
	return err
}

// NoteAPIKeyUses implements reseller.Store.
func (s *Store) NoteAPIKeyUses(ctx context.Context, at time.Time, ids []reseller.ID) error {
	if len(ids) == 0 {
		return nil
	}
	return s.update(ctx, func(ctx context.Context, t reseller.Tx) error {
		q := t.(*tx).querier //nolint:forcetypeassert,errcheck // update gives no other
		_, err := q.exec(ctx, "UPDATE api_keys SET last_used_at = ? WHERE (last_used_at IS NULL OR last_used_at < ?) AND id"+q.dialect.InIDs, at, at, ids)
		return err
	})
}
