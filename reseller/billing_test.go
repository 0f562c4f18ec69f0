package reseller

import (
	"context"
	"testing"
)

// longBill is a store that has nothing but charges, of many subscriptions with three stretches each, and counts what it has given.
type longBill struct {
	Store

	subscriptions, given int
}

func (s *longBill) EachCharge(_ context.Context, _ Scope, _ ID, _ ChargeQuery, yield func(Charge) error) error {
	l := newLedger(20_000, 1, 10, 1100)
	from := billingDayFrom(20_100, 1)
	l.seats(from+3, 11)
	l.seats(from+9, 12)
	for i := range s.subscriptions {
		for _, c := range l.charges {
			c.CustomerID, c.SubscriptionID = ID{byte(i >> 16)}, ID{byte(i >> 16), byte(i >> 8), byte(i)}
			s.given++
			if err := yield(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// A bill of any length takes the memory of one subscription: no line waits for more charges than those of its subscription and the
// first of the next, and a reader that stops has read no further.
func TestR34_ABillIsReadASubscriptionAtATime(t *testing.T) {
	t.Parallel()
	store := &longBill{subscriptions: 100_000}
	from := billingDayFrom(20_100, 1).addMonths(1)
	bill := Bill{Period: Period{from, from.addMonths(1)}, store: store, lines: billing{
		period: Period{from, from.addMonths(1)}, rate: func(string) int64 { return 0 }, price: func(string, string) Money { return Money{} },
	}}
	const linesOfEach, chargesOfEach = 5, 3
	lines := 0
	for _, err := range bill.Lines(t.Context(), ChargeKey{}) {
		if err != nil {
			t.Fatal(err)
		}
		if most := (lines/linesOfEach + 1) * chargesOfEach; store.given > most+1 {
			t.Fatalf("line %d came after %d charges", lines, store.given)
		}
		lines++
	}
	if lines != store.subscriptions*linesOfEach {
		t.Errorf("%d lines", lines)
	}
	store.given = 0
	for _, err := range bill.Lines(t.Context(), ChargeKey{}) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if store.given > chargesOfEach+1 {
		t.Errorf("one line was read, and %d charges", store.given)
	}
}
