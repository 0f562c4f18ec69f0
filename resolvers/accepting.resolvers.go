package resolvers

import (
	"context"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

func (r *mutationResolver) AcceptRelationship(ctx context.Context, input model.AcceptRelationshipInput) (*model.AcceptRelationshipPayload, error) {
	answer, err := r.app.AcceptRelationship(ctx, auth.ViewerFrom(ctx), acceptInput(input))
	if err != nil {
		refusals, err := refused(ctx, err)
		return &model.AcceptRelationshipPayload{UserErrors: refusals}, err
	}
	return showAcceptance(ctx, answer)
}

func (r *mutationResolver) RemoveDelegatedAdmin(ctx context.Context, input model.RemoveDelegatedAdminInput) (*model.RemoveDelegatedAdminPayload, error) {
	if _, err := viewer(ctx); err != nil {
		return nil, err
	}
	in, err := removeInput(input)
	if err == nil {
		var answer reseller.RemoveAnswer
		if answer, err = r.app.RemoveDelegatedAdmin(ctx, auth.ViewerFrom(ctx), in); err == nil {
			ended, err := showPrivileges(ctx, answer.Ended, "ended")
			return &model.RemoveDelegatedAdminPayload{Ended: ended}, err
		}
	}
	refusals, err := refused(ctx, err)
	return &model.RemoveDelegatedAdminPayload{UserErrors: refusals}, err
}
