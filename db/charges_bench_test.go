package db_test

import (
	"context"
	"testing"

	"accord/db/dbtest"
	"accord/reseller"
)

// How many subscriptions the partner of the benchmark is billed for, of how many customers.
const (
	benchSubscriptions   = 40_000
	benchBilledCustomers = 4_000
)

// BenchmarkSubscriptions measures what a partner with 40,000 subscriptions reads: all the charges of a bill, and a page of its
// list. Run it with
//
//	scripts/with-servers go test ./db -run '^$' -bench Subscriptions -benchtime 20x
func BenchmarkSubscriptions(b *testing.B) {
	for _, backend := range dbtest.Backends() {
		b.Run(backend.Name, func(b *testing.B) {
			s := backend.Store(b)
			partner := billedForMany(dbtest.NewWorld(b, s))
			b.Run("charges", func(b *testing.B) {
				measure(b, func(ctx context.Context) error {
					rows := 0
					err := s.EachCharge(ctx, dbtest.AsOperator(), partner, reseller.ChargeQuery{Over: 20_000, Begun: 25_000}, func(reseller.Charge) error {
						rows++
						return nil
					})
					if rows != benchSubscriptions {
						b.Fatalf("%d charges", rows)
					}
					return err
				})
			})
			list := reseller.SubscriptionList{Owner: reseller.TenantPartner}
			b.Run("page", func(b *testing.B) {
				measure(b, func(ctx context.Context) error {
					_, err := s.Subscriptions(ctx, dbtest.AsPartner(partner), []reseller.ID{partner}, list, reseller.Page{Limit: 50})
					return err
				})
			})
			b.Run("count", func(b *testing.B) {
				measure(b, func(ctx context.Context) error {
					_, err := s.CountSubscriptions(ctx, dbtest.AsPartner(partner), []reseller.ID{partner}, list)
					return err
				})
			})
		})
	}
}

// billedForMany makes a partner, and all that it is billed for.
func billedForMany(w *dbtest.World) reseller.ID {
	partner := w.Partner(reseller.Partner{}).ID
	customers := w.Customers(make([]reseller.Customer, benchBilledCustomers)...)
	rs := make([]reseller.Relationship, len(customers))
	for i, c := range customers {
		rs[i] = reseller.Relationship{PartnerID: partner, CustomerID: c.ID}
	}
	w.Relationships(rs...)
	subscriptions := make([]reseller.Subscription, benchSubscriptions)
	for i := range subscriptions {
		subscriptions[i] = reseller.Subscription{CustomerID: customers[i%len(customers)].ID, BilledPartner: partner}
	}
	charges := make([]reseller.Charge, len(subscriptions))
	for i, s := range w.Subscriptions(subscriptions...) {
		charges[i] = reseller.Charge{SubscriptionID: s.ID}
	}
	w.Charges(charges...)
	return partner
}
