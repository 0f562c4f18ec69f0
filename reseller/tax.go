package reseller

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// TaxRates gives the tax of a country from a month on (R33).
type TaxRates map[string][]TaxRate

// TaxRate is a rate in hundredths of a percent from a month on, written YYYY-MM; of one without a month, from the beginning.
type TaxRate struct {
	From        string
	BasisPoints int64
}

// allBasisPoints are the whole of an amount.
const allBasisPoints = 10_000

// at gives a country's rate in a month; 0 where none is configured.
func (r TaxRates) at(country, month string) (basisPoints int64) {
	from := ""
	for _, rate := range r[country] {
		if rate.From <= month && rate.From >= from {
			basisPoints, from = rate.BasisPoints, rate.From
		}
	}
	return basisPoints
}

// ParseTaxRates reads rates written COUNTRY=RATE% or COUNTRY@MONTH=RATE%, such as "CN=6%,CN@2027-01=9%,SG=9%". An empty text is
// none.
func ParseTaxRates(text string) (TaxRates, error) {
	rates := TaxRates{}
	if strings.TrimSpace(text) == "" {
		return rates, nil
	}
	for entry := range strings.SplitSeq(text, ",") {
		country, rate, err := parseTaxRate(strings.TrimSpace(entry))
		if err != nil {
			return nil, fmt.Errorf("%s: %w; write a rate as CN=6%%, or CN@2027-01=9%% from a month on, and separate several by commas", quote(entry), err)
		}
		if slices.ContainsFunc(rates[country], func(other TaxRate) bool { return other.From == rate.From }) {
			return nil, fmt.Errorf("%s: there is a rate of %s from then on already; leave one of them out", quote(entry), country)
		}
		rates[country] = append(rates[country], rate)
	}
	for _, list := range rates {
		slices.SortFunc(list, func(x, y TaxRate) int { return cmp.Compare(x.From, y.From) })
	}
	return rates, nil
}

func parseTaxRate(entry string) (country string, rate TaxRate, err error) {
	since, percent, found := strings.Cut(entry, "=")
	if !found {
		return "", rate, errors.New("is not a rate of tax")
	}
	country, rate.From, found = strings.Cut(strings.TrimSpace(since), "@")
	if country = strings.ToUpper(country); !capitals(country, 2) {
		return "", rate, fmt.Errorf("%s is not a country of two letters", quote(country))
	}
	if found {
		if month, err := time.Parse(monthLayout, rate.From); err != nil || month.Format(monthLayout) != rate.From {
			return "", rate, fmt.Errorf("%s is not a month", quote(rate.From))
		}
	}
	rate.BasisPoints, err = parsePercent(strings.TrimSpace(percent))
	return country, rate, err
}

// parsePercent reads a percentage of at most two decimals, up to 100%, as hundredths of a percent.
func parsePercent(text string) (int64, error) {
	number, isPercent := strings.CutSuffix(text, "%")
	whole, decimals, pointed := strings.Cut(number, ".")
	plain := isPercent && digits(whole, 3) && (!pointed || digits(decimals, 2))
	basisPoints, err := strconv.ParseInt(whole+(decimals + "00")[:2], 10, 64)
	if !plain || err != nil || basisPoints > allBasisPoints {
		return 0, fmt.Errorf("%s is not a percentage from 0%% to 100%% with at most two decimals", quote(text))
	}
	return basisPoints, nil
}

// digits reports whether a text is one to so many digits.
func digits(text string, most int) bool {
	return text != "" && len(text) <= most && !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}
