package reseller

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// ledger keeps the charges of one subscription of one partner as a store does.
type ledger struct {
	sub     Subscription
	charges []Charge
}

// day reads a day of a test.
func day(t interface{ Fatalf(string, ...any) }, text string) Day {
	d, err := ParseDay(text)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

// order begins a subscription the day after a day.
func newLedger(ordered Day, billingDay int, seats int32, price int64) *ledger {
	l := &ledger{sub: Subscription{
		ID: ID{7}, CustomerID: ID{8}, BilledPartner: ID{9}, Offer: "E1", Seats: seats, UnitPrice: Money{Minor: price, Currency: "CNY"},
		Term: firstTerm(ordered+1, billingDay),
	}}
	l.charges = []Charge{l.sub.charge(ID{}, l.sub.Term.StartsOn, l.sub.Term.FirstBilledOn)}
	return l
}

// end ends the open stretch, renewed before where it was due.
func (l *ledger) end(on Day) Charge {
	open := &l.charges[len(l.charges)-1]
	if open.Until == NoEnd {
		price := open.UnitPrice
		renewed := open.renewals(on, func(string) Money { return price })
		l.charges = append(l.charges[:len(l.charges)-1], renewed...)
		l.sub.Term = renewed[len(renewed)-1].Term
	}
	open = &l.charges[len(l.charges)-1]
	if open.Until == NoEnd {
		open.Until = on
	}
	return *open
}

// seats changes the seats on a day, as ChangeSeats does.
func (l *ledger) seats(on Day, seats int32) {
	l.sub.Seats = seats
	last := l.end(on)
	l.charges = append(l.charges, l.sub.charge(ID{}, max(on, l.sub.Term.StartsOn), last.ChargedFrom))
}

// cancel ends the subscription on a day.
func (l *ledger) cancel(on Day) { l.end(on) }

// bill is the bill of a period, at a price that never changes.
func (l *ledger) bill(p Period, price int64) []BillLine {
	b := billing{
		period: p, rate: func(string) int64 { return 0 },
		price: func(string, string) Money { return Money{Minor: price, Currency: "CNY"} },
	}
	known := slices.DeleteFunc(slices.Clone(l.charges), func(c Charge) bool { return c.From > p.From || c.Until < p.before().From })
	return b.lines(known)
}

// written shows lines as a reader sees them.
func written(lines []BillLine) string {
	var all []string
	for _, l := range lines {
		all = append(all, fmt.Sprintf("%s %s–%s %d × %d = %d", l.Type, l.Period.From, l.Period.Until, l.Quantity, l.UnitPrice.Minor, l.Amount))
	}
	return strings.Join(all, "\n")
}

func TestR33_TheCaseOfTheRules(t *testing.T) {
	t.Parallel()
	l := newLedger(day(t, "2026-06-14"), 15, 15, 1100)
	july := Period{day(t, "2026-07-15"), day(t, "2026-08-15")}
	check := func(p Period, want string) {
		t.Helper()
		if got := written(l.bill(p, 1100)); got != want {
			t.Errorf("the bill from %s:\n%s\nwant:\n%s", p.From, got, want)
		}
	}
	check(july.before(), "PURCHASE_FEE 2026-06-15–2026-07-15 15 × 1100 = 16500")
	const advance = "CYCLE_FEE 2026-07-15–2026-08-15 15 × 1100 = 16500"
	check(july, advance)
	l.seats(day(t, "2026-07-20"), 22)
	l.seats(day(t, "2026-07-26"), 12)
	l.seats(day(t, "2026-08-10"), 10)
	check(july, advance) // a period's bill stays what it was
	check(Period{july.Until, july.Until.addMonths(1)}, `OFFSET 2026-07-15–2026-08-15 15 × 1100 = -16500
PRORATE_ON_CHANGE 2026-07-15–2026-07-20 15 × 1100 = 2661
PRORATE_ON_CHANGE 2026-07-20–2026-07-26 22 × 1100 = 4684
PRORATE_ON_CHANGE 2026-07-26–2026-08-10 12 × 1100 = 6387
PRORATE_ON_CHANGE 2026-08-10–2026-08-15 10 × 1100 = 1774
CYCLE_FEE 2026-08-15–2026-09-15 10 × 1100 = 11000`)
}

func TestR33_CancellingCreditsTheDaysNotUsed(t *testing.T) {
	t.Parallel()
	l := newLedger(day(t, "2026-06-30"), 1, 10, 3100)
	next := Period{day(t, "2026-08-01"), day(t, "2026-09-01")}
	l.cancel(day(t, "2026-07-11"))
	if got, want := written(l.bill(next, 3100)), "PRORATE_ON_CANCEL 2026-07-11–2026-08-01 10 × 3100 = -21000"; got != want {
		t.Errorf("got %s", got)
	}
	if later := l.bill(Period{next.Until, next.Until.addMonths(1)}, 3100); len(later) > 0 {
		t.Errorf("it is billed on: %s", written(later))
	}
	l = newLedger(day(t, "2026-06-30"), 1, 10, 3100)
	l.seats(day(t, "2026-07-06"), 20)
	l.cancel(day(t, "2026-07-11"))
	if got, want := written(l.bill(next, 3100)), `OFFSET 2026-07-01–2026-08-01 10 × 3100 = -31000
PRORATE_ON_CHANGE 2026-07-01–2026-07-06 10 × 3100 = 5000
PRORATE_ON_CHANGE 2026-07-06–2026-08-01 20 × 3100 = 52000
PRORATE_ON_CANCEL 2026-07-11–2026-08-01 20 × 3100 = -42000`; got != want {
		t.Errorf("after a change got %s", got)
	}
}

// What happens on the first day of a period corrects its advance on the next bill, as what happens later does.
func TestR33_ABillStaysAsItsDayBegan(t *testing.T) {
	t.Parallel()
	august, next := Period{day(t, "2026-08-01"), day(t, "2026-09-01")}, Period{day(t, "2026-09-01"), day(t, "2026-10-01")}
	for name, c := range map[string]struct {
		happens   func(*ledger)
		corrected string
	}{
		"more": {func(l *ledger) { l.seats(august.From, 20) }, `OFFSET 2026-08-01–2026-09-01 10 × 3100 = -31000
PRORATE_ON_CHANGE 2026-08-01–2026-09-01 20 × 3100 = 62000
CYCLE_FEE 2026-09-01–2026-10-01 20 × 3100 = 62000`},
		"more and back": {func(l *ledger) { l.seats(august.From, 20); l.seats(august.From, 10) }, "CYCLE_FEE 2026-09-01–2026-10-01 10 × 3100 = 31000"},
		"cancelled":     {func(l *ledger) { l.cancel(august.From) }, "PRORATE_ON_CANCEL 2026-08-01–2026-09-01 10 × 3100 = -31000"},
		"more and cancelled": {
			func(l *ledger) { l.seats(august.From, 20); l.cancel(august.From) },
			"PRORATE_ON_CANCEL 2026-08-01–2026-09-01 10 × 3100 = -31000",
		},
	} {
		l := newLedger(day(t, "2026-05-30"), 1, 10, 3100)
		c.happens(l)
		if got, want := written(l.bill(august, 3100)), "CYCLE_FEE 2026-08-01–2026-09-01 10 × 3100 = 31000"; got != want {
			t.Errorf("%s: the bill has become %s", name, got)
		}
		if got := written(l.bill(next, 3100)); got != c.corrected {
			t.Errorf("%s: the next bill is\n%s", name, got)
		}
	}
}

// On the day of a renewal the advance is at the new price, for the seats that there were.
func TestR31_R33_AChangeOnTheDayOfARenewal(t *testing.T) {
	t.Parallel()
	l := newLedger(day(t, "2026-01-20"), 15, 2, 1000)
	renewal := day(t, "2027-02-15")
	renewed := l.charges[0].renewals(renewal, func(string) Money { return Money{Minor: 1300, Currency: "CNY"} })
	l.charges, l.sub.Term, l.sub.UnitPrice = renewed, renewed[1].Term, renewed[1].UnitPrice
	l.seats(renewal, 5)
	if got, want := written(l.bill(Period{renewal, renewal.addMonths(1)}, 9)), "RENEWAL 2027-02-15–2027-03-15 2 × 1300 = 2600"; got != want {
		t.Errorf("got %s", got)
	}
	const next = `OFFSET 2027-02-15–2027-03-15 2 × 1300 = -2600
PRORATE_ON_CHANGE 2027-02-15–2027-03-15 5 × 1300 = 6500
CYCLE_FEE 2027-03-15–2027-04-15 5 × 1300 = 6500`
	if got := written(l.bill(Period{renewal.addMonths(1), renewal.addMonths(2)}, 9)); got != next {
		t.Errorf("then\n%s", got)
	}
}

func TestR33_WhatIsFreeIsOnNoBill(t *testing.T) {
	t.Parallel()
	l := newLedger(day(t, "2026-07-02"), 15, 3, 1000)
	l.seats(day(t, "2026-07-02"), 9) // before it starts
	l.seats(day(t, "2026-07-10"), 5)
	first := Period{day(t, "2026-07-15"), day(t, "2026-08-15")}
	if got, want := written(l.bill(first, 1000)), "PURCHASE_FEE 2026-07-15–2026-08-15 5 × 1000 = 5000"; got != want {
		t.Errorf("got %s", got)
	}
	l = newLedger(day(t, "2026-07-02"), 15, 3, 1000)
	l.cancel(day(t, "2026-07-02"))
	if lines := l.bill(first, 1000); len(lines) > 0 {
		t.Errorf("cancelled before it started, it is billed: %s", written(lines))
	}
}

func TestR31_R32_ARenewalTakesTheListThenInForce(t *testing.T) {
	t.Parallel()
	l := newLedger(day(t, "2026-01-20"), 15, 2, 1000)
	if term := l.sub.Term; term.FirstBilledOn != day(t, "2026-02-15") || term.EndsOn != day(t, "2027-02-15") {
		t.Errorf("the term is %s, %s–%s", term.FirstBilledOn, term.StartsOn, term.EndsOn)
	}
	at := func(from string, dear int64) string {
		p := Period{From: day(t, from)}
		p.Until = p.From.addMonths(1)
		return written(l.bill(p, dear))
	}
	if got, want := at("2027-01-15", 9999), "CYCLE_FEE 2027-01-15–2027-02-15 2 × 1000 = 2000"; got != want {
		t.Errorf("in the first term got %s", got)
	}
	// Nobody has written the renewal down yet: the bill is what it will be then.
	if got, want := at("2027-02-15", 1300), "RENEWAL 2027-02-15–2027-03-15 2 × 1300 = 2600"; got != want {
		t.Errorf("at the renewal got %s", got)
	}
	stretches := l.charges[0].renewals(day(t, "2029-03-01"), func(month string) Money {
		return map[string]Money{"2027-02": {1300, "CNY"}, "2028-02": {1400, "CNY"}, "2029-02": {1500, "CNY"}}[month]
	})
	if len(stretches) != 4 || stretches[3].UnitPrice.Minor != 1500 || stretches[3].Until != NoEnd || stretches[2].Until != day(t, "2029-02-15") {
		t.Errorf("caught up: %+v", stretches)
	}
}

func TestR41_ATransferGivesNoFreeDays(t *testing.T) {
	t.Parallel()
	giver := newLedger(day(t, "2026-06-30"), 1, 31, 1000)
	moved := day(t, "2026-07-16")
	giver.cancel(moved)
	receiver := &ledger{sub: giver.sub}
	receiver.sub.BilledPartner, receiver.sub.Term = ID{10}, giver.sub.Term.movedTo(20, moved)
	receiver.charges = []Charge{receiver.sub.charge(ID{}, moved, moved)}
	if got, want := written(giver.bill(Period{day(t, "2026-08-01"), day(t, "2026-09-01")}, 1000)), "PRORATE_ON_CANCEL 2026-07-16–2026-08-01 31 × 1000 = -16000"; got != want {
		t.Errorf("the giver: %s", got)
	}
	first := Period{day(t, "2026-07-20"), day(t, "2026-08-20")}
	if got, want := written(receiver.bill(first, 1000)), "PRORATE_ON_CHANGE 2026-07-16–2026-07-20 31 × 1000 = 4133\nCYCLE_FEE 2026-07-20–2026-08-20 31 × 1000 = 31000"; got != want {
		t.Errorf("the receiver: %s", got)
	}
	if ends := receiver.sub.Term.EndsOn; ends != day(t, "2027-07-20") {
		t.Errorf("the term ends on %s", ends)
	}
}

func TestR33_RoundsHalfUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ amount, part, whole, want int64 }{
		{1, 1, 2, 1},
		{1, 1, 3, 0},
		{2, 1, 3, 1},
		{-1, 1, 2, -1},
		{-1, 1, 3, 0},
		{0, 5, 31, 0},
		{7, 0, 31, 0},
		{maxPriceMinor * MaxSeats, 31, 31, maxPriceMinor * MaxSeats},
		{maxPriceMinor * MaxSeats, 10_000, 10_000, maxPriceMinor * MaxSeats},
	} {
		if got := roundedShare(c.amount, c.part, c.whole); got != c.want {
			t.Errorf("%d × %d ÷ %d = %d, want %d", c.amount, c.part, c.whole, got, c.want)
		}
	}
}

