package cache

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxPoints bounds a rate, and what one request is charged. With it every number that a bucket works with is a whole one
// that Redis's scripts, which have no other than 64-bit floats, keep exactly, and every wait is a time.Duration.
const maxPoints = 1_000_000

// Rate is how fast a bucket leaks, and how much it holds.
type Rate struct {
	// Points is what the bucket holds, and what leaks out of it in each Period: from 1 to 1,000,000.
	Points int64
	// Period is a second, a minute or an hour.
	Period time.Duration
}

// periods are the units of a rate, the usual one first.
var periods = []struct {
	name string
	time.Duration
}{{"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}}

// ParseRate reads a rate as people write it: 10/s, 600/m, 3600/h; 10 alone is 10/s. The error says what is wrong and how a
// rate looks.
func ParseRate(text string) (Rate, error) {
	number, unit, divided := strings.Cut(text, "/")
	if !divided {
		unit = periods[0].name
	}
	r := Rate{Period: periodOf(unit)}
	if number == "" || strings.Trim(number, "0123456789") != "" || r.Period == 0 {
		return Rate{}, fmt.Errorf("%q is no rate: it is a whole number of points for each second, minute or hour, such as 10/s, 600/m or 3600/h", text)
	}
	points, err := strconv.ParseInt(number, 10, 64)
	if err != nil || points > maxPoints {
		return Rate{}, fmt.Errorf("the rate %q is too high: %d points are the most", text, maxPoints)
	}
	if points == 0 {
		return Rate{}, fmt.Errorf("the rate %q would let nothing in: 1 point is the least", text)
	}
	r.Points = points
	return r, nil
}

// periodOf gives the period that a letter stands for, 0 for none.
func periodOf(unit string) time.Duration {
	for _, p := range periods {
		if p.name == unit {
			return p.Duration
		}
	}
	return 0
}

// String writes a rate as ParseRate reads it, with its unit: 600/m.
func (r Rate) String() string {
	for _, p := range periods {
		if p.Duration == r.Period {
			return strconv.FormatInt(r.Points, 10) + "/" + p.name
		}
	}
	return fmt.Sprintf("%d/%s", r.Points, r.Period)
}

// must panics for a rate that ParseRate would not give: it is a fault of the caller.
func (r Rate) must() Rate {
	if parsed, err := ParseRate(r.String()); err != nil || parsed != r {
		panic(fmt.Sprintf("cache: no bucket leaks at the rate %s", r))
	}
	return r
}
