package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *customerResolver) BillingDetails(ctx context.Context, obj *model.Customer) (*model.CustomerBillingDetails, error) {
	return showBilling(ctx, obj.Customer)
}

func (r *mutationResolver) CreateCustomer(ctx context.Context, input model.CreateCustomerInput) (*model.CreateCustomerPayload, error) {
	return mutate(ctx, createCustomerInput(input), nil, r.app.CreateCustomer, showCreation, func(e []model.UserError) *model.CreateCustomerPayload {
		return &model.CreateCustomerPayload{UserErrors: e}
	})
}

func (r *mutationResolver) UpdateCustomer(ctx context.Context, input model.UpdateCustomerInput) (*model.UpdateCustomerPayload, error) {
	in, err := updateCustomerInput(input)
	return mutate(ctx, in, err, r.app.UpdateCustomer, showCustomerUpdate, func(e []model.UserError) *model.UpdateCustomerPayload {
		return &model.UpdateCustomerPayload{UserErrors: e}
	})
}
