package resolvers

import (
	"context"

	"accord/graph/model"
	"accord/reseller"
)

// Each of these finds one object and shows it; nil when there is none, or none that the viewer may see.

func showPartner(ctx context.Context, id reseller.ID) (*model.Partner, error) {
	return show(ctx, loadersOf(ctx).partners, id, newPartner)
}

func newPartner(p reseller.Partner) *model.Partner { return &model.Partner{Partner: p} }

func showCustomer(ctx context.Context, id reseller.ID) (*model.Customer, error) {
	return show(ctx, loadersOf(ctx).customers, id, newCustomer)
}

// showRelatedCustomer shows the customer of a relationship, also of one that has ended.
func showRelatedCustomer(ctx context.Context, id reseller.ID) (*model.Customer, error) {
	return show(ctx, loadersOf(ctx).relatedCustomers, id, newCustomer)
}

func newCustomer(c reseller.Customer) *model.Customer { return &model.Customer{Customer: c} }

// showActor shows a user of any tenant, as events and acceptances name it.
func showActor(ctx context.Context, id reseller.ID) (*model.User, error) {
	return show(ctx, loadersOf(ctx).users, id, func(u reseller.User) *model.User { return &model.User{User: u} })
}

func showRelationship(ctx context.Context, id reseller.ID) (*model.Relationship, error) {
	return show(ctx, loadersOf(ctx).relationships, id, newRelationship)
}

func newRelationship(r reseller.Relationship) *model.Relationship {
	return &model.Relationship{Relationship: r}
}

func showPrivilege(ctx context.Context, id reseller.ID) (*model.DelegatedAdminPrivilege, error) {
	return show(ctx, loadersOf(ctx).privileges, id, newPrivilege)
}

func newPrivilege(d reseller.Delegation) *model.DelegatedAdminPrivilege {
	return &model.DelegatedAdminPrivilege{Delegation: d}
}

func newAcceptance(a reseller.Acceptance) *model.InviteAcceptance {
	return &model.InviteAcceptance{Acceptance: a}
}

func newDecline(d reseller.Decline) *model.InviteDecline { return &model.InviteDecline{Decline: d} }

func showAcceptanceByID(ctx context.Context, id reseller.ID) (*model.InviteAcceptance, error) {
	return show(ctx, loadersOf(ctx).acceptances, id, newAcceptance)
}

func showDeclineByID(ctx context.Context, id reseller.ID) (*model.InviteDecline, error) {
	return show(ctx, loadersOf(ctx).declines, id, newDecline)
}

// showOwnUser shows a user of the viewer's tenant; others are not there, to it.
func showOwnUser(ctx context.Context, id reseller.ID) (*model.User, error) {
	user, err := loadersOf(ctx).users.get(ctx, id)
	if err != nil || !ownUser(ctx, user) {
		return nil, err
	}
	return &model.User{User: *user}, nil
}

func showEvent(ctx context.Context, seq int64) (*model.RelationshipEvent, error) {
	event, err := loadersOf(ctx).events.get(ctx, seq)
	if err != nil || event == nil {
		return nil, err
	}
	return newEvent(*event), nil
}

func newEvent(e reseller.Event) *model.RelationshipEvent { return &model.RelationshipEvent{Event: e} }

func (r *Resolver) showInvite(ctx context.Context, id reseller.ID) (*model.Invite, error) {
	return show(ctx, loadersOf(ctx).invites, id, r.newInvite)
}

func (r *Resolver) newInvite(i reseller.Invite) *model.Invite {
	token, url := r.app.InviteToken(i)
	return model.NewInvite(i, r.app.InviteStatus(i), token, url)
}

func show[V, M any](ctx context.Context, l *loader[reseller.ID, V], id reseller.ID, as func(V) *M) (*M, error) {
	if id.IsZero() {
		return nil, nil
	}
	found, err := l.get(ctx, id)
	if err != nil || found == nil {
		return nil, err
	}
	return as(*found), nil
}

func showService(ctx context.Context, code string) (*model.Service, error) {
	catalogue, err := loadersOf(ctx).catalogue(ctx)
	if err != nil {
		return nil, err
	}
	service, ok := catalogue[code]
	if !ok {
		return nil, nil
	}
	return &model.Service{Service: service}, nil
}

func showServices(ctx context.Context, codes []string) ([]*model.Service, error) {
	shown := make([]*model.Service, 0, len(codes))
	for _, code := range codes {
		service, err := showService(ctx, code)
		if err != nil {
			return nil, err
		}
		if service != nil {
			shown = append(shown, service)
		}
	}
	return shown, nil
}

func newServices(services []reseller.Service) []*model.Service {
	return showEach(services, func(s reseller.Service) *model.Service { return &model.Service{Service: s} })
}

func newServiceDelegations(ds []reseller.ServiceDelegation) []*model.ServiceDelegation {
	return showEach(ds, func(d reseller.ServiceDelegation) *model.ServiceDelegation {
		return &model.ServiceDelegation{ServiceDelegation: d}
	})
}

func showEach[V, M any](values []V, as func(V) *M) []*M {
	shown := make([]*M, len(values))
	for i, v := range values {
		shown[i] = as(v)
	}
	return shown
}

// showPrivileges finds privileges by their ids, in that order, for a field of the present payload, and ahead what is asked
// of them there.
func showPrivileges(ctx context.Context, ids []reseller.ID, field string) ([]*model.DelegatedAdminPrivilege, error) {
	found, err := loadersOf(ctx).privileges.getAll(ctx, ids)
	if err != nil {
		return nil, err
	}
	return showEach(found, newPrivilege), aheadPrivileges(ctx, found, selectedBelow(ctx, field))
}
