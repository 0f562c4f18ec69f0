package db

import (
	"context"
	"time"

	"accord/reseller"
)

// tx implements reseller.Tx.
type tx struct{ reader }

var _ reseller.Tx = (*tx)(nil)

// Nested implements reseller.Tx by a savepoint.
func (t *tx) Nested(ctx context.Context, fn func(context.Context) error) error {
	if _, err := t.exec(ctx, "SAVEPOINT nested"); err != nil {
		return err
	}
	err := fn(ctx)
	if err == nil {
		err = t.flush(ctx)
	}
	if err == nil {
		_, err = t.exec(ctx, "RELEASE SAVEPOINT nested")
		return err
	}
	*t.waiting = waiting{}
	if _, undoing := t.exec(ctx, "ROLLBACK TO SAVEPOINT nested"); undoing != nil {
		return undoing
	}
	return err
}

// Remember implements reseller.Tx.
func (t *tx) Remember(ctx context.Context, key reseller.IdempotencyKey, answer reseller.Remembered, at, since time.Time) error {
	mine := func(rows int64) error {
		if rows == 0 {
			return reseller.ErrTwin
		}
		return nil
	}
	return t.insertChecked(ctx, mine, "idempotency_keys", `(user_id, mutation, key, input_hash, answer, created_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (user_id, mutation, key) DO UPDATE
		SET input_hash = excluded.input_hash, answer = excluded.answer, created_at = excluded.created_at
		WHERE idempotency_keys.created_at <= ?`,
		key.UserID, key.Mutation, key.Key, answer.InputHash, string(answer.Answer), at, since)
}

// ForgetKeys implements reseller.Store.
func (s *Store) ForgetKeys(ctx context.Context, before time.Time) error {
	q := querier{ext: s.write, dialect: s.dialect, trace: s.trace}
	_, err := q.exec(ctx, "DELETE FROM idempotency_keys WHERE created_at < ?", before)
	return err
}

// LockCustomer implements reseller.Tx.
func (t *tx) LockCustomer(ctx context.Context, id reseller.ID) (reseller.Customer, error) {
	var row customerRow
	err := t.get(ctx, &row, t.lockCustomer(), id)
	return row.customer(), err
}

// PrivilegesChangedAt implements reseller.Tx.
func (t *tx) PrivilegesChangedAt(ctx context.Context, customer reseller.ID) (time.Time, error) {
	var last lastRow
	err := t.get(ctx, &last, t.privilegesChangedAt(), customer)
	return time.Time(last.At), err
}

type lastRow struct {
	At stamp `db:"changed_at"`
}

func (t *tx) privilegesChangedAt() string {
	return "SELECT " + t.dialect.PrivilegesChangedAt + " AS changed_at"
}

func (t *tx) lockCustomer() string {
	return "SELECT " + customerColumns + " FROM customers c WHERE c.id = ?" + t.dialect.ForUpdate
}

// LockForAcceptance implements reseller.Tx.
func (t *tx) LockForAcceptance(ctx context.Context, customer, invite reseller.ID) (reseller.Customer, reseller.InviteView, reseller.Standing, error) {
	var customers []customerRow
	var parties []partiesRow
	var standing []standingRow
	var last []lastRow
	about, of := t.partiesOf([]reseller.ID{invite}, clause{})
	err := t.allTogether(ctx,
		question{&customers, t.lockCustomer(), []any{customer}},
		question{&parties, about, of},
		question{&standing, standingOfCustomer, []any{customer}},
		question{&last, t.privilegesChangedAt(), []any{customer}})
	if err == nil && len(customers) == 0 {
		err = reseller.ErrNotFound
	}
	if err != nil {
		return reseller.Customer{}, reseller.InviteView{}, reseller.Standing{}, err
	}
	view, err := found(viewsOf(parties), invite, nil)
	stands := standingOf(standing)
	stands.PrivilegesChangedAt = time.Time(last[0].At)
	return customers[0].customer(), view, stands, err
}

// LockPartner implements reseller.Tx.
func (t *tx) LockPartner(ctx context.Context, id reseller.ID) (reseller.Partner, error) {
	var row partnerRow
	err := t.get(ctx, &row, "SELECT "+partnerColumns+" FROM partners p WHERE p.id = ?"+t.dialect.ForUpdate, id)
	return row.partner(), err
}

