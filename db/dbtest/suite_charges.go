package dbtest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"accord/reseller"
)

var chargeCases = []testCase{
	{"R33_R34_charges_keep_every_field", chargesKeepFields},
	{"R33_EachCharge_in_the_order_of_their_ends", eachCharge},
	{"R33_EachCharge_within_its_days", eachChargeWithin},
	{"R33_EachCharge_passes_over_what_is_long_over", eachChargeOver},
	{"EachCharge_goes_on_from_a_key", eachChargeFrom},
	{"EachCharge_stops_at_an_error", eachChargeStops},
	{"R33_a_subscription_is_charged_one_way_at_a_time", oneOpenCharge},
	{"R33_EndCharges_on_a_day_also_before_they_begin", endCharges},
	{"R34_BilledCurrency_of_any_charge", billedCurrency},
}

// charged reads what EachCharge gives.
func charged(ctx context.Context, t *testing.T, r reseller.Reader, partner reseller.ID, query reseller.ChargeQuery) []reseller.Charge {
	t.Helper()
	var all []reseller.Charge
	check(t, r.EachCharge(ctx, AsOperator(), partner, query, func(c reseller.Charge) error {
		all = append(all, c)
		return nil
	}))
	return all
}

// allCharges are all of a partner's.
func allCharges(ctx context.Context, t *testing.T, r reseller.Reader, partner reseller.ID) []reseller.Charge {
	t.Helper()
	return charged(ctx, t, r, partner, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd})
}

func chargesKeepFields(t *testing.T, k *kit) {
	partner, tier2 := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: partner})
	k.Offers(reseller.OfferRow{Code: "other"})
	want := k.Charges(reseller.Charge{
		SubscriptionID: s.ID, ResellerID: tier2, From: 20_001, Until: 20_002, ChargedFrom: 20_031,
		Term: reseller.Term{StartsOn: 20_001, EndsOn: 20_396, FirstBilledOn: 20_032}, Offer: "other", Seats: 10_000_000,
		UnitPrice: reseller.Money{Minor: 1_000_000_000, Currency: "USD"},
	}, reseller.Charge{SubscriptionID: s.ID})
	equal(t, allCharges(t.Context(), t, k.store, partner), want)
	k.Write(func(ctx context.Context, tx reseller.Tx) error { // what waits to be sent is read too
		more := want[0]
		err := tx.InsertCharges(ctx, []reseller.BegunCharge{{Charge: more}})
		equal(t, allCharges(ctx, t, tx, partner), []reseller.Charge{want[0], more, want[1]}) // by their ends, then in the order of writing
		return err
	})
}

// bill makes charges of three subscriptions of two customers, written in an order of their own, and gives them in that in which
// they are read.
func bill(k *kit, partner reseller.ID) []reseller.Charge {
	// Their ids do not ascend in the order of their making.
	high, low := k.Customer(reseller.Customer{ID: reseller.ID{0xf0, 15: 1}}).ID, k.Customer(reseller.Customer{ID: reseller.ID{0x0f, 15: 2}}).ID
	ids := []reseller.ID{{0x80, 15: 3}, {0x7f, 15: 4}, {0x01, 15: 5}}
	k.Subscriptions(
		reseller.Subscription{ID: ids[0], CustomerID: low, BilledPartner: partner},
		reseller.Subscription{ID: ids[1], CustomerID: low, BilledPartner: partner},
		reseller.Subscription{ID: ids[2], CustomerID: high, BilledPartner: partner},
	)
	stretch := func(of int, from, until reseller.Day) reseller.Charge {
		return reseller.Charge{SubscriptionID: ids[of], From: from, Until: until}
	}
	written := k.Charges(stretch(2, 100, 200), stretch(0, 150, 160), stretch(1, 100, reseller.NoEnd), stretch(0, 100, 150))
	written = append(written, k.Charges(stretch(0, 160, 160), stretch(0, 160, reseller.NoEnd), stretch(2, 300, reseller.NoEnd))...)
	read := make([]reseller.Charge, 0, len(written))
	for _, i := range []int{2, 3, 1, 4, 5, 0, 6} {
		read = append(read, written[i])
	}
	return read
}

