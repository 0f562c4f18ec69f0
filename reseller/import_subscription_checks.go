package reseller

import (
	"bytes"
	"context"
	"math"
	"slices"
)

// hasSeats rejects a row whose seats the offer does not have.
func (m *subscriptionMerger) hasSeats(line Line[SubscriptionRow], offer OfferRow) bool {
	if seats := line.Row.Seats; seats < offer.MinSeats || seats > offer.MaxSeats {
		m.rejectf(line.Number, "seats", "%d is not between %d and %d, as %s has it", seats, offer.MinSeats, offer.MaxSeats, offer.Code)
		return false
	}
	return true
}

// mayBeBilled rejects a new row whose billed partner cannot be billed for it: its original reseller, or who has taken over what it adds
// to. Who is billed for nothing any more need not have
// a relationship, nor have signed.
func (m *subscriptionMerger) mayBeBilled(c *subscriptionChunk, line Line[SubscriptionRow], n sold) bool {
	const column = "original_reseller_key"
	_, related := c.standing[pair{n.billed.ID, n.customer.ID}]
	key := quote(orDefault(n.billed.ExternalKey, n.billed.Name))
	switch cancelled := line.Row.Status == SubscriptionCancelled; {
	case n.billed.ID.IsZero():
		return true
	case !n.billed.Type.Transacting():
		m.rejectf(line.Number, column, "partner %s is of type %s; only a %s or an %s orders and is billed (R16)",
			key, n.billed.Type, DirectReseller, IndirectProvider)
	case !cancelled && !related:
		m.rejectf(line.Number, column, "partner %s has no relationship with this customer that has not ended (R23); load relationships first", key)
	case !cancelled && !n.billed.Agreement.Signed():
		m.rejectf(line.Number, column, "partner %s has not signed the reseller agreement yet (R36)", key)
	default:
		return true
	}
	return false
}

// mayBeOfRecord rejects a row whose partner of record is neither the billed partner nor paired with it (R40).
func (m *subscriptionMerger) mayBeOfRecord(line Line[SubscriptionRow], billed, record Partner) bool {
	if billed.ID.IsZero() || record.ID.IsZero() || record.ID == billed.ID || record.ProviderID == billed.ID {
		return true
	}
	m.rejectf(line.Number, "partner_of_record_key", "partner %s is neither the billed partner, %s, nor a reseller paired with it (R40)",
		quote(line.Row.PartnerOfRecordKey), quote(orDefault(billed.ExternalKey, billed.Name)))
	return false
}

// agreesInCurrency rejects a row whose price is in another currency than the one in which its partner is billed (R34). Each partner
// of the file is looked up once.
func (m *subscriptionMerger) agreesInCurrency(ctx context.Context, line Line[SubscriptionRow], billed Partner, s Subscription) (bool, error) {
	if billed.ID.IsZero() || s.Status == SubscriptionCancelled {
		return true, nil
	}
	currency, known := m.currencies[billed.ID]
	if !known {
		var err error
		if currency, err = settleCurrency(ctx, m.tx, platform(), billed.ID, s.UnitPrice.Currency); err != nil {
			return false, err
		}
		m.currencies[billed.ID] = currency
	}
	if currency != s.UnitPrice.Currency {
		m.rejectf(line.Number, "offer", "its price is in %s, and partner %s is billed in %s: a partner is billed in one currency (R34)",
			s.UnitPrice.Currency, quote(orDefault(billed.ExternalKey, billed.Name)), currency)
	}
	return currency == s.UnitPrice.Currency, nil
}

// readBases reads what the customers of a chunk have: what add-ons may add to, or do.
func (m *subscriptionMerger) readBases(ctx context.Context, c *subscriptionChunk) error {
	var customers []ID
	for _, customer := range c.customers {
		customers = append(customers, customer.ID)
	}
	all := SubscriptionList{Owner: TenantCustomer}
	pages, err := m.tx.Subscriptions(ctx, platform(), customers, all, Page{Limit: math.MaxInt32 - 1})
	c.bases = make(map[ID][]Subscription, len(pages))
	for customer, page := range pages {
		slices.Reverse(page.Items) // newest first there
		c.bases[customer] = page.Items
	}
	return err
}

