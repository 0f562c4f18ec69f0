package resolvers

import (
	"context"
	"time"

	"accord/graph"
	"accord/graph/model"
	"accord/reseller"
)

func (r *customerResolver) Subscriptions(ctx context.Context, obj *model.Customer, filter *model.CustomerSubscriptionFilter, asOf *time.Time, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.CustomerSubscription], error) {
	ask, err := askSubscriptions(ctx, reseller.TenantCustomer, customerSubscriptionFilter(filter), asOf, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return subscriptionsOf(ctx, obj.Customer.ID, ask)
}

func (r *customerSubscriptionResolver) Customer(ctx context.Context, obj *model.CustomerSubscription) (*model.Customer, error) {
	return showRelatedCustomer(ctx, obj.CustomerID)
}

func (r *customerSubscriptionResolver) Offer(ctx context.Context, obj *model.CustomerSubscription) (*model.Offer, error) {
	return showOffer(ctx, obj.Subscription.Offer)
}

func (r *customerSubscriptionResolver) Service(ctx context.Context, obj *model.CustomerSubscription) (*model.Service, error) {
	return showService(ctx, obj.Subscription.Service)
}

func (r *customerSubscriptionResolver) Base(ctx context.Context, obj *model.CustomerSubscription) (*model.CustomerSubscription, error) {
	return showBase(ctx, obj.Subscription)
}

func (r *customerSubscriptionResolver) AddOns(ctx context.Context, obj *model.CustomerSubscription) ([]*model.CustomerSubscription, error) {
	return showSubscriptionAddOns(ctx, obj.Subscription)
}

func (r *customerSubscriptionResolver) OriginalReseller(ctx context.Context, obj *model.CustomerSubscription) (*model.Partner, error) {
	return showPartner(ctx, obj.Subscription.OriginalReseller)
}

func (r *customerSubscriptionResolver) BilledPartner(ctx context.Context, obj *model.CustomerSubscription) (*model.Partner, error) {
	return showPartner(ctx, obj.Subscription.BilledPartner)
}

func (r *customerSubscriptionResolver) PartnerOfRecord(ctx context.Context, obj *model.CustomerSubscription) (*model.Partner, error) {
	return showPartner(ctx, obj.Subscription.PartnerOfRecord)
}

func (r *customerSubscriptionResolver) DelegatedAdmin(ctx context.Context, obj *model.CustomerSubscription) (*model.Partner, error) {
	return showDelegatedAdmin(ctx, obj.Subscription)
}

func (r *customerSubscriptionResolver) SupportContact(ctx context.Context, obj *model.CustomerSubscription) (*model.Partner, error) {
	return showPartner(ctx, obj.Subscription.SupportContact())
}

func (r *customerSubscriptionResolver) UnitPrice(ctx context.Context, obj *model.CustomerSubscription) (*model.Money, error) {
	return r.showUnitPrice(ctx, obj.Subscription)
}

func (r *customerSubscriptionResolver) OrderedBy(ctx context.Context, obj *model.CustomerSubscription) (*model.User, error) {
	return showActor(ctx, obj.Subscription.OrderedBy)
}

func (r *customerSubscriptionResolver) Transfer(ctx context.Context, obj *model.CustomerSubscription) (*model.CustomerSubscriptionTransfer, error) {
	return newTransfer(ctx, obj.Subscription), nil
}

func (r *customerSubscriptionResolver) ExternalKey(ctx context.Context, obj *model.CustomerSubscription) (*string, error) {
	return externalKeyOf(ctx, obj.Subscription), nil
}

func (r *customerSubscriptionResolver) Capabilities(ctx context.Context, obj *model.CustomerSubscription) ([]*model.SubscriptionCapability, error) {
	return r.showCapabilities(ctx, obj.Subscription)
}

func (r *customerSubscriptionTransferResolver) To(ctx context.Context, obj *model.CustomerSubscriptionTransfer) (*model.Partner, error) {
	return showPartner(ctx, obj.TransferOffer.To)
}

func (r *partnerResolver) Subscriptions(ctx context.Context, obj *model.Partner, filter *model.PartnerSubscriptionFilter, asOf *time.Time, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.CustomerSubscription], error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	ask, err := askSubscriptions(ctx, reseller.TenantPartner, partnerSubscriptionFilter(filter), asOf, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return subscriptionsOf(ctx, obj.Partner.ID, ask)
}

func (r *queryResolver) Subscription(ctx context.Context, id string) (*model.CustomerSubscription, error) {
	return byID(ctx, model.KindSubscription, id, showSubscription)
}

func (r *Resolver) CustomerSubscription() graph.CustomerSubscriptionResolver {
	return &customerSubscriptionResolver{r}
}

func (r *Resolver) CustomerSubscriptionTransfer() graph.CustomerSubscriptionTransferResolver {
	return &customerSubscriptionTransferResolver{r}
}

type (
	customerSubscriptionResolver         struct{ *Resolver }
	customerSubscriptionTransferResolver struct{ *Resolver }
)
