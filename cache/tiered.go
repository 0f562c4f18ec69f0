package cache

import (
	"context"
	"time"

	"accord/reseller"
)

// Tiered is a Memory in front of a Redis. What another process invalidates, the near cache hears of through Redis; a
// message that is lost is made up for by the near cache's TTL, and after an interruption the near cache is cleared.
type Tiered struct {
	near     *Memory
	far      *Redis
	listener *listener
}

var _ reseller.InviteCache = (*Tiered)(nil)

// NewTiered puts the two together and starts to listen for invalidations, until Close. Both must have the same clock.
func NewTiered(near *Memory, far *Redis) *Tiered {
	t := &Tiered{near: near, far: far}
	t.listener = listen(far.client, dropChannel, t.drop, near.Clear)
	return t
}

// drop heeds another process's invalidation. Our own, come back, was heeded before it was sent.
func (t *Tiered) drop(message string) {
	switch sender, ids, ok := decodeDrop(message); {
	case !ok:
		// Someone invalidated something, we cannot tell what.
		t.near.Clear()
	case sender != t.far.name:
		t.near.Invalidate(context.Background(), ids...)
	}
}

// Get implements reseller.InviteCache.
func (t *Tiered) Get(ctx context.Context, id reseller.ID) (reseller.InviteView, bool) {
	if view, ok := t.near.Get(ctx, id); ok {
		return view, true
	}
	readAt := t.near.clock()
	if t.near.refuses(id, readAt) {
		// Redis has a tombstone too, or has lost it: a flush takes it away, and so does a failover.
		t.far.count.looked(false)
		return reseller.InviteView{}, false
	}
	view, ok := t.far.Get(ctx, id)
	if ok {
		t.near.Put(ctx, view, readAt)
	}
	return view, ok
}

// Put implements reseller.InviteCache.
func (t *Tiered) Put(ctx context.Context, view reseller.InviteView, readAt time.Time) {
	id := view.Invite.ID
	if t.near.refuses(id, readAt) {
		return // as in Get; and what Redis kept would outlive the tombstone here
	}
	// Redis first: it knows of invalidations whose message has not come yet.
	if !t.far.put(ctx, view, readAt) {
		return
	}
	t.near.Put(ctx, view, readAt)
	if t.near.refuses(id, readAt) {
		t.far.Invalidate(ctx, id) // the message came meanwhile, and the tombstone may have been lost
	}
}

// Invalidate implements reseller.InviteCache, for this process at once and for the others through Redis.
func (t *Tiered) Invalidate(ctx context.Context, ids ...reseller.ID) {
	t.near.Invalidate(ctx, ids...)
	t.far.Invalidate(ctx, ids...)
}

// Listening reports whether invalidations of other processes arrive now.
func (t *Tiered) Listening() bool { return t.listener.up.Load() }

// Ping asks Redis whether it is there, see Redis.Ping.
func (t *Tiered) Ping(ctx context.Context) error { return t.far.Ping(ctx) }

// State gives the breaker's state, see Redis.State.
func (t *Tiered) State() string { return t.far.State() }

// Stats counts the two as one: a Get that either answers is one hit.
func (t *Tiered) Stats() Stats {
	far := t.far.Stats()
	far.Hits += t.near.Stats().Hits
	return far
}

// Close stops listening and waits until that has ended, well under a second. The client stays open.
func (t *Tiered) Close() { t.listener.close() }
