package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"accord/db/dialect"
	"accord/reseller"
)

// Ask reads one value with a statement of the test's own, outside of a transaction.
func (s *Store) Ask(ctx context.Context, into any, statement string) error {
	return s.get(ctx, into, statement)
}

// LimitSize has a file of SQLite's grow by so many pages more and then be full, as on a disk without room.
func (s *Store) LimitSize(ctx context.Context, more int) error {
	var pages int
	if err := s.write.usual.GetContext(ctx, &pages, "PRAGMA page_count"); err != nil {
		return err
	}
	_, err := s.write.usual.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages+more))
	return err
}

// AskWithin is Ask within a transaction that Update has begun.
func AskWithin(ctx context.Context, within reseller.Tx, into any, statement string) error {
	t, ok := within.(*tx)
	if !ok {
		return errors.ErrUnsupported
	}
	return t.get(ctx, into, statement)
}

// WithSearchBounds has a Store gather so many customers at most from the index of grams, sort so many, look through so many of
// an owner's, and ask so many whose they are, so that a test crosses the bounds with few rows.
func WithSearchBounds(found, sorted, owned, asked int) Option {
	return func(s *Store) { s.bounds = searchBounds{found: found, sorted: sorted, owned: owned, asked: asked} }
}

// Exec runs a statement of a test's own within a transaction, and tells how many rows it changed.
func Exec(ctx context.Context, in reseller.Tx, statement string, args ...any) (int64, error) {
	return in.(*tx).exec(ctx, statement, args...) //nolint:forcetypeassert,errcheck // there is no other
}

// Count reads a number within a transaction.
func Count(ctx context.Context, in reseller.Tx, statement string, args ...any) (n int64, err error) {
	err = in.(*tx).get(ctx, &n, statement, args...) //nolint:forcetypeassert,errcheck // there is no other
	return n, err
}

// ReadTogether runs a statement as one of several that are sent at once, and has its rows read by the test.
func ReadTogether(ctx context.Context, in reseller.Tx, statement string, read func(dialect.Rows) error) error {
	t := in.(*tx) //nolint:forcetypeassert,errcheck // there is no other
	return t.dialect.Together(ctx, t.connection, []dialect.Statement{{SQL: statement, Read: read}})
}

// PackFacts writes the facts of a month as they are kept.
func PackFacts(month reseller.Month, facts reseller.Facts) []byte { return packFacts(month, facts) }

// UnpackFacts reads what PackFacts has written.
func UnpackFacts(month reseller.Month, packed []byte) (reseller.Facts, error) {
	facts := reseller.Facts{}
	err := unpackFacts(month, packed, reseller.NewParts(nil), facts)
	return facts, err
}

// KnowSteps has a Store know the steps of another build's schema.
func (s *Store) KnowSteps(steps fs.FS) { s.dialect.Migrations = steps }

// TryForLocks bounds how long a migration tries for its locks.
func (s *Store) TryForLocks(patience time.Duration) { s.lockPatience = patience }

// ErrLost is that a connection was lost.
var ErrLost = errLost

// ReadAgain runs a read as those outside of transactions are.
func (s *Store) ReadAgain(ctx context.Context, read func(context.Context) (given bool, err error)) error {
	return s.readAgain(ctx, read)
}

// LogTo has a Store log to another place than the process does.
func (s *Store) LogTo(log *slog.Logger) { s.log = log }
