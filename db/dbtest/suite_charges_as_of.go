package dbtest

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"accord/reseller"
)

var pastChargeCases = []testCase{
	{"Charges_as_of_a_moment_are_what_was_told_then", chargesAsOf},
	{"Charges_from_before_moments_as_of_a_day", chargesAsOfDays},
	{"Charges_stand_one_at_a_time_whatever_clocks_say", chargesOneAtATime},
}

// chargesTold is all that is told of a partner's charges, of a moment.
type chargesTold struct {
	each, listed, standing, begun, ended []reseller.Charge
	facts                                map[string][]reseller.OfferPoint
	currency                             string
}

// changedCharges are subscriptions that change day by day, and what was told of them at moments on the way.
type changedCharges struct {
	*kit
	random         *rand.Rand
	partner, other reseller.ID
	sold           []reseller.Subscription
	at             time.Time
	// kept: the moments of changes are.
	kept bool
	told map[time.Time]chargesTold
}

func newChangedCharges(k *kit, kept bool) *changedCharges {
	k.Offers(reseller.OfferRow{Code: "x"}, reseller.OfferRow{Code: "y"})
	c := &changedCharges{
		kit: k, random: rand.New(rand.NewPCG(3, 4)), at: Start, kept: kept, told: map[time.Time]chargesTold{}, //nolint:gosec // no secret
		partner: k.Partner(reseller.Partner{}).ID, other: k.Partner(reseller.Partner{}).ID,
	}
	for range 4 {
		c.sold = append(c.sold, k.Subscription(reseller.Subscription{BilledPartner: c.partner}))
	}
	return c
}

func (c *changedCharges) today() reseller.Day { return reseller.DayIn(c.at, time.UTC) }

// moment is the one of the change, as it is written.
func (c *changedCharges) moment() time.Time {
	if c.kept {
		return c.at
	}
	return time.Time{}
}

// end ends what a subscription is charged, if it is.
func (c *changedCharges) end(s reseller.Subscription, on reseller.Day) (last reseller.EndedCharge, was bool) {
	c.Write(func(ctx context.Context, tx reseller.Tx) error {
		ended, err := tx.EndCharges(ctx, []reseller.ID{s.ID}, on, c.moment())
		last, was = ended[s.ID]
		return err
	})
	return last, was
}

// change ends what a subscription is charged, and mostly begins anew; or renews it late.
func (c *changedCharges) change() {
	s := c.sold[c.random.IntN(len(c.sold))]
	if c.kept && c.random.IntN(5) == 0 {
		c.renew(s)
		return
	}
	c.end(s, c.today())
	if c.random.IntN(4) == 0 {
		return
	}
	begun := reseller.Charge{
		SubscriptionID: s.ID, PartnerID: c.partner, Since: c.today(), From: c.today() + reseller.Day(c.random.Int32N(2)),
		Offer: []string{"x", "y"}[c.random.IntN(2)], Seats: 1 + c.random.Int32N(9),
	}
	if c.random.IntN(4) == 0 {
		begun.PartnerID = c.other
	}
	c.ChargesAt(c.moment(), begun)
}

// renew writes down today that a term ended two days ago, and another one yesterday.
func (c *changedCharges) renew(s reseller.Subscription) {
	last, was := c.end(s, c.today()-2)
	if !was {
		return
	}
	renewed := func(from, until reseller.Day) reseller.Charge {
		next := last.Charge
		next.Since, next.From, next.Until = 0, from, until
		return next
	}
	c.ChargesAt(c.moment(), renewed(c.today()-2, c.today()-1), renewed(c.today()-1, reseller.NoEnd))
}

