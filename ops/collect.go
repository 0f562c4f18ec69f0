package ops

import (
	"context"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"time"
)

const (
	// spare is how much may be allocated between two collections of the memory, in bytes, however little is alive: a server of this
	// kind keeps some 20 MB and makes garbage fast, so that Go's own rule, to collect when that has doubled, has it collect all the time.
	// Of the 0.27 ms of a core that a page of 50 took, that was 0.04 (docs/performance.md).
	spare = 64 << 20
	// usual is Go's own rule, in percent of what is alive; sparing is for what makes much garbage and is in no hurry.
	usual, sparing = 100, 50

	// A server is quiet that allocates less than quietBelow in a time of quietFor. Then memory is given back, quietTimes in a row: the
	// stack of a goroutine that waits is halved each time.
	quietFor   = 2 * time.Second
	quietBelow = 4 << 20
	quietTimes = 3
)

// CollectLess has memory collected when spare has been allocated or, where more is alive, by Go's own rule. Whoever has set GOGC is
// left alone; GOMEMLIMIT holds in any case.
func CollectLess() {
	if os.Getenv("GOGC") == "" {
		adjust(0)
	}
}

// spared is how many requests are under way that Spare holds.
var spared atomic.Int32

// Spare has memory collected more often while next serves: a file of millions of rows makes as much garbage as all else together, and has no
// need of the room that makes pages faster. Whoever has set GOGC is left alone.
func Spare(next http.Handler) http.Handler {
	if os.Getenv("GOGC") != "" {
		return next
	}
	collect := func(more int32) {
		spared.Add(more)
		debug.SetGCPercent(percentFor(alive()))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		collect(1)
		defer collect(-1)
		next.ServeHTTP(w, r)
	})
}

// GiveBack collects memory whenever the server has become quiet, and returns it to the system, until ctx ends: what CollectLess lets
// gather would stay for as long as nothing happens, and with it the stacks that goroutines have grown before they wait. Whoever has
// set GOGC is left alone.
func GiveBack(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	ticker := time.NewTicker(quietFor)
	defer ticker.Stop()
	for q := (quiet{allocated: allocated()}); ; {
		select {
		case <-ticker.C:
			if q.givesBack(allocated()) {
				debug.FreeOSMemory()
			}
		case <-ctx.Done():
			return
		}
	}
}

// quiet follows how much is allocated, and how often memory has been given back since it was much.
type quiet struct {
	allocated uint64
	times     int
}

// givesBack reports whether memory is to be given back, now that so much has been allocated since the process began.
func (q *quiet) givesBack(allocated uint64) bool {
	busy := allocated-q.allocated >= quietBelow
	q.allocated = allocated
	if busy {
		q.times = 0
		return false
	}
	q.times++
	return q.times <= quietTimes
}

// adjust sets the percentage for what is alive now, and does so again after the next collection.
func adjust(before int) {
	percent := percentFor(alive())
	if percent != before {
		debug.SetGCPercent(percent)
	}
	// What nobody refers to is cleaned up by the next collection.
	runtime.AddCleanup(new([16]byte), adjust, percent)
}

// percentFor is the percentage by which so many bytes grow by spare; in steps, since each change stops the world for a moment.
func percentFor(live uint64) int {
	// Go begins with 4 MB times the percentage, whatever is alive.
	const step, least = 25, 16 << 20
	if spared.Load() > 0 {
		return sparing
	}
	percent := int(spare * 100 / max(live, least)) //nolint:gosec // at most 400
	return max(percent/step*step, usual)
}

// alive is how many bytes the last collection has found in use; spare where the runtime does not tell, so that all is as usual.
func alive() uint64 { return metric("/gc/heap/live:bytes", spare) }

// allocated is how many bytes have been allocated since the process began.
func allocated() uint64 { return metric("/gc/heap/allocs:bytes", 0) }

func metric(name string, unknown uint64) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return unknown
	}
	return sample[0].Value.Uint64()
}
