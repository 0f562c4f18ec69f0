package db

import (
	"context"
	"slices"
	"strconv"

	"accord/reseller"
)

// stretch is the list of one rank of those found: a stretch of an index.
type stretch struct {
	rank
	listing
}

// many reads a page of customers of whom many are found: of one rank after another, until the page is full.
func (s customerSearch) many(ctx context.Context, page reseller.Page) ([]foundRow, error) {
	stretches := s.stretches()
	if page.Backward {
		slices.Reverse(stretches)
	}
	var found []foundRow
	for _, one := range stretches {
		rest, some := one.part(page, len(found))
		if !some {
			continue
		}
		statement, args := s.read(one, rest)
		var rows []foundRow
		if err := s.all(ctx, &rows, statement, args...); err != nil {
			return nil, err
		}
		if found = append(found, rows...); len(found) > page.Limit {
			break
		}
	}
	return found, nil
}

// part gives what of a page, of which so much is filled, is to be read from the stretch; some is false where that is nothing.
func (o stretch) part(page reseller.Page, filled int) (part reseller.Page, some bool) {
	part = reseller.Page{Limit: page.Limit - filled, Backward: page.Backward}
	if after := page.After; after != nil {
		if rankOf(after) > o.rank {
			return part, false
		}
		part.After = o.within(after)
	}
	if before := page.Before; before != nil {
		if rankOf(before) < o.rank {
			return part, false
		}
		part.Before = o.within(before)
	}
	return part, true
}

// within gives a place in the stretch without the rank, and nil for a place in another one.
func (o stretch) within(key *reseller.Key) *reseller.Key {
	if rankOf(key) != o.rank {
		return nil
	}
	return &reseller.Key{Text: key.Text[len(o.rank):], ID: key.ID}
}

// stretches are the ranks, each without those that another one before it has.
func (s customerSearch) stretches() []stretch {
	name, domain := s.begins("c.name_sort"), s.begins("c.domain")
	exactName, exactDomain := s.stretch(rankExactName, "c.name_sort"), s.stretch(rankExactDomain, "c.domain")
	exactName.where.and("c.name_sort = ?", s.text)
	exactDomain.where.and("c.domain = ? AND c.name_sort <> ?", s.text, s.text)
	names, domains := s.stretch(rankNamePrefix, "c.name_sort"), s.stretch(rankDomainPrefix, "c.domain")
	names.where.add(name)
	names.where.and("c.name_sort <> ? AND c.domain <> ?", s.text, s.text)
	domains.where.add(domain)
	domains.where.and("c.domain <> ? AND NOT ("+name.sql()+")", append([]any{s.text}, name.args...)...)
	contain := s.stretch(rankManyContain, "c.number")
	contain.where.and("NOT ("+name.sql()+") AND NOT ("+domain.sql()+")", slices.Concat(name.args, domain.args)...)
	return []stretch{exactName, exactDomain, names, domains, contain}
}

// stretch begins a stretch in the order of a column.
func (s customerSearch) stretch(of rank, column string) stretch {
	l := listing{
		columns: customerColumns + ", '" + of + "' || " + column + " AS c_place", from: "customers c",
		where: within(scopeEachCustomer, s.scope), key: column, keyOf: func(k reseller.Key) any { return k.Text },
	}
	switch column {
	case "c.name_sort":
		l.id = "c.id"
	case "c.number":
		l.keyOf = func(k reseller.Key) any { return numberIn(k) }
	}
	return stretch{of, l}
}

// numberIn reads the number that a place holds. One that holds none stands before all.
func numberIn(k reseller.Key) int64 {
	n, err := strconv.ParseInt(k.Text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// read gives the statement for a part of a stretch.
func (s customerSearch) read(of stretch, part reseller.Page) (string, []any) {
	switch {
	case of.rank != rankManyContain:
		return of.one(clause{}, part)
	case s.dialect.GramsInOrder != "":
		return s.inOrder(of, part)
	}
	return s.byBlocks(of, part)
}

// inOrder reads those that contain the text as the index of grams gives them.
func (s customerSearch) inOrder(of stretch, part reseller.Page) (string, []any) {
	of.from, of.key = s.dialect.GramsInOrder, "g.rowid"
	var found clause
	found.and(s.dialect.InOrder, s.grams())
	found.add(s.contains())
	return of.one(found, part)
}

// byBlocks reads those that contain the text from one block of customers after another, until there are enough. The blocks
// come in order, and so nothing is sorted but the customers within each; who lies behind the wall is asked last, in order.
func (s customerSearch) byBlocks(of stretch, part reseller.Page) (string, []any) {
	contains, direction := s.contains(), ""
	if of.descends(part) {
		direction = " DESC"
	}
	//nolint:unqueryvet // of the columns that are listed without
	of.from = "(SELECT c.* FROM customers c WHERE " + s.dialect.InOrder + " AND " + contains.sql() +
		" ORDER BY c.number" + direction + " OFFSET 0) AS c"
	statement, args := of.one(clause{}, part)
	blocks, blockArgs := s.blocks(of, part)
	args = slices.Concat(blockArgs, []any{s.grams()}, contains.args, args, []any{part.Limit + 1})
	//nolint:unqueryvet // of the columns that are listed within
	return "SELECT page.* FROM " + blocks + " AS block (no) CROSS JOIN LATERAL (" + statement + ") AS page LIMIT ?", args
}

// blocks numbers the blocks that a part lies in, in its order.
func (s customerSearch) blocks(of stretch, part reseller.Page) (string, []any) {
	bits := s.dialect.BlockBits
	first, last := any(int64(0)), any(nil)
	if part.After != nil {
		first = numberIn(*part.After) >> bits
	}
	if part.Before != nil {
		last = numberIn(*part.Before) >> bits
	}
	newest := "COALESCE(?::bigint, (SELECT max(number) >> " + strconv.Itoa(bits) + " FROM customers))"
	if of.descends(part) {
		return "generate_series(" + newest + ", ?::bigint, -1)", []any{last, first}
	}
	return "generate_series(?::bigint, " + newest + ")", []any{first, last}
}
