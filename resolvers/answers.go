package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

func showAcceptance(ctx context.Context, answer reseller.AcceptAnswer) (*model.AcceptRelationshipPayload, error) {
	knowWritten(ctx, answer)
	relationship, err := showRelationship(ctx, answer.RelationshipID)
	if err != nil {
		return nil, err
	}
	granted, err := showPrivileges(ctx, answer.Granted, "granted")
	if err != nil {
		return nil, err
	}
	displaced, err := showPrivileges(ctx, answer.Displaced, "displaced")
	return &model.AcceptRelationshipPayload{
		Relationship: relationship, Granted: granted, Displaced: displaced, AlreadyAccepted: answer.AlreadyAccepted,
	}, err
}

// knowWritten keeps the rows that accepting has written, where it tells of them: a customer sees both kinds as they are written.
func knowWritten(ctx context.Context, answer reseller.AcceptAnswer) {
	l := loadersOf(ctx)
	if !answer.Relationship.ID.IsZero() {
		l.relationships.know(answer.RelationshipID, answer.Relationship)
	}
	for _, d := range answer.Privileges {
		l.privileges.know(d.ID, d)
	}
}

func showDecline(ctx context.Context, answer reseller.DeclineAnswer) (*model.DeclineRelationshipPayload, error) {
	relationship, err := showRelationship(ctx, answer.RelationshipID)
	return &model.DeclineRelationshipPayload{Relationship: relationship}, err
}

func showRemoval(ctx context.Context, answer reseller.RemoveAnswer) (*model.RemoveDelegatedAdminPayload, error) {
	ended, err := showPrivileges(ctx, answer.Ended, "ended")
	return &model.RemoveDelegatedAdminPayload{Ended: ended}, err
}

func showRelinquishment(ctx context.Context, answer reseller.RelinquishAnswer) (*model.RelinquishDelegatedAdminPayload, error) {
	relationship, err := showRelationship(ctx, answer.RelationshipID)
	if err != nil {
		return nil, err
	}
	ended, err := showPrivileges(ctx, answer.Ended, "ended")
	return &model.RelinquishDelegatedAdminPayload{Relationship: relationship, Ended: ended}, err
}

func showProposal(ctx context.Context, answer reseller.EndAnswer) (*model.ProposeRelationshipEndPayload, error) {
	relationship, err := showRelationship(ctx, answer.RelationshipID)
	return &model.ProposeRelationshipEndPayload{Relationship: relationship}, err
}

func showConfirmation(ctx context.Context, answer reseller.EndAnswer) (*model.ConfirmRelationshipEndPayload, error) {
	relationship, err := showRelationship(ctx, answer.RelationshipID)
	if err != nil {
		return nil, err
	}
	ended, err := showPrivileges(ctx, answer.Ended, "ended")
	return &model.ConfirmRelationshipEndPayload{Relationship: relationship, Ended: ended}, err
}

func showWithdrawal(ctx context.Context, answer reseller.EndAnswer) (*model.WithdrawRelationshipEndPayload, error) {
	relationship, err := showRelationship(ctx, answer.RelationshipID)
	return &model.WithdrawRelationshipEndPayload{Relationship: relationship}, err
}

func (r *Resolver) showRotation(ctx context.Context, answer reseller.LinkAnswer) (*model.RotateInvitePayload, error) {
	invite, err := r.showInvite(ctx, answer.InviteID)
	return &model.RotateInvitePayload{Invite: invite}, err
}

func (r *Resolver) showRevocation(ctx context.Context, answer reseller.LinkAnswer) (*model.RevokeInvitePayload, error) {
	invite, err := r.showInvite(ctx, answer.InviteID)
	return &model.RevokeInvitePayload{Invite: invite}, err
}

func (r *Resolver) showRequest(ctx context.Context, answer reseller.RequestAnswer) (*model.RequestRelationshipPayload, error) {
	invite, err := r.showInvite(ctx, answer.InviteID)
	return &model.RequestRelationshipPayload{Invite: invite, Email: newEmail(answer.Email)}, err
}

// showMail shows the mail that carries a link.
func (r *Resolver) showMail(ctx context.Context, link reseller.ID, locale string, openings []string) (*model.RequestEmail, error) {
	l, err := reseller.ParseLocale(locale)
	if err != nil {
		return nil, err
	}
	mail, err := r.app.InviteMail(ctx, auth.ViewerFrom(ctx), link, l, openings)
	if err != nil {
		return nil, err
	}
	return newEmail(mail), nil
}

