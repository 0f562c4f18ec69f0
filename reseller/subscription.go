package reseller

import "time"

// SubscriptionStatus tells whether a subscription can be used.
type SubscriptionStatus string

// The statuses of a subscription.
const (
	SubscriptionActive    SubscriptionStatus = "ACTIVE"
	SubscriptionSuspended SubscriptionStatus = "SUSPENDED"
	SubscriptionCancelled SubscriptionStatus = "CANCELLED"
)

// Valid reports whether s is one of the statuses.
func (s SubscriptionStatus) Valid() bool {
	return s == SubscriptionActive || s == SubscriptionSuspended || s == SubscriptionCancelled
}

// SuspensionReason says why a subscription was suspended (R20).
type SuspensionReason string

// The reasons for a suspension.
const (
	SuspendedOnRequest  SuspensionReason = "CUSTOMER_REQUEST"
	SuspendedNonPayment SuspensionReason = "NON_PAYMENT"
	SuspendedFraud      SuspensionReason = "FRAUD"
)

// Valid reports whether r is one of the reasons.
func (r SuspensionReason) Valid() bool {
	return r == SuspendedOnRequest || r == SuspendedNonPayment || r == SuspendedFraud
}

// ResumeWindow is how long a suspended subscription can be resumed; after that it is due for deletion (R20).
const ResumeWindow = 60 * 24 * time.Hour

// Subscription is an offer bought for a customer, with seats. Its three parties are kept apart; who holds DAP for its service
// follows from the privileges.
type Subscription struct {
	ID          ID
	ExternalKey string
	CustomerID  ID
	// Offer is the code of what was bought, and Service of that offer's main service when it was.
	Offer, Service string
	// BaseID is the subscription that an add-on adds to; zero for all others.
	BaseID ID
	Seats  int32
	Status SubscriptionStatus
	// OriginalReseller sold it; zero when it was bought from the operator (R39). BilledPartner is billed for it: the original
	// reseller until a transfer (R41). PartnerOfRecord is zero where it was cleared (R40).
	OriginalReseller, BilledPartner, PartnerOfRecord ID
	// SupportPartner is the partner that the billed one has named as support contact (R37); zero is the billed one itself.
	SupportPartner ID
	// UnitPrice is the price of one seat for one month, to the end of the term (R31). As of a past moment it may not be known any more, and
	// is zero then.
	UnitPrice Money
	Term      Term
	// OrderedAt is when it was ordered, and of an imported one when it started as its file says; OrderedBy is zero for these.
	OrderedAt time.Time
	OrderedBy ID
	// Suspension is set while it is suspended.
	Suspension Suspension
	// CancelledAt is zero unless it is CANCELLED.
	CancelledAt time.Time
	// Transfer is offered to another partner; the zero TransferOffer is none.
	Transfer TransferOffer
	// Version grows with every change (R26).
	Version int32
	// AsOf is the moment at which it is told; zero is now.
	AsOf time.Time
}

// Suspension says when and why a subscription was suspended (R20). Imported ones may have no reason.
type Suspension struct {
	Since  time.Time
	Reason SuspensionReason
}

// TransferOffer is a subscription's transfer that its billed partner has offered (R41).
type TransferOffer struct {
	To ID
	At time.Time
}

// DeletionDueAt is from when on a suspended subscription is due for deletion (R20); zero for all others.
func (s Subscription) DeletionDueAt() time.Time {
	if s.Status != SubscriptionSuspended {
		return time.Time{}
	}
	return s.Suspension.Since.Add(ResumeWindow)
}

// SupportContact is the partner that the customer turns to for help (R37); zero for what the operator sold.
func (s Subscription) SupportContact() ID {
	if s.SupportPartner.IsZero() {
		return s.BilledPartner
	}
	return s.SupportPartner
}

// IsAddOn reports whether it adds to another subscription.
func (s Subscription) IsAddOn() bool { return !s.BaseID.IsZero() }

// event begins the event of something that happens to a subscription. It concerns the customer and the billed partner, under
// whose relationship it stands, and never tells a price: not all who see it may see that (R18).
func (s Subscription) event(kind EventKind) Event {
	return Event{Kind: kind, PartnerID: s.BilledPartner, CustomerID: s.CustomerID, SubscriptionID: s.ID}
}

// SubscriptionFilter narrows a list of subscriptions. All that is given has to hold.
type SubscriptionFilter struct {
	// Status keeps those of that status; empty is any.
	Status SubscriptionStatus
	// Offer and Service keep those of that code; empty is any.
	Offer, Service string
	// TransferOffered keeps those whose transfer is offered to the partner of the scope, instead of those that the owner is billed
	// for.
	TransferOffered bool
}

// SubscriptionList is whose subscriptions are listed, and which of them: a partner's are those that it is billed for, a
// customer's all that the viewer sees.
type SubscriptionList struct {
	Owner  TenantKind
	Filter SubscriptionFilter
	// AsOf is the moment at which the list, and what its filter looks at, is told; zero is now. Whoever sees a subscription now sees how it
	// was, and nobody else (R27).
	AsOf time.Time
}

// Hold is what a partner has to do with a subscription: all that the table of what a relationship allows looks at beside the
// subscription itself.
type Hold struct {
	// Relationship is the status of the relationship with the customer that the partner is a party to – its own, one that names it
	// as reseller, or one under which it holds DAP –, ACTIVE before ENDING; empty when none stands.
	Relationship RelationshipStatus
	// DelegatedAdmin tells whether the partner holds ACTIVE DAP for the subscription's service.
	DelegatedAdmin bool
}
