package resolvers

import (
	"context"
	"time"

	"accord/graph"
	"accord/graph/model"
)

func (r *chargeResolver) Customer(ctx context.Context, obj *model.Charge) (*model.Customer, error) {
	return showRelatedCustomer(ctx, obj.CustomerID)
}

func (r *chargeResolver) Subscription(ctx context.Context, obj *model.Charge) (*model.CustomerSubscription, error) {
	return showSubscription(ctx, obj.Charge.SubscriptionID)
}

func (r *chargeResolver) Offer(ctx context.Context, obj *model.Charge) (*model.Offer, error) {
	return showOffer(ctx, obj.Charge.Offer)
}

func (r *partnerResolver) Charges(ctx context.Context, obj *model.Partner, filter *model.ChargeFilter, asOf *time.Time, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.Charge], error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	ask, err := askCharges(ctx, filter, asOf, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return chargesOf(ctx, obj.Partner.ID, ask)
}

func (r *Resolver) Charge() graph.ChargeResolver { return &chargeResolver{r} }

type chargeResolver struct{ *Resolver }
