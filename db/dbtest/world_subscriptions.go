package dbtest

import (
	"context"
	"slices"
	"time"

	"accord/reseller"
)

// Offers adds offers: of service "a" unless told otherwise, which is added too where the catalogue lacks it, as are those that they
// name.
func (w *World) Offers(offers ...reseller.OfferRow) []reseller.OfferRow {
	w.t.Helper()
	for i := range offers {
		o := &offers[i]
		if o.Services == nil {
			o.Services = []string{"a"}
		}
		fill(&o.NameEN, "Offer "+o.Code)
		fill(&o.NameZH, "产品 "+o.Code)
		fill(&o.MinSeats, 1)
		fill(&o.MaxSeats, reseller.MaxSeats)
		fill(&o.MonthlyPriceMinor, 1100)
		fill(&o.Currency, "CNY")
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return putOffers(ctx, tx, offers) })
	return offers
}

func putOffers(ctx context.Context, tx reseller.Tx, offers []reseller.OfferRow) error {
	known, err := tx.Services(ctx)
	if err != nil {
		return err
	}
	var missing []reseller.Service
	for _, o := range offers {
		for _, code := range o.Services {
			named := func(s reseller.Service) bool { return s.Code == code }
			if !slices.ContainsFunc(known, named) && !slices.ContainsFunc(missing, named) {
				missing = append(missing, reseller.Service{Code: code, NameEN: "Service " + code, NameZH: "服务 " + code})
			}
		}
	}
	if err := tx.PutServices(ctx, missing); err != nil {
		return err
	}
	return tx.PutOffers(ctx, offers)
}

// Subscription adds a subscription of an offer "offer" for service "a": ACTIVE, with one seat, for a customer of its own and bought
// from the operator, unless told otherwise.
func (w *World) Subscription(s reseller.Subscription) reseller.Subscription {
	w.t.Helper()
	return w.Subscriptions(s)[0]
}

// Subscriptions adds subscriptions in one transaction. Offers that the catalogue lacks are added. One that has a billed partner was
// sold by it. They are charged nothing: Charges does that.
func (w *World) Subscriptions(ss ...reseller.Subscription) []reseller.Subscription {
	w.t.Helper()
	for i := range ss {
		s := &ss[i]
		if s.CustomerID.IsZero() {
			s.CustomerID = w.Customer(reseller.Customer{}).ID
		}
		w.fillSubscription(s)
		w.subscriptions[s.ID] = *s
	}
	w.catalogue(ss)
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutSubscriptions(ctx, ss) })
	return ss
}

func (w *World) fillSubscription(s *reseller.Subscription) {
	fill(&s.ID, w.ID())
	fill(&s.Offer, "offer")
	fill(&s.Service, "a")
	fill(&s.Seats, 1)
	fill(&s.Status, reseller.SubscriptionActive)
	fill(&s.OriginalReseller, s.BilledPartner)
	fill(&s.UnitPrice, reseller.Money{Minor: 1100, Currency: "CNY"})
	fill(&s.OrderedAt, w.Tick())
	fill(&s.Version, 1)
	start := reseller.DayIn(s.OrderedAt, reseller.ZoneOf("CN")) + 1
	fill(&s.Term, reseller.Term{StartsOn: start, EndsOn: start + 375, FirstBilledOn: start + 10})
	switch s.Status {
	case reseller.SubscriptionSuspended:
		fill(&s.Suspension.Since, s.OrderedAt)
	case reseller.SubscriptionCancelled:
		fill(&s.CancelledAt, s.OrderedAt)
	case reseller.SubscriptionActive:
	}
	if !s.Transfer.To.IsZero() {
		fill(&s.Transfer.At, s.OrderedAt)
	}
}

// catalogue adds what subscriptions are of and the catalogue lacks.
func (w *World) catalogue(ss []reseller.Subscription) {
	w.t.Helper()
	known, err := w.store.Offers(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	var missing []reseller.OfferRow
	for _, s := range ss {
		named := func(o reseller.OfferRow) bool { return o.Code == s.Offer }
		if !slices.ContainsFunc(known, named) && !slices.ContainsFunc(missing, named) {
			missing = append(missing, reseller.OfferRow{Code: s.Offer, Services: []string{s.Service}})
		}
	}
	w.Offers(missing...)
}

// Charges adds stretches for which the billed partner of a subscription of this World is charged: what is left out is the
// subscription's, from its start on and without an end. Nothing tells with which changes they began.
func (w *World) Charges(cs ...reseller.Charge) []reseller.Charge {
	w.t.Helper()
	return w.ChargesAt(time.Time{}, cs...)
}

// ChargesAt does so with a change at a moment.
func (w *World) ChargesAt(at time.Time, cs ...reseller.Charge) []reseller.Charge {
	w.t.Helper()
	begun := make([]reseller.BegunCharge, len(cs))
	for i := range cs {
		c := &cs[i]
		s := w.subscriptions[c.SubscriptionID]
		fill(&c.PartnerID, s.BilledPartner)
		fill(&c.CustomerID, s.CustomerID)
		fill(&c.From, s.Term.StartsOn)
		fill(&c.Until, reseller.NoEnd)
		fill(&c.ChargedFrom, s.Term.FirstBilledOn)
		fill(&c.Term, s.Term)
		fill(&c.Offer, s.Offer)
		fill(&c.Seats, s.Seats)
		fill(&c.UnitPrice, s.UnitPrice)
		begun[i] = reseller.BegunCharge{Charge: *c, BegunAt: at}
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.InsertCharges(ctx, begun) })
	return cs
}
