package resolvers

import (
	"context"

	"accord/auth"
	"accord/graph"
	"accord/graph/model"
)

func (r *inviteResolver) Services(ctx context.Context, obj *model.Invite) ([]*model.Service, error) {
	return r.servicesOf(ctx, obj.Invite)
}

func (r *inviteResolver) Reseller(ctx context.Context, obj *model.Invite) (*model.Partner, error) {
	return showPartner(ctx, obj.ResellerID)
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

func (r *queryResolver) Invite(ctx context.Context, token string) (*model.InvitePreview, error) {
	preview, err := r.app.PreviewInvite(ctx, auth.ViewerFrom(ctx), token)
	if err != nil {
		return nil, err
	}
	return showPreview(ctx, preview)
}

func (r *Resolver) Invite() graph.InviteResolver { return &inviteResolver{r} }

type inviteResolver struct{ *Resolver }
