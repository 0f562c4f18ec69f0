package db

import (
	"strings"

	"accord/reseller"
)

// clause is a condition under construction: parts joined by AND, and their parameters.
type clause struct {
	parts []string
	args  []any
}

func (c *clause) and(part string, args ...any) {
	c.parts = append(c.parts, part)
	c.args = append(c.args, args...)
}

// add joins another clause by AND.
func (c *clause) add(other clause) {
	c.parts = append(c.parts, other.parts...)
	c.args = append(c.args, other.args...)
}

// sql gives the condition; "1 = 1" when it has no parts.
func (c *clause) sql() string {
	if len(c.parts) == 0 {
		return "1 = 1"
	}
	return strings.Join(c.parts, " AND ")
}

// judged is a wall before rows that something else finds: PostgreSQL looks for no index in it, and does not expect it to keep few of them, for
// which it would read a list to its end instead of a page.
func judged(wall clause) clause {
	for i, part := range wall.parts {
		wall.parts[i] = "COALESCE(" + part + ", FALSE)"
	}
	return wall
}

// The walls between tenants (R27): each gives the condition under which a row lies within the scope.

// bound adds the condition for a scope: nothing for all, ofPartner or ofCustomer with the tenant's id for each "?" in it,
// and a condition that is never true for a scope that the kind of row is not for.
func (c *clause) bound(scope reseller.Scope, ofPartner, ofCustomer string) {
	if scope.All() {
		return
	}
	condition, tenant := "1 = 0", reseller.ID{}
	if id, ok := scope.Partner(); ok && ofPartner != "" {
		condition, tenant = ofPartner, id
	}
	if id, ok := scope.Customer(); ok && ofCustomer != "" {
		condition, tenant = ofCustomer, id
	}
	args := make([]any, strings.Count(condition, "?"))
	for i := range args {
		args[i] = tenant
	}
	c.and("("+condition+")", args...)
}

func scopeRelationships(c *clause, scope reseller.Scope) {
	c.bound(scope, "r.partner_id = ? OR r.reseller_id = ? OR EXISTS ("+
		"SELECT 1 FROM delegated_admin_privileges WHERE relationship_id = r.id AND partner_id = ? AND status = 'ACTIVE')", "r.customer_id = ?")
}

// scopeNaming admits those who are told whom a relationship names: not a reseller in whose place another one is named, which still sees the
// relationship under which it holds privileges.
func scopeNaming(c *clause, scope reseller.Scope) {
	c.bound(scope, "r.partner_id = ? OR r.reseller_id = ?", "r.customer_id = ?")
}

// scopeDelegations admits to a partner its own and those under relationships of its own; to a reseller that is named those of the
// partner whose relationship it is, and not those of other resellers.
func scopeDelegations(c *clause, scope reseller.Scope) {
	c.bound(scope, "d.partner_id = ? OR EXISTS ("+
		"SELECT 1 FROM relationships r WHERE r.id = d.relationship_id AND (r.partner_id = ? OR r.reseller_id = ? AND d.partner_id = r.partner_id))",
		"d.customer_id = ?")
}

// scopePartners admits to a partner itself and those that it has or had to do with, to a customer those of its relationships. A
// reseller in whose place another is named keeps what it holds (R6), and is seen by it.
func scopePartners(c *clause, scope reseller.Scope) {
	c.bound(scope,
		"p.id = ? OR p.id IN (SELECT other_id FROM partner_ties WHERE partner_id = ?)",
		"p.id IN (SELECT partner_id FROM relationships WHERE customer_id = ? UNION SELECT reseller_id FROM relationships WHERE customer_id = ?"+
			" UNION SELECT d.partner_id FROM delegated_admin_privileges d JOIN relationships r ON r.id = d.relationship_id WHERE r.customer_id = ?)")
}

// administered is the condition that a partner holds DAP on a customer: one that does sees it, also when the relationship has come
// to name another reseller (R6).
const administered = "EXISTS (SELECT 1 FROM delegated_admin_privileges d WHERE d.customer_id = c.id AND d.partner_id = ? AND d.status = 'ACTIVE')"

// scopeCustomersByID admits customers whose relationship stands, or on whom the partner holds DAP.
func scopeCustomersByID(c *clause, scope reseller.Scope) {
	c.bound(scope, eachCustomer+" OR "+administered, "c.id = ?")
}

// eachCustomer asks of one customer whether it is related to a partner. It is a count because PostgreSQL would turn EXISTS into
// a list of all the partner's customers, once it has seen enough of them.
const eachCustomer = "0 < (SELECT count(*) FROM relationships r WHERE r.customer_id = c.id AND r.status <> 'ENDED' AND (r.partner_id = ? OR r.reseller_id = ?))"

// scopeCustomers admits customers whose relationship stands, by a question about each.
func scopeCustomers(c *clause, scope reseller.Scope) {
	c.bound(scope, eachCustomer, "c.id = ?")
}

// scopeRelatedCustomers admits customers whose relationship stands or stood, or on whom the partner holds DAP.
func scopeRelatedCustomers(c *clause, scope reseller.Scope) {
	c.bound(scope, strings.ReplaceAll(eachCustomer, " AND r.status <> 'ENDED'", "")+" OR "+administered, "c.id = ?")
}

// standsWith and holdsDAP are the conditions that a partner has a relationship with the customer of a subscription that has not
// ended, and that it holds DAP for its service: two look-ups for each row. They are counts because PostgreSQL would turn EXISTS into
// lists of all that the partner has, for a page of few rows too.
const (
	standsWith = "0 < (SELECT count(*) FROM relationships r WHERE r.customer_id = s.customer_id AND r.partner_id = ? AND r.status <> 'ENDED')"
	holdsDAP   = "0 < (SELECT count(*) FROM delegated_admin_privileges d WHERE d.customer_id = s.customer_id AND d.partner_id = ?" +
		" AND d.service = s.service AND d.status = 'ACTIVE')"
)

// scopeSubscriptions admits to a partner those that it is billed for while its relationship stands, those for whose service it holds
// DAP, and those whose transfer is offered to it while its relationship stands.
func scopeSubscriptions(c *clause, scope reseller.Scope) {
	c.bound(scope, "s.billed_partner_id = ? AND "+standsWith+" OR "+holdsDAP+" OR s.transfer_to_id = ? AND "+standsWith, "s.customer_id = ?")
}

func scopeInvites(c *clause, scope reseller.Scope) {
	c.bound(scope, "i.partner_id = ? OR i.reseller_id = ?", "")
}

// scopeCharges admits a partner's own charges.
func scopeCharges(c *clause, scope reseller.Scope) {
	c.bound(scope, "partner_id = ?", "")
}

// scopeUsers admits a tenant's own users.
func scopeUsers(c *clause, scope reseller.Scope) {
	c.bound(scope, "u.partner_id = ?", "u.customer_id = ?")
}

// scopeAPIKeys admits a tenant's own API keys.
func scopeAPIKeys(c *clause, scope reseller.Scope) {
	c.bound(scope, "k.partner_id = ?", "k.customer_id = ?")
}

func scopeEvents(c *clause, scope reseller.Scope) {
	c.bound(scope, "e.partner_id = ? OR e.reseller_id = ?", "e.customer_id = ?")
}
