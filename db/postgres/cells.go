package postgres

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"accord/db/dialect"
	"accord/reseller"
)

// eachRow reads rows from the protocol's own buffers, past database/sql.
func eachRow(ctx context.Context, pool *sql.DB, statement string, args []any, each func(dialect.Cells)) (err error) {
	connection, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }() // back to the pool, which finds out by itself when it is broken
	return connection.Raw(func(fromPool any) error {
		rows, err := native(fromPool).Query(ctx, statement, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		c := &cells{fields: rows.FieldDescriptions()}
		for rows.Next() {
			c.raw = rows.RawValues()
			each(c)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return c.err
	})
}

// cells reads a row's columns in the binary form of the protocol.
type cells struct {
	fields []pgconn.FieldDescription
	raw    [][]byte
	words  dialect.Words
	err    error
}

// of gives a column's bytes, nil for NULL, and refuses those that are not so many in binary form; 0 is any number.
func (c *cells) of(column, size int) []byte {
	raw := c.raw[column]
	if raw == nil || size == 0 {
		return raw
	}
	if len(raw) != size || c.fields[column].Format != pgtype.BinaryFormatCode {
		c.err = fmt.Errorf("column %s is not what was expected: %d bytes", c.fields[column].Name, len(raw))
		return nil
	}
	return raw
}

// ID implements dialect.Cells.
func (c *cells) ID(column int) (id reseller.ID) {
	copy(id[:], c.of(column, len(id)))
	return id
}

// Text implements dialect.Cells.
func (c *cells) Text(column int) string { return string(c.of(column, 0)) }

// Word implements dialect.Cells.
func (c *cells) Word(column int) string { return c.words.Of(c.of(column, 0)) }

// epoch is when PostgreSQL's times begin, in microseconds of Unix.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()

// epochDay is the day of epoch.
var epochDay = reseller.DayIn(time.UnixMicro(epoch), time.UTC)

// Time implements dialect.Cells.
func (c *cells) Time(column int) time.Time {
	raw := c.of(column, 8)
	if raw == nil {
		return time.Time{}
	}
	return time.UnixMicro(int64(binary.BigEndian.Uint64(raw)) + epoch).UTC() //nolint:gosec // as the protocol has it
}

// Day implements dialect.Cells.
func (c *cells) Day(column int) reseller.Day {
	raw := c.of(column, 4)
	if raw == nil {
		return 0
	}
	return epochDay + reseller.Day(int32(binary.BigEndian.Uint32(raw))) //nolint:gosec // as the protocol has it
}

// Int implements dialect.Cells.
func (c *cells) Int(column int) int32 {
	raw := c.of(column, 4)
	if raw == nil {
		return 0
	}
	return int32(binary.BigEndian.Uint32(raw)) //nolint:gosec // as the protocol has it
}
