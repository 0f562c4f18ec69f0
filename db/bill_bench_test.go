package db_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/reseller"
)

// How much the bill of the benchmark has.
const (
	billedSubscriptions = 10_000
	changesOfEach       = 3
	// oldStretches are those of each that were over long before: a history that the bill passes over.
	oldStretches = 24
)

// BenchmarkBill measures a bill of 10,000 subscriptions with 30,000 changes in the period before, and a history of
// 240,000 stretches long over, summed up from its charges. Run it with
//
//	scripts/with-servers go test ./db -run '^$' -bench Bill -benchtime 20x
func BenchmarkBill(b *testing.B) {
	for _, backend := range dbtest.Backends() {
		b.Run(backend.Name, func(b *testing.B) {
			store := backend.Store(b)
			partner := billedPartner(b, store)
			app := reseller.New(reseller.Config{Store: store, Clock: func() time.Time { return time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC) }})
			operator := reseller.Viewer{User: reseller.User{ID: reseller.ID{1}, Tenant: reseller.TenantOperator, Roles: []reseller.Role{reseller.RoleOperator}}}
			b.ReportAllocs()
			for b.Loop() {
				bill, err := app.Bill(b.Context(), operator, partner, "2026-09", time.Time{})
				if err != nil {
					b.Fatal(err)
				}
				total, _, err := bill.Summary(b.Context())
				if err != nil || total.Lines != billedSubscriptions*(changesOfEach+3) {
					b.Fatal(total, err)
				}
			}
		})
	}
}

// billedPartner fills a store with a partner and what it is charged for.
func billedPartner(b *testing.B, store reseller.Store) reseller.Partner {
	b.Helper()
	w := dbtest.NewWorld(b, store)
	partner := w.Partners(reseller.Partner{})[0]
	partner.BilledSince, partner.Country = day(b, "2026-01-01"), "CN"
	customers := w.Customers(make([]reseller.Customer, billedSubscriptions/10)...)
	random := rand.New(rand.NewPCG(1, 2))
	term := reseller.Term{StartsOn: day(b, "2026-02-01"), EndsOn: day(b, "2027-02-01"), FirstBilledOn: day(b, "2026-02-01")}
	for some := range slices.Chunk(customers, 100) {
		var subs []reseller.Subscription
		for _, c := range some {
			for range 10 {
				subs = append(subs, reseller.Subscription{CustomerID: c.ID, BilledPartner: partner.ID, Seats: 10, Term: term})
			}
		}
		var charges []reseller.Charge
		for _, s := range w.Subscriptions(subs...) {
			charges = append(charges, changing(b, random, s)...)
		}
		w.Charges(charges...)
	}
	return partner
}

// changing are the charges of a subscription that has changed several times in August.
func changing(b *testing.B, random *rand.Rand, s reseller.Subscription) []reseller.Charge {
	b.Helper()
	one := reseller.Charge{
		PartnerID: s.BilledPartner, CustomerID: s.CustomerID, SubscriptionID: s.ID, From: s.Term.StartsOn, ChargedFrom: s.Term.FirstBilledOn,
		Term: s.Term, Offer: s.Offer, Seats: 10, UnitPrice: s.UnitPrice, Until: reseller.NoEnd,
	}
	var all []reseller.Charge
	for i := range reseller.Day(oldStretches) {
		const days = 30
		old := one
		old.From = one.From - days*(oldStretches-i)
		old.Until = old.From + days
		all = append(all, old)
	}
	all = append(all, one)
	on := day(b, "2026-08-01")
	for range changesOfEach {
		on += reseller.Day(1 + random.IntN(8))
		all[len(all)-1].Until = on
		one.From, one.Seats = on, one.Seats+1
		all = append(all, one)
	}
	return all
}
