package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"accord/db/dialect"
)

var (
	// ErrInUse says that another process has the database open.
	ErrInUse = errors.New("the database is in use")
	// ErrDamaged says that a file is no SQLite database, or one whose parts contradict each other.
	ErrDamaged = errors.New("no SQLite database, or a damaged one")
)

// pagesAtOnce is how many pages are copied between two looks at whether to go on: 4 MB.
const pagesAtOnce = 1000

// copier is what the driver's connections can do beside SQL.
type copier interface {
	NewBackup(to string) (*driver.Backup, error)
}

// Copy writes what the database is at one moment into the empty file to, page by page, and tells from time to time how many bytes of how
// many are done. It is not on the disk yet when it returns.
//
// The moment is that of a reading transaction, which is held until the end: so a copy in pieces does not begin anew with each write of
// another process, as it would otherwise, and neither readers nor writers wait for it. As long as it takes the write-ahead log grows.
// It needs no more memory for a large database. VACUUM INTO would leave out empty pages, but it builds all indexes anew, which takes many
// times as long, cannot tell how far it is, and may number rows anew.
func Copy(ctx context.Context, from, to string, progress func(done, total int64)) error {
	database, err := sql.Open("sqlite", fileURL(from, url.Values{"_pragma": {"busy_timeout(10000)", "query_only(1)"}}))
	if err != nil {
		return err
	}
	defer func() { _ = database.Close() }() // it was only read
	connection, err := database.Conn(ctx)
	if err != nil {
		return damaged(err)
	}
	defer func() { _ = connection.Close() }()
	began, err := connection.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = began.Rollback() }() // it was only read
	var pageSize, tables int64
	if err := began.QueryRowContext(ctx, "SELECT page_size FROM pragma_page_size").Scan(&pageSize); err != nil {
		return damaged(err)
	}
	if err := began.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil { // here the moment is
		return damaged(err)
	}
	return connection.Raw(func(raw any) error {
		return copyPages(ctx, raw, to, func(done, total int) { progress(int64(done)*pageSize, int64(total)*pageSize) })
	})
}

func copyPages(ctx context.Context, raw any, to string, progress func(done, total int)) error {
	from, ok := raw.(copier)
	if !ok {
		return errors.New("sqlite: the driver makes no backups")
	}
	// A file that is thrown away unless it is whole needs no journal, and is written to the disk once, at the end.
	backup, err := from.NewBackup(fileURL(to, url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(OFF)"}}))
	if err != nil {
		return err
	}
	for more := true; more && err == nil; {
		if err = ctx.Err(); err == nil {
			more, err = backup.Step(pagesAtOnce)
			progress(backup.PageCount()-backup.Remaining(), backup.PageCount())
		}
	}
	finished := backup.Finish() // the first error again, where there was one
	if err == nil {
		err = finished
	}
	var e *driver.Error
	if errors.As(err, &e) && e.Code()&0xff == lib.SQLITE_FULL {
		return fmt.Errorf("there is no room for the copy, which takes as much as the database: %w", err)
	}
	return err
}

// Check reads all of a file that nobody has open, and leaves it and its directory as they are. ErrDamaged when it is no database, when
// its tables and indexes contradict each other, or when rows refer to rows that are not there.
func Check(ctx context.Context, path string) error {
	database, err := OpenSealed(path)
	if err != nil {
		return err
	}
	defer func() { _ = database.Close() }() // it was only read
	var found string
	if err := database.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&found); err != nil {
		return damaged(err)
	}
	if found != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, found)
	}
	var table string
	err = database.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	switch {
	case err == nil:
		return fmt.Errorf("%w: a row of %s refers to one that is not there", ErrDamaged, table)
	case errors.Is(err, sql.ErrNoRows):
		return nil
	}
	return damaged(err)
}

// OpenSealed opens for reading a file that holds all of its database and that nobody changes. Nothing is made beside it.
func OpenSealed(path string) (*sql.DB, error) {
	return sql.Open("sqlite", fileURL(path, url.Values{"mode": {"ro"}, "immutable": {"1"}}))
}

// Lock brings all of a database into its file, so that there is no write-ahead log beside it, and keeps everybody else out until it is
// released. ErrInUse when another process has it open, ErrDamaged when it cannot be read.
func Lock(ctx context.Context, path string) (release func() error, err error) {
	database, err := sql.Open("sqlite", fileURL(path, url.Values{"mode": {"rw"}, "_pragma": {"busy_timeout(1000)", "locking_mode(EXCLUSIVE)"}}))
	if err != nil {
		return nil, err
	}
	database.SetMaxOpenConns(1)
	// The mode of the journal changes only for whoever is alone, and the lock that this takes is kept.
	for _, statement := range []string{"PRAGMA journal_mode = DELETE", "BEGIN EXCLUSIVE"} {
		if _, err := database.ExecContext(ctx, statement); err != nil {
			_ = database.Close() // what was locked is free again
			if classify(err) == dialect.Retry {
				return nil, ErrInUse
			}
			return nil, damaged(err)
		}
	}
	return database.Close, nil
}

// damaged gives ErrDamaged for what the driver says of a file that it cannot make sense of.
func damaged(err error) error {
	var e *driver.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}
