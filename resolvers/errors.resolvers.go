package resolvers

import (
	"context"

	"accord/graph"
	"accord/graph/model"
)

func (r *delegatedAdminRequiredErrorResolver) Service(ctx context.Context, obj *model.DelegatedAdminRequiredError) (*model.Service, error) {
	return showService(ctx, obj.Error.Service)
}

func (r *notBilledPartnerErrorResolver) BilledPartner(ctx context.Context, obj *model.NotBilledPartnerError) (*model.Partner, error) {
	return showPartner(ctx, obj.PartnerID)
}

func (r *partnerNotEligibleErrorResolver) Partner(ctx context.Context, obj *model.PartnerNotEligibleError) (*model.Partner, error) {
	return showPartner(ctx, obj.PartnerID)
}

func (r *serviceAlreadyDelegatedErrorResolver) Service(ctx context.Context, obj *model.ServiceAlreadyDelegatedError) (*model.Service, error) {
	return showService(ctx, obj.Error.Service)
}

func (r *serviceAlreadyDelegatedErrorResolver) Holder(ctx context.Context, obj *model.ServiceAlreadyDelegatedError) (*model.Partner, error) {
	return showPartner(ctx, obj.PartnerID)
}

func (r *Resolver) DelegatedAdminRequiredError() graph.DelegatedAdminRequiredErrorResolver {
	return &delegatedAdminRequiredErrorResolver{r}
}

func (r *Resolver) NotBilledPartnerError() graph.NotBilledPartnerErrorResolver {
	return &notBilledPartnerErrorResolver{r}
}

func (r *Resolver) PartnerNotEligibleError() graph.PartnerNotEligibleErrorResolver {
	return &partnerNotEligibleErrorResolver{r}
}

func (r *Resolver) ServiceAlreadyDelegatedError() graph.ServiceAlreadyDelegatedErrorResolver {
	return &serviceAlreadyDelegatedErrorResolver{r}
}

type (
	delegatedAdminRequiredErrorResolver  struct{ *Resolver }
	notBilledPartnerErrorResolver        struct{ *Resolver }
	partnerNotEligibleErrorResolver      struct{ *Resolver }
	serviceAlreadyDelegatedErrorResolver struct{ *Resolver }
)