func TestR33_TaxIsZeroUnlessARateIsConfigured(t *testing.T) {
	t.Parallel()
	rates := TaxRates{"CN": {{BasisPoints: 600}, {From: "2026-08", BasisPoints: 900}}}
	for _, c := range []struct {
		country, month string
		want           int64
	}{{"CN", "2026-07", 600}, {"CN", "2026-08", 900}, {"CN", "2030-01", 900}, {"SG", "2026-08", 0}} {
		if got := rates.at(c.country, c.month); got != c.want {
			t.Errorf("%s in %s: %d", c.country, c.month, got)
		}
	}
	l := newLedger(day(t, "2026-06-14"), 15, 15, 1100)
	l.seats(day(t, "2026-07-20"), 22)
	b := billing{
		period: Period{day(t, "2026-08-15"), day(t, "2026-09-15")}, rate: func(month string) int64 { return rates.at("CN", month) },
		price: func(string, string) Money { return Money{} },
	}
	for _, line := range b.lines(l.charges) {
		want := map[ChargeType]int64{ChargeOffset: -990, ChargeCycle: 2178}[line.Type]
		if want != 0 && line.Tax != want || line.Total != line.Amount+line.Tax {
			t.Errorf("%s: tax %d, total %d", line.Type, line.Tax, line.Total)
		}
	}
}