func eachCharge(t *testing.T, k *kit) {
	partner, other := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	want := bill(k, partner)
	k.Charges(reseller.Charge{SubscriptionID: k.Subscription(reseller.Subscription{BilledPartner: other}).ID})
	n := k.statements(func() { equal(t, allCharges(t.Context(), t, k.store, partner), want) })
	equal(t, n, 1)
	equal(t, len(allCharges(t.Context(), t, k.store, other)), 1)
	equal(t, len(allCharges(t.Context(), t, k.store, k.ID())), 0)
}

// eachChargeWithin: what is over on a day is left out, what begins on the other one is not.
func eachChargeWithin(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	all := bill(k, partner)
	for _, test := range []struct{ over, begun reseller.Day }{
		{149, 300}, {150, 300}, {159, 160}, {160, 160}, {159, 159}, {199, 299}, {200, 299}, {50, 99}, {50, 100}, {1000, 2000}, {reseller.NoEnd, reseller.NoEnd},
	} {
		var want []reseller.Charge
		for _, c := range all {
			if c.Until > test.over && c.From <= test.begun {
				want = append(want, c)
			}
		}
		equal(t, charged(t.Context(), t, k.store, partner, reseller.ChargeQuery{Over: test.over, Begun: test.begun}), want)
	}
}

// eachChargeOver: of a long history only what is not over when the day is, and so what ends on the day after it.
func eachChargeOver(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: partner})
	var all []reseller.Charge
	for from := reseller.Day(1000); from < 1500; from++ {
		all = append(all, reseller.Charge{SubscriptionID: s.ID, From: from, Until: from + 1})
	}
	all = k.Charges(append(all, reseller.Charge{SubscriptionID: s.ID, From: 1500}, reseller.Charge{SubscriptionID: s.ID, From: 1600, Until: 1498})...)
	never, open := all[501], all[500]
	read := func(over reseller.Day) []reseller.Charge {
		return charged(t.Context(), t, k.store, partner, reseller.ChargeQuery{Over: over, Begun: reseller.NoEnd})
	}
	equal(t, read(1497), []reseller.Charge{all[497], never, all[498], all[499], open})
	equal(t, read(1498), []reseller.Charge{all[498], all[499], open})
	equal(t, read(1499), []reseller.Charge{all[499], open})
	equal(t, read(1500), []reseller.Charge{open})
}

func eachChargeFrom(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	all := bill(k, partner)
	for i, c := range all {
		key := reseller.ChargeKey{CustomerID: c.CustomerID, SubscriptionID: c.SubscriptionID}
		first := slices.IndexFunc(all, func(o reseller.Charge) bool { return o.SubscriptionID == c.SubscriptionID })
		equal(t, charged(t.Context(), t, k.store, partner, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd, From: key}), all[first:])
		first = slices.IndexFunc(all, func(o reseller.Charge) bool { return o.CustomerID == c.CustomerID })
		equal(t, charged(t.Context(), t, k.store, partner, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd, From: reseller.ChargeKey{CustomerID: c.CustomerID}}), all[first:])
		key.SubscriptionID[15]++ // one that there isn't
		next := slices.IndexFunc(all[i:], func(o reseller.Charge) bool { return o.SubscriptionID != c.SubscriptionID })
		if next >= 0 {
			equal(t, charged(t.Context(), t, k.store, partner, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd, From: key}), all[i+next:])
		}
	}
}

