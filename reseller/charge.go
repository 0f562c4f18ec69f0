package reseller

// Charge is a stretch of time for which a partner is charged for a subscription in one way: the same seats of the same offer at
// the same price, within one term. Charges are what bills are made of. They are never changed once their time is over: a
// change ends the one that is open and begins another.
type Charge struct {
	PartnerID, CustomerID, SubscriptionID ID
	// ResellerID is the reseller that the relationship of a provider named when the stretch began (R34).
	ResellerID ID
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
		next.From, next.Term = next.Term.EndsOn, next.Term.next()
		if listed := price(next.From.Month()); listed.Currency == next.UnitPrice.Currency {
			next.UnitPrice = listed
		}
		last.Until = next.From
		stretches = append(stretches, next)
	}
}

// ChargeKey is a place in the order of charges: a customer and a subscription. The zero ChargeKey is before all.
type ChargeKey struct {
	CustomerID, SubscriptionID ID
}
