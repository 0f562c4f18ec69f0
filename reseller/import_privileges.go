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

// active reads the ACTIVE privileges on customers, by relationship, and by service those that count for R11.
func (m *relationshipMerger) active(ctx context.Context, customers []ID) (map[ID][]Delegation, map[holding]Delegation, error) {
	all, err := m.tx.ActiveDelegations(ctx, platform(), customers, time.Time{})
	under, holders := map[ID][]Delegation{}, map[holding]Delegation{}
	for _, ds := range all {
		for _, d := range ds {
			under[d.RelationshipID] = append(under[d.RelationshipID], d)
			if d.Transacting {
				holders[holding{d.CustomerID, d.Service}] = d
			}
		}
	}
	return under, holders, err
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
		delete(c.holders, holding{d.CustomerID, d.Service})
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
	if !c.grant(d) {
		m.held = append(m.held, heldGrant{line, d, r})
		return
	}
	m.recordGrant(r, d)
}

// grant reports whether the service is free.
func (c *relationshipChunk) grant(d Delegation) bool {
	h := holding{d.CustomerID, d.Service}
	if d.Transacting {
		if _, taken := c.holders[h]; taken {
			return false
		}
		c.holders[h] = d
	}
	c.granted = append(c.granted, d)
	return true
}

func (m *relationshipMerger) recordGrant(r Relationship, d Delegation) {
	m.count(d.PartnerID, FactKey{Kind: EventDelegatedAdminGranted, Service: d.Service}, d.GrantedAt, 1)
	m.recordAt(d.GrantedAt, r.grantedEvent(d, ID{}))
}

// settle grants the privileges whose service has become free, and rejects the rows of the rest (R11).
func (m *relationshipMerger) settle(ctx context.Context, held []heldGrant) error {
	customers := make([]ID, len(held))
	for i, h := range held {
		customers[i] = h.CustomerID
	}
	c := &relationshipChunk{}
	var err error
	if _, c.holders, err = m.active(ctx, customers); err != nil {
		return err
	}
	var refused []heldGrant
	for _, h := range held {
		if c.grant(h.Delegation) {
			m.recordGrant(h.under, h.Delegation)
		} else {
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