// life is a subscription's random life: what was held on each day, and the bills as they were on their days.
type life struct {
	*ledger

	price      int64
	billingDay int
	held       map[Day]int32
	bills      map[Day]string
	cancelled  bool
}

func (l *life) period(from Day) Period { return Period{from, from.addMonths(1)} }

// day lives a day on which something may happen.
func (l *life) day(t *rapid.T, on Day) {
	if on == billingDayFrom(on, l.billingDay) {
		l.bills[on] = written(l.bill(l.period(on), l.price))
	}
	switch event := rapid.IntRange(0, 300).Draw(t, "event"); {
	case l.cancelled:
	case event < 20:
		l.seats(on, rapid.Int32Range(1, 50).Draw(t, "to"))
	case event == 20:
		l.cancel(on)
		l.cancelled = true
	}
	if !l.cancelled {
		l.held[on] = l.sub.Seats
	}
}

// used is exactly what was used: of a month's price, each day takes its share of the period in which it lies.
func (l *life) used() (used float64) {
	for d, seats := range l.held {
		if d >= l.sub.Term.FirstBilledOn {
			until := billingDayFrom(d+1, l.billingDay)
			used += float64(l.price) * float64(seats) / float64(until-until.addMonths(-1))
		}
	}
	return used
}

// TestR33_TheLinesAddUpToTheDaysUsed walks random lives of a subscription, day by day, and reckons what was used from the seats
// that each day had. No bill changes after its day.
func TestR33_TheLinesAddUpToTheDaysUsed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := &life{
			price: rapid.Int64Range(0, 100_000).Draw(t, "price"), billingDay: rapid.IntRange(1, maxBillingDay).Draw(t, "billing day"),
			held: map[Day]int32{}, bills: map[Day]string{},
		}
		ordered := dayOf(2026, time.January, 1) + Day(rapid.IntRange(0, 800).Draw(t, "ordered"))
		l.ledger = newLedger(ordered, l.billingDay, rapid.Int32Range(1, 50).Draw(t, "seats"), l.price)
		start := l.sub.Term.StartsOn
		end := start + Day(rapid.IntRange(1, 500).Draw(t, "length"))
		for on := start; on < end; on++ {
			l.day(t, on)
		}
		l.cancel(end)
		var billed, lines int64
		for from := billingDayFrom(start-31, l.billingDay); from <= end+62; from = from.addMonths(1) {
			bill := l.bill(l.period(from), l.price)
			if then, past := l.bills[from]; past && written(bill) != then {
				t.Fatalf("the bill from %s was\n%s\nand has become\n%s", from, then, written(bill))
			}
			for _, line := range bill {
				billed, lines = billed+line.Amount, lines+1
			}
		}
		if off := math.Abs(float64(billed) - l.used()); off > float64(lines)/2+0.01 {
			t.Fatalf("%d lines add up to %d, what was used is %.2f", lines, billed, l.used())
		}
	})
}

