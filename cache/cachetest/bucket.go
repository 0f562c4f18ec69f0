package cachetest

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accord/cache"
	"accord/internal/conformance"
)

// NewBucket makes buckets of a rate on a clock that the case moves.
type NewBucket func(rate cache.Rate, clock func() time.Time) cache.Bucket

// bucketCase proves one part of the contract.
type bucketCase struct {
	name string
	run  func(*testing.T, NewBucket)
}

// RunBucket holds a bucket to the contract of cache.Bucket. Cases run at once, on keys of their own, so that buckets may share
// a server.
func RunBucket(t *testing.T, backend string, open NewBucket) {
	t.Helper()
	cases := []bucketCase{
		{"what it holds is let in and no more", testFills},
		{"what is costly is paid for afterwards", testCostly},
		{"no points only ask", testAsks},
		{"more points than there may be", testTooMany},
		{"each key has a bucket of its own", testKeys},
		{"nothing is lost of a short time", testShortSteps},
		{"a clock that is set back lets nobody in", testSetBack},
		{"a context that has ended", testTakeEnded},
		{"of fifty at once as many as there is room for", testFifty},
		{"it does as the model", testModel},
	}
	t.Run(backend, func(t *testing.T) {
		t.Parallel()
		t.Cleanup(func() {
			conformance.Report(t, fmt.Sprintf("conformance: %d cases of the bucket on %s", len(cases), backend))
		})
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				c.run(t, open)
			})
		}
	})
}

// aMinute holds five points: twelve seconds each.
var aMinute = cache.Rate{Points: 5, Period: time.Minute}

// taking takes points from a bucket and compares the answer.
func taking(t *testing.T, b cache.Bucket, key string, points int64, want cache.Level) {
	t.Helper()
	got, err := b.Take(t.Context(), key, points)
	if err != nil || got != want {
		t.Fatalf("taking %d: %+v, %v; want %+v", points, got, err, want)
	}
}

func allowed(remaining int64) cache.Level { return cache.Level{Allowed: true, Remaining: remaining} }

func refused(after time.Duration) cache.Level { return cache.Level{RetryAfter: after} }

func testFills(t *testing.T, open NewBucket) {
	clock, key := NewClock(), rand.Text()
	b := open(aMinute, clock.Now)
	for left := int64(4); left >= 0; left-- {
		taking(t, b, key, 1, allowed(left))
	}
	taking(t, b, key, 1, refused(12*time.Second))
	taking(t, b, key, 1, refused(12*time.Second)) // a refusal costs nothing
	clock.Advance(12 * time.Second)
	taking(t, b, key, 1, allowed(0))
	taking(t, b, key, 1, refused(12*time.Second))
	clock.Advance(30 * time.Second)
	taking(t, b, key, 1, allowed(1)) // two and a half have leaked
	clock.Advance(time.Hour)
	taking(t, b, key, 1, allowed(4))
}

func testCostly(t *testing.T, open NewBucket) {
	clock, key := NewClock(), rand.Text()
	b := open(aMinute, clock.Now)
	taking(t, b, key, 1, allowed(4))
	taking(t, b, key, 104, allowed(0)) // 100 too many
	taking(t, b, key, 1, refused(101*12*time.Second))
	clock.Advance(100 * 12 * time.Second)
	taking(t, b, key, 1, refused(12*time.Second)) // full to the brim
	clock.Advance(12*time.Second - time.Millisecond)
	taking(t, b, key, 1, refused(time.Millisecond))
	clock.Advance(time.Millisecond)
	taking(t, b, key, 0, allowed(1))
}

func testAsks(t *testing.T, open NewBucket) {
	clock, key := NewClock(), rand.Text()
	b := open(aMinute, clock.Now)
	for range 10 {
		taking(t, b, key, 0, allowed(5))
		taking(t, b, key, -1, allowed(5))
		taking(t, b, key, math.MinInt64, allowed(5))
	}
	taking(t, b, key, 5, allowed(0))
	taking(t, b, key, 0, refused(12*time.Second))
}

func testTooMany(t *testing.T, open NewBucket) {
	const most = 1_000_000
	for _, rate := range []cache.Rate{
		{Points: 1, Period: time.Second},
		{Points: 1, Period: time.Hour},
		{Points: most, Period: time.Second},
		{Points: most, Period: time.Hour},
	} {
		clock, key := NewClock(), rand.Text()
		b := open(rate, clock.Now)
		if rate.Points > 1 {
			taking(t, b, key, rate.Points-1, allowed(1))
		}
		taking(t, b, key, math.MaxInt64, allowed(0))
		wait := func(points int64) time.Duration {
			ms := (points*rate.Period.Milliseconds() + rate.Points - 1) / rate.Points
			return time.Duration(ms) * time.Millisecond
		}
		taking(t, b, key, 1, refused(wait(most)))
		clock.Advance(wait(most))
		taking(t, b, key, 0, allowed(1))
		clock.Advance(100 * 365 * 24 * time.Hour)
		taking(t, b, key, 1, allowed(rate.Points-1))
	}
}

func testKeys(t *testing.T, open NewBucket) {
	clock, own := NewClock(), rand.Text()
	b := open(aMinute, clock.Now)
	for _, key := range []string{"", " ", ":", "{a}", "{b}", "客户", "\x00\xff", "5/m", strings.Repeat("k", 10_000)} {
		taking(t, b, own+key, 5, allowed(0))
		taking(t, b, own+key, 1, refused(12*time.Second))
	}
}