// tell asks for all, of a moment of a day; of now where it is zero.
func (c *changedCharges) tell(t *testing.T, on reseller.Day, asOf time.Time) chargesTold {
	t.Helper()
	var told chargesTold
	var err error
	told.each = charged(t.Context(), t, c.store, c.partner, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd, AsOf: asOf})
	list := func(f reseller.ChargeFilter) []reseller.Charge {
		f.AsOf = asOf
		return listedCharges(t, c.kit, c.partner, f)
	}
	told.listed, told.standing = list(reseller.ChargeFilter{}), list(reseller.ChargeFilter{StandingOn: on})
	told.begun = list(reseller.ChargeFilter{Offer: "x", BegunFrom: on - 4, BegunTo: on + 1})
	told.ended = list(reseller.ChargeFilter{Offer: "y", EndedFrom: on - 4, EndedTo: on + 1})
	told.facts, err = c.store.OfferFacts(t.Context(), AsPartner(c.partner), c.partner, on+2, asOf)
	check(t, err)
	told.currency, err = c.store.BilledCurrency(t.Context(), AsPartner(c.partner), c.partner, asOf)
	if !errors.Is(err, reseller.ErrNotFound) {
		check(t, err)
	}
	return told
}

// remember keeps what is told now, before what happens next.
func (c *changedCharges) remember(t *testing.T) {
	t.Helper()
	c.told[c.at] = c.tell(t, c.today(), time.Time{})
}

// compare holds what is told of the moments now to what was told then.
func (c *changedCharges) compare(t *testing.T) {
	t.Helper()
	for at, told := range c.told {
		c.part(t, at.String(), func(t *testing.T) { equal(t, c.tell(t, reseller.DayIn(at, time.UTC), at), told) })
	}
}

// chargesAsOf: whatever changes, and several times a day.
func chargesAsOf(t *testing.T, k *kit) {
	c := newChangedCharges(k, true)
	c.remember(t)
	for range 60 {
		c.at = c.at.Add(time.Duration(1 + c.random.Int64N(int64(12*time.Hour)))).Truncate(time.Microsecond)
		c.change()
		if c.random.IntN(3) == 0 {
			c.remember(t)
		}
	}
	c.remember(t)
	c.compare(t)
}

// chargesAsOfDays: of charges without moments it is told at the end of each day what there was then, whatever has ended them since.
func chargesAsOfDays(t *testing.T, k *kit) {
	c := newChangedCharges(k, false)
	midnight := Start.Truncate(24 * time.Hour)
	for day := range 12 {
		c.at = midnight.AddDate(0, 0, day)
		for range 4 {
			c.change()
		}
		c.at = c.at.Add(24*time.Hour - time.Microsecond)
		c.remember(t)
	}
	c.kept = true
	for range 8 {
		c.at = c.at.Add(time.Hour)
		c.change()
		c.remember(t)
	}
	c.compare(t)
}

// chargesOneAtATime: changes are written one after the other, and some tell earlier moments than those before them.
func chargesOneAtATime(t *testing.T, k *kit) {
	c := newChangedCharges(k, true)
	latest := c.at
	for range 40 {
		c.at = c.at.Add(time.Duration(c.random.Int64N(int64(3*time.Hour))) - time.Hour).Truncate(time.Microsecond)
		s := c.sold[c.random.IntN(len(c.sold))]
		last, was := c.end(s, c.today())
		begun := c.at
		if was && last.EndedAt.After(begun) {
			begun = last.EndedAt
		}
		c.ChargesAt(begun, reseller.Charge{SubscriptionID: s.ID, Since: c.today(), From: c.today(), Seats: 1 + c.random.Int32N(9)})
		if begun.After(latest) {
			latest = begun
		}
	}
	for at := Start; !at.After(latest); at = at.Add(10 * time.Minute) {
		open := map[reseller.ID]int{}
		for _, charge := range c.tell(t, reseller.DayIn(at, time.UTC), at).each {
			if charge.Until == reseller.NoEnd {
				open[charge.SubscriptionID]++
			}
			if open[charge.SubscriptionID] > 1 {
				t.Fatalf("two stretches of a subscription stand at %s", at)
			}
		}
	}
	on := reseller.DayIn(latest, time.UTC)
	equal(t, c.tell(t, on, latest), c.tell(t, on, time.Time{}))
}
