package db_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"accord/db"
	"accord/db/dbtest"
	"accord/db/dialect"
	"accord/reseller"
)

// What only a database with several writers can do.

func event(name string) []reseller.Event {
	return []reseller.Event{{
		Kind: reseller.EventServiceAdded, ChangeID: reseller.ID{1}, OccurredAt: dbtest.Start, RecordedAt: dbtest.Start,
		After: &reseller.EventState{Name: name},
	}}
}

func namesAfter(t *testing.T, s *db.Store, at reseller.Position) (names []string, end reseller.Position) {
	t.Helper()
	events, err := s.EventsAfter(t.Context(), dbtest.AsOperator(), at, 100)
	check(t, err)
	end = at
	for _, e := range events {
		names, end = append(names, e.After.Name), e.Position
	}
	return names, end
}

// The trap: A's event gets its number before B's and is committed after it. Whoever has read B's must not have passed A's.
func TestR25_no_event_is_passed_over(t *testing.T) {
	t.Parallel()
	s := dbtest.PostgreSQL.Store(t)
	from, err := s.EventsEnd(t.Context())
	check(t, err)
	appended, release, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			defer func() { <-release }()
			defer close(appended)
			return written(ctx, tx, event("A"))
		})
	}()
	<-appended
	for _, name := range []string{"B", "C"} {
		check(t, s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error { return tx.AppendEvents(ctx, event(name)) }))
	}
	early, _ := namesAfter(t, s, from)
	late, err := s.EventsEnd(t.Context())
	check(t, err)
	passed, err := s.EventsPassed(t.Context(), dbtest.AsOperator(), late)
	check(t, err)
	close(release)
	check(t, <-done)
	if len(early) != 0 {
		t.Errorf("while A is open a reader finds %v", early)
	}
	for _, at := range []reseller.Position{from, late} {
		wantNames(t, s, at, "A", "B", "C")
	}
	// Who begins while A is open has B and C behind, and A before.
	events, err := s.EventsBySeq(t.Context(), dbtest.AsOperator(), passed)
	check(t, err)
	seen := map[string]bool{}
	for _, e := range events {
		seen[e.After.Name] = true
	}
	if len(seen) != 2 || !seen["B"] || !seen["C"] {
		t.Errorf("passed are %v, want B and C", seen)
	}
}

// written appends events and has them sent at once.
func written(ctx context.Context, tx reseller.Tx, events []reseller.Event) error {
	return tx.Nested(ctx, func(ctx context.Context) error { return tx.AppendEvents(ctx, events) })
}

// B's transaction is the older one, A's event has the lower number: what counts is that none is passed over.
func TestR25_no_event_is_passed_over_when_numbers_and_transactions_cross(t *testing.T) {
	t.Parallel()
	s := dbtest.PostgreSQL.Store(t)
	began, proceed, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			err := tx.PutServices(ctx, []reseller.Service{{Code: "x"}}) // from here on it has its number
			close(began)
			<-proceed
			return errors.Join(err, tx.AppendEvents(ctx, event("B")))
		})
	}()
	<-began
	check(t, s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error { return tx.AppendEvents(ctx, event("A")) }))
	early, at := namesAfter(t, s, reseller.Position{})
	close(proceed)
	check(t, <-done)
	if len(early) != 0 {
		t.Errorf("while B is open a reader finds %v", early)
	}
	wantNames(t, s, at, "B", "A")
}

// wantNames waits for events: another test's transaction on the same server may hold them up.
func wantNames(t *testing.T, s *db.Store, at reseller.Position, want ...string) {
	t.Helper()
	var got []string
	dbtest.Eventually(t, "events are read", func() bool {
		names, end := namesAfter(t, s, at)
		got, at = append(got, names...), end
		return len(got) >= len(want)
	})
	for i := range got {
		if i >= len(want) || got[i] != want[i] {
			t.Fatalf("events %v, want %v", got, want)
		}
	}
}

