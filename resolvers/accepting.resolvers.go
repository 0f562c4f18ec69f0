package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *mutationResolver) AcceptRelationship(ctx context.Context, input model.AcceptRelationshipInput) (*model.AcceptRelationshipPayload, error) {
	in, err := acceptInput(input)
	return mutate(ctx, in, err, r.app.AcceptRelationship, showAcceptance, func(e []model.UserError) *model.AcceptRelationshipPayload {
		return &model.AcceptRelationshipPayload{UserErrors: e}
	})
}

func (r *mutationResolver) DeclineRelationship(ctx context.Context, input model.DeclineRelationshipInput) (*model.DeclineRelationshipPayload, error) {
	return mutate(ctx, declineInput(input), nil, r.app.DeclineRelationship, showDecline, func(e []model.UserError) *model.DeclineRelationshipPayload {
		return &model.DeclineRelationshipPayload{UserErrors: e}
	})
}

func (r *mutationResolver) RemoveDelegatedAdmin(ctx context.Context, input model.RemoveDelegatedAdminInput) (*model.RemoveDelegatedAdminPayload, error) {
	in, err := removeInput(input)
	return mutate(ctx, in, err, r.app.RemoveDelegatedAdmin, showRemoval, func(e []model.UserError) *model.RemoveDelegatedAdminPayload {
		return &model.RemoveDelegatedAdminPayload{UserErrors: e}
	})
}
