package reseller

import (
	"slices"
	"time"
)

// Funnel is what came of a link in a report's time, or of several together. A customer counts once for each link.
type Funnel struct {
	// Views are the views of each part, whoever looked.
	Views Figures
	// Previews are the customers a user of which, signed in, first looked in each part, before the customer accepted. Acceptances are
	// those that accepted, and Declines those that declined last in it.
	Previews, Acceptances, Declines Figures

	// reached are all that are in one of these, and accepted those of them that have accepted by the report's moment.
	reached, accepted int32
	// took is how long those that accepted in the time took from their first preview, as far as there was one; in order once all is counted.
	took []time.Duration
}

func newFunnel(parts int) *Funnel {
	figures := func() Figures { return Figures{Values: make([]int32, parts)} }
	return &Funnel{Views: figures(), Previews: figures(), Acceptances: figures(), Declines: figures()}
}

// Rate is the share of those that first looked, accepted or declined in the time which has accepted by the report's moment: 0 to 1; ok is
// false without any.
func (f *Funnel) Rate() (rate float64, ok bool) {
	if f.reached == 0 {
		return 0, false
	}
	return float64(f.accepted) / float64(f.reached), true
}

// TimeToAccept is how long a share of those that accepted in the time took at most from their first preview, in percent, by nearest rank;
// ok is false where nobody looked before accepting.
func (f *Funnel) TimeToAccept(percent int) (took time.Duration, ok bool) {
	if len(f.took) == 0 {
		return 0, false
	}
	return nearestRank(f.took, percent), true
}

// nearestRank is the least of values in order that so many percent of them do not exceed.
func nearestRank(values []time.Duration, percent int) time.Duration {
	rank := (len(values)*percent + 99) / 100
	return values[max(rank, 1)-1]
}

// met counts what a customer has done; parts are those in which it has, below zero for none.
func (f *Funnel) met(c Visit, previewed, accepted, declined int) {
	f.Previews.count(previewed, 1)
	f.Acceptances.count(accepted, 1)
	f.Declines.count(declined, 1)
	f.reached++
	if !c.AcceptedAt.IsZero() {
		f.accepted++
	}
	if accepted >= 0 && !c.PreviewedAt.IsZero() {
		f.took = append(f.took, c.AcceptedAt.Sub(c.PreviewedAt))
	}
}

// count adds to a part; one below zero is none.
func (f *Figures) count(part int, n int32) {
	if part >= 0 {
		f.Values[part] += n
		f.Total += n
	}
}

// funnels are those of a report's links, and of all together.
type funnels struct {
	bounds []Quarter
	// seen is where the views end that are told: of a past moment with the quarter before the one in which it lies.
	seen Quarter
	all  *Funnel
	// of are those of each link with which anything happened; nil once they are too many.
	of map[ID]*Funnel
	// most is how many they may be.
	most int
}

func newFunnels(r Report) *funnels {
	seen := r.bounds[r.Parts()]
	if !r.AsOf.IsZero() {
		seen = min(seen, QuarterOf(r.AsOf))
	}
	return &funnels{bounds: r.bounds, seen: seen, all: newFunnel(r.Parts()), of: map[ID]*Funnel{}, most: maxLinks(r.Parts())}
}

// each are the funnels in which what happened with a link counts.
func (f *funnels) each(invite ID) []*Funnel {
	if f.of == nil {
		return []*Funnel{f.all}
	}
	one := f.of[invite]
	if one == nil {
		if len(f.of) == f.most {
			f.of = nil
			return []*Funnel{f.all}
		}
		one = newFunnel(len(f.bounds) - 1)
		f.of[invite] = one
	}
	return []*Funnel{f.all, one}
}

// viewed counts views.
func (f *funnels) viewed(at InviteQuarter, n int32) {
	part := f.part(at.Quarter)
	if part < 0 || at.Quarter >= f.seen {
		return
	}
	for _, funnel := range f.each(at.InviteID) {
		funnel.Views.count(part, n)
	}
}

// met counts what a customer has done. That it looks again after it has accepted tells nothing of how it came to that.
func (f *funnels) met(c Visit) {
	if !c.AcceptedAt.IsZero() && c.PreviewedAt.After(c.AcceptedAt) {
		c.PreviewedAt = time.Time{}
	}
	previewed, accepted, declined := f.partOf(c.PreviewedAt), f.partOf(c.AcceptedAt), f.partOf(c.DeclinedAt)
	if max(previewed, accepted, declined) < 0 {
		return
	}
	for _, funnel := range f.each(c.InviteID) {
		funnel.met(c, previewed, accepted, declined)
	}
}

func (f *funnels) partOf(at time.Time) int {
	if at.IsZero() {
		return -1
	}
	return f.part(QuarterOf(at))
}

// part is the one in which a quarter lies; below zero outside of the time.
func (f *funnels) part(q Quarter) int {
	at, exact := slices.BinarySearch(f.bounds, q)
	if !exact {
		at--
	}
	if at >= len(f.bounds)-1 {
		return -1
	}
	return at
}

// settle brings what is counted into order.
func (f *funnels) settle() {
	slices.Sort(f.all.took)
	for _, funnel := range f.of {
		slices.Sort(funnel.took)
	}
}
