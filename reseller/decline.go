package reseller

import (
	"context"
	"errors"
	"strings"
)

// maxReason bounds a reason that a user gives, in characters.
const maxReason = 500

// DeclineInput declines a link (R14).
type DeclineInput struct {
	Common
	Token string
	// Reason is what the partner is told; empty is none.
	Reason string
}

// DeclineAnswer is what declining has led to.
type DeclineAnswer struct {
	// RelationshipID is the relationship that stands with the partner all the same; zero when there is none.
	RelationshipID ID
}

// DeclineRelationship keeps that the customer declines a link, and why. The partner learns the customer's name and the reason,
// no more (R14). Nothing else changes; saying the same again changes nothing at all.
//
// Refusals: CodeInviteInvalid, CodeForbiddenRole, CodePartnerSuspended (R5), CodeInviteRevoked, CodeInviteExpired,
// CodeInviteExhausted, CodeStaleVersion, CodeValidationFailed.
func (a *App) DeclineRelationship(ctx context.Context, v Viewer, in DeclineInput) (DeclineAnswer, error) {
	if !v.Known() {
		return DeclineAnswer{}, ErrUnauthenticated
	}
	inviteID, err := a.keys.Verify(in.Token)
	if err != nil {
		return DeclineAnswer{}, err
	}
	if in.Reason, err = cleanReason(in.Reason); err != nil {
		return DeclineAnswer{}, err
	}
	m := mutation{name: "declineRelationship", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (DeclineAnswer, error) {
		if err := v.may(actDecline); err != nil {
			return DeclineAnswer{}, err
		}
		acc := acceptance{change: c, tx: tx}
		if err := acc.read(ctx, v.Customer.ID, inviteID); err != nil {
			return DeclineAnswer{}, err
		}
		answer := DeclineAnswer{}
		if acc.mine != nil {
			answer.RelationshipID = acc.mine.ID
		}
		if err := in.checkVersion(acc.standingVersion()); err != nil {
			return answer, err
		}
		if err := acc.checkSuspended(); err != nil {
			return answer, err
		}
		if err := acc.checkLink(); err != nil {
			return answer, err
		}
		return answer, acc.decline(ctx, in.Reason)
	})
}

// decline keeps what the customer says to the link.
func (acc *acceptance) decline(ctx context.Context, reason string) error {
	link := acc.view.Invite
	before, err := acc.tx.Declined(ctx, link.ID, acc.customer.ID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err == nil && before.Reason == reason {
		return nil
	}
	e := Event{
		Kind: EventInviteDeclined, PartnerID: link.PartnerID, ResellerID: link.Terms.ResellerID, CustomerID: acc.customer.ID,
		InviteID: link.ID, After: declined(acc.customer.Name, reason),
	}
	if err == nil { // it says something else now
		e.Before = declined(acc.customer.Name, before.Reason)
	}
	acc.record(e)
	return acc.tx.PutDecline(ctx, Decline{
		ID: acc.newID(), InviteID: link.ID, CustomerID: acc.customer.ID, DeclinedBy: acc.actor.UserID, DeclinedAt: acc.at, Reason: reason,
	})
}

// declined is what an event says of a decline: the company's name and its reason.
func declined(customer, reason string) *EventState {
	state := &EventState{Name: customer}
	if reason != "" {
		state.Fields = map[string]string{"reason": reason}
	}
	return state
}

// cleanReason trims a reason and refuses one that is too long or holds what cannot be seen. Line breaks stay.
func cleanReason(reason string) (string, error) {
	reason = strings.TrimSpace(strings.ReplaceAll(reason, "\r\n", "\n"))
	switch {
	case len([]rune(reason)) > maxReason:
		return "", Invalid([]string{"reason"}, "A reason has at most %d characters.", maxReason)
	case hasControls(strings.ReplaceAll(reason, "\n", "")):
		return "", Invalid([]string{"reason"}, "A reason holds control or direction characters; write plain text.")
	}
	return reason, nil
}
