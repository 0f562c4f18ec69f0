package db

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"accord/reseller"
)

// reader implements reseller.Reader, on a database or within a transaction of it.
type reader struct{ querier }

// partner reads a partner without regard to who asks.
func (r reader) partner(ctx context.Context, id reseller.ID) (reseller.Partner, error) {
	var row partnerRow
	err := r.get(ctx, &row, "SELECT "+partnerColumns+" FROM partners p WHERE p.id = ?", id)
	return row.partner(), err
}

// EachUser implements reseller.Reader.
func (r reader) EachUser(ctx context.Context, yield func(reseller.TenantUser) error) error {
	return r.each(ctx, func(rows *sqlx.Rows) error {
		var row struct {
			userRow
			TenantName string `db:"tenant_name"`
		}
		if err := rows.StructScan(&row); err != nil {
			return err
		}
		return yield(reseller.TenantUser{User: row.user(), TenantName: row.TenantName})
	}, `SELECT `+userColumns+`, COALESCE(p.name, c.name, '') AS tenant_name FROM users u
		LEFT JOIN partners p ON p.id = u.partner_id LEFT JOIN customers c ON c.id = u.customer_id WHERE u.email IS NOT NULL ORDER BY u.email`)
}

// Remembered implements reseller.Reader.
func (r reader) Remembered(ctx context.Context, key reseller.IdempotencyKey, since time.Time) (reseller.Remembered, error) {
	var row struct {
		InputHash []byte `db:"input_hash"`
		Answer    string `db:"answer"`
	}
	err := r.get(ctx, &row, `SELECT input_hash, answer FROM idempotency_keys
		WHERE user_id = ? AND mutation = ? AND key = ? AND created_at > ?`, key.UserID, key.Mutation, key.Key, since)
	return reseller.Remembered{InputHash: row.InputHash, Answer: []byte(row.Answer)}, err
}

// IsEmpty implements reseller.Reader.
func (r reader) IsEmpty(ctx context.Context) (bool, error) {
	var n int
	err := r.get(ctx, &n, `SELECT (CASE WHEN EXISTS (SELECT 1 FROM services) OR EXISTS (SELECT 1 FROM partners)
		OR EXISTS (SELECT 1 FROM customers) OR EXISTS (SELECT 1 FROM users) THEN 1 ELSE 0 END)`)
	return n == 0, err
}

// byID reads rows by their ids within a scope and arranges them by id.
func byID[R, T any](ctx context.Context, q querier, ids []reseller.ID, selecting, idColumn string, wall clause,
	convert func(R) T, idOf func(R) uid,
) (map[reseller.ID]T, error) {
	found := make(map[reseller.ID]T, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	wall.and(idColumn+q.dialect.InIDs, distinct(ids))
	var rows []R
	if err := q.all(ctx, &rows, "SELECT "+selecting+" WHERE "+wall.sql(), wall.args...); err != nil {
		return nil, err
	}
	for _, row := range rows {
		found[reseller.ID(idOf(row))] = convert(row)
	}
	return found, nil
}

// within gives the wall for a scope.
func within(wall func(*clause, reseller.Scope), scope reseller.Scope) clause {
	var c clause
	wall(&c, scope)
	return c
}

// UsersByID implements reseller.Reader.
func (r reader) UsersByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.User, error) {
	visible := func(row userRow) reseller.User {
		u := row.user()
		partner, ofPartner := scope.Partner()
		customer, ofCustomer := scope.Customer()
		own := ofPartner && u.TenantID == partner || ofCustomer && u.TenantID == customer
		if !own && !scope.All() {
			u.Email, u.Name = "", ""
		}
		return u
	}
	return byID(ctx, r.querier, ids, userColumns+" FROM users u", "u.id", clause{}, visible, func(row userRow) uid { return row.ID })
}

