package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/auth"
	"accord/graph"
	"accord/graph/model"
	"accord/reseller"
)

func (r *customerResolver) Relationships(ctx context.Context, obj *model.Customer, filter *model.RelationshipFilter, orderBy *model.RelationshipOrder, asOf *time.Time, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.Relationship], error) {
	ask, err := askRelationships(ctx, reseller.TenantCustomer, filter, orderBy, asOf, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return relationships(ctx, obj.Customer.ID, ask)
}

func (r *customerResolver) Delegations(ctx context.Context, obj *model.Customer, asOf *time.Time) ([]*model.ServiceDelegation, error) {
	if !seesCustomersAffairs(ctx, obj.Customer.ID) {
		return nil, nil
	}
	return showDelegations(ctx, obj.Customer.ID, asOf)
}

func (r *customerResolver) History(ctx context.Context, obj *model.Customer, filter *model.RelationshipEventFilter, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.RelationshipEvent], error) {
	ask, err := askHistory(reseller.HistoryOfCustomer, filter, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return historyOf(ctx, obj.Customer.ID, ask)
}

func (r *partnerResolver) Invite(ctx context.Context, obj *model.Partner) (*model.Invite, error) {
	invite, err := loadersOf(ctx).defaultInvites.get(ctx, obj.Partner.ID)
	if err != nil || invite == nil {
		return nil, err
	}
	return r.newInvite(*invite), nil
}

func (r *partnerResolver) Invites(ctx context.Context, obj *model.Partner, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.Invite], error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	return r.invitesOf(ctx, obj.Partner.ID, pageArgs{first, after, last, before})
}

func (r *partnerResolver) Customers(ctx context.Context, obj *model.Partner, filter *model.CustomerFilter, orderBy *model.RelationshipOrder, asOf *time.Time, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.Customer], error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	ask, err := askCustomers(ctx, filter, orderBy, asOf, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return customersOf(ctx, obj.Partner.ID, ask)
}

func (r *partnerResolver) Relationships(ctx context.Context, obj *model.Partner, filter *model.RelationshipFilter, orderBy *model.RelationshipOrder, asOf *time.Time, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.Relationship], error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	ask, err := askRelationships(ctx, reseller.TenantPartner, filter, orderBy, asOf, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return relationships(ctx, obj.Partner.ID, ask)
}

func (r *partnerResolver) History(ctx context.Context, obj *model.Partner, filter *model.RelationshipEventFilter, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.RelationshipEvent], error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	ask, err := askHistory(reseller.HistoryOfPartner, filter, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return historyOf(ctx, obj.Partner.ID, ask)
}

func (r *queryResolver) Viewer(ctx context.Context) (*model.Viewer, error) {
	v := auth.ViewerFrom(ctx)
	if !v.Known() {
		return nil, nil
	}
	return &model.Viewer{Viewer: v}, nil
}

func (r *queryResolver) Node(ctx context.Context, id string) (model.Node, error) {
	ref, err := model.ParseRef(id, "id")
	if err != nil {
		return nil, err
	}
	return r.node(ctx, ref)
}

func (r *queryResolver) Nodes(ctx context.Context, ids []string) ([]model.Node, error) {
	return r.nodes(ctx, ids)
}

func (r *queryResolver) Partner(ctx context.Context, id string) (*model.Partner, error) {
	return byID(ctx, model.KindPartner, id, showPartner)
}

func (r *queryResolver) Customer(ctx context.Context, id string) (*model.Customer, error) {
	return byID(ctx, model.KindCustomer, id, showCustomer)
}

func (r *queryResolver) Relationship(ctx context.Context, id string) (*model.Relationship, error) {
	return byID(ctx, model.KindRelationship, id, showRelationship)
}

func (r *queryResolver) Partners(ctx context.Context, search *string, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.Partner], error) {
	if _, err := viewer(ctx); err != nil {
		return nil, err
	}
	return r.allPartners(ctx, deref(search), pageArgs{first, after, last, before})
}

func (r *queryResolver) Customers(ctx context.Context, search *string, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.Customer], error) {
	if _, err := viewer(ctx); err != nil {
		return nil, err
	}
	return r.allCustomers(ctx, deref(search), pageArgs{first, after, last, before})
}

func (r *relationshipResolver) Partner(ctx context.Context, obj *model.Relationship) (*model.Partner, error) {
	return showPartner(ctx, obj.PartnerID)
}

func (r *relationshipResolver) Reseller(ctx context.Context, obj *model.Relationship) (*model.Partner, error) {
	return showPartner(ctx, obj.ResellerID)
}

func (r *relationshipResolver) Customer(ctx context.Context, obj *model.Relationship) (*model.Customer, error) {
	return showRelatedCustomer(ctx, obj.CustomerID)
}

func (r *relationshipResolver) AcceptedBy(ctx context.Context, obj *model.Relationship) (*model.User, error) {
	return showActor(ctx, obj.Relationship.AcceptedBy)
}

func (r *relationshipResolver) DelegatedAdminPrivileges(ctx context.Context, obj *model.Relationship, status *reseller.DelegationStatus) ([]*model.DelegatedAdminPrivilege, error) {
	key, err := asked(obj.Relationship.ID, privilegesOfAsked{Status: deref(status), AsOf: obj.AsOf})
	if err != nil {
		return nil, err
	}
	list, err := loadersOf(ctx).privilegesOf.get(ctx, key)
	if err != nil {
		return nil, err
	}
	return showEach(deref(list), newPrivilege), aheadPrivileges(ctx, deref(list), graphql.CollectFieldsCtx(ctx, nil))
}

func (r *relationshipResolver) History(ctx context.Context, obj *model.Relationship, filter *model.RelationshipEventFilter, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.RelationshipEvent], error) {
	ask, err := askHistory(reseller.HistoryOfRelationship, filter, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return historyOf(ctx, obj.Relationship.ID, ask)
}

func (r *Resolver) Customer() graph.CustomerResolver { return &customerResolver{r} }

func (r *Resolver) Mutation() graph.MutationResolver { return &mutationResolver{r} }

func (r *Resolver) Partner() graph.PartnerResolver { return &partnerResolver{r} }

func (r *Resolver) Query() graph.QueryResolver { return &queryResolver{r} }

func (r *Resolver) Relationship() graph.RelationshipResolver { return &relationshipResolver{r} }

func (r *Resolver) Subscription() graph.SubscriptionResolver { return &subscriptionResolver{r} }

type (
	customerResolver     struct{ *Resolver }
	mutationResolver     struct{ *Resolver }
	partnerResolver      struct{ *Resolver }
	queryResolver        struct{ *Resolver }
	relationshipResolver struct{ *Resolver }
	subscriptionResolver struct{ *Resolver }
)
