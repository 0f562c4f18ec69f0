package reseller

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

const maxLabelLength = 100

// RequestInput asks for a link and the mail to send it with (R1–R4).
type RequestInput struct {
	Common
	// Services are the codes to ask for; nil is all that the partner sells.
	Services []string
	// DelegatedAdmin: nil is true.
	DelegatedAdmin *bool
	// Locale is the mail's language.
	Locale Locale
	// OpeningParagraphs replace the mail's two opening paragraphs: nil is the default ones, empty is none.
	OpeningParagraphs []string
	// Campaign labels the link; empty is none.
	Campaign string
	// ExpiresAt and MaxUses bound the link; nil is no bound.
	ExpiresAt *time.Time
	MaxUses   *int32
}

// RequestAnswer is a link and the text of the mail that carries it.
type RequestAnswer struct {
	InviteID ID
	Email    Email `json:"-"`
}

// RequestRelationship returns the partner's link of the terms asked for – the default one when none are (R1) – making it
// where it does not stand yet, and the text of the mail (R2). It changes no link already sent (R4).
//
// Refusals: CodeForbiddenRole (R3, R6), CodePartnerSuspended (R5), CodeStaleVersion, CodeLinkAltered (R2),
// CodeValidationFailed.
func (a *App) RequestRelationship(ctx context.Context, v Viewer, in RequestInput) (RequestAnswer, error) {
	if !v.Known() {
		return RequestAnswer{}, ErrUnauthenticated
	}
	if err := in.checkShape(); err != nil {
		return RequestAnswer{}, err
	}
	m := mutation{name: "requestRelationship", input: in.comparable(), Common: in.Common}
	answer, err := mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (RequestAnswer, error) {
		return a.request(ctx, tx, c, v, in)
	})
	if err != nil {
		return RequestAnswer{}, err
	}
	answer.Email, err = a.mailFor(ctx, answer.InviteID, in)
	return answer, err
}

// comparable is the input without what may differ between two tries of the same request.
func (in RequestInput) comparable() RequestInput {
	in.Common = Common{Version: in.Version}
	return in
}

func (in RequestInput) checkShape() error {
	switch {
	case in.Services != nil && len(in.Services) == 0:
		return Invalid([]string{"services"}, "Name at least one service, or leave services out to ask for all that you sell.")
	case in.Services != nil && in.DelegatedAdmin != nil && !*in.DelegatedAdmin:
		return Invalid([]string{"services"}, "A link without delegated admin privileges names no services.")
	case in.MaxUses != nil && *in.MaxUses < 1:
		return Invalid([]string{"maxUses"}, "A limit of uses is at least 1; it is %d.", *in.MaxUses)
	case len([]rune(in.Campaign)) > maxLabelLength:
		return Invalid([]string{"campaign"}, "A campaign has at most %d characters.", maxLabelLength)
	case hasControls(in.Campaign):
		return Invalid([]string{"campaign"}, "A campaign has no line breaks, control or direction characters.")
	}
	return checkParagraphs(in.OpeningParagraphs)
}

func (a *App) request(ctx context.Context, tx Tx, c *change, v Viewer, in RequestInput) (RequestAnswer, error) {
	if err := v.may(actRequest); err != nil {
		return RequestAnswer{}, err
	}
	partner, err := tx.Partner(ctx, v.Partner.ID)
	if err != nil {
		return RequestAnswer{}, err
	}
	terms, wrong := in.terms(partner, c.at)
	standing, found := Invite{}, false
	if len(wrong) == 0 {
		if standing, found, err = findStanding(ctx, tx, partner.ID, terms); err != nil {
			return RequestAnswer{}, err
		}
		if err := in.checkVersion(standing.Version); err != nil {
			return RequestAnswer{}, err
		}
	}
	if partner.Status == PartnerSuspended {
		return RequestAnswer{}, suspendedRequest()
	}
	if wrong = append(wrong, linkAltered(in.OpeningParagraphs)...); len(wrong) > 0 {
		return RequestAnswer{}, wrong
	}
	if found && a.keys.Has(standing.KeyID) {
		return RequestAnswer{InviteID: standing.ID}, nil
	}
	if found {
		if err := a.retire(ctx, tx, c, standing); err != nil {
			return RequestAnswer{}, err
		}
	}
	invite, err := a.makeInvite(ctx, tx, c, partner, terms)
	return RequestAnswer{InviteID: invite.ID}, err
}

