package db_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"accord/db/dbtest"
	"accord/db/dialect"
	"accord/db/postgres"
	"accord/db/sqlite"
)

func TestPostgreSQLClassifiesByCode(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]dialect.Failure{
		"23505": dialect.Conflict, "23503": dialect.Other, "23514": dialect.Other, "23502": dialect.Other,
		"40001": dialect.Retry, "40P01": dialect.Retry, "55P03": dialect.Retry,
		"57014": dialect.Unavailable, "53100": dialect.Unavailable, "53200": dialect.Unavailable,
		"57P01": dialect.Lost, "57P02": dialect.Lost, "57P03": dialect.Lost, "53300": dialect.Lost, "08006": dialect.Lost, "08P01": dialect.Lost,
		"25006": dialect.Lost, "42601": dialect.Other, "42P01": dialect.Other, "22021": dialect.Other, "": dialect.Other, "X": dialect.Other,
	} {
		err := fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: code, Message: "duplicate key value violates unique constraint"})
		if got := postgres.Dialect().Classify(err); got != want {
			t.Errorf("%q is classified as %d, want %d", code, got, want)
		}
	}
}

// What connections die of comes in many forms.
func TestLostConnectionsAreTold(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]dialect.Failure{
		context.Canceled: dialect.Unavailable, context.DeadlineExceeded: dialect.Unavailable,
		io.EOF: dialect.Lost, io.ErrUnexpectedEOF: dialect.Lost, driver.ErrBadConn: dialect.Lost, sql.ErrConnDone: dialect.Lost,
		&net.OpError{Op: "read", Err: syscall.ECONNRESET}: dialect.Lost, net.ErrClosed: dialect.Lost, syscall.EPIPE: dialect.Lost, &pgconn.ConnectError{}: dialect.Lost,
	} {
		if got := postgres.Dialect().Classify(fmt.Errorf("wrapped: %w", err)); got != want {
			t.Errorf("%v is classified as %d, want %d", err, got, want)
		}
	}
	for _, d := range []*dialect.Dialect{postgres.Dialect(), sqlite.Dialect()} {
		for _, err := range []error{errors.New("UNIQUE constraint failed"), errors.New("database is locked (5)"), sql.ErrNoRows} {
			if got := d.Classify(err); got != dialect.Other {
				t.Errorf("%s: %v is classified as %d by its text", d.Name, err, got)
			}
		}
	}
}

// SQLite's own errors, provoked: they cannot be made by hand.
func TestSQLiteClassifiesByCode(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite.New(t)
	one, other := raw(t, url), raw(t, url)
	_, err := one.Exec("INSERT INTO services (code, name_en, name_zh) VALUES ('a', '', '')")
	check(t, err)
	for statement, want := range map[string]dialect.Failure{
		"INSERT INTO services (code, name_en, name_zh) VALUES ('a', '', '')":                                       dialect.Conflict,
		"INSERT INTO goose_db_version (id, version_id, is_applied) VALUES (1, 1, 1)":                               dialect.Conflict,
		"INSERT INTO services (code, name_en) VALUES ('b', '')":                                                    dialect.Other,
		"INSERT INTO prices (offer, month, monthly_price_minor, currency) VALUES ('nothing', '2026-01', 1, 'CNY')": dialect.Other,
		"INSERT INTO partners (id, name) VALUES (x'00', 'x')":                                                      dialect.Other,
		"SELEKT 1":                      dialect.Other,
		"SELECT * FROM no_such_table":   dialect.Other,
		"INSERT INTO no_such_table (x)": dialect.Other,
	} {
		_, err := one.Exec(statement)
		if got := sqlite.Dialect().Classify(err); err == nil || got != want {
			t.Errorf("%s: %v is classified as %d, want %d", statement, err, got, want)
		}
	}
	holding, err := one.Conn(t.Context())
	check(t, err)
	defer func() { check(t, holding.Close()) }()
	_, err = holding.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	check(t, err)
	_, err = other.Exec("PRAGMA busy_timeout = 0; INSERT INTO services (code, name_en, name_zh) VALUES ('c', '', '')")
	if got := sqlite.Dialect().Classify(err); got != dialect.Retry {
		t.Errorf("busy: %v is classified as %d", err, got)
	}
	_, err = holding.ExecContext(t.Context(), "ROLLBACK")
	check(t, err)
	_, err = one.Exec("PRAGMA query_only = 1; INSERT INTO services (code, name_en, name_zh) VALUES ('d', '', '')")
	if got := sqlite.Dialect().Classify(err); got != dialect.Unavailable {
		t.Errorf("read-only: %v is classified as %d", err, got)
	}
}
