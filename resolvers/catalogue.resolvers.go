package resolvers

import (
	"context"

	"accord/graph"
	"accord/graph/model"
)

func (r *offerResolver) Services(ctx context.Context, obj *model.Offer) ([]*model.Service, error) {
	return showServices(ctx, obj.OfferRow.Services)
}

func (r *offerResolver) AddOns(ctx context.Context, obj *model.Offer) ([]*model.Offer, error) {
	return showAddOns(ctx, obj.Code)
}

func (r *offerResolver) UpgradesTo(ctx context.Context, obj *model.Offer) ([]*model.Offer, error) {
	return showOffers(ctx, obj.OfferRow.UpgradesTo)
}

func (r *queryResolver) Services(ctx context.Context) ([]*model.Service, error) {
	services, err := r.app.Reader().Services(ctx)
	return newServices(services), err
}

func (r *queryResolver) Offers(ctx context.Context, service *string) ([]*model.Offer, error) {
	return showCatalogue(ctx, service)
}

func (r *Resolver) Offer() graph.OfferResolver { return &offerResolver{r} }

type offerResolver struct{ *Resolver }
