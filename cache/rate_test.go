package cache_test

import (
	"strings"
	"testing"
	"time"

	"accord/cache"
)

func TestParseRate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]cache.Rate{
		"10":        {Points: 10, Period: time.Second},
		"10/s":      {Points: 10, Period: time.Second},
		"600/m":     {Points: 600, Period: time.Minute},
		"3600/h":    {Points: 3600, Period: time.Hour},
		"1/h":       {Points: 1, Period: time.Hour},
		"007/s":     {Points: 7, Period: time.Second},
		"1000000/s": {Points: 1_000_000, Period: time.Second},
	} {
		got, err := cache.ParseRate(text)
		if err != nil || got != want {
			t.Errorf("%q is read as %+v, %v; want %+v", text, got, err, want)
		}
		if again, err := cache.ParseRate(got.String()); err != nil || again != got {
			t.Errorf("%q is written as %q and read as %+v, %v", text, got, again, err)
		}
	}
}

func TestParseRateRefuses(t *testing.T) {
	t.Parallel()
	const shape = "such as 10/s, 600/m or 3600/h"
	for text, says := range map[string]string{
		"": shape, "/": shape, "/s": shape, "s": shape, "-1": shape, "-5/s": shape, "+5/s": shape, "1.5/s": shape, "1e3/s": shape,
		"10/": shape, "10/d": shape, "10/S": shape, "10/s/s": shape, "10 / s": shape, " 10/s": shape, "10/s ": shape, "ten/s": shape,
		"0x10/s": shape, "1_000/s": shape, "١٠/s": shape, "10/second": shape,
		"0": "the least", "0/m": "the least", "000/h": "the least",
		"1000001/s": "the most", "99999999999999999999/h": "the most",
	} {
		if r, err := cache.ParseRate(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is read as %+v, %v; want an error with %q", text, r, err, says)
		}
	}
}

// TestRatesOfNoUse: a rate that nobody could have written is a fault of the program, told at its start.
func TestRatesOfNoUse(t *testing.T) {
	t.Parallel()
	for _, r := range []cache.Rate{
		{},
		{Points: 1},
		{Period: time.Second},
		{Points: -1, Period: time.Second},
		{Points: 1, Period: time.Millisecond},
		{Points: 1_000_001, Period: time.Second},
	} {
		func() {
			defer func() {
				if p := recover(); p == nil {
					t.Errorf("a bucket leaks at the rate %s", r)
				}
			}()
			cache.NewMemoryBucket(r, cache.BucketOptions{})
		}()
	}
}
