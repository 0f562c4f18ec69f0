package db

import (
	"context"

	"accord/reseller"
)

// Customers implements reseller.Reader.
func (r reader) Customers(ctx context.Context, scope reseller.Scope, search string, page reseller.Page) (reseller.Slice[reseller.Listed[reseller.Customer]], error) {
	if text := searched(search); text != "" {
		return customerSearch{reader: r, scope: scope, text: text}.page(ctx, page)
	}
	of := shelfOf(scope)
	statement, args := of.one(of.listing("name_sort"), page)
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
		return customerSearch{reader: r, scope: scope, text: text}.count(ctx)
	}
	of := shelfOf(scope)
	var n int32
	err := r.get(ctx, &n, "SELECT count(*) FROM "+of.table+" WHERE "+of.where.sql(), of.where.args...)
	return n, err
}

// shelf is the customers of a scope in the orders in which they are listed: all customers, or those that a partner sees.
type shelf struct {
	// table is what to count, with the columns of those orders; as is its name.
	table, as string
	where     clause
	// own: the customers c themselves, and their ids, are to be had beside it.
	own bool
}

func shelfOf(scope reseller.Scope) shelf {
	of := shelf{table: "customers c", as: "c"}
	if _, ok := scope.Partner(); ok {
		of = shelf{table: "partner_customers o", as: "o", own: true}
	}
	of.where.bound(scope, "o.partner_id = ?", "c.id = ?")
	return of
}

func (of shelf) column(name string) string { return of.as + "." + name }

// listing lists the customers in the order of a column.
func (of shelf) listing(column string) listing {
	l := listing{
		columns: customerColumns, from: of.table,
		key: of.column(column), id: "c.id", keyOf: func(k reseller.Key) any { return k.Text },
	}
	l.where.add(of.where)
	if of.own {
		l.id = "o.customer_id"
	}
	return l
}

// one gives the statement for one page. Of a partner's the rest of the customers is read once it is known who is on the page.
func (of shelf) one(l listing, page reseller.Page) (string, []any) {
	if !of.own {
		return l.one(clause{}, page)
	}
	columns := l.columns
	l.columns = "o.number"
	for _, column := range []string{l.key, l.id} {
		if column != "" && column != "o.number" {
			l.columns += ", " + column
		}
	}
	statement, args := l.one(clause{}, page)
	return numbered(columns, statement, l.order(page)), args
}

// numbered selects columns of the customers c whose numbers a statement gives as o.
func numbered(columns, statement, order string) string {
	return "SELECT " + columns + " FROM (" + statement + ") AS o CROSS JOIN customers c WHERE c.number = o.number ORDER BY " + order
}
