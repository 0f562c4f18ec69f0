package reseller

import (
	"context"
	"slices"
	"time"
)

// ImportSubscriptions adds and changes subscriptions, as one change (R25); a new one occurred when its row says. The customers of
// each chunk are locked until the end, as ordering locks them. It returns *BadRows when rows are bad: besides their values, for
// R16, R20, R23, R34, R36, R40, and for what does not change of one that is there.
//
// A new one is within the term in which the day of the import lies, at the price of the list of the month in which that term began
// (R31). Its partner is charged from the period of the import on: bills of past months stay what they were. A change counts from
// the day of the import.
//
// An add-on adds to what its customer has of the same partner, in the database or in any row of the file; what that partner has
// sold and another has taken over comes last, and then the other is billed for the add-on too. Such a one occurred with the import.
//
// A file knows nothing of transfers (R41): of a subscription that has moved its partner of record is not read.
func (a *App) ImportSubscriptions(ctx context.Context, source Source[SubscriptionRow]) (ImportReport, error) {
	return load(ctx, a, source, func(_ context.Context, im *importing) (merger[SubscriptionRow], error) {
		return &subscriptionMerger{importing: im, currencies: map[ID]string{}, zones: map[string]*time.Location{}}, nil
	})
}

type subscriptionMerger struct {
	*importing
	// currencies are those in which the partners of the file are billed (R34).
	currencies map[ID]string
	// zones are those of the countries of the file: finding one reads a file.
	zones map[string]*time.Location
	// addOns are the rows of add-ons: they are merged once all that they may add to is there.
	addOns []Line[SubscriptionRow]
}

// subscriptionChunk is what the rows of a chunk are judged by, and what is to be written.
type subscriptionChunk struct {
	offers    map[string]OfferRow
	prices    map[string]PriceList
	customers map[string]LockedCustomer
	partners  map[string]Partner
	// billed are the partners that are billed for those of the rows that are there, and for the bases.
	billed map[ID]Partner
	// standing are the relationships that have not ended.
	standing map[pair]Relationship
	known    map[string]Subscription
	// addOns are those of the known that are not cancelled; bases, for rows of add-ons, what each customer has, oldest first.
	addOns map[ID][]Subscription
	bases  map[ID][]Subscription

	added, changed []Subscription
	// ending are the subscriptions whose charges end, by the day; begun those of which they begin, and recharged those of which they
	// begin anew once they have ended.
	ending           map[Day][]ID
	begun, recharged []chargeable
}

// chargeable is a subscription that is charged as it is from a day on.
type chargeable struct {
	Subscription

	since, from, chargedFrom Day
	// begunAt is the moment of the change with which it is.
	begunAt time.Time
}

func (m *subscriptionMerger) merge(ctx context.Context, lines []Line[SubscriptionRow]) error {
	offers, err := m.tx.OffersByCode(ctx, each(lines, func(r SubscriptionRow) string { return r.Offer }))
	if err != nil {
		return err
	}
	var alone []Line[SubscriptionRow]
	for _, line := range lines {
		if len(offers[line.Row.Offer].AddOnOf) > 0 {
			m.addOns = append(m.addOns, line)
		} else {
			alone = append(alone, line)
		}
	}
	return m.mergeAll(ctx, alone, offers, false)
}

