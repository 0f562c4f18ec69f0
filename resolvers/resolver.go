// Package resolvers answers GraphQL operations: each resolver decodes its arguments, asks one use case or one loader, and
// shows the result. It holds no SQL, no rule and no transaction.
package resolvers

import (
	"context"

	"accord/auth"
	"accord/reseller"
)

// Resolver is the root of all resolvers.
type Resolver struct {
	app *reseller.App
}

// viewer gives who is asking; where nobody is, it refuses.
func viewer(ctx context.Context) (reseller.Viewer, error) {
	v := auth.ViewerFrom(ctx)
	if !v.Known() {
		return v, reseller.ErrUnauthenticated
	}
	return v, nil
}

// seesPartnersAffairs reports whether the viewer may see a partner's own affairs: its users and the operator may.
func seesPartnersAffairs(ctx context.Context, partner reseller.ID) bool {
	v := auth.ViewerFrom(ctx)
	return v.IsOperator() || v.Partner != nil && v.Partner.ID == partner
}

// seesCustomersAffairs reports whether the viewer may see all of a customer's affairs.
func seesCustomersAffairs(ctx context.Context, customer reseller.ID) bool {
	v := auth.ViewerFrom(ctx)
	return v.IsOperator() || v.Customer != nil && v.Customer.ID == customer
}
