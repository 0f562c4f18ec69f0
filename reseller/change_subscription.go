package reseller

import (
	"context"
	"slices"
)

// SeatsInput changes the number of a subscription's seats.
type SeatsInput struct {
	Common
	SubscriptionID ID
	Seats          int32
}

// ChangeSeats changes how many seats a subscription has, from today on (R16, R33). The same number changes nothing.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R38), CodeStaleVersion, CodePartnerSuspended (R5), CodeAgreementRequired (R36),
// CodeNoRelationship (R16), CodeNotBilledPartner (R16, R38, R39), CodeSubscriptionNotActive (R20), CodeValidationFailed for the seats.
func (a *App) ChangeSeats(ctx context.Context, v Viewer, in SeatsInput) (SubscriptionAnswer, error) {
	m := mutation{name: "changeSeats", input: in, Common: in.Common}
	more := func(s Subscription) Action {
		if in.Seats > s.Seats {
			return ActionAddSeats
		}
		return ActionRemoveSeats
	}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, more, func(s *subscribing, ctx context.Context) error {
		offer, err := findOffer(ctx, s.tx, s.before.Offer)
		if err != nil {
			return err
		}
		if err := offer.checkSeats(in.Seats); err != nil || in.Seats == s.before.Seats {
			return err
		}
		after := s.before
		after.Seats = in.Seats
		if err := s.put(ctx, EventSeatsChanged, after); err != nil {
			return err
		}
		return s.charge(ctx, after)
	})
}

// OrderInput orders an add-on for a subscription, or upgrades it.
type OrderInput struct {
	Common
	SubscriptionID ID
	Offer          string
	Seats          int32
}

// OrderAddOn orders an add-on for a subscription that takes it (R16). The add-on is a subscription of its own, with the parties of
// its base; it is suspended, resumed, cancelled and transferred with it.
//
// Refusals: those of ChangeSeats, and CodeValidationFailed for the offer.
func (a *App) OrderAddOn(ctx context.Context, v Viewer, in OrderInput) (SubscriptionAnswer, error) {
	m := mutation{name: "orderAddOn", input: in, Common: in.Common}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, always(ActionOrderAddOn), func(s *subscribing, ctx context.Context) error {
		return s.orderAddOn(ctx, in)
	})
}

func (s *subscribing) orderAddOn(ctx context.Context, in OrderInput) error {
	offer, err := findOffer(ctx, s.tx, in.Offer)
	if err != nil {
		return err
	}
	if !slices.Contains(offer.AddOnOf, s.before.Offer) {
		return Invalid([]string{"offer"}, "%s cannot be added to %s. The add-ons that an offer takes are its addOns.", offer, s.before.Offer)
	}
	reseller, err := s.reseller(ctx, s.before)
	if err != nil {
		return err
	}
	addOn, err := s.order(ctx, s.tx, order{
		partner: *s.viewer.Partner, reseller: reseller, customer: s.before.CustomerID, offer: offer,
		seats: in.Seats, base: s.before.ID, partnerOfRecord: s.before.PartnerOfRecord, supportPartner: s.before.SupportPartner,
	})
	if err != nil {
		return err
	}
	s.answer.AddOnID = addOn.ID
	if s.before.Transfer.To.IsZero() {
		return nil
	}
	return s.offer(ctx, addOn, s.before.Transfer.To) // it goes with its base
}

// UpgradeSubscription makes a subscription one of another offer, at that offer's present price, to the end of its term (R17). The
// add-ons that the other offer does not take are cancelled with it.
//
// Refusals: those of ChangeSeats, CodeDelegatedAdminRequired and CodeUpgradeNotAvailable (R17).
func (a *App) UpgradeSubscription(ctx context.Context, v Viewer, in OrderInput) (SubscriptionAnswer, error) {
	m := mutation{name: "upgradeSubscription", input: in, Common: in.Common}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, always(ActionUpgrade), func(s *subscribing, ctx context.Context) error {
		target, err := s.upgrade(ctx, in.Offer)
		if err != nil {
			return err
		}
		if err := target.checkSeats(in.Seats); err != nil {
			return err
		}
		after := s.before
		after.Offer, after.Service, after.Seats = target.Code, target.Services[0], in.Seats
		if after.UnitPrice, err = priceNow(ctx, s.tx, s.scope, after.BilledPartner, target, s.today); err != nil {
			return err
		}
		if err := s.put(ctx, EventSubscriptionUpgraded, after); err != nil {
			return err
		}
		if err := s.charge(ctx, after); err != nil {
			return err
		}
		return s.cancelAddOnsNotFor(ctx, target)
	})
}

// upgrade finds the offer that the subscription can become (R17).
func (s *subscribing) upgrade(ctx context.Context, code string) (OfferRow, error) {
	target, err := findOffer(ctx, s.tx, code)
	if err != nil {
		return target, err
	}
	present, err := findOffer(ctx, s.tx, s.before.Offer)
	if err != nil {
		return target, err
	}
	if code == present.Code {
		return target, refuse(CodeUpgradeNotAvailable, "R17", "The subscription is one of %s already.", target).at("offer")
	}
	if !slices.Contains(present.UpgradesTo, code) || len(target.AddOnOf) > 0 || s.before.IsAddOn() {
		return target, refuse(CodeUpgradeNotAvailable, "R17", "The catalogue has no upgrade from %s to %s. What an offer can become are its upgradesTo.", present, target).at("offer")
	}
	others, err := s.tx.HeldOffers(ctx, s.before.CustomerID, s.before.ID)
	if err != nil {
		return target, err
	}
	for _, other := range others {
		if other.Code == code {
			return target, refuse(CodeUpgradeNotAvailable, "R17", "The customer has a subscription of %s already.", target).at("offer")
		}
		for _, service := range other.Services {
			if slices.Contains(target.Services, service) && !slices.Contains(present.Services, service) {
				return target, refuse(CodeUpgradeNotAvailable, "R17", "The upgrade would add the service %s, which the customer has by another subscription.", service).at("offer")
			}
		}
	}
	return target, nil
}

func (s *subscribing) cancelAddOnsNotFor(ctx context.Context, target OfferRow) error {
	addOns, err := s.addOns(ctx, s.tx, s.before)
	if err != nil || len(addOns) == 0 {
		return err
	}
	offers, err := s.tx.OffersByCode(ctx, offersOf(addOns))
	if err != nil {
		return err
	}
	taken := func(addOn Subscription) bool { return slices.Contains(offers[addOn.Offer].AddOnOf, target.Code) }
	return s.cancel(ctx, slices.DeleteFunc(addOns, taken), "")
}

func offersOf(subscriptions []Subscription) []string {
	codes := make([]string, len(subscriptions))
	for i, s := range subscriptions {
		codes[i] = s.Offer
	}
	return codes
}
