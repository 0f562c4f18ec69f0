package cache

import (
	"cmp"
	"context"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"accord/reseller"
)

// The defaults of Memory. The TTL is short because another process may change the rows and this one would not hear.
const (
	DefaultMemoryTTL     = 5 * time.Second
	DefaultMemoryEntries = 10_000
)

// MemoryOptions shape a Memory. The zero value takes the defaults.
type MemoryOptions struct {
	// TTL is how long an entry lives; 0 is DefaultMemoryTTL.
	TTL time.Duration
	// MaxEntries is how many views are kept; 0 is DefaultMemoryEntries. Tombstones do not count.
	MaxEntries uint64
	// Clock tells the time; nil is time.Now. It must be the clock that gives Put its readAt.
	Clock func() time.Time
}

// Memory is a reseller.InviteCache in this process. It needs no Close. Views are shared, not copied: whoever gets one
// only reads it.
type Memory struct {
	entries *otter.Cache[reseller.ID, *kept]
	clock   func() time.Time
	// floor is the moment of the last Clear: what was read before it is not shown, however late it was put.
	floor atomic.Pointer[time.Time]
	count counters
}

var _ reseller.InviteCache = (*Memory)(nil)

// kept is an entry, or the tombstone.
type kept struct {
	view   reseller.InviteView
	readAt time.Time
}

// tombstone stands where a link was invalidated.
var tombstone = &kept{}

// NewMemory makes an empty cache.
func NewMemory(o MemoryOptions) *Memory {
	ttl := cmp.Or(o.TTL, DefaultMemoryTTL)
	m := &Memory{clock: clockOr(o.Clock)}
	m.entries = otter.Must(&otter.Options[reseller.ID, *kept]{
		// A tombstone weighs nothing, so that no crowd of entries can push it out before its window ends.
		MaximumWeight: cmp.Or(o.MaxEntries, DefaultMemoryEntries),
		Weigher: func(_ reseller.ID, k *kept) uint32 {
			if k == tombstone {
				return 0
			}
			return 1
		},
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[reseller.ID, *kept]) time.Duration {
			if e.Value == tombstone {
				return reseller.InvalidationWindow
			}
			return ttl
		}),
		Clock: newOtterClock(m.clock),
	})
	return m
}

// Get implements reseller.InviteCache.
func (m *Memory) Get(_ context.Context, id reseller.ID) (reseller.InviteView, bool) {
	k, ok := m.entries.GetIfPresent(id)
	if !ok || k == tombstone || m.cleared(k.readAt) {
		m.count.looked(false)
		return reseller.InviteView{}, false
	}
	m.count.looked(true)
	return k.view, true
}

// Put implements reseller.InviteCache.
func (m *Memory) Put(_ context.Context, view reseller.InviteView, readAt time.Time) {
	if tooOld(m.clock(), readAt) {
		return
	}
	entry := &kept{view: view, readAt: readAt}
	// Compute locks the key: no invalidation comes between looking for a tombstone and writing.
	m.entries.Compute(view.Invite.ID, func(old *kept, found bool) (*kept, otter.ComputeOp) {
		if found && old == tombstone {
			return old, otter.CancelOp
		}
		return entry, otter.WriteOp
	})
}

// refuses reports whether a view read at that moment would not be shown, because its link was invalidated, or all were, since.
func (m *Memory) refuses(id reseller.ID, readAt time.Time) bool {
	k, ok := m.entries.GetIfPresent(id)
	return ok && k == tombstone || m.cleared(readAt)
}

// Invalidate implements reseller.InviteCache.
func (m *Memory) Invalidate(_ context.Context, ids ...reseller.ID) {
	for _, id := range ids {
		m.entries.Set(id, tombstone)
	}
}

// Clear forgets every link, and every fill that began before it. Tombstones stay.
func (m *Memory) Clear() {
	now := m.clock()
	m.floor.Store(&now)
}

// Stats tells how often Get hit and missed. Errors is always 0.
func (m *Memory) Stats() Stats { return m.count.stats() }

// cleared reports whether a view read at that moment was read before the last Clear.
func (m *Memory) cleared(readAt time.Time) bool {
	floor := m.floor.Load()
	return floor != nil && readAt.Before(*floor)
}

// tooOld reports whether a fill took longer than a tombstone is sure to outlive.
func tooOld(now, readAt time.Time) bool { return now.Sub(readAt) > reseller.FillTimeout }

func clockOr(clock func() time.Time) func() time.Time {
	if clock == nil {
		return time.Now
	}
	return clock
}

// otterClock lets otter run on our clock.
type otterClock struct {
	now   func() time.Time
	start time.Time
}

// newOtterClock starts a clock at 0; nil is time.Now.
func newOtterClock(now func() time.Time) otterClock {
	now = clockOr(now)
	return otterClock{now: now, start: now()}
}

// NowNano implements otter.Clock. A difference, unlike a Unix time, does not jump when the machine's clock is set.
func (c otterClock) NowNano() int64 { return int64(c.now().Sub(c.start)) }

// Tick implements otter.Clock. Without ticks no goroutine runs: expired entries are refused when they are asked for,
// and go when others are written.
func (otterClock) Tick(time.Duration) <-chan time.Time { return nil }
