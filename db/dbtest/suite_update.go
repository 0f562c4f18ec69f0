package dbtest

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"accord/reseller"
)

var updateCases = []testCase{
	{"Update_keeps_all_that_is_written", updateKeeps},
	{"Update_undoes_all_on_an_error", updateUndoes},
	{"Update_undoes_all_on_a_panic", updatePanics},
	{"Update_sees_its_own_writes", updateSeesItself},
	{"others_see_nothing_before_the_commit", updateIsolates},
	{"Update_retries_the_whole_on_ErrConflict", updateRetries},
	{"Update_gives_up_after_some_retries", updateGivesUp},
	{"Update_does_not_retry_other_errors", updateDoesNotRetry},
	{"Update_that_waits_to_retry_ends_with_its_context", updateWaits},
	{"Update_writes_nothing_when_its_context_ends", updateCancelled},
	{"reads_after_the_context_has_ended_are_ErrUnavailable", updateReadsCancelled},
}

func hasServices(t *testing.T, k *kit, want ...string) {
	t.Helper()
	got, err := k.store.Services(t.Context())
	check(t, err)
	equal(t, codesOf(got), want)
}

func put(ctx context.Context, tx reseller.Tx, code string) error {
	return tx.PutServices(ctx, []reseller.Service{{Code: code}})
}

func updateKeeps(t *testing.T, k *kit) {
	check(t, k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		return errors.Join(put(ctx, tx, "a"), put(ctx, tx, "b"))
	}))
	hasServices(t, k, "a", "b")
}

func updateUndoes(t *testing.T, k *kit) {
	mine := errors.New("mine")
	for _, want := range []error{mine, reseller.ErrTwin, reseller.ErrNotFound, &reseller.Error{Code: reseller.CodeNotFound}} {
		err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			check(t, put(ctx, tx, "a"))
			return want
		})
		if err != want { //nolint:errorlint // errors of fn are returned as they are
			t.Errorf("%v, want %v itself", err, want)
		}
		hasServices(t, k)
	}
	k.Services("b") // the connection is free
}

func updatePanics(t *testing.T, k *kit) {
	func() {
		defer func() { equal(t, recover(), any("oh")) }()
		_ = k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			check(t, put(ctx, tx, "a"))
			panic("oh")
		})
	}()
	hasServices(t, k)
	k.Services("b") // the connection is free
}

// updateGoexits: a test that fails inside of fn ends its goroutine, and must not keep the next from writing.
func updateGoexits(t *testing.T, k *kit) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			_ = put(ctx, tx, "a")
			runtime.Goexit()
			return nil
		})
	}()
	<-done
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	check(t, k.store.Update(ctx, AsOperator(), func(ctx context.Context, tx reseller.Tx) error { return put(ctx, tx, "b") }))
	hasServices(t, k, "b")
}

func updateSeesItself(t *testing.T, k *kit) {
	partner, customer := k.Partner(reseller.Partner{}).ID, k.Customer(reseller.Customer{}).ID
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		check(t, put(ctx, tx, "a"))
		got, err := tx.Services(ctx)
		check(t, err)
		equal(t, codesOf(got), []string{"a"})

		r := reseller.Relationship{ID: k.ID(), PartnerID: partner, CustomerID: customer, Status: reseller.RelationshipActive, AcceptedAt: Start, Version: 1}
		check(t, tx.InsertRelationship(ctx, r))
		found, err := tx.RelationshipsByID(ctx, AsPartner(partner), []reseller.ID{r.ID})
		check(t, err)
		equal(t, found[r.ID], r)

		list := reseller.RelationshipList{Owner: reseller.TenantCustomer}
		pages, err := tx.Relationships(ctx, AsCustomer(customer), []reseller.ID{customer}, list, wholePage)
		check(t, err)
		equal(t, len(pages[customer].Items), 1)

		related, err := tx.IsRelated(ctx, AsCustomer(customer), partner)
		equal(t, related, true)
		return err
	})
}

func updateIsolates(t *testing.T, k *kit) {
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		check(t, put(ctx, tx, "a"))
		hasServices(t, k) //nolint:contextcheck // outside of the transaction, through another connection
		return nil
	})
	hasServices(t, k, "a")
}

func updateRetries(t *testing.T, k *kit) {
	calls := 0
	check(t, k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		calls++
		if calls == 1 {
			check(t, put(ctx, tx, "a"))
		}
		check(t, put(ctx, tx, "b"))
		if calls < 4 {
			return reseller.ErrConflict
		}
		return nil
	}))
	equal(t, calls, 4)
	hasServices(t, k, "b") // nothing of the first attempts
}

func updateGivesUp(t *testing.T, k *kit) {
	calls := 0
	err := k.store.Update(t.Context(), AsOperator(), func(context.Context, reseller.Tx) error {
		calls++
		return reseller.ErrConflict
	})
	if !errors.Is(err, reseller.ErrConflict) || calls < 2 || calls > 20 {
		t.Errorf("after %d calls: %v, want ErrConflict after a few", calls, err)
	}
}

func updateDoesNotRetry(t *testing.T, k *kit) {
	for _, refusal := range []error{reseller.ErrTwin, reseller.ErrNotFound, reseller.ErrUnavailable, errors.New("mine")} {
		calls := 0
		_ = k.store.Update(t.Context(), AsOperator(), func(context.Context, reseller.Tx) error {
			calls++
			return refusal
		})
		equal(t, calls, 1)
	}
}

func updateWaits(t *testing.T, k *kit) {
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	err := k.store.Update(ctx, AsOperator(), func(context.Context, reseller.Tx) error {
		calls++
		cancel()
		return reseller.ErrConflict
	})
	if !errors.Is(err, reseller.ErrUnavailable) || calls != 1 {
		t.Errorf("after %d calls: %v, want ErrUnavailable", calls, err)
	}
}

func updateCancelled(t *testing.T, k *kit) {
	ctx, cancel := context.WithCancel(t.Context())
	err := k.store.Update(ctx, AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		check(t, put(ctx, tx, "a"))
		cancel()
		return nil
	})
	if !errors.Is(err, reseller.ErrUnavailable) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
	hasServices(t, k)
	k.Services("b")
}

// updateReadsCancelled: at whatever moment the driver notices, the sentinel is the same.
func updateReadsCancelled(t *testing.T, k *kit) {
	ctx, cancel := context.WithCancel(t.Context())
	err := k.store.Update(ctx, AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		cancel()
		for range 200 {
			if _, err := tx.Services(ctx); !errors.Is(err, reseller.ErrUnavailable) {
				t.Fatalf("%v, want ErrUnavailable", err)
			}
		}
		// A context of its own does not help: the transaction has ended.
		Eventually(t, "the transaction ends", func() bool {
			_, err := tx.Services(context.WithoutCancel(ctx))
			if err != nil && !errors.Is(err, reseller.ErrUnavailable) {
				t.Fatalf("%v, want ErrUnavailable", err)
			}
			return err != nil
		})
		return nil
	})
	if !errors.Is(err, reseller.ErrUnavailable) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
}
