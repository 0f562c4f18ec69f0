package reseller

import (
	"context"
	"maps"
	"slices"
)

// factPartners is of how many partners is asked at once.
const factPartners = 500

// Drift is where what reports keep is not what the rows tell.
type Drift struct {
	PartnerID ID
	Key       FactKey
	// Quarter is the one that is counted, or the first of a month of which the sum is not that of its quarters.
	Quarter Quarter
	OfMonth bool
	// Reports say so many, Rows so many; of a month, its sum and its quarters.
	Reports, Rows int32
}

// VerifyReports counts anew what reports count, of every partner, and holds it to what is kept and has happened since. It tells each
// drift to found and, after each partner, how many are checked to progress; either may be nil. ErrNotCounted where nothing is kept yet.
func (a *App) VerifyReports(ctx context.Context, progress func(partners int), found func(Drift)) error {
	checked := 0
	verify := func(partner ID) error {
		sources, err := a.store.Facts(ctx, platform(), partner, FactQuery{Sources: FactsKept | FactsSums | FactsSince | FactsOfRows})
		if err != nil {
			return err
		}
		if found != nil {
			drifts(Drift{PartnerID: partner}, addUp(sources[FactsKept], sources[FactsSince]), sources[FactsOfRows], found)
			drifts(Drift{PartnerID: partner, OfMonth: true}, sources[FactsSums], sources[FactsKept].byMonths(), found)
		}
		checked++
		if progress != nil {
			progress(checked)
		}
		return nil
	}
	return eachFactPartners(ctx, a.store, factPartners, func(partners []ID) error {
		for _, partner := range partners {
			if err := verify(partner); err != nil {
				return err
			}
		}
		return nil
	})
}

// RebuildReports counts anew what reports count, of every partner, a few at a time: for so long no event is counted, and no import ends.
// Where nothing is kept yet it is the first counting, which is one transaction.
func (a *App) RebuildReports(ctx context.Context, progress func(partners int)) error {
	rebuilt := 0
	counts := func() {
		rebuilt++
		if progress != nil {
			progress(rebuilt)
		}
	}
	first := false
	err := a.store.Update(ctx, platform(), func(ctx context.Context, tx Tx) error {
		_, counted, err := tx.LockFacts(ctx, true)
		if first = !counted; err == nil && first {
			_, err = countFirst(ctx, tx, counts)
		}
		return err
	})
	if err != nil || first {
		return err
	}
	return eachFactPartners(ctx, a.store, rebuildAtOnce, func(partners []ID) error {
		err := a.store.Update(ctx, platform(), func(ctx context.Context, tx Tx) error {
			_, _, err := tx.LockFacts(ctx, true)
			for _, partner := range partners {
				if err == nil {
					err = rebuildFacts(ctx, tx, partner)
				}
			}
			return err
		})
		for range partners {
			counts()
		}
		return err
	})
}

// rebuildAtOnce is how many partners are counted anew in one transaction.
const rebuildAtOnce = 20

// countFirst counts all that the rows tell, and tells up to which event that is. What is kept is locked.
func countFirst(ctx context.Context, tx Tx, counted func()) (Position, error) {
	at, err := tx.EventsEnd(ctx)
	if err != nil {
		return at, err
	}
	if err := tx.SetCounted(ctx, at); err != nil {
		return at, err
	}
	return at, eachFactPartners(ctx, tx, factPartners, func(partners []ID) error {
		for _, partner := range partners {
			if err := rebuildFacts(ctx, tx, partner); err != nil {
				return err
			}
			if counted != nil {
				counted()
			}
		}
		return nil
	})
}

// rebuildFacts keeps what a partner's rows tell, without what events tell that come after the last that is counted: those will be counted.
// What is kept is locked.
func rebuildFacts(ctx context.Context, tx Tx, partner ID) error {
	sources, err := tx.Facts(ctx, platform(), partner, FactQuery{Sources: FactsOfRows | FactsSince})
	if err != nil {
		return err
	}
	return tx.ReplaceFacts(ctx, partner, addUp(sources[FactsOfRows], negative(sources[FactsSince])))
}

func eachFactPartners(ctx context.Context, r Reader, atOnce int, do func([]ID) error) error {
	var after ID
	for {
		partners, err := r.FactPartners(ctx, platform(), after, atOnce)
		if err != nil || len(partners) == 0 {
			return err
		}
		if err := do(partners); err != nil {
			return err
		}
		after = partners[len(partners)-1]
	}
}

// addUp adds facts up, settled.
func addUp(of ...Facts) Facts {
	all := Facts{}
	for _, facts := range of {
		for key, points := range facts {
			all.Add(key, points...)
		}
	}
	all.Settle()
	return all
}

func negative(facts Facts) Facts {
	opposite := make(Facts, len(facts))
	for key, points := range facts {
		for _, p := range points {
			opposite.Add(key, FactPoint{p.Quarter, -p.Count})
		}
	}
	return opposite
}

// byMonths are the sums of months, as if all had happened when the month began.
func (f Facts) byMonths() Facts {
	sums := Facts{}
	for key, points := range f {
		for _, p := range points {
			sums.Add(key, FactPoint{p.Quarter.Month().First(), p.Count})
		}
	}
	sums.Settle()
	return sums
}

// drifts tells where two counts differ, each as a drift of that kind.
func drifts(kind Drift, reports, rows Facts, found func(Drift)) {
	all := addUp(reports, negative(rows))
	for _, key := range slices.SortedFunc(maps.Keys(all), FactKey.Compare) {
		for _, p := range all[key] {
			d := kind
			d.Key, d.Quarter, d.Rows = key, p.Quarter, countAt(rows[key], p.Quarter)
			d.Reports = d.Rows + p.Count
			found(d)
		}
	}
}

func countAt(points []FactPoint, at Quarter) int32 {
	for _, p := range points {
		if p.Quarter == at {
			return p.Count
		}
	}
	return 0
}
