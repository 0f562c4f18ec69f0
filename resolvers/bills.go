package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

// showBill shows a partner's bill, as of a moment, to those who see its affairs and may see bills (R18).
func (r *Resolver) showBill(ctx context.Context, p reseller.Partner, month string, asOf *time.Time) (*model.Bill, error) {
	if !seesPartnersAffairs(ctx, p.ID) {
		return nil, nil
	}
	bill, err := r.app.Bill(ctx, auth.ViewerFrom(ctx), p, month, deref(asOf).UTC())
	switch {
	case reseller.AsRefusals(err) != nil:
		return nil, unlessMutating(ctx, err)
	case err != nil:
		return nil, err
	}
	return &model.Bill{Bill: bill, Sum: once(sumOf(bill))}, nil
}

func sumOf(b reseller.Bill) func(context.Context) (model.BillSum, error) {
	return func(ctx context.Context) (model.BillSum, error) {
		total, customers, err := b.Summary(ctx)
		return model.BillSum{BillTotal: total, Customers: customers}, err
	}
}

// linesOf reads a page of a bill's lines, and ahead what the selection asks of them.
func linesOf(ctx context.Context, b *model.Bill, args pageArgs) (*model.BillLineConnection, error) {
	page, err := args.page(model.ListBillLines)
	if err != nil {
		return nil, err
	}
	slice, err := pageOver(page, linesFrom(ctx, b.Bill))
	if err != nil {
		return nil, err
	}
	if err := aheadLines(ctx, itemsOf(slice), selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	return model.NewConnection(slice, model.ListBillLines, keyOfListed, newBillLine, countIn(b, func(s model.BillSum) int64 { return s.Lines })), nil
}

func newBillLine(l reseller.Listed[reseller.BillLine]) *model.BillLine {
	return &model.BillLine{BillLine: l.Item}
}

func aheadLines(ctx context.Context, ls []reseller.BillLine, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	for _, f := range fields {
		var err error
		switch f.Name {
		case "customer":
			err = then(ctx, l.relatedCustomers, idsOf(ls, func(l reseller.BillLine) reseller.ID { return l.CustomerID }), below(ctx, f), aheadCustomers)
		case "subscription":
			err = then(ctx, l.subscriptions, idsOf(ls, func(l reseller.BillLine) reseller.ID { return l.SubscriptionID }), below(ctx, f), aheadSubscriptions)
		case "reseller":
			err = then(ctx, l.partners, idsOf(ls, func(l reseller.BillLine) reseller.ID { return l.ResellerID }), below(ctx, f), aheadPartners)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// subtotalsOf reads a page of a bill's subtotals, and ahead what the selection asks of them.
func subtotalsOf(ctx context.Context, b *model.Bill, args pageArgs) (*model.BillSubtotalConnection, error) {
	page, err := args.page(model.ListBillSubtotals)
	if err != nil {
		return nil, err
	}
	slice, err := pageOver(page, subtotalsFrom(ctx, b.Bill))
	if err != nil {
		return nil, err
	}
	if err := aheadSubtotals(ctx, itemsOf(slice), selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	show := func(s reseller.Listed[reseller.BillSubtotal]) *model.BillSubtotal {
		return &model.BillSubtotal{BillSubtotal: s.Item, Currency: b.Currency}
	}
	return model.NewConnection(slice, model.ListBillSubtotals, keyOfListed, show, countIn(b, func(s model.BillSum) int64 { return s.Customers })), nil
}

func aheadSubtotals(ctx context.Context, ss []reseller.BillSubtotal, fields []graphql.CollectedField) error {
	customers := idsOf(ss, func(s reseller.BillSubtotal) reseller.ID { return s.CustomerID })
	if !selects(fields, "customer") {
		return nil
	}
	return then(ctx, loadersOf(ctx).relatedCustomers, customers, belowAll(ctx, fields, "customer"), aheadCustomers)
}

func keyOfListed[T any](l reseller.Listed[T]) reseller.Key { return l.Key }

// countIn counts a list of a bill, from its sums.
func countIn(b *model.Bill, of func(model.BillSum) int64) func(context.Context) (int32, error) {
	return func(ctx context.Context) (int32, error) {
		sum, err := b.Sum(ctx)
		return model.Count(of(sum)), err
	}
}
