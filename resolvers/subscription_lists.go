package resolvers

import (
	"context"
	"time"

	"accord/graph/model"
	"accord/reseller"
)

func partnerSubscriptionFilter(in *model.PartnerSubscriptionFilter) reseller.SubscriptionFilter {
	if in == nil {
		return reseller.SubscriptionFilter{}
	}
	return reseller.SubscriptionFilter{
		Status: valueOf(in.Status), Offer: valueOf(in.Offer), Service: valueOf(in.Service), TransferOffered: valueOf(in.TransferOffered),
	}
}

func customerSubscriptionFilter(in *model.CustomerSubscriptionFilter) reseller.SubscriptionFilter {
	if in == nil {
		return reseller.SubscriptionFilter{}
	}
	return reseller.SubscriptionFilter{Status: valueOf(in.Status), Offer: valueOf(in.Offer), Service: valueOf(in.Service)}
}

// askSubscriptions reads the arguments of a list of subscriptions, and refuses offers and services that are not in the catalogue.
func askSubscriptions(ctx context.Context, of reseller.TenantKind, f reseller.SubscriptionFilter, asOf *time.Time, args pageArgs) (subscriptionsAsked, error) {
	ask := subscriptionsAsked{List: reseller.SubscriptionList{Owner: of, Filter: f}}
	if err := checkSubscriptionFilter(ctx, f); err != nil {
		return ask, err
	}
	var err error
	if ask.List.AsOf, err = pastMoment(ctx, asOf); err != nil {
		return ask, err
	}
	ask.Page, err = args.page(ask.name())
	return ask, err
}

// checkSubscriptionFilter refuses offers and services that are not in the catalogue.
func checkSubscriptionFilter(ctx context.Context, f reseller.SubscriptionFilter) error {
	if f.Service != "" {
		if err := checkService(ctx, f.Service, "filter", "service"); err != nil {
			return err
		}
	}
	if f.Offer != "" {
		return checkOffer(ctx, f.Offer, "filter", "offer")
	}
	return nil
}

func checkOffer(ctx context.Context, code string, path ...string) error {
	offer, err := showOffer(ctx, code)
	if err == nil && offer == nil {
		err = reseller.Invalid(path, "There is no offer in the catalogue with this code.")
	}
	return err
}

// subscriptionsOf reads a page of a partner's or customer's subscriptions, and ahead what the selection asks of them.
func subscriptionsOf(ctx context.Context, owner reseller.ID, ask subscriptionsAsked) (*model.CustomerSubscriptionConnection, error) {
	key, err := asked(owner, ask)
	if err != nil {
		return nil, err
	}
	slice, err := loadersOf(ctx).subscriptionPages.get(ctx, key)
	if err != nil {
		return nil, err
	}
	if err := aheadSubscriptions(ctx, deref(slice).Items, selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (int32, error) {
		key, err := asked(owner, ask.whole())
		if err != nil {
			return 0, err
		}
		return total(loadersOf(ctx).subscriptionTotals.get(ctx, key))
	}
	return model.NewConnection(deref(slice), ask.name(), keyOfSubscription, newSubscription, count), nil
}

func keyOfSubscription(s reseller.Subscription) reseller.Key {
	return reseller.Key{Time: s.OrderedAt, ID: s.ID}
}
