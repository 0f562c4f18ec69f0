package dbtest

import (
	"database/sql"
	"strings"
	"testing"

	"accord/db/postgres"
	"accord/db/sqlite"
)

// Rows reads every row of every table of a database, each as one text that begins with the table's name: in lower case, and with ids
// as 32 hex digits, so that what is written of an object can be found in both kinds of database alike.
func Rows(t testing.TB, url string) []string {
	t.Helper()
	tables, row := "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", "x::text"
	if strings.HasPrefix(url, "sqlite:") {
		tables, row = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'", ""
	}
	reader := reading(t, url)
	var all []string
	for _, table := range texts(t, reader, tables) {
		columns := row
		if columns == "" {
			columns = strings.Join(texts(t, reader, "SELECT 'quote(' || name || ')' FROM pragma_table_info('"+table+"')"), " || ',' || ")
		}
		for _, text := range texts(t, reader, "SELECT "+columns+` FROM "`+table+`" x`) {
			all = append(all, table+" "+strings.ReplaceAll(strings.ToLower(text), "-", ""))
		}
	}
	return all
}

// reading opens a database beside whatever Store is on it.
func reading(t testing.TB, url string) *sql.DB {
	t.Helper()
	var closers []*sql.DB
	t.Cleanup(func() {
		for _, c := range closers {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		writer, reader, err := sqlite.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		closers = []*sql.DB{writer, reader}
		return reader
	}
	pools, err := postgres.Open(url, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	closers = []*sql.DB{pools.Write, pools.Read, pools.Patient}
	return pools.Read
}

func texts(t testing.TB, conn *sql.DB, query string) []string {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var text sql.NullString
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		found = append(found, text.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}
