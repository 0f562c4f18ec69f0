package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *mutationResolver) ProvisionSubscription(ctx context.Context, input model.ProvisionSubscriptionInput) (*model.ProvisionSubscriptionPayload, error) {
	in, err := provisionInput(input)
	return mutate(ctx, in, err, r.app.ProvisionSubscription, showProvision, func(e []model.UserError) *model.ProvisionSubscriptionPayload {
		return &model.ProvisionSubscriptionPayload{UserErrors: e}
	})
}

func (r *mutationResolver) ChangeSeats(ctx context.Context, input model.ChangeSeatsInput) (*model.ChangeSeatsPayload, error) {
	in, err := seatsInput(input)
	return mutate(ctx, in, err, r.app.ChangeSeats, showSeats, func(e []model.UserError) *model.ChangeSeatsPayload {
		return &model.ChangeSeatsPayload{UserErrors: e}
	})
}

func (r *mutationResolver) OrderAddOn(ctx context.Context, input model.OrderAddOnInput) (*model.OrderAddOnPayload, error) {
	in, err := orderInput(input.SubscriptionID, input.Offer, input.Seats, common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.OrderAddOn, showAddOnOrder, func(e []model.UserError) *model.OrderAddOnPayload {
		return &model.OrderAddOnPayload{UserErrors: e}
	})
}

func (r *mutationResolver) UpgradeSubscription(ctx context.Context, input model.UpgradeSubscriptionInput) (*model.UpgradeSubscriptionPayload, error) {
	in, err := orderInput(input.SubscriptionID, input.Offer, input.Seats, common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.UpgradeSubscription, showUpgrade, func(e []model.UserError) *model.UpgradeSubscriptionPayload {
		return &model.UpgradeSubscriptionPayload{UserErrors: e}
	})
}
