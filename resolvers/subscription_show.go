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

// showSubscriptionAddOns shows the add-ons of a subscription, and ahead what the selection asks of them.
func showSubscriptionAddOns(ctx context.Context, base reseller.ID) ([]*model.CustomerSubscription, error) {
	list, err := loadersOf(ctx).addOns.get(ctx, base)
	if err != nil {
		return nil, err
	}
	return showEach(deref(list), newSubscription), aheadSubscriptions(ctx, deref(list), selectedBelow(ctx))
}

// showDelegatedAdmin shows who holds DAP for a subscription's service.
func showDelegatedAdmin(ctx context.Context, subscription reseller.ID) (*model.Partner, error) {
	holder, err := loadersOf(ctx).serviceHolders.get(ctx, subscription)
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

// showCapabilities shows what the viewer may do with a subscription, and why not (R19).
func (r *Resolver) showCapabilities(ctx context.Context, s reseller.Subscription) ([]*model.SubscriptionCapability, error) {
	hold, err := holdOf(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	v, locale := auth.ViewerFrom(ctx), locale.From(ctx)
	return showEach(reseller.Actions, func(a reseller.Action) *model.SubscriptionCapability {
		return newCapability(a, r.app.Decide(v, s, hold, a), locale)
	}), nil
}

func newCapability(a reseller.Action, refusal error, locale reseller.Locale) *model.SubscriptionCapability {
	shown := &model.SubscriptionCapability{Action: a, Allowed: refusal == nil}
	if why := reseller.AsRefusals(refusal); why != nil {
		sentence := why[0].In(locale)
		shown.Reason = &sentence
	}
	return shown
}

// showUnitPrice shows a subscription's price to whom the table of what a relationship allows lets see it.
func (r *Resolver) showUnitPrice(ctx context.Context, s reseller.Subscription) (*model.Money, error) {
	hold, err := holdOf(ctx, s.ID)
	if err != nil || r.app.Decide(auth.ViewerFrom(ctx), s, hold, reseller.ActionSeePrice) != nil {
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
