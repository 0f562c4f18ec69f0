package reseller

import (
	"context"
	"errors"
	"slices"
)

// AcceptInput accepts a link (R10).
type AcceptInput struct {
	Common
	Token string
	// Services are the codes to grant DAP for; nil is all that the link asks for.
	Services []string
	// Grants say which of the partners that the link names gets DAP for what (R6); nil leaves it to Services.
	Grants []Grant
	// ReplaceExisting ends the DAP of another transacting partner that is in the way (R12).
	ReplaceExisting bool
}

// Grant gives DAP for a service to a partner.
type Grant struct {
	Service   string
	PartnerID ID
}

// AcceptAnswer is what accepting has led to.
type AcceptAnswer struct {
	RelationshipID ID
	Granted        []ID
	Displaced      []ID
	// AlreadyAccepted: all was so before; nothing has changed.
	AlreadyAccepted bool

	// Relationship and Privileges are the rows of RelationshipID and Granted as they are after the commit, so that an answer need not
	// read them. The answer of a repetition under an idempotency key (R26) has ids alone, since it shows what has become of them.
	Relationship Relationship `json:"-"`
	Privileges   []Delegation `json:"-"`
}

// AcceptRelationship makes the relationship that a link asks for, or finds the one there is, and grants DAP for the
// services asked for or chosen (R10) to the partner, or to whom of provider and reseller the customer chooses (R6). It
// records the customer's consent (R36) and never changes subscriptions (R13).
//
// Refusals: CodeInviteInvalid, CodeForbiddenRole (R10), CodeStaleVersion, CodePartnerSuspended (R5), CodeInviteRevoked,
// CodeInviteExpired, CodeInviteExhausted (R8), CodeRegionMismatch (R7), CodeValidationFailed, and one
// CodeServiceAlreadyDelegated for each service that another transacting partner holds (R12).
func (a *App) AcceptRelationship(ctx context.Context, v Viewer, in AcceptInput) (AcceptAnswer, error) {
	if !v.Known() {
		return AcceptAnswer{}, ErrUnauthenticated
	}
	inviteID, err := a.keys.Verify(in.Token)
	if err != nil {
		return AcceptAnswer{}, err
	}
	if err := in.checkShape(); err != nil {
		return AcceptAnswer{}, err
	}
	m := mutation{name: "acceptRelationship", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (AcceptAnswer, error) {
		if err := v.may(actAccept); err != nil {
			return AcceptAnswer{}, err
		}
		acc := acceptance{change: c, tx: tx, in: in}
		if err := acc.read(ctx, v.Customer.ID, inviteID); err != nil {
			return AcceptAnswer{}, err
		}
		if err := acc.check(ctx); err != nil {
			return AcceptAnswer{}, err
		}
		return acc.write(ctx)
	})
}

func (in AcceptInput) checkShape() error {
	switch {
	case in.Services != nil && in.Grants != nil:
		return Invalid([]string{"grants"}, "Give services or grants, not both.")
	case in.Services != nil && len(in.Services) == 0:
		return Invalid([]string{"services"}, "Choose at least one service, or leave services out to grant all that the link asks for.")
	case in.Grants != nil && len(in.Grants) == 0:
		return Invalid([]string{"grants"}, "Choose at least one service and partner, or leave grants out to grant all that the link asks for.")
	}
	if err := CheckListed(len(in.Grants), "grants"); err != nil {
		return err
	}
	return CheckListed(len(in.Services), "services")
}

// acceptance is one acceptance under way: what was read under the customer's lock, and what is decided from it.
type acceptance struct {
	*change
	tx Tx
	in AcceptInput

	customer Customer
	// view is the link and the partners that it names.
	view InviteView
	// standing is what the customer has with its partners; mine the relationship with this one, nil when there is none.
	standing Standing
	mine     *Relationship
	// acceptedBefore: this customer has accepted through this link; uses is how many customers have.
	acceptedBefore bool
	uses           int32

	chosen     []Grant
	toGrant    []Grant
	toDisplace []Delegation
}

