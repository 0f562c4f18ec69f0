package resolvers

import (
	"context"

	"accord/graph"
	"accord/graph/model"
)

func (r *mutationResolver) RelinquishDelegatedAdmin(ctx context.Context, input model.RelinquishDelegatedAdminInput) (*model.RelinquishDelegatedAdminPayload, error) {
	in, err := relinquishInput(input)
	return mutate(ctx, in, err, r.app.RelinquishDelegatedAdmin, showRelinquishment, func(e []model.UserError) *model.RelinquishDelegatedAdminPayload {
		return &model.RelinquishDelegatedAdminPayload{UserErrors: e}
	})
}

func (r *mutationResolver) ProposeRelationshipEnd(ctx context.Context, input model.ProposeRelationshipEndInput) (*model.ProposeRelationshipEndPayload, error) {
	in, err := endInput(input.RelationshipID, input.Reason, common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.ProposeRelationshipEnd, showProposal, func(e []model.UserError) *model.ProposeRelationshipEndPayload {
		return &model.ProposeRelationshipEndPayload{UserErrors: e}
	})
}

func (r *mutationResolver) ConfirmRelationshipEnd(ctx context.Context, input model.ConfirmRelationshipEndInput) (*model.ConfirmRelationshipEndPayload, error) {
	in, err := endInput(input.RelationshipID, input.Reason, common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.ConfirmRelationshipEnd, showConfirmation, func(e []model.UserError) *model.ConfirmRelationshipEndPayload {
		return &model.ConfirmRelationshipEndPayload{UserErrors: e}
	})
}

func (r *mutationResolver) WithdrawRelationshipEnd(ctx context.Context, input model.WithdrawRelationshipEndInput) (*model.WithdrawRelationshipEndPayload, error) {
	in, err := endInput(input.RelationshipID, input.Reason, common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.WithdrawRelationshipEnd, showWithdrawal, func(e []model.UserError) *model.WithdrawRelationshipEndPayload {
		return &model.WithdrawRelationshipEndPayload{UserErrors: e}
	})
}

func (r *relationshipEndResolver) Blockers(ctx context.Context, obj *model.RelationshipEnd) ([]*model.RelationshipEndBlocker, error) {
	return showBlockers(ctx, obj.RelationshipID)
}

func (r *relationshipEndBlockerResolver) Subscription(ctx context.Context, obj *model.RelationshipEndBlocker) (*model.CustomerSubscription, error) {
	return showSubscription(ctx, obj.SubscriptionID)
}

func (r *Resolver) RelationshipEnd() graph.RelationshipEndResolver {
	return &relationshipEndResolver{r}
}

func (r *Resolver) RelationshipEndBlocker() graph.RelationshipEndBlockerResolver {
	return &relationshipEndBlockerResolver{r}
}

type (
	relationshipEndResolver        struct{ *Resolver }
	relationshipEndBlockerResolver struct{ *Resolver }
)
