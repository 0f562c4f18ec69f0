package reseller

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// IdempotencyWindow is how long a mutation's answer is kept under its key (R26).
const IdempotencyWindow = 7 * 24 * time.Hour

const maxKeyLength = 255

// Common are the fields that every mutation's input has (R26).
type Common struct {
	// IdempotencyKey makes a repetition with the same input return the first success; nil is none.
	IdempotencyKey *string
	// Version is what the caller believes the object's version to be; nil is not to check.
	Version *int32
}

// checkVersion refuses an update that names a stale version (R26). The current version is 0 when nothing is there.
func (c Common) checkVersion(current int32) error {
	if c.Version == nil || *c.Version == current {
		return nil
	}
	if current == 0 {
		return refuse(CodeStaleVersion, "R26", "There is nothing of version %d here; leave version out to begin anew.", *c.Version).at("version")
	}
	return refuse(CodeStaleVersion, "R26", "It has changed meanwhile: you name version %d, it is at %d. Read it again and decide anew.",
		*c.Version, current).at("version")
}

// change is one change under way: its id, when it happens, who makes it, and the events that it writes.
type change struct {
	id ID
	// now is the present by this server's clock: by it is decided what is due, in force or expired, and it is when the change is recorded.
	now time.Time
	// at is when what the change writes happens: now, or as little later as keeps it behind what was written before (lockingTx).
	at    time.Time
	actor Actor
	app   *App
	// scope is that of the transaction.
	scope  Scope
	events []Event
	// made counts the ids of this change, so that they sort in the order of their making.
	made uint16
	// stale are links whose cached view the change makes old.
	stale []ID
}

func (c *change) newID() ID {
	c.made++
	return NewID(c.at, c.made, c.app.random)
}

// record adds an event of this change. The caller sets what it concerns; the change fills in the rest (R25).
func (c *change) record(e Event) {
	e.ChangeID, e.OccurredAt, e.RecordedAt, e.Actor = c.id, c.at, c.now, c.actor
	c.events = append(c.events, e)
}

// mutation is one call of a mutation: its name, its input for comparison with an earlier one of the same idempotency key.
type mutation struct {
	name  string
	input any
	Common
}

// mutate runs fn as one change: once per idempotency key (R26), in one transaction, with its events (R25). The answer A
// is ids and flags, so that a repetition gives the same objects with their fields read anew. After the commit the
// readers of live events are woken and stale cache entries dropped.
func mutate[A any](ctx context.Context, a *App, v Viewer, m mutation, fn func(context.Context, Tx, *change) (A, error)) (A, error) {
	var none A
	memo, err := a.memoOf(v, m)
	if err != nil {
		return none, err
	}
	for tries := 1; ; tries++ {
		answer, err := attempt(ctx, a, v, v.Scope(), memo, fn)
		if err == nil {
			return answer, nil
		}
		// A twin has committed under the key, or it is not known whether this one has.
		twin := errors.Is(err, ErrTwin)
		open := errors.Is(err, ErrUncertain) && memo.key != nil && tries < maxUncertain
		if !twin && !open && !refusing(err) {
			return none, err
		}
		// The key is asked last, since hardly any was used before: what stands in the way, or refuses, may be the very success of an
		// earlier call, and whatever this one has done besides is undone.
		var earlier A
		found, recallErr := memo.recall(ctx, &earlier)
		switch {
		case found:
			FreshnessFrom(ctx).Forget() // of this very call, or of another one's commit
			return earlier, nil
		case AsRefusals(recallErr) != nil, recallErr != nil && !open: // a refusal would tell that nothing was done
			return none, recallErr
		case !twin && !open, open && recallErr != nil:
			return none, err
		}
	}
}

// refusing reports whether the whole of a change was refused.
func refusing(err error) bool {
	var undone interface{ refused() bool }
	return AsRefusals(err) != nil || errors.As(err, &undone) && undone.refused()
}

// maxUncertain is how often a mutation with an idempotency key is tried of which it is not known whether it was committed: the key keeps it
// from being done twice.
const maxUncertain = 3

// attempt runs fn in one transaction of a scope, and tells of the change once it is committed, or may be.
func attempt[A any](ctx context.Context, a *App, v Viewer, scope Scope, memo *memo, fn func(context.Context, Tx, *change) (A, error)) (A, error) {
	var answer A
	var c *change
	err := a.store.Update(ctx, scope, func(ctx context.Context, tx Tx) (err error) {
		c = a.begin(v, scope)
		if answer, err = fn(ctx, lockingTx{tx, c}, c); err != nil {
			return err
		}
		if len(c.events) > 0 {
			if err := tx.AppendEvents(ctx, c.events); err != nil {
				return err
			}
		}
		return memo.remember(ctx, tx, answer, c.now)
	})
	if err == nil || errors.Is(err, ErrUncertain) {
		a.announce(ctx, c)
	}
	return answer, err
}

