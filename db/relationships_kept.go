package db

import (
	"slices"

	"accord/reseller"
)

// A partner has a customer by each of its relationships with it, and by those that name it as the reseller. The conditions here tell them
// apart by the others of the same customer in the partner's list, as CustomerFacts counts them. They are counts and not EXISTS, because
// PostgreSQL would turn that into a list of all relationships, for a page of few rows too. They are held to be less than one and not to be zero, since it
// expects that hardly any number is just zero, and then reads the whole list for the sake of one page.

// others counts the relationships o of the customer of r that are in the same list: of column, which names whose it is.
func others(column string) string {
	return "1 > (SELECT count(*) FROM relationships o WHERE o.customer_id = r.customer_id AND (o.partner_id = " + column + " OR o.reseller_id = " + column + ") AND "
}

// filterKept keeps one relationship of each time without a gap for which a partner had a customer: that with which it began, that with which
// it ended, or the last one that stood at a moment.
func filterKept(where *clause, list reseller.RelationshipList, column string) {
	f := list.Filter
	if !f.GainedFrom.IsZero() || !f.GainedTo.IsZero() {
		if !f.GainedFrom.IsZero() {
			where.and("r.accepted_at >= ?", f.GainedFrom)
		}
		if !f.GainedTo.IsZero() {
			where.and("r.accepted_at < ?", f.GainedTo)
		}
		where.and(others(column) + "(o.accepted_at, o.id) < (r.accepted_at, r.id) AND (o.ended_at IS NULL OR o.ended_at >= r.accepted_at))")
	}
	if !f.LostFrom.IsZero() || !f.LostTo.IsZero() {
		endedWithin(where, "r", f.LostFrom, f.LostTo, list.AsOf)
		where.and(others(column) + "o.accepted_at <= r.ended_at AND (o.ended_at IS NULL OR (o.ended_at, o.id) > (r.ended_at, r.id)))")
	}
	if at := f.CustomerStandingAt; !at.IsZero() {
		at = earlier(at, list.AsOf)
		where.add(stood("r", at))
		where.and(others(column)+"(o.accepted_at, o.id) > (r.accepted_at, r.id) AND o.accepted_at <= ? AND (o.ended_at IS NULL OR o.ended_at > ?))", at, at)
	}
}

// filterHeld looks at the privileges that the partner of a list, named by column, holds on the customer of r, under whichever relationship: now,
// or at the moment that the filter or the list asks for.
func filterHeld(r reader, where *clause, list reseller.RelationshipList, column string) {
	f, at := list.Filter, list.AsOf
	if then := f.At(); !then.IsZero() {
		at = earlier(then, at)
	}
	some, none, of, end := "", "NOT ", ownPrivilege(column), ")"
	var then clause
	if !at.IsZero() {
		// By the customer's relationships, since privileges that have ended are in no index by customer; not joined and without a look at the
		// indexes by partner, so that databases do not read all that the partner holds for each row.
		some, none, end = "0 < ", "1 > ", ")) FROM relationships u WHERE u.customer_id = r.customer_id)"
		then = wasActive(at)
		of = "(SELECT sum((SELECT count(*) FROM delegated_admin_privileges d WHERE d.relationship_id = u.id AND (d.partner_id = " + column + ") IS TRUE AND " + then.sql()
	}
	keep := func(how string, services []string) {
		if len(services) > 0 {
			where.and(how+of+" AND d.service"+r.dialect.InTexts+end, append(slices.Clone(then.args), services)...)
		}
	}
	keep(some, f.WithDelegatedAdminFor)
	keep(none, f.WithoutDelegatedAdminFor)
}