func newEmail(mail reseller.Email) *model.RequestEmail {
	return &model.RequestEmail{
		Subject: mail.Subject, Paragraphs: mail.Paragraphs, Text: mail.Text, HTML: mail.HTML, Mailto: mail.Mailto,
	}
}

func showPreview(ctx context.Context, p reseller.Preview) (*model.InvitePreview, error) {
	shown := &model.InvitePreview{
		Partner: newInvitePartner(&p.Partner), Reseller: newInvitePartner(p.Reseller), Services: newServices(p.Services),
	}
	if !p.ExpiresAt.IsZero() {
		shown.ExpiresAt = &p.ExpiresAt
	}
	if p.ForViewer != nil {
		shown.ForViewer = &model.InviteForViewer{
			AlreadyRelated: p.ForViewer.AlreadyRelated,
			Delegations:    newServiceDelegations(p.ForViewer.Delegations),
			Conflicts:      newServiceDelegations(p.ForViewer.Conflicts),
		}
		return shown, aheadHolders(ctx, p.ForViewer.Delegations, selectedBelow(ctx, "forViewer", "delegations"))
	}
	return shown, nil
}

func newInvitePartner(p *reseller.Partner) *model.InvitePartner {
	if p == nil {
		return nil
	}
	return &model.InvitePartner{
		ID: model.GlobalID(model.KindPartner, p.ID), Name: p.Name, Country: p.Country, Status: p.Status,
	}
}

// servicesOf shows what a link asks for.
func (r *Resolver) servicesOf(ctx context.Context, i reseller.Invite) ([]*model.Service, error) {
	if !i.Terms.DelegatedAdmin {
		return []*model.Service{}, nil
	}
	if i.Terms.Services != nil {
		return showServices(ctx, i.Terms.Services)
	}
	partner, err := loadersOf(ctx).partners.get(ctx, i.PartnerID)
	if err != nil {
		return nil, err
	}
	return showServices(ctx, deref(partner).Services)
}

func showPartners(ctx context.Context, ids []reseller.ID) ([]*model.Partner, error) {
	found, err := loadersOf(ctx).partners.getAll(ctx, ids)
	return showEach(found, newPartner), err
}

// showDelegations shows who may administer what of a customer: an entry for each service of the catalogue (R15).
func showDelegations(ctx context.Context, customer reseller.ID, asOf *time.Time) ([]*model.ServiceDelegation, error) {
	l := loadersOf(ctx)
	moment, err := pastMoment(ctx, asOf)
	if err != nil {
		return nil, err
	}
	key, err := asked(customer, moment)
	if err != nil {
		return nil, err
	}
	services, err := l.services(ctx)
	if err != nil {
		return nil, err
	}
	active, err := l.activePrivileges.get(ctx, key)
	if err != nil {
		return nil, err
	}
	holding := reseller.ServiceDelegations(services, deref(active))
	return newServiceDelegations(holding), aheadHolders(ctx, holding, graphql.CollectFieldsCtx(ctx, nil))
}

// startOf reads where a subscription begins; nil is now.
func startOf(since *string) (*reseller.Position, error) {
	key, err := model.ParseCursor(model.ListEvents, since, "since")
	if err != nil || key == nil {
		return nil, err
	}
	return &key.Event, nil
}

// byID finds one object by its global id, for somebody who has signed in.
func byID[M any](ctx context.Context, kind model.Kind, text string, find func(context.Context, reseller.ID) (*M, error)) (*M, error) {
	if _, err := viewer(ctx); err != nil {
		return nil, err
	}
	id, err := model.ParseID(kind, text, "id")
	if err != nil {
		return nil, err
	}
	return find(ctx, id)
}

// showState shows how the object of an event was; nil to who may not see such an object, since a history is for all of a company's
// users (R18).
func showState(ctx context.Context, kind reseller.EventKind, state *reseller.EventState) *model.RelationshipEventState {
	if state == nil || auth.ViewerFrom(ctx).MaySeeStates(kind) != nil {
		return nil
	}
	return &model.RelationshipEventState{EventState: *state}
}

// ownUser reports whether a user is of the viewer's tenant; others are not there, to it.
func ownUser(ctx context.Context, u *reseller.User) bool {
	v := auth.ViewerFrom(ctx)
	return u != nil && (v.IsOperator() || v.User.Tenant == u.Tenant && v.User.TenantID == u.TenantID)
}
