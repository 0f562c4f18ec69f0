package db

import (
	"context"
	"strings"

	"accord/reseller"
)

// narrow narrows a list of relationships to those whose customers are found. The list keeps its order. Where it is long and
// few customers can be found, they are looked up first; else the rows of the list are asked one by one.
func (s customerSearch) narrow(ctx context.Context, l listing, owners []reseller.ID) (listing, error) {
	l.where.add(s.contains("c"))
	long, err := s.long(ctx, l.owners, owners)
	if err != nil || !long {
		return l, err
	}
	counted, err := s.counted(ctx)
	if err != nil || !counted.few() {
		return l, err
	}
	ids, err := s.ids(ctx)
	l.from = "customers c CROSS JOIN relationships r" // in this order: SQLite keeps to it
	l.where.and("r.customer_id = c.id AND c.id"+s.dialect.InIDs, ids)
	return l, err
}

// long tells whether the owners' lists are too long together to look through.
func (s customerSearch) long(ctx context.Context, columns []string, owners []reseller.ID) (bool, error) {
	parts := make([]string, len(columns))
	args := make([]any, 0, len(columns)+1)
	for i, column := range columns {
		parts[i] = "SELECT 1 FROM relationships r WHERE " + column + s.dialect.InIDs
		args = append(args, owners)
	}
	var n int
	err := s.get(ctx, &n, "SELECT count(*) FROM ("+strings.Join(parts, " UNION ALL ")+" LIMIT ?) AS owned", append(args, s.bounds.owned+1)...)
	return n > s.bounds.owned, err
}

// ids are all customers that are found, whoever's they are.
func (s customerSearch) ids(ctx context.Context) ([]reseller.ID, error) {
	found := s.contains("c")
	var rows []uid
	err := s.all(ctx, &rows, "SELECT c.id FROM customers c WHERE "+s.dialect.HasGrams+" AND "+found.sql(),
		append([]any{s.grams()}, found.args...)...)
	ids := make([]reseller.ID, len(rows))
	for i, row := range rows {
		ids[i] = reseller.ID(row)
	}
	return ids, err
}