// ChangePartner implements reseller.Tx.
func (t *tx) ChangePartner(ctx context.Context, p reseller.Partner) error {
	changed, err := t.exec(ctx, `UPDATE partners SET provider_id = ?, support_url = ?, support_email = ?, support_phone = ?, pinned_offers = ?,
		agreement_version = ?, agreement_signed_at = ?, agreement_signed_by = ?, billed_since = ?, version = ? WHERE id = ?`,
		p.ProviderID, p.Support.URL, p.Support.Email, p.Support.Phone, joinCodes(p.PinnedOffers),
		p.Agreement.Version, p.Agreement.SignedAt, p.Agreement.SignedBy, p.BilledSince, p.Version, p.ID)
	if err == nil && changed == 0 {
		err = reseller.ErrNotFound
	}
	return err
}

// Partner implements reseller.Tx.
func (t *tx) Partner(ctx context.Context, id reseller.ID) (reseller.Partner, error) {
	return t.partner(ctx, id)
}

// DomainHolder implements reseller.Tx.
func (t *tx) DomainHolder(ctx context.Context, domain string) (reseller.ID, error) {
	var row struct {
		ID uid `db:"id"`
	}
	err := t.get(ctx, &row, "SELECT "+t.dialect.DomainHolder+" AS id", domain)
	id := reseller.ID(row.ID)
	if err == nil && id.IsZero() {
		err = reseller.ErrNotFound
	}
	return id, err
}

// EmailTaken implements reseller.Tx.
func (t *tx) EmailTaken(ctx context.Context, email string) (taken bool, err error) {
	err = t.get(ctx, &taken, "SELECT "+t.dialect.EmailTaken, email)
	return taken, err
}

const standingOfCustomer = "SELECT " + relationshipColumns + ", " + delegationColumns + ` FROM relationships r
	LEFT JOIN delegated_admin_privileges d ON d.relationship_id = r.id AND d.status = 'ACTIVE'
	WHERE r.customer_id = ? AND r.status <> 'ENDED' ORDER BY r.id, d.granted_at, d.id`

type standingRow struct {
	relationshipRow
	delegationRow
}

// StandingRelationships implements reseller.Tx.
func (t *tx) StandingRelationships(ctx context.Context, customer reseller.ID) (reseller.Standing, error) {
	var rows []standingRow
	err := t.all(ctx, &rows, standingOfCustomer, customer)
	return standingOf(rows), err
}

func standingOf(rows []standingRow) reseller.Standing {
	var standing reseller.Standing
	for i, row := range rows {
		if i == 0 || rows[i-1].relationshipRow.ID != row.relationshipRow.ID {
			standing.Relationships = append(standing.Relationships, row.relationship())
		}
		if d := row.delegation(); !d.ID.IsZero() {
			standing.Active = append(standing.Active, d)
		}
	}
	return standing
}

// InsertRelationship implements reseller.Tx.
func (t *tx) InsertRelationship(ctx context.Context, r reseller.Relationship) error {
	if err := t.tieTogether(ctx, []tie{tieOfRelationship(r)}); err != nil {
		return err
	}
	return t.insert(ctx, "relationships", `(id, partner_id, reseller_id, customer_id, status, accepted_at, accepted_by, ended_at,
		invite_id, consent_version, end_proposed_by, end_proposed_at, end_reason, grants_with_first_order, version)
		`+values(1, 15),
		r.ID, r.PartnerID, r.ResellerID, r.CustomerID, string(r.Status), r.AcceptedAt, r.AcceptedBy, r.EndedAt, r.InviteID,
		r.ConsentVersion, string(r.End.By), r.End.At, r.End.Reason, r.GrantsWithFirstOrder, r.Version)
}

// TouchRelationships implements reseller.Tx.
func (t *tx) TouchRelationships(ctx context.Context, ids []reseller.ID) error {
	if len(ids) == 0 {
		return nil
	}
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
		args = append(args, d.ID, d.RelationshipID, d.PartnerID, d.CustomerID, d.Service, d.Transacting, string(d.Status),
			d.GrantedAt, d.GrantedBy, d.EndedAt, orNull(string(d.EndReason)))
	}
	rows, args := t.rows(columns, args)
	return t.insert(ctx, "delegated_admin_privileges", `(id, relationship_id, partner_id, customer_id, service, transacting,
		status, granted_at, granted_by, ended_at, end_reason) `+rows, args...)
}

// EndDelegations implements reseller.Tx.
func (t *tx) EndDelegations(ctx context.Context, ids []reseller.ID, at time.Time, reason reseller.EndReason) error {
	_, err := t.exec(ctx, "UPDATE delegated_admin_privileges SET status = 'ENDED', ended_at = ?, end_reason = ? WHERE status = 'ACTIVE' AND id"+t.dialect.InIDs,
		at, string(reason), ids)
	return err
}
