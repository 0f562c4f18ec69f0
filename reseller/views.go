package reseller

import (
	"context"
	"errors"
	"sync"
	"time"
)

// InviteQuarter is a link, and a quarter of an hour.
type InviteQuarter struct {
	InviteID ID
	Quarter  Quarter
}

// InviteCustomer is a link, and a customer that has it.
type InviteCustomer struct{ InviteID, CustomerID ID }

// Views are views of links.
type Views struct {
	// Counts is how often each link was viewed in a quarter of an hour.
	Counts map[InviteQuarter]int32
	// Previews is when a user of a customer, signed in, first looked at a link. No partner learns whose they are (R27).
	Previews map[InviteCustomer]time.Time
}

func newViews() Views {
	return Views{Counts: map[InviteQuarter]int32{}, Previews: map[InviteCustomer]time.Time{}}
}

// Of is how often each link was viewed.
func (v Views) Of() map[ID]int32 {
	sums := make(map[ID]int32, len(v.Counts))
	for at, n := range v.Counts {
		sums[at.InviteID] += n
	}
	return sums
}

// add adds others to them.
func (v Views) add(others Views) {
	for at, n := range others.Counts {
		v.Counts[at] += n
	}
	for who, at := range others.Previews {
		v.preview(who, at)
	}
}

// preview notes a preview, unless an earlier one is known.
func (v Views) preview(who InviteCustomer, at time.Time) {
	if first, known := v.Previews[who]; !known || at.Before(first) {
		v.Previews[who] = at
	}
}

// viewCounter counts the views of links aside, so that showing one writes no row (no hot row). What it holds is lost
// when the process dies at once: a second's worth.
type viewCounter struct {
	// flushing is held by whoever writes views down, or must not have them written meanwhile.
	flushing chan struct{}

	mu      sync.Mutex
	pending Views
	// writing are those that are on their way into the store.
	writing Views
}

func newViewCounter() *viewCounter {
	return &viewCounter{flushing: make(chan struct{}, 1), pending: newViews(), writing: newViews()}
}

// see counts a view; customer is that of the user who looks, nil for all others.
func (c *viewCounter) see(invite ID, customer *Customer, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending.Counts[InviteQuarter{invite, QuarterOf(at)}]++
	if customer != nil {
		c.pending.preview(InviteCustomer{invite, customer.ID}, at)
	}
}

// take moves the pending views to those that are being written.
func (c *viewCounter) take() Views {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writing, c.pending = c.pending, newViews()
	return c.writing
}

// settle ends a writing: what was not written is pending again.
func (c *viewCounter) settle(written bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !written {
		c.pending.add(c.writing)
	}
	c.writing = newViews()
}

// unwritten gives the views that are not in the store, as far as it is known.
func (c *viewCounter) unwritten() Views {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := newViews()
	all.add(c.pending)
	all.add(c.writing)
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

// FlushViews writes the counted views down. What cannot be written is kept for the next time; what may have been is not, as it would
// count twice.
func (a *App) FlushViews(ctx context.Context) error {
	a.views.flushing <- struct{}{}
	defer a.views.release()
	taken := a.views.take()
	if len(taken.Counts) == 0 {
		return nil
	}
	err := a.store.AddViews(ctx, taken)
	a.views.settle(err == nil || errors.Is(err, ErrUncertain))
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
	unwritten := a.views.unwritten().Of()
	for id, c := range counts {
		c.Views += unwritten[id]
		counts[id] = c
	}
	return counts, nil
}
