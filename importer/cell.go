package importer

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"accord/reseller"
)

// schema is the columns of one kind of file.
type schema[R any] []column[R]

// column is one column: its name, and how its cell gets into a row.
type column[R any] struct {
	name string
	// optional: it may be absent from the file.
	optional bool
	cell     cell[R]
}

// cell reads the cells of a column into a row, from a text of a CSV or a value of a JSON. They return what is wrong with
// a cell, or nothing. An absent cell is an empty text.
type cell[R any] struct {
	fromText func(row *R, value string) string
	fromJSON func(row *R, value json.RawMessage) string
}

func (s schema[R]) index(name string) int {
	for i, c := range s {
		if c.name == name {
			return i
		}
	}
	return -1
}

// names lists the columns, for messages.
func (s schema[R]) names() string {
	names := make([]string, len(s))
	for i, c := range s {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}

// text is a cell of a text.
func text[R any, T ~string](at func(*R) *T) cell[R] {
	return cell[R]{
		fromText: func(row *R, value string) string {
			*at(row) = T(strings.TrimSpace(value))
			return ""
		},
		fromJSON: func(row *R, value json.RawMessage) string {
			read, reason := readJSON[string](value, `a text in quotation marks`)
			*at(row) = T(strings.TrimSpace(read))
			return reason
		},
	}
}

// list is a cell of several texts.
func list[R any, T ~string](at func(*R) *[]T) cell[R] {
	set := func(row *R, values []string) {
		var kept []T
		for _, value := range values {
			if value = strings.TrimSpace(value); value != "" {
				kept = append(kept, T(value))
			}
		}
		*at(row) = kept
	}
	return cell[R]{
		fromText: func(row *R, value string) string {
			set(row, strings.Split(value, reseller.ListSeparator))
			return ""
		},
		fromJSON: func(row *R, value json.RawMessage) string {
			values, reason := readJSON[[]string](value, `a list of texts, such as ["A", "B"]`)
			set(row, values)
			return reason
		},
	}
}

// readJSON reads a JSON value, or says what it should be.
func readJSON[T any](value json.RawMessage, what string) (T, string) {
	var read T
	if err := json.Unmarshal(value, &read); err != nil {
		var none T
		return none, "is not " + what
	}
	return read, ""
}

// number is a cell of a whole number.
func number[R any](at func(*R) *int64) cell[R] {
	set := func(row *R, value string) string {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return clip(value) + " is not a whole number, such as 300"
		}
		*at(row) = n
		return ""
	}
	return cell[R]{
		fromText: func(row *R, value string) string {
			if value = strings.TrimSpace(value); value == "" {
				return "is required"
			}
			return set(row, value)
		},
		fromJSON: func(row *R, value json.RawMessage) string {
			if bytes.HasPrefix(value, []byte(`"`)) {
				return "is a text; write the number without quotation marks"
			}
			return set(row, string(value))
		},
	}
}

// instant is a cell of a time; empty is none.
func instant[R any](at func(*R) *time.Time) cell[R] {
	set := func(row *R, value string) string {
		value = strings.TrimSpace(value)
		if value == "" {
			return ""
		}
		for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
			if t, err := time.Parse(layout, value); err == nil {
				*at(row) = t
				return ""
			}
		}
		return clip(value) + " is not a time; write it as 2026-03-14T15:09:26Z, or 2026-03-14 for midnight UTC"
	}
	return cell[R]{
		fromText: set,
		fromJSON: func(row *R, value json.RawMessage) string {
			read, reason := readJSON[string](value, "a time in quotation marks")
			if reason != "" {
				return reason
			}
			return set(row, read)
		},
	}
}

// clip repeats a bad value such that it is short and does no harm on a terminal.
func clip(value string) string {
	const most = 60
	if utf8.RuneCountInString(value) > most {
		return strconv.Quote(string([]rune(value)[:most])) + " …"
	}
	return strconv.Quote(value)
}
