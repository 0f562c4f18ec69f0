package reseller

import (
	"context"
	"errors"
	"slices"
	"strconv"
)

// AcceptInput accepts a link (R10).
type AcceptInput struct {
	Common
	Token string
	// Services are the codes to grant DAP for; nil is all that the link asks for.
	Services []string
	// ReplaceExisting ends the DAP of another transacting partner that is in the way (R12).
	ReplaceExisting bool
}

// AcceptAnswer is what accepting has led to.
type AcceptAnswer struct {
	RelationshipID ID
	Granted        []ID
	Displaced      []ID
	// AlreadyAccepted: all was so before; nothing has changed.
	AlreadyAccepted bool
}

// AcceptRelationship makes the relationship that a link asks for, or finds the one there is, and grants DAP for the
// services asked for or chosen (R10). It never changes subscriptions (R13).
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
	if in.Services != nil && len(in.Services) == 0 {
		return AcceptAnswer{}, Invalid([]string{"services"}, "Choose at least one service, or leave services out to grant all that the link asks for.")
	}
	input := in
	input.Common = Common{Version: in.Version}
	m := mutation{name: "acceptRelationship", input: input, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (AcceptAnswer, error) {
		if err := v.may(actAccept); err != nil {
			return AcceptAnswer{}, err
		}
		acc := acceptance{change: c, tx: tx, in: in}
		if err := acc.read(ctx, v, inviteID); err != nil {
			return AcceptAnswer{}, err
		}
		if err := acc.check(); err != nil {
			return AcceptAnswer{}, err
		}
		return acc.write(ctx)
	})
}

// acceptance is one acceptance under way: what was read under the customer's lock, and what is decided from it.
type acceptance struct {
	*change
	tx Tx
	in AcceptInput

	customer Customer
	view     InviteView
	// standing is the relationship there is already; nil when there is none.
	standing *Relationship
	active   []Delegation
	// acceptedBefore: this customer has accepted through this link; uses is how many customers have.
	acceptedBefore bool
	uses           int32

	chosen     []string
	toGrant    []string
	toDisplace []Delegation
}

// read locks the customer – always first – and reads all that the decision needs.
func (acc *acceptance) read(ctx context.Context, v Viewer, inviteID ID) (err error) {
	customerID := v.Customer.ID
	if acc.customer, err = acc.tx.LockCustomer(ctx, customerID); err != nil {
		return err
	}
	if acc.view, err = acc.tx.InviteView(ctx, inviteID); err != nil {
		return inviteGone(err)
	}
	if acc.view.Invite.Terms.MaxUses > 0 {
		// Only a link with a limit locks itself: its last use must go to one customer.
		if acc.view.Invite, err = acc.tx.LockInvite(ctx, inviteID); err != nil {
			return inviteGone(err)
		}
		if acc.acceptedBefore, acc.uses, err = acc.tx.Acceptances(ctx, inviteID, customerID); err != nil {
			return err
		}
	}
	standing, err := acc.tx.StandingRelationships(ctx, customerID)
	if err != nil {
		return err
	}
	for _, r := range standing {
		if r.PartnerID == acc.view.Partner.ID {
			acc.standing = &r
		}
	}
	active, err := acc.tx.ActiveDelegations(ctx, v.Scope(), []ID{customerID})
	acc.active = active[customerID]
	return err
}

func inviteGone(err error) error {
	if errors.Is(err, ErrNotFound) {
		return refuse(CodeInviteInvalid, "R8", "This link is not known here. Ask the partner for a new one.").at("token")
	}
	return err
}

// check refuses in the order of the contract: version, suspension, state of the link, region, value, holders.
func (acc *acceptance) check() error {
	partner := acc.view.Partner
	if err := acc.in.checkVersion(acc.standingVersion()); err != nil {
		return err
	}
	if partner.Status == PartnerSuspended {
		return refuse(CodePartnerSuspended, "R5", "%s is suspended: its links cannot be accepted until the suspension is lifted.", partner.Name)
	}
	status := acc.view.Invite.StatusAt(acc.at, acc.app.keys)
	if err := unusable(status); err != nil && !(status == InviteExhausted && acc.acceptedBefore) {
		return err
	}
	if partner.Country != acc.customer.Country {
		return refuse(CodeRegionMismatch, "R7", "%s does business in %s; your company is in %s. A partner invites customers of its own country or region only.",
			partner.Name, partner.Country, acc.customer.Country)
	}
	if err := acc.choose(); err != nil {
		return err
	}
	return acc.weighHolders()
}

// standingVersion is the version of the relationship there is; 0 when there is none.
func (acc *acceptance) standingVersion() int32 {
	if acc.standing == nil {
		return 0
	}
	return acc.standing.Version
}

// choose settles which services the customer grants: a subset of those that the link asks for.
func (acc *acceptance) choose() error {
	if !acc.view.Invite.Terms.DelegatedAdmin {
		if acc.in.Services != nil {
			return Invalid([]string{"services"}, "This link asks for no delegated admin privileges; accept it without naming services.")
		}
		return nil
	}
	for i, code := range acc.in.Services {
		if !slices.ContainsFunc(acc.view.Services, func(s Service) bool { return s.Code == code }) {
			return Invalid([]string{"services", strconv.Itoa(i)}, "This link does not ask for a service %s.", quote(code))
		}
	}
	for _, s := range acc.view.Services {
		if acc.in.Services == nil || slices.Contains(acc.in.Services, s.Code) {
			acc.chosen = append(acc.chosen, s.Code)
		}
	}
	return nil
}

