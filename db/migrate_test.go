package db_test

import (
	"database/sql"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"accord/db"
	"accord/db/dbtest"
)

// raw opens a database beside the store, for what the store has no method for.
func raw(t testing.TB, url string) *sql.DB {
	t.Helper()
	driver, address := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, address = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)"
	}
	conn, err := sql.Open(driver, address)
	check(t, err)
	t.Cleanup(func() { check(t, conn.Close()) })
	return conn
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestMigrateFromNothingAndAgain(t *testing.T) {
	t.Parallel()
	dbtest.EachBlankURL(t, func(t *testing.T, url string) {
		s := dbtest.Open(t, url)
		empty, err := s.Revision(t.Context())
		check(t, err)
		if empty.Database != 0 || empty.Build < 1 || empty.Current() {
			t.Errorf("an empty database is at %+v", empty)
		}
		if err := empty.Check(); err == nil || !strings.Contains(err.Error(), "run accord migrate") {
			t.Errorf("an empty database: %v", err)
		}
		for _, want := range []int64{0, empty.Build} { // the second time there is nothing to do
			before, err := s.Migrate(t.Context())
			check(t, err)
			if before != (db.Revision{Database: want, Build: empty.Build}) {
				t.Errorf("migrated from %+v, want %d", before, want)
			}
			now, err := s.Revision(t.Context())
			check(t, err)
			if !now.Current() || now.Check() != nil {
				t.Errorf("after it: %+v, %v", now, now.Check())
			}
		}
		if empty, err := s.IsEmpty(t.Context()); err != nil || !empty {
			t.Errorf("empty: %v, %v", empty, err)
		}
	})
}

// Several processes start at once on an empty database: each has its own connections.
func TestMigrateSeveralAtOnce(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	dbtest.EachBlankURL(t, func(t *testing.T, url string) {
		const n = 4
		var wg sync.WaitGroup
		for range n {
			s := dbtest.Open(t, url)
			wg.Go(func() {
				if _, err := s.Migrate(t.Context()); err != nil {
					t.Error(err)
				}
				if now, err := s.Revision(t.Context()); err != nil || !now.Current() {
					t.Errorf("after it: %+v, %v", now, err)
				}
			})
		}
		wg.Wait()
	})
}

// SQLite says at once that a database is busy, and does not wait, when its write-ahead log is to be turned on while another process
// is at work: then that is tried again. The other one is done when the second statement is about to be sent.
func TestMigrateTriesABusyDatabaseAgain(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite.Blank(t)
	other, err := raw(t, url).Begin()
	check(t, err)
	_, err = other.Exec("CREATE TABLE of_another (id INTEGER)")
	check(t, err)
	statements := 0
	s := dbtest.Open(t, url, db.WithTrace(func(string) {
		statements++
		if statements == 2 {
			check(t, other.Rollback())
		}
	}))
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now, err := s.Revision(t.Context()); err != nil || !now.Current() {
		t.Errorf("after it: %+v, %v", now, err)
	}
}

func TestMigrateRefusesANewerDatabase(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		s := dbtest.Open(t, url)
		for _, change := range []string{"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)", "UPDATE schema_support SET oldest_build = 99998"} {
			_, err := raw(t, url).Exec(change)
			check(t, err)
		}
		found, err := s.Revision(t.Context())
		check(t, err)
		_, refused := s.Migrate(t.Context())
		for _, err := range []error{found.Check(), refused} {
			if err == nil || !strings.Contains(err.Error(), "revision 99999, from a newer build, which serves builds of revision 99998 and later") {
				t.Errorf("%v", err)
			}
		}
		if found.Current() {
			t.Error("a newer database passes for this build's")
		}
	})
}

// What a database's tables consist of, in words that are the same for both kinds. The index of grams (R28) is a table of its own
// in SQLite.
const (
	partsOfSQLite = `
		SELECT 'column ' || t.name || '.' || c.name || CASE WHEN c."notnull" + c.pk > 0 THEN ' NOT NULL' ELSE '' END
		FROM sqlite_schema t JOIN pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND t.name <> 'goose_db_version' AND t.name NOT LIKE 'customer\_grams%' ESCAPE '\'
		UNION ALL SELECT 'index ' || name || ' on ' || tbl_name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`
	partsOfPostgreSQL = `
		SELECT 'column ' || table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
		FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'goose_db_version'
		UNION ALL SELECT 'index ' || i.indexname || ' on ' || i.tablename FROM pg_indexes i
		WHERE i.schemaname = 'public' AND i.indexname <> 'customers_by_gram' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = i.indexname)`
)

// Every index, table and column of one kind of database is there in the other.
func TestBothMigrationsMakeTheSameSchema(t *testing.T) {
	t.Parallel()
	sqlite, postgres := parts(t, dbtest.SQLite, partsOfSQLite), parts(t, dbtest.PostgreSQL, partsOfPostgreSQL)
	if len(sqlite) < 100 {
		t.Errorf("only %d parts were compared", len(sqlite))
	}
	for _, part := range sqlite {
		if !slices.Contains(postgres, part) {
			t.Errorf("PostgreSQL lacks %s", part)
		}
	}
	for _, part := range postgres {
		if !slices.Contains(sqlite, part) {
			t.Errorf("SQLite lacks %s", part)
		}
	}
}

func parts(t *testing.T, b dbtest.Backend, query string) []string {
	t.Helper()
	rows, err := raw(t, b.New(t)).Query(query)
	check(t, err)
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var part string
		check(t, rows.Scan(&part))
		all = append(all, part)
	}
	check(t, rows.Err())
	return all
}

// SQLite has no lock for migrations: where two processes take a step, it has to fail for the second and to change nothing.
func TestNoStepOfSQLiteIsTakenTwice(t *testing.T) {
	t.Parallel()
	conn := raw(t, dbtest.SQLite.Blank(t))
	provider, err := gooseOn(dbtest.SQLite.Name, conn)
	check(t, err)
	for _, source := range provider.ListSources() {
		_, err := provider.UpTo(t.Context(), source.Version)
		check(t, err)
		forget, err := conn.ExecContext(t.Context(), "DELETE FROM goose_db_version WHERE version_id = ?", source.Version)
		check(t, err)
		if n, err := forget.RowsAffected(); n != 1 || err != nil {
			t.Fatalf("step %d was taken %d times, error %v", source.Version, n, err)
		}
		_, err = provider.UpTo(t.Context(), source.Version)
		if err == nil && !changesNothing(t, source.Path) {
			t.Errorf("step %d can be taken twice", source.Version)
		}
		_, err = conn.ExecContext(t.Context(), "INSERT OR IGNORE INTO goose_db_version (version_id, is_applied) SELECT ?, TRUE WHERE NOT EXISTS (SELECT 1 FROM goose_db_version WHERE version_id = ?)",
			source.Version, source.Version)
		check(t, err)
	}
}

// changesNothing is whether a step has nothing to do on SQLite, and only keeps the number.
func changesNothing(t testing.TB, name string) bool {
	t.Helper()
	text, err := fs.ReadFile(steps(dbtest.SQLite.Name), name)
	check(t, err)
	return slices.Equal(upOf(string(text)), []string{"SELECT 1"})
}
