package db

import (
	"context"

	"accord/reseller"
)

// Snapshot implements reseller.Store by a transaction that only reads, on a connection that knows no time limit: between its statements it
// may wait for whoever takes what was read.
func (s *Store) Snapshot(ctx context.Context, fn func(context.Context, reseller.Reader) error) error {
	ctx = WithoutTimeLimit(ctx)
	began, err := s.read.of(ctx).BeginTxx(ctx, s.dialect.Snapshot)
	if err != nil {
		return s.failure(err)
	}
	defer began.Rollback() // there is nothing to commit
	if s.dialect.ByIndex != "" {
		// A list is read to its end, batch by batch: expecting few rows, PostgreSQL would read and sort the rest of it for each.
		if _, err := began.ExecContext(ctx, s.dialect.ByIndex); err != nil {
			return s.failure(err)
		}
	}
	return fn(ctx, reader{querier{ext: began, dialect: s.dialect, trace: s.trace, bounds: s.bounds, ended: ctx.Err}})
}
