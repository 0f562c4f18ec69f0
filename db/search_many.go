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
		rows, err := s.read(ctx, one, rest)
		if err != nil {
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
	of := shelfOf(s.scope)
	name, domain := s.begins(of.column("name_sort")), s.begins(of.column("domain"))
	exactName, exactDomain := s.stretch(of, rankExactName, "name_sort"), s.stretch(of, rankExactDomain, "domain")
	exactName.where.and(exactName.key+" = ?", s.text)
	exactDomain.where.and(exactDomain.key+" = ? AND "+exactName.key+" <> ?", s.text, s.text)
	names, domains := s.stretch(of, rankNamePrefix, "name_sort"), s.stretch(of, rankDomainPrefix, "domain")
	names.where.add(name)
	names.where.and(names.key+" <> ? AND "+domains.key+" <> ?", s.text, s.text)
	domains.where.add(domain)
	domains.where.and(domains.key+" <> ? AND NOT ("+name.sql()+")", append([]any{s.text}, name.args...)...)
	return []stretch{exactName, exactDomain, names, domains, s.stretch(of, rankManyContain, "number")}
}

// stretch begins a stretch of a shelf in the order of a column.
func (s customerSearch) stretch(shelf shelf, of rank, column string) stretch {
	l := shelf.listing(column)
	l.columns += ", '" + of + "' || " + l.key + " AS c_place"
	switch column {
	case "domain":
		l.id = ""
	case "number":
		l.id, l.keyOf = "", numberOf
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

// read reads a part of a stretch.
func (s customerSearch) read(ctx context.Context, of stretch, part reseller.Page) (rows []foundRow, err error) {
	if of.rank == rankManyContain {
		return s.contain(ctx, of.listing, part)
	}
	statement, args := shelfOf(s.scope).one(of.listing, part)
	err = s.all(ctx, &rows, statement, args...)
	return rows, err
}

// contain reads a part of those that merely contain the text, in the order of entry.
func (s customerSearch) contain(ctx context.Context, l listing, part reseller.Page) (rows []foundRow, err error) {
	if _, ok := s.scope.Partner(); ok {
		return s.own(ctx, l, part)
	}
	statement, args := s.numbers(part, s.merely("c"))
	l.key = "o.number"
	err = s.all(ctx, &rows, numbered(l.columns, statement, l.order(part)), args...)
	return rows, err
}
