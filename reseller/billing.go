package reseller

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"time"
)

// NoCurrency is what ISO 4217 has for no currency: that of a bill of a partner that has never been charged.
const NoCurrency = "XXX"

// Bill is a partner's bill for the period that starts in a month (R32). It is reckoned from the charges each time that it is read;
// since they are never changed once their time is over, the bill of a past month stays what it was.
type Bill struct {
	PartnerID ID
	// Month is written YYYY-MM.
	Month    string
	Period   Period
	Currency string
	// AsOf is the past moment at which it is told; zero is now.
	AsOf time.Time

	store Store
	// scope is that of who reads the bill.
	scope Scope
	lines billing
}

// Bill gives a partner's bill for the period that starts in a month (R32), to who may see it: of a past moment made of the charges of then;
// zero is now.
//
// Refusals: CodeForbiddenRole (R18), CodeValidationFailed for what is not a month, is before the partner signed, or to come, and for a moment
// that is to come.
func (a *App) Bill(ctx context.Context, v Viewer, p Partner, month string, asOf time.Time) (Bill, error) {
	if err := v.MaySeeBills(); err != nil {
		return Bill{}, err
	}
	if err := a.CheckAsOf(asOf); err != nil {
		return Bill{}, err
	}
	period, err := a.billedPeriod(p, month, asOf)
	if err != nil {
		return Bill{}, err
	}
	b := Bill{PartnerID: p.ID, Month: month, Period: period, AsOf: asOf, store: a.store, scope: v.Scope()}
	if b.Currency, err = billedCurrency(ctx, a.store, v.Scope(), p.ID, asOf); err != nil {
		return b, err
	}
	book, err := readPriceBook(ctx, a.store)
	b.lines = billing{period: period, price: book.price, rate: func(month string) int64 { return a.taxes.at(p.Country, month) }}
	return b, err
}

// billedPeriod is the period of a partner's bills that starts in a month, and has started by a moment; zero is now.
func (a *App) billedPeriod(p Partner, month string, asOf time.Time) (Period, error) {
	at, err := time.Parse(monthLayout, month)
	switch {
	case err != nil:
		return Period{}, Invalid([]string{"month"}, "%s is not a month; write it as YYYY-MM, such as 2026-03.", quote(month))
	case p.BilledSince == 0:
		return Period{}, refuse(CodeValidationFailed, "R32", "%s has not signed the reseller agreement yet, and so it has no bills.", p.Name).at("month")
	}
	from := dayOf(at.Year(), at.Month(), p.billingDay())
	first := billingDayFrom(p.BilledSince.firstPeriod(), p.billingDay())
	switch today := DayIn(a.orNow(asOf), ZoneOf(p.Country)); {
	case from < first:
		return Period{}, refuse(CodeValidationFailed, "R32", "%s signed on %s; its first bill is that of %s.", p.Name, p.BilledSince, first.Month()).at("month")
	case from > today:
		return Period{}, refuse(CodeValidationFailed, "R32", "The bill of %s is to come: it is made on %s.", month, from).at("month")
	}
	return Period{From: from, Until: from.addMonths(1)}, nil
}

// firstPeriod is the first day on which a first period may start: one who signs on one of the last days of a month is billed from the 28th (R32).
func (d Day) firstPeriod() Day {
	return d - Day(max(d.midnight().Day()-maxBillingDay, 0)) //nolint:gosec // three at most
}

// priceBook has the prices of all offers: those that renewals will cost which are due and not written yet.
type priceBook struct {
	offers map[string]OfferRow
	lists  map[string]PriceList
}

func readPriceBook(ctx context.Context, store Reader) (priceBook, error) {
	offers, err := store.Offers(ctx)
	if err != nil {
		return priceBook{}, err
	}
	book := priceBook{offers: make(map[string]OfferRow, len(offers))}
	codes := make([]string, len(offers))
	for i, o := range offers {
		book.offers[o.Code], codes[i] = o, o.Code
	}
	prices, err := store.PricesOf(ctx, codes)
	book.lists = PriceLists(prices)
	return book, err
}

