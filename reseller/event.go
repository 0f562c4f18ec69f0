package reseller

import (
	"cmp"
	"time"
)

// EventKind tells what happened to one object (R25).
type EventKind string

// The kinds of event. A kind, once written, keeps its meaning.
const (
	EventServiceAdded          EventKind = "SERVICE_ADDED"
	EventServiceChanged        EventKind = "SERVICE_CHANGED"
	EventOfferAdded            EventKind = "OFFER_ADDED"
	EventOfferChanged          EventKind = "OFFER_CHANGED"
	EventPriceSet              EventKind = "PRICE_SET"
	EventPartnerRegistered     EventKind = "PARTNER_REGISTERED"
	EventPartnerChanged        EventKind = "PARTNER_CHANGED"
	EventCustomerRegistered    EventKind = "CUSTOMER_REGISTERED"
	EventCustomerChanged       EventKind = "CUSTOMER_CHANGED"
	EventUserAdded             EventKind = "USER_ADDED"
	EventUserChanged           EventKind = "USER_CHANGED"
	EventUserRemoved           EventKind = "USER_REMOVED"
	EventAPIKeyCreated         EventKind = "API_KEY_CREATED" //nolint:gosec // a name, and no secret
	EventAPIKeyRevoked         EventKind = "API_KEY_REVOKED" //nolint:gosec // the same
	EventPairingEnded          EventKind = "PAIRING_ENDED"
	EventAgreementSigned       EventKind = "AGREEMENT_SIGNED"
	EventInviteCreated         EventKind = "INVITE_CREATED"
	EventInviteRotated         EventKind = "INVITE_ROTATED"
	EventInviteRevoked         EventKind = "INVITE_REVOKED"
	EventInviteDeclined        EventKind = "INVITE_DECLINED"
	EventInviteExhausted       EventKind = "INVITE_EXHAUSTED"
	EventRelationshipCreated   EventKind = "RELATIONSHIP_CREATED"
	EventRelationshipChanged   EventKind = "RELATIONSHIP_CHANGED"
	EventEndProposed           EventKind = "RELATIONSHIP_END_PROPOSED"
	EventEndWithdrawn          EventKind = "RELATIONSHIP_END_WITHDRAWN"
	EventRelationshipEnded     EventKind = "RELATIONSHIP_ENDED"
	EventDelegatedAdminGranted EventKind = "DELEGATED_ADMIN_GRANTED"
	EventDelegatedAdminEnded   EventKind = "DELEGATED_ADMIN_ENDED"

	EventSubscriptionOrdered     EventKind = "SUBSCRIPTION_ORDERED"
	EventSubscriptionImported    EventKind = "SUBSCRIPTION_IMPORTED"
	EventSeatsChanged            EventKind = "SUBSCRIPTION_SEATS_CHANGED"
	EventSubscriptionUpgraded    EventKind = "SUBSCRIPTION_UPGRADED"
	EventSubscriptionSuspended   EventKind = "SUBSCRIPTION_SUSPENDED"
	EventSubscriptionResumed     EventKind = "SUBSCRIPTION_RESUMED"
	EventSubscriptionCancelled   EventKind = "SUBSCRIPTION_CANCELLED"
	EventSubscriptionRenewed     EventKind = "SUBSCRIPTION_RENEWED"
	EventTransferOffered         EventKind = "SUBSCRIPTION_TRANSFER_OFFERED"
	EventTransferWithdrawn       EventKind = "SUBSCRIPTION_TRANSFER_WITHDRAWN"
	EventSubscriptionTransferred EventKind = "SUBSCRIPTION_TRANSFERRED"
	EventPartnerOfRecordChanged  EventKind = "SUBSCRIPTION_PARTNER_OF_RECORD_CHANGED"
	EventSupportContactChanged   EventKind = "SUBSCRIPTION_SUPPORT_CONTACT_CHANGED"
)

// Actor is who made a change. Events keep ids and roles, never names, so that a person's data can be erased without
// touching them (R25). The zero Actor is the platform itself: an import.
type Actor struct {
	UserID   ID
	Role     Role
	Tenant   TenantKind
	TenantID ID
	// APIKeyID is the API key with which the user acted, zero for a person who has signed in.
	APIKeyID ID
}

// EventState is what an event says of its object before or after the change: only the fields that the change concerns
// are set.
type EventState struct {
	Name                 string             `json:"name,omitempty"`
	Key                  string             `json:"key,omitempty"`
	PartnerStatus        PartnerStatus      `json:"partnerStatus,omitempty"`
	InviteStatus         InviteStatus       `json:"inviteStatus,omitempty"`
	RelationshipStatus   RelationshipStatus `json:"relationshipStatus,omitempty"`
	Service              string             `json:"service,omitempty"`
	DelegatedAdminStatus DelegationStatus   `json:"delegatedAdminStatus,omitempty"`
	EndReason            EndReason          `json:"endReason,omitempty"`
	SubscriptionStatus   SubscriptionStatus `json:"subscriptionStatus,omitempty"`
	Offer                string             `json:"offer,omitempty"`
	Seats                int32              `json:"seats,omitempty"`
	Roles                []Role             `json:"roles,omitempty"`
	AmountMinor          *int64             `json:"amountMinor,omitempty"`
	// Fields are whatever else the object has, by name: nothing that a change can touch is left out of the history.
	Fields map[string]string `json:"fields,omitempty"`
}

