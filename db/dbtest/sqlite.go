package dbtest

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"accord/db"
)

func blankSQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "accord.db")
}

func newSQLite(t testing.TB) string {
	t.Helper()
	file, err := migratedFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "accord.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// migratedFile is a database file with the schema, made once: copying it is quicker than migrating.
var migratedFile = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "accord-dbtest")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // the system empties its temporary directory itself
	path := filepath.Join(dir, "accord.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return fs.ReadFile(os.DirFS(dir), filepath.Base(path))
})

// migrate brings the schema into a database and closes it again, so that the whole of it is in its file.
func migrate(url string) error {
	s, err := db.Open(url)
	if err != nil {
		return err
	}
	if _, err := s.Migrate(context.Background()); err != nil {
		_ = s.Close() // the first error tells more
		return err
	}
	return s.Close()
}
