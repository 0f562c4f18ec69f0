package reseller

import (
	"slices"
	"time"
)

// Action is something that may be done with a subscription, as clients name it.
type Action string

// The actions.
const (
	ActionSeePrice              Action = "SEE_PRICE"
	ActionAdminister            Action = "ADMINISTER"
	ActionSupport               Action = "SUPPORT"
	ActionAddSeats              Action = "ADD_SEATS"
	ActionRemoveSeats           Action = "REMOVE_SEATS"
	ActionOrderAddOn            Action = "ORDER_ADD_ON"
	ActionUpgrade               Action = "UPGRADE"
	ActionTransfer              Action = "TRANSFER"
	ActionChangePartnerOfRecord Action = "CHANGE_PARTNER_OF_RECORD"
	ActionSuspend               Action = "SUSPEND"
	ActionResume                Action = "RESUME"
	ActionCancel                Action = "CANCEL"

	// actionProvision begins a subscription, and actionTake takes one over; there is none of the partner's to ask them of.
	actionProvision Action = "PROVISION"
	actionTake      Action = "TAKE_TRANSFER"
	actionWithdraw  Action = "WITHDRAW_TRANSFER"
	// actionChangeSupport names another support contact (R37).
	actionChangeSupport Action = "CHANGE_SUPPORT_CONTACT"
)

// Actions are those that a subscription tells of, in their order.
var Actions = []Action{
	ActionSeePrice, ActionAdminister, ActionSupport, ActionAddSeats, ActionRemoveSeats, ActionOrderAddOn, ActionUpgrade,
	ActionTransfer, ActionChangePartnerOfRecord, ActionSuspend, ActionResume, ActionCancel,
}

// permission is one row of the table "What a relationship allows": what an action asks of who wants to take it. Its roles and
// types of partner are rows of the table of roles.
type permission struct {
	action Action
	act    action
	// rule is that which refuses who is not the billed partner, or holds no DAP.
	rule string
	// business: the partner must be ACTIVE (R5); agreed: it must have signed the reseller agreement (R36).
	business, agreed bool
	// relationships are the statuses that the partner's own relationship may have; nil is any, or none.
	relationships []RelationshipStatus
	// billed: only the billed partner may; administers: only with DAP – or, with orBilled, the billed partner without.
	billed, administers, orBilled bool
	// statuses are those that the subscription may have; nil is any.
	statuses []SubscriptionStatus
	// whole: it is done with what add-ons add to, and with them in one.
	whole bool
}

var (
	standing     = []RelationshipStatus{RelationshipActive, RelationshipEnding}
	activeOnly   = []RelationshipStatus{RelationshipActive}
	inUse        = []SubscriptionStatus{SubscriptionActive}
	suspended    = []SubscriptionStatus{SubscriptionSuspended}
	notCancelled = []SubscriptionStatus{SubscriptionActive, SubscriptionSuspended}
)

// permissions is the table "What a relationship allows". Every mutation of a subscription asks it, and so does the field that
// explains; what is not in it nobody may.
var permissions = []permission{
	{action: ActionSeePrice, act: actSeePrices, rule: "R18", relationships: standing, billed: true},
	{action: ActionAdminister, act: actAdminister, rule: "R16", administers: true, statuses: inUse},
	{action: ActionSupport, act: actSupport, rule: "R37", administers: true, orBilled: true}, // not who is merely offered a transfer
	{action: ActionAddSeats, act: actSubscribe, rule: "R16", business: true, agreed: true, relationships: activeOnly, billed: true, statuses: inUse},
	{action: ActionRemoveSeats, act: actSubscribe, rule: "R38", business: true, relationships: standing, billed: true, statuses: inUse},
	{action: ActionOrderAddOn, act: actSubscribe, rule: "R16", business: true, agreed: true, relationships: activeOnly, billed: true, statuses: inUse, whole: true},
	{action: ActionUpgrade, act: actSubscribe, rule: "R17", business: true, agreed: true, relationships: activeOnly, billed: true, administers: true, statuses: inUse},
	{action: ActionTransfer, act: actTransfer, rule: "R41", business: true, relationships: standing, billed: true, statuses: inUse, whole: true},
	{action: ActionChangePartnerOfRecord, act: actPartnerOfRecord, rule: "R40", relationships: standing, billed: true, statuses: inUse, whole: true},
	{action: ActionSuspend, act: actSubscribe, rule: "R38", relationships: standing, billed: true, statuses: inUse},
	{action: ActionResume, act: actSubscribe, rule: "R38", business: true, relationships: standing, billed: true, statuses: suspended},
	{action: ActionCancel, act: actSubscribe, rule: "R38", relationships: standing, billed: true, statuses: notCancelled},
	{action: actionProvision, act: actOrder, rule: "R16", business: true, agreed: true, relationships: activeOnly},
	{action: actionTake, act: actTake, rule: "R41", business: true, agreed: true, relationships: standing, statuses: inUse, whole: true},
	{action: actionWithdraw, act: actTake, rule: "R41", whole: true},
	{action: actionChangeSupport, act: actSubscribe, rule: "R37", relationships: standing, billed: true, statuses: inUse, whole: true},
}

