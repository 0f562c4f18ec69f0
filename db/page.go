package db

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"

	"accord/db/dialect"
	"accord/reseller"
)

// listing is a list that is read by pages: what it selects, from where, under which condition and in which order.
type listing struct {
	columns, from string
	// fromArgs are what from takes.
	fromArgs []any
	// joined gives what is joined to from for the rows that a column of owners finds; nil is nothing.
	joined func(column string) string
	// owners are the columns that tell whose list a row is in, each at the head of an index: a row is in the lists of all that
	// they name. None for lists that belong to nobody.
	owners []string
	where  clause
	// foundBy gives further conditions on the rows that a column of owners finds; nil is none.
	foundBy func(column string) clause
	// key and id are the columns that it is ordered by; id tells equals apart, and is empty where key is unique.
	key, id    string
	descending bool
	// keyOf gives the value of key, and idOf that of id; nil is the key's ID.
	keyOf, idOf func(reseller.Key) any
}

// descends reports whether the rows are read against the list's order.
func (l listing) descends(page reseller.Page) bool { return l.descending != page.Backward }

// one gives the statement for one page, with one row more than asked for to tell whether there are more. of is the
// condition on its owner; empty for lists that belong to nobody.
func (l listing) one(of clause, page reseller.Page) (string, []any) {
	where := clause{parts: slices.Concat(of.parts, l.where.parts), args: slices.Concat(of.args, l.where.args)}
	l.beyond(&where, page.After, l.descending)
	l.beyond(&where, page.Before, !l.descending)
	statement := "SELECT " + l.columns + " FROM " + l.from + " WHERE " + where.sql() + " ORDER BY " + l.order(page) + " LIMIT ?"
	return statement, slices.Concat(l.fromArgs, where.args, []any{page.Limit + 1})
}

// beyond keeps the rows after a key, in descending or ascending order.
func (l listing) beyond(where *clause, key *reseller.Key, descending bool) {
	if key == nil {
		return
	}
	than := " > "
	if descending {
		than = " < "
	}
	if l.id == "" {
		where.and(l.key+than+"?", l.keyOf(*key))
		return
	}
	id := any(key.ID)
	if l.idOf != nil {
		id = l.idOf(*key)
	}
	where.and("("+l.key+", "+l.id+")"+than+"(?, ?)", l.keyOf(*key), id)
}

func (l listing) order(page reseller.Page) string {
	direction := ""
	if l.descends(page) {
		direction = " DESC"
	}
	if l.id == "" {
		return l.key + direction
	}
	return l.key + direction + ", " + l.id + direction
}

// statement gives one statement for the pages of all owners, each a stretch of an index, so that a page of pages costs no
// more statements than one.
func (l listing) statement(d *dialect.Dialect, owners []reseller.ID, page reseller.Page) (string, []any) {
	switch {
	case len(owners) == 1:
		return l.of("?", []any{owners[0]}, page)
	case d.EachID != "":
		statement, args := l.of("owner.id", nil, page)
		//nolint:unqueryvet // of the columns that are listed within
		return "SELECT page.* FROM " + d.EachID + " AS owner (id) CROSS JOIN LATERAL (" + statement + ") AS page ORDER BY " +
			aliased.Replace(l.order(page)), append([]any{owners}, args...)
	}
	return l.union(owners, page)
}

// whereOf is the condition on the rows that a column of owners finds.
func (l listing) whereOf(column string) clause {
	if l.foundBy == nil {
		return l.where
	}
	further := l.foundBy(column)
	return clause{parts: slices.Concat(l.where.parts, further.parts), args: slices.Concat(l.where.args, further.args)}
}

// fromFor is what the rows that a column of owners finds are selected from.
func (l listing) fromFor(column string) string {
	if l.joined == nil {
		return l.from
	}
	return l.from + l.joined(column)
}

