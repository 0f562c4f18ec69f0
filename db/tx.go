package db

import (
	"context"
	"time"

	"accord/reseller"
)

// tx implements reseller.Tx.
type tx struct{ reader }

var _ reseller.Tx = (*tx)(nil)

// Remember implements reseller.Tx.
func (t *tx) Remember(ctx context.Context, key reseller.IdempotencyKey, answer reseller.Remembered, at, since time.Time) error {
	n, err := t.exec(ctx, `INSERT INTO idempotency_keys (user_id, mutation, key, input_hash, answer, created_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (user_id, mutation, key) DO UPDATE
		SET input_hash = excluded.input_hash, answer = excluded.answer, created_at = excluded.created_at
		WHERE idempotency_keys.created_at <= ?`,
		key.UserID, key.Mutation, key.Key, answer.InputHash, string(answer.Answer), at, since)
	if err == nil && n == 0 {
		return reseller.ErrTwin
	}
	return err
}

// ForgetKeys implements reseller.Store.
func (s *Store) ForgetKeys(ctx context.Context, before time.Time) error {
	q := querier{ext: s.write, dialect: s.dialect, trace: s.trace}
	_, err := q.exec(ctx, "DELETE FROM idempotency_keys WHERE created_at < ?", before)
	return err
}

// Partner implements reseller.Tx.
func (t *tx) Partner(ctx context.Context, id reseller.ID) (reseller.Partner, error) {
	return t.partner(ctx, id)
}

// LockCustomer implements reseller.Tx.
func (t *tx) LockCustomer(ctx context.Context, id reseller.ID) (reseller.Customer, error) {
	var row customerRow
	err := t.get(ctx, &row, "SELECT "+customerColumns+" FROM customers c WHERE c.id = ?"+t.dialect.ForUpdate, id)
	return row.customer(), err
}

// LockInvite implements reseller.Tx.
func (t *tx) LockInvite(ctx context.Context, id reseller.ID) (reseller.Invite, error) {
	var row inviteRow
	err := t.get(ctx, &row, "SELECT "+inviteColumns+" FROM invites i WHERE i.id = ?"+t.dialect.ForUpdate, id)
	return row.invite(), err
}

// StandingInvite implements reseller.Tx.
func (t *tx) StandingInvite(ctx context.Context, partner reseller.ID, terms reseller.Terms) (reseller.Invite, error) {
	var row inviteRow
	err := t.get(ctx, &row, "SELECT "+inviteColumns+" FROM invites i WHERE i.partner_id = ? AND i.terms_key = ? AND i.status = 'ACTIVE'",
		partner, terms.Key())
	return row.invite(), err
}

// InsertInvite implements reseller.Tx.
func (t *tx) InsertInvite(ctx context.Context, i reseller.Invite) error {
	var services any
	if i.Terms.Services != nil {
		services = joinCodes(i.Terms.Services)
	}
	_, err := t.exec(ctx, `INSERT INTO invites (id, partner_id, reseller_id, terms_key, services, delegated_admin, label, expires_at,
		max_uses, status, key_id, created_at, created_by, version) VALUES `+values(1, 14),
		i.ID, i.PartnerID, i.ResellerID, i.Terms.Key(), services, i.Terms.DelegatedAdmin, i.Terms.Label, i.Terms.ExpiresAt,
		i.Terms.MaxUses, string(i.Status), i.KeyID[:], i.CreatedAt, i.CreatedBy, i.Version)
	return err
}

// SetInviteStatus implements reseller.Tx.
func (t *tx) SetInviteStatus(ctx context.Context, id reseller.ID, status reseller.InviteStatus) error {
	_, err := t.exec(ctx, "UPDATE invites SET status = ?, version = version + 1 WHERE id = ?", string(status), id)
	return err
}

// Acceptances implements reseller.Tx.
func (t *tx) Acceptances(ctx context.Context, invite, customer reseller.ID) (mine bool, total int32, err error) {
	var row struct {
		Mine  int32 `db:"mine"`
		Total int32 `db:"total"`
	}
	err = t.get(ctx, &row, `SELECT count(*) AS total, COALESCE(sum(CASE WHEN customer_id = ? THEN 1 ELSE 0 END), 0) AS mine
		FROM acceptances WHERE invite_id = ?`, customer, invite)
	return row.Mine > 0, row.Total, err
}

// InsertAcceptance implements reseller.Tx.
func (t *tx) InsertAcceptance(ctx context.Context, a reseller.Acceptance) error {
	_, err := t.exec(ctx, `INSERT INTO acceptances (invite_id, customer_id, relationship_id, accepted_by, accepted_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (invite_id, customer_id) DO NOTHING`, a.InviteID, a.CustomerID, a.RelationshipID, a.AcceptedBy, a.AcceptedAt)
	return err
}

// StandingRelationships implements reseller.Tx.
func (t *tx) StandingRelationships(ctx context.Context, customer reseller.ID) ([]reseller.Relationship, error) {
	var rows []relationshipRow
	err := t.all(ctx, &rows, "SELECT "+relationshipColumns+" FROM relationships r WHERE r.customer_id = ? AND r.status <> 'ENDED'", customer)
	standing := make([]reseller.Relationship, len(rows))
	for i, row := range rows {
		standing[i] = row.relationship()
	}
	return standing, err
}

// InsertRelationship implements reseller.Tx.
func (t *tx) InsertRelationship(ctx context.Context, r reseller.Relationship) error {
	_, err := t.exec(ctx, `INSERT INTO relationships (id, partner_id, reseller_id, customer_id, status, accepted_at, accepted_by, ended_at,
		invite_id, version) VALUES `+values(1, 10), r.ID, r.PartnerID, r.ResellerID, r.CustomerID, string(r.Status), r.AcceptedAt,
		r.AcceptedBy, r.EndedAt, r.InviteID, r.Version)
	return err
}

// TouchRelationships implements reseller.Tx.
func (t *tx) TouchRelationships(ctx context.Context, ids []reseller.ID) error {
	_, err := t.exec(ctx, "UPDATE relationships SET version = version + 1 WHERE id"+t.dialect.InIDs, ids)
	return err
}

// InsertDelegations implements reseller.Tx.
func (t *tx) InsertDelegations(ctx context.Context, ds []reseller.Delegation) error {
	if len(ds) == 0 {
		return nil
	}
	const columns = 11
	args := make([]any, 0, len(ds)*columns)
	for _, d := range ds {
		var reason any
		if d.EndReason != "" {
			reason = string(d.EndReason)
		}
		args = append(args, d.ID, d.RelationshipID, d.PartnerID, d.CustomerID, d.Service, d.Transacting, string(d.Status),
			d.GrantedAt, d.GrantedBy, d.EndedAt, reason)
	}
	_, err := t.exec(ctx, `INSERT INTO delegated_admin_privileges (id, relationship_id, partner_id, customer_id, service, transacting,
		status, granted_at, granted_by, ended_at, end_reason) VALUES `+values(len(ds), columns), args...)
	return err
}

// EndDelegations implements reseller.Tx.
func (t *tx) EndDelegations(ctx context.Context, ids []reseller.ID, at time.Time, reason reseller.EndReason) error {
	_, err := t.exec(ctx, "UPDATE delegated_admin_privileges SET status = 'ENDED', ended_at = ?, end_reason = ? WHERE status = 'ACTIVE' AND id"+t.dialect.InIDs,
		at, string(reason), ids)
	return err
}
