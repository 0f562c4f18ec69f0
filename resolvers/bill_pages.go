package resolvers

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"iter"

	"accord/reseller"
)

// pageOver reads one page of a sequence in the order of its keys, and holds no more of it than the page: a bill of any length takes
// the same memory. read begins the sequence at a key or before it; the zero Key is before all.
func pageOver[T any](page reseller.Page, read func(from reseller.Key) iter.Seq2[reseller.Listed[T], error]) (reseller.Slice[reseller.Listed[T]], error) {
	w := window[reseller.Listed[T]]{limit: page.Limit, backward: page.Backward}
	w.HasPrevious, w.HasNext = !page.Backward && page.After != nil, page.Backward && page.Before != nil // as the store's pages
	for item, err := range read(deref(page.After)) {
		switch {
		case err != nil:
			return reseller.Slice[reseller.Listed[T]]{}, err
		case page.After != nil && compareKeys(item.Key, *page.After) <= 0:
			continue
		case page.Before != nil && compareKeys(item.Key, *page.Before) >= 0, !w.take(item):
			return w.slice(), nil
		}
	}
	return w.slice(), nil
}

// compareKeys orders places in a bill: by customer, then what is within.
func compareKeys(a, b reseller.Key) int {
	return cmp.Or(bytes.Compare(a.ID[:], b.ID[:]), cmp.Compare(a.Text, b.Text))
}

// window keeps the first items of a sequence, or the last.
type window[T any] struct {
	reseller.Slice[T]

	limit    int
	backward bool
	// oldest is where the first item stands in a window that has gone round.
	oldest int
}

// take takes one more item, and reports whether more can follow it.
func (w *window[T]) take(item T) bool {
	switch {
	case len(w.Items) < w.limit:
		w.Items = append(w.Items, item)
	case w.backward:
		w.Items[w.oldest], w.HasPrevious = item, true
		w.oldest = (w.oldest + 1) % w.limit
	default:
		w.HasNext = true
		return false
	}
	return true
}

// slice gives what is in the window, in order.
func (w *window[T]) slice() reseller.Slice[T] {
	s := w.Slice
	s.Items = append(append(make([]T, 0, len(w.Items)), w.Items[w.oldest:]...), w.Items[:w.oldest]...)
	return s
}

// linesFrom lists the lines of a bill from the subscription of a key on. A line's place is its customer, its subscription and its
// number among that one's lines.
func linesFrom(ctx context.Context, b reseller.Bill) func(reseller.Key) iter.Seq2[reseller.Listed[reseller.BillLine], error] {
	return func(from reseller.Key) iter.Seq2[reseller.Listed[reseller.BillLine], error] {
		start := reseller.ChargeKey{CustomerID: from.ID}
		copy(start.SubscriptionID[:], from.Text)
		return func(yield func(reseller.Listed[reseller.BillLine], error) bool) {
			var last reseller.ID
			var number uint32
			for line, err := range b.Lines(ctx, start) {
				if line.SubscriptionID != last {
					last, number = line.SubscriptionID, 0
				}
				place := binary.BigEndian.AppendUint32(bytes.Clone(last[:]), number)
				number++
				if !yield(reseller.Listed[reseller.BillLine]{Item: line, Key: reseller.Key{ID: line.CustomerID, Text: string(place)}}, err) {
					return
				}
			}
		}
	}
}

// subtotalsFrom lists the subtotals of a bill after a key; a subtotal's place is its customer.
func subtotalsFrom(ctx context.Context, b reseller.Bill) func(reseller.Key) iter.Seq2[reseller.Listed[reseller.BillSubtotal], error] {
	return func(from reseller.Key) iter.Seq2[reseller.Listed[reseller.BillSubtotal], error] {
		return func(yield func(reseller.Listed[reseller.BillSubtotal], error) bool) {
			for s, err := range b.Subtotals(ctx, from.ID) {
				if !yield(reseller.Listed[reseller.BillSubtotal]{Item: s, Key: reseller.Key{ID: s.CustomerID}}, err) {
					return
				}
			}
		}
	}
}