// of gives the statement for one owner's page. Where several columns may name the owner, each gives a stretch of its index.
func (l listing) of(owner string, ownerArgs []any, page reseller.Page) (string, []any) {
	parts := make([]string, len(l.owners))
	var args []any
	for i, column := range l.owners {
		owned := l
		owned.columns += ", " + column + " AS owner_id"
		owned.from, owned.where = l.fromFor(column), l.whereOf(column)
		part, partArgs := owned.one(clause{parts: []string{column + " = " + owner}, args: ownerArgs}, page)
		parts[i], args = part, append(args, partArgs...)
	}
	if len(parts) == 1 {
		return parts[0], args
	}
	//nolint:unqueryvet // of the columns that are listed within
	return "SELECT * FROM (SELECT * FROM (" + strings.Join(parts, ") AS one UNION ALL SELECT * FROM (") + ") AS other) AS either ORDER BY " +
		aliased.Replace(l.order(page)) + " LIMIT ?", append(args, page.Limit+1)
}

// union puts the pages together by UNION ALL, and sorts what comes of it: to merge them takes SQLite longer.
func (l listing) union(owners []reseller.ID, page reseller.Page) (string, []any) {
	parts := make([]string, len(owners))
	var args []any
	for i, owner := range owners {
		part, partArgs := l.of("?", []any{owner}, page)
		parts[i] = "SELECT * FROM (" + part + ")" //nolint:unqueryvet // of the columns that are listed within
		args = append(args, partArgs...)
	}
	//nolint:unqueryvet // the same
	return "WITH pages AS MATERIALIZED (" + strings.Join(parts, " UNION ALL ") + ") SELECT * FROM pages ORDER BY " +
		aliased.Replace(l.order(page)), args
}

// aliased turns a column into the name that it is selected as: r.id AS r_id.
var aliased = strings.NewReplacer(".", "_")

// cut turns the rows read for one page into the page: in the list's order and without the row too many.
func cut[T any](items []T, page reseller.Page) reseller.Slice[T] {
	s := reseller.Slice[T]{HasNext: page.Before != nil, HasPrevious: page.After != nil}
	more := len(items) > page.Limit
	if more {
		items = items[:page.Limit]
	}
	if page.Backward {
		slices.Reverse(items)
		s.HasPrevious = more
	} else {
		s.HasNext = more
	}
	s.Items = items
	return s
}

// cutEach does so for the rows of many owners.
func cutEach[R owned, T any](rows []R, items []T, owners []reseller.ID, page reseller.Page) map[reseller.ID]reseller.Slice[T] {
	grouped := make(map[reseller.ID][]T, len(owners))
	for i, item := range items {
		owner := rows[i].owner()
		grouped[owner] = append(grouped[owner], item)
	}
	pages := make(map[reseller.ID]reseller.Slice[T], len(owners))
	for _, id := range owners {
		pages[id] = cut(grouped[id], page)
	}
	return pages
}

// maxUnion bounds the pages that one statement puts together: SQLite allows 500, and more than a hundred take it longer
// than several statements do.
const maxUnion = 100

// owned is a row that tells in whose list it was found.
type owned interface{ owner() reseller.ID }

// ownerRow is the part of a row that tells so.
type ownerRow struct {
	OwnerID uid `db:"owner_id"`
}

func (r ownerRow) owner() reseller.ID { return reseller.ID(r.OwnerID) }

// pages reads one page of each owner's list: in one statement, or where that is a union, one for each maxUnion of them.
func pages[R owned, T any](ctx context.Context, q querier, l listing, owners []reseller.ID, page reseller.Page,
	convert func(R) (T, error),
) (map[reseller.ID]reseller.Slice[T], error) {
	found := make(map[reseller.ID]reseller.Slice[T], len(owners))
	owners = distinct(owners)
	most := maxUnion
	if q.dialect.EachID != "" {
		most = max(len(owners), 1)
	}
	for some := range slices.Chunk(owners, most) {
		statement, args := l.statement(q.dialect, some, page)
		var rows []R
		if err := q.all(ctx, &rows, statement, args...); err != nil {
			return nil, err
		}
		items, err := convertAll(rows, convert)
		if err != nil {
			return nil, err
		}
		maps.Copy(found, cutEach(rows, items, some, page))
	}
	return found, nil
}

func convertAll[R, T any](rows []R, convert func(R) (T, error)) ([]T, error) {
	items := make([]T, len(rows))
	var err error
	for i, row := range rows {
		if items[i], err = convert(row); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// distinct removes repeated ids, so that no list is read twice.
func distinct(ids []reseller.ID) []reseller.ID {
	return slices.Compact(slices.SortedFunc(slices.Values(ids), compareIDs))
}

func compareIDs(a, b reseller.ID) int { return bytes.Compare(a[:], b[:]) }
