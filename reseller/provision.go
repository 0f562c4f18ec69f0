package reseller

import (
	"context"
	"slices"
	"time"
)

// ProvisionInput orders an offer for a customer (R16).
type ProvisionInput struct {
	Common
	CustomerID ID
	Offer      string
	Seats      int32
}

// ProvisionSubscription orders an offer for a customer of the viewer's partner (R16). The subscription starts the day after; it is
// free to the first billing day, and its term ends 12 months after that (R32, R33). The first order for a customer that the partner
// has created grants it DAP for the services of the offer which no other transacting partner holds (R29).
//
// Refusals: CodeNotFound, CodeForbiddenRole (R16, R18, R38), CodeStaleVersion, CodePartnerSuspended (R5), CodeAgreementRequired
// (R36), CodeNoRelationship (R16), CodeValidationFailed for the offer and the seats.
func (a *App) ProvisionSubscription(ctx context.Context, v Viewer, in ProvisionInput) (SubscriptionAnswer, error) {
	if !v.Known() {
		return SubscriptionAnswer{}, ErrUnauthenticated
	}
	m := mutation{name: "provisionSubscription", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (SubscriptionAnswer, error) {
		if err := checkCustomerVisible(ctx, tx, v, in.CustomerID); err != nil {
			return SubscriptionAnswer{}, err
		}
		if err := v.may(actOrder); err != nil {
			return SubscriptionAnswer{}, err
		}
		if _, err := tx.LockCustomer(ctx, in.CustomerID); err != nil {
			return SubscriptionAnswer{}, err
		}
		if err := in.checkVersion(0); err != nil {
			return SubscriptionAnswer{}, err
		}
		s, err := c.provision(ctx, tx, v, in)
		return SubscriptionAnswer{SubscriptionID: s.ID}, err
	})
}

// provision orders what stands on its own, from a customer whose row is locked.
func (c *change) provision(ctx context.Context, tx Tx, v Viewer, in ProvisionInput) (Subscription, error) {
	partner, err := tx.Partner(ctx, v.Partner.ID)
	if err != nil {
		return Subscription{}, err
	}
	v.Partner = &partner
	standing, err := tx.StandingRelationships(ctx, in.CustomerID)
	if err != nil {
		return Subscription{}, err
	}
	var hold Hold
	relationship := standing.With(partner.ID)
	if relationship != nil {
		hold.Relationship = relationship.Status
	}
	if err := (claim{v, Subscription{}, hold, c.now}).decide(actionProvision); err != nil {
		return Subscription{}, err
	}
	offer, err := findOffer(ctx, tx, in.Offer)
	if err != nil {
		return Subscription{}, err
	}
	if len(offer.AddOnOf) > 0 {
		return Subscription{}, Invalid([]string{"offer"}, "%s is an add-on. Order it for a subscription, with orderAddOn.", offer)
	}
	record, err := firstPartnerOfRecord(ctx, tx, *relationship)
	if err != nil {
		return Subscription{}, err
	}
	s, err := c.order(ctx, tx, order{
		partner: partner, reseller: relationship.ResellerID, customer: in.CustomerID, offer: offer, seats: in.Seats, partnerOfRecord: record,
	})
	if err != nil {
		return Subscription{}, err
	}
	return s, c.grantWithFirstOrder(ctx, tx, partner, *relationship, standing, offer)
}

// order is something ordered: by which partner, for whom, of what, and how much.
type order struct {
	partner Partner
	// reseller is the one that the partner's relationship names; zero is none.
	reseller ID
	customer ID
	offer    OfferRow
	seats    int32
	// base is what an add-on adds to; zero for all else.
	base ID
	// partnerOfRecord and supportPartner are those to begin with; zero is none, or the billed partner.
	partnerOfRecord, supportPartner ID
}

// order makes a subscription and begins its charges.
func (c *change) order(ctx context.Context, tx Tx, o order) (Subscription, error) {
	if err := o.offer.checkSeats(o.seats); err != nil {
		return Subscription{}, err
	}
	today := DayIn(c.now, ZoneOf(o.partner.Country))
	price, err := priceNow(ctx, tx, c.scope, o.partner.ID, o.offer, today)
	if err != nil {
		return Subscription{}, err
	}
	s := Subscription{
		ID: c.newID(), CustomerID: o.customer, Offer: o.offer.Code, Service: o.offer.Services[0], BaseID: o.base, Seats: o.seats,
		Status: SubscriptionActive, OriginalReseller: o.partner.ID, BilledPartner: o.partner.ID, PartnerOfRecord: o.partnerOfRecord,
		SupportPartner: o.supportPartner, UnitPrice: price, Term: firstTerm(today+1, o.partner.billingDay()),
		OrderedAt: c.at, OrderedBy: c.actor.UserID, Version: 1,
	}
	e := s.event(EventSubscriptionOrdered)
	e.After = subscriptionState(s)
	c.record(e)
	if err := tx.PutSubscriptions(ctx, []Subscription{s}); err != nil {
		return s, err
	}
	return s, tx.InsertCharges(ctx, c.begun(EndedCharge{}, s.charge(o.reseller, s.Term.StartsOn, s.Term.FirstBilledOn).agreed(today)))
}

// billingDay is the day of the month on which the partner is billed: that of its first signing (R32).
func (p Partner) billingDay() int { return billingDay(p.BilledSince) }

// firstPartnerOfRecord is the partner of record of what is ordered: the reseller that the relationship names, while it is paired
// with the partner (R40), else the partner itself.
func firstPartnerOfRecord(ctx context.Context, tx Tx, r Relationship) (ID, error) {
	if r.ResellerID.IsZero() {
		return r.PartnerID, nil
	}
	named, err := tx.Partner(ctx, r.ResellerID)
	if err == nil && named.ProviderID != r.PartnerID {
		return r.PartnerID, nil
	}
	return r.ResellerID, err
}

// grantWithFirstOrder grants the partner DAP with its first order for a customer that it has created, for the services of the
// offer which no other transacting partner holds (R29).
func (c *change) grantWithFirstOrder(ctx context.Context, tx Tx, p Partner, r Relationship, standing Standing, offer OfferRow) error {
	if !r.GrantsWithFirstOrder {
		return nil
	}
	if err := tx.EndFirstOrder(ctx, r.ID); err != nil {
		return err
	}
	// What the customer has taken away meanwhile, or the partner given up, is not given back by an order, whosever it was.
	ended, err := tx.DelegationsOf(ctx, platform(), []ID{r.ID}, DelegationEnded, time.Time{})
	if err != nil {
		return err
	}
	var granted []Delegation
	for _, service := range offer.Services {
		of := func(d Delegation) bool { return d.Service == service && (d.Transacting || d.PartnerID == p.ID) }
		if slices.ContainsFunc(standing.Active, of) || slices.ContainsFunc(ended[r.ID], of) {
			continue
		}
		d := Delegation{
			ID: c.newID(), RelationshipID: r.ID, PartnerID: p.ID, CustomerID: r.CustomerID, Service: service,
			Transacting: p.Type.Transacting(), Status: DelegationActive, GrantedAt: c.at,
		}
		granted = append(granted, d)
		c.record(r.grantedEvent(d, ID{}))
	}
	if len(granted) == 0 {
		return nil
	}
	if err := tx.InsertDelegations(ctx, granted); err != nil {
		return err
	}
	return tx.TouchRelationships(ctx, []ID{r.ID})
}
