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
	// OnBehalfOf is the reseller of the viewer's in whose name the link is made (R6); zero is none.
	OnBehalfOf ID
}

// RequestAnswer is a link and the text of the mail that carries it.
type RequestAnswer struct {
	InviteID ID
	Email    Email `json:"-"`
}

// RequestRelationship returns the partner's link of the terms asked for – the default one when none are (R1) – making it
// where it does not stand yet, and the text of the mail (R2). It changes no link already sent (R4). A provider may make it in
// the name of a reseller of its own (R6).
//
// Refusals: CodeNotFound for a reseller that is none of the provider's, CodeForbiddenRole (R3, R6), CodeStaleVersion,
// CodePartnerSuspended (R5), CodeAgreementRequired (R36), CodeRegionMismatch (R7), CodeLinkAltered (R2), CodeValidationFailed.
func (a *App) RequestRelationship(ctx context.Context, v Viewer, in RequestInput) (RequestAnswer, error) {
	if !v.Known() {
		return RequestAnswer{}, ErrUnauthenticated
	}
	if err := in.checkShape(); err != nil {
		return RequestAnswer{}, err
	}
	m := mutation{name: "requestRelationship", input: in, Common: in.Common}
	answer, err := mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (RequestAnswer, error) {
		return a.request(ctx, tx, c, v, in)
	})
	if err != nil {
		return RequestAnswer{}, err
	}
	answer.Email, err = a.mailFor(ctx, answer.InviteID, in)
	return answer, err
}

func (in RequestInput) checkShape() error {
	switch {
	case in.Services != nil && len(in.Services) == 0:
		return refuse(CodeValidationFailed, "R4", "Name at least one service, or leave services out to ask for all that you sell.").at("services")
	case in.Services != nil && in.DelegatedAdmin != nil && !*in.DelegatedAdmin:
		return refuse(CodeValidationFailed, "R4",
			"A link without delegated admin privileges names no services. Leave services out, or set delegatedAdmin to true.").at("services")
	case in.MaxUses != nil && *in.MaxUses < 1:
		return Invalid([]string{"maxUses"}, "A limit of uses is at least 1; it is %d.", *in.MaxUses)
	case len([]rune(in.Campaign)) > maxLabelLength:
		return Invalid([]string{"campaign"}, "A campaign has at most %d characters.", maxLabelLength)
	case holdsToken(in.Campaign):
		return Invalid([]string{"campaign"}, unfitLabel)
	case hasControls(in.Campaign):
		return Invalid([]string{"campaign"}, "A campaign holds line breaks, control or direction characters; write one line of plain text.")
	}
	if err := CheckListed(len(in.Services), "services"); err != nil {
		return err
	}
	return checkParagraphs(in.OpeningParagraphs)
}

func (a *App) request(ctx context.Context, tx Tx, c *change, v Viewer, in RequestInput) (RequestAnswer, error) {
	if err := in.seesReseller(ctx, tx, v); err != nil {
		return RequestAnswer{}, err
	}
	if err := v.may(actRequest); err != nil {
		return RequestAnswer{}, err
	}
	named, err := in.lockReseller(ctx, tx)
	if err != nil {
		return RequestAnswer{}, err
	}
	partner, err := tx.Partner(ctx, v.Partner.ID)
	if err != nil {
		return RequestAnswer{}, err
	}
	return a.linkFor(ctx, tx, c, partner, named, in)
}

// reseller finds the reseller in whose name the link is to be (R6), for who may name it; nil when none is named.
func (in RequestInput) reseller(ctx context.Context, tx Tx, v Viewer) (*Partner, error) {
	if err := in.seesReseller(ctx, tx, v); err != nil {
		return nil, err
	}
	return in.lockReseller(ctx, tx)
}

// seesReseller refuses a reseller that the viewer does not see.
func (in RequestInput) seesReseller(ctx context.Context, tx Tx, v Viewer) error {
	if in.OnBehalfOf.IsZero() {
		return nil
	}
	_, err := visiblePartner(ctx, tx, v, in.OnBehalfOf, "onBehalfOfPartnerId")
	return err
}

// lockReseller locks the reseller, so that its pairing does not end before the link is there to be revoked (R24). A customer sees
// partners whose rows its transactions may not lock (R27): so the role is asked first.
func (in RequestInput) lockReseller(ctx context.Context, tx Tx) (*Partner, error) {
	if in.OnBehalfOf.IsZero() {
		return nil, nil //nolint:nilnil // a link in nobody's name is the common one
	}
	named, err := tx.LockPartner(ctx, in.OnBehalfOf)
	return &named, err
}

