package reseller

import (
	"context"
	"maps"
	"slices"
	"time"
)

// ImportRelationships adds and changes relationships and the DAP under them, as one change (R25); it occurred when the
// rows say. The customers of each chunk are locked until the end, as accepting locks them (R11). It returns *BadRows when
// rows are bad: besides their values, for R7, R11, R23, and a second relationship of a pair that has not ended.
//
// A file tells what was agreed elsewhere and before, so that it may hold relationships of an INDIRECT_RESELLER's own, whose
// DAP stands beside (R11); those that begin here are its provider's (R6).
//
// What one row takes away another may give, in any order: only what stands at the end of the file counts.
func (a *App) ImportRelationships(ctx context.Context, source Source[RelationshipRow]) (ImportReport, error) {
	return load(ctx, a, source, func(ctx context.Context, im *importing) (merger[RelationshipRow], error) {
		catalogue, err := im.catalogue(ctx)
		return &relationshipMerger{importing: im, services: catalogue, known: map[string]Partner{}}, err
	})
}

type relationshipMerger struct {
	*importing
	services map[string]bool
	// known are the partners that rows have named so far, by key, each read once.
	known map[string]Partner
	// waiting are rows that begin a relationship while another of the pair stands.
	waiting []Line[RelationshipRow]
	// held are privileges that begin while another transacting partner holds the service.
	held []heldGrant
	// last: no later row can free anything.
	last bool
}

// pair is a partner and a customer.
type pair struct{ partner, customer ID }

// relationshipChunk is what stands around the rows of a chunk, kept up to date from row to row, and what is to be written.
type relationshipChunk struct {
	partners  map[string]Partner
	customers map[string]LockedCustomer
	// of are the relationships of each pair, ended ones too; standing the one that has not ended.
	of       map[pair][]Relationship
	standing map[pair]Relationship
	// under are the ACTIVE privileges under each relationship; holders those that count for R11, and freed is when the last one of
	// these that has ended did.
	under   map[ID][]Delegation
	holders map[holding]Delegation
	freed   map[holding]time.Time
	// blockers are the subscriptions that keep relationships which rows end from ending (R23).
	blockers map[ID][]ID

	added, changed []Relationship
	ended, granted []Delegation
}

func (m *relationshipMerger) merge(ctx context.Context, lines []Line[RelationshipRow]) error {
	if len(lines) == 0 {
		return nil
	}
	c, err := m.read(ctx, lines)
	if err != nil {
		return err
	}
	for _, line := range lines {
		m.place(c, line)
	}
	return m.write(ctx, c)
}

// read locks the customers first, and then reads what the rows are judged by.
func (m *relationshipMerger) read(ctx context.Context, lines []Line[RelationshipRow]) (*relationshipChunk, error) {
	c := &relationshipChunk{}
	var err error
	if c.customers, err = m.tx.LockCustomers(ctx, each(lines, func(r RelationshipRow) string { return r.CustomerKey })); err != nil {
		return nil, err
	}
	if c.partners, err = m.partners(ctx, lines); err != nil {
		return nil, err
	}
	var partners, customers []ID
	for _, p := range c.partners {
		partners = append(partners, p.ID)
	}
	for _, customer := range c.customers {
		customers = append(customers, customer.ID)
	}
	between, err := m.tx.RelationshipsBetween(ctx, partners, customers)
	if err != nil {
		return nil, err
	}
	c.arrange(between)
	if err := m.readPrivileges(ctx, c, customers); err != nil {
		return nil, err
	}
	c.blockers, err = m.tx.Blockers(ctx, platform(), c.ending(lines))
	return c, err
}

// partners finds those that rows name. There are far fewer of them than rows, and the same ones in every chunk.
func (m *relationshipMerger) partners(ctx context.Context, lines []Line[RelationshipRow]) (map[string]Partner, error) {
	named := map[string]Partner{}
	var unknown []string
	for _, line := range lines {
		key := line.Row.PartnerKey
		if partner, known := m.known[key]; known {
			named[key] = partner
		} else {
			unknown = append(unknown, key)
		}
	}
	found, err := m.tx.PartnersByKey(ctx, unknown)
	maps.Copy(m.known, found)
	maps.Copy(named, found)
	return named, err
}

