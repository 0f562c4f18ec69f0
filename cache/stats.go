package cache

import "sync/atomic"

// Stats counts what a cache did since it was made.
type Stats struct {
	// Hits and Misses are the answers of Get. A Get that failed is a miss.
	Hits, Misses uint64
	// Errors are the calls that Redis did not answer as it should, and those not made because the breaker was open.
	Errors uint64
}

// counters are the Stats while they grow.
type counters struct {
	hits, misses, errors atomic.Uint64
}

// looked counts one Get.
func (c *counters) looked(hit bool) {
	if hit {
		c.hits.Add(1)
		return
	}
	c.misses.Add(1)
}

func (c *counters) stats() Stats {
	return Stats{Hits: c.hits.Load(), Misses: c.misses.Load(), Errors: c.errors.Load()}
}
