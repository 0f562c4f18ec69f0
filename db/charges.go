package db

import (
	"context"
	"slices"

	"accord/reseller"
)

// chargeColumns are all but the number, which the database gives.
const chargeColumns = `partner_id, customer_id, subscription_id, reseller_id, from_day, until_day, charged_from, term_starts_on, term_ends_on,
	first_billed_on, offer, seats, unit_price_minor, currency`

// chargeParameters is how many parameters one charge takes.
const chargeParameters = 14

// chargeFields are where a row of chargeColumns is read to. The fields are the charge's own: a bill of tens of thousands of rows
// has no time for another copy of each.
func chargeFields(c *reseller.Charge) []any {
	seen := map[string]reseller.Day{}
	return []any{
		(*uid)(&c.PartnerID), (*uid)(&c.CustomerID), (*uid)(&c.SubscriptionID), (*uid)(&c.ResellerID),
		dayReader{&c.From, seen},
		dayReader{&c.Until, seen},
		dayReader{&c.ChargedFrom, seen},
		dayReader{&c.Term.StartsOn, seen},
		dayReader{&c.Term.EndsOn, seen},
		dayReader{&c.Term.FirstBilledOn, seen},
		&c.Offer, &c.Seats,
		&c.UnitPrice.Minor, &c.UnitPrice.Currency,
	}
}

// EachCharge implements reseller.Reader.
func (r reader) EachCharge(ctx context.Context, scope reseller.Scope, partner reseller.ID, over, begun reseller.Day, from reseller.ChargeKey, yield func(reseller.Charge) error) error {
	where := within(scopeCharges, scope)
	where.and("partner_id = ? AND from_day <= ? AND until_day > ?", partner, begun, over)
	switch {
	case from.CustomerID.IsZero(): // from the first on
	case from.SubscriptionID.IsZero():
		where.and("customer_id >= ?", from.CustomerID)
	default:
		where.and("(customer_id, subscription_id) >= (?, ?)", from.CustomerID, from.SubscriptionID)
	}
	return r.charges(ctx, yield, "SELECT "+chargeColumns+" FROM charges WHERE "+where.sql()+" ORDER BY customer_id, subscription_id, until_day, number", where.args...)
}

// charges calls yield with each charge that a statement gives, one at a time.
func (q querier) charges(ctx context.Context, yield func(reseller.Charge) error, statement string, args ...any) error {
	if err := q.flush(ctx); err != nil {
		return err
	}
	statement, args = q.prepare(ctx, statement, args)
	rows, err := q.ext.QueryContext(ctx, statement, args...)
	if err != nil {
		return q.failure(err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	var c reseller.Charge
	fields := chargeFields(&c)
	for rows.Next() {
		if err := rows.Scan(fields...); err != nil {
			return q.failure(err)
		}
		if err := yield(c); err != nil {
			return err
		}
	}
	return q.failure(rows.Err())
}

// BilledCurrency implements reseller.Reader.
func (r reader) BilledCurrency(ctx context.Context, scope reseller.Scope, partner reseller.ID) (string, error) {
	var currency string
	where := within(scopeCharges, scope)
	where.and("partner_id = ?", partner)
	err := r.get(ctx, &currency, "SELECT currency FROM charges WHERE "+where.sql()+" LIMIT 1", where.args...)
	return currency, err
}

// InsertCharges implements reseller.Tx.
func (t *tx) InsertCharges(ctx context.Context, charges []reseller.Charge) error {
	for some := range slices.Chunk(charges, t.dialect.MaxParameters/chargeParameters) {
		args := make([]any, 0, len(some)*chargeParameters)
		for _, c := range some {
			args = append(args, c.PartnerID, c.CustomerID, c.SubscriptionID, c.ResellerID, c.From, c.Until, c.ChargedFrom, c.Term.StartsOn,
				c.Term.EndsOn, c.Term.FirstBilledOn, c.Offer, c.Seats, c.UnitPrice.Minor, c.UnitPrice.Currency)
		}
		if err := t.insert(ctx, "charges", "("+chargeColumns+") VALUES "+values(len(some), chargeParameters), args...); err != nil {
			return err
		}
	}
	return nil
}

// EndCharges implements reseller.Tx.
func (t *tx) EndCharges(ctx context.Context, subscriptions []reseller.ID, on reseller.Day) (map[reseller.ID]reseller.Charge, error) {
	ended := make(map[reseller.ID]reseller.Charge, len(subscriptions))
	if len(subscriptions) == 0 {
		return ended, nil
	}
	err := t.charges(ctx, func(c reseller.Charge) error {
		ended[c.SubscriptionID] = c
		return nil
	}, "UPDATE charges SET until_day = ? WHERE until_day = '9999-12-31' AND subscription_id"+
		t.dialect.InIDs+" RETURNING "+chargeColumns, on, distinct(subscriptions))
	return ended, err
}
