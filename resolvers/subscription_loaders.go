package resolvers

import (
	"context"

	"accord/graph/model"
	"accord/reseller"
)

// subscriptionLoaders are the look-ups of subscriptions.
type subscriptionLoaders struct {
	// subscriptions are those of now alone, pastSubscriptions those of a moment.
	subscriptions     *loader[reseller.ID, reseller.Subscription]
	pastSubscriptions *loader[inList, reseller.Subscription]
	// addOns and serviceHolders are asked for as of a moment, zero for now.
	addOns         *loader[inList, []reseller.Subscription]
	serviceHolders *loader[inList, reseller.ID]
	// holds tell what the viewer's partner has to do with subscriptions; nobody else may ask.
	holds              *loader[reseller.ID, reseller.Hold]
	blockers           *loader[reseller.ID, []reseller.ID]
	subscriptionPages  *loader[inList, reseller.Slice[reseller.Subscription]]
	subscriptionTotals *loader[inList, int32]
	// prices reads the prices of this month once, by offer; none for who may not see any.
	prices func(context.Context) (map[string]reseller.Money, error)
}

func newSubscriptionLoaders(app *reseller.App, v reseller.Viewer) subscriptionLoaders {
	r, scope := app.Reader(), v.Scope()
	return subscriptionLoaders{
		subscriptions:     scoped(scope, r.SubscriptionsByID),
		pastSubscriptions: ofMoments(scope, r.SubscriptionsAsOf),
		addOns:            ofMoments(scope, r.AddOnsOf),
		serviceHolders:    ofMoments(scope, r.ServiceHolders),
		blockers:          scoped(scope, r.Blockers),
		holds:             scoped(scope, r.Holds),
		subscriptionPages: newLoader(together(func(ctx context.Context, owners []reseller.ID, ask subscriptionsAsked) (map[reseller.ID]reseller.Slice[reseller.Subscription], error) {
			return r.Subscriptions(ctx, scope, owners, ask.List, ask.Page)
		})),
		subscriptionTotals: newLoader(together(func(ctx context.Context, owners []reseller.ID, ask subscriptionsAsked) (map[reseller.ID]int32, error) {
			return r.CountSubscriptions(ctx, scope, owners, ask.List)
		})),
		prices: once(func(ctx context.Context) (map[string]reseller.Money, error) { return app.CurrentPrices(ctx, v) }),
	}
}

// subscriptionsAsked is one way of asking for lists of subscriptions.
type subscriptionsAsked struct {
	List reseller.SubscriptionList
	Page reseller.Page
}

// whole is the way of asking for the list without a page.
func (a subscriptionsAsked) whole() subscriptionsAsked {
	a.Page = reseller.Page{}
	return a
}

// name is the list's, for its cursors.
func (a subscriptionsAsked) name() model.List {
	if a.List.Owner == reseller.TenantCustomer {
		return model.ListCustomersSubscriptions
	}
	return model.ListSubscriptions
}
