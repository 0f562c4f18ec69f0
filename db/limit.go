package db

import (
	"context"
	"database/sql"
	"time"

	"github.com/jmoiron/sqlx"
)

// StatementTimeout tells PostgreSQL how long a statement may run, to the millisecond, so that it ends one by itself whose
// process has died or whose network is cut. What takes longer fails with reseller.ErrUnavailable. A statement_timeout in the
// database's URL wins; 0 tells nothing.
//
// A context that ends sooner still ends a statement sooner. On SQLite, which runs in this process, nothing else is needed,
// and the option does nothing.
func StatementTimeout(limit time.Duration) Option {
	return func(s *Store) { s.limit = limit }
}

// Readers bounds the connections that read from PostgreSQL at once; 0 is as many as are usual. What SQLite can use is settled, and the
// option does nothing there.
func Readers(n int) Option {
	return func(s *Store) { s.readers = n }
}

// unlimited is the key of contexts made by WithoutTimeLimit.
type unlimited struct{}

// WithoutTimeLimit gives a context for work that no request waits for and that may take its time: an import, what is done
// in the background. Its statements run on connections of their own, which know no statement_timeout, not even the URL's.
// The context's own end still ends them. Migrate takes its time by itself.
func WithoutTimeLimit(ctx context.Context) context.Context {
	return context.WithValue(ctx, unlimited{}, true)
}

// pool is where statements of one kind run: those of requests on usual, or on a replica where they may; those WithoutTimeLimit on
// patient, which may be the same.
type pool struct {
	usual, patient *sqlx.DB
	// replicas are nil for what writes.
	replicas *replicas
}

var _ runner = pool{}

func (p pool) of(ctx context.Context) *sqlx.DB {
	if ctx.Value(unlimited{}) != nil {
		return p.patient
	}
	if r := p.replicas.of(ctx); r != nil {
		return r.db
	}
	return p.usual
}

// QueryContext implements runner.
func (p pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.of(ctx).QueryContext(ctx, query, args...)
}

// QueryxContext implements runner.
func (p pool) QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	return p.of(ctx).QueryxContext(ctx, query, args...)
}

// QueryRowxContext implements runner.
func (p pool) QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row {
	return p.of(ctx).QueryRowxContext(ctx, query, args...)
}

// ExecContext implements runner.
func (p pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.of(ctx).ExecContext(ctx, query, args...)
}
