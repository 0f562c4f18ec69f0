package reseller

import (
	"context"
	"errors"
	"strconv"
)

// MaxBatch bounds the items of a batch.
const MaxBatch = 1000

// BatchOptions say how a batch is done.
type BatchOptions struct {
	// DryRun does everything but commit.
	DryRun bool
	// Atomic commits nothing unless every item succeeds; without it the items that are refused are left out.
	Atomic bool
}

// BatchItem is an item of a batch, or what is wrong with how it was given.
type BatchItem[I any] struct {
	Item  I
	Wrong Refusals
}

// BatchResult is what has become of one item: its answer, or why it was refused.
type BatchResult[A any] struct {
	Answer   A
	Refusals Refusals
}

// BatchAnswer is what has become of a batch, an entry for each item in the order of the items.
type BatchAnswer[A any] struct {
	Results []BatchResult[A]
	// Applied: what succeeded is committed. It is not after a dry run, nor when an item of an atomic batch was refused.
	Applied bool
	// Refused: an item of an atomic batch was refused, and so the whole is.
	Refused bool
}

// Refusals gives those of all items, with the paths from the batch's input on.
func (b BatchAnswer[A]) Refusals() Refusals {
	var all Refusals
	for i, result := range b.Results {
		for _, r := range result.Refusals {
			whole := *r
			whole.Path = append([]string{"items", strconv.Itoa(i)}, r.Path...)
			all = append(all, &whole)
		}
	}
	return all
}

// batch is a batch under way: its items, and what is done with each.
type batch[I, A any] struct {
	BatchOptions
	items []BatchItem[I]
	one   func(context.Context, Tx, *change, I) (A, error)
}

// undone carries the answer of a batch out of a transaction that is rolled back as asked.
type undone[A any] struct{ answer BatchAnswer[A] }

func (undone[A]) Error() string { return "rolled back as asked" }

// refused reports whether an item was refused, and so the whole.
func (u undone[A]) refused() bool { return u.answer.Refused }

// run does the items one after another in one transaction, as one change (R25), for the operator. Repeated under its
// idempotency key it returns what was committed, refused items included; what was not committed is tried anew.
func (b batch[I, A]) run(ctx context.Context, a *App, v Viewer, m mutation) (BatchAnswer[A], error) {
	if !v.Known() {
		return BatchAnswer[A]{}, ErrUnauthenticated
	}
	if b.items == nil {
		return BatchAnswer[A]{}, Invalid([]string{"items"}, "Name the items of the batch.")
	}
	if len(b.items) > MaxBatch {
		return BatchAnswer[A]{}, Refuse(CodeLimitExceeded, "A batch has at most %d items; yours has %d. Send several.", MaxBatch, len(b.items))
	}
	answer, err := mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (BatchAnswer[A], error) {
		if err := v.may(actOperate); err != nil {
			return BatchAnswer[A]{}, err
		}
		if err := m.checkVersion(0); err != nil {
			return BatchAnswer[A]{}, err
		}
		answer, err := b.do(ctx, tx, c)
		if err == nil && !answer.Applied {
			err = undone[A]{answer}
		}
		return answer, err
	})
	if rolledBack, ok := errors.AsType[undone[A]](err); ok {
		return rolledBack.answer, nil
	}
	return answer, err
}

// do takes the items in their order. An item that is refused leaves nothing behind; any other failure is the whole batch's.
func (b batch[I, A]) do(ctx context.Context, tx Tx, c *change) (BatchAnswer[A], error) {
	answer := BatchAnswer[A]{Results: make([]BatchResult[A], len(b.items))}
	for i, item := range b.items {
		result := &answer.Results[i]
		events, stale := len(c.events), len(c.stale)
		err := tx.Nested(ctx, func(ctx context.Context) (err error) {
			if item.Wrong != nil {
				return item.Wrong
			}
			result.Answer, err = b.one(ctx, tx, c, item.Item)
			return err
		})
		if err == nil {
			continue
		}
		var none A
		result.Answer, result.Refusals = none, AsRefusals(err)
		if result.Refusals == nil {
			return answer, err
		}
		c.events, c.stale = c.events[:events], c.stale[:stale]
		answer.Refused = b.Atomic
	}
	answer.Applied = !b.DryRun && !answer.Refused
	return answer, nil
}
