package backup_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accord/db/backup"
)

// A backup takes the place of the database, which is kept whole, with what was in its log; and may come back.
func TestRestoring(t *testing.T) {
	t.Parallel()
	path := database(t)
	from, c := write(t, path)
	alter(t, path, "INSERT INTO notes (text) VALUES ('since then')")
	restored, old, err := backup.Restore(t.Context(), from, path, strings.ToUpper(c.SHA256), noon, quiet)
	check(t, err)
	if restored != c || old != path+kept {
		t.Errorf("restored %+v, want %+v; kept %s", restored, c, old)
	}
	if n := notes(t, path); n != 0 {
		t.Errorf("%d notes", n)
	}
	if n := notes(t, old); n != 1 {
		t.Errorf("%d notes kept", n)
	}
	_, older, err := backup.Restore(t.Context(), old, path, "", noon.AddDate(0, 0, 1), quiet)
	check(t, err)
	if n := notes(t, path); n != 1 {
		t.Errorf("%d notes after all is undone", n)
	}
	only(t, filepath.Dir(path), "accord.db", filepath.Base(old), filepath.Base(older))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the database is %v, %v", info.Mode(), err)
	}
}

// What a killed process has left in its log is kept, and not taken for the new database's.
func TestRestoringKeepsWhatIsInTheLog(t *testing.T) {
	t.Parallel()
	path := database(t)
	from, _ := write(t, path)
	crashed := filepath.Join(t.TempDir(), "accord.db")
	db := open(t, path)
	run(t, db, "INSERT INTO notes (text) VALUES ('in the log')")
	for _, end := range []string{"", "-wal"} { // as a crash leaves them
		content, err := os.ReadFile(path + end)
		check(t, err)
		check(t, os.WriteFile(crashed+end, content, 0o600)) //nolint:gosec // in the test's own directory
	}
	_, old, err := backup.Restore(t.Context(), from, crashed, "", noon, quiet)
	check(t, err)
	if n := notes(t, crashed); n != 0 {
		t.Errorf("%d notes", n)
	}
	if n := notes(t, old); n != 1 {
		t.Errorf("%d notes kept", n)
	}
	only(t, filepath.Dir(crashed), "accord.db", "accord.db"+kept)
}

// A database that cannot be read any more is what restoring is for.
func TestRestoringADamagedDatabase(t *testing.T) {
	t.Parallel()
	from, _ := write(t, database(t))
	path := filepath.Join(t.TempDir(), "accord.db")
	check(t, os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600))
	check(t, os.WriteFile(path+"-wal", []byte("its log"), 0o600))
	check(t, os.WriteFile(path+"-shm", []byte("its index"), 0o600))
	check(t, os.WriteFile(path+"-journal", []byte("its journal"), 0o600))
	_, _, err := backup.Restore(t.Context(), from, path, "", noon, quiet)
	check(t, err)
	only(t, filepath.Dir(path), "accord.db", "accord.db"+kept, "accord.db"+kept+"-journal")
	if n := notes(t, path); n != 0 {
		t.Errorf("%d notes", n)
	}
}

// The log of a database whose file is gone is not taken for the new one's.
func TestRestoringBesideALogThatWasLeft(t *testing.T) {
	t.Parallel()
	path := database(t)
	from, _ := write(t, path)
	left := filepath.Join(t.TempDir(), "accord.db")
	db := open(t, path)
	run(t, db, "INSERT INTO notes (text) VALUES ('in the log')")
	log, err := os.ReadFile(path + "-wal")
	check(t, err)
	check(t, os.WriteFile(left+"-wal", log, 0o600)) //nolint:gosec // in the test's own directory
	check(t, os.WriteFile(left+"-shm", []byte("its index"), 0o600))
	_, _, err = backup.Restore(t.Context(), from, left, "", noon, quiet)
	check(t, err)
	only(t, filepath.Dir(left), "accord.db", "accord.db"+kept+"-wal")
	if n := notes(t, left); n != 0 {
		t.Errorf("%d notes", n)
	}
}

// Where there was none, the database is made, through a link too.
func TestRestoringAnew(t *testing.T) {
	t.Parallel()
	from, _ := write(t, database(t))
	dir := t.TempDir()
	path := filepath.Join(dir, "accord.db")
	_, old, err := backup.Restore(t.Context(), from, path, "", noon, quiet)
	check(t, err)
	if old != "" {
		t.Errorf("%s is kept", old)
	}
	link := filepath.Join(t.TempDir(), "accord.db")
	check(t, os.Symlink(path, link))
	_, _, err = backup.Restore(t.Context(), from, link, "", noon, quiet)
	check(t, err)
	only(t, filepath.Dir(link), "accord.db")
	only(t, dir, "accord.db", "accord.db"+kept)
}

