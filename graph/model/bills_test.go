package model

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"pgregory.net/rapid"

	"accord/reseller"
)

func TestAmountsHaveTheirCurrencysDigits(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]*Money{
		"110.00": NewMoney(11000, "CNY"), "0.05": NewMoney(5, "USD"), "-0.05": NewMoney(-5, "USD"), "0.00": NewMoney(0, "XXX"), "-165.00": NewMoney(-16500, "CNY"),
		"500": NewMoney(500, "JPY"), "-1": NewMoney(-1, "KRW"), "0": NewMoney(0, "VND"), "1.234": NewMoney(1234, "KWD"), "-0.001": NewMoney(-1, "BHD"),
		"92233720368547758.07": NewMoney(1<<63-1, "EUR"), "-92233720368547758.08": NewMoney(-1<<63, "EUR"),
	} {
		if got := m.Amount(); got != want {
			t.Errorf("%d %s: %q, want %q", m.AmountMinor(), m.Currency, got, want)
		}
	}
}

func TestAmountsKeepTheirMinorUnits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64().Draw(t, "minor")
		for _, currency := range []string{"CNY", "JPY", "KWD"} {
			digits := strings.Replace(NewMoney(minor, currency).Amount(), ".", "", 1)
			trimmed := strings.TrimLeft(strings.TrimPrefix(digits, "-"), "0")
			if want := strings.TrimPrefix(json.Number(fmtInt(minor)).String(), "-"); trimmed != strings.TrimLeft(want, "0") {
				t.Fatalf("%d %s: %s", minor, currency, digits)
			}
		}
	})
}

func fmtInt(n int64) string {
	var out bytes.Buffer
	graphql.MarshalInt64(n).MarshalGQL(&out)
	return out.String()
}

func TestDatesRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day := reseller.Day(rapid.Int32Range(-719162, int32(reseller.NoEnd)).Draw(t, "day"))
		var out bytes.Buffer
		MarshalDate(day).MarshalGQL(&out)
		var text string
		if err := json.Unmarshal(out.Bytes(), &text); err != nil {
			t.Fatal(err)
		}
		if got, err := UnmarshalDate(text); err != nil || got != day {
			t.Fatalf("%s: %v, %v", text, got, err)
		}
	})
	for _, bad := range []any{"", "2026", "2026-02-30", "2026-1-1", "2026-01-01T00:00:00Z", 20260101, nil} {
		if _, err := UnmarshalDate(bad); !invalid(err) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestLongsAreNumbers(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{0, -1, 1 << 31, 1 << 53, -1 << 53} {
		var out bytes.Buffer
		MarshalLong(n).MarshalGQL(&out)
		if got, err := UnmarshalLong(json.Number(out.String())); err != nil || got != n {
			t.Errorf("%s: %d, %v", out.String(), got, err)
		}
	}
	for _, bad := range []any{"1", 1.5, json.Number("1.5"), json.Number("9007199254740993"), json.Number("9223372036854775808"), nil, true} {
		if _, err := UnmarshalLong(bad); !invalid(err) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestFieldsNameObjectsByTheirGlobalIDs(t *testing.T) {
	t.Parallel()
	id := reseller.ID{1, 2, 3}
	for name, kind := range map[string]Kind{"billed_partner": KindPartner, "transfer_to": KindPartner, "base": KindSubscription, "provider": KindPartner} {
		if got := clientsValue(name, id.String()); got != GlobalID(kind, id) {
			t.Errorf("%s: %s", name, got)
		}
	}
	for name, value := range map[string]string{"base": "x", "term_ends_on": id.String()} {
		if got := clientsValue(name, value); got != value {
			t.Errorf("%s: %s", name, got)
		}
	}
}
