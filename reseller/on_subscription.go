package reseller

import (
	"context"
	"errors"
	"time"
)

// SubscriptionAnswer names a subscription, and the add-on that was ordered for it, if one was.
type SubscriptionAnswer struct {
	SubscriptionID, AddOnID ID
}

// subscribing is one change of a subscription that stands: the subscription as it was, who changes it, and what day it is there.
type subscribing struct {
	*change
	tx     Tx
	viewer Viewer
	before Subscription
	hold   Hold
	// today is the day in the zone of the viewer's partner.
	today Day
	// answer is what the change will answer.
	answer SubscriptionAnswer
}

// onSubscription runs fn on a subscription that the viewer sees, with its customer's row locked, once the version named and the
// table of what a relationship allows have been asked. action may depend on the subscription, but its roles may not.
func onSubscription(ctx context.Context, a *App, v Viewer, m mutation, id ID, action func(Subscription) Action,
	fn func(*subscribing, context.Context) error,
) (SubscriptionAnswer, error) {
	none := SubscriptionAnswer{}
	if !v.Known() {
		return none, ErrUnauthenticated
	}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (SubscriptionAnswer, error) {
		seen, err := visibleSubscription(ctx, tx, v, id)
		if err != nil {
			return none, err
		}
		if err := v.may(permissionFor(action(seen)).act); err != nil {
			return none, err
		}
		s, err := c.lockSubscription(ctx, tx, v, seen, m.Common)
		if err != nil {
			return none, err
		}
		if err := (claim{s.viewer, s.before, s.hold, c.now}).decide(action(s.before)); err != nil {
			return none, err
		}
		err = fn(s, ctx)
		return s.answer, err
	})
}

// lockSubscription locks the subscription's customer, and reads the subscription, if it is of the version named, and all that it
// depends on as they are now that nobody else changes them. What is due for renewal is renewed first.
func (c *change) lockSubscription(ctx context.Context, tx Tx, v Viewer, seen Subscription, named Common) (*subscribing, error) {
	if _, err := tx.LockCustomer(ctx, seen.CustomerID); err != nil {
		return nil, err
	}
	before, err := visibleSubscription(ctx, tx, v, seen.ID)
	if err != nil {
		return nil, err
	}
	if err := named.checkVersion(before.Version); err != nil {
		return nil, err
	}
	s := &subscribing{change: c, tx: tx, viewer: v, before: before, answer: SubscriptionAnswer{SubscriptionID: before.ID}}
	if v.Partner == nil {
		return s, nil
	}
	partner, err := tx.Partner(ctx, v.Partner.ID) // as it is now: it may have been suspended meanwhile
	if err != nil {
		return nil, err
	}
	s.viewer.Partner, s.today = &partner, DayIn(c.now, ZoneOf(partner.Country))
	holds, err := tx.Holds(ctx, v.Scope(), []ID{before.ID})
	if err != nil {
		return nil, err
	}
	s.hold = holds[before.ID]
	if before.BilledPartner == partner.ID {
		s.before, err = c.renew(ctx, tx, before, s.today)
	}
	return s, err
}

func visibleSubscription(ctx context.Context, tx Tx, v Viewer, id ID) (Subscription, error) {
	visible, err := tx.SubscriptionsByID(ctx, v.Scope(), []ID{id})
	if err != nil {
		return Subscription{}, err
	}
	s, ok := visible[id]
	if !ok {
		return Subscription{}, notFound(aSubscription).at("subscriptionId")
	}
	return s, nil
}

// always is an action whatever the subscription is.
func always(a Action) func(Subscription) Action { return func(Subscription) Action { return a } }

// put writes the subscription as it has become, and its event.
func (s *subscribing) put(ctx context.Context, kind EventKind, after Subscription) error {
	_, err := s.putSubscription(ctx, s.tx, kind, s.before, after, "")
	return err
}

// putSubscription writes a subscription as it has become, and its event, and gives it so.
func (c *change) putSubscription(ctx context.Context, tx Tx, kind EventKind, before, after Subscription, reason string) (Subscription, error) {
	after.Version++
	event := after.event(kind)
	event.Before, event.After = subscriptionState(before), subscriptionState(after)
	if reason != "" {
		event.After.Fields["reason"] = reason
	}
	if kind == EventSubscriptionTransferred {
		event.ResellerID = before.BilledPartner // who gave it sees that too
	}
	if kind == EventTransferOffered || kind == EventTransferWithdrawn {
		event.between(before, after)
	}
	c.record(event)
	return after, tx.PutSubscriptions(ctx, []Subscription{after})
}

// between makes the event of a transfer's offer, or of its end, one of the two parties alone: until it is taken it concerns neither
// the customer nor anybody else.
func (e *Event) between(before, after Subscription) {
	e.CustomerID = ID{}
	e.ResellerID = firstOf(after.Transfer.To, before.Transfer.To)
	for state, to := range map[*EventState]ID{e.Before: before.Transfer.To, e.After: after.Transfer.To} {
		if !to.IsZero() {
			state.Fields["transfer_to"] = to.String()
		}
	}
}