// Position is a place in the stream of events, total and stable: transactions in the order in which readers may rely on
// them, then the order within. The zero Position is before everything.
type Position struct {
	Tx  int64
	Seq int64
}

// Compare orders positions.
func (p Position) Compare(other Position) int {
	return cmp.Or(cmp.Compare(p.Tx, other.Tx), cmp.Compare(p.Seq, other.Seq))
}

// event begins the event of something that happens to a relationship, through a link if one led to it.
func (r Relationship) event(kind EventKind, through ID) Event {
	return Event{
		Kind: kind, PartnerID: r.PartnerID, ResellerID: r.ResellerID, CustomerID: r.CustomerID, RelationshipID: r.ID, InviteID: through,
	}
}

// privilegeEvent begins the event of something that happens to a privilege under a relationship. It concerns the partner that
// holds it beside the one whose relationship it is: provider and reseller see each other's (R6).
func (r Relationship) privilegeEvent(kind EventKind, d Delegation, through ID) Event {
	e := r.event(kind, through)
	e.DelegationID = d.ID
	if d.PartnerID != r.PartnerID {
		e.ResellerID = d.PartnerID
	}
	return e
}

// grantedEvent is the event of a privilege's beginning, through a link if one led to it.
func (r Relationship) grantedEvent(d Delegation, through ID) Event {
	e := r.privilegeEvent(EventDelegatedAdminGranted, d, through)
	e.After = &EventState{Service: d.Service, DelegatedAdminStatus: DelegationActive}
	return e
}

// endedEvent is the event of a privilege's end, through a link if one led to it.
func (r Relationship) endedEvent(d Delegation, reason EndReason, through ID) Event {
	e := r.privilegeEvent(EventDelegatedAdminEnded, d, through)
	e.Before = &EventState{Service: d.Service, DelegatedAdminStatus: DelegationActive}
	e.After = &EventState{Service: d.Service, DelegatedAdminStatus: DelegationEnded, EndReason: reason}
	return e
}

// event is the event of a link's change of status.
func (i Invite) event(kind EventKind, after InviteStatus) Event {
	return Event{
		Kind: kind, PartnerID: i.PartnerID, ResellerID: i.Terms.ResellerID, InviteID: i.ID,
		Before: &EventState{InviteStatus: i.Status}, After: &EventState{InviteStatus: after},
	}
}

// Event is one line of the history (R25), append-only.
type Event struct {
	Position   Position
	Kind       EventKind
	ChangeID   ID
	OccurredAt time.Time
	RecordedAt time.Time
	Actor      Actor

	// The objects that it concerns; those of PartnerID, ResellerID and CustomerID see it.
	PartnerID      ID
	ResellerID     ID
	CustomerID     ID
	RelationshipID ID
	DelegationID   ID
	InviteID       ID
	UserID         ID
	SubscriptionID ID
	APIKeyID       ID

	Before *EventState
	After  *EventState
}

// Proposal is the end of a relationship that is proposed after the event, if what was proposed before it is that; zero is none.
func (e *Event) Proposal(before EndProposal) EndProposal {
	switch {
	case e.After == nil || e.After.RelationshipStatus == "":
		return before
	case e.After.RelationshipStatus != RelationshipEnding:
		return EndProposal{}
	case e.Kind != EventEndProposed && !before.At.IsZero(): // it says that the proposal still stands
		return before
	}
	return EndProposal{By: Side(e.After.Fields["proposed_by"]), At: e.OccurredAt, Reason: e.After.Fields["reason"]}
}

// HidesActor reports whether the viewer may not learn who acted: of a decline a partner learns the company and the reason, no more
// (R14).
func (v Viewer) HidesActor(e Event) bool {
	return e.Kind == EventInviteDeclined && !v.IsOperator() && (v.Customer == nil || v.Customer.ID != e.CustomerID)
}

// changesIdentity reports whether the event may say something new of who a user is, or of its company. Those of links, relationships
// and privileges, which come by the thousand, do not.
func (e *Event) changesIdentity() bool {
	switch e.Kind { //nolint:exhaustive // any other may
	case EventInviteCreated, EventInviteRotated, EventInviteRevoked, EventInviteDeclined, EventInviteExhausted,
		EventRelationshipCreated, EventRelationshipChanged, EventEndProposed, EventEndWithdrawn, EventRelationshipEnded,
		EventDelegatedAdminGranted, EventDelegatedAdminEnded:
		return false
	}
	return true
}
