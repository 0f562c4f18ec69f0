package db

import (
	"context"

	"accord/reseller"
)

// gather reads a page of customers of whom all that are found can be gathered and sorted.
func (s customerSearch) gather(ctx context.Context, page reseller.Page) ([]foundRow, error) {
	place := s.place()
	where := s.found()
	l := listing{
		columns: customerColumns + ", c.place AS c_place",
		//nolint:unqueryvet // of the columns that are listed without
		from: "(SELECT c.*, " + place.sql() + " AS place FROM customers c WHERE " + where.sql() + ") AS c",
		key:  "c.place", id: "c.id", keyOf: func(k reseller.Key) any { return k.Text },
	}
	statement, args := l.one(clause{}, page)
	var rows []foundRow
	err := s.all(ctx, &rows, statement, append(append(place.args, where.args...), args...)...)
	return rows, err
}

// place is the place of a customer c among few: its rank, and the text that orders the rank.
func (s customerSearch) place() clause {
	name, domain := s.begins("c.name_sort"), s.begins("c.domain")
	var c clause
	c.and("CASE WHEN c.name_sort = ? THEN '"+rankExactName+"' || c.name_sort WHEN c.domain = ? THEN '"+rankExactDomain+"' || c.domain", s.text, s.text)
	c.args = append(append(c.args, name.args...), domain.args...)
	c.parts[0] += " WHEN " + name.sql() + " THEN '" + rankNamePrefix + "' || c.name_sort WHEN " + domain.sql() +
		" THEN '" + rankDomainPrefix + "' || c.domain ELSE '" + rankFewContain + "' || c.name_sort END"
	return c
}
