package db

import (
	"context"
	"time"

	"accord/reseller"
)

// Holds implements reseller.Reader. ACTIVE is before ENDING in the alphabet too.
func (r reader) Holds(ctx context.Context, scope reseller.Scope, subscriptions []reseller.ID) (map[reseller.ID]reseller.Hold, error) {
	found := make(map[reseller.ID]reseller.Hold, len(subscriptions))
	partner, ofPartner := scope.Partner()
	if len(subscriptions) == 0 || !ofPartner {
		return found, nil
	}
	var rows []struct {
		ID             uid    `db:"id"`
		Relationship   string `db:"relationship"`
		DelegatedAdmin bool   `db:"delegated_admin"`
	}
	err := r.all(ctx, &rows, `SELECT s.id, `+holdsDAP+` AS delegated_admin, COALESCE((SELECT min(r.status) FROM relationships r
		WHERE r.customer_id = s.customer_id AND r.status <> 'ENDED' AND (r.partner_id = ? OR r.reseller_id = ? OR
			EXISTS (SELECT 1 FROM delegated_admin_privileges d WHERE d.relationship_id = r.id AND d.status = 'ACTIVE' AND d.partner_id = ?))), '') AS relationship FROM subscriptions s WHERE s.id`+r.dialect.InIDs,
		partner, partner, partner, partner, distinct(subscriptions))
	for _, row := range rows {
		found[reseller.ID(row.ID)] = reseller.Hold{Relationship: reseller.RelationshipStatus(row.Relationship), DelegatedAdmin: row.DelegatedAdmin}
	}
	return found, err
}

// pairRow is an id and another that it leads to.
type pairRow struct {
	ID    uid `db:"id"`
	Leads uid `db:"leads_to"`
}

// Blockers implements reseller.Reader. What has ended nothing keeps from ending.
func (r reader) Blockers(ctx context.Context, scope reseller.Scope, relationships []reseller.ID) (map[reseller.ID][]reseller.ID, error) {
	found := make(map[reseller.ID][]reseller.ID, len(relationships))
	if len(relationships) == 0 {
		return found, nil
	}
	wall := within(scopeRelationships, scope)
	scopeSubscriptions(&wall, scope)
	wall.and("r.status <> 'ENDED' AND s.status <> 'CANCELLED'")
	wall.and("r.id"+r.dialect.InIDs, distinct(relationships))
	var rows []pairRow
	err := r.all(ctx, &rows, `SELECT r.id, s.id AS leads_to FROM relationships r
		JOIN subscriptions s ON s.customer_id = r.customer_id AND s.billed_partner_id = r.partner_id
		WHERE `+wall.sql()+" ORDER BY s.ordered_at, s.id", wall.args...)
	for _, row := range rows {
		id := reseller.ID(row.ID)
		found[id] = append(found[id], reseller.ID(row.Leads))
	}
	return found, err
}

// ServiceHolders implements reseller.Reader.
func (r reader) ServiceHolders(ctx context.Context, scope reseller.Scope, subscriptions []reseller.ID, asOf time.Time) (map[reseller.ID]reseller.ID, error) {
	found := make(map[reseller.ID]reseller.ID, len(subscriptions))
	if len(subscriptions) == 0 {
		return found, nil
	}
	wall := within(scopeSubscriptions, scope)
	wall.and("s.id"+r.dialect.InIDs, distinct(subscriptions))
	wall.add(wasActive(asOf))
	holders := "JOIN delegated_admin_privileges d ON d.customer_id = s.customer_id"
	if asOf.IsZero() {
		wall.and("d.service = s.service")
	} else { // by the customer's relationships, since privileges that have ended are in no index by customer
		holders = "JOIN relationships u ON u.customer_id = s.customer_id JOIN delegated_admin_privileges d ON d.relationship_id = u.id"
		wall.and("d.service = "+said(r.dialect.Field("e.after", "service")), asOf)
	}
	var rows []pairRow
	err := r.all(ctx, &rows, "SELECT s.id, d.partner_id AS leads_to FROM subscriptions s "+holders+" AND d.transacting WHERE "+wall.sql(), wall.args...)
	for _, row := range rows {
		found[reseller.ID(row.ID)] = reseller.ID(row.Leads)
	}
	return found, err
}
