package reseller

import (
	"context"
	"time"
)

// maxGrace bounds how long a rotated link may go on.
const maxGrace = 90 * 24 * time.Hour

// RotateInput puts a new link in the place of another (R8).
type RotateInput struct {
	Common
	InviteID ID
	// GracePeriodSeconds is how long the old link goes on; nil is not at all.
	GracePeriodSeconds *int32
}

// RevokeInput withdraws a link (R8).
type RevokeInput struct {
	Common
	InviteID ID
}

// LinkAnswer names a link.
type LinkAnswer struct {
	InviteID ID
}

// RotateInvite makes a new link of the same terms; the old one stops at once, or after the grace asked for (R8).
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R6), CodeStaleVersion, CodeInviteRevoked, CodeInviteExpired,
// CodeInviteExhausted for a link that cannot be used any more, CodeValidationFailed.
func (a *App) RotateInvite(ctx context.Context, v Viewer, in RotateInput) (LinkAnswer, error) {
	grace := time.Duration(0)
	if in.GracePeriodSeconds != nil {
		grace = time.Duration(*in.GracePeriodSeconds) * time.Second
	}
	if grace < 0 || grace > maxGrace {
		return LinkAnswer{}, refuse(CodeValidationFailed, "R8", "A grace period has 0 to %d seconds; yours has %d.",
			int(maxGrace/time.Second), int(grace/time.Second)).at("gracePeriodSeconds")
	}
	m := mutation{name: "rotateInvite", input: in, Common: in.Common}
	return a.changeLink(ctx, v, m, in.InviteID, func(ctx context.Context, tx Tx, c *change, old Invite) (Invite, error) {
		view, err := tx.InviteParties(ctx, old.ID)
		if err != nil {
			return old, err
		}
		if err := unusable(view.StatusAt(c.at, a.keys)); err != nil {
			return old, err
		}
		c.record(old.rotated(c.at, c.at.Add(grace)))
		c.stale = append(c.stale, old.ID)
		if err := tx.SetInviteStatus(ctx, old.ID, InviteRotated, c.at.Add(grace)); err != nil {
			return old, err
		}
		standing, found, err := findStanding(ctx, tx, old.PartnerID, old.Terms)
		if err != nil || found {
			return standing, err
		}
		return c.makeInvite(ctx, tx, view.Partner, old.Terms)
	})
}

// rotated is the event of a rotation. A link that goes on for a while, before it or after it, says until when: one in grace may be
// rotated again, which changes its grace (R25).
func (i Invite) rotated(at, until time.Time) Event {
	e := i.event(EventInviteRotated, InviteRotated)
	goesOn := func(until time.Time) map[string]string {
		if !until.After(at) {
			return nil
		}
		return map[string]string{"grace_ends_at": until.Format(time.RFC3339)}
	}
	e.Before.Fields, e.After.Fields = goesOn(i.GraceEndsAt), goesOn(until)
	return e
}

// RevokeInvite withdraws a link; it cannot be used from then on (R8). Revoking what is revoked changes nothing.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R6), CodeStaleVersion.
func (a *App) RevokeInvite(ctx context.Context, v Viewer, in RevokeInput) (LinkAnswer, error) {
	m := mutation{name: "revokeInvite", input: in, Common: in.Common}
	return a.changeLink(ctx, v, m, in.InviteID, func(ctx context.Context, tx Tx, c *change, link Invite) (Invite, error) {
		if link.Status == InviteRevoked {
			return link, nil
		}
		return link, c.revoke(ctx, tx, link)
	})
}

