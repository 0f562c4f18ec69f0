package db_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// On a full disk writing is unavailable, and nothing is half written; reading goes on; with room again so does writing.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	s := dbtest.SQLite.Store(t)
	// Two rows of which both or neither are there; the second needs more room than the first.
	pair := func(n int) error {
		return s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			for _, size := range []int{10, 20_000} {
				if _, err := db.Exec(ctx, tx, "INSERT INTO notes VALUES (?, ?)", n, strings.Repeat("x", size)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	count := func() (n int) {
		check(t, s.Ask(t.Context(), &n, "SELECT count(*) FROM notes"))
		return n
	}
	check(t, s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		_, err := db.Exec(ctx, tx, "CREATE TABLE notes (n INTEGER, text TEXT)")
		return err
	}))
	check(t, s.LimitSize(t.Context(), 20))
	written := 0
	var full error
	for full == nil && written < 100 {
		if full = pair(written); full == nil {
			written++
		}
	}
	if !errors.Is(full, reseller.ErrUnavailable) || errors.Is(full, reseller.ErrConflict) {
		t.Errorf("after %d: %v", written, full)
	}
	if again := pair(written); !errors.Is(again, reseller.ErrUnavailable) {
		t.Errorf("again: %v", again)
	}
	if n := count(); n != 2*written || written == 0 {
		t.Errorf("%d rows of %d pairs", n, written)
	}
	check(t, s.LimitSize(t.Context(), 1000))
	check(t, pair(written))
	if n := count(); n != 2*(written+1) {
		t.Errorf("with room again: %d rows of %d pairs", n, written+1)
	}
}
