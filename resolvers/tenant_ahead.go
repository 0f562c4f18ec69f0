package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

// aheadCompany goes on from partners to what belongs to them as companies; private are those whose affairs the viewer sees.
func aheadCompany(ctx context.Context, ps []reseller.Partner, private []reseller.ID, f graphql.CollectedField) error {
	l := loadersOf(ctx)
	seen := func(of func(reseller.Partner) reseller.ID) []reseller.ID {
		return idsOf(ps, func(p reseller.Partner) reseller.ID {
			if seesPartnersAffairs(ctx, p.ID) {
				return of(p)
			}
			return reseller.ID{}
		})
	}
	switch f.Name {
	case "provider":
		return then(ctx, l.partners, seen(func(p reseller.Partner) reseller.ID { return p.ProviderID }), below(ctx, f), aheadPartners)
	case "agreement":
		return then(ctx, l.users, seen(func(p reseller.Partner) reseller.ID { return p.Agreement.SignedBy }), nil, nothingAhead)
	case "resellers":
		return aheadPlainPages(ctx, l.resellerPages, l.resellerTotal, model.ListResellers, private, f, aheadListedPartners)
	case "users":
		return aheadUsers(ctx, private, f)
	}
	return nil
}

func aheadListedPartners(ctx context.Context, listed []reseller.Listed[reseller.Partner], fields []graphql.CollectedField) error {
	ps := make([]reseller.Partner, len(listed))
	for i, l := range listed {
		ps[i] = l.Item
	}
	return aheadPartners(ctx, ps, fields)
}

func aheadUsers(ctx context.Context, tenants []reseller.ID, f graphql.CollectedField) error {
	return aheadPlainPages(ctx, loadersOf(ctx).userPages, loadersOf(ctx).userTotal, model.ListUsers, tenants, f, nothingAhead)
}

// ofCustomersSeen lists those of the customers whose affairs the viewer sees.
func ofCustomersSeen(ctx context.Context, cs []reseller.Customer) []reseller.ID {
	return idsOf(cs, func(c reseller.Customer) reseller.ID {
		if seesCustomersAffairs(ctx, c.ID) {
			return c.ID
		}
		return reseller.ID{}
	})
}
