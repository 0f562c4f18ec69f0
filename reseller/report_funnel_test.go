package reseller

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The least of values that so many percent do not exceed is found without looking at each.
func TestNearestRank(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		values := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) time.Duration { return time.Duration(rapid.IntRange(0, 50).Draw(r, "value")) }), 1, 300).Draw(r, "values")
		percent := rapid.SampledFrom([]int{0, 1, 50, 90, 99, 100}).Draw(r, "percent")
		slices.Sort(values)
		got := nearestRank(values, percent)
		for _, want := range values {
			within := 0
			for _, v := range values {
				if v <= want {
					within++
				}
			}
			if within*100 >= percent*len(values) {
				if got != want {
					r.Fatalf("%d%% of %v: %d, want %d", percent, values, got, want)
				}
				return
			}
		}
	})
}

func TestFunnelsOfTooManyLinksAreOfAllTogether(t *testing.T) {
	t.Parallel()
	f := newFunnels(Report{bounds: []Quarter{10, 12}})
	for i := range maxReportedLinks + 1 {
		if (f.of == nil) != (i > maxReportedLinks) {
			t.Fatalf("of %d links it tells one by one: %v", i, f.of != nil)
		}
		link := ID{byte(i), byte(i >> 8)}
		f.viewed(InviteQuarter{link, 11}, 2)
		f.viewed(InviteQuarter{link, 12}, 1)
		f.viewed(InviteQuarter{link, 9}, 1)
		f.met(Visit{InviteCustomer: InviteCustomer{InviteID: link}, AcceptedAt: Quarter(10).Time()})
	}
	if f.of != nil || f.all.Views.Total != 2*(maxReportedLinks+1) || f.all.Acceptances.Total != maxReportedLinks+1 {
		t.Errorf("%v %+v", f.of != nil, f.all)
	}
}
