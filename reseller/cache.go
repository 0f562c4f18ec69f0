package reseller

import (
	"context"
	"time"
)

// The bounds of the invite cache. A fill takes at most FillTimeout from the start of its read, and an invalidation keeps
// fills out for InvalidationWindow, which is longer: so a fill that read before a change never lands after it. That is
// the guard against the race; there are no versions in the cache to compare.
const (
	FillTimeout        = 2 * time.Second
	InvalidationWindow = 5 * time.Second
)

// InviteCache answers look-ups of links and never decides: what it shows may be old by its bound, and accepting reads
// the rows in its own transaction.
//
// Every method may be called at once from many goroutines. A cache that fails behaves as an empty one: Get misses, and
// Put and Invalidate do what they can; none blocks longer than about 100 ms, or than ctx allows.
type InviteCache interface {
	// Get returns the view kept for the link, or false when there is none.
	Get(ctx context.Context, id ID) (InviteView, bool)
	// Put keeps a view that was read from the store after readAt. It is dropped when the link was invalidated less
	// than InvalidationWindow ago, or when readAt is longer than FillTimeout ago.
	Put(ctx context.Context, view InviteView, readAt time.Time)
	// Invalidate forgets the links, and keeps out every fill that began before it.
	Invalidate(ctx context.Context, ids ...ID)
}

// Notifier wakes the readers of live events after a commit: within one process through a channel, between several
// through Redis. A wake may be lost or come for nothing; readers look for themselves now and then.
type Notifier interface {
	// Notify wakes every subscriber. It does not block.
	Notify(ctx context.Context)
	// Subscribe gives a channel that holds at most one pending wake, until ctx ends.
	Subscribe(ctx context.Context) <-chan struct{}
}

// Identities is what is kept of who asked a moment ago.
type Identities interface {
	// Forget forgets all of it: something about users or their companies has changed.
	Forget()
}
