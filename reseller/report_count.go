package reseller

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// countEvery is how often events are counted.
const countEvery = time.Second

// countUntil counts events until ctx ends. The first time may take long, in a database with a past from before.
func (a *App) countUntil(ctx context.Context) {
	again := time.NewTicker(countEvery)
	defer again.Stop()
	for {
		select {
		case <-again.C:
			warn(ctx, "counting events for reports", a.CountEvents(ctx))
		case <-ctx.Done():
			return
		}
	}
}

// countBatch is how many events are counted in one transaction.
const countBatch = 5_000

// CountEvents adds the events that are not counted yet to what reports keep ready. Nobody waits for it: a report reads the events that it
// has not come to (docs/decisions/0023-reports-count-events.md). Of several instances one counts at a time.
func (a *App) CountEvents(ctx context.Context) error {
	for {
		fresh, err := a.hasFresh(ctx)
		if err != nil || !fresh {
			return err
		}
		more, err := a.countSome(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// hasFresh reports whether there may be something to count: an event after those that this process knows to be counted, or a position of
// the database before that, which is then not the database that it was.
func (a *App) hasFresh(ctx context.Context) (bool, error) {
	last := a.counted.Load()
	if last == nil {
		return true, nil
	}
	end, err := a.store.EventsEnd(ctx)
	if err != nil || end.Compare(*last) < 0 {
		return err == nil, err
	}
	since, err := a.store.EventsAfter(ctx, platform(), *last, 1)
	return len(since) > 0, err
}

// countSome counts one batch, and tells whether there may be more.
func (a *App) countSome(ctx context.Context) (more bool, err error) {
	var at Position
	err = a.store.Update(ctx, platform(), func(ctx context.Context, tx Tx) error {
		var counted bool
		var err error
		more = false
		if at, counted, err = tx.LockFacts(ctx, false); err != nil {
			return err
		}
		end, err := tx.EventsEnd(ctx)
		if err != nil || counted && end == at {
			return err
		}
		if restored := counted && end.Compare(at) < 0; restored || !counted {
			if restored { // positions never go back in one cluster: what was counted was another one's
				slog.WarnContext(ctx, "reports are counted anew: this database has been restored")
			}
			at, err = countFirst(ctx, tx, nil)
			more = true
			return err
		}
		events, err := tx.FactEvents(ctx, at, end, countBatch)
		if err != nil {
			return err
		}
		if more = len(events) == countBatch; more {
			end = events[len(events)-1].Position
		}
		at = end
		return countAll(ctx, tx, events, at)
	})
	if errors.Is(err, ErrNotFound) { // another instance is at it
		return false, nil
	}
	if err == nil {
		a.counted.Store(&at)
	}
	return more, err
}

// countAll adds events to what is kept, and notes up to which is counted.
func countAll(ctx context.Context, tx Tx, events []Event, at Position) error {
	facts, err := factsOf(ctx, tx, events)
	if err != nil {
		return err
	}
	if err := tx.CountFacts(ctx, facts); err != nil {
		return err
	}
	return tx.SetCounted(ctx, at)
}

// factsOf counts events, by partner.
func factsOf(ctx context.Context, r Reader, events []Event) (map[ID]Facts, error) {
	var unsure []ID
	for i := range events {
		if e := &events[i]; !e.DelegationID.IsZero() && !e.ResellerID.IsZero() {
			unsure = append(unsure, e.DelegationID)
		}
	}
	privileges, err := r.DelegationsByID(ctx, platform(), unsure)
	facts := map[ID]Facts{}
	for i := range events {
		e := &events[i]
		partner := e.PartnerID
		if d, ok := privileges[e.DelegationID]; ok { // its reseller may be the holder
			partner = d.PartnerID
		}
		if facts[partner] == nil {
			facts[partner] = Facts{}
		}
		facts[partner].Add(FactKeyOf(e.Kind, e.After), FactPoint{QuarterOf(e.OccurredAt), 1})
	}
	for _, of := range facts {
		of.Settle()
	}
	return facts, err
}
