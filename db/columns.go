package db

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"accord/reseller"
)

// uid reads an id column: 16 bytes from SQLite, text from PostgreSQL, zero for NULL.
type uid reseller.ID

// Scan implements sql.Scanner.
func (u *uid) Scan(from any) error {
	*u = uid{}
	switch v := from.(type) {
	case nil:
		return nil
	case []byte:
		if len(v) == len(u) {
			copy(u[:], v)
			return nil
		}
	case string:
		if u.parse(v) {
			return nil
		}
	}
	return fmt.Errorf("not an id: %T", from)
}

// parse reads the five groups of a UUID, such as 01934d0c-0000-7000-8000-000000000000, without a copy of any.
func (u *uid) parse(text string) bool {
	if len(text) != 36 {
		return false
	}
	at := 0
	for i := range u {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			at++ // a hyphen
		}
		if _, err := hex.Decode(u[i:i+1], []byte(text[at:at+2])); err != nil {
			return false
		}
		at += 2
	}
	return true
}

// stamp reads a time column: microseconds from SQLite, a time from PostgreSQL, zero for NULL.
type stamp time.Time

// Scan implements sql.Scanner.
func (s *stamp) Scan(from any) error {
	switch v := from.(type) {
	case nil:
		*s = stamp{}
	case int64:
		*s = stamp(time.UnixMicro(v).UTC())
	case time.Time:
		*s = stamp(v.UTC())
	default:
		return fmt.Errorf("not a time: %T", from)
	}
	return nil
}

const dayLength = 24 * 60 * 60

// day reads a column of days: text from SQLite, midnight in UTC from PostgreSQL, zero for NULL.
type day reseller.Day

// Scan implements sql.Scanner.
func (d *day) Scan(from any) error {
	return dayReader{(*reseller.Day)(d), nil}.Scan(from)
}

// dayReader reads days as day does, and those that it has seen without parsing: very many rows have few days among them.
type dayReader struct {
	into *reseller.Day
	seen map[string]reseller.Day
}

// Scan implements sql.Scanner.
func (r dayReader) Scan(from any) (err error) {
	switch v := from.(type) {
	case nil:
		*r.into = 0
	case time.Time:
		*r.into = reseller.Day(v.Unix() / dayLength) //nolint:gosec // no database has days beyond
	case string:
		known, ok := r.seen[v]
		if !ok {
			if known, err = reseller.ParseDay(v); err == nil && r.seen != nil {
				r.seen[v] = known
			}
		}
		*r.into = known
	default:
		return fmt.Errorf("not a day: %T", from)
	}
	return err
}

func joinCodes(codes []string) string { return strings.Join(codes, reseller.ListSeparator) }

func splitCodes(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, reseller.ListSeparator)
}
