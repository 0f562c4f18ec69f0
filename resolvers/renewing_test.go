package resolvers_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/reseller"
)

// renewed has the terms that have ended renewed, and expects so many.
func (w *world) renewed(want int) {
	w.t.Helper()
	if got, err := w.app.RenewDue(w.t.Context()); err != nil || got != want {
		w.t.Errorf("%d renewed, want %d: %v", got, want, err)
	}
}

func TestR31_R32_ATermIsRenewedAtTheListThenInForce(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("PREMIUM", 10) // on 1 March 2026; the partner is billed on the 15th
		a := w.subscription("admin@alpha.example", id)
		a.want("subscription.term", `{"startsOn":"2026-03-02","endsOn":"2027-03-15","firstBilledOn":"2026-03-15"}`)
		w.load(map[string]string{"prices.csv": "offer,month,monthly_price_minor,currency\nPREMIUM,2027-02,2500,CNY\nPREMIUM,2027-04,2600,CNY\n"})
		w.until("2027-03-14")
		w.renewed(0)
		before := w.bill("admin@alpha.example", "2027-02").lines()
		w.until("2027-03-15")
		due := w.bill("admin@alpha.example", "2027-03").lines() // nobody has renewed it yet
		w.renewed(1)
		w.renewed(0)
		a = w.subscription("admin@alpha.example", id)
		a.want("subscription.term", `{"startsOn":"2027-03-15","endsOn":"2028-03-15","firstBilledOn":"2026-03-15"}`)
		a.want("subscription.unitPrice.amount", `"25.00"`) // of February's list: March has none
		a.want("subscription.version", `2`)
		const want = "RENEWAL 2027-03-15 2027-04-15 10 250.00"
		if got := w.bill("admin@alpha.example", "2027-03").lines(); got != want || due != want {
			t.Errorf("billed %s, before the renewal was written %s", got, due)
		}
		if got := w.bill("admin@alpha.example", "2027-02").lines(); got != before || got != "CYCLE_FEE 2027-02-15 2027-03-15 10 210.00" {
			t.Errorf("the bill of the month before is %s, was %s", got, before)
		}
	})
}

func TestR31_R32_AfterAStopRenewalsCatchUp(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id, cancelled, sold := w.bought("PREMIUM", 10), w.bought("BUSINESS", 1), w.soldByOperator("BUSINESS", "OFFICE365")
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": cancelled}).ok()
		w.load(map[string]string{"prices.csv": "offer,month,monthly_price_minor,currency\nPREMIUM,2027-01,2500,CNY\nPREMIUM,2028-01,2600,CNY\nPREMIUM,2029-01,2700,CNY\n"})
		w.until("2029-05-01")
		w.renewed(2)
		w.subscription("admin@alpha.example", id).want("subscription.term.endsOn", `"2030-03-15"`)
		w.subscription("admin@one.example", sold).want("subscription.term.startsOn", `"2029-03-01"`)
		for month, want := range map[string]string{
			"2027-03": "RENEWAL 2027-03-15 2027-04-15 10 250.00", "2027-04": "CYCLE_FEE 2027-04-15 2027-05-15 10 250.00",
			"2028-03": "RENEWAL 2028-03-15 2028-04-15 10 260.00", "2029-03": "RENEWAL 2029-03-15 2029-04-15 10 270.00",
		} {
			if got := w.bill("admin@alpha.example", month).lines(); got != want {
				t.Errorf("%s: %s, want %s", month, got, want)
			}
		}
		w.load(map[string]string{"prices.csv": "offer,month,monthly_price_minor,currency\nPREMIUM,2028-01,1,CNY\n"})
		if got := w.bill("admin@alpha.example", "2028-03").lines(); got != "RENEWAL 2028-03-15 2028-04-15 10 260.00" {
			t.Errorf("a list changed later has changed a bill: %s", got)
		}
	})
}

func TestR31_AChangeOfWhatIsDueRenewsItFirst(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("PREMIUM", 10)
		w.until("2027-03-20")
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 12, "version": 1}).ok().
			want("answer.subscription.term.endsOn", `"2028-03-15"`)
		w.renewed(0)
		w.until("2027-04-15")
		const want = `OFFSET 2027-03-15 2027-04-15 10 -220.00
PRORATE_ON_CHANGE 2027-03-15 2027-03-20 10 35.48
PRORATE_ON_CHANGE 2027-03-20 2027-04-15 12 221.42
CYCLE_FEE 2027-04-15 2027-05-15 12 264.00`
		if got := w.bill("admin@alpha.example", "2027-04").lines(); got != want {
			t.Errorf("lines:\n%s", got)
		}
	})
}

// What ends while it is due is renewed first, add-ons too: no list that comes later changes what was billed.
func TestR31_R33_WhatIsCancelledWhileItIsDue(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		w.added(id, "ARCHIVE")
		w.until("2027-03-20")
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": id}).ok()
		march := w.bill("admin@alpha.example", "2027-03").lines()
		w.load(map[string]string{"prices.csv": "offer,month,monthly_price_minor,currency\nARCHIVE,2027-03,99900,CNY\nBUSINESS,2027-03,99900,USD\n"})
		if got := w.bill("admin@alpha.example", "2027-03").lines(); got != march || strings.Count(got, "RENEWAL") != 2 {
			t.Errorf("the bill was\n%s\nand is\n%s", march, got)
		}
		w.renewed(0)
	})
}

// What the operator sold is renewed at the list too (R39).
func TestR31_R39_ThePriceOfADirectPurchase(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.soldByOperator("BUSINESS", "OFFICE365")
		w.load(map[string]string{"prices.csv": "offer,month,monthly_price_minor,currency\nBUSINESS,2027-01,5500,CNY\n"})
		w.until("2027-04-01")
		w.renewed(1)
		w.subscription("op@x.example", id).want("subscription.unitPrice.amount", `"55.00"`)
	})
}

func TestR31_ManyProcessesRenewEachTermOnce(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		for range 12 {
			w.bought("BUSINESS", 3)
		}
		w.until("2027-03-16")
		others := []*reseller.App{w.app}
		for range 3 {
			another := newWorld(t, w.store, testSecret)
			another.until("2027-03-16")
			others = append(others, another.app)
		}
		var mu sync.Mutex
		var renewing sync.WaitGroup
		total := 0
		for _, app := range others {
			renewing.Go(func() {
				n, err := app.RenewDue(t.Context())
				mu.Lock()
				defer mu.Unlock()
				total += n
				if err != nil {
					t.Error(err)
				}
			})
		}
		renewing.Wait()
		w.renewed(0)
		if total != 12 {
			t.Errorf("%d renewals of 12 terms", total)
		}
		lines := w.bill("admin@alpha.example", "2027-03")
		lines.want("viewer.partner.billing.total.amount", `"396.00"`)
		lines.want("viewer.partner.billing.lines.totalCount", `12`)
	})
}

// The background work renews without being asked.
func TestR31_TheServerRenews(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 3)
		w.until("2027-03-16")
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { w.app.Run(ctx) })
		for deadline := time.Now().Add(30 * time.Second); ; {
			a := w.subscription("admin@alpha.example", id)
			if a.get("subscription.term.endsOn") == "2028-03-15" {
				break
			}
			if time.Now().After(deadline) {
				t.Fatal("nothing is renewed")
			}
		}
		stop()
		running.Wait()
	})
}
