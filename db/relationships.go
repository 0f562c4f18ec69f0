package db

import (
	"context"
	"slices"
	"time"

	"accord/reseller"
)

const relationshipsAndCustomers = "relationships r JOIN customers c ON c.id = r.customer_id"

// relationshipListing is the owners' list of relationships.
func (r reader) relationshipListing(ctx context.Context, scope reseller.Scope, owners []reseller.ID, list reseller.RelationshipList) (listing, error) {
	l := unsearchedListing(r, scope, list)
	if text := searched(list.Filter.Search); text != "" && len(owners) > 0 {
		return customerSearch{reader: r, scope: scope, text: text}.narrow(ctx, l, owners)
	}
	return l, nil
}

// unsearchedListing is such a list without regard to its search.
func unsearchedListing(d reader, scope reseller.Scope, list reseller.RelationshipList) listing {
	l := listing{
		columns: relationshipColumns + ", " + customerColumns, from: relationshipsAndCustomers,
		owners: ownerColumns(list.Owner), where: within(scopeRelationships, scope), descending: list.Order.Descending,
		key: "r.accepted_at", id: "r.id", keyOf: func(k reseller.Key) any { return k.Time },
	}
	if list.Order.Field == reseller.OrderCustomerName {
		l.key, l.keyOf = "c.name_sort", func(k reseller.Key) any { return k.Text }
	}
	filterRelationships(&l.where, scope, list.Filter, list.AsOf)
	l.foundBy = func(column string) clause {
		var c clause
		filterPrivileges(&c, list, column)
		filterHeld(d, &c, list, column)
		filterKept(&c, list, column)
		if list.Customers && column == resellerColumn {
			c.add(newestOfReseller(list.AsOf))
		}
		return c
	}
	return l
}

const resellerColumn = "r.reseller_id"

// newestOfReseller keeps a customer from being listed twice: the partner may be its reseller under several providers.
func newestOfReseller(asOf time.Time) clause {
	other := stood("o", asOf)
	return clause{parts: []string{"NOT EXISTS (SELECT 1 FROM relationships o WHERE o.customer_id = r.customer_id AND " + other.sql() +
		" AND (o.partner_id = r.reseller_id OR o.reseller_id = r.reseller_id AND o.id > r.id))"}, args: other.args}
}

// ownerColumns are the columns that name whose list a relationship is in: a partner's has those in which it is the reseller too
// (R6).
func ownerColumns(kind reseller.TenantKind) []string {
	if kind == reseller.TenantCustomer {
		return []string{"r.customer_id"}
	}
	return []string{"r.partner_id", resellerColumn}
}

func filterRelationships(where *clause, scope reseller.Scope, f reseller.RelationshipFilter, asOf time.Time) {
	if !asOf.IsZero() {
		where.and("r.accepted_at <= ?", asOf)
	}
	if f.Status != "" {
		where.add(hadStatus(f.Status, asOf))
	}
	if f.Standing {
		where.add(stood("r", asOf))
	}
	if !f.AcceptedFrom.IsZero() {
		where.and("r.accepted_at >= ?", f.AcceptedFrom)
	}
	if !f.AcceptedTo.IsZero() {
		where.and("r.accepted_at < ?", f.AcceptedTo)
	}
	endedWithin(where, "r", f.EndedFrom, f.EndedTo, asOf)
	if !f.StandingAt.IsZero() {
		where.add(stood("r", earlier(f.StandingAt, asOf)))
	}
	if !f.ResellerID.IsZero() {
		where.and("r.reseller_id = ?", f.ResellerID)
		where.add(within(scopeNaming, scope))
	}
}

// endedWithin keeps rows that ended within a time, and had as of a moment; zero is no bound.
func endedWithin(where *clause, alias string, from, to, asOf time.Time) {
	if !from.IsZero() {
		where.and(alias+".ended_at >= ?", from)
	}
	if !to.IsZero() {
		where.and(alias+".ended_at < ?", to)
	}
	if !asOf.IsZero() && (!from.IsZero() || !to.IsZero()) {
		where.add(hadEnded(alias, asOf))
	}
}

