package reseller

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestReportsDivideTime(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		interval       ReportInterval
		from, to, zone string
		want           string
	}{
		"days": {ByDay, "2026-02-27", "2026-03-02", "Asia/Shanghai", "2026-02-26T16:00 24h 2026-02-27T16:00 24h 2026-02-28T16:00 24h"},
		"days of 23 and 25 hours": {
			ByDay, "2026-03-28", "2026-03-30", "Europe/Berlin", "2026-03-27T23:00 24h 2026-03-28T23:00 23h",
		},
		"a day of 25 hours": {ByDay, "2026-10-25", "2026-10-26", "Europe/Berlin", "2026-10-24T22:00 25h"},
		"a day without midnight": {
			ByDay, "2018-11-03", "2018-11-05", "America/Sao_Paulo", "2018-11-03T03:00 24h 2018-11-04T03:00 23h",
		},
		"a day with two midnights": {ByDay, "2021-10-28", "2021-10-30", "Asia/Amman", "2021-10-27T21:00 24h 2021-10-28T21:00 25h"},
		"half hours":               {ByDay, "2026-01-01", "2026-01-02", "Asia/Kolkata", "2025-12-31T18:30 24h"},
		"quarter hours":            {ByDay, "2026-01-01", "2026-01-02", "Asia/Kathmandu", "2025-12-31T18:15 24h"},
		"weeks, from a Wednesday to a Tuesday": {
			ByWeek, "2026-03-04", "2026-03-18", "UTC", "2026-03-04T00:00 120h 2026-03-09T00:00 168h 2026-03-16T00:00 48h",
		},
		"a week in which clocks are put forward": {ByWeek, "2026-03-23", "2026-03-30", "Europe/Berlin", "2026-03-22T23:00 167h"},
		"months, of a leap year": {
			ByMonth, "2024-01-31", "2024-04-01", "UTC", "2024-01-31T00:00 24h 2024-02-01T00:00 696h 2024-03-01T00:00 744h",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone, err := zoneNamed(c.zone, "")
			if err != nil {
				t.Fatal(err)
			}
			bounds, err := c.interval.bounds(day(t, c.from), day(t, c.to), zone)
			if err != nil {
				t.Fatal(err)
			}
			var parts []string
			for i := range len(bounds) - 1 {
				from, to := bounds[i].Time(), bounds[i+1].Time()
				parts = append(parts, from.Format("2006-01-02T15:04"), strings.TrimSuffix(to.Sub(from).String(), "0m0s"))
			}
			if got := strings.Join(parts, " "); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestReportsHaveSoManyPartsAtMost(t *testing.T) {
	t.Parallel()
	from := day(t, "2010-01-01")
	if _, err := ByDay.bounds(from, from+maxBuckets, time.UTC); err != nil {
		t.Error(err)
	}
	if _, err := ByDay.bounds(from, from+maxBuckets+1, time.UTC); AsRefusals(err) == nil {
		t.Errorf("got %v", err)
	}
	if bounds, err := ByMonth.bounds(from, from+maxBuckets+1, time.UTC); err != nil || len(bounds) < 120 {
		t.Errorf("got %d parts and %v", len(bounds)-1, err)
	}
}

func TestReportsRefuseWhatIsNoZone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Local", "local", "Asia/Peking", "+08:00", "../etc/passwd", "asia/shanghai ", strings.Repeat("x", 10_000), "\x00"} {
		if zone, err := zoneNamed(name, "CN"); AsRefusals(err) == nil {
			t.Errorf("%q is %v, %v", name, zone, err)
		}
	}
	if zone, err := zoneNamed("", "CN"); err != nil || zone.String() != "Asia/Shanghai" {
		t.Errorf("China has %v, %v", zone, err)
	}
}

// No day begins before it begins, in zones of all kinds: at midnight, where there are two at the first, where there is none when clocks are
// put forward.
func TestDaysBeginWithTheirFirstMoment(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"Asia/Amman", "Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem", "Antarctica/Casey", "Antarctica/Vostok", "Antarctica/Davis", "Asia/Chita", "Asia/Magadan",
		"Asia/Colombo", "Europe/Bucharest", "America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo", "America/Havana", "America/St_Johns", "Pacific/Apia",
		"Asia/Shanghai", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Scoresbysund", "Atlantic/Azores", "Asia/Tehran",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for d := Day(366); d < 25_000; d++ { // 1971 to 2038
			start := d.startIn(zone)
			if DayIn(start.Add(-time.Microsecond), zone) == d || DayIn(start, zone) < d {
				t.Errorf("%s in %s begins with %s", d, name, start)
			}
		}
	}
}

