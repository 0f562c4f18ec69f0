package db

import (
	"context"

	"accord/reseller"
)

// Customers implements reseller.Reader.
func (r reader) Customers(ctx context.Context, scope reseller.Scope, search string, page reseller.Page) (reseller.Slice[reseller.Listed[reseller.Customer]], error) {
	if text := searched(search); text != "" {
		return customerSearch{r, scope, text}.page(ctx, page)
	}
	l := listing{
		columns: customerColumns, from: "customers c", where: within(scopeCustomers, scope),
		key: "c.name_sort", id: "c.id", keyOf: func(k reseller.Key) any { return k.Text },
	}
	statement, args := l.one(clause{}, page)
	var rows []customerRow
	if err := r.all(ctx, &rows, statement, args...); err != nil {
		return reseller.Slice[reseller.Listed[reseller.Customer]]{}, err
	}
	customers := make([]reseller.Listed[reseller.Customer], len(rows))
	for i, row := range rows {
		customers[i] = reseller.Listed[reseller.Customer]{Item: row.customer(), Key: reseller.Key{Text: row.NameSort, ID: reseller.ID(row.ID)}}
	}
	return cut(customers, page), nil
}

// CountCustomers implements reseller.Reader.
func (r reader) CountCustomers(ctx context.Context, scope reseller.Scope, search string) (int32, error) {
	if text := searched(search); text != "" {
		return customerSearch{r, scope, text}.count(ctx)
	}
	where := within(scopeCustomers, scope)
	var n int32
	err := r.get(ctx, &n, "SELECT count(*) FROM customers c WHERE "+where.sql(), where.args...)
	return n, err
}
