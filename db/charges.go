package db

import (
	"context"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"accord/reseller"
)

// chargeColumns are all but the number, which the database gives, and the moments of writing, which nobody reads.
const (
	chargeColumns = chargeBegins + ", until_day, " + chargeTerms
	chargeBegins  = "partner_id, customer_id, subscription_id, reseller_id, since_day, from_day"
	chargeTerms   = "charged_from, term_starts_on, term_ends_on, first_billed_on, offer, seats, unit_price_minor, currency"
)

// chargedSince is the day from which a partner has what a row of charges is of.
const chargedSince = "COALESCE(since_day, from_day)"

// chargesAt is what to select charges from, as they stood at a moment; zero is now. What had begun by then is there, and is open unless it
// had been ended. Rows from before moments were kept have days alone, which then tell, by UTC.
func chargesAt(moment time.Time, alias string) clause {
	var c clause
	if moment.IsZero() {
		c.and("charges " + alias)
		return c
	}
	on := reseller.DayIn(moment, time.UTC)
	c.and("(SELECT number, "+chargeBegins+", CASE WHEN ended_at <= ? OR ended_at IS NULL AND until_day <= ? THEN until_day ELSE '9999-12-31' END AS until_day, "+
		chargeTerms+" FROM charges WHERE begun_at <= ? OR begun_at IS NULL AND "+chargedSince+" <= ?) "+alias, moment, on, moment, on)
	return c
}

// chargeParameters is how many parameters one charge takes: its columns, and when it began and ended.
const chargeParameters = 17

// chargeFields are where a row of chargeColumns is read to. The fields are the charge's own: a bill of tens of thousands of rows
// has no time for another copy of each.
func chargeFields(c *reseller.Charge) []any {
	seen := map[string]reseller.Day{}
	return []any{
		(*uid)(&c.PartnerID), (*uid)(&c.CustomerID), (*uid)(&c.SubscriptionID), (*uid)(&c.ResellerID),
		dayReader{&c.Since, seen},
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
func (r reader) EachCharge(ctx context.Context, scope reseller.Scope, partner reseller.ID, query reseller.ChargeQuery, yield func(reseller.Charge) error) error {
	table, where, from := chargesAt(query.AsOf, "h"), within(scopeCharges, scope), query.From
	where.and("partner_id = ? AND from_day <= ? AND until_day > ?", partner, query.Begun, query.Over)
	switch {
	case from.CustomerID.IsZero(): // from the first on
	case from.SubscriptionID.IsZero():
		where.and("customer_id >= ?", from.CustomerID)
	default:
		where.and("(customer_id, subscription_id) >= (?, ?)", from.CustomerID, from.SubscriptionID)
	}
	return r.charges(ctx, yield, "SELECT "+chargeColumns+" FROM "+table.sql()+" WHERE "+where.sql()+" ORDER BY customer_id, subscription_id, until_day, number",
		slices.Concat(table.args, where.args)...)
}

// charges calls yield with each charge that a statement gives, one at a time.
func (q querier) charges(ctx context.Context, yield func(reseller.Charge) error, statement string, args ...any) error {
	var c reseller.Charge
	return q.eachRow(ctx, chargeFields(&c), func() error { return yield(c) }, statement, args...)
}

// eachRow calls yield with each row that a statement gives, once it has been read to the fields.
func (q querier) eachRow(ctx context.Context, fields []any, yield func() error, statement string, args ...any) error {
	return q.each(ctx, func(rows *sqlx.Rows) error {
		if err := rows.Scan(fields...); err != nil {
			return q.failure(err)
		}
		return yield()
	}, statement, args...)
}

// BilledCurrency implements reseller.Reader.
func (r reader) BilledCurrency(ctx context.Context, scope reseller.Scope, partner reseller.ID, asOf time.Time) (string, error) {
	var currency string
	table, where := chargesAt(asOf, "h"), within(scopeCharges, scope)
	where.and("partner_id = ?", partner)
	err := r.get(ctx, &currency, "SELECT currency FROM "+table.sql()+" WHERE "+where.sql()+" LIMIT 1", slices.Concat(table.args, where.args)...)
	return currency, err
}

// InsertCharges implements reseller.Tx.
func (t *tx) InsertCharges(ctx context.Context, charges []reseller.BegunCharge) error {
	for some := range slices.Chunk(charges, t.dialect.MaxParameters/chargeParameters) {
		args := make([]any, 0, len(some)*chargeParameters)
		for _, c := range some {
			var endedAt time.Time
			if c.Until != reseller.NoEnd {
				endedAt = c.BegunAt
			}
			args = append(args, c.PartnerID, c.CustomerID, c.SubscriptionID, c.ResellerID, c.Since, c.From, c.Until, c.ChargedFrom, c.Term.StartsOn,
				c.Term.EndsOn, c.Term.FirstBilledOn, c.Offer, c.Seats, c.UnitPrice.Minor, c.UnitPrice.Currency, c.BegunAt, endedAt)
		}
		rows, args := t.rows(chargeParameters, args)
		if err := t.insert(ctx, "charges", "("+chargeColumns+", begun_at, ended_at) "+rows, args...); err != nil {
			return err
		}
	}
	return nil
}

// EndCharges implements reseller.Tx.
func (t *tx) EndCharges(ctx context.Context, subscriptions []reseller.ID, on reseller.Day, at time.Time) (map[reseller.ID]reseller.EndedCharge, error) {
	ended := make(map[reseller.ID]reseller.EndedCharge, len(subscriptions))
	if len(subscriptions) == 0 {
		return ended, nil
	}
	var c reseller.EndedCharge
	err := t.eachRow(ctx, append(chargeFields(&c.Charge), (*stamp)(&c.EndedAt)), func() error {
		ended[c.SubscriptionID] = c
		return nil
	}, "UPDATE charges SET until_day = ?, ended_at = CASE WHEN begun_at > ? THEN begun_at ELSE ? END"+
		" WHERE until_day = '9999-12-31' AND subscription_id"+t.dialect.InIDs+" RETURNING "+chargeColumns+", ended_at", on, at, at, distinct(subscriptions))
	return ended, err
}
