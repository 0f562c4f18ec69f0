package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *customerResolver) Users(ctx context.Context, obj *model.Customer, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.User], error) {
	if !seesCustomersAffairs(ctx, obj.Customer.ID) {
		return nil, nil
	}
	return usersOf(ctx, obj.Customer.ID, pageArgs{first, after, last, before})
}

func (r *mutationResolver) AddUser(ctx context.Context, input model.AddUserInput) (*model.AddUserPayload, error) {
	in, err := addUserInput(input)
	return mutate(ctx, in, err, r.app.AddUser, showAddition, func(e []model.UserError) *model.AddUserPayload {
		return &model.AddUserPayload{UserErrors: e}
	})
}

func (r *mutationResolver) SetUserRoles(ctx context.Context, input model.SetUserRolesInput) (*model.SetUserRolesPayload, error) {
	in, err := setRolesInput(input)
	return mutate(ctx, in, err, r.app.SetUserRoles, showRoles, func(e []model.UserError) *model.SetUserRolesPayload {
		return &model.SetUserRolesPayload{UserErrors: e}
	})
}

func (r *mutationResolver) RemoveUser(ctx context.Context, input model.RemoveUserInput) (*model.RemoveUserPayload, error) {
	in, err := removeUserInput(input)
	return mutate(ctx, in, err, r.app.RemoveUser, showUserRemoval, func(e []model.UserError) *model.RemoveUserPayload {
		return &model.RemoveUserPayload{UserErrors: e}
	})
}

func (r *partnerResolver) Users(ctx context.Context, obj *model.Partner, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.User], error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	return usersOf(ctx, obj.Partner.ID, pageArgs{first, after, last, before})
}

func (r *relationshipEventResolver) User(ctx context.Context, obj *model.RelationshipEvent) (*model.User, error) {
	return showActor(ctx, obj.UserID)
}
