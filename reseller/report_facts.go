package reseller

import (
	"cmp"
	"slices"
	"time"
)

// Quarter is a quarter of an hour, counted from 1 January 1970 UTC. Reports count in quarters: the days of every zone begin with one, so that
// what has been counted once serves whatever zone is asked for.
type Quarter int32

// QuarterLength is how long one is.
const QuarterLength = 15 * time.Minute

// QuarterOf gives the quarter of a moment.
func QuarterOf(at time.Time) Quarter {
	seconds := at.Unix()
	const length = int64(QuarterLength / time.Second)
	if seconds < 0 {
		seconds -= length - 1 // towards the past
	}
	return Quarter(seconds / length) //nolint:gosec // within 60,000 years
}

// Time is when the quarter begins.
func (q Quarter) Time() time.Time {
	return time.Unix(int64(q)*int64(QuarterLength/time.Second), 0).UTC()
}

// Month counts the months of UTC from January 1970.
type Month int32

// Month is the month that the quarter lies in.
func (q Quarter) Month() Month {
	year, month, _ := q.Time().Date()
	return Month((year-1970)*12 + int(month) - 1) //nolint:gosec // within 60,000 years
}

// First is the month's first quarter.
func (m Month) First() Quarter {
	return QuarterOf(time.Date(1970, time.January+time.Month(m), 1, 0, 0, 0, 0, time.UTC))
}

// FactKey is what reports count: relationships that began and that ended, and privileges that a partner was granted and that ended.
type FactKey struct {
	// Kind is EventRelationshipCreated, EventRelationshipEnded, EventDelegatedAdminGranted or EventDelegatedAdminEnded; of customers, which
	// are counted of the rows, FactCustomerGained, FactCustomerLost, FactCoverageBegun or FactCoverageEnded.
	Kind EventKind
	// Service is that of privileges, and Reason why they ended.
	Service string
	Reason  EndReason
}

// Compare orders keys.
func (k FactKey) Compare(other FactKey) int {
	return cmp.Or(cmp.Compare(k.Kind, other.Kind), cmp.Compare(k.Service, other.Service), cmp.Compare(k.Reason, other.Reason))
}

// FactPoint is how often something happened in a quarter.
type FactPoint struct {
	Quarter Quarter
	Count   int32
}

// Parts divide a time: each begins with a bound, and the last one ends with the last bound. Nil divides nothing.
type Parts struct {
	bounds []Quarter
	// last is where the last quarter was found: the next one is seldom far.
	last int
}

// NewParts divides a time by bounds, which are in order; nil divides nothing.
func NewParts(bounds []Quarter) *Parts { return &Parts{bounds: bounds} }

// Of gives the bound with which the part of a quarter begins; for those before the first part, a quarter before it.
func (p *Parts) Of(q Quarter) Quarter {
	switch {
	case p.bounds == nil:
		return q
	case q < p.bounds[0]:
		return p.bounds[0] - 1
	case q < p.bounds[p.last]: // of another key, or month
		at, exact := slices.BinarySearch(p.bounds, q)
		if p.last = at; !exact {
			p.last--
		}
	}
	for p.last+1 < len(p.bounds) && q >= p.bounds[p.last+1] {
		p.last++
	}
	return p.bounds[p.last]
}

// Facts are what happened to one partner: of each key its points in order, each quarter once.
type Facts map[FactKey][]FactPoint

// Add counts points, which are in any order.
func (f Facts) Add(key FactKey, points ...FactPoint) { f[key] = append(f[key], points...) }

// Settle brings the points that were added into order, makes one of those of one quarter, and drops what comes to nothing.
func (f Facts) Settle() {
	for key, points := range f {
		slices.SortFunc(points, func(a, b FactPoint) int { return int(a.Quarter - b.Quarter) })
		settled := points[:0]
		for _, p := range points {
			if last := len(settled) - 1; last >= 0 && settled[last].Quarter == p.Quarter {
				settled[last].Count += p.Count
			} else {
				settled = append(settled, p)
			}
		}
		settled = slices.DeleteFunc(settled, func(p FactPoint) bool { return p.Count == 0 })
		if f[key] = settled; len(settled) == 0 {
			delete(f, key)
		}
	}
}

// FactKeyOf is what reports count of an event of one of FactKey's kinds, by what it says of its object after the change.
func FactKeyOf(kind EventKind, after *EventState) FactKey {
	key := FactKey{Kind: kind}
	if after != nil && (kind == EventDelegatedAdminGranted || kind == EventDelegatedAdminEnded) {
		key.Service, key.Reason = after.Service, after.EndReason
	}
	return key
}
