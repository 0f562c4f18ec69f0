package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"accord/db/dialect"
	"accord/reseller"
)

// connector makes connections whose transactions may begin behind the wall between tenants.
type connector struct{ driver.Connector }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	made, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return connection{made.(*stdlib.Conn)}, nil //nolint:errcheck,forcetypeassert // its connector makes no others
}

// connection is pgx's, but for how it begins a transaction.
type connection struct{ *stdlib.Conn }

// native is pgx's own connection below one of the pool's, for the time of a call of sql.Conn.Raw.
func native(fromPool any) *pgx.Conn {
	return fromPool.(connection).Conn.Conn() //nolint:errcheck,forcetypeassert // the pool has no others
}

// beginning is the key of what to begin a transaction with.
type beginning struct{}

// behind has a transaction begin behind the wall between tenants (docs/decisions/0017-row-level-security.md), with one round trip and
// not another one for that: whatever it is asked, it finds and changes no row that is not the tenant's to find or change (R27).
func behind(ctx context.Context, partner, customer reseller.ID) (walled context.Context, statement string) {
	quoted := func(id reseller.ID) string {
		if id.IsZero() {
			return "''"
		}
		return "'" + text(id) + "'" // of hexadecimal digits
	}
	statement = "SELECT set_config('role', 'accord_tenant', TRUE), set_config('accord.partner', " + quoted(partner) + ", TRUE)," +
		" set_config('accord.customer', " + quoted(customer) + ", TRUE)"
	return context.WithValue(ctx, beginning{}, "BEGIN; "+statement), statement
}

// BeginTx implements driver.ConnBeginTx.
func (c connection) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	begin, walled := ctx.Value(beginning{}).(string)
	switch {
	case !walled:
		return c.Conn.BeginTx(ctx, options)
	case options != (driver.TxOptions{}):
		return nil, errors.New("postgres: a transaction behind the wall has no options")
	}
	if c.Conn.Conn().IsClosed() {
		return nil, driver.ErrBadConn
	}
	tx, err := c.Conn.Conn().BeginTx(ctx, pgx.TxOptions{BeginQuery: begin})
	if err != nil {
		_ = c.Conn.Conn().Close(ctx) // which may stand within a transaction that nobody has
		return nil, err
	}
	return transaction{ctx, tx}, nil
}

// transaction is pgx's as a driver's, in the context that it began in, as that has it too.
type transaction struct {
	ctx context.Context //nolint:containedctx // driver.Tx takes none
	tx  pgx.Tx
}

// Commit implements driver.Tx.
func (t transaction) Commit() error { return t.tx.Commit(t.ctx) }

// Rollback implements driver.Tx.
func (t transaction) Rollback() error { return t.tx.Rollback(t.ctx) }

// together sends statements in one round trip. Each sees what was committed before it, as if it were alone.
func together(ctx context.Context, of *sql.Conn, statements []dialect.Statement) error {
	return of.Raw(func(fromPool any) (err error) {
		defer func() { // past which a panic would wait for the transaction, which waits for it
			if panicked := recover(); panicked != nil {
				err = fmt.Errorf("postgres: rows cannot be read: %v", panicked)
			}
		}()
		var batch pgx.Batch
		for _, s := range statements {
			batch.Queue(s.SQL, s.Args...)
		}
		results := native(fromPool).SendBatch(ctx, &batch)
		for _, s := range statements {
			rows, err := results.Query()
			if err == nil {
				err = s.Read(batchRows{rows})
			}
			if err != nil {
				_ = results.Close() // whose error would be the same
				return err
			}
		}
		return results.Close()
	})
}

// batchRows are pgx's rows as those of a driver.
type batchRows struct{ pgx.Rows }

// Columns implements dialect.Rows.
func (r batchRows) Columns() ([]string, error) {
	fields := r.FieldDescriptions()
	names := make([]string, len(fields))
	for i, field := range fields {
		names[i] = field.Name
	}
	return names, nil
}

// Close implements dialect.Rows.
func (r batchRows) Close() error {
	r.Rows.Close()
	return r.Err()
}
