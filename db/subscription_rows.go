package db

import (
	"time"

	"accord/reseller"
)

const subscriptionColumns = `s.id AS s_id, COALESCE(s.external_key, '') AS s_external_key, s.customer_id AS s_customer_id, s.offer AS s_offer,
	s.service AS s_service, s.base_id AS s_base_id, s.seats AS s_seats, s.status AS s_status,
	s.original_reseller_id AS s_original_reseller_id, s.billed_partner_id AS s_billed_partner_id,
	s.partner_of_record_id AS s_partner_of_record_id, s.support_partner_id AS s_support_partner_id,
	s.unit_price_minor AS s_unit_price_minor, s.currency AS s_currency, s.term_starts_on AS s_term_starts_on,
	s.term_ends_on AS s_term_ends_on, s.first_billed_on AS s_first_billed_on, s.ordered_at AS s_ordered_at, s.ordered_by AS s_ordered_by,
	s.suspended_at AS s_suspended_at, s.suspension_reason AS s_suspension_reason, s.cancelled_at AS s_cancelled_at,
	s.transfer_to_id AS s_transfer_to_id, s.transfer_offered_at AS s_transfer_offered_at, s.version AS s_version`

type subscriptionRow struct {
	ID               uid    `db:"s_id"`
	ExternalKey      string `db:"s_external_key"`
	CustomerID       uid    `db:"s_customer_id"`
	Offer            string `db:"s_offer"`
	Service          string `db:"s_service"`
	BaseID           uid    `db:"s_base_id"`
	Seats            int32  `db:"s_seats"`
	Status           string `db:"s_status"`
	OriginalReseller uid    `db:"s_original_reseller_id"`
	BilledPartner    uid    `db:"s_billed_partner_id"`
	PartnerOfRecord  uid    `db:"s_partner_of_record_id"`
	SupportPartner   uid    `db:"s_support_partner_id"`
	UnitPriceMinor   int64  `db:"s_unit_price_minor"`
	Currency         string `db:"s_currency"`
	TermStartsOn     day    `db:"s_term_starts_on"`
	TermEndsOn       day    `db:"s_term_ends_on"`
	FirstBilledOn    day    `db:"s_first_billed_on"`
	OrderedAt        stamp  `db:"s_ordered_at"`
	OrderedBy        uid    `db:"s_ordered_by"`
	SuspendedAt      stamp  `db:"s_suspended_at"`
	SuspensionReason string `db:"s_suspension_reason"`
	CancelledAt      stamp  `db:"s_cancelled_at"`
	TransferTo       uid    `db:"s_transfer_to_id"`
	TransferAt       stamp  `db:"s_transfer_offered_at"`
	Version          int32  `db:"s_version"`
}

func (r subscriptionRow) subscription() reseller.Subscription {
	return reseller.Subscription{
		ID: reseller.ID(r.ID), ExternalKey: r.ExternalKey, CustomerID: reseller.ID(r.CustomerID), Offer: r.Offer, Service: r.Service,
		BaseID: reseller.ID(r.BaseID), Seats: r.Seats, Status: reseller.SubscriptionStatus(r.Status),
		OriginalReseller: reseller.ID(r.OriginalReseller), BilledPartner: reseller.ID(r.BilledPartner),
		PartnerOfRecord: reseller.ID(r.PartnerOfRecord), SupportPartner: reseller.ID(r.SupportPartner),
		UnitPrice: reseller.Money{Minor: r.UnitPriceMinor, Currency: r.Currency},
		Term: reseller.Term{
			StartsOn: reseller.Day(r.TermStartsOn), EndsOn: reseller.Day(r.TermEndsOn), FirstBilledOn: reseller.Day(r.FirstBilledOn),
		},
		OrderedAt: time.Time(r.OrderedAt), OrderedBy: reseller.ID(r.OrderedBy),
		Suspension:  reseller.Suspension{Since: time.Time(r.SuspendedAt), Reason: reseller.SuspensionReason(r.SuspensionReason)},
		CancelledAt: time.Time(r.CancelledAt),
		Transfer:    reseller.TransferOffer{To: reseller.ID(r.TransferTo), At: time.Time(r.TransferAt)},
		Version:     r.Version,
	}
}

// subscriptionsTable keeps to whom a subscription belongs and where it stands in lists; all else can change.
var subscriptionsTable = table{
	name: "subscriptions", key: []string{"id"}, fixed: []string{"external_key", "customer_id", "ordered_at", "ordered_by"}, versioned: true,
	free: []string{
		"offer", "service", "base_id", "seats", "status", "original_reseller_id", "billed_partner_id", "partner_of_record_id",
		"support_partner_id", "unit_price_minor", "currency", "term_starts_on", "term_ends_on", "first_billed_on", "suspended_at",
		"suspension_reason", "cancelled_at", "transfer_to_id", "transfer_offered_at", "version",
	},
}

func subscriptionValues(s reseller.Subscription) []any {
	return []any{
		s.ID, orNull(s.ExternalKey), s.CustomerID, s.OrderedAt, s.OrderedBy,
		s.Offer, s.Service, s.BaseID, s.Seats, string(s.Status), s.OriginalReseller, s.BilledPartner, s.PartnerOfRecord,
		s.SupportPartner, s.UnitPrice.Minor, s.UnitPrice.Currency, s.Term.StartsOn, s.Term.EndsOn, s.Term.FirstBilledOn, s.Suspension.Since,
		string(s.Suspension.Reason), s.CancelledAt, s.Transfer.To, s.Transfer.At, s.Version,
	}
}