// offeredEvent is the event of the offer of a subscription's transfer.
func (s Subscription) offeredEvent() Event {
	before, e := s, s.event(EventTransferOffered)
	before.Transfer = TransferOffer{}
	e.Before, e.After = subscriptionState(before), subscriptionState(s)
	e.between(before, s)
	return e
}

// subscriptionState is what an event says of a subscription, without prices.
func subscriptionState(s Subscription) *EventState {
	state := &EventState{
		Offer: s.Offer, Service: s.Service, Seats: s.Seats, SubscriptionStatus: s.Status, Fields: map[string]string{
			"term_starts_on": s.Term.StartsOn.String(), "term_ends_on": s.Term.EndsOn.String(),
			"first_billed_on": s.Term.FirstBilledOn.String(),
		},
	}
	for name, id := range namedBy(&s) {
		if !id.IsZero() {
			state.Fields[name] = id.String()
		}
	}
	if s.Suspension.Reason != "" {
		state.Fields["suspension_reason"] = string(s.Suspension.Reason)
	}
	return state
}

// namedBy are what a subscription names, its base and its partners, by the names of their fields in a state.
func namedBy(s *Subscription) map[string]*ID {
	return map[string]*ID{
		"base": &s.BaseID, "original_reseller": &s.OriginalReseller, "billed_partner": &s.BilledPartner,
		"partner_of_record": &s.PartnerOfRecord, "support_partner": &s.SupportPartner,
	}
}

// charge ends what the partner is charged for the subscription so far, and begins anew for it as it has become. A change counts
// from its day, and before the first day from that day on.
func (s *subscribing) charge(ctx context.Context, after Subscription) error {
	ended, err := s.tx.EndCharges(ctx, []ID{after.ID}, s.today, s.at)
	if err != nil {
		return err
	}
	reseller, err := s.reseller(ctx, after)
	if err != nil {
		return err
	}
	chargedFrom := after.Term.FirstBilledOn
	last, ok := ended[after.ID]
	if ok {
		chargedFrom, reseller = last.ChargedFrom, firstOf(reseller, last.ResellerID)
	}
	return s.tx.InsertCharges(ctx, s.begun(last, after.charge(reseller, max(s.today, after.Term.StartsOn), chargedFrom).agreed(s.today)))
}

// reseller is the one that the billed partner's relationship names (R34); zero is none.
func (s *subscribing) reseller(ctx context.Context, of Subscription) (ID, error) {
	standing, err := s.tx.StandingRelationships(ctx, of.CustomerID)
	if err != nil {
		return ID{}, err
	}
	if r := standing.With(of.BilledPartner); r != nil {
		return r.ResellerID, nil
	}
	return ID{}, nil
}

// addOns are the subscription's add-ons that are not cancelled.
func (c *change) addOns(ctx context.Context, tx Tx, of Subscription) ([]Subscription, error) {
	// All of them, as they follow their base, whoever sees which.
	lists, err := tx.AddOnsOf(ctx, platform(), []ID{of.ID}, time.Time{})
	return lists[of.ID], err
}

// findOffer finds an offer of the catalogue.
func findOffer(ctx context.Context, tx Tx, code string) (OfferRow, error) {
	known, err := tx.OffersByCode(ctx, []string{code})
	if err != nil {
		return OfferRow{}, err
	}
	offer, ok := known[code]
	if !ok {
		return OfferRow{}, Invalid([]string{"offer"}, "There is no offer %s in the catalogue.", quote(code))
	}
	return offer, nil
}

// checkSeats refuses numbers of seats that the offer does not have.
func (r OfferRow) checkSeats(seats int32) error {
	if int64(seats) < r.MinSeats || int64(seats) > r.MaxSeats {
		return Invalid([]string{"seats"}, "%s has %d to %d seats; you ask for %d.", r, r.MinSeats, r.MaxSeats, seats)
	}
	return nil
}

// priceNow gives the price of an offer in the list of a day's month (R31), and refuses a currency other than the one in which the
// partner is billed (R34).
func priceNow(ctx context.Context, tx Tx, scope Scope, partner ID, offer OfferRow, day Day) (Money, error) {
	prices, err := tx.PricesOf(ctx, []string{offer.Code})
	if err != nil {
		return Money{}, err
	}
	price := PriceLists(prices)[offer.Code].At(day.Month(), offer)
	currency, err := settleCurrency(ctx, tx, scope, partner, price.Currency)
	if err == nil && currency != price.Currency {
		return Money{}, refuse(CodeValidationFailed, "R34", "A partner is billed in one currency, yours in %s; the price of this offer is in %s.", currency, price.Currency).at("offer")
	}
	return price, err
}

// settleCurrency gives the currency in which a partner is billed: the first charge settles it, and so a partner that has none yet
// is locked, and the currency is the one proposed.
func settleCurrency(ctx context.Context, tx Tx, scope Scope, partner ID, proposed string) (string, error) {
	currency, err := tx.BilledCurrency(ctx, scope, partner, time.Time{})
	if !errors.Is(err, ErrNotFound) {
		return currency, err
	}
	if _, err := tx.LockPartner(ctx, partner); err != nil {
		return "", err
	}
	currency, err = tx.BilledCurrency(ctx, scope, partner, time.Time{})
	if errors.Is(err, ErrNotFound) {
		return proposed, nil
	}
	return currency, err
}
