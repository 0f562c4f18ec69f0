package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

// chargeLoaders are the look-ups of partners' lists of charges.
type chargeLoaders struct {
	chargePages  *loader[inList, reseller.Slice[reseller.Listed[reseller.Charge]]]
	chargeTotals *loader[inList, int32]
}

func newChargeLoaders(r reseller.Reader, scope reseller.Scope) chargeLoaders {
	return chargeLoaders{
		chargePages: newLoader(together(func(ctx context.Context, partners []reseller.ID, ask chargesAsked) (map[reseller.ID]reseller.Slice[reseller.Listed[reseller.Charge]], error) {
			return r.Charges(ctx, scope, partners, ask.Filter, ask.Page)
		})),
		chargeTotals: newLoader(together(func(ctx context.Context, partners []reseller.ID, ask chargesAsked) (map[reseller.ID]int32, error) {
			return r.CountCharges(ctx, scope, partners, ask.Filter)
		})),
	}
}

// chargesAsked is one way of asking for lists of charges.
type chargesAsked struct {
	Filter reseller.ChargeFilter
	Page   reseller.Page
}

// whole is the way of asking for the list without a page.
func (a chargesAsked) whole() chargesAsked {
	a.Page = reseller.Page{}
	return a
}

// askCharges reads the arguments of a list of charges.
func askCharges(ctx context.Context, in *model.ChargeFilter, asOf *time.Time, args pageArgs) (chargesAsked, error) {
	var ask chargesAsked
	if in != nil {
		ask.Filter = reseller.ChargeFilter{Offer: valueOf(in.Offer), StandingOn: valueOf(in.StandingOn)}
		ask.Filter.BegunFrom, ask.Filter.BegunTo = days(in.BegunBetween.Value())
		ask.Filter.EndedFrom, ask.Filter.EndedTo = days(in.EndedBetween.Value())
	}
	if code := ask.Filter.Offer; code != "" {
		if err := checkOffer(ctx, code, "filter", "offer"); err != nil {
			return ask, err
		}
	}
	var err error
	if ask.Filter.AsOf, err = pastMoment(ctx, asOf); err != nil {
		return ask, err
	}
	ask.Page, err = args.page(model.ListCharges)
	return ask, err
}

func days(r *model.DateRange) (from, to reseller.Day) {
	if r == nil {
		return 0, 0
	}
	return valueOf(r.From), valueOf(r.To)
}

// chargesOf reads a page of what a partner is charged for, and ahead what the selection asks of it.
func chargesOf(ctx context.Context, partner reseller.ID, ask chargesAsked) (*model.ChargeConnection, error) {
	key, err := asked(partner, ask)
	if err != nil {
		return nil, err
	}
	slice, err := loadersOf(ctx).chargePages.get(ctx, key)
	if err != nil {
		return nil, err
	}
	if err := aheadCharges(ctx, deref(slice).Items, selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (int32, error) {
		key, err := asked(partner, ask.whole())
		if err != nil {
			return 0, err
		}
		return total(loadersOf(ctx).chargeTotals.get(ctx, key))
	}
	show := func(c reseller.Listed[reseller.Charge]) *model.Charge { return &model.Charge{Charge: c.Item} }
	return model.NewConnection(deref(slice), model.ListCharges, keyOfListed, show, count), nil
}

// aheadChargePages reads the pages of charges of all partners.
func aheadChargePages(ctx context.Context, partners []reseller.ID, f graphql.CollectedField) error {
	var args connectionArguments[model.ChargeFilter]
	if !readArguments(ctx, f, &args) {
		return nil
	}
	ask, err := askCharges(ctx, args.Filter, args.AsOf, args.page())
	if err != nil {
		return nil //nolint:nilerr // the field's resolver will say so, at its own path
	}
	l, connection := loadersOf(ctx), below(ctx, f)
	if selects(connection, "totalCount") {
		if err := aheadLists(ctx, l.chargeTotals, partners, ask.whole(), nothingAhead); err != nil {
			return err
		}
	}
	return aheadLists(ctx, l.chargePages, partners, ask, inSlices(ofNodes(ctx, connection), aheadCharges))
}

func aheadCharges(ctx context.Context, cs []reseller.Listed[reseller.Charge], fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	for _, f := range fields {
		var err error
		switch f.Name {
		case "customer":
			err = then(ctx, l.relatedCustomers, idsOf(cs, func(c reseller.Listed[reseller.Charge]) reseller.ID { return c.Item.CustomerID }), below(ctx, f), aheadCustomers)
		case "subscription":
			err = then(ctx, l.subscriptions, idsOf(cs, func(c reseller.Listed[reseller.Charge]) reseller.ID { return c.Item.SubscriptionID }), below(ctx, f), aheadSubscriptions)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