// lockingTx is a transaction whose change happens when it has the customer's row, and after the privileges on the customer were changed last.
// Whoever had to wait for that, or whose clock is behind, would otherwise write a moment from before what another one has written, and an
// interval could end before it began, or begin before the one that it follows has ended: two holders of a service at one moment (R11). A
// batch locks one customer after the other, and what it writes for the later ones may happen later.
type lockingTx struct {
	Tx

	change *change
}

// LockCustomer implements Tx.
func (t lockingTx) LockCustomer(ctx context.Context, id ID) (Customer, error) {
	customer, err := t.Tx.LockCustomer(ctx, id)
	if err != nil {
		return customer, err
	}
	last, err := t.PrivilegesChangedAt(ctx, id)
	t.change.goOn(last)
	return customer, err
}

// LockForAcceptance implements Tx.
func (t lockingTx) LockForAcceptance(ctx context.Context, customer, invite ID) (Customer, InviteView, Standing, error) {
	locked, view, standing, err := t.Tx.LockForAcceptance(ctx, customer, invite)
	t.change.goOn(standing.PrivilegesChangedAt)
	return locked, view, standing, err
}

// goOn moves the change to the present, before anything was written, and what it writes behind the last change of its customer's privileges.
func (c *change) goOn(last time.Time) {
	if now := c.app.now(); now.After(c.now) && len(c.events) == 0 {
		c.now = now
	}
	if c.at.Before(c.now) {
		c.at = c.now
	}
	if c.at.Before(last) {
		c.at = last.Add(time.Microsecond)
	}
}

// begin starts a change at the present moment.
func (a *App) begin(v Viewer, scope Scope) *change {
	now := a.now()
	return &change{id: NewID(now, 0, a.random), now: now, at: now, app: a, actor: v.actor(), scope: scope}
}

// announce tells the outside of a committed change. It runs to its end even if the caller has gone.
func (a *App) announce(ctx context.Context, c *change) {
	ctx = context.WithoutCancel(ctx)
	if len(c.stale) > 0 {
		a.invites.Invalidate(ctx, c.stale...)
	}
	if a.identities != nil && slices.ContainsFunc(c.events, func(e Event) bool { return e.changesIdentity() }) {
		a.identities.Forget()
	}
	if len(c.events) > 0 {
		a.notifier.Notify(ctx)
	}
}

func (v Viewer) actor() Actor {
	actor := Actor{UserID: v.User.ID, Tenant: v.User.Tenant, TenantID: v.User.TenantID, APIKeyID: v.APIKeyID}
	if len(v.User.Roles) > 0 {
		actor.Role = v.User.Roles[0]
	}
	return actor
}

// memo remembers one mutation under its idempotency key; without a key it remembers nothing.
type memo struct {
	store Store
	now   func() time.Time
	key   *IdempotencyKey
	hash  []byte
}

func (a *App) memoOf(v Viewer, m mutation) (*memo, error) {
	if m.IdempotencyKey == nil {
		return &memo{}, nil
	}
	key := *m.IdempotencyKey
	if key == "" || len(key) > maxKeyLength {
		return nil, Invalid([]string{"idempotencyKey"}, "An idempotency key has 1 to %d bytes; yours has %d.", maxKeyLength, len(key))
	}
	canonical, err := json.Marshal(m.input)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(canonical)
	return &memo{
		store: a.store, now: a.now, hash: hash[:],
		key: &IdempotencyKey{UserID: v.User.ID, Mutation: m.name, Key: key},
	}, nil
}

// recall reads an earlier answer into answer. It refuses the key's use with another input.
func (m *memo) recall(ctx context.Context, answer any) (found bool, err error) {
	if m.key == nil {
		return false, nil
	}
	earlier, err := m.store.Remembered(ctx, *m.key, m.now().Add(-IdempotencyWindow))
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !bytes.Equal(earlier.InputHash, m.hash) {
		return false, refuse(CodeIdempotencyConflict, "R26",
			"This idempotency key was used with another input. Use a new key for a new request.").at("idempotencyKey")
	}
	return true, json.Unmarshal(earlier.Answer, answer)
}

func (m *memo) remember(ctx context.Context, tx Tx, answer any, at time.Time) error {
	if m.key == nil {
		return nil
	}
	written, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return tx.Remember(ctx, *m.key, Remembered{InputHash: m.hash, Answer: written}, at, at.Add(-IdempotencyWindow))
}
