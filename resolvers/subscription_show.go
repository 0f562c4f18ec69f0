package resolvers

import (
	"context"

	"accord/auth"
	"accord/graph/model"
	"accord/internal/locale"
	"accord/reseller"
)

func showSubscription(ctx context.Context, id reseller.ID) (*model.CustomerSubscription, error) {
	return show(ctx, loadersOf(ctx).subscriptions, id, newSubscription)
}

func newSubscription(s reseller.Subscription) *model.CustomerSubscription {
	return &model.CustomerSubscription{Subscription: s}
}

// showBase shows what an add-on adds to, as of the moment at which the add-on is told.
func showBase(ctx context.Context, addOn reseller.Subscription) (*model.CustomerSubscription, error) {
	if addOn.BaseID.IsZero() || addOn.AsOf.IsZero() {
		return showSubscription(ctx, addOn.BaseID)
	}
	key, err := asked(addOn.BaseID, addOn.AsOf)
	if err != nil {
		return nil, err
	}
	base, err := loadersOf(ctx).pastSubscriptions.get(ctx, key)
	if err != nil || base == nil {
		return nil, err
	}
	return newSubscription(*base), nil
}

// showSubscriptionAddOns shows the add-ons of a subscription as of the moment at which it is told, and ahead what the selection asks of them.
func showSubscriptionAddOns(ctx context.Context, base reseller.Subscription) ([]*model.CustomerSubscription, error) {
	key, err := asked(base.ID, base.AsOf)
	if err != nil {
		return nil, err
	}
	list, err := loadersOf(ctx).addOns.get(ctx, key)
	if err != nil {
		return nil, err
	}
	return showEach(deref(list), newSubscription), aheadSubscriptions(ctx, deref(list), selectedBelow(ctx))
}

// showDelegatedAdmin shows who holds DAP for a subscription's service, or held it at the moment at which the subscription is told.
func showDelegatedAdmin(ctx context.Context, s reseller.Subscription) (*model.Partner, error) {
	key, err := asked(s.ID, s.AsOf)
	if err != nil {
		return nil, err
	}
	holder, err := loadersOf(ctx).serviceHolders.get(ctx, key)
	if err != nil {
		return nil, err
	}
	return showPartner(ctx, deref(holder))
}

// holdOf tells what the viewer's partner has to do with a subscription; of all others the table looks at the role alone.
func holdOf(ctx context.Context, subscription reseller.ID) (reseller.Hold, error) {
	if auth.ViewerFrom(ctx).Partner == nil {
		return reseller.Hold{}, nil
	}
	hold, err := loadersOf(ctx).holds.get(ctx, subscription)
	return deref(hold), err
}

// showCapabilities shows what the viewer may do with a subscription now, as of whichever moment it is told, and why not (R19).
func (r *Resolver) showCapabilities(ctx context.Context, s reseller.Subscription) ([]*model.SubscriptionCapability, error) {
	s, err := ofNow(ctx, s)
	if err != nil {
		return nil, err
	}
	hold, err := holdOf(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	v, locale := auth.ViewerFrom(ctx), locale.From(ctx)
	return showEach(reseller.Actions, func(a reseller.Action) *model.SubscriptionCapability {
		return newCapability(a, r.app.Decide(v, s, hold, a), locale)
	}), nil
}

// ofNow gives a subscription of a past moment as it is now.
func ofNow(ctx context.Context, s reseller.Subscription) (reseller.Subscription, error) {
	if s.AsOf.IsZero() {
		return s, nil
	}
	now, err := loadersOf(ctx).subscriptions.get(ctx, s.ID)
	return deref(now), err
}

func newCapability(a reseller.Action, refusal error, locale reseller.Locale) *model.SubscriptionCapability {
	shown := &model.SubscriptionCapability{Action: a, Allowed: refusal == nil}
	if why := reseller.AsRefusals(refusal); why != nil {
		sentence := why[0].In(locale)
		shown.Reason = &sentence
	}
	return shown
}

// showUnitPrice shows a subscription's price to whom the table of what a relationship allows lets see it: of a past moment, if it is known.
func (r *Resolver) showUnitPrice(ctx context.Context, s reseller.Subscription) (*model.Money, error) {
	hold, err := holdOf(ctx, s.ID)
	if err != nil || s.UnitPrice.Currency == "" || r.app.Decide(auth.ViewerFrom(ctx), s, hold, reseller.ActionSeePrice) != nil {
		return nil, err
	}
	return &model.Money{Money: s.UnitPrice}, nil
}

// showMonthlyPrice shows an offer's price of this month to those who may see prices.
func showMonthlyPrice(ctx context.Context, offer string) (*model.Money, error) {
	prices, err := loadersOf(ctx).prices(ctx)
	price, ok := prices[offer]
	if err != nil || !ok {
		return nil, err
	}
	return &model.Money{Money: price}, nil
}

// newTransfer shows a transfer that is offered to its parties and the operator.
func newTransfer(ctx context.Context, s reseller.Subscription) *model.CustomerSubscriptionTransfer {
	if s.Transfer.To.IsZero() || !seesPartnersAffairs(ctx, s.BilledPartner) && !seesPartnersAffairs(ctx, s.Transfer.To) {
		return nil
	}
	return &model.CustomerSubscriptionTransfer{TransferOffer: s.Transfer}
}

// externalKeyOf shows a subscription's key of another system to the billed partner and the operator.
func externalKeyOf(ctx context.Context, s reseller.Subscription) *string {
	if s.ExternalKey == "" || !seesPartnersAffairs(ctx, s.BilledPartner) {
		return nil
	}
	return &s.ExternalKey
}

// showBlockers shows what keeps a relationship from ending.
func showBlockers(ctx context.Context, relationship reseller.ID) ([]*model.RelationshipEndBlocker, error) {
	ids, err := loadersOf(ctx).blockers.get(ctx, relationship)
	if err != nil {
		return nil, err
	}
	return model.NewBlockers(deref(ids)), then(ctx, loadersOf(ctx).subscriptions, deref(ids), selectedBelow(ctx, "subscription"), aheadSubscriptions)
}