// ending are the relationships that rows end.
func (c *relationshipChunk) ending(lines []Line[RelationshipRow]) []ID {
	var ids []ID
	for _, line := range lines {
		row := line.Row
		r, there := c.find(c.partners[row.PartnerKey].ID, c.customers[row.CustomerKey].ID, row.AcceptedAt)
		if there && row.Status == RelationshipEnded && r.Status != RelationshipEnded {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func (c *relationshipChunk) arrange(between []Relationship) {
	c.of, c.standing = make(map[pair][]Relationship, len(between)), make(map[pair]Relationship, len(between))
	for _, r := range between {
		p := pair{r.PartnerID, r.CustomerID}
		c.of[p] = append(c.of[p], r)
		if r.Status != RelationshipEnded {
			c.standing[p] = r
		}
	}
}

// place settles what a row does.
func (m *relationshipMerger) place(c *relationshipChunk, line Line[RelationshipRow]) {
	row := line.Row
	partner, customer := c.partners[row.PartnerKey], c.customers[row.CustomerKey]
	if !m.fits(line, partner, customer) {
		return
	}
	before, there := c.find(partner.ID, customer.ID, row.AcceptedAt)
	standing, stands := c.standing[pair{partner.ID, customer.ID}]
	switch {
	case there && before.Status == RelationshipEnded && row.Status != RelationshipEnded:
		m.rejectf(line.Number, "status", "this relationship has ended and stays so; give the new one its own accepted_at")
	case there && len(c.blockers[before.ID]) > 0:
		m.rejectf(line.Number, "status", "the partner is billed for %d subscriptions of this customer that are not cancelled (R23); cancel or transfer them first",
			len(c.blockers[before.ID]))
	case there:
		m.alter(c, line, before, partner)
	case row.Status == RelationshipEnded || !stands:
		m.begin(c, line, partner, customer)
	case m.last:
		m.rejectf(line.Number, "status", "another relationship of this partner and customer, accepted at %s, has not ended",
			standing.AcceptedAt.Format(time.RFC3339Nano))
	default:
		m.waiting = append(m.waiting, line)
	}
}

// fits rejects a row whose parties are not there or may not be related.
func (m *relationshipMerger) fits(line Line[RelationshipRow], partner Partner, customer LockedCustomer) bool {
	row := line.Row
	switch {
	case partner.ID.IsZero():
		m.rejectf(line.Number, "partner_key", "there is no partner %s; load partners first", quote(row.PartnerKey))
	case customer.ID.IsZero():
		m.rejectf(line.Number, "customer_key", "there is no customer %s; load customers first", quote(row.CustomerKey))
	case partner.Country != customer.Country:
		m.rejectf(line.Number, "customer_key", "the customer is in %s, the partner in %s; both must be in one country or region (R7)", customer.Country, partner.Country)
	default:
		return m.knows(m.services, line.Number, row.Services)
	}
	return false
}

func (c *relationshipChunk) find(partner, customer ID, at time.Time) (Relationship, bool) {
	for _, r := range c.of[pair{partner, customer}] {
		if r.AcceptedAt.Equal(at) {
			return r, true
		}
	}
	return Relationship{}, false
}

// begin adds a relationship. One that has ended tells two things: that it began, and that it ended.
func (m *relationshipMerger) begin(c *relationshipChunk, line Line[RelationshipRow], partner Partner, customer LockedCustomer) {
	row := line.Row
	r := Relationship{
		ID: m.newID(), PartnerID: partner.ID, CustomerID: customer.ID, Status: row.Status,
		AcceptedAt: row.AcceptedAt, EndedAt: row.EndedAt, Version: 1,
	}
	m.weigh(false, false)
	c.added = append(c.added, r)
	first := row.Status
	if first == RelationshipEnded {
		first = RelationshipActive
	} else {
		c.standing[pair{partner.ID, customer.ID}] = r
	}
	m.count(r.PartnerID, FactKey{Kind: EventRelationshipCreated}, r.AcceptedAt, 1)
	m.recordRelationship(EventRelationshipCreated, r.AcceptedAt, r, nil, &EventState{RelationshipStatus: first})
	m.countEnd(r, 1)
	if row.Status == RelationshipEnded {
		m.recordRelationship(EventRelationshipEnded, r.EndedAt, r,
			&EventState{RelationshipStatus: first}, &EventState{RelationshipStatus: RelationshipEnded})
	}
	for _, code := range row.Services {
		m.grant(c, line.Number, partner, r, code, r.AcceptedAt)
	}
}

// alter brings a relationship that is there to what the row says.
func (m *relationshipMerger) alter(c *relationshipChunk, line Line[RelationshipRow], before Relationship, partner Partner) {
	row, after := line.Row, before
	after.Status, after.EndedAt = row.Status, row.EndedAt
	if after.Status == RelationshipActive {
		after.End = EndProposal{} // what was proposed is off
	}
	same := before.Status == after.Status && before.EndedAt.Equal(after.EndedAt)
	lost, missing := compareServices(c.under[before.ID], partner.ID, row)
	if !m.weigh(true, same && len(lost) == 0 && len(missing) == 0) {
		return
	}
	after.Version++
	c.changed = append(c.changed, after)
	if !same {
		m.countEnd(before, -1)
		m.countEnd(after, 1)
		m.recordChange(before, after)
	}
	at, reason := m.at, EndCustomerRemoved
	if after.Status == RelationshipEnded {
		delete(c.standing, pair{after.PartnerID, after.CustomerID})
		at, reason = after.EndedAt, EndRelationshipEnded
	}
	for _, d := range lost {
		m.revoke(c, before, d, at, reason)
	}
	for _, code := range missing {
		m.grant(c, line.Number, partner, after, code, m.at)
	}
}

// countEnd has reports count the end of a relationship that has ended.
func (m *relationshipMerger) countEnd(r Relationship, n int32) {
	if r.Status == RelationshipEnded {
		m.count(r.PartnerID, FactKey{Kind: EventRelationshipEnded}, r.EndedAt, n)
	}
}

func (m *relationshipMerger) recordChange(before, after Relationship) {
	kind, at := EventRelationshipChanged, m.at
	if after.Status == RelationshipEnded {
		at = after.EndedAt
		if before.Status != RelationshipEnded {
			kind = EventRelationshipEnded
		}
	}
	m.recordRelationship(kind, at, after,
		endState(before), endState(after))
}

// endState says whether a relationship stands and, if not, since when.
func endState(r Relationship) *EventState {
	s := &EventState{RelationshipStatus: r.Status}
	if !r.EndedAt.IsZero() {
		s.Fields = map[string]string{"ended_at": r.EndedAt.Format(time.RFC3339Nano)}
	}
	return s
}

func (m *relationshipMerger) recordRelationship(kind EventKind, at time.Time, r Relationship, before, after *EventState) {
	e := r.event(kind, ID{})
	e.Before, e.After = before, after
	m.recordAt(at, e)
}

// write makes room before it fills it: the indexes allow one standing relationship per pair and one holder per service
// at any moment.
func (m *relationshipMerger) write(ctx context.Context, c *relationshipChunk) error {
	if err := m.tx.PutRelationships(ctx, c.changed); err != nil {
		return err
	}
	if err := m.tx.PutRelationships(ctx, c.added); err != nil {
		return err
	}
	if err := m.tx.PutDelegations(ctx, c.ended); err != nil {
		return err
	}
	return m.tx.PutDelegations(ctx, c.granted)
}

// finish merges the rows and the privileges that waited.
func (m *relationshipMerger) finish(ctx context.Context) error {
	m.last = true
	for lines := range slices.Chunk(m.waiting, importChunk) {
		if err := m.merge(ctx, lines); err != nil {
			return err
		}
	}
	for held := range slices.Chunk(m.held, importChunk) {
		if err := m.settle(ctx, held); err != nil {
			return err
		}
	}
	return nil
}
