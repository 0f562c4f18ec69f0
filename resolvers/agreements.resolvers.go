package resolvers

import (
	"context"

	"accord/graph"
	"accord/graph/model"
	"accord/reseller"
)

func (r *mutationResolver) SignAgreement(ctx context.Context, input model.SignAgreementInput) (*model.SignAgreementPayload, error) {
	return mutate(ctx, signInput(input), nil, r.app.SignAgreement, showSigning, func(e []model.UserError) *model.SignAgreementPayload {
		return &model.SignAgreementPayload{UserErrors: e}
	})
}

func (r *partnerResolver) Agreement(ctx context.Context, obj *model.Partner) (*model.PartnerAgreement, error) {
	return showAgreement(ctx, obj.Partner)
}

func (r *partnerAgreementResolver) SignedBy(ctx context.Context, obj *model.PartnerAgreement) (*model.User, error) {
	return showActor(ctx, obj.Agreement.SignedBy)
}

func (r *queryResolver) AgreementVersion(ctx context.Context) (string, error) {
	return reseller.AgreementVersion, nil
}

func (r *Resolver) PartnerAgreement() graph.PartnerAgreementResolver {
	return &partnerAgreementResolver{r}
}

type partnerAgreementResolver struct{ *Resolver }
