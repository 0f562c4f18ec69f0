package cache

import (
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
)

// Recent keeps what was found out a moment ago, in this process: for a short time, bounded in number, and forgotten as a whole. It
// needs no Close. What is kept is shared: whoever gets it only reads it.
type Recent[K comparable, V any] struct {
	entries *otter.Cache[K, recent[V]]
	// generation counts the calls of Forget: an entry of an earlier one is none.
	generation atomic.Uint64
}

type recent[V any] struct {
	value      V
	generation uint64
}

// RecentOptions shape a Recent.
type RecentOptions struct {
	// TTL is how long an entry lives from its Put, and MaxEntries how many there are.
	TTL        time.Duration
	MaxEntries int
	// Clock tells the time; nil is time.Now.
	Clock func() time.Time
}

// NewRecent makes an empty one.
func NewRecent[K comparable, V any](o RecentOptions) *Recent[K, V] {
	return &Recent[K, V]{entries: otter.Must(&otter.Options[K, recent[V]]{
		MaximumSize: o.MaxEntries, ExpiryCalculator: otter.ExpiryWriting[K, recent[V]](o.TTL), Clock: newOtterClock(clockOr(o.Clock)),
	})}
}

// Get returns what is kept under a key, or false when there is nothing.
func (r *Recent[K, V]) Get(key K) (V, bool) {
	kept, ok := r.entries.GetIfPresent(key)
	if !ok || kept.generation != r.generation.Load() {
		var none V
		return none, false
	}
	return kept.value, true
}

// Mark is to be taken before a value is found out, and given to Put with it.
func (r *Recent[K, V]) Mark() uint64 { return r.generation.Load() }

// Put keeps a value. One that was begun to be found out before Forget is not kept, however late it comes.
func (r *Recent[K, V]) Put(key K, value V, mark uint64) {
	if mark == r.generation.Load() {
		r.entries.Set(key, recent[V]{value, mark})
	}
}

// Forget forgets all.
func (r *Recent[K, V]) Forget() { r.generation.Add(1) }
