package db

import (
	"context"
	"slices"

	"accord/reseller"
)

// RelatedCustomersByID implements reseller.Reader.
func (r reader) RelatedCustomersByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.Customer, error) {
	found := make(map[reseller.ID]reseller.Customer, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	standing, wall := within(scopeCustomersByID, scope), within(scopeRelatedCustomers, scope)
	wall.and("c.id"+r.dialect.InIDs, distinct(ids))
	var rows []struct {
		customerRow
		Standing bool `db:"standing"`
	}
	err := r.all(ctx, &rows, "SELECT "+customerColumns+", ("+standing.sql()+") AS standing FROM customers c WHERE "+wall.sql(),
		slices.Concat(standing.args, wall.args)...)
	for _, row := range rows {
		c := row.customer()
		if !row.Standing {
			c = reseller.Customer{ID: c.ID, Name: c.Name, Domain: c.Domain, Country: c.Country}
		}
		found[c.ID] = c
	}
	return found, err
}

// resellerListing is a provider's list of the resellers paired with it, by name (R6).
func resellerListing(scope reseller.Scope) listing {
	return listing{
		columns: partnerColumns, from: "partners p", owners: []string{"p.provider_id"}, where: within(scopePartners, scope),
		key: "p.name_sort", id: "p.id", keyOf: func(k reseller.Key) any { return k.Text },
	}
}

type listedPartnerRow struct {
	ownerRow
	partnerRow
}

// ResellersOf implements reseller.Reader.
func (r reader) ResellersOf(ctx context.Context, scope reseller.Scope, providers []reseller.ID, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.Listed[reseller.Partner]], error) {
	return pages(ctx, r.querier, resellerListing(scope), providers, page, func(row listedPartnerRow) (reseller.Listed[reseller.Partner], error) {
		return row.listed(), nil
	})
}

// listed is the partner with its place in a list by name.
func (r partnerRow) listed() reseller.Listed[reseller.Partner] {
	return reseller.Listed[reseller.Partner]{Item: r.partner(), Key: reseller.Key{Text: r.NameSort, ID: reseller.ID(r.ID)}}
}

// CountResellers implements reseller.Reader.
func (r reader) CountResellers(ctx context.Context, scope reseller.Scope, providers []reseller.ID) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, resellerListing(scope), providers)
}

// userListing is a tenant's list of users, by e-mail: those who were removed have none.
func userListing(scope reseller.Scope) listing {
	l := listing{
		columns: userColumns, from: "users u", owners: []string{"u.partner_id", "u.customer_id"}, where: within(scopeUsers, scope),
		key: "u.email", keyOf: func(k reseller.Key) any { return k.Text },
	}
	l.where.and("u.email IS NOT NULL")
	return l
}

type listedUserRow struct {
	ownerRow
	userRow
}

// UsersOf implements reseller.Reader.
func (r reader) UsersOf(ctx context.Context, scope reseller.Scope, tenants []reseller.ID, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.User], error) {
	return pages(ctx, r.querier, userListing(scope), tenants, page,
		func(row listedUserRow) (reseller.User, error) { return row.user(), nil })
}

// CountUsers implements reseller.Reader.
func (r reader) CountUsers(ctx context.Context, scope reseller.Scope, tenants []reseller.ID) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, userListing(scope), tenants)
}

// CountGlobalAdmins implements reseller.Tx.
func (t *tx) CountGlobalAdmins(ctx context.Context, tenant reseller.ID) (int32, error) {
	const among = reseller.ListSeparator
	var n int32
	err := t.get(ctx, &n, "SELECT count(*) FROM users WHERE (partner_id = ? OR customer_id = ?) AND removed_at IS NULL AND '"+among+"' || roles || '"+among+"' LIKE ?",
		tenant, tenant, "%"+among+string(reseller.RoleGlobalAdmin)+among+"%")
	return n, err
}