func permissionFor(a Action) permission {
	i := slices.IndexFunc(permissions, func(p permission) bool { return p.action == a })
	return permissions[i]
}

// claim is a viewer's wish to act on a subscription that it sees, and what its partner has to do with that.
type claim struct {
	Viewer

	// on is the subscription; the zero Subscription is one that is to begin.
	on   Subscription
	hold Hold
	at   time.Time
}

// Decide tells why a viewer may not take an action at this moment on a subscription that it sees; nil is that it may. hold is what
// the viewer's partner has to do with the subscription.
func (a *App) Decide(v Viewer, s Subscription, hold Hold, action Action) error {
	return claim{v, s, hold, a.now()}.decide(action)
}

// decide is the one function that decides: mutations ask it, and the field that explains. It asks in the order in which refusals
// are given: role, suspension and agreement, relationship, billed partner, DAP, state.
func (c claim) decide(a Action) error {
	p := permissionFor(a)
	if err := c.may(p.act); err != nil {
		return err
	}
	if c.Partner == nil {
		return nil // the operator, where the table of roles admits it
	}
	for _, check := range []func(permission) *Error{c.checkBusiness, c.checkRelationship, c.checkBilled, c.checkDelegatedAdmin, c.checkStatus, c.checkKind} {
		if refusal := check(p); refusal != nil {
			return refusal
		}
	}
	return nil
}

func (c claim) checkBusiness(p permission) *Error {
	switch {
	case p.business && c.Partner.Status == PartnerSuspended:
		e := refuse(CodePartnerSuspended, "R5", "%s is suspended: it cannot order, change quantities, add, upgrade, resume or transfer until the operator lifts the suspension. What exists goes on.", c.Partner.Name)
		e.PartnerID = c.Partner.ID
		return e
	case p.agreed && !c.Partner.Agreement.Signed():
		return c.Partner.agreementRequired()
	}
	return nil
}

func (c claim) checkRelationship(p permission) *Error {
	if p.relationships == nil || slices.Contains(p.relationships, c.hold.Relationship) {
		return nil
	}
	if c.hold.Relationship == RelationshipEnding {
		return refuse(CodeNoRelationship, p.rule, "The relationship with the customer is ending: nothing new is ordered under it. Withdraw the end first, or wait for the other side to do so.")
	}
	return refuse(CodeNoRelationship, p.rule, "Your company has no reseller relationship with this customer. Send it your link: requestRelationship gives it.")
}

func (c claim) checkBilled(p permission) *Error {
	if !p.billed || c.on.BilledPartner == c.Partner.ID {
		return nil
	}
	if c.on.BilledPartner.IsZero() {
		return refuse(CodeNotBilledPartner, "R39", "This subscription was bought from the operator and is on no partner's bill: delegated admin privileges let your company administer it, and no more.")
	}
	e := refuse(CodeNotBilledPartner, p.rule, "Only the partner that is billed for this subscription may do this; your company administers it, and no more.")
	e.PartnerID = c.on.BilledPartner
	return e
}

func (c claim) checkDelegatedAdmin(p permission) *Error {
	if !p.administers || c.hold.DelegatedAdmin || p.orBilled && c.on.BilledPartner == c.Partner.ID {
		return nil
	}
	e := refuse(CodeDelegatedAdminRequired, p.rule, "This takes delegated admin privileges for %s, which your company does not hold for this customer. Send the customer your link: requestRelationship gives it.", c.on.Service)
	e.Service = c.on.Service
	return e
}

func (c claim) checkStatus(p permission) *Error {
	switch {
	case p.statuses == nil || slices.Contains(p.statuses, c.on.Status):
		return nil
	case c.on.Status == SubscriptionSuspended:
		return refuse(CodeSubscriptionNotActive, "R20", "This subscription is suspended: it can be resumed, within 60 days, or cancelled, and nothing else.")
	case c.on.Status == SubscriptionCancelled:
		return refuse(CodeSubscriptionNotActive, "R20", "This subscription is cancelled. Order another one with provisionSubscription.")
	}
	return refuse(CodeValidationFailed, "R20", "This subscription is not suspended; there is nothing to resume.")
}

// checkKind refuses what a subscription in a fitting state can still not go through: an add-on what is done with its base, and one
// that is due for deletion to be resumed (R20).
func (c claim) checkKind(p permission) *Error {
	due := c.on.DeletionDueAt()
	switch {
	case p.whole && c.on.IsAddOn():
		return Invalid([]string{"subscriptionId"}, "This is an add-on: that is done with the subscription that it adds to. Name that one.")
	case p.action == ActionResume && !c.at.Before(due):
		return refuse(CodeSubscriptionNotActive, "R20", "This subscription has been due for deletion since %s: it can be cancelled, and not be resumed any more.", due.Format(dayLayout))
	}
	return nil
}
