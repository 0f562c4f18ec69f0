package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
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

// migrating makes connections for migrations, which wait for locks for a moment only, and are closed after use: a step may have set them
// otherwise.
func migrating(patient *pgx.ConnConfig) *sql.DB {
	config := patient.Copy()
	config.RuntimeParams["lock_timeout"] = stepLockTimeout
	p := sql.OpenDB(stdlib.GetConnector(*config, stdlib.OptionAfterConnect(noticeTheEnd)))
	p.SetMaxIdleConns(0)
	return p
}

// noticeTheEnd has the server end a statement soon after the process that waits for it, be it killed: with it go the lock that keeps
// other processes from migrating, and all others.
func noticeTheEnd(ctx context.Context, conn *pgx.Conn) error {
	// PostgreSQL 13 does not have it, nor can some systems do it; there the statement ends first.
	_, _ = conn.Exec(ctx, "SELECT set_config('client_connection_check_interval', '1s', FALSE)")
	return nil
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

// committing is the key of where a commit's position is to be noted.
type committing struct{}

// positioned has a transaction's commit ask for a position in the log behind it, with the same round trip.
func positioned(ctx context.Context) (asking context.Context, position func() reseller.LogPosition) {
	at := new(reseller.LogPosition)
	return context.WithValue(ctx, committing{}, at), func() reseller.LogPosition { return *at }
}

// BeginTx implements driver.ConnBeginTx.
func (c connection) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	begin, walled := ctx.Value(beginning{}).(string)
	position, asked := ctx.Value(committing{}).(*reseller.LogPosition)
	switch {
	case !walled && !asked:
		return c.Conn.BeginTx(ctx, options)
	case options != (driver.TxOptions{}):
		return nil, errors.New("postgres: a transaction behind the wall, or of which the position is asked, has no options")
	}
	if c.Conn.Conn().IsClosed() {
		return nil, driver.ErrBadConn
	}
	tx, err := c.Conn.Conn().BeginTx(ctx, pgx.TxOptions{BeginQuery: begin})
	if err != nil {
		_ = c.Conn.Conn().Close(ctx) // which may stand within a transaction that nobody has
		return nil, err
	}
	return transaction{ctx, tx, position}, nil
}

// transaction is pgx's as a driver's, in the context that it began in, as that has it too.
type transaction struct {
	ctx context.Context //nolint:containedctx // driver.Tx takes none
	tx  pgx.Tx
	// position is where to note the commit's; nil is nowhere.
	position *reseller.LogPosition
}

// Commit implements driver.Tx.
func (t transaction) Commit() (err error) {
	if t.position == nil {
		return t.tx.Commit(t.ctx)
	}
	connection := t.tx.Conn()
	*t.position, err = commitAt(t.ctx, connection.PgConn())
	if connection.PgConn().TxStatus() != 'I' { // nobody else has to wait for what the transaction holds
		_ = connection.Close(t.ctx)
	}
	return err
}

// commitAt commits and asks for a position behind that: the second statement sees the log as it is after the first. Once the commit is
// answered it is one, whatever becomes of the question: 0 is then no position.
func commitAt(ctx context.Context, server *pgconn.PgConn) (reseller.LogPosition, error) {
	results := server.Exec(ctx, "COMMIT; "+written)
	defer func() { _ = results.Close() }() // whose error is that of a result
	if !results.NextResult() {
		return 0, results.Close()
	}
	tag, err := results.ResultReader().Close()
	if err != nil {
		return 0, err
	}
	if tag.String() != "COMMIT" {
		return 0, pgx.ErrTxCommitRollback
	}
	if !results.NextResult() || !results.ResultReader().NextRow() {
		return 0, nil
	}
	at, _ := strconv.ParseInt(string(results.ResultReader().Values()[0]), 10, 64) // PostgreSQL writes a number
	return reseller.LogPosition(at), nil
}

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
