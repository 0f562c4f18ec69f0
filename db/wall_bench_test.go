package db_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// BenchmarkAccept is what an acceptance does in its transaction on PostgreSQL, idempotency key and all: behind the wall between tenants,
// as a customer does it, and without, as the platform would. The two take turns, so that a busy machine is busy for both; it gives the
// median of each, and what the wall costs as their ratio.
//
//	scripts/with-servers go test ./db -run '^$' -bench BenchmarkAccept -benchtime 2000x
func BenchmarkAccept(b *testing.B) {
	url := dbtest.PostgreSQL.New(b)
	// Each with connections of its own: a statement that was prepared on one side is planned anew on the other.
	behind, beside := dbtest.Open(b, url), dbtest.Open(b, url)
	w := dbtest.NewWorld(b, beside)
	w.Services("a", "b")
	link := w.Invite(reseller.Invite{PartnerID: w.Partner(reseller.Partner{}).ID})
	users := make([]reseller.User, 2*b.N)
	for i, c := range w.Customers(make([]reseller.Customer, 2*b.N)...) {
		users[i] = w.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: c.ID})
	}
	took := func(s *db.Store, scope reseller.Scope, user reseller.User) time.Duration {
		began := time.Now()
		check(b, s.Update(b.Context(), scope, func(ctx context.Context, tx reseller.Tx) error { return accept(ctx, tx, w, link, user) }))
		return time.Since(began)
	}
	var walled, open []time.Duration
	b.ResetTimer()
	for i := range b.N {
		walled = append(walled, took(behind, dbtest.AsCustomer(users[2*i].TenantID), users[2*i]))
		open = append(open, took(beside, dbtest.AsOperator(), users[2*i+1]))
	}
	slices.Sort(walled)
	slices.Sort(open)
	with, without := float64(walled[b.N/2].Microseconds()), float64(open[b.N/2].Microseconds())
	b.ReportMetric(with, "µs-walled")
	b.ReportMetric(without, "µs-open")
	b.ReportMetric(with/without, "ratio")
}

// accept sends the statements of an acceptance of two services.
func accept(ctx context.Context, tx reseller.Tx, w *dbtest.World, link reseller.Invite, user reseller.User) error {
	customer, at := user.TenantID, w.Tick()
	_, _, _, read := tx.LockForAcceptance(ctx, customer, link.ID)
	r := reseller.Relationship{
		ID: w.ID(), PartnerID: link.PartnerID, CustomerID: customer, Status: reseller.RelationshipActive, AcceptedAt: at, InviteID: link.ID, Version: 1,
	}
	grant := func(service string) reseller.Delegation {
		return reseller.Delegation{
			ID: w.ID(), RelationshipID: r.ID, PartnerID: r.PartnerID, CustomerID: customer, Service: service, Transacting: true,
			Status: reseller.DelegationActive, GrantedAt: at,
		}
	}
	event := reseller.Event{
		Kind: reseller.EventRelationshipCreated, ChangeID: r.ID, OccurredAt: at, RecordedAt: at, PartnerID: r.PartnerID, CustomerID: customer,
		RelationshipID: r.ID, Actor: reseller.Actor{UserID: user.ID, Tenant: reseller.TenantCustomer, TenantID: customer},
	}
	return errors.Join(read,
		tx.InsertRelationship(ctx, r),
		tx.InsertDelegations(ctx, []reseller.Delegation{grant("a"), grant("b")}),
		tx.InsertAcceptance(ctx, reseller.Acceptance{ID: w.ID(), InviteID: link.ID, CustomerID: customer, RelationshipID: r.ID, AcceptedAt: at}),
		tx.AppendEvents(ctx, []reseller.Event{event, event, event}),
		tx.Remember(ctx, reseller.IdempotencyKey{UserID: user.ID, Mutation: "acceptRelationship", Key: "k"}, reseller.Remembered{InputHash: []byte{1}, Answer: []byte("{}")}, at, at))
}