// changeLink runs fn on a link of the viewer's partner, with its row locked.
func (a *App) changeLink(ctx context.Context, v Viewer, m mutation, id ID,
	fn func(context.Context, Tx, *change, Invite) (Invite, error),
) (LinkAnswer, error) {
	if !v.Known() {
		return LinkAnswer{}, ErrUnauthenticated
	}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (LinkAnswer, error) {
		visible, err := tx.InvitesByID(ctx, v.Scope(), []ID{id})
		if err != nil {
			return LinkAnswer{}, err
		}
		if _, ok := visible[id]; !ok {
			return LinkAnswer{}, notFound(aLink).at("inviteId")
		}
		if err := v.may(actManageLinks); err != nil {
			return LinkAnswer{}, err
		}
		link, err := tx.LockInvite(ctx, id)
		if err != nil {
			return LinkAnswer{}, err
		}
		if err := m.checkVersion(link.Version); err != nil {
			return LinkAnswer{}, err
		}
		changed, err := fn(ctx, tx, c, link)
		return LinkAnswer{InviteID: changed.ID}, err
	})
}

// revoke withdraws a link.
func (c *change) revoke(ctx context.Context, tx Tx, link Invite) error {
	c.record(link.event(EventInviteRevoked, InviteRevoked))
	c.stale = append(c.stale, link.ID)
	return tx.SetInviteStatus(ctx, link.ID, InviteRevoked, time.Time{})
}

// makeInvite makes a link, signed with the current key.
func (c *change) makeInvite(ctx context.Context, tx Tx, p Partner, t Terms) (Invite, error) {
	link := Invite{
		ID: c.newID(), PartnerID: p.ID, Terms: t, Status: InviteActive, KeyID: c.app.keys.Current(),
		CreatedAt: c.at, CreatedBy: c.actor.UserID, Version: 1,
	}
	c.record(Event{
		Kind: EventInviteCreated, PartnerID: p.ID, ResellerID: t.ResellerID, InviteID: link.ID,
		After: &EventState{InviteStatus: InviteActive, Name: t.Label},
	})
	return link, tx.InsertInvite(ctx, link)
}

// InviteMail writes the mail that carries a link, in a language and with opening paragraphs as in RequestRelationship: whoever
// sees the link may send it, its reseller too (R2, R6).
//
// Refusals: CodeForbiddenRole (R3), CodePartnerSuspended (R5), CodeAgreementRequired (R36), CodeInviteRevoked,
// CodeInviteExpired, CodeInviteExhausted for a link that cannot be used, CodeLinkAltered, CodeValidationFailed.
func (a *App) InviteMail(ctx context.Context, v Viewer, link ID, l Locale, openings []string) (Email, error) {
	if err := checkParagraphs(openings); err != nil {
		return Email{}, err
	}
	if err := v.may(actSendLink); err != nil {
		return Email{}, err
	}
	if wrong := linkAltered(openings); len(wrong) > 0 {
		return Email{}, wrong
	}
	view, err := a.store.InviteView(ctx, link)
	if err != nil {
		return Email{}, err
	}
	if err := view.mayBeSent(); err != nil {
		return Email{}, err
	}
	if err := unusable(view.StatusAt(a.now(), a.keys)); err != nil {
		return Email{}, err
	}
	return a.mail(view, l, openings)
}

// mayBeSent refuses the links of partners that may not request (R5, R36), and those in the name of suspended resellers.
func (v InviteView) mayBeSent() error {
	if err := v.Partner.mayTakeOnBusiness(); err != nil || v.Reseller == nil {
		return err
	}
	return v.Reseller.checkLinksWork()
}

func (a *App) mail(view InviteView, l Locale, openings []string) (Email, error) {
	_, url := a.InviteToken(view.Invite)
	if url == "" {
		return Email{}, refuse(CodeInviteRevoked, "R1", "The key that signed this link has been withdrawn. Request again, with a new idempotency key.")
	}
	facts := mailFacts{
		partner: view.Partner.Name, kind: view.Partner.Type, support: view.Partner.Support, services: view.Services,
		delegatedAdmin: view.Invite.Terms.DelegatedAdmin, link: url, openings: openings,
	}
	if view.Reseller != nil { // the mail speaks for the reseller, whose customers turn to it first
		facts.reseller, facts.support = view.Reseller.Name, view.Reseller.Support
	}
	return writeMail(l, facts), nil
}
