package reseller

import (
	"context"
	"testing"
	"time"
)

// waitingTx is a transaction that has to wait for the customer's row, and finds when another one has changed something of it.
type waitingTx struct {
	Tx

	wait func()
	last *time.Time
}

// LockCustomer implements Tx.
func (t waitingTx) LockCustomer(context.Context, ID) (Customer, error) {
	t.wait()
	return Customer{}, nil
}

// LockForAcceptance implements Tx.
func (t waitingTx) LockForAcceptance(context.Context, ID, ID) (Customer, InviteView, Standing, error) {
	t.wait()
	return Customer{}, InviteView{}, Standing{PrivilegesChangedAt: *t.last}, nil
}

// PrivilegesChangedAt implements Tx.
func (t waitingTx) PrivilegesChangedAt(context.Context, ID) (time.Time, error) { return *t.last, nil }

// TestR11_AChangeHappensOnceItHasTheCustomer: whoever waits writes no moment from before what it has waited for, whatever the clock does,
// also when it has written of another customer before; and what it decides by, and is recorded by, is the present of its own clock.
func TestR11_AChangeHappensOnceItHasTheCustomer(t *testing.T) {
	t.Parallel()
	for name, lock := range map[string]func(Tx) error{
		"LockCustomer":      func(tx Tx) error { _, err := tx.LockCustomer(t.Context(), ID{}); return err },
		"LockForAcceptance": func(tx Tx) error { _, _, _, err := tx.LockForAcceptance(t.Context(), ID{}, ID{}); return err },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkOrder(t, lock)
		})
	}
}

// checkOrder has a change lock the rows of customers, of which others have changed the privileges by other clocks.
func checkOrder(t *testing.T, lock func(Tx) error) {
	t.Helper()
	start := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	clock := start
	app := New(Config{Clock: func() time.Time { return clock }})
	c := &change{app: app, now: app.now(), at: app.now()}
	wait := time.Second
	last := time.Time{}
	tx := lockingTx{waitingTx{wait: func() { clock = clock.Add(wait) }, last: &last}, c}
	if err := lock(tx); err != nil || !c.at.Equal(start.Add(time.Second)) {
		t.Errorf("after a second's wait the change is at %s: %v", c.at, err)
	}
	wait = -time.Hour
	if err := lock(tx); err != nil || !c.at.Equal(start.Add(time.Second)) {
		t.Errorf("a clock that is put back moves the change to %s: %v", c.at, err)
	}
	last = start.Add(time.Hour) // by another server's clock, or by this one's before it was put back
	if err := lock(tx); err != nil || !c.at.After(last) {
		t.Errorf("the change is at %s, and the one before it at %s: %v", c.at, last, err)
	}
	if !c.now.Equal(start.Add(time.Second)) {
		t.Errorf("another server's clock has moved the present to %s", c.now)
	}
	c.record(Event{})
	wait = 2 * time.Hour
	before := c.at
	if err := lock(tx); err != nil || !c.at.Equal(before) {
		t.Errorf("what has begun to be written moves from %s to %s, for nothing: %v", before, c.at, err)
	}
	last = c.at.Add(time.Minute) // of another customer
	if err := lock(tx); err != nil || !c.at.After(last) {
		t.Errorf("the change is at %s, and the last one of the second customer at %s: %v", c.at, last, err)
	}
	c.record(Event{})
	if !c.events[0].RecordedAt.Equal(c.events[1].RecordedAt) || !c.events[1].RecordedAt.Equal(c.now) {
		t.Errorf("one change is recorded at %s and at %s", c.events[0].RecordedAt, c.events[1].RecordedAt)
	}
}
