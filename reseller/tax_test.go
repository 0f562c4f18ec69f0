package reseller

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestR33_TaxRatesAreRead(t *testing.T) {
	t.Parallel()
	rates, err := ParseTaxRates(" cn=6% ,CN@2027-01=9.5%,SG=0.25%,SG@2026-01=100%,XX=0%")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		country, month string
		want           int64
	}{
		{"CN", "2020-01", 600},
		{"CN", "2026-12", 600},
		{"CN", "2027-01", 950},
		{"CN", "2031-07", 950},
		{"SG", "2025-12", 25},
		{"SG", "2026-01", 10_000},
		{"XX", "2026-01", 0},
		{"DE", "2026-01", 0},
	} {
		if got := rates.at(test.country, test.month); got != test.want {
			t.Errorf("%s in %s: %d, want %d", test.country, test.month, got, test.want)
		}
	}
	if none, err := ParseTaxRates(" "); err != nil || none.at("CN", "2026-01") != 0 {
		t.Errorf("no rates: %v, %v", none, err)
	}
}

func TestWrongTaxRatesAreRefused(t *testing.T) {
	t.Parallel()
	const advice = "; write a rate as CN=6%, or CN@2027-01=9% from a month on, and separate several by commas"
	for text, want := range map[string]string{
		"6%":                          `"6%": is not a rate of tax` + advice,
		"CN=6%,":                      `"": is not a rate of tax` + advice,
		"China=6%":                    `"China=6%": "CHINA" is not a country of two letters` + advice,
		"CN@=6%":                      `"CN@=6%": "" is not a month` + advice,
		"CN@2027-13=6%":               `"CN@2027-13=6%": "2027-13" is not a month` + advice,
		"CN=6":                        `"CN=6": "6" is not a percentage from 0% to 100% with at most two decimals` + advice,
		"CN=0.06":                     `"CN=0.06": "0.06" is not a percentage from 0% to 100% with at most two decimals` + advice,
		"CN=-6%":                      `"CN=-6%": "-6%" is not a percentage from 0% to 100% with at most two decimals` + advice,
		"CN=6.125%":                   `"CN=6.125%": "6.125%" is not a percentage from 0% to 100% with at most two decimals` + advice,
		"CN=100.01%":                  `"CN=100.01%": "100.01%" is not a percentage from 0% to 100% with at most two decimals` + advice,
		"CN=.5%":                      `"CN=.5%": ".5%" is not a percentage from 0% to 100% with at most two decimals` + advice,
		"CN=6%,cn=7%":                 `"cn=7%": there is a rate of CN from then on already; leave one of them out`,
		"CN@2026-01=6%,CN@2026-01=6%": `"CN@2026-01=6%": there is a rate of CN from then on already; leave one of them out`,
	} {
		if rates, err := ParseTaxRates(text); err == nil || err.Error() != want {
			t.Errorf("%s: %v\ngot  %v\nwant %s", text, rates, err, want)
		}
	}
}

// FuzzParseTaxRates: what is read is within bounds, in order, and the same when it is written down and read again.
func FuzzParseTaxRates(f *testing.F) {
	f.Add("CN=6%,CN@2027-01=9%,SG=9%")
	f.Add("cn@2027-1=9%")
	f.Add("DE=19.00 %,,AT=20.5%")
	f.Fuzz(func(t *testing.T, text string) {
		rates, err := ParseTaxRates(text)
		if err != nil {
			if !strings.Contains(err.Error(), ": ") || strings.ContainsAny(err.Error(), "\x00\x1b\n\u202e") {
				t.Errorf("%q: %q", text, err)
			}
			return
		}
		var written []string
		for _, country := range slices.Sorted(maps.Keys(rates)) {
			for i, rate := range rates[country] {
				if rate.BasisPoints < 0 || rate.BasisPoints > allBasisPoints || i > 0 && rates[country][i-1].From >= rate.From {
					t.Errorf("%q: %v", text, rates)
				}
				written = append(written, country+strings.TrimSuffix("@"+rate.From, "@")+"="+asPercent(rate.BasisPoints))
			}
		}
		again, err := ParseTaxRates(strings.Join(written, ","))
		if err != nil || !maps.EqualFunc(rates, again, slices.Equal) {
			t.Errorf("%q is %v and then %v, %v", text, rates, again, err)
		}
	})
}

func asPercent(basisPoints int64) string {
	hundredths := strconv.FormatInt(100+basisPoints%100, 10)[1:]
	return strconv.FormatInt(basisPoints/100, 10) + "." + hundredths + "%"
}