// weighHolders finds, for each chosen service, whether the partner holds it already and whether another transacting
// partner is in the way (R11, R12).
func (acc *acceptance) weighHolders() error {
	var conflicts Refusals
	transacting := acc.view.Partner.Type.Transacting()
	for _, code := range acc.chosen {
		mine := false
		for _, d := range acc.active {
			switch {
			case d.Service != code:
			case d.PartnerID == acc.view.Partner.ID:
				mine = true
			case transacting && d.Transacting && acc.in.ReplaceExisting:
				acc.toDisplace = append(acc.toDisplace, d)
			case transacting && d.Transacting:
				conflicts = append(conflicts, alreadyDelegated(acc.view.Partner, d))
			}
		}
		if !mine {
			acc.toGrant = append(acc.toGrant, code)
		}
	}
	if len(conflicts) > 0 {
		return conflicts
	}
	return nil
}

func alreadyDelegated(asking Partner, d Delegation) *Error {
	e := refuse(CodeServiceAlreadyDelegated, "R12",
		"Another partner holds delegated admin privileges for %s. Nothing has changed. To give them to %s instead, accept with replaceExisting.",
		d.Service, asking.Name).at("services")
	e.Service, e.HolderID = d.Service, d.PartnerID
	return e
}

// write makes the change, unless all is so already (R10).
func (acc *acceptance) write(ctx context.Context) (AcceptAnswer, error) {
	if acc.standing != nil && len(acc.toGrant) == 0 {
		return AcceptAnswer{RelationshipID: acc.standing.ID, AlreadyAccepted: true}, nil
	}
	relationshipID, err := acc.relate(ctx)
	if err != nil {
		return AcceptAnswer{}, err
	}
	answer := AcceptAnswer{RelationshipID: relationshipID}
	// The old privileges end before the new ones begin: the index of R11 allows one at a time.
	if answer.Displaced, err = acc.displace(ctx); err != nil {
		return AcceptAnswer{}, err
	}
	if answer.Granted, err = acc.grant(ctx, relationshipID); err != nil {
		return AcceptAnswer{}, err
	}
	return answer, acc.countUse(ctx, relationshipID)
}

func (acc *acceptance) relate(ctx context.Context) (ID, error) {
	if acc.standing != nil {
		return acc.standing.ID, acc.tx.TouchRelationships(ctx, []ID{acc.standing.ID})
	}
	r := Relationship{
		ID: acc.newID(), PartnerID: acc.view.Partner.ID, ResellerID: acc.view.Invite.ResellerID, CustomerID: acc.customer.ID,
		Status: RelationshipActive, AcceptedAt: acc.at, AcceptedBy: acc.actor.UserID, InviteID: acc.view.Invite.ID, Version: 1,
	}
	acc.record(Event{
		Kind: EventRelationshipCreated, PartnerID: r.PartnerID, ResellerID: r.ResellerID, CustomerID: r.CustomerID,
		RelationshipID: r.ID, InviteID: r.InviteID, After: &EventState{RelationshipStatus: RelationshipActive},
	})
	return r.ID, acc.tx.InsertRelationship(ctx, r)
}

func (acc *acceptance) displace(ctx context.Context) ([]ID, error) {
	return acc.end(ctx, acc.tx, acc.toDisplace, EndDisplaced, acc.view.Invite.ID)
}

// end ends privileges for a reason and, if one led to it, through a link; it raises their relationships' versions and records it. It serves every use case that
// takes privileges away.
func (c *change) end(ctx context.Context, tx Tx, ds []Delegation, reason EndReason, through ID) ([]ID, error) {
	if len(ds) == 0 {
		return nil, nil
	}
	var ids, relationships []ID
	for _, d := range ds {
		ids = append(ids, d.ID)
		if !slices.Contains(relationships, d.RelationshipID) {
			relationships = append(relationships, d.RelationshipID)
		}
		c.record(endedEvent(d, reason, through))
	}
	if err := tx.EndDelegations(ctx, ids, c.at, reason); err != nil {
		return nil, err
	}
	return ids, tx.TouchRelationships(ctx, relationships)
}

func (acc *acceptance) grant(ctx context.Context, relationshipID ID) ([]ID, error) {
	if len(acc.toGrant) == 0 {
		return nil, nil
	}
	partner := acc.view.Partner
	var ids []ID
	var ds []Delegation
	for _, code := range acc.toGrant {
		d := Delegation{
			ID: acc.newID(), RelationshipID: relationshipID, PartnerID: partner.ID, CustomerID: acc.customer.ID, Service: code,
			Transacting: partner.Type.Transacting(), Status: DelegationActive, GrantedAt: acc.at, GrantedBy: acc.actor.UserID,
		}
		ids, ds = append(ids, d.ID), append(ds, d)
		acc.record(grantedEvent(d, acc.view.Invite.ID))
	}
	return ids, acc.tx.InsertDelegations(ctx, ds)
}

// countUse keeps that this customer accepted through the link (R8), and closes a link at its last use.
func (acc *acceptance) countUse(ctx context.Context, relationshipID ID) error {
	invite := acc.view.Invite
	if limit := invite.Terms.MaxUses; limit > 0 && !acc.acceptedBefore && acc.uses+1 >= limit && invite.Status == InviteActive {
		acc.record(Event{
			Kind: EventInviteExhausted, PartnerID: invite.PartnerID, ResellerID: invite.ResellerID, InviteID: invite.ID,
			Before: &EventState{InviteStatus: invite.Status}, After: &EventState{InviteStatus: InviteExhausted},
		})
		acc.stale = append(acc.stale, invite.ID)
		if err := acc.tx.SetInviteStatus(ctx, invite.ID, InviteExhausted); err != nil {
			return err
		}
	}
	return acc.tx.InsertAcceptance(ctx, Acceptance{
		InviteID: invite.ID, CustomerID: acc.customer.ID, RelationshipID: relationshipID,
		AcceptedBy: acc.actor.UserID, AcceptedAt: acc.at,
	})
}
