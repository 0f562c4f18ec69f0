package db

import (
	"context"
	"slices"
	"strings"
	"time"

	"accord/reseller"
)

// forever is when ends what has no end.
var forever = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// CustomerFacts implements reseller.Reader.
func (r reader) CustomerFacts(ctx context.Context, scope reseller.Scope, partner reseller.ID, services []string, query reseller.FactQuery) (reseller.Facts, error) {
	found := reseller.Facts{}
	if !ownFacts(scope, partner) {
		return found, nil
	}
	times, counts := customersKept(partner, query.AsOf), r.countCustomers(query.Bounds)
	if len(services) > 0 {
		times.add(r.servicesHeld(partner, services, query.AsOf))
		counts.add(r.countCoverage(query.Bounds))
	}
	var rows []factRow
	statement := "WITH " + strings.Join(times.parts, ", ") + " " + strings.Join(counts.parts, " UNION ALL ")
	if err := r.all(ctx, &rows, statement, append(times.args, counts.args...)...); err != nil {
		return nil, err
	}
	parts := reseller.NewParts(query.Bounds)
	for _, row := range rows {
		if err := row.addTo(found, parts); err != nil {
			return nil, err
		}
	}
	found.Settle()
	return found, nil
}

// withoutGaps names times of rows that have an id and last from from_at to until_at: of each key those that overlap or touch are joined. Most
// keys have one row, and of these nothing has to be sorted.
func withoutGaps(name, key, rows string, args ...any) clause {
	window := " OVER (PARTITION BY " + key + " ORDER BY from_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND "
	var c clause
	c.and(name+"_rows AS MATERIALIZED ("+rows+")", args...)
	c.and(name + "_keys AS MATERIALIZED (SELECT " + key + ", count(*) AS times, min(from_at) AS first_at, max(until_at) AS last_at FROM " + name + "_rows GROUP BY " + key + ")")
	c.and(name + "_reached AS (SELECT " + key + ", id, from_at, until_at, max(until_at)" + window + "1 PRECEDING) AS reached FROM " + name + "_rows JOIN " + name + "_keys USING (" + key +
		") WHERE times > 1)")
	c.and(name + "_numbered AS (SELECT " + key + ", from_at, until_at, sum(CASE WHEN reached >= from_at THEN 0 ELSE 1 END)" + window +
		"CURRENT ROW) AS number FROM " + name + "_reached)")
	c.and(name + " AS MATERIALIZED (SELECT " + key + ", first_at AS from_at, last_at AS until_at FROM " + name + "_keys WHERE times = 1 UNION ALL SELECT " + key +
		", min(from_at), max(until_at) FROM " + name + "_numbered GROUP BY " + key + ", number)")
	return c
}

// timesOf selects columns of rows, and from when until when each lasted, as it was known at a moment; zero is now.
func timesOf(columns, from, until string, asOf time.Time, rows string, args ...any) clause {
	var c clause
	if asOf.IsZero() {
		c.and("SELECT "+columns+", "+from+" AS from_at, COALESCE("+until+", ?) AS until_at FROM "+rows, append([]any{forever}, args...)...)
		return c
	}
	c.and("SELECT "+columns+", "+from+" AS from_at, CASE WHEN "+until+" <= ? THEN "+until+" ELSE ? END AS until_at FROM "+rows,
		append([]any{asOf, forever}, args...)...)
	c.and(from+" <= ?", asOf)
	return c
}

// customersKept names the times for which the partner had each customer: by its own relationships, and by those that name it (R6).
func customersKept(partner reseller.ID, asOf time.Time) clause {
	of := func(which string, args ...any) clause {
		return timesOf("r.customer_id, r.id", "r.accepted_at", "r.ended_at", asOf, "relationships r WHERE "+which, args...)
	}
	own, naming := of("r.partner_id = ?", partner), of("r.reseller_id = ? AND r.partner_id <> ?", partner, partner)
	return withoutGaps("kept", "customer_id", own.sql()+" UNION ALL "+naming.sql(), slices.Concat(own.args, naming.args)...)
}

// servicesHeld names the times for which the partner had each customer and held each of these services, under whichever relationship.
func (r reader) servicesHeld(partner reseller.ID, services []string, asOf time.Time) clause {
	held := timesOf("d.customer_id, d.service, d.id", "d.granted_at", "d.ended_at", asOf,
		"delegated_admin_privileges d WHERE d.partner_id = ? AND d.service"+r.dialect.InTexts, partner, services)
	c := withoutGaps("held", "customer_id, service", held.sql(), held.args...)
	c.and("covered AS (SELECT held.service, CASE WHEN held.from_at > kept.from_at THEN held.from_at ELSE kept.from_at END AS from_at," +
		" CASE WHEN held.until_at < kept.until_at THEN held.until_at ELSE kept.until_at END AS until_at" +
		" FROM held JOIN kept ON kept.customer_id = held.customer_id AND held.from_at < kept.until_at AND kept.from_at < held.until_at)")
	return c
}

func (r reader) countCustomers(bounds []reseller.Quarter) clause {
	var c clause
	r.countTimes(&c, factSelect{kind: "'" + string(reseller.FactCustomerGained) + "'"}, "from_at", "kept", bounds)
	r.countTimes(&c, factSelect{kind: "'" + string(reseller.FactCustomerLost) + "'"}, "until_at", "kept", bounds)
	return c
}

func (r reader) countCoverage(bounds []reseller.Quarter) clause {
	var c clause
	r.countTimes(&c, factSelect{kind: "'" + string(reseller.FactCoverageBegun) + "'", service: "service"}, "from_at", "covered", bounds)
	r.countTimes(&c, factSelect{kind: "'" + string(reseller.FactCoverageEnded) + "'", service: "service"}, "until_at", "covered", bounds)
	return c
}

// countTimes counts beginnings or ends of times by stretches of quarters that no bound divides: of days of a zone without summer time by
// days, so that few rows come of many times.
func (r reader) countTimes(c *clause, f factSelect, column, times string, bounds []reseller.Quarter) {
	length, from := stretchesOf(bounds)
	f.source, f.quarter, f.n = reseller.FactsOfRows, "quarter", "count(*)"
	group, further := "quarter", ""
	if f.service != "" {
		group, further = "quarter, service", ", service"
	}
	c.and(r.factList(f)+" FROM (SELECT (("+r.dialect.Quarter(column)+" - ?) / ?) * ? + ? AS quarter"+further+" FROM "+times+
		" WHERE "+column+" < ?) AS counted GROUP BY "+group, int64(from), int64(length), int64(length), int64(from), forever)
}

// longAgo is before all quarters of which there is anything to count: what is divided is never below zero, where databases round upwards.
const longAgo reseller.Quarter = -20_000_000

// stretchesOf gives the length of the longest stretches of equal length that no bound divides, and where they may be counted from.
func stretchesOf(bounds []reseller.Quarter) (length, from reseller.Quarter) {
	if len(bounds) == 0 {
		return 1, longAgo
	}
	for _, bound := range bounds {
		length = greatestDivisor(bound-bounds[0], length)
	}
	from, length = bounds[0], max(length, 1)
	return length, from - (from-longAgo)/length*length
}

// greatestDivisor is the greatest number that divides both.
func greatestDivisor(a, b reseller.Quarter) reseller.Quarter {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
