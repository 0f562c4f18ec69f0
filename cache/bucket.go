package cache

import (
	"context"
	"time"
)

// Bucket is a leaky bucket for each key, a tenant say: requests fill it, and it leaks at its Rate. It is safe for concurrent
// use.
//
// A request is let in while the bucket is not full, that is, has room for one point; what it costs is then added in whole. So
// the level may stand above what the bucket holds, by less than the cost of one request: whoever asks for something costly
// gets it, and waits afterwards until so much has leaked.
type Bucket interface {
	// Take lets a request in that costs so many points, or refuses it and adds nothing. A request of 0 points, or fewer,
	// only asks; one of more than 1,000,000 is charged as much. The error is the context's when that has ended, and then
	// the points may have been added; nothing else is an error.
	Take(ctx context.Context, key string, points int64) (Level, error)
}

// Level is how a bucket stands after a request.
type Level struct {
	// Allowed tells whether the request was let in.
	Allowed bool
	// Remaining is how many whole points there is room for, 0 or more.
	Remaining int64
	// RetryAfter is how long it takes until there is room for one point again, to the millisecond; 0 when the request was
	// let in.
	RetryAfter time.Duration
}

// A bucket counts in drops and milliseconds: a point is as many drops as its period has milliseconds, and each millisecond
// as many drops leak as the rate has points. So nothing is ever rounded.

// drops gives the drops of so many points.
func (r Rate) drops(points int64) int64 {
	return min(max(points, 0), maxPoints) * r.Period.Milliseconds()
}

// brim is the most drops at which there is still room for a point.
func (r Rate) brim() int64 { return r.drops(r.Points - 1) }

// leaked gives what is left of a level after so many milliseconds.
func (r Rate) leaked(level, ms int64) int64 {
	if ms <= 0 { // the clock was set back
		return level
	}
	if ms > level/r.Points { // before it is multiplied, or a long time would overflow
		return 0
	}
	return level - ms*r.Points
}

// empties tells after how long so many drops have leaked.
func (r Rate) empties(drops int64) time.Duration {
	return time.Duration((drops+r.Points-1)/r.Points) * time.Millisecond
}

// level shows how a bucket of so many drops stands.
func (r Rate) level(allowed bool, drops int64) Level {
	l := Level{Allowed: allowed, Remaining: max(r.drops(r.Points)-drops, 0) / r.Period.Milliseconds()}
	if !allowed {
		l.RetryAfter = r.empties(drops - r.brim())
	}
	return l
}