// Two transactions lock two rows in opposite orders. PostgreSQL gives one up, and Update tries that one again.
func TestUpdateRetriesADeadlock(t *testing.T) {
	t.Parallel()
	s := dbtest.PostgreSQL.Store(t)
	w := dbtest.NewWorld(t, s)
	rows := w.Customers(reseller.Customer{}, reseller.Customer{})
	var calls atomic.Int32
	var locked, wg sync.WaitGroup
	locked.Add(2)
	for i := range 2 {
		wg.Go(func() {
			first := true
			err := s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
				calls.Add(1)
				if _, err := tx.LockCustomer(ctx, rows[i].ID); err != nil {
					return err
				}
				if first { // both hold one before either asks for the other
					first = false
					locked.Done()
					locked.Wait()
				}
				_, err := tx.LockCustomer(ctx, rows[1-i].ID)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if calls.Load() < 3 {
		t.Errorf("%d calls: there was no deadlock", calls.Load())
	}
}

// A violated unique index is met by the one that waits: it is tried again, and finds what the other has written.
func TestUpdateRetriesAUniqueViolation(t *testing.T) {
	t.Parallel()
	s := dbtest.PostgreSQL.Store(t)
	w := dbtest.NewWorld(t, s)
	partner, customer := w.Partner(reseller.Partner{}).ID, w.Customer(reseller.Customer{}).ID
	mine, theirs := w.ID(), w.ID()
	relate := func(ctx context.Context, tx reseller.Tx, id reseller.ID) (int, error) {
		standing, err := tx.StandingRelationships(ctx, customer)
		if err != nil || len(standing.Relationships) > 0 {
			return len(standing.Relationships), err
		}
		return 0, tx.InsertRelationship(ctx, reseller.Relationship{
			ID: id, PartnerID: partner, CustomerID: customer, Status: reseller.RelationshipActive, AcceptedAt: dbtest.Start, Version: 1,
		})
	}
	calls, found := 0, 0
	check(t, s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) (err error) {
		calls++
		if _, err := tx.StandingRelationships(ctx, customer); err != nil {
			return err
		}
		if calls == 1 { // another commits between the look and the write
			check(t, s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error { //nolint:contextcheck // another transaction
				_, err := relate(ctx, tx, theirs)
				return err
			}))
			return tx.InsertRelationship(ctx, reseller.Relationship{
				ID: mine, PartnerID: partner, CustomerID: customer, Status: reseller.RelationshipActive, AcceptedAt: dbtest.Start, Version: 1,
			})
		}
		found, err = relate(ctx, tx, mine)
		return err
	}))
	if calls != 2 || found != 1 {
		t.Errorf("%d calls, %d found; want 2 and 1", calls, found)
	}
}

// A statement that the server gives up, here by its own timeout, is no fault of ours and not tried again.
func TestAStatementTimeoutIsErrUnavailable(t *testing.T) {
	t.Parallel()
	url := dbtest.PostgreSQL.New(t)
	w := dbtest.NewWorld(t, dbtest.Open(t, url))
	customer := w.Customer(reseller.Customer{}).ID
	impatient := dbtest.Open(t, url+"&statement_timeout=50")
	w.Write(func(ctx context.Context, tx reseller.Tx) error {
		if _, err := tx.LockCustomer(ctx, customer); err != nil {
			return err
		}
		err := impatient.Update(ctx, dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			_, err := tx.LockCustomer(ctx, customer)
			return err
		})
		if !errors.Is(err, reseller.ErrUnavailable) {
			t.Errorf("%v, want ErrUnavailable", err)
		}
		return nil
	})
}

// TestRowsThatCannotBeReadTogether: whatever goes wrong while rows are read, the transaction ends, and its connection serves the next.
func TestRowsThatCannotBeReadTogether(t *testing.T) {
	t.Parallel()
	s := dbtest.PostgreSQL.Store(t)
	for name, read := range map[string]func(dialect.Rows) error{
		"a panic":  func(dialect.Rows) error { panic("cannot read") },
		"an error": func(dialect.Rows) error { return errors.New("cannot read") },
	} {
		for range 20 { // more often than there are connections
			err := s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
				return db.ReadTogether(ctx, tx, "SELECT 1", read)
			})
			if err == nil || !strings.Contains(err.Error(), "cannot read") {
				t.Errorf("%s: %v", name, err)
			}
		}
		check(t, s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			_, err := db.Count(ctx, tx, "SELECT count(*) FROM partners")
			return err
		}))
	}
}
