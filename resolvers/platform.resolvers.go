package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *mutationResolver) RegisterPartner(ctx context.Context, input model.RegisterPartnerInput) (*model.RegisterPartnerPayload, error) {
	in, err := registerPartnerInput(input)
	return mutate(ctx, in, err, r.app.RegisterPartner, showPartnerRegistration, func(e []model.UserError) *model.RegisterPartnerPayload {
		return &model.RegisterPartnerPayload{UserErrors: e}
	})
}

func (r *mutationResolver) RegisterCustomer(ctx context.Context, input model.RegisterCustomerInput) (*model.RegisterCustomerPayload, error) {
	return mutate(ctx, registerCustomerInput(input), nil, r.app.RegisterCustomer, showCustomerRegistration, func(e []model.UserError) *model.RegisterCustomerPayload {
		return &model.RegisterCustomerPayload{UserErrors: e}
	})
}

func (r *mutationResolver) SetPartnerStatus(ctx context.Context, input model.SetPartnerStatusInput) (*model.SetPartnerStatusPayload, error) {
	in, err := setStatusInput(input)
	return mutate(ctx, in, err, r.app.SetPartnerStatus, showStatus, func(e []model.UserError) *model.SetPartnerStatusPayload {
		return &model.SetPartnerStatusPayload{UserErrors: e}
	})
}

func (r *mutationResolver) PairReseller(ctx context.Context, input model.PairResellerInput) (*model.PairResellerPayload, error) {
	in, err := pairInput(input)
	return mutate(ctx, in, err, r.app.PairReseller, showPairing, func(e []model.UserError) *model.PairResellerPayload {
		return &model.PairResellerPayload{UserErrors: e}
	})
}
