package reseller

import (
	"context"
	"errors"
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
		// Nowhere is it a later day than where the day begins first. What is not due yet where its partner is, renewOne leaves.
		latest := DayIn(a.now(), time.FixedZone("", 14*60*60))
		due, err := a.store.SubscriptionsDue(ctx, latest, last, renewBatch)
		if err != nil || len(due) == 0 {
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
			last = s.ID
		}
	}
}

// renewOne renews one subscription as one change, unless another process was first.
func (a *App) renewOne(ctx context.Context, seen Subscription) (done bool, err error) {
	_, err = attempt(ctx, a, Viewer{}, &memo{}, func(ctx context.Context, tx Tx, c *change) (struct{}, error) {
		done = false
		if _, err := tx.LockCustomer(ctx, seen.CustomerID); err != nil {
			return struct{}{}, err
		}
		found, err := tx.SubscriptionsByID(ctx, Scope{kind: scopeAll}, []ID{seen.ID})
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
		after, err := c.renew(ctx, tx, before, DayIn(c.at, zone))
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
	after := s
	after.Term = s.Term.at(today)
	if err := c.renewCharges(ctx, tx, s, today, func(month string) Money {
		if price := list.At(month, offer); price.Currency == s.UnitPrice.Currency {
			after.UnitPrice = price
		}
		return after.UnitPrice // a list in another currency changes no price (R34)
	}); err != nil {
		return s, err
	}
	if err := c.putSubscription(ctx, tx, EventSubscriptionRenewed, s, after, ""); err != nil {
		return s, err
	}
	after.Version++
	return after, nil
}

// renewCharges gives what the partner is charged a stretch for each term up to today.
func (c *change) renewCharges(ctx context.Context, tx Tx, s Subscription, today Day, price func(month string) Money) error {
	ended, err := tx.EndCharges(ctx, []ID{s.ID}, s.Term.EndsOn)
	if err != nil {
		return err
	}
	last, ok := ended[s.ID]
	if !ok {
		return nil // bought from the operator: on nobody's bill
	}
	last.Until = NoEnd
	return tx.InsertCharges(ctx, last.renewals(today, price)[1:])
}
