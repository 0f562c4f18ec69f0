package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *mutationResolver) BatchRequests(ctx context.Context, input model.BatchRequestsInput) (*model.BatchRequestsPayload, error) {
	return mutate(ctx, batchRequestsInput(input), nil, r.app.BatchRequests, r.showBatchRequests, func(e []model.UserError) *model.BatchRequestsPayload {
		return &model.BatchRequestsPayload{UserErrors: e}
	})
}

func (r *mutationResolver) BatchRelationships(ctx context.Context, input model.BatchRelationshipsInput) (*model.BatchRelationshipsPayload, error) {
	return mutate(ctx, batchRelationshipsInput(input), nil, r.app.BatchRelationships, showBatchRelationships, func(e []model.UserError) *model.BatchRelationshipsPayload {
		return &model.BatchRelationshipsPayload{UserErrors: e}
	})
}
