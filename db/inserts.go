package db

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// waiting are inserts of a transaction that have not been sent yet. What one change writes – a relationship, its privileges,
// who accepted, the events, the idempotency key – are rows of several tables that nobody reads before the commit; where the
// database takes inserts within WITH they go as one statement and cost one round trip. They are sent before the next
// statement of any other kind, and before the commit, so that the order of effects is that of the calls.
type waiting struct {
	// tables are what the statements insert into, each once: of several into one the order would not be certain.
	tables     []string
	statements []string
	args       []any
	// check judges how many rows the last of them has written; nil for any number.
	check func(rows int64) error
}

// insert adds rows to a table, now or together with the inserts that follow: its errors may come from a later call of the
// transaction. rest is the statement from the columns on.
func (q querier) insert(ctx context.Context, table, rest string, args ...any) error {
	return q.insertChecked(ctx, nil, table, rest, args...)
}

// insertChecked does so, and lets check judge how many rows were written.
func (q querier) insertChecked(ctx context.Context, check func(rows int64) error, table, rest string, args ...any) error {
	w := q.waiting
	full := len(w.args)+len(args) > q.dialect.MaxParameters
	if full || w.check != nil || slices.Contains(w.tables, table) {
		if err := q.flush(ctx); err != nil {
			return err
		}
	}
	w.tables, w.statements = append(w.tables, table), append(w.statements, "INSERT INTO "+table+" "+rest)
	w.args, w.check = append(w.args, args...), check
	if q.dialect.InsertsInWith {
		return nil
	}
	return q.flush(ctx)
}

// flush sends the inserts that wait.
func (q querier) flush(ctx context.Context) error {
	w := q.waiting
	if w == nil || len(w.statements) == 0 {
		return nil
	}
	statement, args, check := w.together(), w.args, w.check
	*w = waiting{}
	rows, err := q.send(ctx, statement, args)
	if err == nil && check != nil {
		err = check(rows)
	}
	return err
}

// together makes one statement of them: all but the last within WITH. Foreign keys among them hold, since they are checked
// at the statement's end.
func (w *waiting) together() string {
	last := len(w.statements) - 1
	if last == 0 {
		return w.statements[0]
	}
	parts := make([]string, last)
	for i, statement := range w.statements[:last] {
		parts[i] = "w" + strconv.Itoa(i) + " AS (" + statement + ")"
	}
	return "WITH " + strings.Join(parts, ", ") + " " + w.statements[last]
}

// manyRows are so many that it is better to send a list of each column's cells.
const manyRows = 32

// rows writes the rows that an INSERT adds, of so many columns each.
func (q querier) rows(columns int, args []any) (rows string, bound []any) {
	count := len(args) / columns
	if count >= manyRows && q.dialect.Lists != nil {
		return q.dialect.Lists(columns, args)
	}
	return values(count, columns), args
}

// values writes so many rows of so many parameters: VALUES (?, ?), (?, ?).
func values(rows, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	return "VALUES " + strings.TrimSuffix(strings.Repeat(row+", ", rows), ", ")
}
