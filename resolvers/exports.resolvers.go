package resolvers

import (
	"context"

	"accord/graph/model"
	"accord/reseller"
)

func (r *mutationResolver) ExportRelationships(ctx context.Context, input model.ExportRelationshipsInput) (*model.ExportRelationshipsPayload, error) {
	in, err := exportRelationshipsInput(ctx, input)
	show := func(_ context.Context, e reseller.Export) (*model.ExportRelationshipsPayload, error) {
		shown, err := r.shownExport(e)
		return &model.ExportRelationshipsPayload{Export: shown}, err
	}
	return mutate(ctx, in, err, r.app.RequestExport, show, func(e []model.UserError) *model.ExportRelationshipsPayload {
		return &model.ExportRelationshipsPayload{UserErrors: e}
	})
}

func (r *mutationResolver) ExportSubscriptions(ctx context.Context, input model.ExportSubscriptionsInput) (*model.ExportSubscriptionsPayload, error) {
	in, err := exportSubscriptionsInput(ctx, input)
	show := func(_ context.Context, e reseller.Export) (*model.ExportSubscriptionsPayload, error) {
		shown, err := r.shownExport(e)
		return &model.ExportSubscriptionsPayload{Export: shown}, err
	}
	return mutate(ctx, in, err, r.app.RequestExport, show, func(e []model.UserError) *model.ExportSubscriptionsPayload {
		return &model.ExportSubscriptionsPayload{UserErrors: e}
	})
}

func (r *mutationResolver) ExportEvents(ctx context.Context, input model.ExportEventsInput) (*model.ExportEventsPayload, error) {
	in, err := exportEventsInput(input)
	show := func(_ context.Context, e reseller.Export) (*model.ExportEventsPayload, error) {
		shown, err := r.shownExport(e)
		return &model.ExportEventsPayload{Export: shown}, err
	}
	return mutate(ctx, in, err, r.app.RequestExport, show, func(e []model.UserError) *model.ExportEventsPayload {
		return &model.ExportEventsPayload{UserErrors: e}
	})
}
