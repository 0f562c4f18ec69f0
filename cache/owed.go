package cache

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"accord/reseller"
)

// maxOwed bounds what is remembered while Redis is down. Links beyond it may show stale for the TTL.
const maxOwed = 10_000

// debts are links and until when each invalidation is owed: by then the entry has expired by itself.
type debts map[reseller.ID]time.Time

func (d debts) ids() []reseller.ID { return slices.Collect(maps.Keys(d)) }

// owed remembers the invalidations that Redis did not take: they are misses to this process at once, and are sent when
// Redis answers again, so that a link withdrawn during an outage does not come back with Redis.
type owed struct {
	// some is whether debts has any, so that the way without debts takes no lock.
	some  atomic.Bool
	mu    sync.Mutex
	debts debts
	// scheduled is whether they are going to be paid.
	scheduled atomic.Bool
}

func (o *owed) add(ids []reseller.ID, until time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.debts == nil {
		o.debts = debts{}
	}
	for _, id := range ids {
		if _, known := o.debts[id]; known || len(o.debts) < maxOwed {
			o.debts[id] = until
		}
	}
	o.some.Store(true)
}

func (o *owed) has(id reseller.ID, now time.Time) bool {
	if !o.some.Load() {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	until, ok := o.debts[id]
	return ok && now.Before(until)
}

// due forgets the debts that have lapsed and gives a copy of the rest.
func (o *owed) due(now time.Time) debts {
	o.mu.Lock()
	defer o.mu.Unlock()
	maps.DeleteFunc(o.debts, func(_ reseller.ID, until time.Time) bool { return !now.Before(until) })
	o.some.Store(len(o.debts) > 0)
	return maps.Clone(o.debts)
}

// settle strikes out what was paid, except what came to be owed anew meanwhile.
func (o *owed) settle(paid debts) {
	o.mu.Lock()
	defer o.mu.Unlock()
	maps.DeleteFunc(o.debts, func(id reseller.ID, until time.Time) bool { return paid[id].Equal(until) })
	o.some.Store(len(o.debts) > 0)
}
