package resolvers

import (
	"context"
	"time"

	"accord/graph"
	"accord/graph/model"
)

func (r *billResolver) Lines(ctx context.Context, obj *model.Bill, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.BillLine], error) {
	return linesOf(ctx, obj, pageArgs{first, after, last, before})
}

func (r *billResolver) Customers(ctx context.Context, obj *model.Bill, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.BillSubtotal], error) {
	return subtotalsOf(ctx, obj, pageArgs{first, after, last, before})
}

func (r *billLineResolver) Customer(ctx context.Context, obj *model.BillLine) (*model.Customer, error) {
	return showRelatedCustomer(ctx, obj.CustomerID)
}

func (r *billLineResolver) Subscription(ctx context.Context, obj *model.BillLine) (*model.CustomerSubscription, error) {
	return showSubscription(ctx, obj.BillLine.SubscriptionID)
}

func (r *billLineResolver) Offer(ctx context.Context, obj *model.BillLine) (*model.Offer, error) {
	return showOffer(ctx, obj.BillLine.Offer)
}

func (r *billLineResolver) Reseller(ctx context.Context, obj *model.BillLine) (*model.Partner, error) {
	return showPartner(ctx, obj.ResellerID)
}

func (r *billSubtotalResolver) Customer(ctx context.Context, obj *model.BillSubtotal) (*model.Customer, error) {
	return showRelatedCustomer(ctx, obj.CustomerID)
}

func (r *offerResolver) MonthlyPrice(ctx context.Context, obj *model.Offer) (*model.Money, error) {
	return showMonthlyPrice(ctx, obj.Code)
}

func (r *partnerResolver) Billing(ctx context.Context, obj *model.Partner, month string, asOf *time.Time) (*model.Bill, error) {
	return r.showBill(ctx, obj.Partner, month, asOf)
}

func (r *Resolver) Bill() graph.BillResolver { return &billResolver{r} }

func (r *Resolver) BillLine() graph.BillLineResolver { return &billLineResolver{r} }

func (r *Resolver) BillSubtotal() graph.BillSubtotalResolver { return &billSubtotalResolver{r} }

type (
	billResolver         struct{ *Resolver }
	billLineResolver     struct{ *Resolver }
	billSubtotalResolver struct{ *Resolver }
)
