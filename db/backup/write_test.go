package backup_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"accord/db"
	"accord/db/backup"
	"accord/db/dbtest"
)

// A copy has all that was acknowledged before it began, nothing half, and nobody waits for it.
func TestACopyIsOfOneMoment(t *testing.T) {
	t.Parallel()
	path := database(t)
	db := open(t, path)
	db.SetMaxOpenConns(1)
	// Of each pair both or neither are there.
	run(t, db, "CREATE TABLE pairs (a INTEGER PRIMARY KEY, b INTEGER REFERENCES pairs DEFERRABLE INITIALLY DEFERRED)")
	var written atomic.Int64
	stop := make(chan struct{})
	var writer sync.WaitGroup
	t.Cleanup(func() {
		close(stop)
		writer.Wait()
	})
	writer.Go(func() {
		for n := int64(1); ; n++ {
			if _, err := db.ExecContext(context.WithoutCancel(t.Context()), "INSERT INTO pairs VALUES (2*?1, 2*?1+1), (2*?1+1, 2*?1)", n); err != nil {
				t.Error(err)
				return
			}
			written.Store(n)
			select {
			case <-stop:
				return
			default:
			}
		}
	})
	for round := range 5 {
		acknowledged := written.Load()
		meanwhile := int64(0)
		target := filepath.Join(t.TempDir(), "backup.db")
		_, err := backup.Write(t.Context(), path, target, false, func(done, total int64) {
			for first := written.Load(); meanwhile == 0; { // until a writer went on while it is copied
				meanwhile = written.Load() - first
			}
		})
		check(t, err)
		copied := open(t, target)
		var rows, last int64
		check(t, copied.QueryRowContext(t.Context(), "SELECT count(*), COALESCE(max(a)/2, 0) FROM pairs").Scan(&rows, &last))
		if rows != 2*last || last < acknowledged {
			t.Errorf("round %d: %d rows up to pair %d, of which %d were acknowledged before", round, rows, last, acknowledged)
		}
	}
}

// What is written is the owner's alone, told of with its size and digest, and replaced only if that is asked for.
func TestWriting(t *testing.T) {
	t.Parallel()
	path := database(t)
	target, first := write(t, path)
	info, err := os.Stat(target)
	check(t, err)
	if info.Mode().Perm() != 0o600 || info.Size() != first.Size || len(first.SHA256) != 64 || first.Revision == 0 {
		t.Errorf("written %v, %d bytes: %+v", info.Mode(), info.Size(), first)
	}
	_, err = backup.Write(t.Context(), path, target, false, quiet)
	says(t, err, "is there already")
	alter(t, path, "INSERT INTO notes (text) VALUES ('one')")
	second, err := backup.Write(t.Context(), path, target, true, quiet)
	check(t, err)
	if second.SHA256 == first.SHA256 {
		t.Error("the second is the first")
	}
	only(t, filepath.Dir(target), "backup.db")
	only(t, filepath.Dir(path), "accord.db")
	if n := notes(t, target); n != 1 {
		t.Errorf("%d notes", n)
	}
}

// A schema of a newer build that serves this one is backed up, and restored, as its own is.
func TestASchemaThatServesThisBuildToo(t *testing.T) {
	t.Parallel()
	path := database(t)
	own, err := db.RevisionOf(t.Context(), path)
	check(t, err)
	alter(t, path, fmt.Sprintf("INSERT INTO goose_db_version (version_id, is_applied) VALUES (%d, 1); UPDATE schema_support SET oldest_build = %d",
		own.Build+1, own.Build))
	target, c := write(t, path)
	info, err := os.Stat(target)
	check(t, err)
	if c.Size != info.Size() || len(c.SHA256) != 64 || c.Revision != own.Build+1 {
		t.Errorf("written %d bytes: %+v", info.Size(), c)
	}
	restored, _, err := backup.Restore(t.Context(), target, path, c.SHA256, noon, quiet)
	check(t, err)
	if restored != c {
		t.Errorf("restored %+v, want %+v", restored, c)
	}
}

