package dbtest

import (
	"math/rand/v2"
	"testing"
	"time"

	"accord/reseller"
)

// listedCharges reads a partner's whole list of charges, and checks that its count says the same.
func listedCharges(t *testing.T, k *kit, partner reseller.ID, f reseller.ChargeFilter) []reseller.Charge {
	t.Helper()
	pages, err := k.store.Charges(t.Context(), AsPartner(partner), []reseller.ID{partner}, f, wholePage)
	check(t, err)
	counts, err := k.store.CountCharges(t.Context(), AsOperator(), []reseller.ID{partner}, f)
	check(t, err)
	equal(t, int(counts[partner]), len(pages[partner].Items))
	var charges []reseller.Charge
	for _, c := range pages[partner].Items {
		charges = append(charges, c.Item)
	}
	return charges
}

// changing charges a subscription from a day on, one stretch after the other: days are how long each lasts, and zero is one that was taken
// back before it was in force.
func changing(k *kit, random *rand.Rand, partner reseller.ID, begun reseller.Day) {
	s := k.Subscription(reseller.Subscription{BilledPartner: partner})
	var all []reseller.Charge
	for since := begun; since < begun+20; {
		if random.IntN(4) == 0 { // another partner had it meanwhile
			since += reseller.Day(1 + random.Int32N(3))
		}
		c := reseller.Charge{
			SubscriptionID: s.ID, Since: since, From: since + reseller.Day(random.Int32N(2)), Seats: 1 + random.Int32N(9),
			Offer: []string{"x", "y"}[random.IntN(2)], Until: since + reseller.Day(random.Int32N(5)),
		}
		if since += c.Until - c.Since; since >= begun+20 && random.IntN(2) == 0 {
			c.Until = reseller.NoEnd
		}
		all = append(all, c)
	}
	k.Charges(all...)
}

// offersCharged: whatever was charged, what is counted of offers is what the filters list.
func offersCharged(t *testing.T, k *kit) {
	k.Services("s")
	k.Offers(reseller.OfferRow{Code: "x", Services: []string{"s"}}, reseller.OfferRow{Code: "y", Services: []string{"s"}})
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // no secret
	partner := k.Partner(reseller.Partner{}).ID
	const first = reseller.Day(20_000)
	for range 8 {
		changing(k, random, partner, first+reseller.Day(random.Int32N(10)))
	}
	var facts map[string][]reseller.OfferPoint
	sent := k.statements(func() {
		var err error
		facts, err = k.store.OfferFacts(t.Context(), AsPartner(partner), partner, first+40, time.Time{})
		check(t, err)
	})
	equal(t, sent, 1)
	for _, offer := range []string{"x", "y"} {
		byDay := map[reseller.Day]reseller.OfferPoint{}
		for _, p := range facts[offer] {
			byDay[p.Day] = p
		}
		var standing, seats int64
		for day := first - 2; day < first+40; day++ {
			p := byDay[day]
			standing, seats = standing+p.Begun-p.Ended, seats+p.Seats
			equal(t, len(listedCharges(t, k, partner, reseller.ChargeFilter{Offer: offer, BegunFrom: day, BegunTo: day + 1})), int(p.Begun))
			equal(t, len(listedCharges(t, k, partner, reseller.ChargeFilter{Offer: offer, EndedFrom: day, EndedTo: day + 1})), int(p.Ended))
			stood := listedCharges(t, k, partner, reseller.ChargeFilter{Offer: offer, StandingOn: day})
			var sum int64
			for _, c := range stood {
				sum += int64(c.Seats)
			}
			equal(t, []int64{int64(len(stood)), sum}, []int64{standing, seats})
		}
	}
}

// offersOfOne: a change of seats and a renewal begin nothing, an upgrade ends one offer and begins another, and what was taken back counts
// for nothing.
func offersOfOne(t *testing.T, k *kit) {
	k.Services("s")
	k.Offers(reseller.OfferRow{Code: "x", Services: []string{"s"}}, reseller.OfferRow{Code: "y", Services: []string{"s"}})
	partner := k.Partner(reseller.Partner{}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: partner})
	stretch := func(offer string, seats int32, since, from, until reseller.Day) reseller.Charge {
		return reseller.Charge{SubscriptionID: s.ID, Offer: offer, Seats: seats, Since: since, From: from, Until: until}
	}
	all := k.Charges(
		stretch("x", 5, 999, 1001, 999),   // ordered, and changed on the same day
		stretch("x", 7, 1000, 1001, 1001), // charged from the day after
		stretch("x", 8, 0, 1001, 1365),
		stretch("x", 8, 0, 1365, 1400), // renewed
		stretch("y", 2, 0, 1400, reseller.NoEnd),
	)
	facts, err := k.store.OfferFacts(t.Context(), AsPartner(partner), partner, reseller.NoEnd, time.Time{})
	check(t, err)
	equal(t, facts, map[string][]reseller.OfferPoint{
		"x": {{Day: 1000, Begun: 1, Seats: 7}, {Day: 1001, Seats: 1}, {Day: 1365}, {Day: 1400, Ended: 1, Seats: -8}},
		"y": {{Day: 1400, Begun: 1, Seats: 2}},
	})
	equal(t, listedCharges(t, k, partner, reseller.ChargeFilter{}), []reseller.Charge{all[4], all[3], all[2], all[1]})
	equal(t, listedCharges(t, k, partner, reseller.ChargeFilter{StandingOn: 1000}), all[1:2])
	equal(t, listedCharges(t, k, partner, reseller.ChargeFilter{BegunFrom: 1}), []reseller.Charge{all[4], all[1]})
	equal(t, listedCharges(t, k, partner, reseller.ChargeFilter{EndedTo: 2000}), all[3:4])
}

func listedChargesInScope(t *testing.T, k *kit) {
	partner, other := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: partner})
	k.Charges(reseller.Charge{SubscriptionID: s.ID})
	for name, c := range map[string]struct {
		scope reseller.Scope
		want  int
	}{
		"the partner": {AsPartner(partner), 1}, "the operator": {AsOperator(), 1}, "another partner": {AsPartner(other), 0},
		"the customer": {AsCustomer(s.CustomerID), 0}, "nobody": {AsNobody(), 0},
	} {
		pages, err := k.store.Charges(t.Context(), c.scope, []reseller.ID{partner}, reseller.ChargeFilter{}, wholePage)
		check(t, err)
		counts, err := k.store.CountCharges(t.Context(), c.scope, []reseller.ID{partner}, reseller.ChargeFilter{})
		check(t, err)
		if len(pages[partner].Items) != c.want || int(counts[partner]) != c.want {
			t.Errorf("%s finds %d and counts %d", name, len(pages[partner].Items), counts[partner])
		}
	}
}

func pagesOfCharges(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: partner})
	want := make([]reseller.Charge, listLength)
	for i := range want {
		want[len(want)-1-i] = k.Charges(reseller.Charge{SubscriptionID: s.ID, From: reseller.Day(1000 + i), Until: reseller.Day(1001 + i)})[0]
	}
	got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.Listed[reseller.Charge]], error) {
		pages, err := k.store.Charges(t.Context(), AsPartner(partner), []reseller.ID{partner}, reseller.ChargeFilter{}, page)
		return pages[partner], err
	}, func(c reseller.Listed[reseller.Charge]) reseller.Key { return c.Key })
	charges := make([]reseller.Charge, len(got))
	for i, c := range got {
		charges[i] = c.Item
	}
	equal(t, charges, want)
}
