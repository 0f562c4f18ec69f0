package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *mutationResolver) RequestRelationship(ctx context.Context, input model.RequestRelationshipInput) (*model.RequestRelationshipPayload, error) {
	in, err := requestInput(input)
	return mutate(ctx, in, err, r.app.RequestRelationship, r.showRequest, func(e []model.UserError) *model.RequestRelationshipPayload {
		return &model.RequestRelationshipPayload{UserErrors: e}
	})
}
