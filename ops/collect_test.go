package ops

import (
	"net/http"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestPercentFor(t *testing.T) {
	t.Parallel()
	for live, want := range map[uint64]int{0: 400, 1 << 20: 400, 16 << 20: 400, 20 << 20: 300, 64 << 20: 100, 1 << 30: 100} {
		if got := percentFor(live); got != want {
			t.Errorf("%d bytes alive: %d, want %d", live, got, want)
		}
	}
}

// TestCollectLess changes the whole process: it runs alone.
func TestCollectLess(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	t.Setenv("GOGC", "50")
	CollectLess()
	if got := debug.SetGCPercent(100); got != 100 {
		t.Errorf("GOGC is given, and the percentage changed to %d", got)
	}
	t.Setenv("GOGC", "")
	runtime.GC()
	CollectLess()
	if got := debug.SetGCPercent(100); got != percentFor(alive()) {
		t.Errorf("the percentage is %d, want %d", got, percentFor(alive()))
	}
}

// TestSpare changes the whole process: it runs alone.
func TestSpare(t *testing.T) {
	before := debug.SetGCPercent(usual)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	percent := func() int {
		now := debug.SetGCPercent(usual)
		debug.SetGCPercent(now)
		return now
	}
	t.Setenv("GOGC", "")
	get(Spare(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if got := percent(); got != sparing {
			t.Errorf("the percentage is %d meanwhile, want %d", got, sparing)
		}
	})), "/")
	if got := percent(); got < usual {
		t.Errorf("the percentage is %d afterwards", got)
	}
	t.Setenv("GOGC", "70")
	get(Spare(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if got := percent(); got < usual {
			t.Errorf("GOGC is given, and the percentage changed to %d", got)
		}
	})), "/")
}

func TestMemoryIsGivenBackOnceItIsQuiet(t *testing.T) {
	t.Parallel()
	const little, much = quietBelow - 1, quietBelow
	var q quiet
	for i, c := range []struct {
		allocated uint64
		want      bool
	}{{much, false}, {much, false}, {little, true}, {0, true}, {0, true}, {little, false}, {little, false}, {much, false}, {little, true}} {
		if got := q.givesBack(q.allocated + c.allocated); got != c.want {
			t.Errorf("%d: after %d bytes more %v, want %v", i, c.allocated, got, c.want)
		}
	}
}
