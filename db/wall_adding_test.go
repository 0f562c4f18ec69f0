package db_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"accord/db"
	"accord/reseller"
)

// mayAdd are the rows that the policies let a stranger add, by the table, what of the row is not the company's, and who it is; with the
// rule or the reason. All else that a stranger adds is refused by a policy, whether it would fit the tables or not.
var mayAdd = map[string]string{
	"customers anew a partner":                                       "R29: it creates customers",
	"customers as it is a partner":                                   "R29, and the key of the table refuses what is there",
	"customers with its own id a customer":                           "its own record",
	"users with its own customer_id a customer":                      "R18: its own users",
	"invites with its own partner_id a partner":                      "R1: its own links",
	"acceptances with its own customer_id a customer":                "R10: whoever has the link accepts",
	"declines with its own customer_id a customer":                   "R14: and declines",
	"relationships with its own customer_id a customer":              "R10: with whom it likes",
	"delegated_admin_privileges with its own customer_id a customer": "R10: for what is its own",
	"partner_ties with its own partner_id a partner":                 "R41: it comes to see those with whom it has to do",
	"partner_ties with its own other_id a partner":                   "R41: and they it",
	"partner_ties as it is a partner":                                "what is tied already, which the key of the table refuses",
	"partner_ties as it is a customer":                               "the same",
	"partner_ties as it is nobody":                                   "the same",
}

// errUndone has a transaction leave nothing behind.
var errUndone = errors.New("undone")

// addsNothing expects that a stranger adds no row which is the company's: not the very one, which is what an upsert would, not another of
// its kind, and not one that names the stranger in one place and the company in the others. PostgreSQL asks the policies before it looks
// whether a row is there already and what it refers to.
func (w *walled) addsNothing(t *testing.T, table, row, who string, scope reseller.Scope) {
	t.Helper()
	copies := w.copies(t, row, scope)
	for _, what := range slices.Sorted(maps.Keys(copies)) {
		err := w.store.Update(t.Context(), scope, func(ctx context.Context, tx reseller.Tx) error {
			_, err := db.Exec(ctx, tx, "INSERT INTO "+table+" OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::"+table+", CAST(? AS jsonb))", copies[what]) //nolint:unqueryvet // whatever columns there are
			return cmp.Or(err, errUndone)
		})
		if _, may := mayAdd[table+" "+what+" "+who]; may == refusedBy(err, noPrivilege) {
			t.Errorf("%s adds to %s, %s: %v", who, table, what, err)
		}
		w.tried[table+" "+what+" "+who] = true
	}
}

// copies are a row as it is, with an id of its own, and with the stranger in the place of each of the company's tenants that it names.
func (w *walled) copies(t *testing.T, row string, scope reseller.Scope) map[string]string {
	t.Helper()
	all := map[string]string{"as it is": row}
	fresh := w.change(t, row, "id", w.ID())
	if fresh != row {
		all["anew"] = fresh
	} else if other := w.change(t, row, "other_id", w.ID()); other != row { // a tie has no id of its own
		all["anew"] = other
	}
	var columns map[string]any
	check(t, json.Unmarshal([]byte(row), &columns))
	for column, value := range columns {
		id, _ := value.(string)
		stranger, ofPartner := scope.Partner()
		if ofPartner && (w.is(id, w.partner.ID) || w.is(id, w.tier2.ID)) {
			all["with its own "+column] = w.change(t, fresh, column, stranger)
		}
		if stranger, ok := scope.Customer(); ok && w.is(id, w.customer.ID) {
			all["with its own "+column] = w.change(t, fresh, column, stranger)
		}
	}
	return all
}

// is tells whether a text of a row is an id.
func (w *walled) is(text string, id reseller.ID) bool {
	return strings.ReplaceAll(text, "-", "") == id.String()
}

// change writes a row with another id in a column, if it has that.
func (w *walled) change(t *testing.T, row, column string, id reseller.ID) string {
	t.Helper()
	var columns map[string]json.RawMessage
	check(t, json.Unmarshal([]byte(row), &columns))
	if _, ok := columns[column]; !ok || columns[column][0] != '"' {
		return row
	}
	columns[column] = json.RawMessage(`"` + id.String() + `"`)
	text, err := json.Marshal(columns)
	check(t, err)
	return string(text)
}