// read locks the customer – always first – and reads all that the decision needs.
func (acc *acceptance) read(ctx context.Context, customerID, inviteID ID) (err error) {
	if acc.customer, acc.view, acc.standing, err = acc.tx.LockForAcceptance(ctx, customerID, inviteID); err != nil {
		return inviteGone(err)
	}
	acc.mine = acc.standing.With(acc.view.Partner.ID)
	if acc.view.Invite.Terms.MaxUses > 0 {
		// Only a link with a limit locks itself: its last use must go to one customer.
		if acc.view.Invite, err = acc.tx.LockInvite(ctx, inviteID); err != nil {
			return inviteGone(err)
		}
		acc.acceptedBefore, acc.uses, err = acc.tx.Acceptances(ctx, inviteID, customerID)
	}
	return err
}

func inviteGone(err error) error {
	if errors.Is(err, ErrNotFound) {
		return refuse(CodeInviteInvalid, "R8", "This link is not known here. Ask the partner for a new one.").at("token")
	}
	return err
}

// write makes the change, unless all is so already (R10).
func (acc *acceptance) write(ctx context.Context) (AcceptAnswer, error) {
	alreadySo := acc.mine != nil && len(acc.toGrant) == 0 && acc.namesSameReseller()
	if alreadySo && !acc.lacksConsent() {
		return AcceptAnswer{RelationshipID: acc.mine.ID, Relationship: *acc.mine, AlreadyAccepted: true}, nil
	}
	relationship, err := acc.relate(ctx)
	if err != nil {
		return AcceptAnswer{}, err
	}
	answer := AcceptAnswer{RelationshipID: relationship.ID, Relationship: relationship, AlreadyAccepted: alreadySo}
	// The old privileges end before the new ones begin: the index of R11 allows one at a time.
	if answer.Displaced, err = acc.end(ctx, acc.tx, acc.standing, acc.toDisplace, EndDisplaced, acc.view.Invite.ID); err != nil {
		return AcceptAnswer{}, err
	}
	if slices.ContainsFunc(acc.toDisplace, func(d Delegation) bool { return d.RelationshipID == relationship.ID }) {
		answer.Relationship.Version++ // once more, by that
	}
	if answer.Privileges, err = acc.grant(ctx, relationship); err != nil {
		return AcceptAnswer{}, err
	}
	for _, d := range answer.Privileges {
		answer.Granted = append(answer.Granted, d.ID)
	}
	return answer, acc.countUse(ctx, relationship.ID)
}

// relate makes the relationship, or changes the one there is.
func (acc *acceptance) relate(ctx context.Context) (Relationship, error) {
	if acc.mine != nil {
		return acc.renew(ctx)
	}
	r := Relationship{
		ID: acc.newID(), PartnerID: acc.view.Partner.ID, ResellerID: acc.view.Invite.Terms.ResellerID, CustomerID: acc.customer.ID,
		Status: RelationshipActive, AcceptedAt: acc.at, AcceptedBy: acc.acceptedBy(), InviteID: acc.view.Invite.ID, Version: 1,
	}
	e := r.event(EventRelationshipCreated, r.InviteID)
	e.After = &EventState{RelationshipStatus: RelationshipActive}
	if !r.InviteID.IsZero() { // the customer has followed a link and read the text
		r.ConsentVersion = ConsentVersion
		e.After.Fields = map[string]string{"consent_version": ConsentVersion}
	}
	acc.record(e)
	return r, acc.tx.InsertRelationship(ctx, r)
}

// acceptedBy is the customer's user who accepts; zero where the operator writes down what was agreed elsewhere.
func (acc *acceptance) acceptedBy() ID {
	if acc.actor.Tenant == TenantCustomer {
		return acc.actor.UserID
	}
	return ID{}
}

