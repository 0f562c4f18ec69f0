package reseller

import (
	"context"
	"sync"
)

// viewCounter counts the views of links aside, so that showing one writes no row (no hot row). What it holds is lost
// when the process dies at once: a second's worth.
type viewCounter struct {
	mu      sync.Mutex
	pending map[ID]int32
}

func (c *viewCounter) add(id ID, n int32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pending == nil {
		c.pending = map[ID]int32{}
	}
	c.pending[id] += n
}

func (c *viewCounter) take() map[ID]int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.pending
	c.pending = nil
	return taken
}

// FlushViews writes the counted views down. What cannot be written is kept for the next time.
func (a *App) FlushViews(ctx context.Context) error {
	taken := a.views.take()
	if len(taken) == 0 {
		return nil
	}
	err := a.store.AddViews(ctx, taken)
	if err != nil {
		for id, n := range taken {
			a.views.add(id, n)
		}
	}
	return err
}

// InviteCounts counts the views and acceptances of links, those of this moment included.
func (a *App) InviteCounts(ctx context.Context, v Viewer, ids []ID) (map[ID]InviteCounts, error) {
	if err := a.FlushViews(ctx); err != nil {
		return nil, err
	}
	return a.store.InviteCounts(ctx, v.Scope(), ids)
}