func TestWritingRefuses(t *testing.T) {
	t.Parallel()
	path := database(t)
	dir := t.TempDir()
	linked := filepath.Join(dir, "linked.db")
	check(t, os.Symlink(path, linked))
	garbage, foreign := filepath.Join(dir, "garbage.db"), filepath.Join(dir, "foreign.db")
	check(t, os.WriteFile(garbage, make([]byte, 8192), 0o600))
	alter(t, foreign, "CREATE TABLE goose_db_version (version_id INTEGER, is_applied INTEGER)")
	newer := database(t)
	alter(t, newer, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1); UPDATE schema_support SET oldest_build = 9999")
	broken := database(t)
	check(t, os.Truncate(broken, 16384))
	for _, log := range []string{"busy.db-wal", "halfway.db-journal"} {
		check(t, os.WriteFile(filepath.Join(dir, log), nil, 0o600))
	}
	for name, test := range map[string]struct{ database, target, says string }{
		"no database":          {filepath.Join(dir, "none.db"), filepath.Join(dir, "b.db"), "no database to back up"},
		"a directory to copy":  {dir, filepath.Join(dir, "b.db"), "is no file"},
		"garbage to copy":      {garbage, filepath.Join(dir, "b.db"), "no SQLite database, or a damaged one"},
		"another's database":   {foreign, filepath.Join(dir, "b.db"), "no database of Accord's"},
		"from a newer build":   {newer, filepath.Join(dir, "b.db"), "from a newer build"},
		"a broken database":    {broken, filepath.Join(dir, "b.db"), "damaged"},
		"no directory":         {path, filepath.Join(dir, "none", "b.db"), "there is no directory"},
		"a directory":          {path, dir, "is a directory"},
		"a device":             {path, os.DevNull, "is no file"},
		"the database":         {path, path, "is the database itself"},
		"the database, linked": {path, linked, "is the database itself"},
		"its log":              {path, path + "-wal", "belongs to the database"},
		"its log's index":      {path, path + "-shm", "belongs to the database"},
		"its journal":          {linked, path + "-journal", "belongs to the database"},
		"a database at work":   {path, filepath.Join(dir, "busy.db"), "busy.db-wal is a part of a database"},
		"half of a change":     {path, filepath.Join(dir, "halfway.db"), "halfway.db-journal is a part of a database"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := backup.Write(t.Context(), test.database, test.target, true, quiet)
			says(t, err, test.says)
		})
	}
	t.Cleanup(func() { only(t, dir, "busy.db-wal", "foreign.db", "garbage.db", "halfway.db-journal", "linked.db") })
}

// One that is interrupted leaves nothing, and the file that it was to replace as it was.
func TestWritingIsInterrupted(t *testing.T) {
	t.Parallel()
	path := database(t)
	target, before := write(t, path)
	alter(t, path, "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n+1 FROM n LIMIT 1000) INSERT INTO notes (text) SELECT hex(randomblob(4000)) FROM n")
	ctx, interrupt := context.WithCancel(t.Context())
	_, err := backup.Write(ctx, path, target, true, func(done, total int64) {
		if done == total {
			t.Error("it is not interrupted midway")
		}
		interrupt()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
	only(t, filepath.Dir(target), "backup.db")
	if info, err := os.Stat(target); err != nil || info.Size() != before.Size {
		t.Errorf("the file is %v, %v", info, err)
	}
}

// Of several that write one file at once, one does.
func TestTwoWriteAtOnce(t *testing.T) {
	t.Parallel()
	path := database(t)
	target := filepath.Join(t.TempDir(), "backup.db")
	var written atomic.Int32
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := backup.Write(t.Context(), path, target, false, quiet); err == nil {
				written.Add(1)
			} else {
				says(t, err, "is there already")
			}
		})
	}
	all.Wait()
	if written.Load() != 1 {
		t.Errorf("%d have written it", written.Load())
	}
	only(t, filepath.Dir(target), "backup.db")
	check(t, dbtest.Open(t, "sqlite:"+target).Ping(t.Context()))
}
