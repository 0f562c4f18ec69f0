package db

import (
	"context"
	"time"

	"accord/reseller"
)

// offersHeld names what a partner was charged for as of a moment, each stretch with whether a subscription began with it to be of its offer,
// and ceased with it. What ended before it began was never in force.
func offersHeld(partner reseller.ID, asOf time.Time) clause {
	table := chargesAt(asOf, "h")
	return clause{parts: []string{`held AS MATERIALIZED (
	SELECT offer, seats, since, until_day,
		CASE WHEN lag(until_day) OVER stretches = since THEN 0 ELSE 1 END AS begins, CASE WHEN lead(since) OVER stretches = until_day THEN 0 ELSE 1 END AS ends
	FROM (SELECT subscription_id, offer, seats, number, until_day, ` + chargedSince + ` AS since FROM ` + table.sql() + ` WHERE partner_id = ? AND ` + chargedSince + ` < until_day) AS c
	WINDOW stretches AS (PARTITION BY subscription_id, offer ORDER BY since, number))`}, args: append(table.args, partner)}
}

// OfferFacts implements reseller.Reader.
func (r reader) OfferFacts(ctx context.Context, scope reseller.Scope, partner reseller.ID, before reseller.Day, asOf time.Time) (map[string][]reseller.OfferPoint, error) {
	found := map[string][]reseller.OfferPoint{}
	if !ownFacts(scope, partner) {
		return found, nil
	}
	var rows []struct {
		Offer string `db:"offer"`
		Day   day    `db:"on_day"`
		Begun int64  `db:"begun"`
		Ended int64  `db:"ended"`
		Seats int64  `db:"seats"`
	}
	held := offersHeld(partner, asOf)
	err := r.all(ctx, &rows, "WITH "+held.sql()+` SELECT offer, on_day, sum(begun) AS begun, sum(ended) AS ended, sum(seats) AS seats FROM (
		SELECT offer, since AS on_day, begins AS begun, 0 AS ended, seats FROM held WHERE since < ?
		UNION ALL SELECT offer, until_day, 0, ends, -seats FROM held WHERE until_day < ?) AS counted GROUP BY offer, on_day ORDER BY offer, on_day`,
		append(held.args, before, before)...)
	for _, row := range rows {
		found[row.Offer] = append(found[row.Offer], reseller.OfferPoint{Day: reseller.Day(row.Day), Begun: row.Begun, Ended: row.Ended, Seats: row.Seats})
	}
	return found, err
}
