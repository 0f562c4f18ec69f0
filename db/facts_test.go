package db_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// Whatever is counted in a month is read as it was written, days before and after the month too.
func TestFactsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		month := reseller.Month(rapid.IntRange(-100, 2000).Draw(r, "month"))
		facts := reseller.Facts{}
		for range rapid.IntRange(0, 5).Draw(r, "keys") {
			key := reseller.FactKey{
				Kind:    rapid.SampledFrom([]reseller.EventKind{reseller.EventRelationshipCreated, reseller.EventDelegatedAdminEnded}).Draw(r, "kind"),
				Service: rapid.String().Draw(r, "service"),
				Reason:  rapid.SampledFrom(append(reseller.EndReasons, "")).Draw(r, "reason"),
			}
			for range rapid.IntRange(0, 9).Draw(r, "points") {
				facts.Add(key, reseller.FactPoint{
					Quarter: month.First() + reseller.Quarter(rapid.IntRange(-10, 4000).Draw(r, "quarter")),
					Count:   int32(rapid.IntRange(-1<<31, 1<<31-1).Draw(r, "count")),
				})
			}
		}
		facts.Settle()
		read, err := db.UnpackFacts(month, db.PackFacts(month, facts))
		if err != nil || !reflect.DeepEqual(read, facts) {
			r.Fatalf("wrote %v, read %v, %v", facts, read, err)
		}
	})
}

func FuzzUnpackFacts(f *testing.F) {
	f.Add([]byte{})
	f.Add(db.PackFacts(670, reseller.Facts{{Kind: reseller.EventDelegatedAdminGranted, Service: "A B"}: {{Quarter: reseller.Month(670).First() + 3, Count: 2}}}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, packed []byte) {
		facts, err := db.UnpackFacts(670, packed)
		if err != nil {
			return
		}
		again, err := db.UnpackFacts(670, db.PackFacts(670, facts))
		for key, points := range facts {
			if len(points) > 0 && !reflect.DeepEqual(again[key], points) {
				t.Errorf("%v is %v, and was %v: %v", key, again[key], points, err)
			}
		}
	})
}

// Who counts does not wait for who counts already; who rebuilds does.
func TestFactsAreCountedByOneAtATime(t *testing.T) {
	t.Parallel()
	s := dbtest.PostgreSQL.Store(t)
	write(t, s, func(ctx context.Context, tx reseller.Tx) error {
		if _, _, err := tx.LockFacts(ctx, false); err != nil {
			return err
		}
		err := inTx(t, s, func(ctx context.Context, tx reseller.Tx) error { //nolint:contextcheck // of another transaction, beside this one
			_, _, err := tx.LockFacts(ctx, false)
			return err
		})
		if !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("got %v", err)
		}
		return nil
	})
	write(t, s, func(ctx context.Context, tx reseller.Tx) error {
		if _, _, err := tx.LockFacts(ctx, true); err != nil {
			return err
		}
		var bound string
		err := db.AskWithin(ctx, tx, &bound, "SELECT current_setting('lock_timeout')")
		if bound != "0" {
			t.Errorf("who rebuilds waits for %s", bound)
		}
		return err
	})
	write(t, s, func(ctx context.Context, tx reseller.Tx) error {
		_, counted, err := tx.LockFacts(ctx, false)
		if !counted {
			t.Error("a database in which nothing has happened is counted")
		}
		return err
	})
}

// Sums that are not those of their months are found, though the months themselves are as the rows tell.
func TestVerifyingReadsTheSumsOfMonths(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		w := dbtest.NewWorld(t, s)
		partner := w.Partner(reseller.Partner{}).ID
		w.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: w.Customer(reseller.Customer{}).ID, AcceptedAt: dbtest.Start})
		key, month := reseller.FactKey{Kind: reseller.EventRelationshipCreated}, reseller.QuarterOf(dbtest.Start).Month()
		app := reseller.New(reseller.Config{Store: s})
		check(t, app.RebuildReports(t.Context(), nil))
		verify := func() (found []reseller.Drift) {
			check(t, app.VerifyReports(t.Context(), nil, func(d reseller.Drift) { found = append(found, d) }))
			return found
		}
		if found := verify(); len(found) > 0 {
			t.Errorf("got %+v", found)
		}
		write(t, s, func(ctx context.Context, tx reseller.Tx) error {
			wrong := db.PackFacts(month, reseller.Facts{key: {{Quarter: month.First(), Count: 5}}})
			_, err := db.Exec(ctx, tx, "UPDATE report_months SET totals = ?", wrong)
			return err
		})
		want := []reseller.Drift{{PartnerID: partner, Key: key, Quarter: month.First(), OfMonth: true, Reports: 5, Rows: 1}}
		if found := verify(); !reflect.DeepEqual(found, want) {
			t.Errorf("got %+v, want %+v", found, want)
		}
		check(t, app.RebuildReports(t.Context(), nil))
		if found := verify(); len(found) > 0 {
			t.Errorf("counted anew, %+v", found)
		}
	})
}
