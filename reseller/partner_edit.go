package reseller

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// maxPinned is how many offers a partner pins (R30).
const maxPinned = 5

// UpdateSupportInput changes where a partner's customers find help (R37). A field that is nil stays as it is; an empty one is
// cleared.
type UpdateSupportInput struct {
	Common
	URL, Email, Phone *string
}

// PinOffersInput replaces what a partner has pinned to the top of its catalogue (R30).
type PinOffersInput struct {
	Common
	// Offers are the codes, in their order; empty is none, and nil is refused.
	Offers []string
}

// SignAgreementInput signs the reseller agreement (R36).
type SignAgreementInput struct {
	Common
	// AgreementVersion is the version of the text that is signed; nil is the present one.
	AgreementVersion *string
}

// PartnerAnswer names a partner.
type PartnerAnswer struct {
	PartnerID ID
}

// UpdateSupportContact changes the support contacts of the viewer's partner, which its customers see (R37).
//
// Refusals: CodeForbiddenRole (R37), CodeStaleVersion, CodeValidationFailed.
func (a *App) UpdateSupportContact(ctx context.Context, v Viewer, in UpdateSupportInput) (PartnerAnswer, error) {
	var f fields
	in.URL = f.given("url", in.URL, f.url)
	in.Email = f.given("email", in.Email, f.email)
	in.Phone = f.given("phone", in.Phone, f.phone)
	if err := f.err(); err != nil {
		return PartnerAnswer{}, err
	}
	m := mutation{name: "updateSupportContact", input: in, Common: in.Common}
	return onOwnPartner(ctx, a, v, m, actPublishSupport, func(ctx context.Context, tx Tx, c *change, before Partner) error {
		after := before
		set(&after.Support.URL, in.URL)
		set(&after.Support.Email, in.Email)
		set(&after.Support.Phone, in.Phone)
		if after.Support == before.Support {
			return nil
		}
		state := supportState(after)
		if changed := changedFields(before.Support.details(), after.Support.details()); changed != "" {
			state.Fields["changed"] = changed
		}
		c.record(Event{Kind: EventPartnerChanged, PartnerID: after.ID, Before: supportState(before), After: state})
		return c.changePartner(ctx, tx, after)
	})
}

// supportState is what an event says of support contacts: of an address or a number, which may be a person's, no more than
// that it has changed (R25).
func supportState(p Partner) *EventState {
	return &EventState{Name: p.Name, Fields: map[string]string{"support_url": p.Support.URL}}
}

func (s Support) details() []detail {
	return []detail{{"support_email", s.Email}, {"support_phone", s.Phone}}
}

// PinOffers replaces the offers at the top of the catalogue of the viewer's partner (R30).
//
// Refusals: CodeForbiddenRole (R30), CodeStaleVersion, CodeValidationFailed for more than five, one named twice, or one that
// is not in the catalogue.
func (a *App) PinOffers(ctx context.Context, v Viewer, in PinOffersInput) (PartnerAnswer, error) {
	if err := in.checkShape(); err != nil {
		return PartnerAnswer{}, err
	}
	m := mutation{name: "pinOffers", input: in, Common: in.Common}
	return onOwnPartner(ctx, a, v, m, actPinOffers, func(ctx context.Context, tx Tx, c *change, before Partner) error {
		if err := in.checkOffers(ctx, tx); err != nil || slices.Equal(before.PinnedOffers, in.Offers) {
			return err
		}
		after := before
		after.PinnedOffers = in.Offers
		c.record(Event{Kind: EventPartnerChanged, PartnerID: after.ID, Before: pinnedState(before), After: pinnedState(after)})
		return c.changePartner(ctx, tx, after)
	})
}

func (in PinOffersInput) checkShape() error {
	if in.Offers == nil {
		return Invalid([]string{"offers"}, "Name the offers to pin; an empty list unpins all.")
	}
	if len(in.Offers) > maxPinned {
		return refuse(CodeValidationFailed, "R30", "At most %d offers are pinned; you name %d.", maxPinned, len(in.Offers)).at("offers")
	}
	for i, code := range in.Offers {
		if slices.Contains(in.Offers[:i], code) {
			return Invalid([]string{"offers", strconv.Itoa(i)}, "The offer %s is named twice.", quote(code))
		}
	}
	return nil
}

