package db_test

import (
	"database/sql"
	"testing"

	"github.com/pressly/goose/v3"

	"accord/db/dbtest"
	"accord/db/postgres"
	"accord/db/sqlite"
	"accord/reseller"
)

// before00003 brings a database to the revision before customers were indexed.
func before00003(t *testing.T, kind string, conn *sql.DB) {
	t.Helper()
	dialect := sqlite.Dialect()
	if kind == "postgres" {
		dialect = postgres.Dialect()
	}
	provider, err := goose.NewProvider(dialect.Goose, conn, dialect.Migrations)
	check(t, err)
	_, err = provider.UpTo(t.Context(), 2)
	check(t, err)
}

// Customers that are there before the index of grams are found after it, and those that come later as well.
func TestMigrateIndexesTheCustomersThatAreThere(t *testing.T) {
	t.Parallel()
	dbtest.EachBlankURL(t, func(t *testing.T, url string) {
		s, conn := dbtest.Open(t, url), raw(t, url)
		before00003(t, s.Kind(), conn)
		w := dbtest.NewWorld(t, s)
		w.Customers(
			reseller.Customer{Name: "First there", Domain: "one.example"}, reseller.Customer{Name: "老客户公司", Domain: "two.example"},
		)
		_, err := s.Migrate(t.Context())
		check(t, err)
		w.Customer(reseller.Customer{Name: "新客户公司", Domain: "three.example"})
		if s.Kind() == "sqlite" { // which numbers the rows anew that have no number of their own
			_, err := conn.ExecContext(t.Context(), "VACUUM")
			check(t, err)
		}
		for search, want := range map[string]int{"first": 1, "rst t": 1, "客户": 2, "老": 1, "公司": 2, "ee.exa": 1, ".example": 3, "none": 0} {
			found, err := s.Customers(t.Context(), dbtest.AsOperator(), search, reseller.Page{Limit: 10})
			check(t, err)
			if len(found.Items) != want {
				t.Errorf("%q finds %d, want %d", search, len(found.Items), want)
			}
		}
	})
}
