package db

import (
	"context"
	"time"

	"accord/reseller"
)

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

// StandingInvitesNaming implements reseller.Tx.
func (t *tx) StandingInvitesNaming(ctx context.Context, named reseller.ID) ([]reseller.Invite, error) {
	var rows []inviteRow
	err := t.all(ctx, &rows, "SELECT "+inviteColumns+` FROM invites i WHERE i.reseller_id = ?
		AND i.status IN ('ACTIVE', 'ROTATED') ORDER BY i.id`+t.dialect.ForUpdate, named)
	invites := make([]reseller.Invite, len(rows))
	for i, row := range rows {
		invites[i] = row.invite()
	}
	return invites, err
}

// InsertInvite implements reseller.Tx.
func (t *tx) InsertInvite(ctx context.Context, i reseller.Invite) error {
	var services any
	if i.Terms.Services != nil {
		services = joinCodes(i.Terms.Services)
	}
	return t.insert(ctx, "invites", `(id, partner_id, reseller_id, terms_key, services, delegated_admin, label, expires_at,
		max_uses, status, grace_ends_at, key_id, created_at, created_by, version) `+values(1, 15),
		i.ID, i.PartnerID, i.Terms.ResellerID, i.Terms.Key(), services, i.Terms.DelegatedAdmin, i.Terms.Label, i.Terms.ExpiresAt,
		i.Terms.MaxUses, string(i.Status), i.GraceEndsAt, i.KeyID[:], i.CreatedAt, i.CreatedBy, i.Version)
}

// SetInviteStatus implements reseller.Tx.
func (t *tx) SetInviteStatus(ctx context.Context, id reseller.ID, status reseller.InviteStatus, graceEndsAt time.Time) error {
	_, err := t.exec(ctx, "UPDATE invites SET status = ?, grace_ends_at = ?, version = version + 1 WHERE id = ?", string(status), graceEndsAt, id)
	return err
}

// Acceptances implements reseller.Tx.
func (t *tx) Acceptances(ctx context.Context, invite, customer reseller.ID) (mine bool, total int32, err error) {
	var row struct {
		Mine  int32 `db:"mine"`
		Total int32 `db:"total"`
	}
	err = t.get(ctx, &row, "SELECT "+t.dialect.AcceptancesOf+" AS total, (SELECT count(*) FROM acceptances WHERE invite_id = ? AND customer_id = ?) AS mine",
		invite, invite, customer)
	return row.Mine > 0, row.Total, err
}

// InsertAcceptance implements reseller.Tx.
func (t *tx) InsertAcceptance(ctx context.Context, a reseller.Acceptance) error {
	return t.insert(ctx, "acceptances", `(id, invite_id, customer_id, relationship_id, accepted_by, accepted_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (invite_id, customer_id) DO NOTHING`, a.ID, a.InviteID, a.CustomerID, a.RelationshipID, a.AcceptedBy, a.AcceptedAt)
}

// Declined implements reseller.Tx.
func (t *tx) Declined(ctx context.Context, invite, customer reseller.ID) (reseller.Decline, error) {
	var row declineRow
	err := t.get(ctx, &row, "SELECT "+declineColumns+" FROM declines x JOIN customers c ON c.id = x.customer_id WHERE x.invite_id = ? AND x.customer_id = ?",
		invite, customer)
	return row.decline(), err
}

// PutDecline implements reseller.Tx.
func (t *tx) PutDecline(ctx context.Context, d reseller.Decline) error {
	return t.insert(ctx, "declines", `(id, invite_id, customer_id, declined_by, declined_at, reason) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (invite_id, customer_id) DO UPDATE
		SET declined_by = excluded.declined_by, declined_at = excluded.declined_at, reason = excluded.reason`,
		d.ID, d.InviteID, d.CustomerID, d.DeclinedBy, d.DeclinedAt, d.Reason)
}
