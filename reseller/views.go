package reseller

import (
	"context"
	"maps"
	"sync"
	"time"
)

// viewCounter counts the views of links aside, so that showing one writes no row (no hot row). What it holds is lost
// when the process dies at once: a second's worth.
type viewCounter struct {
	// flushing is held by whoever writes views down, or must not have them written meanwhile.
	flushing chan struct{}

	mu      sync.Mutex
	pending map[ID]int32
	// writing are those that are on their way into the store.
	writing map[ID]int32
}

func newViewCounter() *viewCounter {
	return &viewCounter{flushing: make(chan struct{}, 1), pending: map[ID]int32{}}
}

func (c *viewCounter) add(id ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending[id]++
}

// take moves the pending views to those that are being written.
func (c *viewCounter) take() map[ID]int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writing, c.pending = c.pending, map[ID]int32{}
	return c.writing
}

// settle ends a writing: what was not written is pending again.
func (c *viewCounter) settle(written bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !written {
		for id, n := range c.writing {
			c.pending[id] += n
		}
	}
	c.writing = nil
}

// unwritten gives the views that are not in the store, as far as it is known.
func (c *viewCounter) unwritten() map[ID]int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := maps.Clone(c.pending)
	for id, n := range c.writing {
		all[id] += n
	}
	return all
}

// hold keeps views from being written meanwhile, and reports whether it could within the time.
func (c *viewCounter) hold(ctx context.Context, within time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	select {
	case c.flushing <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (c *viewCounter) release() { <-c.flushing }

// FlushViews writes the counted views down. What cannot be written is kept for the next time.
func (a *App) FlushViews(ctx context.Context) error {
	a.views.flushing <- struct{}{}
	defer a.views.release()
	taken := a.views.take()
	if len(taken) == 0 {
		return nil
	}
	err := a.store.AddViews(ctx, taken)
	a.views.settle(err == nil)
	return err
}

// countPatience is how long a reader of counts waits for views that are being written. After it the count may be off by
// them, for as long as the writing takes.
const countPatience = 100 * time.Millisecond

// InviteCounts counts the views and acceptances of links, those of this moment included. It writes nothing.
func (a *App) InviteCounts(ctx context.Context, v Viewer, ids []ID) (map[ID]InviteCounts, error) {
	if a.views.hold(ctx, countPatience) {
		defer a.views.release()
	}
	counts, err := a.store.InviteCounts(ctx, v.Scope(), ids)
	if err != nil {
		return nil, err
	}
	unwritten := a.views.unwritten()
	for id, c := range counts {
		c.Views += unwritten[id]
		counts[id] = c
	}
	return counts, nil
}
