package resolvers

import (
	"context"
	"time"

	"accord/auth"
	"accord/graph"
	"accord/graph/model"
)

func (r *inviteResolver) Services(ctx context.Context, obj *model.Invite) ([]*model.Service, error) {
	return r.servicesOf(ctx, obj.Invite)
}

func (r *inviteResolver) Reseller(ctx context.Context, obj *model.Invite) (*model.Partner, error) {
	return showPartner(ctx, obj.Terms.ResellerID)
}

func (r *inviteResolver) ViewCount(ctx context.Context, obj *model.Invite) (int32, error) {
	counts, err := loadersOf(ctx).inviteCounts.get(ctx, obj.Invite.ID)
	return deref(counts).Views, err
}

func (r *inviteResolver) AcceptCount(ctx context.Context, obj *model.Invite) (int32, error) {
	counts, err := loadersOf(ctx).inviteCounts.get(ctx, obj.Invite.ID)
	return deref(counts).Accepts, err
}

func (r *inviteResolver) DeclineCount(ctx context.Context, obj *model.Invite) (int32, error) {
	counts, err := loadersOf(ctx).inviteCounts.get(ctx, obj.Invite.ID)
	return deref(counts).Declines, err
}

func (r *inviteResolver) Acceptances(ctx context.Context, obj *model.Invite, filter *model.InviteAcceptanceFilter, asOf *time.Time, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.InviteAcceptance], error) {
	return acceptancesOf(ctx, obj.Invite.ID, filter, asOf, pageArgs{first, after, last, before})
}

func (r *inviteResolver) Declines(ctx context.Context, obj *model.Invite, filter *model.InviteDeclineFilter, asOf *time.Time, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.InviteDecline], error) {
	return declinesOf(ctx, obj.Invite.ID, filter, asOf, pageArgs{first, after, last, before})
}

func (r *inviteResolver) Email(ctx context.Context, obj *model.Invite, locale *string, openingParagraphs []string) (*model.RequestEmail, error) {
	return r.showMail(ctx, obj.Invite.ID, deref(locale), openingParagraphs)
}

func (r *inviteAcceptanceResolver) Customer(ctx context.Context, obj *model.InviteAcceptance) (*model.Customer, error) {
	return showRelatedCustomer(ctx, obj.CustomerID)
}

func (r *inviteAcceptanceResolver) Relationship(ctx context.Context, obj *model.InviteAcceptance) (*model.Relationship, error) {
	return showRelationship(ctx, obj.RelationshipID)
}

func (r *inviteAcceptanceResolver) AcceptedBy(ctx context.Context, obj *model.InviteAcceptance) (*model.User, error) {
	return showActor(ctx, obj.Acceptance.AcceptedBy)
}

func (r *mutationResolver) RotateInvite(ctx context.Context, input model.RotateInviteInput) (*model.RotateInvitePayload, error) {
	in, err := rotateInput(input)
	return mutate(ctx, in, err, r.app.RotateInvite, r.showRotation, func(e []model.UserError) *model.RotateInvitePayload {
		return &model.RotateInvitePayload{UserErrors: e}
	})
}

func (r *mutationResolver) RevokeInvite(ctx context.Context, input model.RevokeInviteInput) (*model.RevokeInvitePayload, error) {
	in, err := revokeInput(input)
	return mutate(ctx, in, err, r.app.RevokeInvite, r.showRevocation, func(e []model.UserError) *model.RevokeInvitePayload {
		return &model.RevokeInvitePayload{UserErrors: e}
	})
}

func (r *queryResolver) Invite(ctx context.Context, token string) (*model.InvitePreview, error) {
	preview, err := r.app.PreviewInvite(ctx, auth.ViewerFrom(ctx), token)
	if err != nil {
		return nil, err
	}
	return showPreview(ctx, preview)
}

func (r *Resolver) Invite() graph.InviteResolver { return &inviteResolver{r} }

func (r *Resolver) InviteAcceptance() graph.InviteAcceptanceResolver {
	return &inviteAcceptanceResolver{r}
}

type (
	inviteResolver           struct{ *Resolver }
	inviteAcceptanceResolver struct{ *Resolver }
)