// A zone's days lie side by side, and each moment lies in the day that its clocks show – but for the minutes that come twice over a
// midnight.
func TestDaysOfAllZones(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom([]string{"Asia/Shanghai", "America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Pacific/Apia", "Australia/Lord_Howe", "America/New_York", "Asia/Tehran"}).Draw(r, "zone")
		zone, err := time.LoadLocation(name)
		if err != nil {
			r.Fatal(err)
		}
		d := Day(rapid.IntRange(10_957, 21_914).Draw(r, "day")) // 2000 to 2029
		start, next := d.startIn(zone), (d + 1).startIn(zone)
		if next.Before(start) || QuarterOf(start).Time() != start.UTC() {
			r.Fatalf("%s of %s is from %s to %s", d, name, start, next)
		}
		if length := next.Sub(start); length > 25*time.Hour || length != 0 && length < 23*time.Hour {
			r.Fatalf("%s of %s has %s", d, name, length)
		}
		at := start.Add(time.Duration(rapid.Int64Range(0, int64(25*time.Hour)).Draw(r, "after")))
		if at.Before(next) && DayIn(at, zone) != d && next.Sub(at) > time.Hour {
			r.Fatalf("%s in %s is %s, and not %s", at, name, DayIn(at, zone), d)
		}
	})
}

// A quarter's part is the same whichever quarter was asked about before.
func TestParts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		bounds := rapid.SliceOfNDistinct(rapid.Custom(func(r *rapid.T) Quarter { return Quarter(rapid.IntRange(0, 40).Draw(r, "bound")) }), 2, 9, rapid.ID).Draw(r, "bounds")
		slices.Sort(bounds)
		parts := NewParts(bounds)
		for range rapid.IntRange(1, 20).Draw(r, "questions") {
			q := Quarter(rapid.IntRange(-3, 45).Draw(r, "quarter"))
			want := bounds[0] - 1
			for _, bound := range bounds {
				if bound <= q {
					want = bound
				}
			}
			if got := parts.Of(q); got != want {
				r.Fatalf("%d of %v lies in %d, not in %d", q, bounds, want, got)
			}
		}
		if got := NewParts(nil).Of(bounds[0]); got != bounds[0] {
			r.Fatalf("got %d", got)
		}
	})
}

func TestQuarters(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z", "2026-03-01T08:14:59.999999Z", "2026-03-01T08:15:00Z"} {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		start := QuarterOf(at).Time()
		if start.After(at) || !start.Add(QuarterLength).After(at) {
			t.Errorf("%s is in the quarter of %s", text, start)
		}
	}
	if first := QuarterOf(time.Date(2024, 2, 29, 23, 59, 0, 0, time.UTC)).Month().First().Time(); first.Format(dayLayout) != "2024-02-01" {
		t.Errorf("got %s", first)
	}
}

// What is added in any order is the same settled, and sums by parts are sums of all.
func TestFactsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		points := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) FactPoint {
			return FactPoint{Quarter(rapid.IntRange(0, 50).Draw(r, "quarter")), int32(rapid.IntRange(-3, 3).Draw(r, "count"))}
		}), 0, 60).Draw(r, "points")
		key := FactKey{Kind: EventRelationshipCreated}
		facts := Facts{}
		facts.Add(key, points...)
		facts.Settle()
		if !slices.IsSortedFunc(facts[key], func(a, b FactPoint) int { return int(a.Quarter - b.Quarter) }) {
			r.Fatalf("out of order: %v", facts[key])
		}
		bounds := []Quarter{10, 11, 20, 40}
		before, values := bucketsOf(facts[key], bounds)
		var wantBefore int32
		want := make([]int32, len(bounds)-1)
		for _, p := range points {
			switch {
			case p.Quarter < bounds[0]:
				wantBefore += p.Count
			case p.Quarter < bounds[len(bounds)-1]:
				i, exact := slices.BinarySearch(bounds, p.Quarter)
				if !exact {
					i--
				}
				want[i] += p.Count
			}
		}
		if before != wantBefore || !slices.Equal(values, want) {
			r.Fatalf("got %d and %v, want %d and %v", before, values, wantBefore, want)
		}
		if left := addUp(facts, negative(facts)); len(left) != 0 {
			r.Fatalf("a count less itself is %v", left)
		}
	})
}