func eachChargeStops(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	bill(k, partner)
	enough, calls := errors.New("enough"), 0
	err := k.store.EachCharge(t.Context(), AsOperator(), partner, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd}, func(reseller.Charge) error {
		calls++
		return enough
	})
	if !errors.Is(err, enough) || calls != 1 {
		t.Errorf("after %d calls: %v", calls, err)
	}
	equal(t, len(allCharges(t.Context(), t, k.store, partner)), 7) // the connection is free again
	ctx, cancel := context.WithCancel(t.Context())
	err = k.store.EachCharge(ctx, AsOperator(), partner, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd}, func(reseller.Charge) error {
		cancel()
		return ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended meanwhile: %v", err)
	}
}

func oneOpenCharge(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: partner})
	open := k.Charges(reseller.Charge{SubscriptionID: s.ID})[0]
	attempts := 0
	err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		attempts++
		return tx.InsertCharges(ctx, []reseller.BegunCharge{{Charge: open}})
	})
	if !errors.Is(err, reseller.ErrConflict) || attempts < 2 {
		t.Errorf("after %d attempts: %v, want ErrConflict", attempts, err)
	}
	over := open
	over.Until = over.From
	k.Charges(over, over)
	equal(t, len(allCharges(t.Context(), t, k.store, partner)), 3)
}

func endCharges(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	sold := k.Subscriptions(
		reseller.Subscription{BilledPartner: partner}, reseller.Subscription{BilledPartner: partner}, reseller.Subscription{BilledPartner: partner},
	)
	begun := func(s reseller.Subscription, from, until reseller.Day) reseller.Charge {
		return reseller.Charge{SubscriptionID: s.ID, From: from, Until: until}
	}
	all := k.Charges(begun(sold[0], 100, 150), begun(sold[0], 150, reseller.NoEnd), begun(sold[1], 250, reseller.NoEnd), begun(sold[2], 100, reseller.NoEnd))
	all[1].Until, all[2].Until = 200, 200 // the latter was never in force
	end := func(want map[reseller.ID]reseller.EndedCharge) {
		t.Helper()
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			ended, err := tx.EndCharges(ctx, []reseller.ID{sold[0].ID, sold[1].ID, sold[0].ID, k.ID()}, 200, Start)
			equal(t, ended, want)
			return err
		})
		got := allCharges(t.Context(), t, k.store, partner)
		for _, c := range all {
			if !slices.Contains(got, c) {
				t.Errorf("not found: %+v", c)
			}
		}
	}
	end(map[reseller.ID]reseller.EndedCharge{sold[0].ID: {Charge: all[1], EndedAt: Start}, sold[1].ID: {Charge: all[2], EndedAt: Start}})
	end(map[reseller.ID]reseller.EndedCharge{})               // what has ended stays as it is
	k.Write(func(ctx context.Context, tx reseller.Tx) error { // an empty list costs no statement
		n := k.statements(func() {
			_, err := tx.EndCharges(ctx, nil, 200, Start)
			check(t, err)
		})
		equal(t, n, 0)
		return nil
	})
	k.Write(func(ctx context.Context, tx reseller.Tx) error { // what waits to be sent is ended too
		next := all[1]
		next.From, next.Until = 200, reseller.NoEnd
		check(t, tx.InsertCharges(ctx, []reseller.BegunCharge{{Charge: next}}))
		ended, err := tx.EndCharges(ctx, []reseller.ID{sold[0].ID}, 210, Start)
		next.Until = 210
		equal(t, ended, map[reseller.ID]reseller.EndedCharge{sold[0].ID: {Charge: next, EndedAt: Start}})
		return err
	})
}

func billedCurrency(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: partner, UnitPrice: reseller.Money{Minor: 1, Currency: "EUR"}})
	if _, err := k.store.BilledCurrency(t.Context(), AsOperator(), partner, time.Time{}); !errors.Is(err, reseller.ErrNotFound) {
		t.Errorf("before all charges: %v, want ErrNotFound", err)
	}
	k.Charges(reseller.Charge{SubscriptionID: s.ID, Until: s.Term.StartsOn})
	got, err := k.store.BilledCurrency(t.Context(), AsOperator(), partner, time.Time{})
	check(t, err)
	equal(t, got, "EUR")
}
