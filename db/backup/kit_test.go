package backup_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // for tests that reach into a file

	"accord/db/backup"
	"accord/db/dbtest"
)

// noon is when backups are restored here, and kept is the end of the name that the database has then.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

const kept = ".before-20260304T120000.000Z"

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// database is a database with this build's schema in a directory of its own, and a table of notes beside.
func database(t testing.TB) (path string) {
	t.Helper()
	path = strings.TrimPrefix(dbtest.SQLite.New(t), "sqlite:")
	db := open(t, path)
	run(t, db, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")
	check(t, db.Close())
	return path
}

// open opens a file as a server does.
func open(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)")
	check(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func run(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	_, err := db.ExecContext(t.Context(), statement)
	check(t, err)
}

// alter changes a file that nobody has open, and leaves it without a log beside.
func alter(t testing.TB, path, statement string) {
	t.Helper()
	db := open(t, path)
	run(t, db, statement)
	check(t, db.Close())
}

// notes counts the notes of a file.
func notes(t testing.TB, path string) (n int) {
	t.Helper()
	db := open(t, path)
	defer func() { _ = db.Close() }()
	check(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM notes").Scan(&n))
	return n
}

// only checks which files a directory has.
func only(t testing.TB, directory string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(directory)
	check(t, err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("there are %v, want %v", got, want)
	}
}

func quiet(int64, int64) {}

// write makes a backup of a database, in a directory of its own.
func write(t testing.TB, database string) (path string, c backup.Copy) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "backup.db")
	c, err := backup.Write(t.Context(), database, path, false, quiet)
	check(t, err)
	return path, c
}

// says checks that something was refused, and with which words.
func says(t testing.TB, err error, words string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("it says %v, want %q", err, words)
	}
}
