package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *mutationResolver) ChangePartnerOfRecord(ctx context.Context, input model.ChangePartnerOfRecordInput) (*model.ChangePartnerOfRecordPayload, error) {
	in, err := toPartnerInput(input.SubscriptionID, input.PartnerID.Value(), "partnerId", common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.ChangePartnerOfRecord, showPartnerOfRecord, func(e []model.UserError) *model.ChangePartnerOfRecordPayload {
		return &model.ChangePartnerOfRecordPayload{UserErrors: e}
	})
}

func (r *mutationResolver) ChangeSupportContact(ctx context.Context, input model.ChangeSupportContactInput) (*model.ChangeSupportContactPayload, error) {
	in, err := toPartnerInput(input.SubscriptionID, &input.PartnerID, "partnerId", common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.ChangeSupportContact, showSupportContact, func(e []model.UserError) *model.ChangeSupportContactPayload {
		return &model.ChangeSupportContactPayload{UserErrors: e}
	})
}

func (r *mutationResolver) OfferTransfer(ctx context.Context, input model.OfferTransferInput) (*model.OfferTransferPayload, error) {
	in, err := toPartnerInput(input.SubscriptionID, &input.ToPartnerID, "toPartnerId", common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.OfferTransfer, showOffering, func(e []model.UserError) *model.OfferTransferPayload {
		return &model.OfferTransferPayload{UserErrors: e}
	})
}

func (r *mutationResolver) TakeTransfer(ctx context.Context, input model.TakeTransferInput) (*model.TakeTransferPayload, error) {
	in, err := subscriptionInput(input.SubscriptionID, common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.TakeTransfer, showTaking, func(e []model.UserError) *model.TakeTransferPayload {
		return &model.TakeTransferPayload{UserErrors: e}
	})
}

func (r *mutationResolver) WithdrawTransfer(ctx context.Context, input model.WithdrawTransferInput) (*model.WithdrawTransferPayload, error) {
	in, err := subscriptionInput(input.SubscriptionID, common(input.Version, input.IdempotencyKey))
	return mutate(ctx, in, err, r.app.WithdrawTransfer, showTransferWithdrawal, func(e []model.UserError) *model.WithdrawTransferPayload {
		return &model.WithdrawTransferPayload{UserErrors: e}
	})
}
