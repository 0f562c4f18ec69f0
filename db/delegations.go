package db

import (
	"context"
	"time"

	"accord/reseller"
)

// delegationListing is a partner's list of privileges, newest first.
func delegationListing(scope reseller.Scope, f reseller.DelegationFilter) listing {
	l := listing{
		columns: delegationColumns, from: "delegated_admin_privileges d", owners: []string{"d.partner_id"},
		where: within(scopeDelegations, scope), key: "d.granted_at", id: "d.id", descending: true,
		keyOf: func(k reseller.Key) any { return k.Time },
	}
	filterDelegations(&l.where, f.Status, f.AsOf)
	if f.Service != "" {
		l.where.and("d.service = ?", f.Service)
	}
	if f.EndReason != "" {
		l.where.add(hadEnded("d", f.AsOf))
		l.where.and("d.end_reason = ?", string(f.EndReason))
	}
	if !f.GrantedFrom.IsZero() {
		l.where.and("d.granted_at >= ?", f.GrantedFrom)
	}
	if !f.GrantedTo.IsZero() {
		l.where.and("d.granted_at < ?", f.GrantedTo)
	}
	endedWithin(&l.where, "d", f.EndedFrom, f.EndedTo, f.AsOf)
	if !f.StandingAt.IsZero() {
		l.where.add(wasActive(earlier(f.StandingAt, f.AsOf)))
	}
	if !f.ResellerID.IsZero() {
		// Of its own: under another partner's it is not told whom that names (R27).
		l.where.and("EXISTS (SELECT 1 FROM relationships u WHERE u.id = d.relationship_id AND u.partner_id = d.partner_id AND u.reseller_id = ?)", f.ResellerID)
	}
	return l
}

// filterDelegations keeps those that there were at a moment, and had a status; empty is any.
func filterDelegations(where *clause, status reseller.DelegationStatus, asOf time.Time) {
	if !asOf.IsZero() {
		where.and("d.granted_at <= ?", asOf)
	}
	switch status {
	case reseller.DelegationActive:
		where.add(wasActive(asOf))
	case reseller.DelegationEnded:
		where.add(hadEnded("d", asOf))
	}
}

// delegationAt tells of a privilege as it stood at a moment; of now when it is zero.
func delegationAt(row delegationRow, moment time.Time) reseller.Delegation {
	d := row.delegation()
	if moment.IsZero() {
		return d
	}
	return d.At(moment)
}

type listedDelegationRow struct {
	ownerRow
	delegationRow
}

// Delegations implements reseller.Reader.
func (r reader) Delegations(ctx context.Context, scope reseller.Scope, partners []reseller.ID, f reseller.DelegationFilter, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.Delegation], error) {
	return pages(ctx, r.querier, delegationListing(scope, f), partners, page,
		func(row listedDelegationRow) (reseller.Delegation, error) {
			return delegationAt(row.delegationRow, f.AsOf), nil
		})
}

// CountDelegations implements reseller.Reader.
func (r reader) CountDelegations(ctx context.Context, scope reseller.Scope, partners []reseller.ID, f reseller.DelegationFilter) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, delegationListing(scope, f), partners)
}
