package cache_test

import (
	"testing"
	"time"

	"accord/cache"
	"accord/reseller"
)

// BenchmarkHit is a link's preview that the process has at hand.
func BenchmarkHit(b *testing.B) {
	s := &store{}
	l := cache.NewLookup(cache.NewMemory(cache.MemoryOptions{Clock: time.Now}), s.load, time.Now)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.View(b.Context(), reseller.ID{1}); err != nil {
			b.Fatal(err)
		}
	}
	if n := s.loads.Load(); n != 1 {
		b.Errorf("loaded %d times", n)
	}
}