// findStanding finds the partner's link of these terms; the zero Invite when there is none.
func findStanding(ctx context.Context, tx Tx, partner ID, terms Terms) (Invite, bool, error) {
	standing, err := tx.StandingInvite(ctx, partner, terms)
	if errors.Is(err, ErrNotFound) {
		return Invite{}, false, nil
	}
	return standing, err == nil, err
}

func suspendedRequest() error {
	return refuse(CodePartnerSuspended, "R5", "Your company is suspended and cannot request relationships. Its links work again once the operator lifts the suspension.")
}

// terms are those that the input asks for, services in the order of what the partner sells and each once; and what is wrong
// with them.
func (in RequestInput) terms(p Partner, now time.Time) (t Terms, wrong Refusals) {
	t = Terms{DelegatedAdmin: in.DelegatedAdmin == nil || *in.DelegatedAdmin, Label: strings.TrimSpace(in.Campaign)}
	if in.MaxUses != nil {
		t.MaxUses = *in.MaxUses
	}
	if in.ExpiresAt != nil {
		t.ExpiresAt = in.ExpiresAt.UTC().Truncate(time.Microsecond)
		if !t.ExpiresAt.After(now) {
			wrong = append(wrong, Invalid([]string{"expiresAt"}, "The link would have expired already: %s is past.", t.ExpiresAt.Format(time.RFC3339)))
		}
	}
	for i, code := range in.Services {
		if !slices.Contains(p.Services, code) {
			wrong = append(wrong, Invalid([]string{"services", strconv.Itoa(i)}, "Your company does not sell a service %s.", quote(code)))
		}
	}
	for _, code := range p.Services {
		if slices.Contains(in.Services, code) {
			t.Services = append(t.Services, code)
		}
	}
	return t, wrong
}

// retire revokes a link whose signing key has been withdrawn, so that another can take its place.
func (a *App) retire(ctx context.Context, tx Tx, c *change, i Invite) error {
	c.record(Event{
		Kind: EventInviteRevoked, PartnerID: i.PartnerID, ResellerID: i.ResellerID, InviteID: i.ID,
		Before: &EventState{InviteStatus: i.Status}, After: &EventState{InviteStatus: InviteRevoked},
	})
	c.stale = append(c.stale, i.ID)
	return tx.SetInviteStatus(ctx, i.ID, InviteRevoked)
}

func (a *App) makeInvite(ctx context.Context, tx Tx, c *change, p Partner, t Terms) (Invite, error) {
	invite := Invite{
		ID: c.newID(), PartnerID: p.ID, Terms: t, Status: InviteActive, KeyID: a.keys.Current(),
		CreatedAt: c.at, CreatedBy: c.actor.UserID, Version: 1,
	}
	c.record(Event{
		Kind: EventInviteCreated, PartnerID: p.ID, InviteID: invite.ID,
		After: &EventState{InviteStatus: InviteActive, Name: t.Label},
	})
	return invite, tx.InsertInvite(ctx, invite)
}

// mailFor writes the mail for a link.
func (a *App) mailFor(ctx context.Context, id ID, in RequestInput) (Email, error) {
	view, err := a.store.InviteView(ctx, id)
	if err != nil {
		return Email{}, err
	}
	_, url := a.InviteToken(view.Invite)
	if url == "" {
		return Email{}, refuse(CodeInviteRevoked, "R1", "The key that signed this link has been withdrawn. Request again, with a new idempotency key.")
	}
	return writeMail(in.Locale, mailFacts{
		partner: view.Partner.Name, services: view.Services, delegatedAdmin: view.Invite.Terms.DelegatedAdmin,
		link: url, openings: in.OpeningParagraphs,
	}), nil
}
