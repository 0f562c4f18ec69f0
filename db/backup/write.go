package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"accord/db"
	"accord/db/sqlite"
)

// Write copies the SQLite database in the file database, as it is at one moment, to the file at target, which is there only once it is
// whole, checked and on the disk. A file that is there already is refused, or with over replaced at the end. Readers and writers of the
// database go on meanwhile. When ctx ends, nothing is left.
func Write(ctx context.Context, database, target string, over bool, progress Progress) (c Copy, err error) {
	if err := checkSource(database); err != nil {
		return c, err
	}
	if err := checkTarget(database, target, over); err != nil {
		return c, err
	}
	written, err := part(filepath.Dir(target))
	if err != nil {
		return c, fmt.Errorf("the backup cannot be written: %w", err)
	}
	defer func() { _ = os.Remove(written) }() // where it got its name, there is none
	if err := sqlite.Copy(ctx, database, written, progress); err != nil {
		return c, fmt.Errorf("%s cannot be copied: %w", database, err)
	}
	if c, err = examine(ctx, written); err != nil {
		return c, fmt.Errorf("the copy of %s is not good, and thrown away: %w", database, err)
	}
	err = place(written, target, over)
	if errors.Is(err, fs.ErrExist) {
		return c, errExists(target)
	}
	return c, err
}

func checkSource(database string) error {
	info, err := os.Stat(database)
	if err != nil {
		return fmt.Errorf("there is no database to back up (--database-url names it): %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file: --database-url names the database's", database)
	}
	return nil
}

func checkTarget(database, target string, over bool) error {
	if info, err := os.Stat(filepath.Dir(target)); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no directory %s: make it first, where there is room for the whole database", filepath.Dir(target))
	}
	info, err := os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return checkBeside(database, target)
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a directory: name the file in it, such as %s", target, filepath.Join(target, "accord-backup.db"))
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no file", target)
	case sameFile(database, target):
		return fmt.Errorf("%s is the database itself: name another file", target)
	case !over:
		return errExists(target)
	}
	return checkBeside(database, target)
}

// checkBeside refuses a name that SQLite uses for a part of the database, be it there at the moment or not, and one that has a part of
// another database beside it: a server may have that open, and what is left of it would be taken for a part of the backup.
func checkBeside(database, target string) error {
	if followed, err := filepath.EvalSymlinks(database); err == nil {
		database = followed // SQLite names what is beside it so
	}
	for _, end := range []string{"-wal", "-shm", "-journal"} {
		if filepath.Base(target) == filepath.Base(database)+end && sameFile(filepath.Dir(target), filepath.Dir(database)) || sameFile(target, database+end) {
			return fmt.Errorf("%s belongs to the database: name another file", target)
		}
	}
	for _, end := range logs {
		if _, err := os.Lstat(target + end); err == nil {
			return fmt.Errorf("%[1]s%[2]s is a part of a database %[1]s that a server, or whatever else, is at work in or was killed in: "+
				"name another file; where nobody has that database open, and it is wanted no more, remove both first", target, end)
		}
	}
	return nil
}

func errExists(target string) error {
	return fmt.Errorf("%s is there already: name another file, or write over it with --force", target)
}

// examine checks a file that nobody has open, and has it written to the disk.
func examine(ctx context.Context, path string) (c Copy, err error) {
	if err := sqlite.Check(ctx, path); err != nil {
		return c, err
	}
	revision, err := db.RevisionOf(ctx, path)
	if err != nil {
		return c, err
	}
	if revision.Database == 0 {
		return c, errors.New("it is no database of Accord's")
	}
	if err := revision.Check(); err != nil && revision.Database > revision.Build { // an older schema is brought to this build's when it is served
		return c, err
	}
	size, digest, err := seal(path)
	return Copy{Size: size, SHA256: digest, Revision: revision.Database}, err
}
