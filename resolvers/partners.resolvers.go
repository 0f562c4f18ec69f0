package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *mutationResolver) UpdateSupportContact(ctx context.Context, input model.UpdateSupportContactInput) (*model.UpdateSupportContactPayload, error) {
	return mutate(ctx, supportInput(input), nil, r.app.UpdateSupportContact, showSupportUpdate, func(e []model.UserError) *model.UpdateSupportContactPayload {
		return &model.UpdateSupportContactPayload{UserErrors: e}
	})
}

func (r *mutationResolver) PinOffers(ctx context.Context, input model.PinOffersInput) (*model.PinOffersPayload, error) {
	return mutate(ctx, pinInput(input), nil, r.app.PinOffers, showPinning, func(e []model.UserError) *model.PinOffersPayload {
		return &model.PinOffersPayload{UserErrors: e}
	})
}

func (r *mutationResolver) EndPairing(ctx context.Context, input model.EndPairingInput) (*model.EndPairingPayload, error) {
	in, err := endPairingInput(input)
	return mutate(ctx, in, err, r.app.EndPairing, showPairingEnd, func(e []model.UserError) *model.EndPairingPayload {
		return &model.EndPairingPayload{UserErrors: e}
	})
}

func (r *partnerResolver) PinnedOffers(ctx context.Context, obj *model.Partner) ([]*model.Offer, error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	return showOffers(ctx, obj.Partner.PinnedOffers)
}

func (r *partnerResolver) Provider(ctx context.Context, obj *model.Partner) (*model.Partner, error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	return showPartner(ctx, obj.ProviderID)
}

func (r *partnerResolver) Resellers(ctx context.Context, obj *model.Partner, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.Partner], error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	return resellersOf(ctx, obj.Partner.ID, pageArgs{first, after, last, before})
}
