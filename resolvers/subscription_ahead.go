package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

// aheadSubscriptions goes on from subscriptions that are all told as of the same moment.
func aheadSubscriptions(ctx context.Context, ss []reseller.Subscription, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	for _, s := range ss {
		if s.AsOf.IsZero() {
			l.subscriptions.know(s.ID, s)
		}
	}
	for _, f := range fields {
		var err error
		switch f.Name {
		case "customer":
			err = then(ctx, l.relatedCustomers, idsOf(ss, func(s reseller.Subscription) reseller.ID { return s.CustomerID }), below(ctx, f), aheadCustomers)
		case "base":
			err = aheadBases(ctx, ss, below(ctx, f))
		case "addOns":
			err = aheadOfMoment(ctx, l.addOns, ss, below(ctx, f), inLists(aheadSubscriptions))
		case "orderedBy":
			err = then(ctx, l.users, idsOf(ss, func(s reseller.Subscription) reseller.ID { return s.OrderedBy }), nil, nothingAhead)
		case "capabilities":
			err = aheadCapabilities(ctx, ss)
		case "unitPrice":
			err = aheadHolds(ctx, ss)
		default:
			err = aheadPartiesOf(ctx, ss, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func idOfSubscription(s reseller.Subscription) reseller.ID { return s.ID }

// aheadOfMoment reads something of subscriptions as of the moment at which they are told.
func aheadOfMoment[V any](ctx context.Context, l *loader[inList, V], ss []reseller.Subscription, fields []graphql.CollectedField,
	next func(context.Context, []V, []graphql.CollectedField) error,
) error {
	if len(ss) == 0 {
		return nil
	}
	keys, err := askedEach(idsOf(ss, idOfSubscription), ss[0].AsOf)
	if err != nil {
		return err
	}
	return then(ctx, l, keys, fields, next)
}

// aheadBases goes on from add-ons to what they add to, as of the same moment.
func aheadBases(ctx context.Context, ss []reseller.Subscription, fields []graphql.CollectedField) error {
	l, bases := loadersOf(ctx), idsOf(ss, func(s reseller.Subscription) reseller.ID { return s.BaseID })
	if len(ss) == 0 || ss[0].AsOf.IsZero() {
		return then(ctx, l.subscriptions, bases, fields, aheadSubscriptions)
	}
	keys, err := askedEach(bases, ss[0].AsOf)
	if err != nil {
		return err
	}
	return then(ctx, l.pastSubscriptions, keys, fields, aheadSubscriptions)
}

// aheadCapabilities reads what capabilities are decided on: the subscriptions of now, and what the viewer's partner has to do with them.
func aheadCapabilities(ctx context.Context, ss []reseller.Subscription) error {
	if err := then(ctx, loadersOf(ctx).subscriptions, idsOf(ss, idOfSubscription), nil, nothingAhead); err != nil {
		return err
	}
	return aheadHolds(ctx, ss)
}

// partiesOf are the fields that name a partner of a subscription.
var partiesOf = map[string]func(reseller.Subscription) reseller.ID{
	"originalReseller": func(s reseller.Subscription) reseller.ID { return s.OriginalReseller },
	"billedPartner":    func(s reseller.Subscription) reseller.ID { return s.BilledPartner },
	"partnerOfRecord":  func(s reseller.Subscription) reseller.ID { return s.PartnerOfRecord },
	"supportContact":   reseller.Subscription.SupportContact,
}

// aheadPartiesOf goes on from subscriptions to a partner of each.
func aheadPartiesOf(ctx context.Context, ss []reseller.Subscription, f graphql.CollectedField) error {
	l := loadersOf(ctx)
	switch f.Name {
	case "delegatedAdmin":
		return aheadOfMoment(ctx, l.serviceHolders, ss, below(ctx, f), func(ctx context.Context, holders []reseller.ID, fields []graphql.CollectedField) error {
			return then(ctx, l.partners, holders, fields, aheadPartners)
		})
	case "transfer":
		return aheadTransfers(ctx, ss, below(ctx, f))
	}
	party, ok := partiesOf[f.Name]
	if !ok {
		return nil
	}
	return then(ctx, l.partners, idsOf(ss, party), below(ctx, f), aheadPartners)
}

func aheadTransfers(ctx context.Context, ss []reseller.Subscription, fields []graphql.CollectedField) error {
	to := idsOf(ss, func(s reseller.Subscription) reseller.ID {
		if shown := newTransfer(ctx, s); shown != nil {
			return shown.TransferOffer.To
		}
		return reseller.ID{}
	})
	for _, f := range fields {
		if f.Name != "to" {
			continue
		}
		if err := then(ctx, loadersOf(ctx).partners, to, below(ctx, f), aheadPartners); err != nil {
			return err
		}
	}
	return nil
}

// aheadHolds reads what the viewer's partner has to do with subscriptions.
func aheadHolds(ctx context.Context, ss []reseller.Subscription) error {
	if auth.ViewerFrom(ctx).Partner == nil {
		return nil
	}
	return then(ctx, loadersOf(ctx).holds, idsOf(ss, idOfSubscription), nil, nothingAhead)
}

// inLists goes on from the items of all lists.
func inLists[T any](next func(context.Context, []T, []graphql.CollectedField) error) func(context.Context, [][]T, []graphql.CollectedField) error {
	return func(ctx context.Context, lists [][]T, fields []graphql.CollectedField) error {
		var all []T
		for _, list := range lists {
			all = append(all, list...)
		}
		return next(ctx, all, fields)
	}
}

// aheadSubscriptionPages reads the pages of subscriptions of all owners; the filter of a customer's has no more fields than that of
// a partner's.
func aheadSubscriptionPages(ctx context.Context, of reseller.TenantKind, owners []reseller.ID, f graphql.CollectedField) error {
	var args connectionArguments[model.PartnerSubscriptionFilter]
	if !readArguments(ctx, f, &args) {
		return nil
	}
	ask, err := askSubscriptions(ctx, of, partnerSubscriptionFilter(args.Filter), args.AsOf, args.page())
	if err != nil {
		return nil //nolint:nilerr // the field's resolver will say so, at its own path
	}
	l, connection := loadersOf(ctx), below(ctx, f)
	if selects(connection, "totalCount") {
		if err := aheadLists(ctx, l.subscriptionTotals, owners, ask.whole(), nothingAhead); err != nil {
			return err
		}
	}
	return aheadLists(ctx, l.subscriptionPages, owners, ask, inSlices(ofNodes(ctx, connection), aheadSubscriptions))
}

// aheadEnds goes on from relationships to what keeps those from ending of which the end was proposed.
func aheadEnds(ctx context.Context, rs []reseller.Relationship, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	proposed := idsOf(rs, func(r reseller.Relationship) reseller.ID {
		if end := newRelationship(r).End(); end != nil {
			return end.RelationshipID
		}
		return reseller.ID{}
	})
	for _, f := range fields {
		if f.Name != "blockers" {
			continue
		}
		next := inLists(func(ctx context.Context, blockers []reseller.ID, fields []graphql.CollectedField) error {
			return then(ctx, l.subscriptions, blockers, fields, aheadSubscriptions)
		})
		if err := then(ctx, l.blockers, proposed, belowAll(ctx, below(ctx, f), "subscription"), next); err != nil {
			return err
		}
	}
	return nil
}

// belowAll lists what is selected below the fields of a name.
func belowAll(ctx context.Context, fields []graphql.CollectedField, name string) []graphql.CollectedField {
	var found []graphql.CollectedField
	for _, f := range fields {
		if f.Name == name {
			found = append(found, below(ctx, f)...)
		}
	}
	return found
}
