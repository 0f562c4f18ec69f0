package db

import (
	"context"

	"accord/reseller"
)

const chargeListColumns = `h.number AS h_number, h.partner_id AS h_partner_id, h.customer_id AS h_customer_id, h.subscription_id AS h_subscription_id,
	h.reseller_id AS h_reseller_id, h.since_day AS h_since_day, h.from_day AS h_from_day, h.until_day AS h_until_day, h.charged_from AS h_charged_from,
	h.term_starts_on AS h_term_starts_on, h.term_ends_on AS h_term_ends_on, h.first_billed_on AS h_first_billed_on, h.offer AS h_offer,
	h.seats AS h_seats, h.unit_price_minor AS h_unit_price_minor, h.currency AS h_currency`

type chargeRow struct {
	ownerRow

	Number         int64  `db:"h_number"`
	PartnerID      uid    `db:"h_partner_id"`
	CustomerID     uid    `db:"h_customer_id"`
	SubscriptionID uid    `db:"h_subscription_id"`
	ResellerID     uid    `db:"h_reseller_id"`
	Since          day    `db:"h_since_day"`
	From           day    `db:"h_from_day"`
	Until          day    `db:"h_until_day"`
	ChargedFrom    day    `db:"h_charged_from"`
	TermStartsOn   day    `db:"h_term_starts_on"`
	TermEndsOn     day    `db:"h_term_ends_on"`
	FirstBilledOn  day    `db:"h_first_billed_on"`
	Offer          string `db:"h_offer"`
	Seats          int32  `db:"h_seats"`
	UnitPriceMinor int64  `db:"h_unit_price_minor"`
	Currency       string `db:"h_currency"`
}

func (row chargeRow) charge() (reseller.Listed[reseller.Charge], error) {
	return reseller.Listed[reseller.Charge]{
		Key: reseller.Key{Event: reseller.Position{Seq: row.Number}},
		Item: reseller.Charge{
			PartnerID: reseller.ID(row.PartnerID), CustomerID: reseller.ID(row.CustomerID), SubscriptionID: reseller.ID(row.SubscriptionID),
			ResellerID: reseller.ID(row.ResellerID), Since: reseller.Day(row.Since), From: reseller.Day(row.From), Until: reseller.Day(row.Until),
			ChargedFrom: reseller.Day(row.ChargedFrom),
			Term: reseller.Term{
				StartsOn: reseller.Day(row.TermStartsOn), EndsOn: reseller.Day(row.TermEndsOn), FirstBilledOn: reseller.Day(row.FirstBilledOn),
			},
			Offer: row.Offer, Seats: row.Seats, UnitPrice: reseller.Money{Minor: row.UnitPriceMinor, Currency: row.Currency},
		},
	}, nil
}

const heldSince = "COALESCE(h.since_day, h.from_day)"

// noneHeld is the condition that there is no stretch o in force, of those that a filter looks at, that a partner was charged for the same
// subscription of the same offer as h.
func noneHeld(f reseller.ChargeFilter, which string) clause {
	table := chargesAt(f.AsOf, "o")
	return clause{parts: []string{"NOT EXISTS (SELECT 1 FROM " + table.sql() + " WHERE o.partner_id = h.partner_id AND o.customer_id = h.customer_id" +
		" AND o.subscription_id = h.subscription_id AND o.offer = h.offer AND COALESCE(o.since_day, o.from_day) < o.until_day AND " + which + ")"}, args: table.args}
}

// chargeListing is a partner's list of charges, those written last first.
func chargeListing(scope reseller.Scope, f reseller.ChargeFilter) listing {
	table := chargesAt(f.AsOf, "h")
	l := listing{
		columns: chargeListColumns, from: table.sql(), fromArgs: table.args, owners: []string{"h.partner_id"}, where: within(scopeCharges, scope),
		key: "h.number", descending: true, keyOf: func(k reseller.Key) any { return k.Event.Seq },
	}
	l.where.and(heldSince + " < h.until_day")
	if f.Offer != "" {
		l.where.and("h.offer = ?", f.Offer)
	}
	if f.StandingOn != 0 {
		l.where.and(heldSince+" <= ? AND h.until_day > ?", f.StandingOn, f.StandingOn)
	}
	if daysWithin(&l.where, heldSince, f.BegunFrom, f.BegunTo) {
		l.where.add(noneHeld(f, "o.until_day = "+heldSince))
	}
	if daysWithin(&l.where, "h.until_day", f.EndedFrom, f.EndedTo) {
		l.where.and("h.until_day <> '9999-12-31'")
		l.where.add(noneHeld(f, "COALESCE(o.since_day, o.from_day) = h.until_day"))
	}
	return l
}

// daysWithin keeps days within others, half-open, and tells whether it does; zero is no bound.
func daysWithin(where *clause, column string, from, to reseller.Day) bool {
	if from != 0 {
		where.and(column+" >= ?", from)
	}
	if to != 0 {
		where.and(column+" < ?", to)
	}
	return from != 0 || to != 0
}

// Charges implements reseller.Reader.
func (r reader) Charges(ctx context.Context, scope reseller.Scope, partners []reseller.ID, f reseller.ChargeFilter, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.Listed[reseller.Charge]], error) {
	return pages(ctx, r.querier, chargeListing(scope, f), partners, page, chargeRow.charge)
}

// CountCharges implements reseller.Reader.
func (r reader) CountCharges(ctx context.Context, scope reseller.Scope, partners []reseller.ID, f reseller.ChargeFilter) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, chargeListing(scope, f), partners)
}
