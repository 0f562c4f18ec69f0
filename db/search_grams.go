package db

import (
	"slices"
	"strconv"
	"strings"

	"accord/reseller"
)

// numbers gives the statement for the numbers of a part of all customers c that have the grams and of whom found is true, in
// the order of entry.
func (s customerSearch) numbers(part reseller.Page, found clause) (string, []any) {
	switch {
	case s.dialect.GramsInOrder != "":
		return s.inOrder(part, found)
	case s.sparse():
		return s.atOnce(part, found)
	}
	return s.byBlocks(part, found)
}

// inOrder reads them as the index gives them.
func (s customerSearch) inOrder(part reseller.Page, found clause) (string, []any) {
	l := listing{columns: "g.rowid AS number", from: s.dialect.GramsInOrder, key: "g.rowid", keyOf: numberOf}
	l.where.and(s.dialect.InOrder, s.grams())
	l.where.add(found)
	return l.one(clause{}, part)
}

func numberOf(k reseller.Key) any { return numberIn(k) }

// sparse tells that all of them can be had at once, and sorted.
func (s customerSearch) sparse() bool {
	return s.dialect.GramsInOrder == "" && s.candidates <= s.bounds.sorted
}

// atOnce reads all of them, and sorts them.
func (s customerSearch) atOnce(part reseller.Page, found clause) (string, []any) {
	together, args := s.together(found)
	l := listing{columns: "g.number", from: together + " AS g", key: "g.number", keyOf: numberOf}
	statement, partArgs := l.one(clause{}, part)
	return statement, append(args, partArgs...)
}

// together is a table of the numbers of all of them. It is read as it stands: an index of numbers would be the longer way.
func (s customerSearch) together(found clause) (string, []any) {
	return "(SELECT c.number FROM customers c WHERE " + s.dialect.HasGrams + " AND " + found.sql() + " OFFSET 0)",
		append([]any{s.grams()}, found.args...)
}

// byBlocks reads them from one block of customers after another, until there are enough. The blocks come in order, and so
// nothing is sorted but the customers within each.
func (s customerSearch) byBlocks(part reseller.Page, found clause) (string, []any) {
	l := listing{columns: "g.number", key: "g.number", keyOf: numberOf}
	l.from = "(SELECT c.number FROM customers c WHERE " + s.dialect.HasGrams + " AND " + s.dialect.InBlocks("block.no") + " AND " + found.sql() + ") AS g"
	statement, args := l.one(clause{}, part)
	blocks, blockArgs := s.blocks(l, part)
	args = slices.Concat(blockArgs, []any{s.grams()}, found.args, args, []any{part.Limit + 1})
	return "SELECT page.number FROM " + blocks + " CROSS JOIN LATERAL (" + statement + ") AS page LIMIT ?", args
}

// groupOfBlocks is how many blocks are asked together whether they have anything, after the first ones.
const groupOfBlocks = 4

// blocks numbers the blocks to read a part from, in its order, as block.no: all of the first group, and of each further one
// that has anything.
func (s customerSearch) blocks(l listing, part reseller.Page) (string, []any) {
	first, last := s.ends(part)
	step, nearest := " + ", "LEAST"
	if l.descends(part) {
		first, last, step, nearest = last, first, " - ", "GREATEST"
	}
	group := make([]string, groupOfBlocks)
	for i := range group {
		group[i] = "part.no" + step + strconv.Itoa(i)
	}
	stride := strings.TrimPrefix(step, " + ") + strconv.Itoa(groupOfBlocks)
	return "(SELECT " + first + " AS first, " + last + " AS last) AS ends CROSS JOIN LATERAL generate_series(first, last, " + stride + ") AS part (no)" +
			" CROSS JOIN LATERAL generate_series(part.no, CASE WHEN part.no = first OR 0 < (SELECT count(*) FROM customers c WHERE " +
			s.dialect.HasGrams + " AND " + s.dialect.InBlocks(group...) + ") THEN " + nearest + "(" + group[groupOfBlocks-1] + ", last) END, " + step + "1) AS block (no)",
		[]any{s.grams()}
}

// ends are the first and the last block that a part lies in.
func (s customerSearch) ends(part reseller.Page) (first, last string) {
	bits := s.dialect.BlockBits
	first, last = "0::bigint", "COALESCE((SELECT max(number) >> "+strconv.Itoa(bits)+" FROM customers), 0)"
	if part.After != nil {
		first = strconv.FormatInt(numberIn(*part.After)>>bits, 10) + "::bigint"
	}
	if part.Before != nil {
		last = strconv.FormatInt(numberIn(*part.Before)>>bits, 10) + "::bigint"
	}
	return first, last
}
