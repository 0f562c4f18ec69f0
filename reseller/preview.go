package reseller

import (
	"context"
	"errors"
	"time"
)

// Preview is what whoever follows a link sees (R9).
type Preview struct {
	Partner   Partner
	Reseller  *Partner
	Services  []Service
	ExpiresAt time.Time
	// ForViewer is what accepting would do; set for users of a customer only.
	ForViewer *PreviewForViewer
}

// PreviewForViewer is what accepting would do for a customer.
type PreviewForViewer struct {
	AlreadyRelated bool
	// Delegations is who holds DAP now, an entry for each service asked for.
	Delegations []ServiceDelegation
	// Conflicts are those entries in which another transacting partner is in the way (R12).
	Conflicts []ServiceDelegation
}

// PreviewInvite shows what a link asks for, before and after sign-in (R9), and counts the view (R8); of a customer's user it notes
// that the customer has seen it. A suspended partner's link previews; it cannot be accepted (R5).
//
// Refusals: CodeInviteInvalid, CodeInviteRevoked, CodeInviteExpired, CodeInviteExhausted.
func (a *App) PreviewInvite(ctx context.Context, v Viewer, token string) (Preview, error) {
	id, err := a.keys.Verify(token)
	if err != nil {
		return Preview{}, err
	}
	view, err := a.invites.View(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return Preview{}, inviteGone(err)
	}
	if err != nil {
		return Preview{}, err
	}
	if err := a.checkUsable(ctx, v, view); err != nil {
		return Preview{}, err
	}
	forViewer, err := a.previewFor(ctx, v, view)
	if err != nil {
		return Preview{}, err
	}
	a.views.see(id, v.Customer, a.now())
	return Preview{
		Partner: view.Partner, Reseller: view.Reseller, Services: view.Services,
		ExpiresAt: view.Invite.StopsAt(), ForViewer: forViewer,
	}, nil
}

// checkUsable refuses links that cannot be used. A customer that has accepted through a link never finds it exhausted (R8).
func (a *App) checkUsable(ctx context.Context, v Viewer, view InviteView) error {
	status := view.StatusAt(a.now(), a.keys)
	if status == InviteExhausted && v.Customer != nil {
		accepted, err := a.store.HasAccepted(ctx, v.Scope(), view.Invite.ID)
		if err != nil || accepted {
			return err
		}
	}
	return unusable(status)
}

func (a *App) previewFor(ctx context.Context, v Viewer, view InviteView) (*PreviewForViewer, error) {
	if v.Customer == nil {
		return nil, nil //nolint:nilnil // nobody's and partners' previews have no such part, which is no error
	}
	related, err := a.store.IsRelated(ctx, v.Scope(), view.Partner.ID)
	if err != nil {
		return nil, err
	}
	active, err := a.store.ActiveDelegations(ctx, v.Scope(), []ID{v.Customer.ID}, time.Time{})
	if err != nil {
		return nil, err
	}
	codes := make([]string, len(view.Services))
	for i, s := range view.Services {
		codes[i] = s.Code
	}
	p := &PreviewForViewer{AlreadyRelated: related, Delegations: ServiceDelegations(codes, active[v.Customer.ID])}
	for _, d := range p.Delegations {
		// A link in a reseller's name gives to the reseller unless the customer chooses otherwise: that stands beside (R6, R11).
		if view.Reseller == nil && view.Partner.Type.Transacting() && !d.HolderID.IsZero() && d.HolderID != view.Partner.ID {
			p.Conflicts = append(p.Conflicts, d)
		}
	}
	return p, nil
}
