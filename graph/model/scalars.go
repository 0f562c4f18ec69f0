package model

import (
	"encoding/json"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/reseller"
)

// MarshalDateTime writes a DateTime: RFC 3339 in UTC, with fractions as far as there are any.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = io.WriteString(w, strconv.Quote(t.UTC().Format(time.RFC3339Nano))) // the response's buffer takes all
	})
}

var errNoDateTime = reseller.Invalid(nil, "A moment is a text such as \"2026-11-22T09:30:00Z\".")

// UnmarshalDateTime reads a DateTime with any offset.
func UnmarshalDateTime(v any) (time.Time, error) {
	text, ok := v.(string)
	if !ok {
		return time.Time{}, errNoDateTime
	}
	t, err := time.Parse(time.RFC3339, text)
	t = t.UTC() // first: an offset may lead out of the years that can be written
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, errNoDateTime
	}
	return t, nil
}

// MarshalInt writes an Int.
func MarshalInt(i int32) graphql.Marshaler { return graphql.MarshalInt32(i) }

// UnmarshalInt reads an Int: a whole number of 32 bits.
func UnmarshalInt(v any) (int32, error) {
	switch v.(type) {
	case json.Number, int, int32, int64:
		if i, err := graphql.UnmarshalInt32(v); err == nil {
			return i, nil
		}
	}
	return 0, reseller.Invalid(nil, "A whole number from -2147483648 to 2147483647 is taken here.")
}

// MarshalDate writes a Date: YYYY-MM-DD.
func MarshalDate(d reseller.Day) graphql.Marshaler { return graphql.MarshalString(d.String()) }

// UnmarshalDate reads a Date.
func UnmarshalDate(v any) (reseller.Day, error) {
	text, _ := v.(string)
	day, err := reseller.ParseDay(text)
	if err != nil {
		return 0, reseller.Invalid(nil, "A day is a text such as \"2026-11-22\".")
	}
	return day, nil
}

// MarshalLong writes a Long as a number.
func MarshalLong(n int64) graphql.Marshaler { return graphql.MarshalInt64(n) }

// maxLong is the largest number that JSON's readers keep exactly.
const maxLong = 1 << 53

// UnmarshalLong reads a Long: a whole number that JSON keeps exactly.
func UnmarshalLong(v any) (int64, error) {
	switch v.(type) {
	case json.Number, int, int32, int64:
		if n, err := graphql.UnmarshalInt64(v); err == nil && -maxLong <= n && n <= maxLong {
			return n, nil
		}
	}
	return 0, reseller.Invalid(nil, "A whole number from -2^53 to 2^53 is taken here.")
}

// optionalTime is null for the zero time.
func optionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// optionalText is null for the empty text.
func optionalText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// optional is null for the zero value.
func optional[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
