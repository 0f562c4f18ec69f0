package backup_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"accord/db/backup"
)

// linkers are file systems where a file may have two names, and where it has one.
var linkers = map[string]func(file, second string) error{
	"with links":    os.Link,
	"without links": func(string, string) error { return errors.ErrUnsupported },
}

// Wherever it is, the database is kept whole, and the other file has its name.
func TestReplacing(t *testing.T) {
	t.Parallel()
	for name, link := range linkers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := database(t)
			written := filepath.Join(filepath.Dir(path), "written")
			check(t, os.WriteFile(written, []byte("the other one"), 0o600))
			alter(t, path, "INSERT INTO notes (text) VALUES ('mine')")
			old, err := backup.Replace(t.Context(), written, path, path+kept, link)
			check(t, err)
			if content, err := os.ReadFile(path); err != nil || string(content) != "the other one" {
				t.Errorf("the database is %.20q, %v", content, err)
			}
			if info, err := os.Stat(old); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("what is kept is %v, %v", info, err)
			}
			if n := notes(t, old); old != path+kept || n != 1 {
				t.Errorf("%d notes are kept as %s", n, old)
			}
			only(t, filepath.Dir(path), "accord.db", "accord.db"+kept)
		})
	}
}

// Where the other file does not get the name, all is as it was: the name, the log, and nothing else.
func TestReplacingThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	for name, link := range linkers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := database(t)
			check(t, os.WriteFile(path+"-wal", []byte("its log"), 0o600))
			check(t, os.WriteFile(path+"-journal", []byte("its journal"), 0o600))
			before, err := os.Stat(path)
			check(t, err)
			old, err := backup.Replace(t.Context(), filepath.Join(t.TempDir(), "none"), path, path+kept, link)
			if !errors.Is(err, os.ErrNotExist) || old != "" {
				t.Errorf("kept as %q, %v", old, err)
			}
			only(t, filepath.Dir(path), "accord.db", "accord.db-wal", "accord.db-journal")
			if after, err := os.Stat(path); err != nil || !os.SameFile(before, after) {
				t.Errorf("the database is %v, %v", after, err)
			}
		})
	}
}

// halfway leaves beside a path what a process leaves that is killed within a transaction with a rollback journal, and at the path its file.
func halfway(t testing.TB, path string) {
	t.Helper()
	working := filepath.Join(t.TempDir(), "accord.db")
	db, err := sql.Open("sqlite", "file:"+working)
	check(t, err)
	t.Cleanup(func() { check(t, db.Close()) })
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE)",
		"WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n+1 FROM n LIMIT 99) INSERT INTO notes (text) SELECT hex(randomblob(4000)) FROM n",
		"PRAGMA cache_size = 2",    // so that it writes before the end
		"PRAGMA synchronous = OFF", // so that the journal counts from its beginning on
		"BEGIN",
		"DELETE FROM notes",
		"WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n+1 FROM n LIMIT 99) INSERT INTO notes (text) SELECT hex(randomblob(4000)) FROM n",
	} {
		run(t, db, statement)
	}
	move(t, working, path)
	move(t, working+"-journal", path+"-journal")
}

// move copies a file.
func move(t testing.TB, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	check(t, err)
	check(t, os.WriteFile(to, content, 0o600)) //nolint:gosec // in the test's own directory
}

// A change that a killed process has not finished is undone in what is kept, and not in the new database.
func TestRestoringBesideAJournal(t *testing.T) {
	t.Parallel()
	from, _ := write(t, database(t))
	for name, test := range map[string]struct {
		lost string // after the process was killed
		want []string
	}{
		"of the database":            {"", []string{"accord.db", "accord.db" + kept}},
		"of a database that is gone": {"accord.db", []string{"accord.db", "accord.db" + kept + "-journal"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "accord.db")
			halfway(t, path)
			if test.lost != "" {
				check(t, os.Remove(filepath.Join(filepath.Dir(path), test.lost)))
			}
			_, old, err := backup.Restore(t.Context(), from, path, "", noon, quiet)
			check(t, err)
			only(t, filepath.Dir(path), test.want...)
			if n := notes(t, path); n != 0 {
				t.Errorf("%d notes", n)
			}
			if old == "" {
				return
			}
			if n := notes(t, old); n != 99 {
				t.Errorf("%d notes kept", n)
			}
		})
	}
}
