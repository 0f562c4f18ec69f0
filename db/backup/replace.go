package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// logs end the names of what SQLite has beside a database's file: a part of the database that is not in the file yet, or what it was
// before a change that is not whole.
var logs = []string{"-wal", "-journal"}

// holds reports whether there is a log with something in it. One that SQLite is done with is empty, or begins with zeros.
func holds(log string) bool {
	file, err := os.Open(log) //nolint:gosec // beside a file that the operator names
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	defer func() { _ = file.Close() }() // it was only read
	var first [1]byte
	_, err = io.ReadFull(file, first[:])
	return first[0] != 0 || err != nil && !errors.Is(err, io.EOF)
}

// linker gives a file a second name, as os.Link does.
type linker func(file, second string) error

// replace gives the database's name to a file, and the name aside to the file that had it, if there is one. There is a file of the
// database's name at every moment. Where it is not given to the other one, the database is as it was; after a process that is killed it is
// whole by one of the names.
func replace(ctx context.Context, written, database, aside string, link linker) (kept string, err error) {
	done, err := keep(ctx, database, aside, link)
	switch {
	case err == nil:
		kept = aside
		defer done()
	case !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("the database cannot be kept as %s: %w", aside, err)
	}
	if err := exchange(written, database, aside, kept != ""); err != nil {
		if kept != "" { // else the logs stay out of the way of a database that was made meanwhile
			err = errors.Join(err, putBack(database, aside))
		}
		return "", fmt.Errorf("the backup is not put in the place of the database: %w", err)
	}
	if err := syncDirectory(filepath.Dir(database)); err != nil {
		return kept, fmt.Errorf("the backup is in the place of the database, but may not be after a crash of the machine: %w", err)
	}
	return kept, nil
}

// exchange gives the database's name away once it is on the disk by which other one it is kept. Where there was none, a server may have
// made one meanwhile, which is not written over.
func exchange(written, database, aside string, over bool) error {
	if err := takeLogs(database, aside); err != nil {
		return err
	}
	if err := syncDirectory(filepath.Dir(database)); err != nil {
		return err
	}
	return name(written, database, over)
}

// keep gives the database's file a second name. Where that cannot be done, as on the file systems of sticks and of some networks, it copies
// it. What it returns is to be called at the end: as soon as this process closes the file that it has read, POSIX takes the database's
// lock away.
func keep(ctx context.Context, database, aside string, link linker) (done func(), err error) {
	err = link(database, aside)
	if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return func() {}, err
	}
	read, err := os.Open(database) //nolint:gosec // the operator names it
	if err != nil {
		return nil, err
	}
	if err := copyAside(ctx, read, aside); err != nil {
		return nil, errors.Join(err, read.Close())
	}
	return func() { _ = read.Close() }, nil
}

// copyAside copies a database of which all is in the file. Only a whole copy gets the name.
func copyAside(ctx context.Context, database *os.File, aside string) error {
	copied, err := part(filepath.Dir(aside))
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(copied) }() // where it got its name, there is none
	if err := copyOf(ctx, database, copied, func(int64, int64) {}); err != nil {
		return err
	}
	return name(copied, aside, false)
}

// takeLogs takes away what a database has left that is gone, or could not be read: it would be taken for the new one's. Where nobody is in
// the database but this process, nothing is in its logs.
func takeLogs(database, aside string) error {
	for _, end := range logs {
		take := func() error { return os.Remove(database + end) }
		if holds(database + end) {
			take = func() error { return os.Rename(database+end, aside+end) }
		}
		if err := take(); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Remove(database + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) { // SQLite makes it anew, of the log
		return err
	}
	return nil
}

// putBack undoes keep and takeLogs. The second name goes last: until then all of the database is there by it.
func putBack(database, aside string) error {
	for _, end := range logs {
		if err := os.Rename(aside+end, database+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Remove(aside)
}
