package resolvers

import (
	"context"

	"accord/graph"
	"accord/graph/model"
)

func (r *delegatedAdminPrivilegeResolver) Service(ctx context.Context, obj *model.DelegatedAdminPrivilege) (*model.Service, error) {
	return showService(ctx, obj.Delegation.Service)
}

func (r *delegatedAdminPrivilegeResolver) Partner(ctx context.Context, obj *model.DelegatedAdminPrivilege) (*model.Partner, error) {
	return showPartner(ctx, obj.PartnerID)
}

func (r *delegatedAdminPrivilegeResolver) Customer(ctx context.Context, obj *model.DelegatedAdminPrivilege) (*model.Customer, error) {
	return showRelatedCustomer(ctx, obj.CustomerID)
}

func (r *delegatedAdminPrivilegeResolver) Relationship(ctx context.Context, obj *model.DelegatedAdminPrivilege) (*model.Relationship, error) {
	return showRelationship(ctx, obj.RelationshipID)
}

func (r *delegatedAdminPrivilegeResolver) GrantedBy(ctx context.Context, obj *model.DelegatedAdminPrivilege) (*model.User, error) {
	return showActor(ctx, obj.Delegation.GrantedBy)
}

func (r *serviceDelegationResolver) Service(ctx context.Context, obj *model.ServiceDelegation) (*model.Service, error) {
	return showService(ctx, obj.ServiceDelegation.Service)
}

func (r *serviceDelegationResolver) Holder(ctx context.Context, obj *model.ServiceDelegation) (*model.Partner, error) {
	return showPartner(ctx, obj.HolderID)
}

func (r *serviceDelegationResolver) Beside(ctx context.Context, obj *model.ServiceDelegation) ([]*model.Partner, error) {
	return showPartners(ctx, obj.BesideIDs)
}

func (r *Resolver) DelegatedAdminPrivilege() graph.DelegatedAdminPrivilegeResolver {
	return &delegatedAdminPrivilegeResolver{r}
}

func (r *Resolver) ServiceDelegation() graph.ServiceDelegationResolver {
	return &serviceDelegationResolver{r}
}

type (
	delegatedAdminPrivilegeResolver struct{ *Resolver }
	serviceDelegationResolver       struct{ *Resolver }
)
