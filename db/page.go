package db

import (
	"slices"
	"strings"

	"accord/reseller"
)

// listing is a list that is read by pages: what it selects, from where, under which condition and in which order.
type listing struct {
	columns, from string
	// owner is the column that tells whose list a row is in; empty for lists that belong to nobody.
	owner string
	where clause
	// key and id are the columns that it is ordered by; id tells equals apart, and is empty where key is unique.
	key, id    string
	descending bool
	keyOf      func(reseller.Key) any
}

// backwards reports whether the rows are read against the list's order.
func (l listing) descends(page reseller.Page) bool { return l.descending != page.Backward }

// one gives the statement for one owner's page, with one row more than asked for to tell whether there are more.
func (l listing) one(owner *reseller.ID, page reseller.Page) (string, []any) {
	where := l.where.copy()
	if owner != nil {
		where.parts = append([]string{l.owner + " = ?"}, where.parts...)
		where.args = append([]any{*owner}, where.args...)
	}
	l.beyond(&where, page.After, l.descending)
	l.beyond(&where, page.Before, !l.descending)
	statement := "SELECT " + l.columns + " FROM " + l.from + " WHERE " + where.sql() + " ORDER BY " + l.order(page) + " LIMIT ?"
	return statement, append(where.args, page.Limit+1)
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
	where.and("("+l.key+", "+l.id+")"+than+"(?, ?)", l.keyOf(*key), key.ID)
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

// statement gives one statement for the pages of all owners: each a stretch of an index, put together by UNION ALL, so
// that a page of pages costs no more statements than one.
func (l listing) statement(owners []reseller.ID, page reseller.Page) (string, []any) {
	if len(owners) == 1 {
		return l.one(&owners[0], page)
	}
	parts := make([]string, len(owners))
	var args []any
	for i := range owners {
		part, partArgs := l.one(&owners[i], page)
		parts[i] = "SELECT * FROM (" + part + ") AS page"
		args = append(args, partArgs...)
	}
	return strings.Join(parts, " UNION ALL ") + " ORDER BY " + aliased.Replace(l.order(page)), args
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
func cutEach[T any](items []T, owners []reseller.ID, page reseller.Page, owner func(T) reseller.ID) map[reseller.ID]reseller.Slice[T] {
	grouped := make(map[reseller.ID][]T, len(owners))
	for _, item := range items {
		grouped[owner(item)] = append(grouped[owner(item)], item)
	}
	pages := make(map[reseller.ID]reseller.Slice[T], len(owners))
	for _, id := range owners {
		pages[id] = cut(grouped[id], page)
	}
	return pages
}

// distinct removes repeated ids, so that no list is read twice.
func distinct(ids []reseller.ID) []reseller.ID {
	sorted := slices.Clone(ids)
	slices.SortFunc(sorted, func(a, b reseller.ID) int { return strings.Compare(string(a[:]), string(b[:])) })
	return slices.Compact(sorted)
}