// PartnersByID implements reseller.Reader.
func (r reader) PartnersByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.Partner, error) {
	return byID(ctx, r.querier, ids, partnerColumns+" FROM partners p", "p.id", within(scopePartners, scope),
		partnerRow.partner, func(row partnerRow) uid { return row.ID })
}

// CustomersByID implements reseller.Reader.
func (r reader) CustomersByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.Customer, error) {
	return byID(ctx, r.querier, ids, customerColumns+" FROM customers c", "c.id", within(scopeCustomersByID, scope),
		customerRow.customer, func(row customerRow) uid { return row.ID })
}

// RelationshipsByID implements reseller.Reader.
func (r reader) RelationshipsByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.Relationship, error) {
	return byID(ctx, r.querier, ids, relationshipColumns+" FROM relationships r", "r.id", within(scopeRelationships, scope),
		relationshipRow.relationship, func(row relationshipRow) uid { return row.ID })
}

// DelegationsByID implements reseller.Reader.
func (r reader) DelegationsByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.Delegation, error) {
	return byID(ctx, r.querier, ids, delegationColumns+" FROM delegated_admin_privileges d", "d.id", within(scopeDelegations, scope),
		delegationRow.delegation, func(row delegationRow) uid { return row.ID })
}

// InvitesByID implements reseller.Reader.
func (r reader) InvitesByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.Invite, error) {
	return byID(ctx, r.querier, ids, inviteColumns+" FROM invites i", "i.id", within(scopeInvites, scope),
		inviteRow.invite, func(row inviteRow) uid { return row.ID })
}

// DefaultInvites implements reseller.Reader.
func (r reader) DefaultInvites(ctx context.Context, scope reseller.Scope, partners []reseller.ID) (map[reseller.ID]reseller.Invite, error) {
	wall := within(scopeInvites, scope)
	wall.and("i.status = 'ACTIVE' AND i.terms_key = ?", defaultTermsKey)
	return byID(ctx, r.querier, partners, inviteColumns+" FROM invites i", "i.partner_id", wall,
		inviteRow.invite, func(row inviteRow) uid { return row.PartnerID })
}

var defaultTermsKey = reseller.Terms{DelegatedAdmin: true}.Key()

// DelegationsOf implements reseller.Reader.
func (r reader) DelegationsOf(ctx context.Context, scope reseller.Scope, relationships []reseller.ID, status reseller.DelegationStatus, asOf time.Time) (map[reseller.ID][]reseller.Delegation, error) {
	wall := within(scopeDelegations, scope)
	filterDelegations(&wall, status, asOf)
	return r.delegations(ctx, wall, "d.relationship_id", relationships, asOf, func(d reseller.Delegation) reseller.ID { return d.RelationshipID })
}

// ActiveDelegations implements reseller.Reader.
func (r reader) ActiveDelegations(ctx context.Context, scope reseller.Scope, customers []reseller.ID, asOf time.Time) (map[reseller.ID][]reseller.Delegation, error) {
	var wall clause
	wall.bound(scope, "", "d.customer_id = ?")
	wall.add(wasActive(asOf))
	return r.delegations(ctx, wall, "d.customer_id", customers, asOf, func(d reseller.Delegation) reseller.ID { return d.CustomerID })
}

func (r reader) delegations(ctx context.Context, wall clause, column string, owners []reseller.ID, asOf time.Time, owner func(reseller.Delegation) reseller.ID) (map[reseller.ID][]reseller.Delegation, error) {
	found := make(map[reseller.ID][]reseller.Delegation, len(owners))
	if len(owners) == 0 {
		return found, nil
	}
	wall.and(column+r.dialect.InIDs, distinct(owners))
	var rows []delegationRow
	err := r.all(ctx, &rows, "SELECT "+delegationColumns+" FROM delegated_admin_privileges d WHERE "+wall.sql()+
		" ORDER BY d.granted_at, d.id", wall.args...)
	for _, row := range rows {
		d := delegationAt(row, asOf)
		found[owner(d)] = append(found[owner(d)], d)
	}
	return found, err
}
