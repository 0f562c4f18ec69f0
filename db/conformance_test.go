package db_test

import (
	"testing"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// TestConformance holds both databases to the same suite, and what is kept of what this build sends to what it sends.
func TestConformance(t *testing.T) {
	dbtest.AtOnce(t) // some of its cases
	t.Parallel()
	dbtest.EachBackend(t, func(t *testing.T, b dbtest.Backend) {
		all := &sent{seen: map[string]bool{}}
		t.Cleanup(func() { all.isKept(t, b.Name) }) // after the last of the parallel cases
		dbtest.RunStore(t, b.Name, func(t testing.TB, trace func(string)) reseller.Store {
			t.Helper()
			return b.Store(t, db.WithTrace(func(statement string) { trace(statement); all.add(statement) }), db.WithSearchBounds(dbtest.SearchBound, dbtest.SearchBound, 3*dbtest.SearchBound, dbtest.SearchBound))
		})
	})
}
