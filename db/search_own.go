package db

import (
	"context"
	"slices"
	"strconv"

	"accord/reseller"
)

// own reads those of a partner's customers that contain the text, where many of all customers do. A partner that has no more
// than a bound is looked through. Of another one, those are taken that the grams give, where they give all at once. Else its
// own mostly come soon, and so as many as the bound are looked through first. They may also come late, or not at all: then those
// are taken that the grams give next, of all customers, which passes over whatever has none; and what lies beyond them is looked
// through.
func (s customerSearch) own(ctx context.Context, l listing, part reseller.Page) ([]foundRow, error) {
	bound, err := s.bound(ctx, part)
	if err != nil {
		return nil, err
	}
	if len(bound) == 0 {
		return s.through(ctx, l, part)
	}
	if s.sparse() {
		together, args := s.together(clause{})
		return s.among(ctx, l, "(SELECT number FROM "+together+" AS g ORDER BY number)", args, part)
	}
	near, far := divide(part, bound[0])
	found, err := s.through(ctx, l, near)
	if err != nil || len(found) > part.Limit {
		return found, err
	}
	far.Limit -= len(found)
	rest, err := s.far(ctx, l, far)
	return append(found, rest...), err
}

// far reads a part by grams as far as they are asked, and then by looking through it.
func (s customerSearch) far(ctx context.Context, l listing, part reseller.Page) ([]foundRow, error) {
	candidates, err := s.candidatesIn(ctx, part)
	if err != nil || len(candidates) == 0 {
		return nil, err
	}
	found, err := s.among(ctx, l, s.dialect.EachNumber, []any{candidates}, part)
	if err != nil || len(found) > part.Limit || len(candidates) < s.bounds.asked {
		return found, err
	}
	_, rest := divide(part, candidates[len(candidates)-1])
	rest.Limit -= len(found)
	further, err := s.through(ctx, l, rest)
	return append(found, further...), err
}

// through looks through the partner's customers in a part.
func (s customerSearch) through(ctx context.Context, l listing, part reseller.Page) (rows []foundRow, err error) {
	found := s.merely("o")
	l.where = clause{parts: slices.Concat(l.where.parts, found.parts), args: slices.Concat(l.where.args, found.args)}
	statement, args := shelfOf(s.scope).one(l, part)
	err = s.all(ctx, &rows, statement, args...)
	return rows, err
}

// among reads which customers of a table of numbers are the partner's and merely contain the text. It is a count because
// PostgreSQL would turn EXISTS into a list of all that are the partner's.
func (s customerSearch) among(ctx context.Context, l listing, numbers string, args []any, part reseller.Page) (rows []foundRow, err error) {
	partner, _ := s.scope.Partner()
	found := s.merely("p")
	l.from, l.where = numbers+" AS o", clause{}
	l.where.and("0 < (SELECT count(*) FROM partner_customers p WHERE p.partner_id = ? AND p.number = o.number AND "+found.sql()+")",
		append([]any{partner}, found.args...)...)
	statement, rest := shelfOf(s.scope).one(l, part)
	err = s.all(ctx, &rows, statement, append(args, rest...)...)
	return rows, err
}

// bound is the number up to which a part is looked through first; none where the part has no more customers than that.
func (s customerSearch) bound(ctx context.Context, part reseller.Page) (number []int64, err error) {
	of := shelfOf(s.scope)
	l := listing{columns: "o.number", from: of.table, where: of.where, key: "o.number", keyOf: numberOf}
	part.Limit = 0
	statement, args := l.one(clause{}, part)
	err = s.all(ctx, &number, statement+" OFFSET ?", append(args, s.bounds.owned)...)
	return number, err
}

// candidatesIn numbers the next customers in a part that have the grams, whoever's they are, up to a bound.
func (s customerSearch) candidatesIn(ctx context.Context, part reseller.Page) (candidates []int64, err error) {
	part.Limit = s.bounds.asked - 1
	statement, args := s.numbers(part, clause{})
	err = s.all(ctx, &candidates, statement, args...)
	return candidates, err
}

// divide divides a part behind a number.
func divide(part reseller.Page, number int64) (near, far reseller.Page) {
	at := func(number int64) *reseller.Key { return &reseller.Key{Text: strconv.FormatInt(number, 10)} }
	near, far = part, part
	if part.Backward {
		near.After, far.Before = at(number-1), at(number)
	} else {
		near.Before, far.After = at(number+1), at(number)
	}
	return near, far
}
