package model

import (
	"time"

	"accord/reseller"
)

// CustomerSubscription shows a subscription.
type CustomerSubscription struct{ reseller.Subscription }

// IsNode marks the type as a Node.
func (*CustomerSubscription) IsNode() {}

// ID is the subscription's global id.
func (s *CustomerSubscription) ID() string { return GlobalID(KindSubscription, s.Subscription.ID) }

// SoldByOperator reports whether no partner is billed for it (R39).
func (s *CustomerSubscription) SoldByOperator() bool { return s.BilledPartner.IsZero() }

// SuspendedAt is null unless it is suspended.
func (s *CustomerSubscription) SuspendedAt() *time.Time { return optionalTime(s.Suspension.Since) }

// SuspensionReason is null unless it is suspended, and for imported ones.
func (s *CustomerSubscription) SuspensionReason() *reseller.SuspensionReason {
	return optional(s.Suspension.Reason)
}

// DeletionDueAt is null unless it is suspended.
func (s *CustomerSubscription) DeletionDueAt() *time.Time {
	return optionalTime(s.Subscription.DeletionDueAt())
}

// CancelledAt is null unless it is cancelled.
func (s *CustomerSubscription) CancelledAt() *time.Time {
	return optionalTime(s.Subscription.CancelledAt)
}

// CustomerSubscriptionTerm is the time for which a subscription keeps its price.
type CustomerSubscriptionTerm = reseller.Term

// CustomerSubscriptionTransfer shows a transfer that is offered.
type CustomerSubscriptionTransfer struct{ reseller.TransferOffer }

// OfferedAt is when it was offered.
func (t *CustomerSubscriptionTransfer) OfferedAt() time.Time { return t.At }

// RelationshipEndBlocker shows a subscription that keeps a relationship from ending.
type RelationshipEndBlocker struct{ SubscriptionID reseller.ID }

// NewBlockers shows the subscriptions that keep a relationship from ending.
func NewBlockers(ids []reseller.ID) []*RelationshipEndBlocker {
	shown := make([]*RelationshipEndBlocker, len(ids))
	for i, id := range ids {
		shown[i] = &RelationshipEndBlocker{id}
	}
	return shown
}
