package db

import (
	"context"
	"strings"

	"accord/db/dialect"
	"accord/reseller"
)

// funnelLinks begins a statement with the links of a query: those of a partner and those in its name (R6), or those of them that are
// named.
func funnelLinks(d *dialect.Dialect, partner reseller.ID, query reseller.FunnelQuery) clause {
	var links clause
	named, args := "", []any{partner}
	if query.Invites != nil {
		named, args = " AND id"+d.InIDs, append(args, query.Invites)
	}
	links.and("WITH links AS MATERIALIZED (SELECT id FROM invites WHERE partner_id = ?"+named+" UNION SELECT id FROM invites WHERE reseller_id = ?"+named+")",
		append(args, args...)...)
	return links
}

// EachViewed implements reseller.FunnelReader.
func (s *Store) EachViewed(ctx context.Context, scope reseller.Scope, partner reseller.ID, query reseller.FunnelQuery, yield func(reseller.InviteQuarter, int32)) error {
	if !ownFacts(scope, partner) {
		return nil
	}
	links := funnelLinks(s.dialect, partner, query)
	statement := links.sql() + ` SELECT v.invite_id, v.quarter, v.views FROM links l CROSS JOIN invite_views_by_quarter v
		WHERE v.invite_id = l.id AND v.quarter >= ? AND v.quarter < ?`
	return s.eachRow(ctx, statement, append(links.args, int32(query.From), int32(query.To)), func(c dialect.Cells) {
		yield(reseller.InviteQuarter{InviteID: c.ID(0), Quarter: reseller.Quarter(c.Int(1))}, c.Int(2))
	})
}

// funnelStep is something that customers do with links, and where it is kept.
type funnelStep struct{ table, alias, at string }

// upTo is the condition that a row had been written by the query's moment.
func (step funnelStep) upTo(alias string, query reseller.FunnelQuery) clause {
	if query.AsOf.IsZero() {
		return clause{}
	}
	return clause{parts: []string{" AND " + alias + "." + step.at + " <= ?"}, args: []any{query.AsOf}}
}

// EachVisit implements reseller.FunnelReader: it finds the customers first, and then what each has done.
func (s *Store) EachVisit(ctx context.Context, scope reseller.Scope, partner reseller.ID, query reseller.FunnelQuery, yield func(reseller.Visit)) error {
	if !ownFacts(scope, partner) {
		return nil
	}
	steps := []funnelStep{{"previews", "p", "previewed_at"}, {"acceptances", "a", "accepted_at"}, {"declines", "d", "declined_at"}}
	c := funnelLinks(s.dialect, partner, query)
	if !query.AsOf.IsZero() {
		steps[2].table = "declined"
		declined := declinesAt(query.AsOf, "d.invite_id IN (SELECT id FROM links)", "x")
		c.and(", declined AS MATERIALIZED (SELECT x.invite_id, x.customer_id, x.declined_at FROM "+declined.sql()+")", declined.args...)
	}
	s.funnelMet(&c, steps, query)
	c.and(" SELECT m.invite_id, m.customer_id, p.previewed_at, a.accepted_at, d.declined_at FROM met m")
	for _, step := range steps {
		known := step.upTo(step.alias, query)
		c.and(" LEFT JOIN "+step.table+" "+step.alias+" ON "+step.alias+".invite_id = m.invite_id AND "+step.alias+".customer_id = m.customer_id"+
			strings.Join(known.parts, ""), known.args...)
	}
	return s.eachRow(ctx, strings.Join(c.parts, ""), c.args, func(c dialect.Cells) {
		yield(reseller.Visit{
			InviteCustomer: reseller.InviteCustomer{InviteID: c.ID(0), CustomerID: c.ID(1)},
			PreviewedAt:    c.Time(2), AcceptedAt: c.Time(3), DeclinedAt: c.Time(4),
		})
	})
}

// funnelMet names the customers that did something with a link within the query's time, and those of which all is asked.
func (s *Store) funnelMet(c *clause, steps []funnelStep, query reseller.FunnelQuery) {
	begin := ", met AS ("
	for _, step := range steps {
		known := step.upTo("m", query)
		c.and(begin+"SELECT m.invite_id, m.customer_id FROM links l CROSS JOIN "+step.table+" m WHERE m.invite_id = l.id AND m."+step.at+" >= ? AND m."+step.at+" < ?"+
			strings.Join(known.parts, ""), append([]any{query.From.Time(), query.To.Time()}, known.args...)...)
		begin = " UNION "
	}
	if len(query.Unwritten) > 0 {
		invites, customers := sidesOf(query.Unwritten)
		c.and(" UNION SELECT l.id, c.id FROM links l CROSS JOIN customers c WHERE l.id"+s.dialect.InIDs+" AND c.id"+s.dialect.InIDs, invites, customers)
	}
	c.and(")")
}

// sidesOf are the links and the customers of pairs, each once.
func sidesOf(pairs []reseller.InviteCustomer) (invites, customers []reseller.ID) {
	for _, pair := range pairs {
		invites, customers = append(invites, pair.InviteID), append(customers, pair.CustomerID)
	}
	return distinct(invites), distinct(customers)
}