// filterPrivileges looks at any privilege under a relationship; in a list of customers at those of the partner whose list it is,
// under whichever relationship it holds them.
func filterPrivileges(where *clause, list reseller.RelationshipList, owner string) {
	f, found, active := list.Filter, "d.relationship_id = r.id", wasActive(list.AsOf)
	if list.Customers {
		found = "d.customer_id = r.customer_id AND d.partner_id = " + owner
	}
	privilege := func(not, further string, args ...any) {
		where.and(not+"EXISTS (SELECT 1 FROM delegated_admin_privileges d WHERE "+found+" AND "+active.sql()+further+")", slices.Concat(active.args, args)...)
	}
	if f.Service != "" {
		privilege("", " AND d.service = ?", f.Service)
	}
	if f.HasDelegatedAdmin != nil && *f.HasDelegatedAdmin {
		privilege("", "")
	}
	if f.HasDelegatedAdmin != nil && !*f.HasDelegatedAdmin {
		privilege("NOT ", "")
	}
}

// ownPrivilege is a sub-select of the ACTIVE privileges that the partner of a column holds on the relationship's customer.
func ownPrivilege(column string) string {
	return "EXISTS (SELECT 1 FROM delegated_admin_privileges d WHERE d.customer_id = r.customer_id AND d.partner_id = " + column + " AND d.status = 'ACTIVE'"
}

type relationshipItemRow struct {
	ownerRow
	relationshipRow
	customerRow
}

func (row relationshipItemRow) item(order reseller.OrderField) reseller.RelationshipItem {
	item := reseller.RelationshipItem{Relationship: row.relationship(), Customer: row.customer()}
	item.Key = reseller.Key{ID: item.Relationship.ID, Time: time.Time(row.AcceptedAt)}
	if order == reseller.OrderCustomerName {
		item.Key = reseller.Key{ID: item.Relationship.ID, Text: row.NameSort}
	}
	return item
}

// Relationships implements reseller.Reader.
func (r reader) Relationships(ctx context.Context, scope reseller.Scope, owners []reseller.ID, list reseller.RelationshipList, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.RelationshipItem], error) {
	l, err := r.relationshipListing(ctx, scope, owners, list)
	if err != nil {
		return nil, err
	}
	found, err := pages(ctx, r.querier, l, owners, page,
		func(row relationshipItemRow) (reseller.RelationshipItem, error) {
			return row.item(list.Order.Field), nil
		})
	if err != nil {
		return nil, err
	}
	var listed []*reseller.Relationship
	for _, slice := range found {
		for i := range slice.Items {
			listed = append(listed, &slice.Items[i].Relationship)
		}
	}
	return found, r.at(ctx, listed, list.AsOf)
}

// CountRelationships implements reseller.Reader.
func (r reader) CountRelationships(ctx context.Context, scope reseller.Scope, owners []reseller.ID, list reseller.RelationshipList) (map[reseller.ID]int32, error) {
	l, err := r.relationshipListing(ctx, scope, owners, list)
	if err != nil {
		return nil, err
	}
	return r.countEach(ctx, l, owners)
}

// Partners implements reseller.Reader.
func (r reader) Partners(ctx context.Context, scope reseller.Scope, search string, page reseller.Page) (reseller.Slice[reseller.Listed[reseller.Partner]], error) {
	l := listing{
		columns: partnerColumns, from: "partners p", where: partnerSearch(scope, search),
		key: "p.name_sort", id: "p.id", keyOf: func(k reseller.Key) any { return k.Text },
	}
	statement, args := l.one(clause{}, page)
	var rows []partnerRow
	if err := r.all(ctx, &rows, statement, args...); err != nil {
		return reseller.Slice[reseller.Listed[reseller.Partner]]{}, err
	}
	partners := make([]reseller.Listed[reseller.Partner], len(rows))
	for i, row := range rows {
		partners[i] = row.listed()
	}
	return cut(partners, page), nil
}

// CountPartners implements reseller.Reader.
func (r reader) CountPartners(ctx context.Context, scope reseller.Scope, search string) (int32, error) {
	where := partnerSearch(scope, search)
	var n int32
	err := r.get(ctx, &n, "SELECT count(*) FROM partners p WHERE "+where.sql(), where.args...)
	return n, err
}

func partnerSearch(scope reseller.Scope, search string) clause {
	where := within(scopePartners, scope)
	if search != "" {
		where.and(`p.name_sort LIKE ? ESCAPE '\'`, contains(search))
	}
	return where
}
