package reseller

import (
	"context"
	"slices"
	"time"
)

// heldGrant is a privilege that waits for the end of the file.
type heldGrant struct {
	line int
	Delegation

	under Relationship
}

// holding is a service of a customer.
type holding struct {
	customer ID
	service  string
}

// readPrivileges reads the ACTIVE privileges on customers, by relationship and, where they count for R11, by service, and since when the
// services are free of others.
func (m *relationshipMerger) readPrivileges(ctx context.Context, c *relationshipChunk, customers []ID) error {
	all, err := m.tx.ActiveDelegations(ctx, platform(), customers, time.Time{})
	if err != nil {
		return err
	}
	c.under, c.holders, c.freed = map[ID][]Delegation{}, map[holding]Delegation{}, map[holding]time.Time{}
	for _, ds := range all {
		for _, d := range ds {
			c.under[d.RelationshipID] = append(c.under[d.RelationshipID], d)
			if d.Transacting {
				c.holders[holding{d.CustomerID, d.Service}] = d
			}
		}
	}
	freed, err := m.tx.FreedServices(ctx, customers)
	for _, f := range freed {
		c.freed[holding{f.CustomerID, f.Service}] = f.At
	}
	return err
}

// compareServices tells which of the privileges under a relationship are to end, and which services are missing. The row
// lists the partner's own: those of its reseller (R6) end only with the relationship.
func compareServices(active []Delegation, partner ID, row RelationshipRow) (lost []Delegation, missing []string) {
	holds := func(code string) bool {
		return slices.ContainsFunc(active, func(d Delegation) bool { return d.PartnerID == partner && d.Service == code })
	}
	for _, d := range active {
		if row.Status == RelationshipEnded || d.PartnerID == partner && !slices.Contains(row.Services, d.Service) {
			lost = append(lost, d)
		}
	}
	for _, code := range row.Services {
		if !holds(code) {
			missing = append(missing, code)
		}
	}
	return lost, missing
}

// revoke ends a privilege, not before it began.
func (m *relationshipMerger) revoke(c *relationshipChunk, r Relationship, d Delegation, at time.Time, reason EndReason) {
	if at.Before(d.GrantedAt) {
		at = d.GrantedAt
	}
	d.Status, d.EndedAt, d.EndReason = DelegationEnded, at, reason
	c.ended = append(c.ended, d)
	if d.Transacting {
		c.free(holding{d.CustomerID, d.Service}, at)
	}
	m.count(d.PartnerID, FactKey{Kind: EventDelegatedAdminEnded, Service: d.Service, Reason: reason}, at, 1)
	m.recordAt(at, r.endedEvent(d, reason, ID{}))
}

// grant begins a privilege, or keeps it back while another transacting partner holds the service (R11).
func (m *relationshipMerger) grant(c *relationshipChunk, line int, partner Partner, r Relationship, service string, at time.Time) {
	d := Delegation{
		ID: m.newID(), RelationshipID: r.ID, PartnerID: r.PartnerID, CustomerID: r.CustomerID, Service: service,
		Transacting: partner.Type.Transacting(), Status: DelegationActive, GrantedAt: at,
	}
	if !m.grantIfFree(c, r, d) {
		m.held = append(m.held, heldGrant{line, d, r})
	}
}

// grantIfFree reports whether the service is free. What a file grants begins no earlier than that: neither its own moment nor that of the
// relationship's beginning says when the former holder ceased to be one, by the same file, while it was read, or by a clock that is ahead.
func (m *relationshipMerger) grantIfFree(c *relationshipChunk, r Relationship, d Delegation) bool {
	h := holding{d.CustomerID, d.Service}
	if d.Transacting {
		if _, taken := c.holders[h]; taken {
			return false
		}
		if d.GrantedAt.Before(c.freed[h]) {
			d.GrantedAt = c.freed[h]
		}
		c.holders[h] = d
	}
	c.granted = append(c.granted, d)
	m.count(d.PartnerID, FactKey{Kind: EventDelegatedAdminGranted, Service: d.Service}, d.GrantedAt, 1)
	m.recordAt(d.GrantedAt, r.grantedEvent(d, ID{}))
	return true
}

// free notes that nobody holds a service any more.
func (c *relationshipChunk) free(h holding, at time.Time) {
	delete(c.holders, h)
	if c.freed[h].Before(at) {
		c.freed[h] = at
	}
}

// settle grants the privileges whose service has become free, and rejects the rows of the rest (R11).
func (m *relationshipMerger) settle(ctx context.Context, held []heldGrant) error {
	customers := make([]ID, len(held))
	for i, h := range held {
		customers[i] = h.CustomerID
	}
	c := &relationshipChunk{}
	if err := m.readPrivileges(ctx, c, customers); err != nil {
		return err
	}
	var refused []heldGrant
	for _, h := range held {
		if !m.grantIfFree(c, h.under, h.Delegation) {
			refused = append(refused, h)
		}
	}
	if err := m.rejectHeld(ctx, c, refused); err != nil {
		return err
	}
	return m.tx.PutDelegations(ctx, c.granted)
}

func (m *relationshipMerger) rejectHeld(ctx context.Context, c *relationshipChunk, refused []heldGrant) error {
	ids := make([]ID, len(refused))
	for i, h := range refused {
		ids[i] = c.holders[holding{h.CustomerID, h.Service}].PartnerID
	}
	partners, err := m.tx.PartnersByID(ctx, platform(), ids)
	if err != nil {
		return err
	}
	for i, h := range refused {
		holder := partners[ids[i]]
		m.rejectf(h.line, "services", "partner %s holds delegated admin privileges for %s of this customer (R11); a service has one holder",
			quote(orDefault(holder.ExternalKey, holder.Name)), h.Service)
	}
	return nil
}
