package resolvers

import (
	"context"

	"accord/graph"
	"accord/graph/model"
)

func (r *apiKeyResolver) CreatedBy(ctx context.Context, obj *model.APIKey) (*model.User, error) {
	return showActor(ctx, obj.UserID)
}

func (r *mutationResolver) CreateAPIKey(ctx context.Context, input model.CreateAPIKeyInput) (*model.CreateAPIKeyPayload, error) {
	return mutate(ctx, createAPIKeyInput(input), nil, r.app.CreateAPIKey, r.showAPIKeyCreation, func(e []model.UserError) *model.CreateAPIKeyPayload {
		return &model.CreateAPIKeyPayload{UserErrors: e}
	})
}

func (r *mutationResolver) RevokeAPIKey(ctx context.Context, input model.RevokeAPIKeyInput) (*model.RevokeAPIKeyPayload, error) {
	in, err := revokeAPIKeyInput(input)
	return mutate(ctx, in, err, r.app.RevokeAPIKey, r.showAPIKeyRevocation, func(e []model.UserError) *model.RevokeAPIKeyPayload {
		return &model.RevokeAPIKeyPayload{UserErrors: e}
	})
}

func (r *relationshipEventResolver) APIKey(ctx context.Context, obj *model.RelationshipEvent) (*model.APIKey, error) {
	return r.showAPIKeyOfEvent(ctx, obj.APIKeyID)
}

func (r *relationshipEventResolver) ActorAPIKey(ctx context.Context, obj *model.RelationshipEvent) (*model.APIKey, error) {
	return r.showAPIKeyOfEvent(ctx, obj.Event.Actor.APIKeyID)
}

func (r *viewerResolver) APIKey(ctx context.Context, obj *model.Viewer) (*model.APIKey, error) {
	return r.showAPIKey(ctx, obj.APIKeyID)
}

func (r *viewerResolver) APIKeys(ctx context.Context, obj *model.Viewer, tenantID *string, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.APIKey], error) {
	return r.apiKeysOf(ctx, tenantID, pageArgs{first, after, last, before})
}

func (r *Resolver) ApiKey() graph.ApiKeyResolver { return &apiKeyResolver{r} }

type apiKeyResolver struct{ *Resolver }
