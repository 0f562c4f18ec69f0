package reseller

import (
	"fmt"
	"time"
)

// Day is a day of the calendar, counted from 1 January 1970. Bills are reckoned in days of the partner's zone (R33): which day
// it is depends on where the partner is, how many days lie between two does not. The zero Day stands for none.
type Day int32

// NoEnd is the day on which what has no end would end.
const NoEnd Day = 2932896 // 9999-12-31

// dayLayout is how a day is written.
const dayLayout = "2006-01-02"

const dayLength = 24 * 60 * 60

// DayIn gives the day that it is at a moment in a zone.
func DayIn(at time.Time, zone *time.Location) Day {
	year, month, day := at.In(zone).Date()
	return dayOf(year, month, day)
}

// dayOf gives a day by year, month and day of the month; one beyond the month's end is one of the next month.
func dayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / dayLength) //nolint:gosec // within 5.8 million years
}

// ParseDay reads a day written YYYY-MM-DD.
func ParseDay(text string) (Day, error) {
	at, err := time.Parse(dayLayout, text)
	if err != nil {
		return 0, fmt.Errorf("not a day: %w", err)
	}
	return DayIn(at, time.UTC), nil
}

// String writes the day as YYYY-MM-DD.
func (d Day) String() string { return d.midnight().Format(dayLayout) }

// Month gives the day's month, written YYYY-MM.
func (d Day) Month() string { return d.midnight().Format(monthLayout) }

func (d Day) midnight() time.Time { return time.Unix(int64(d)*dayLength, 0).UTC() }

// addMonths gives the same day of the month so many months later. It is for days of the month that every month has.
func (d Day) addMonths(months int) Day {
	year, month, day := d.midnight().Date()
	return dayOf(year, month+time.Month(months), day)
}

// zones are the time zones of countries that have one, or of which nearly all business is done in one. Partners of other
// countries reckon in UTC. A zone decides on which day a change falls; the days of what has been billed are kept, and so adding
// a country here changes no bill.
var zones = map[string]string{
	"AE": "Asia/Dubai", "AT": "Europe/Vienna", "BD": "Asia/Dhaka", "BE": "Europe/Brussels", "BN": "Asia/Brunei", "CH": "Europe/Zurich",
	"CN": "Asia/Shanghai", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EG": "Africa/Cairo",
	"FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HK": "Asia/Hong_Kong",
	"IE": "Europe/Dublin", "IL": "Asia/Jerusalem", "IN": "Asia/Kolkata", "IT": "Europe/Rome", "JP": "Asia/Tokyo", "KE": "Africa/Nairobi",
	"KH": "Asia/Phnom_Penh", "KR": "Asia/Seoul", "LA": "Asia/Vientiane", "LK": "Asia/Colombo", "LU": "Europe/Luxembourg",
	"MM": "Asia/Yangon", "MO": "Asia/Macau", "MY": "Asia/Kuala_Lumpur", "NG": "Africa/Lagos", "NL": "Europe/Amsterdam",
	"NO": "Europe/Oslo", "NP": "Asia/Kathmandu", "NZ": "Pacific/Auckland", "PH": "Asia/Manila", "PK": "Asia/Karachi", "PL": "Europe/Warsaw",
	"PT": "Europe/Lisbon", "QA": "Asia/Qatar", "SA": "Asia/Riyadh", "SE": "Europe/Stockholm", "SG": "Asia/Singapore", "TH": "Asia/Bangkok",
	"TR": "Europe/Istanbul", "TW": "Asia/Taipei", "VN": "Asia/Ho_Chi_Minh", "ZA": "Africa/Johannesburg",
}

// ZoneOf gives the time zone in which a partner of a country reckons (R33); UTC where that is not known.
func ZoneOf(country string) *time.Location {
	zone, err := time.LoadLocation(zones[country])
	if err != nil {
		return time.UTC
	}
	return zone
}
