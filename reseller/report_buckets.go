package reseller

import (
	"slices"
	"time"
)

// ReportInterval is how long the parts are into which a report divides its time.
type ReportInterval string

// The intervals. Weeks begin on Mondays, months on the first; where the report begins or ends within one, it has a part of it.
const (
	ByDay   ReportInterval = "DAY"
	ByWeek  ReportInterval = "WEEK"
	ByMonth ReportInterval = "MONTH"
)

const (
	// maxBuckets is how many parts a report has at most: ten years by day.
	maxBuckets = 3_660
	// firstReportDay is a day before which there is nothing to report.
	firstReportDay Day = 0
)

// ends reports whether a part ends where the day begins.
func (i ReportInterval) ends(day Day) bool {
	switch i {
	case ByWeek:
		return day.midnight().Weekday() == time.Monday
	case ByMonth:
		return day.midnight().Day() == 1
	case ByDay:
	}
	return true
}

// bounds divides the days from one to before another: where each part begins, and where the last one ends. It fails when there would be
// more than maxBuckets parts.
func (i ReportInterval) bounds(from, to Day, zone *time.Location) ([]Quarter, error) {
	var bounds []Quarter
	for day := from; day <= to; day++ {
		if day != from && day != to && !i.ends(day) {
			continue
		}
		if len(bounds) > maxBuckets {
			return nil, Invalid([]string{"from"}, "A report has at most %d parts; ask for a shorter time, or by WEEK or MONTH.", maxBuckets)
		}
		bound, err := day.boundIn(zone)
		if err != nil {
			return nil, err
		}
		bounds = append(bounds, bound)
	}
	return bounds, nil
}

// boundIn is the quarter with which the day begins in a zone. It fails where the day did not begin with one.
func (d Day) boundIn(zone *time.Location) (Quarter, error) {
	start := d.startIn(zone)
	bound := QuarterOf(start)
	if !bound.Time().Equal(start) {
		return 0, Invalid([]string{"timeZone"}, "Days of %s did not begin with a quarter of an hour of UTC in %s; ask for a later time or another zone.", zone.String(), d.Month())
	}
	return bound, nil
}

// startIn is the first moment of the day in a zone. Where clocks are put forward at midnight it is the moment at which they are, and where they
// are put back to it, the first of the two midnights.
func (d Day) startIn(zone *time.Location) time.Time {
	year, month, day := d.midnight().Date()
	start := time.Date(year, month, day, 0, 0, 0, 0, zone)
	if DayIn(start, zone) < d { // there is no such midnight, and this is the one before
		_, start = start.ZoneBounds()
	}
	if DayIn(start.Add(-time.Microsecond), zone) == d {
		changed, _ := start.ZoneBounds()
		_, before := changed.Add(-time.Microsecond).Zone()
		start = d.midnight().Add(-time.Duration(before) * time.Second).In(zone)
	}
	return start
}

// zoneNamed finds a time zone by its name of the IANA; empty is that of a country.
func zoneNamed(name, country string) (*time.Location, error) {
	if name == "" {
		return ZoneOf(country), nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || slices.Contains([]string{"Local", "local"}, name) {
		return nil, Invalid([]string{"timeZone"}, "There is no time zone %s; name one as the IANA does, such as Asia/Shanghai or UTC.", quote(name))
	}
	return zone, nil
}

// bucketsOf gives the values of points in each part, and the sum of those before the first.
func bucketsOf(points []FactPoint, bounds []Quarter) (before int32, values []int32) {
	values = make([]int32, len(bounds)-1)
	bucket := 0
	for _, p := range points { // in order
		if p.Quarter < bounds[0] {
			before += p.Count
			continue
		}
		for bucket < len(values) && p.Quarter >= bounds[bucket+1] {
			bucket++
		}
		if bucket == len(values) {
			break
		}
		values[bucket] += p.Count
	}
	return before, values
}

// String implements fmt.Stringer.
func (q Quarter) String() string { return q.Time().Format(time.RFC3339) }
