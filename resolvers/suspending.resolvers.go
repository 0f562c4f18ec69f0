package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *mutationResolver) SuspendSubscription(ctx context.Context, input model.SuspendSubscriptionInput) (*model.SuspendSubscriptionPayload, error) {
	in, err := suspendInput(input)
	return mutate(ctx, in, err, r.app.SuspendSubscription, showSuspension, func(e []model.UserError) *model.SuspendSubscriptionPayload {
		return &model.SuspendSubscriptionPayload{UserErrors: e}
	})
}

func (r *mutationResolver) ResumeSubscription(ctx context.Context, input model.ResumeSubscriptionInput) (*model.ResumeSubscriptionPayload, error) {
	in, err := reasonInput(input.SubscriptionID, valueOf(input.Reason), common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.ResumeSubscription, showResumption, func(e []model.UserError) *model.ResumeSubscriptionPayload {
		return &model.ResumeSubscriptionPayload{UserErrors: e}
	})
}

func (r *mutationResolver) CancelSubscription(ctx context.Context, input model.CancelSubscriptionInput) (*model.CancelSubscriptionPayload, error) {
	in, err := reasonInput(input.SubscriptionID, valueOf(input.Reason), common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.CancelSubscription, showCancellation, func(e []model.UserError) *model.CancelSubscriptionPayload {
		return &model.CancelSubscriptionPayload{UserErrors: e}
	})
}