// testShortSteps: a leak between two requests counts, however little it is.
func testShortSteps(t *testing.T, open NewBucket) {
	const step, steps = 300 * time.Microsecond, 400
	clock, key := NewClock(), rand.Text()
	b, began := open(aMinute, clock.Now), clock.Now()
	taking(t, b, key, 5, allowed(0))
	for range steps {
		clock.Advance(step)
		taking(t, b, key, 0, refused(12*time.Second-clock.Now().Sub(began).Truncate(time.Millisecond)))
	}
	// And where each request is let in, so that the level is written each time.
	b = open(cache.Rate{Points: 1000, Period: time.Second}, clock.Now)
	taking(t, b, key, 998, allowed(2))
	for range steps {
		for range 4 {
			clock.Advance(250 * time.Microsecond)
		}
		taking(t, b, key, 1, allowed(2))
	}
}

func testSetBack(t *testing.T, open NewBucket) {
	clock, key := NewClock(), rand.Text()
	b := open(aMinute, clock.Now)
	taking(t, b, key, 5, allowed(0))
	clock.Advance(-time.Hour)
	taking(t, b, key, 1, refused(12*time.Second))
}

func testTakeEnded(t *testing.T, open NewBucket) {
	clock, key := NewClock(), rand.Text()
	b := open(aMinute, clock.Now)
	for range 20 {
		ctx := ended(t)
		if l, err := b.Take(ctx, key, 1); !errors.Is(err, ctx.Err()) || l.Allowed {
			t.Fatalf("%+v, %v; want the context's error", l, err)
		}
	}
	taking(t, b, rand.Text(), 1, allowed(4))
}

func testFifty(t *testing.T, open NewBucket) {
	const takers, room = 50, 20
	clock, key := NewClock(), rand.Text()
	b := open(cache.Rate{Points: room, Period: time.Hour}, clock.Now)
	var in atomic.Int64
	var running sync.WaitGroup
	for range takers {
		running.Go(func() {
			l, err := b.Take(t.Context(), key, 1)
			if err != nil {
				t.Error(err)
			}
			if l.Allowed {
				in.Add(1)
			}
		})
	}
	running.Wait()
	if in.Load() != room {
		t.Errorf("%d of %d were let in; want %d", in.Load(), takers, room)
	}
}

// testModel compares a bucket with one of fractions, over requests and waits of all kinds.
func testModel(t *testing.T, open NewBucket) {
	rapid.Check(t, func(t *rapid.T) {
		rate := cache.Rate{
			Points: rapid.OneOf(rapid.Int64Range(1, 20), rapid.Int64Range(1, 1_000_000)).Draw(t, "points"),
			Period: rapid.SampledFrom([]time.Duration{time.Second, time.Minute, time.Hour}).Draw(t, "period"),
		}
		clock, key := NewClock(), rand.Text()
		b, m := open(rate, clock.Now), model{rate: rate, level: new(big.Rat)}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			wait := time.Duration(rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 2*rate.Period.Milliseconds()/rate.Points),
				rapid.Int64Range(0, 2*rate.Period.Milliseconds())).Draw(t, "wait")) * time.Millisecond
			points := rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, 2*rate.Points)).Draw(t, "cost")
			clock.Advance(wait)
			m.wait(wait)
			want := m.take(min(points, 1_000_000))
			got, err := b.Take(t.Context(), key, points)
			if err != nil || got != want {
				t.Fatalf("at %s, after %s, taking %d: %+v, %v; want %+v", rate, wait, points, got, err, want)
			}
		}
	})
}

// model is a bucket by the book: a level in points, as a fraction.
type model struct {
	rate  cache.Rate
	level *big.Rat
}

// wait lets leak what leaks in a time.
func (m model) wait(d time.Duration) {
	m.level.Sub(m.level, new(big.Rat).Mul(m.perSecond(), big.NewRat(int64(d), int64(time.Second))))
	if m.level.Sign() < 0 {
		m.level.SetInt64(0)
	}
}

func (m model) perSecond() *big.Rat {
	return new(big.Rat).Mul(big.NewRat(m.rate.Points, 1), big.NewRat(int64(time.Second), int64(m.rate.Period)))
}

func (m model) take(points int64) cache.Level {
	holds := big.NewRat(m.rate.Points, 1)
	var l cache.Level
	if l.Allowed = new(big.Rat).Sub(holds, m.level).Cmp(big.NewRat(1, 1)) >= 0; l.Allowed {
		m.level.Add(m.level, big.NewRat(points, 1))
	}
	room := new(big.Rat).Sub(holds, m.level)
	if room.Sign() > 0 {
		l.Remaining = new(big.Int).Quo(room.Num(), room.Denom()).Int64()
	}
	if !l.Allowed {
		missing := new(big.Rat).Sub(big.NewRat(1, 1), room)
		ms := missing.Mul(missing.Quo(missing, m.perSecond()), big.NewRat(1000, 1))
		up := new(big.Int).Sub(new(big.Int).Add(ms.Num(), ms.Denom()), big.NewInt(1))
		l.RetryAfter = time.Duration(up.Quo(up, ms.Denom()).Int64()) * time.Millisecond
	}
	return l
}