// baseFor finds what a new add-on adds to: the oldest that takes it, of the same partner – what that is billed for before what it has
// sold and another has taken over –, and in use if the add-on is. Where none is in use it gives the last one.
func (c *subscriptionChunk) baseFor(row SubscriptionRow, n sold) (Subscription, bool) {
	var mine, moved []Subscription
	for _, s := range c.bases[n.customer.ID] {
		switch {
		case s.IsAddOn() || !slices.Contains(n.offer.AddOnOf, s.Offer):
		case s.BilledPartner == n.reseller.ID:
			mine = append(mine, s)
		case s.OriginalReseller == n.reseller.ID:
			moved = append(moved, s)
		}
	}
	fitting := append(mine, moved...) //nolint:gocritic // mine is not used any more
	if len(fitting) == 0 {
		return Subscription{}, false
	}
	if i := slices.IndexFunc(fitting, func(base Subscription) bool { return base.carries(row.Status) }); i >= 0 {
		return fitting[i], true
	}
	return fitting[len(fitting)-1], true
}

// attach makes a new add-on one of what it adds to. Its parties are that one's, and it is offered with it (R41).
func (m *subscriptionMerger) attach(line Line[SubscriptionRow], n sold, addOn *Subscription, base Subscription, has bool) bool {
	switch {
	case !has:
		m.rejectf(line.Number, "offer", "%s is an add-on, and this customer has no subscription of the same original reseller that takes it, neither in the database nor in this file", n.offer.Code)
		return false
	case !base.carries(addOn.Status):
		m.rejectAddOnStatus(line, base)
		return false
	}
	addOn.BaseID, addOn.SupportPartner = base.ID, base.SupportPartner
	if addOn.Status != SubscriptionCancelled && !base.Transfer.To.IsZero() {
		addOn.Transfer = TransferOffer{To: base.Transfer.To, At: m.at}
	}
	addOn.PartnerOfRecord = firstOf(addOn.PartnerOfRecord, base.PartnerOfRecord)
	return m.sharesRecord(line, addOn.PartnerOfRecord, base)
}

// carries reports whether an add-on may have a status: it is suspended and cancelled with what it adds to (R20).
func (s Subscription) carries(addOn SubscriptionStatus) bool {
	switch s.Status {
	case SubscriptionActive:
		return true
	case SubscriptionSuspended:
		return addOn != SubscriptionActive
	case SubscriptionCancelled:
	}
	return addOn == SubscriptionCancelled
}

func (m *subscriptionMerger) rejectAddOnStatus(line Line[SubscriptionRow], base Subscription) {
	m.rejectf(line.Number, "status", "what this add-on adds to is %s, and the add-on %s: it is suspended and cancelled with that (R20)", base.Status, line.Row.Status)
}

// sharesRecord rejects an add-on whose partner of record is not that of what it adds to.
func (m *subscriptionMerger) sharesRecord(line Line[SubscriptionRow], record ID, base Subscription) bool {
	if record != base.PartnerOfRecord {
		m.rejectf(line.Number, "partner_of_record_key", "an add-on has the partner of record of what it adds to (R40); name that one, or leave it empty")
	}
	return record == base.PartnerOfRecord
}

// baseOf finds what an add-on that is there adds to.
func (c *subscriptionChunk) baseOf(addOn Subscription) (Subscription, bool) {
	of := c.bases[addOn.CustomerID]
	i := slices.IndexFunc(of, func(s Subscription) bool { return s.ID == addOn.BaseID })
	if i < 0 {
		return Subscription{}, false
	}
	return of[i], true
}

func compareIDs(x, y ID) int { return bytes.Compare(x[:], y[:]) }
