package resolvers_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"accord/db/dbtest"
	"accord/importer"
	"accord/reseller"
)

// Seats that the API and imports change at once leave one unbroken ledger: each stretch ends where the next begins, and one is open.
func TestR33_ImportsBesideChanges(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.billedSince("admin@alpha.example", "2025-01-15")
		row := func(seats int) string {
			return fmt.Sprintf("key,customer_key,offer,seats,original_reseller_key,partner_of_record_key,status,started_at\nS1,one,BUSINESS,%d,alpha,,ACTIVE,2026-01-02T00:00:00Z\n", seats)
		}
		w.load(map[string]string{"subscriptions.csv": row(5)})
		id := w.ask("admin@alpha.example", `{ viewer { partner { subscriptions { nodes { id } } } } }`, nil).text("viewer.partner.subscriptions.nodes.0.id")
		var running sync.WaitGroup
		for i := range 8 {
			running.Go(func() {
				w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 10 + i}).ok()
			})
			path := filepath.Join(t.TempDir(), "subscriptions.csv")
			w.must(os.WriteFile(path, []byte(row(30+i)), 0o600))
			running.Go(func() {
				files, err := importer.Open([]string{path})
				if err == nil {
					_, err = importer.Run(t.Context(), w.app, files, nil)
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		running.Wait()
		s := w.subscription("admin@alpha.example", id)
		version, _ := s.get("subscription.version").(float64)
		seats, _ := s.get("subscription.seats").(float64)
		charges := w.charges("admin@alpha.example")
		for i, c := range charges[1:] {
			if c.From != charges[i].Until {
				t.Errorf("a stretch begins on %s after one that ended on %s", c.From, charges[i].Until)
			}
		}
		last := charges[len(charges)-1]
		if len(charges) != int(version) || last.Until != reseller.NoEnd || last.Seats != int32(seats) {
			t.Errorf("%d stretches for version %v, the last %+v for %v seats", len(charges), version, last, seats)
		}
	})
}

// charges are all stretches for which the partner of a user is charged.
func (w *world) charges(email string) (all []reseller.Charge) {
	w.t.Helper()
	v, err := w.store.Identify(w.t.Context(), email)
	w.must(err)
	w.must(w.store.EachCharge(context.WithoutCancel(w.t.Context()), dbtest.AsOperator(), v.Partner.ID, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd - 1}, func(c reseller.Charge) error {
		all = append(all, c)
		return nil
	}))
	return all
}
