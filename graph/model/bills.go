package model

import (
	"context"
	"strconv"
	"strings"

	"accord/reseller"
)

// Money shows an amount of money.
type Money struct{ reseller.Money }

// NewMoney shows an amount in minor units of a currency.
func NewMoney(minor int64, currency string) *Money {
	return &Money{reseller.Money{Minor: minor, Currency: currency}}
}

// AmountMinor is the amount in minor units.
func (m *Money) AmountMinor() int64 { return m.Minor }

// minorDigits are those of currencies that have not two (ISO 4217).
var minorDigits = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0,
	"VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}

// Amount is the amount as a decimal with the currency's minor digits.
func (m *Money) Amount() string {
	digits, special := minorDigits[m.Currency]
	if !special {
		digits = 2
	}
	written, sign := strconv.FormatInt(m.Minor, 10), ""
	if m.Minor < 0 {
		written, sign = written[1:], "-"
	}
	if digits == 0 {
		return sign + written
	}
	if missing := digits + 1 - len(written); missing > 0 {
		written = strings.Repeat("0", missing) + written
	}
	point := len(written) - digits
	return sign + written[:point] + "." + written[point:]
}

// Bill shows a partner's bill. Its sums are read once, when a client asks for one of them.
type Bill struct {
	reseller.Bill

	Sum func(context.Context) (BillSum, error)
}

// BillSum is what a whole bill comes to.
type BillSum struct {
	reseller.BillTotal

	// Customers is how many have lines on it.
	Customers int64
}

func (b *Bill) money(ctx context.Context, of func(BillSum) int64) (*Money, error) {
	sum, err := b.Sum(ctx)
	return NewMoney(of(sum), b.Currency), err
}

// Amount is what it comes to before tax.
func (b *Bill) Amount(ctx context.Context) (*Money, error) {
	return b.money(ctx, func(s BillSum) int64 { return s.BillTotal.Amount })
}

// Tax is the tax on it.
func (b *Bill) Tax(ctx context.Context) (*Money, error) {
	return b.money(ctx, func(s BillSum) int64 { return s.BillTotal.Tax })
}

// Total is both together.
func (b *Bill) Total(ctx context.Context) (*Money, error) {
	return b.money(ctx, func(s BillSum) int64 { return s.BillTotal.Total })
}

// BillPeriod is the days of a bill.
type BillPeriod = reseller.Period

// BillLine shows a line of a bill.
type BillLine struct{ reseller.BillLine }

// SubscriptionID is the global id of the subscription that is charged.
func (l *BillLine) SubscriptionID() string {
	return GlobalID(KindSubscription, l.BillLine.SubscriptionID)
}

// From is the first day that it is for.
func (l *BillLine) From() reseller.Day { return l.Period.From }

// Until is the day after the last.
func (l *BillLine) Until() reseller.Day { return l.Period.Until }

// UnitPrice is the price of one seat for a whole period.
func (l *BillLine) UnitPrice() *Money { return &Money{l.BillLine.UnitPrice} }

// Amount is what is charged before tax.
func (l *BillLine) Amount() *Money { return l.money(l.BillLine.Amount) }

// Tax is the tax on it.
func (l *BillLine) Tax() *Money { return l.money(l.BillLine.Tax) }

// Total is both together.
func (l *BillLine) Total() *Money { return l.money(l.BillLine.Total) }

func (l *BillLine) money(minor int64) *Money {
	return NewMoney(minor, l.BillLine.UnitPrice.Currency)
}

// BillSubtotal shows what a bill charges for one customer.
type BillSubtotal struct {
	reseller.BillSubtotal

	Currency string
}

// Amount is what is charged before tax.
func (s *BillSubtotal) Amount() *Money { return NewMoney(s.BillTotal.Amount, s.Currency) }

// Tax is the tax on it.
func (s *BillSubtotal) Tax() *Money { return NewMoney(s.BillTotal.Tax, s.Currency) }

// Total is both together.
func (s *BillSubtotal) Total() *Money { return NewMoney(s.BillTotal.Total, s.Currency) }

// LineCount is how many lines of the bill it sums up.
func (s *BillSubtotal) LineCount() int32 { return Count(s.Lines) }

// Count shows how many there are as an Int, the largest of them where there are more.
func Count(n int64) int32 { return int32(min(n, 1<<31-1)) } //nolint:gosec // bounded here
