package reseller

import "time"

// Charge is a stretch of time for which a partner is charged for a subscription in one way: the same seats of the same offer at
// the same price, within one term. Charges are what bills are made of. They are never changed once their time is over: a
// change ends the one that is open and begins another.
type Charge struct {
	PartnerID, CustomerID, SubscriptionID ID
	// ResellerID is the reseller that the relationship of a provider named when the stretch began (R34).
	ResellerID ID
	// Since is the day from which the partner has it so, where that is not From: that of the order, which counts from the day after, or of
	// a change before the first day (R32); of an imported one when it started. Reports go by it.
	Since Day
	// From is the first day, Until the day after the last: NoEnd while it is open. One that was ended on its first day has no days;
	// one that was ended before that was never in force.
	From, Until Day
	// ChargedFrom is the day from which the partner is charged: the first billing day, for days before it are free (R33), or the day
	// of a transfer, which gives none free (R41). The stretches of one holding without a gap have the same.
	ChargedFrom Day
	// Term is the term within which the stretch lies.
	Term      Term
	Offer     string
	Seats     int32
	UnitPrice Money
}

// charge begins a stretch for the subscription as it is, from a day on and charged from a day on.
func (s Subscription) charge(reseller ID, from, chargedFrom Day) Charge {
	return Charge{
		PartnerID: s.BilledPartner, CustomerID: s.CustomerID, SubscriptionID: s.ID, ResellerID: reseller, From: from, Until: NoEnd,
		ChargedFrom: chargedFrom, Term: s.Term, Offer: s.Offer, Seats: s.Seats, UnitPrice: s.UnitPrice,
	}
}

// BegunCharge is a stretch to be written, with the moment of the change with which it begins. What is over when it is written has ended with
// that change, too.
type BegunCharge struct {
	Charge

	BegunAt time.Time
}

// EndedCharge is a stretch that a change has ended, and from which moment on: the change's, or that with which the stretch began, if that is
// later. Changes of a customer are written one after the other, but a later one may tell an earlier moment: an import tells that of its
// start, and clocks of two servers differ.
type EndedCharge struct {
	Charge

	EndedAt time.Time
}

// begins is the moment from which there is what follows the stretch after a change at a moment: never do both stand at once.
func (e EndedCharge) begins(at time.Time) time.Time {
	if e.EndedAt.After(at) {
		return e.EndedAt
	}
	return at
}

// begun are stretches that begin with the change, after the one that it has ended, if there is one.
func (c *change) begun(after EndedCharge, charges ...Charge) []BegunCharge {
	all := make([]BegunCharge, len(charges))
	for i, charge := range charges {
		all[i] = BegunCharge{charge, after.begins(c.at)}
	}
	return all
}

// agreed notes the day from which the partner has it so.
func (c Charge) agreed(on Day) Charge {
	if on != c.From {
		c.Since = on
	}
	return c
}

// Begins is the day from which the partner has it so.
func (c Charge) Begins() Day {
	if c.Since != 0 {
		return c.Since
	}
	return c.From
}

// renewals are the stretches that an open one becomes up to a day, renewed at the end of each term at the price of the list then
// in force (R31); the last of them is open. One whose term lasts beyond the day is its only one. A list in another currency changes
// no price (R34).
func (c Charge) renewals(upTo Day, price func(month string) Money) []Charge {
	stretches := []Charge{c}
	for {
		last := &stretches[len(stretches)-1]
		next := *last
		if next.Term.EndsOn > upTo || next.Until <= next.Term.EndsOn {
			return stretches
		}
		next.Since, next.From, next.Term = 0, next.Term.EndsOn, next.Term.next()
		if listed := price(next.From.Month()); listed.Currency == next.UnitPrice.Currency {
			next.UnitPrice = listed
		}
		last.Until = next.From
		stretches = append(stretches, next)
	}
}

// ChargeQuery is which stretches to read for which a partner is charged.
type ChargeQuery struct {
	// Over and Begun are days: those that are not over on the one and begin by the other.
	Over, Begun Day
	// From leaves out those of customers and subscriptions before it.
	From ChargeKey
	// AsOf is the past moment at which they are told; zero is now.
	AsOf time.Time
}

// ChargeFilter narrows a partner's list of charges, of which those that were never in force are none. The zero value lets everything through.
type ChargeFilter struct {
	// Offer keeps those of that offer; empty is any.
	Offer string
	// BegunFrom and BegunTo bound the day with which a subscription began to be of the offer, EndedFrom and EndedTo that with which it ceased
	// to be: half-open; zero is no bound. A renewal and a change of seats are neither.
	BegunFrom, BegunTo, EndedFrom, EndedTo Day
	// StandingOn keeps those that lasted beyond that day; zero is any.
	StandingOn Day
	// AsOf is the past moment at which the list, and what its filter looks at, is told; zero is now.
	AsOf time.Time
}

// ChargeKey is a place in the order of charges: a customer and a subscription. The zero ChargeKey is before all.
type ChargeKey struct {
	CustomerID, SubscriptionID ID
}
