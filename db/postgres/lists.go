package postgres

import (
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"accord/reseller"
)

const secondsOfDay = 24 * 60 * 60

// lists writes rows as one parameter for each column, a list of its cells. Each parameter of VALUES is parsed, typed and bound by itself:
// of a thousand rows that took as long as to insert them. The cells of a column have one type, or are nil; a column of nil is of texts.
func lists(columns int, args []any) (from string, lists []any) {
	types := make([]string, columns)
	lists = make([]any, columns)
	for column := range columns {
		types[column], lists[column] = list(column, columns, args)
	}
	//nolint:unqueryvet // its columns are those of the INSERT before it
	return "SELECT * FROM unnest(?::" + strings.Join(types, "[], ?::") + "[])", lists
}

// list gives one column: its type, and its cells.
func list(column, columns int, args []any) (string, any) {
	var sample any
	for at := column; at < len(args) && sample == nil; at += columns {
		sample = args[at]
	}
	switch sample.(type) {
	case nil, string:
		return "text", each(column, columns, args, func(cell string) pgtype.Text {
			return pgtype.Text{String: storable(cell), Valid: true}
		})
	case reseller.ID:
		return "uuid", each(column, columns, args, func(cell reseller.ID) pgtype.UUID {
			return pgtype.UUID{Bytes: cell, Valid: !cell.IsZero()}
		})
	case time.Time:
		return "timestamptz", each(column, columns, args, func(cell time.Time) pgtype.Timestamptz {
			return pgtype.Timestamptz{Time: cell, Valid: !cell.IsZero()}
		})
	case reseller.Day:
		return "date", each(column, columns, args, func(cell reseller.Day) pgtype.Date {
			return pgtype.Date{Time: time.Unix(int64(cell)*secondsOfDay, 0).UTC(), Valid: cell != 0}
		})
	case []byte:
		return "bytea", each(column, columns, args, func(cell []byte) []byte { return cell })
	case bool:
		return "boolean", each(column, columns, args, func(cell bool) pgtype.Bool { return pgtype.Bool{Bool: cell, Valid: true} })
	case int32:
		return "integer", each(column, columns, args, func(cell int32) pgtype.Int4 { return pgtype.Int4{Int32: cell, Valid: true} })
	case int64:
		return "bigint", each(column, columns, args, func(cell int64) pgtype.Int8 { return pgtype.Int8{Int64: cell, Valid: true} })
	}
	panic(fmt.Sprintf("postgres: no lists of %T", sample)) // a programmer's, met by whoever first inserts many
}

// each converts the cells of a column; the zero value is NULL.
func each[Cell, Element any](column, columns int, args []any, convert func(Cell) Element) pgtype.FlatArray[Element] {
	list := make(pgtype.FlatArray[Element], len(args)/columns)
	for row := range list {
		if cell := args[row*columns+column]; cell != nil {
			list[row] = convert(cell.(Cell)) //nolint:errcheck,forcetypeassert // else a programmer's mistake
		}
	}
	return list
}
