package db_test

import (
	"testing"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// TestConformance holds both databases to the same suite.
func TestConformance(t *testing.T) {
	dbtest.AtOnce(t) // some of its cases
	t.Parallel()
	dbtest.EachBackend(t, func(t *testing.T, b dbtest.Backend) {
		dbtest.RunStore(t, b.Name, func(t testing.TB, trace func(string)) reseller.Store {
			t.Helper()
			return b.Store(t, db.WithTrace(trace), db.WithSearchBounds(dbtest.SearchBound, dbtest.SearchBound, 3*dbtest.SearchBound, dbtest.SearchBound))
		})
	})
}
