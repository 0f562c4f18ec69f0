package resolvers

import (
	"context"

	"accord/graph"
	"accord/graph/model"
)

func (r *serviceAlreadyDelegatedErrorResolver) Service(ctx context.Context, obj *model.ServiceAlreadyDelegatedError) (*model.Service, error) {
	return showService(ctx, obj.Error.Service)
}

func (r *serviceAlreadyDelegatedErrorResolver) Holder(ctx context.Context, obj *model.ServiceAlreadyDelegatedError) (*model.Partner, error) {
	return showPartner(ctx, obj.HolderID)
}

func (r *Resolver) ServiceAlreadyDelegatedError() graph.ServiceAlreadyDelegatedErrorResolver {
	return &serviceAlreadyDelegatedErrorResolver{r}
}

type serviceAlreadyDelegatedErrorResolver struct{ *Resolver }