// spoiled are files that no database becomes, by what is wrong with them.
func spoiled(t *testing.T, good string) map[string]struct{ path, says string } {
	t.Helper()
	content, err := os.ReadFile(good)
	check(t, err)
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		check(t, os.WriteFile(path, content, 0o600)) //nolint:gosec // in the test's own directory
		return path
	}
	altered := append([]byte{}, content...)
	for i := len(altered) / 2; i < len(altered)/2+8192; i++ {
		altered[i] ^= 0x5a
	}
	newer, foreign, busy := file("newer.db", content), filepath.Join(dir, "foreign.db"), file("busy.db", content)
	alter(t, newer, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1); UPDATE schema_support SET oldest_build = 9999")
	alter(t, foreign, "CREATE TABLE partners (id)")
	file("busy.db-wal", []byte("a log"))
	halfway := file("halfway.db", content)
	file("halfway.db-journal", []byte("a journal"))
	lost := file("lost.db", content)
	alter(t, lost, "CREATE TABLE child (id INTEGER REFERENCES notes (id)); INSERT INTO child VALUES (77)")
	return map[string]struct{ path, says string }{
		"absent":             {filepath.Join(dir, "none.db"), "there is no backup"},
		"a directory":        {dir, "is no file"},
		"empty":              {file("empty.db", nil), "no database of Accord's"},
		"a text":             {file("text.db", []byte("this is no backup")), "no SQLite database, or a damaged one"},
		"truncated":          {file("short.db", content[:len(content)/2]), "no SQLite database, or a damaged one"},
		"truncated within":   {file("within.db", content[:len(content)/2+100]), "no SQLite database, or a damaged one"},
		"altered":            {file("altered.db", altered), "no SQLite database, or a damaged one"},
		"rows that are lost": {lost, "a row of child refers to one that is not there"},
		"another's":          {foreign, "no database of Accord's"},
		"from a newer build": {newer, "from a newer build"},
		"a database at work": {busy, "is a database at work"},
		"half of a change":   {halfway, "a part of it is in " + halfway + "-journal"},
	}
}

// What is refused leaves the database as it was, and nothing beside it.
func TestRestoringRefuses(t *testing.T) {
	t.Parallel()
	path := database(t)
	from, _ := write(t, path)
	alter(t, path, "INSERT INTO notes (text) VALUES ('mine')")
	for name, test := range spoiled(t, from) { // one after the other, on one database
		if _, _, err := backup.Restore(t.Context(), test.path, path, "", noon, quiet); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %q", name, err, test.says)
		}
	}
	_, _, err := backup.Restore(t.Context(), from, path, strings.Repeat("ab", 32), noon, quiet)
	says(t, err, "is not the backup that was written")
	_, _, err = backup.Restore(t.Context(), path, path, "", noon, quiet)
	says(t, err, "is the database itself")
	_, _, err = backup.Restore(t.Context(), from, filepath.Join(filepath.Dir(path), "none", "accord.db"), "", noon, quiet)
	says(t, err, "nothing can be written beside the database")
	interrupted, interrupt := context.WithCancel(t.Context())
	_, _, err = backup.Restore(interrupted, from, path, "", noon, func(int64, int64) { interrupt() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
	only(t, filepath.Dir(path), "accord.db")
	if n := notes(t, path); n != 1 {
		t.Errorf("%d notes", n)
	}
}

// While anybody has the database open it is refused, also one who only waits.
func TestRestoringRefusesADatabaseInUse(t *testing.T) {
	t.Parallel()
	path := database(t)
	from, _ := write(t, path)
	db := open(t, path)
	run(t, db, "INSERT INTO notes (text) VALUES ('mine')")
	_, _, err := backup.Restore(t.Context(), from, path, "", noon, quiet)
	says(t, err, "is in use: stop the server")
	run(t, db, "INSERT INTO notes (text) VALUES ('and mine')")
	check(t, db.Close())
	only(t, filepath.Dir(path), "accord.db")
	if n := notes(t, path); n != 2 {
		t.Errorf("%d notes", n)
	}
}
