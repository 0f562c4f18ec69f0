package reseller

import (
	"context"
	"errors"
	"slices"
	"time"
)

const (
	// renewEvery is how often terms that have ended are looked for.
	renewEvery = time.Minute
	// renewBatch is how many are looked up at once.
	renewBatch = 500
)

// renewUntil renews what is due until ctx ends.
func (a *App) renewUntil(ctx context.Context) {
	again := time.NewTicker(renewEvery)
	defer again.Stop()
	for {
		_, err := a.RenewDue(ctx)
		warn(ctx, "renewing subscriptions", err)
		select {
		case <-again.C:
		case <-ctx.Done():
			return
		}
	}
}

// RenewDue renews the subscriptions whose terms have ended, at the prices of the lists then in force (R31, R32), and counts them.
// Each is a change of its own, made by the platform. It may run in many processes at once, and after a stop catches up with terms
// long ended. What cannot be renewed now is passed over, and is due again the next time.
func (a *App) RenewDue(ctx context.Context) (renewed int, err error) {
	var last ID
	for {
		// Nowhere is it a later day than where the day begins first.
		latest := DayIn(a.now(), time.FixedZone("", 14*60*60))
		due, err := a.store.SubscriptionsDue(ctx, latest, last, renewBatch)
		if err != nil || len(due) == 0 {
			return renewed, err
		}
		last = due[len(due)-1].ID
		if due, err = a.whereDue(ctx, due); err != nil {
			return renewed, err
		}
		for _, s := range due {
			done, err := a.renewOne(ctx, s)
			if errors.Is(err, ErrUnavailable) {
				return renewed, err
			}
			warn(ctx, "renewing a subscription", err)
			if done {
				renewed++
			}
		}
	}
}

// whereDue keeps the subscriptions whose terms have ended where their partners are, without a lock on any of the others.
func (a *App) whereDue(ctx context.Context, due []Subscription) ([]Subscription, error) {
	billed := make([]ID, len(due))
	for i, s := range due {
		billed[i] = s.BilledPartner
	}
	partners, err := a.store.PartnersByID(ctx, platform(), billed) // nobody asks: time passes
	now := a.now()
	return slices.DeleteFunc(due, func(s Subscription) bool {
		return s.Term.EndsOn > DayIn(now, ZoneOf(partners[s.BilledPartner].Country))
	}), err
}

// renewOne renews one subscription as one change, unless another process was first. It is the platform's: nobody asks for it.
func (a *App) renewOne(ctx context.Context, seen Subscription) (done bool, err error) {
	_, err = attempt(ctx, a, Viewer{}, platform(), &memo{}, func(ctx context.Context, tx Tx, c *change) (struct{}, error) {
		done = false
		if _, err := tx.LockCustomer(ctx, seen.CustomerID); err != nil {
			return struct{}{}, err
		}
		found, err := tx.SubscriptionsByID(ctx, platform(), []ID{seen.ID})
		if err != nil {
			return struct{}{}, err
		}
		before := found[seen.ID]
		zone := time.UTC
		if !before.BilledPartner.IsZero() {
			partner, err := tx.Partner(ctx, before.BilledPartner)
			if err != nil {
				return struct{}{}, err
			}
			zone = ZoneOf(partner.Country)
		}
		after, err := c.renew(ctx, tx, before, DayIn(c.now, zone))
		done = after.Version != before.Version
		return struct{}{}, err
	})
	return done, err
}

// renew brings a subscription to the term within which a day lies, at the price of the list in force when it began (R31), and gives
// it as it has become. One that is cancelled, or whose term lasts, stays as it is.
func (c *change) renew(ctx context.Context, tx Tx, s Subscription, today Day) (Subscription, error) {
	if s.Status == SubscriptionCancelled || s.Term.EndsOn > today {
		return s, nil
	}
	offers, err := tx.OffersByCode(ctx, []string{s.Offer})
	if err != nil {
		return s, err
	}
	prices, err := tx.PricesOf(ctx, []string{s.Offer})
	if err != nil {
		return s, err
	}
	list, offer := PriceLists(prices)[s.Offer], offers[s.Offer]
	renewed, err := c.renewCharges(ctx, tx, s, func(open Charge) []Charge {
		return open.renewals(today, func(month string) Money { return list.At(month, offer) })
	})
	if err != nil {
		return s, err
	}
	after := s
	after.Term, after.UnitPrice = renewed.Term, renewed.UnitPrice
	return c.putSubscription(ctx, tx, EventSubscriptionRenewed, s, after, "")
}

// renewCharges puts the stretches that the open one becomes in its place, and gives the last of them. What the operator sold is on
// nobody's bill, and is renewed as if it were on one.
func (c *change) renewCharges(ctx context.Context, tx Tx, s Subscription, renew func(Charge) []Charge) (Charge, error) {
	ended, err := tx.EndCharges(ctx, []ID{s.ID}, s.Term.EndsOn, c.at)
	if err != nil {
		return Charge{}, err
	}
	last, billed := ended[s.ID]
	open := last.Charge
	if !billed {
		open = s.charge(ID{}, s.Term.StartsOn, s.Term.FirstBilledOn)
	}
	open.Until = NoEnd
	renewed := renew(open)
	if billed {
		err = tx.InsertCharges(ctx, c.begun(last, renewed[1:]...))
	}
	return renewed[len(renewed)-1], err
}