// finish merges the add-ons.
func (m *subscriptionMerger) finish(ctx context.Context) error {
	for lines := range slices.Chunk(m.addOns, importChunk) {
		offers, err := m.tx.OffersByCode(ctx, each(lines, func(r SubscriptionRow) string { return r.Offer }))
		if err != nil {
			return err
		}
		if err := m.mergeAll(ctx, lines, offers, true); err != nil {
			return err
		}
		if err := m.step(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

func (m *subscriptionMerger) mergeAll(ctx context.Context, lines []Line[SubscriptionRow], offers map[string]OfferRow, addOns bool) error {
	if len(lines) == 0 {
		return nil
	}
	c := &subscriptionChunk{offers: offers, ending: map[Day][]ID{}}
	if err := m.read(ctx, c, lines, addOns); err != nil {
		return err
	}
	for _, line := range lines {
		if !addOns && c.known[line.Row.Key].IsAddOn() { // its offer has become one that stands alone since
			m.addOns = append(m.addOns, line)
			continue
		}
		if err := m.place(ctx, c, line); err != nil {
			return err
		}
	}
	return m.write(ctx, c)
}

// read locks the customers first, and then reads what the rows are judged by, those of add-ons by more.
func (m *subscriptionMerger) read(ctx context.Context, c *subscriptionChunk, lines []Line[SubscriptionRow], addOns bool) error {
	var err error
	if c.customers, err = m.tx.LockCustomers(ctx, each(lines, func(r SubscriptionRow) string { return r.CustomerKey })); err != nil {
		return err
	}
	if c.known, err = m.tx.SubscriptionsByKey(ctx, each(lines, func(r SubscriptionRow) string { return r.Key })); err != nil {
		return err
	}
	keys := each(lines, func(r SubscriptionRow) string { return r.OriginalResellerKey })
	keys = append(keys, each(lines, func(r SubscriptionRow) string { return r.PartnerOfRecordKey })...)
	if c.partners, err = m.tx.PartnersByKey(ctx, keys); err != nil {
		return err
	}
	prices, err := m.tx.PricesOf(ctx, each(lines, func(r SubscriptionRow) string { return r.Offer }))
	if err != nil {
		return err
	}
	c.prices = PriceLists(prices)
	if addOns {
		if err := m.readBases(ctx, c); err != nil {
			return err
		}
	}
	return m.readAround(ctx, c)
}

// readAround reads what stands around the subscriptions that are there: who is billed for them, their add-ons, the relationships.
func (m *subscriptionMerger) readAround(ctx context.Context, c *subscriptionChunk) error {
	var known, billed, partners, customers []ID
	for _, s := range c.known {
		known = append(known, s.ID)
		if !s.BilledPartner.IsZero() {
			billed = append(billed, s.BilledPartner)
		}
	}
	for _, bases := range c.bases {
		for _, s := range bases {
			if !s.BilledPartner.IsZero() {
				billed = append(billed, s.BilledPartner)
			}
		}
	}
	for _, p := range c.partners {
		partners = append(partners, p.ID)
	}
	for _, customer := range c.customers {
		customers = append(customers, customer.ID)
	}
	slices.SortFunc(billed, compareIDs)
	billed = slices.Compact(billed)
	var err error
	if c.billed, err = m.tx.PartnersByID(ctx, platform(), billed); err != nil {
		return err
	}
	if c.addOns, err = m.tx.AddOnsOf(ctx, platform(), known, time.Time{}); err != nil {
		return err
	}
	between, err := m.tx.RelationshipsBetween(ctx, append(partners, billed...), customers)
	c.standing = make(map[pair]Relationship, len(between))
	for _, r := range between {
		if r.Status != RelationshipEnded {
			c.standing[pair{r.PartnerID, r.CustomerID}] = r
		}
	}
	return err
}

// sold is who and what a row names.
type sold struct {
	offer    OfferRow
	customer LockedCustomer
	// reseller and record are zero where the row names none.
	reseller, record Partner
	// billed is who a new one is billed to: the reseller, or who has taken over what an add-on adds to. today is the day there.
	billed Partner
	today  Day
}

// place settles what a row does.
func (m *subscriptionMerger) place(ctx context.Context, c *subscriptionChunk, line Line[SubscriptionRow]) error {
	before, there := c.known[line.Row.Key]
	if before.moved() {
		line.Row.PartnerOfRecordKey = ""
	}
	named, ok := m.named(c, line)
	switch {
	case !ok:
		return nil
	case there:
		return m.alter(ctx, c, line, named, before)
	}
	return m.begin(ctx, c, line, named)
}

// moved reports whether the subscription has been transferred to a partner that did not sell it (R41).
func (s Subscription) moved() bool { return s.BilledPartner != s.OriginalReseller }

// named rejects a row that names what is not there.
func (m *subscriptionMerger) named(c *subscriptionChunk, line Line[SubscriptionRow]) (sold, bool) {
	row := line.Row
	n := sold{
		offer: c.offers[row.Offer], customer: c.customers[row.CustomerKey],
		reseller: c.partners[row.OriginalResellerKey], record: c.partners[row.PartnerOfRecordKey],
	}
	switch {
	case n.customer.ID.IsZero():
		m.rejectf(line.Number, "customer_key", "there is no customer %s; load customers first", quote(row.CustomerKey))
	case n.offer.Code == "":
		m.rejectf(line.Number, "offer", "there is no offer %s; load offers first", quote(row.Offer))
	case row.OriginalResellerKey != "" && n.reseller.ID.IsZero():
		m.rejectf(line.Number, "original_reseller_key", "there is no partner %s; load partners first", quote(row.OriginalResellerKey))
	case row.PartnerOfRecordKey != "" && n.record.ID.IsZero():
		m.rejectf(line.Number, "partner_of_record_key", "there is no partner %s; load partners first", quote(row.PartnerOfRecordKey))
	default:
		return n, true
	}
	return n, false
}

// billTo settles who a new one is billed to.
func (m *subscriptionMerger) billTo(n *sold, billed Partner) {
	n.billed, n.today = billed, DayIn(m.at, m.zone(billed.Country))
}

func (m *subscriptionMerger) zone(country string) *time.Location {
	zone, known := m.zones[country]
	if !known {
		zone = ZoneOf(country)
		m.zones[country] = zone
	}
	return zone
}

// begin adds a subscription.
func (m *subscriptionMerger) begin(ctx context.Context, c *subscriptionChunk, line Line[SubscriptionRow], n sold) error {
	row := line.Row
	m.billTo(&n, n.reseller)
	base, has := c.baseFor(row, n)
	if has && base.moved() {
		m.billTo(&n, c.billed[base.BilledPartner])
		n.record = Partner{}
	}
	if !m.hasSeats(line, n.offer) || !m.mayBeBilled(c, line, n) || !m.mayBeOfRecord(line, n.billed, n.record) {
		return nil
	}
	s := Subscription{
		ID: m.newID(), ExternalKey: row.Key, CustomerID: n.customer.ID, Offer: n.offer.Code, Service: n.offer.Services[0],
		Seats: int32(row.Seats), Status: row.Status, OriginalReseller: n.reseller.ID, BilledPartner: n.billed.ID, //nolint:gosec // at most MaxSeats
		PartnerOfRecord: n.record.ID, OrderedAt: row.StartedAt, Version: 1,
	}
	s.Term = firstTerm(DayIn(row.StartedAt, m.zone(n.reseller.Country)), n.billed.billingDay()).at(n.today)
	s.UnitPrice = c.prices[s.Offer].At(s.Term.StartsOn.Month(), n.offer)
	switch s.Status {
	case SubscriptionActive:
	case SubscriptionSuspended:
		s.Suspension = Suspension{Since: m.at}
	case SubscriptionCancelled:
		s.CancelledAt = m.at
	}
	if len(n.offer.AddOnOf) > 0 && !m.attach(line, n, &s, base, has) {
		return nil
	}
	if agrees, err := m.agreesInCurrency(ctx, line, n.billed, s); err != nil || !agrees {
		return err
	}
	m.add(c, s, n)
	return nil
}

// add notes a new subscription, its charges and its events.
func (m *subscriptionMerger) add(c *subscriptionChunk, s Subscription, n sold) {
	m.weigh(false, false)
	c.added = append(c.added, s)
	at := s.OrderedAt
	if at.After(m.at) || s.moved() { // what has moved before it was known was neither in the giver's lists nor in the receiver's
		at = m.at
	}
	if !s.BilledPartner.IsZero() && s.Status != SubscriptionCancelled {
		since, billed := min(DayIn(s.OrderedAt, m.zone(n.reseller.Country)), n.today), periodAround(n.today, n.billed.billingDay())
		if s.moved() { // within the period, perhaps, and before that it was the giver's
			since, billed = n.today, n.today
		}
		c.begun = append(c.begun, chargeable{s, since, s.Term.StartsOn, max(s.Term.FirstBilledOn, billed), at})
	}
	e := s.event(EventSubscriptionImported)
	e.After = subscriptionState(s)
	m.recordAt(at, e)
	if !s.Transfer.To.IsZero() {
		m.record(s.offeredEvent())
	}
}

// periodAround is the first day of the billing period within which a day lies.
func periodAround(day Day, billingDay int) Day {
	if from := billingDayFrom(day, billingDay); from > day {
		return from.addMonths(-1)
	}
	return day
}

// write puts the subscriptions before the charges that name them, and ends charges before it begins others.
func (m *subscriptionMerger) write(ctx context.Context, c *subscriptionChunk) error {
	if err := m.tx.PutSubscriptions(ctx, c.changed); err != nil {
		return err
	}
	if err := m.tx.PutSubscriptions(ctx, c.added); err != nil {
		return err
	}
	for day, ids := range c.ending {
		ended, err := m.tx.EndCharges(ctx, ids, day, m.at)
		if err != nil {
			return err
		}
		for _, r := range c.recharged {
			if last, was := ended[r.ID]; was {
				c.begun = append(c.begun, chargeable{r.Subscription, r.since, r.from, last.ChargedFrom, last.begins(m.at)})
			}
		}
	}
	return m.beginCharges(ctx, c)
}

// beginCharges names in each charge of a provider the reseller that the relationship names, else the partner of record where that is
// one of its resellers (R34): a file of relationships names none.
func (m *subscriptionMerger) beginCharges(ctx context.Context, c *subscriptionChunk) error {
	var ids []ID
	for _, b := range c.begun {
		if !b.PartnerOfRecord.IsZero() && b.PartnerOfRecord != b.BilledPartner {
			ids = append(ids, b.PartnerOfRecord)
		}
	}
	records, err := m.tx.PartnersByID(ctx, platform(), ids)
	if err != nil {
		return err
	}
	charges := make([]BegunCharge, len(c.begun))
	for i, b := range c.begun {
		reseller := c.standing[pair{b.BilledPartner, b.CustomerID}].ResellerID
		if record, is := records[b.PartnerOfRecord]; is && record.ProviderID == b.BilledPartner {
			reseller = firstOf(reseller, record.ID)
		}
		charges[i] = BegunCharge{b.charge(reseller, b.from, b.chargedFrom).agreed(b.since), b.begunAt}
	}
	return m.tx.InsertCharges(ctx, charges)
}
