package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

func createAPIKeyInput(in model.CreateAPIKeyInput) reseller.CreateAPIKeyInput {
	return reseller.CreateAPIKeyInput{
		Common: common(in.Version, in.IdempotencyKey), Label: valueOf(in.Label), Roles: in.Roles.Value(), ExpiresAt: in.ExpiresAt.Value(),
	}
}

func revokeAPIKeyInput(in model.RevokeAPIKeyInput) (reseller.RevokeAPIKeyInput, error) {
	id, err := model.ParseID(model.KindAPIKey, in.APIKeyID, "apiKeyId")
	return reseller.RevokeAPIKeyInput{Common: common(in.Version, in.IdempotencyKey), APIKeyID: id}, err
}

func (r *Resolver) showAPIKeyCreation(ctx context.Context, answer reseller.APIKeyAnswer) (*model.CreateAPIKeyPayload, error) {
	payload := &model.CreateAPIKeyPayload{}
	if answer.Secret != "" {
		payload.Secret = &answer.Secret
	}
	var err error
	payload.APIKey, err = r.showAPIKey(ctx, answer.APIKeyID)
	return payload, err
}

func (r *Resolver) showAPIKeyRevocation(ctx context.Context, answer reseller.APIKeyAnswer) (*model.RevokeAPIKeyPayload, error) {
	key, err := r.showAPIKey(ctx, answer.APIKeyID)
	return &model.RevokeAPIKeyPayload{APIKey: key}, err
}

// showAPIKey shows an API key to who may see its company's, and to whoever has signed in with it (R18).
func (r *Resolver) showAPIKey(ctx context.Context, id reseller.ID) (*model.APIKey, error) {
	key, err := show(ctx, loadersOf(ctx).apiKeys, id, r.newAPIKey)
	if err != nil || key == nil {
		return nil, err
	}
	v := auth.ViewerFrom(ctx)
	if err := v.MaySeeAPIKeys(); err != nil && v.APIKeyID != id {
		return nil, unlessMutating(ctx, err)
	}
	return key, nil
}

// showAPIKeyOfEvent shows the API key of an event; nil to who may not see it, since a history is for all of a company's users.
func (r *Resolver) showAPIKeyOfEvent(ctx context.Context, id reseller.ID) (*model.APIKey, error) {
	if err := auth.ViewerFrom(ctx).MaySeeAPIKeys(); err != nil {
		return nil, nil //nolint:nilerr // the event itself they may see
	}
	return r.showAPIKey(ctx, id)
}

func (r *Resolver) newAPIKey(k reseller.APIKey) *model.APIKey {
	return &model.APIKey{APIKey: k, Status: r.app.APIKeyStatus(k)}
}

// apiKeysOf shows a page of the API keys of a company, the viewer's own when none is named.
func (r *Resolver) apiKeysOf(ctx context.Context, named *string, args pageArgs) (*model.APIKeyConnection, error) {
	v := auth.ViewerFrom(ctx)
	kind, tenant := v.User.Tenant, v.User.TenantID
	if named != nil {
		var err error
		if kind, tenant, err = parseTenant(*named, "tenantId"); err != nil {
			return nil, err
		}
	}
	if !v.IsOperator() && (kind != v.User.Tenant || tenant != v.User.TenantID) {
		return nil, nil
	}
	if err := v.MaySeeAPIKeys(); err != nil {
		return nil, unlessMutating(ctx, err)
	}
	page, err := args.page(model.ListAPIKeys)
	if err != nil {
		return nil, err
	}
	slice, err := r.app.Reader().APIKeys(ctx, v.Scope(), kind, tenant, page)
	if err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (int32, error) {
		return r.app.Reader().CountAPIKeys(ctx, v.Scope(), kind, tenant)
	}
	return model.NewConnection(slice, model.ListAPIKeys, func(k reseller.APIKey) reseller.Key { return reseller.Key{Time: k.CreatedAt, ID: k.ID} },
		r.newAPIKey, count), aheadAPIKeys(ctx, slice.Items, selectedOfNodes(ctx))
}

func aheadAPIKeys(ctx context.Context, keys []reseller.APIKey, fields []graphql.CollectedField) error {
	if !selects(fields, "createdBy") {
		return nil
	}
	return then(ctx, loadersOf(ctx).users, idsOf(keys, func(k reseller.APIKey) reseller.ID { return k.UserID }), nil, nothingAhead)
}