func TestR32_DaysOfTheCalendar(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, billed string }{
		{"2026-02-28", "2026-02-28"}, {"2026-03-01", "2026-03-28"}, {"2026-12-29", "2027-01-28"}, {"2028-02-29", "2028-03-28"},
	} {
		if got := billingDayFrom(day(t, c.from), 28); got.String() != c.billed {
			t.Errorf("from %s: %s", c.from, got)
		}
	}
	if got := billingDay(day(t, "2026-01-31")); got != 28 {
		t.Errorf("one who signs on the 31st is billed on the %d", got)
	}
	late := time.Date(2026, 7, 14, 17, 0, 0, 0, time.UTC)
	if got := DayIn(late, ZoneOf("CN")).String(); got != "2026-07-15" {
		t.Errorf("in China it is %s", got)
	}
	if got := DayIn(late, ZoneOf("ZZ")).String(); got != "2026-07-14" {
		t.Errorf("where the zone is not known it is %s", got)
	}
	for country, zone := range zones {
		if ZoneOf(country) == time.UTC {
			t.Errorf("%s: there is no zone %s", country, zone)
		}
	}
	if NoEnd.String() != "9999-12-31" || Day(-1).String() != "1969-12-31" {
		t.Errorf("%s, %s", NoEnd, Day(-1))
	}
	if _, err := ParseDay("2026-02-30"); err == nil {
		t.Error("30 February is a day")
	}
}
