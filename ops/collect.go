package ops

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// spare is how much may be allocated between two collections of the memory, in bytes, however little is alive: a server of this
	// kind keeps some 20 MB and makes garbage fast, so that Go's own rule, to collect when that has doubled, has it collect all the time.
	// It took a tenth of the time of a page, and a fifth of an invite's.
	spare = 64 << 20
	// usual is Go's own rule, in percent of what is alive.
	usual = 100
)

// CollectLess has memory collected when spare has been allocated or, where more is alive, by Go's own rule. Whoever has set GOGC is
// left alone; GOMEMLIMIT holds in any case.
func CollectLess() {
	if os.Getenv("GOGC") == "" {
		adjust(0)
	}
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
	percent := int(spare * 100 / max(live, least)) //nolint:gosec // at most 400
	return max(percent/step*step, usual)
}

// alive is how many bytes the last collection has found in use.
func alive() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return spare // a runtime that does not tell: as usual
	}
	return sample[0].Value.Uint64()
}
