package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"accord/db/dialect"
	"accord/reseller"
)

// eachRow reads rows of a prepared statement, without a conversion of their columns.
func (s *Statements) eachRow(ctx context.Context, pool *sql.DB, statement string, args []any, each func(dialect.Cells)) error {
	rows, err := s.query(ctx, pool, statement, args)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	c := &cells{values: make([]value, len(columns))}
	into := make([]any, len(columns))
	for i := range into {
		into[i] = &c.values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		each(c)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return c.err
}

// value takes a column as the driver has it.
type value struct{ any }

// Scan implements sql.Scanner.
func (v *value) Scan(from any) error {
	v.any = from
	return nil
}

// cells reads a row's columns: numbers, texts and blobs.
type cells struct {
	values []value
	err    error
}

func cell[T any](c *cells, column int) (v T) {
	if c.values[column].any == nil {
		return v
	}
	v, ok := c.values[column].any.(T)
	if !ok {
		c.err = fmt.Errorf("column %d is a %T", column, c.values[column].any)
	}
	return v
}

// ID implements dialect.Cells.
func (c *cells) ID(column int) (id reseller.ID) {
	if copied := copy(id[:], cell[[]byte](c, column)); copied != 0 && copied != len(id) {
		c.err = fmt.Errorf("column %d is no id", column)
	}
	return id
}

// Text implements dialect.Cells.
func (c *cells) Text(column int) string { return cell[string](c, column) }

// Word implements dialect.Cells.
func (c *cells) Word(column int) string { return cell[string](c, column) }

// Time implements dialect.Cells.
func (c *cells) Time(column int) time.Time {
	if c.values[column].any == nil {
		return time.Time{}
	}
	return time.UnixMicro(cell[int64](c, column)).UTC()
}

// Day implements dialect.Cells.
func (c *cells) Day(column int) reseller.Day {
	text := cell[string](c, column)
	if text == "" {
		return 0
	}
	day, err := reseller.ParseDay(text)
	if err != nil {
		c.err = err
	}
	return day
}

// Int implements dialect.Cells.
func (c *cells) Int(column int) int32 { return int32(cell[int64](c, column)) } //nolint:gosec // columns of 32 bits