// renew raises the version of the relationship there is. A link in the name of another reseller makes that one the
// relationship's reseller (R6); what the earlier one holds stays, until somebody ends it. A relationship to which nobody has
// consented by a link, or to an earlier text, has the consent from now on (R36).
func (acc *acceptance) renew(ctx context.Context) (Relationship, error) {
	before, after := *acc.mine, *acc.mine
	if acc.lacksConsent() {
		after.ConsentVersion = ConsentVersion
	}
	if named := acc.view.Invite.Terms.ResellerID; !named.IsZero() {
		after.ResellerID = named
	}
	same := after == before
	after.Version++
	if same {
		return after, acc.tx.TouchRelationships(ctx, []ID{after.ID})
	}
	acc.recordRenewal(before, after)
	return after, acc.tx.PutRelationships(ctx, []Relationship{after})
}

// recordRenewal tells of what has changed. Where another reseller takes the place of one, each of the two learns its own part, and
// nothing of the other (R27): the one that it is no longer named, the other that it is now.
func (acc *acceptance) recordRenewal(before, after Relationship) {
	if earlier := before.ResellerID; !earlier.IsZero() && earlier != after.ResellerID {
		none := before
		none.ResellerID = ID{}
		e := before.event(EventRelationshipChanged, acc.view.Invite.ID)
		e.Before, e.After = agreedState(before), agreedState(none)
		acc.record(e)
		before = none
	}
	e := after.event(EventRelationshipChanged, acc.view.Invite.ID)
	e.Before, e.After = agreedState(before), agreedState(after)
	acc.record(e)
}

// lacksConsent reports whether the customer, by following the link, consents to a text to which it had not consented (R36). An
// operator that writes down what was agreed elsewhere follows no link.
func (acc *acceptance) lacksConsent() bool {
	return !acc.view.Invite.ID.IsZero() && acc.mine.ConsentVersion != ConsentVersion
}

// agreedState is what an event says of a relationship that a link has changed.
func agreedState(r Relationship) *EventState {
	state := &EventState{RelationshipStatus: r.Status, Fields: map[string]string{}}
	if !r.ResellerID.IsZero() {
		state.Fields["reseller"] = r.ResellerID.String()
	}
	if r.ConsentVersion != "" {
		state.Fields["consent_version"] = r.ConsentVersion
	}
	return state
}

// namesSameReseller reports whether the link would leave the relationship's reseller as it is.
func (acc *acceptance) namesSameReseller() bool {
	named := acc.view.Invite.Terms.ResellerID
	return named.IsZero() || named == acc.mine.ResellerID
}

func (acc *acceptance) grant(ctx context.Context, under Relationship) ([]Delegation, error) {
	var ds []Delegation
	for _, g := range acc.toGrant {
		d := Delegation{
			ID: acc.newID(), RelationshipID: under.ID, PartnerID: g.PartnerID, CustomerID: acc.customer.ID, Service: g.Service,
			Transacting: acc.transacting(g.PartnerID), Status: DelegationActive, GrantedAt: acc.at, GrantedBy: acc.acceptedBy(),
		}
		ds = append(ds, d)
		acc.record(under.grantedEvent(d, acc.view.Invite.ID))
	}
	return ds, acc.tx.InsertDelegations(ctx, ds)
}

// countUse keeps that this customer accepted through the link (R8), and closes a link at its last use.
func (acc *acceptance) countUse(ctx context.Context, relationshipID ID) error {
	invite := acc.view.Invite
	if invite.ID.IsZero() {
		return nil // there was no link
	}
	if limit := invite.Terms.MaxUses; limit > 0 && !acc.acceptedBefore && acc.uses+1 >= limit {
		acc.record(invite.event(EventInviteExhausted, InviteExhausted))
		acc.stale = append(acc.stale, invite.ID)
		if err := acc.tx.SetInviteStatus(ctx, invite.ID, InviteExhausted, invite.GraceEndsAt); err != nil {
			return err
		}
	}
	return acc.tx.InsertAcceptance(ctx, Acceptance{
		ID: acc.newID(), InviteID: invite.ID, CustomerID: acc.customer.ID, RelationshipID: relationshipID,
		AcceptedBy: acc.acceptedBy(), AcceptedAt: acc.at,
	})
}
