package resolvers

import (
	"context"

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
