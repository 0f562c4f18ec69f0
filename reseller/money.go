package reseller

import (
	"cmp"
	"math/bits"
	"slices"
)

// monthLayout is how a month is written.
const monthLayout = "2006-01"

// maxPriceMinor bounds a price, so that the most seats at the highest price for a month cannot be more than a number holds.
const maxPriceMinor = 1_000_000_000

// Money is an amount in minor units of a currency, such as 1100 for 11.00 CNY.
type Money struct {
	Minor int64
	// Currency is three letters of ISO 4217.
	Currency string
}

// roundedShare gives amount × part ÷ whole, rounded half up to the minor unit (R33); below zero it mirrors that above. Neither
// part nor whole is below zero, and the share is no larger than a number holds.
func roundedShare(amount, part, whole int64) int64 {
	if amount < 0 {
		return -roundedShare(-amount, part, whole)
	}
	divisor := uint64(whole)                              //nolint:gosec // not below zero
	high, low := bits.Mul64(uint64(amount), uint64(part)) //nolint:gosec // the same
	share, rest := bits.Div64(high, low, divisor)
	if rest >= divisor-rest {
		share++
	}
	return int64(share) //nolint:gosec // no larger than the amount
}

// PriceList are the prices of one offer, of all months that have one, in their order (R31).
type PriceList []PriceRow

// At gives the price in force in a month: that of the latest list up to it. A month without a list goes on with the one before;
// before all lists the offer's own price is in force.
func (l PriceList) At(month string, offer OfferRow) Money {
	for _, p := range slices.Backward(l) {
		if p.Month <= month {
			return Money{Minor: p.MonthlyPriceMinor, Currency: p.Currency}
		}
	}
	return Money{Minor: offer.MonthlyPriceMinor, Currency: offer.Currency}
}

// PriceLists arranges prices by their offers.
func PriceLists(prices []PriceRow) map[string]PriceList {
	lists := map[string]PriceList{}
	for _, p := range prices {
		lists[p.Offer] = append(lists[p.Offer], p)
	}
	for _, l := range lists {
		slices.SortFunc(l, func(a, b PriceRow) int { return cmp.Compare(a.Month, b.Month) })
	}
	return lists
}