func (in PinOffersInput) checkOffers(ctx context.Context, tx Tx) error {
	known, err := tx.OffersByCode(ctx, in.Offers)
	if err != nil {
		return err
	}
	var f fields
	for i, code := range in.Offers {
		if _, ok := known[code]; !ok {
			f.wrong = append(f.wrong, Invalid([]string{"offers", strconv.Itoa(i)}, "There is no offer %s in the catalogue.", quote(code)))
		}
	}
	return f.err()
}

func pinnedState(p Partner) *EventState {
	return &EventState{Name: p.Name, Fields: map[string]string{"pinned_offers": strings.Join(p.PinnedOffers, ListSeparator)}}
}

// SignAgreement signs the reseller agreement for the viewer's partner (R36): which version, by whom and when is kept. Signing
// the same again changes nothing.
//
// Refusals: CodeForbiddenRole (R36), CodeStaleVersion, CodeValidationFailed for another version than the present one.
func (a *App) SignAgreement(ctx context.Context, v Viewer, in SignAgreementInput) (PartnerAnswer, error) {
	m := mutation{name: "signAgreement", input: in, Common: in.Common}
	return onOwnPartner(ctx, a, v, m, actSignAgreement, func(ctx context.Context, tx Tx, c *change, before Partner) error {
		if named := in.AgreementVersion; named != nil && *named != AgreementVersion {
			return refuse(CodeValidationFailed, "R36", "The agreement that is signed now has the version %s; you name %s.",
				AgreementVersion, quote(*named)).at("agreementVersion")
		}
		if before.Agreement.Signed() && before.Agreement.Version == AgreementVersion {
			return nil
		}
		after := before
		after.Agreement = Agreement{Version: AgreementVersion, SignedAt: c.at, SignedBy: c.actor.UserID}
		if after.BilledSince == 0 {
			after.BilledSince = DayIn(c.at, ZoneOf(after.Country))
		}
		e := Event{Kind: EventAgreementSigned, PartnerID: after.ID, After: agreementState(after)}
		if before.Agreement.Signed() {
			e.Before = agreementState(before)
		}
		c.record(e)
		return c.changePartner(ctx, tx, after)
	})
}

func agreementState(p Partner) *EventState {
	return &EventState{Name: p.Name, Fields: map[string]string{"agreement_version": p.Agreement.Version}}
}

// onOwnPartner runs fn on the viewer's partner, with its row locked, once the viewer's role and the version named have been
// checked.
func onOwnPartner(ctx context.Context, a *App, v Viewer, m mutation, act action, fn func(context.Context, Tx, *change, Partner) error) (PartnerAnswer, error) {
	if !v.Known() {
		return PartnerAnswer{}, ErrUnauthenticated
	}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (PartnerAnswer, error) {
		if err := v.may(act); err != nil {
			return PartnerAnswer{}, err
		}
		partner, err := tx.LockPartner(ctx, v.Partner.ID)
		if err != nil {
			return PartnerAnswer{}, err
		}
		if err := m.checkVersion(partner.Version); err != nil {
			return PartnerAnswer{}, err
		}
		return PartnerAnswer{PartnerID: partner.ID}, fn(ctx, tx, c, partner)
	})
}

// changePartner writes what users of partners change of one. What its links show is old from then on.
func (c *change) changePartner(ctx context.Context, tx Tx, after Partner) error {
	after.Version++
	if err := c.staleLinks(ctx, tx, after.ID); err != nil {
		return err
	}
	return tx.ChangePartner(ctx, after)
}

// putPartner writes a partner as it has become by the operator's doing. What its links show is old from then on.
func (c *change) putPartner(ctx context.Context, tx Tx, after Partner) error {
	after.Version++
	if err := c.staleLinks(ctx, tx, after.ID); err != nil {
		return err
	}
	return tx.PutPartners(ctx, []Partner{after})
}

// staleLinks notes the links that show a partner which changes.
func (c *change) staleLinks(ctx context.Context, tx Tx, partner ID) error {
	links, err := tx.InvitesShowing(ctx, c.scope, []ID{partner})
	c.stale = append(c.stale, links...)
	return err
}
