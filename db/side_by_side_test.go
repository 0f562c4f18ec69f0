package db_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"accord/db"
	"accord/db/dbtest"
	"accord/db/postgres"
	"accord/db/sqlite"
	"accord/reseller"
)

// steps are those of this build's schema on one kind of database.
func steps(kind string) fs.FS {
	if kind == dbtest.PostgreSQL.Name {
		return postgres.Dialect().Migrations
	}
	return sqlite.Dialect().Migrations
}

// newest is this build's revision.
func newest(t testing.TB, kind string) int64 {
	t.Helper()
	names, err := fs.Glob(steps(kind), "*.sql")
	check(t, err)
	number, err := goose.NumericComponent(slices.Max(names))
	check(t, err)
	return number
}

// newerSteps are those of a newer build's schema: this one's, and one more, which is made of these statements.
func newerSteps(kind, up string) (fs.FS, error) {
	names, err := fs.Glob(steps(kind), "*.sql")
	if err != nil {
		return nil, err
	}
	all := fstest.MapFS{}
	for _, name := range names {
		text, err := fs.ReadFile(steps(kind), name)
		if err != nil {
			return nil, err
		}
		all[name] = &fstest.MapFile{Data: text}
	}
	number, err := goose.NumericComponent(slices.Max(names))
	if !strings.HasPrefix(up, "-- +goose") {
		up = "-- +goose Up\n" + up
	}
	all[fmt.Sprintf("%05d_newer.sql", number+1)] = &fstest.MapFile{Data: []byte(up)}
	return all, err
}

// newerBuild opens a database as a newer build does, whose schema takes one step more.
func newerBuild(t testing.TB, url, up string) *db.Store {
	t.Helper()
	s := dbtest.Open(t, url)
	more, err := newerSteps(s.Kind(), up)
	check(t, err)
	s.KnowSteps(more)
	return s
}

// Builds run side by side: one whose schema a newer one has widened goes on, is ready, and may be started anew.
func TestAnOlderBuildGoesOnBesideANewerSchema(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		older := dbtest.Open(t, url)
		newer := newerBuild(t, url, "ALTER TABLE customers ADD COLUMN nickname text;")
		if found, err := newer.Revision(t.Context()); err != nil || !strings.Contains(fmt.Sprint(found.Check()), "run accord migrate") {
			t.Errorf("the newer one before its step: %v, %v", found.Check(), err)
		}
		_, err := newer.Migrate(t.Context())
		check(t, err)
		found, err := older.Revision(t.Context())
		check(t, err)
		if !found.Newer() || found.Check() != nil || found.Current() {
			t.Errorf("the older one: %+v, %v", found, found.Check())
		}
		_, err = older.Migrate(t.Context())
		check(t, err)
		dbtest.NewWorld(t, older).Customer(reseller.Customer{Name: "Of the older one", Domain: "older.example"})
		found, err = newer.Revision(t.Context())
		if err != nil || !found.Current() || found.Database != newest(t, newer.Kind())+1 {
			t.Errorf("the newer one, at last: %+v, %v", found, err)
		}
	})
}

// One that the schema serves no longer is refused, with what to do.
func TestATooOldBuildIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		older := dbtest.Open(t, url)
		next := newest(t, older.Kind()) + 1
		newer := newerBuild(t, url, fmt.Sprintf("UPDATE schema_support SET oldest_build = %d; ALTER TABLE report_months RENAME TO months;", next))
		_, err := newer.Migrate(t.Context())
		check(t, err)
		found, err := older.Revision(t.Context())
		check(t, err)
		_, refused := older.Migrate(t.Context())
		want := fmt.Sprintf("the database is at schema revision %d, from a newer build, which serves builds of revision %d and later; this one knows %d: run the newer build", next, next, next-1)
		for _, err := range []error{found.Check(), refused} {
			if err == nil || err.Error() != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
	})
}
