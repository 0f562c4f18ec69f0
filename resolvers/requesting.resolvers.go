package resolvers

import (
	"context"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

func (r *mutationResolver) RequestRelationship(ctx context.Context, input model.RequestRelationshipInput) (*model.RequestRelationshipPayload, error) {
	if _, err := viewer(ctx); err != nil {
		return nil, err
	}
	in, err := requestInput(input)
	if err == nil {
		var answer reseller.RequestAnswer
		if answer, err = r.app.RequestRelationship(ctx, auth.ViewerFrom(ctx), in); err == nil {
			return r.showRequest(ctx, answer)
		}
	}
	refusals, err := refused(ctx, err)
	return &model.RequestRelationshipPayload{UserErrors: refusals}, err
}
