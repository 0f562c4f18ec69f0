package reseller

import (
	"context"
	"slices"
)

// alter brings a subscription that is there to what the row says, from today on. What is cancelled stays as it is.
func (m *subscriptionMerger) alter(ctx context.Context, c *subscriptionChunk, line Line[SubscriptionRow], n sold, before Subscription) error {
	if before.moved() {
		n.record = Partner{ID: before.PartnerOfRecord}
	}
	billed, record := c.billed[before.BilledPartner], n.record.ID
	if base, found := c.baseOf(before); found {
		record = firstOf(record, base.PartnerOfRecord)
		if !m.fitsBase(line, record, base) {
			return nil
		}
	}
	if !m.isTheSame(line, n, before) || !m.mayChange(line, n, before, billed) {
		return nil
	}
	wanted := before
	if wanted.Status = line.Row.Status; wanted.Status != SubscriptionCancelled {
		wanted.Seats, wanted.PartnerOfRecord = int32(line.Row.Seats), record //nolint:gosec // at most MaxSeats
	}
	if !m.weigh(true, wanted == before) {
		return nil
	}
	today := DayIn(m.at, m.zone(billed.Country))
	before, err := m.renewAll(ctx, c, before, today)
	if err != nil {
		return err
	}
	m.change(c, before, wanted, today)
	return nil
}

// renewAll renews a subscription and its add-ons before they change, so that none of their charges lasts beyond its term. It is rare
// that one is due: a server renews it within a minute.
func (m *subscriptionMerger) renewAll(ctx context.Context, c *subscriptionChunk, s Subscription, today Day) (Subscription, error) {
	addOns := c.addOns[s.ID]
	for i := range addOns {
		var err error
		if addOns[i], err = m.renew(ctx, m.tx, addOns[i], today); err != nil {
			return s, err
		}
	}
	return m.renew(ctx, m.tx, s, today)
}

// fitsBase rejects a row that would part an add-on from what it adds to.
func (m *subscriptionMerger) fitsBase(line Line[SubscriptionRow], record ID, base Subscription) bool {
	switch {
	case line.Row.Status == SubscriptionCancelled:
		return true
	case !base.carries(line.Row.Status):
		m.rejectAddOnStatus(line, base)
		return false
	}
	return m.sharesRecord(line, record, base)
}

// isTheSame rejects a row that tells of another subscription than the one that has its key.
func (m *subscriptionMerger) isTheSame(line Line[SubscriptionRow], n sold, before Subscription) bool {
	zone := m.zone(n.reseller.Country)
	switch started := DayIn(before.OrderedAt, zone); {
	case before.CustomerID != n.customer.ID:
		m.rejectf(line.Number, "customer_key", "the subscription of this key is another customer's, and does not move; give each its own key")
	case before.Offer != n.offer.Code:
		m.rejectf(line.Number, "offer", "the subscription of this key is one of %s, and an import does not change that; give each its own key", before.Offer)
	case before.OriginalReseller != n.reseller.ID:
		m.rejectf(line.Number, "original_reseller_key", "somebody else sold the subscription of this key, and that does not change; give each its own key")
	case started != DayIn(line.Row.StartedAt, zone):
		m.rejectf(line.Number, "started_at", "the subscription of this key started on %s, and that does not change; give each its own key", started)
	default:
		return true
	}
	return false
}

// mayChange rejects a change that the subscription cannot go through.
func (m *subscriptionMerger) mayChange(line Line[SubscriptionRow], n sold, before Subscription, billed Partner) bool {
	row := line.Row
	switch due := before.DeletionDueAt(); {
	case row.Status == SubscriptionCancelled:
		return true
	case before.Status == SubscriptionCancelled:
		m.rejectf(line.Number, "status", "this subscription is %s and stays so; give another one its own key", before.Status)
		return false
	case row.Status == SubscriptionActive && !due.IsZero() && !m.at.Before(due):
		m.rejectf(line.Number, "status", "this subscription has been due for deletion since %s: it can be %s, and not be resumed (R20)", due.Format(dayLayout), SubscriptionCancelled)
		return false
	case int64(before.Seats) != row.Seats && !m.hasSeats(line, n.offer):
		return false
	}
	return before.PartnerOfRecord == n.record.ID || m.mayBeOfRecord(line, billed, n.record)
}

// change changes a subscription, and with it its add-ons as the mutations do (R20, R40).
func (m *subscriptionMerger) change(c *subscriptionChunk, before, wanted Subscription, today Day) {
	all := append([]Subscription{before}, c.addOns[before.ID]...)
	was := slices.Clone(all)
	if wanted.Seats != before.Seats {
		m.turn(EventSeatsChanged, &all[0], func(s *Subscription) { s.Seats = wanted.Seats })
		c.recharge(all[0], today)
	}
	for i := range all {
		if wanted.PartnerOfRecord != before.PartnerOfRecord && all[i].PartnerOfRecord != wanted.PartnerOfRecord {
			m.turn(EventPartnerOfRecordChanged, &all[i], func(s *Subscription) { s.PartnerOfRecord = wanted.PartnerOfRecord })
		}
		if wanted.Status != before.Status {
			m.setStatus(c, &all[i], wanted.Status, before.Suspension, today)
		}
	}
	for i := range all {
		if all[i] != was[i] {
			all[i].Version++
			c.changed = append(c.changed, all[i])
		}
	}
}

// turn changes a subscription and records that.
func (m *subscriptionMerger) turn(kind EventKind, s *Subscription, change func(*Subscription)) {
	before := subscriptionState(*s)
	change(s)
	e := s.event(kind)
	e.Before, e.After = before, subscriptionState(*s)
	m.record(e)
}

// setStatus suspends, resumes or cancels a subscription, or an add-on with what it adds to: one that was suspended on its own is not
// resumed.
func (m *subscriptionMerger) setStatus(c *subscriptionChunk, s *Subscription, status SubscriptionStatus, suspension Suspension, today Day) {
	switch {
	case status == SubscriptionSuspended && s.Status == SubscriptionActive:
		m.turn(EventSubscriptionSuspended, s, func(s *Subscription) { s.Status, s.Suspension = status, Suspension{Since: m.at} })
	case status == SubscriptionActive && s.Suspension.Since.Equal(suspension.Since):
		m.turn(EventSubscriptionResumed, s, func(s *Subscription) { s.Status, s.Suspension = status, Suspension{} })
	case status == SubscriptionCancelled:
		m.turn(EventSubscriptionCancelled, s, func(s *Subscription) {
			s.Status, s.CancelledAt, s.Suspension, s.Transfer = status, m.at, Suspension{}, TransferOffer{}
		})
		c.endCharges(*s, today)
	}
}

// recharge begins the charges anew, from today or, before the first day, from that on.
func (c *subscriptionChunk) recharge(s Subscription, today Day) {
	c.endCharges(s, today)
	c.recharged = append(c.recharged, chargeable{Subscription: s, since: today, from: max(today, s.Term.StartsOn)})
}

// endCharges ends the charges today.
func (c *subscriptionChunk) endCharges(s Subscription, today Day) {
	if !s.BilledPartner.IsZero() {
		c.ending[today] = append(c.ending[today], s.ID)
	}
}