// linkFor finds or makes the partner's link of the terms asked for, in the name of a reseller if one is given.
func (a *App) linkFor(ctx context.Context, tx Tx, c *change, partner Partner, named *Partner, in RequestInput) (RequestAnswer, error) {
	terms, wrong := in.terms(partner, c.at)
	standing, found := Invite{}, false
	if len(wrong) == 0 {
		var err error
		if standing, found, err = findStanding(ctx, tx, partner.ID, terms); err != nil {
			return RequestAnswer{}, err
		}
		if err := in.checkVersion(standing.Version); err != nil {
			return RequestAnswer{}, err
		}
	}
	if err := partner.mayTakeOnBusiness(); err != nil {
		return RequestAnswer{}, err
	}
	if err := partner.mayName(named); err != nil {
		return RequestAnswer{}, err
	}
	if wrong = append(wrong, linkAltered(in.OpeningParagraphs)...); len(wrong) > 0 {
		return RequestAnswer{}, wrong
	}
	if found && a.keys.Has(standing.KeyID) {
		return RequestAnswer{InviteID: standing.ID}, nil
	}
	if found {
		if err := c.revoke(ctx, tx, standing); err != nil { // its key has been withdrawn; another takes its place
			return RequestAnswer{}, err
		}
	}
	invite, err := c.makeInvite(ctx, tx, partner, terms)
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

// mayTakeOnBusiness refuses partners that are suspended (R5) or have not signed the reseller agreement (R36).
func (p Partner) mayTakeOnBusiness() error {
	switch {
	case p.Status == PartnerSuspended:
		e := refuse(CodePartnerSuspended, "R5", "%s is suspended: it can request nothing new and create no customers until the operator lifts the suspension. What exists goes on.", p.Name)
		e.PartnerID = p.ID
		return e
	case !p.Agreement.Signed():
		return p.agreementRequired()
	}
	return nil
}

func (p Partner) agreementRequired() *Error {
	e := refuse(CodeAgreementRequired, "R36", "%s has not signed the reseller agreement yet. An ADMIN_AGENT or GLOBAL_ADMIN signs it with signAgreement.", p.Name)
	e.PartnerID = p.ID
	return e
}

// mayName refuses a link in the name of a partner that is no reseller of this one's (R6), is suspended (R5), or does business
// elsewhere (R7); nil names none.
func (p Partner) mayName(named *Partner) error {
	path := "onBehalfOfPartnerId"
	switch {
	case named == nil:
		return nil
	case named.Type != IndirectReseller || named.ProviderID != p.ID:
		return refuse(CodeValidationFailed, "R6",
			"%s is not a reseller paired with %s; a link is made in the name of one's own resellers only.", named.Name, p.Name).at(path)
	case named.Status == PartnerSuspended:
		e := refuse(CodePartnerSuspended, "R5", "%s is suspended: no link can be made in its name until the suspension is lifted.", named.Name).at(path)
		e.PartnerID = named.ID
		return e
	case named.Country != p.Country:
		return refuse(CodeRegionMismatch, "R7",
			"%s does business in %s, %s in %s. A link serves customers of one country or region only.", p.Name, p.Country, named.Name, named.Country).at(path)
	}
	return nil
}

// terms are those that the input asks for, services in the order of what the partner sells and each once; and what is wrong
// with them.
func (in RequestInput) terms(p Partner, now time.Time) (t Terms, wrong Refusals) {
	t = Terms{ResellerID: in.OnBehalfOf, DelegatedAdmin: in.DelegatedAdmin == nil || *in.DelegatedAdmin, Label: strings.TrimSpace(in.Campaign)}
	if in.MaxUses != nil {
		t.MaxUses = *in.MaxUses
	}
	if in.ExpiresAt != nil {
		t.ExpiresAt = in.ExpiresAt.UTC().Truncate(time.Microsecond)
		if !t.ExpiresAt.After(now) {
			wrong = append(wrong, Invalid([]string{"expiresAt"}, "The link would have expired already: %s is past. Choose a later time.", t.ExpiresAt.Format(time.RFC3339)))
		}
	}
	for i, code := range in.Services {
		if !slices.Contains(p.Services, code) {
			wrong = append(wrong, Invalid([]string{"services", strconv.Itoa(i)}, "%s does not sell a service %s. Name services that it sells.", p.Name, quote(code)))
		}
	}
	for _, code := range p.Services {
		if slices.Contains(in.Services, code) {
			t.Services = append(t.Services, code)
		}
	}
	return t, wrong
}

// mailFor writes the mail for a link.
func (a *App) mailFor(ctx context.Context, id ID, in RequestInput) (Email, error) {
	view, err := a.store.InviteView(ctx, id)
	if err != nil {
		return Email{}, err
	}
	return a.mail(view, in.Locale, in.OpeningParagraphs)
}