// price gives an offer's price in a month.
func (b priceBook) price(offer, month string) Money { return b.lists[offer].At(month, b.offers[offer]) }

// errEnough ends the reading of charges.
var errEnough = errors.New("enough")

// Lines reads the bill's lines by customer and subscription, from a subscription on, one subscription at a time: a bill of any
// length takes the same memory. An error ends them.
func (b Bill) Lines(ctx context.Context, from ChargeKey) iter.Seq2[BillLine, error] {
	return func(yield func(BillLine, error) bool) {
		over, begun := b.Period.charges()
		err := eachSubscription(ctx, b.store, b.scope, b.PartnerID, ChargeQuery{Over: over, Begun: begun, From: from, AsOf: b.AsOf}, func(stretches []Charge) error {
			for _, line := range b.lines.lines(stretches) {
				if !yield(line, nil) {
					return errEnough
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(BillLine{}, err)
		}
	}
}

// charges are the days between which the stretches lie that the bill of a period is made of: not over on one, and begun by the other.
func (p Period) charges() (over, begun Day) { return p.before().From - 1, p.From }

// eachSubscription gives the stretches that bills are made of, those of one subscription at a time.
func eachSubscription(ctx context.Context, store Reader, scope Scope, partner ID, query ChargeQuery, give func([]Charge) error) error {
	var stretches []Charge
	err := store.EachCharge(ctx, scope, partner, query, func(c Charge) error {
		if len(stretches) > 0 && stretches[0].SubscriptionID != c.SubscriptionID {
			if err := give(stretches); err != nil {
				return err
			}
			stretches = stretches[:0]
		}
		stretches = append(stretches, c)
		return nil
	})
	if err != nil || len(stretches) == 0 {
		return err
	}
	return give(stretches)
}

// BillTotal sums up lines of a bill, in minor units.
type BillTotal struct {
	Amount, Tax, Total int64
	// Lines is how many there are.
	Lines int64
}

func (t *BillTotal) add(l BillLine) {
	t.Amount, t.Tax, t.Total, t.Lines = t.Amount+l.Amount, t.Tax+l.Tax, t.Total+l.Total, t.Lines+1
}

func (t *BillTotal) addAll(o BillTotal) {
	t.Amount, t.Tax, t.Total, t.Lines = t.Amount+o.Amount, t.Tax+o.Tax, t.Total+o.Total, t.Lines+o.Lines
}

// BillSubtotal is what a bill charges for one customer.
type BillSubtotal struct {
	BillTotal

	CustomerID ID
}

// Summary sums the bill up, and counts its customers.
func (b Bill) Summary(ctx context.Context) (total BillTotal, customers int64, err error) {
	for subtotal, err := range b.Subtotals(ctx, ID{}) {
		if err != nil {
			return total, customers, err
		}
		customers++
		total.addAll(subtotal.BillTotal)
	}
	return total, customers, nil
}

// Subtotals sums the bill up for each customer that has lines on it, from the one after a customer on.
func (b Bill) Subtotals(ctx context.Context, after ID) iter.Seq2[BillSubtotal, error] {
	return func(yield func(BillSubtotal, error) bool) {
		var current BillSubtotal
		for line, err := range b.Lines(ctx, ChargeKey{CustomerID: after}) {
			switch {
			case err != nil:
				yield(BillSubtotal{}, err)
				return
			case bytes.Compare(line.CustomerID[:], after[:]) <= 0:
				continue
			case line.CustomerID != current.CustomerID && current.Lines > 0:
				if !yield(current, nil) {
					return
				}
				current = BillSubtotal{}
			}
			current.CustomerID = line.CustomerID
			current.add(line)
		}
		if current.Lines > 0 {
			yield(current, nil)
		}
	}
}
