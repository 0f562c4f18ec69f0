package resolvers

import (
	"context"

	"accord/auth"
	"accord/graph"
	"accord/graph/model"
	"accord/reseller"
)

func (r *relationshipEventResolver) Actor(ctx context.Context, obj *model.RelationshipEvent) (*model.User, error) {
	if auth.ViewerFrom(ctx).HidesActor(obj.Event) {
		return nil, nil
	}
	return showActor(ctx, obj.Event.Actor.UserID)
}

func (r *relationshipEventResolver) Relationship(ctx context.Context, obj *model.RelationshipEvent) (*model.Relationship, error) {
	return showRelationship(ctx, obj.RelationshipID)
}

func (r *relationshipEventResolver) Invite(ctx context.Context, obj *model.RelationshipEvent) (*model.Invite, error) {
	return r.showInvite(ctx, obj.InviteID)
}

func (r *relationshipEventResolver) DelegatedAdminPrivilege(ctx context.Context, obj *model.RelationshipEvent) (*model.DelegatedAdminPrivilege, error) {
	return showPrivilege(ctx, obj.DelegationID)
}

func (r *relationshipEventResolver) Subscription(ctx context.Context, obj *model.RelationshipEvent) (*model.CustomerSubscription, error) {
	return showSubscription(ctx, obj.SubscriptionID)
}

func (r *relationshipEventResolver) Before(ctx context.Context, obj *model.RelationshipEvent) (*model.RelationshipEventState, error) {
	return showState(ctx, obj.Kind, obj.Before), nil
}

func (r *relationshipEventResolver) After(ctx context.Context, obj *model.RelationshipEvent) (*model.RelationshipEventState, error) {
	return showState(ctx, obj.Kind, obj.After), nil
}

func (r *relationshipEventStateResolver) Service(ctx context.Context, obj *model.RelationshipEventState) (*model.Service, error) {
	return showService(ctx, obj.EventState.Service)
}

func (r *relationshipEventStateResolver) Offer(ctx context.Context, obj *model.RelationshipEventState) (*model.Offer, error) {
	return showOffer(ctx, obj.EventState.Offer)
}

func (r *subscriptionResolver) RelationshipEvents(ctx context.Context, since *string) (<-chan *model.RelationshipEvent, error) {
	v, err := viewer(ctx)
	if err != nil {
		return nil, err
	}
	from, err := startOf(since)
	if err != nil {
		return nil, err
	}
	return reseller.Watch(ctx, r.app, v, from, newEvent)
}

func (r *Resolver) RelationshipEvent() graph.RelationshipEventResolver {
	return &relationshipEventResolver{r}
}

func (r *Resolver) RelationshipEventState() graph.RelationshipEventStateResolver {
	return &relationshipEventStateResolver{r}
}

type (
	relationshipEventResolver      struct{ *Resolver }
	relationshipEventStateResolver struct{ *Resolver }
)
