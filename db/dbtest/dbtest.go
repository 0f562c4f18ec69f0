// Package dbtest helps tests that need a store: fresh databases of both kinds, rows to put into them, and the suite that
// every reseller.Store has to pass.
//
//	dbtest.Each(t, func(t *testing.T, s *db.Store) {
//		w := dbtest.NewWorld(t, s)
//		partner := w.Partner(reseller.Partner{Type: reseller.Advisor})
//		…
//	})
//
// PostgreSQL's databases are made on the server of TEST_DATABASE_URL, which `make test` and scripts/with-servers set.
// TEST_STORES names the one that tests of both kinds are to run on.
package dbtest

import (
	"testing"

	"accord/db"
	"accord/internal/conformance"
)

// Backend makes databases of one kind. Each call makes another, which is gone when the test ends.
type Backend struct {
	// Name is "sqlite" or "postgres".
	Name string
	// New makes a database with this build's schema and no rows in it, and returns its URL.
	New func(t testing.TB) string
	// Blank makes a database with nothing in it at all, and returns its URL.
	Blank func(t testing.TB) string
}

// Store opens a new database with this build's schema and no rows in it.
func (b Backend) Store(t testing.TB, options ...db.Option) *db.Store {
	t.Helper()
	return Open(t, b.New(t), options...)
}

// SQLite makes files in the test's own directory.
var SQLite = Backend{Name: "sqlite", New: newSQLite, Blank: blankSQLite}

// PostgreSQL makes databases on the server of TEST_DATABASE_URL. The test fails where that is not set.
var PostgreSQL = Backend{Name: "postgres", New: newPostgreSQL, Blank: blankPostgreSQL}

// Backends gives both kinds.
func Backends() []Backend { return []Backend{SQLite, PostgreSQL} }

// Each runs f once for each kind of database, as parallel subtests "sqlite" and "postgres", with a store that has this
// build's schema and no rows in it.
func Each(t *testing.T, f func(t *testing.T, s *db.Store), options ...db.Option) {
	t.Helper()
	EachBackend(t, func(t *testing.T, b Backend) { f(t, b.Store(t, options...)) })
}

// EachURL is Each for tests that open the database themselves.
func EachURL(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	EachBackend(t, func(t *testing.T, b Backend) { f(t, b.New(t)) })
}

// EachBlankURL is EachURL with a database that has no schema yet.
func EachBlankURL(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	EachBackend(t, func(t *testing.T, b Backend) { f(t, b.Blank(t)) })
}

// EachBackend runs f once for each kind of database, as parallel subtests "sqlite" and "postgres".
func EachBackend(t *testing.T, f func(t *testing.T, b Backend)) {
	t.Helper()
	for _, b := range left(t) {
		conformance.Leave(t, b.Name, b.Name)
	}
	for _, b := range chosen(t) {
		t.Run(b.Name, func(t *testing.T) {
			t.Parallel()
			conformance.Prove(t, b.Name)
			f(t, b)
		})
	}
}

// Open opens a store and closes it when the test ends. It neither connects nor migrates.
func Open(t testing.TB, url string, options ...db.Option) *db.Store {
	t.Helper()
	s, err := db.Open(url, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
