package reseller

import (
	"context"
	"slices"
)

// ToPartnerInput names a partner for a subscription: the receiver of a transfer, the partner of record, the support contact.
type ToPartnerInput struct {
	Common
	SubscriptionID ID
	// PartnerID is zero where the partner of record is to be cleared.
	PartnerID ID
}

// OfferTransfer offers a subscription, with its add-ons, to another partner of the customer (R41). It goes over when that takes it;
// an offer to one more partner takes the place of the one before.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R38), CodeStaleVersion, CodePartnerSuspended of either partner (R5, R41),
// CodeNoRelationship for a receiver that has none with the customer, CodeNotBilledPartner, CodeSubscriptionNotActive,
// CodeValidationFailed for oneself, for a partner that is not transacting, and for an add-on.
func (a *App) OfferTransfer(ctx context.Context, v Viewer, in ToPartnerInput) (SubscriptionAnswer, error) {
	m := mutation{name: "offerTransfer", input: in, Common: in.Common}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, always(ActionTransfer), func(s *subscribing, ctx context.Context) error {
		if err := s.checkReceiver(ctx, in.PartnerID); err != nil {
			return err
		}
		if s.before.Transfer.To == in.PartnerID {
			return nil
		}
		return s.withAddOns(ctx, func(one Subscription) error { return s.offer(ctx, one, in.PartnerID) })
	})
}

// offer offers one subscription's transfer, in the place of an offer to another partner.
func (s *subscribing) offer(ctx context.Context, one Subscription, to ID) error {
	one, err := s.endOffer(ctx, s.tx, one)
	if err != nil {
		return err
	}
	after := one
	after.Transfer = TransferOffer{To: to, At: s.at}
	_, err = s.putSubscription(ctx, s.tx, EventTransferOffered, one, after, "")
	return err
}

// endOffer ends the offer of a subscription's transfer, if there is one, and gives the subscription as it has become.
func (c *change) endOffer(ctx context.Context, tx Tx, one Subscription) (Subscription, error) {
	if one.Transfer.To.IsZero() {
		return one, nil
	}
	after := one
	after.Transfer = TransferOffer{}
	return c.putSubscription(ctx, tx, EventTransferWithdrawn, one, after, "")
}

// checkReceiver refuses who cannot take a transfer (R41). Who is not related to the customer is refused alike, whoever it is (R27).
func (s *subscribing) checkReceiver(ctx context.Context, id ID) error {
	const path = "toPartnerId"
	if id == s.before.BilledPartner {
		return refuse(CodeValidationFailed, "R41", "Your company is billed for this subscription already; name another partner.").at(path)
	}
	standing, err := s.tx.StandingRelationships(ctx, s.before.CustomerID)
	if err != nil {
		return err
	}
	if standing.With(id) == nil {
		return refuse(CodeNoRelationship, "R41", "That partner has no reseller relationship with this customer. The customer accepts its link first.").at(path)
	}
	receiver, err := s.tx.Partner(ctx, id)
	if err != nil {
		return err
	}
	if receiver.Status == PartnerSuspended && receiver.Type.Transacting() {
		e := refuse(CodePartnerSuspended, "R41", "That partner is suspended and can take nothing over until the suspension is lifted.").at(path)
		e.PartnerID = id
		return e
	}
	if !receiver.Type.Transacting() {
		return refuse(CodeValidationFailed, "R41", "Only a partner that orders from the operator and is billed can take a subscription over.").at(path)
	}
	return nil
}

// SubscriptionInput names a subscription.
type SubscriptionInput struct {
	Common
	SubscriptionID ID
}

// TakeTransfer takes over a subscription that is offered to the viewer's partner, with its add-ons (R41). From today on that
// partner is charged, without free days, at its present price to the end of the term; the giver is credited as for a cancellation.
//
// Refusals: CodeNotFound – and CodeValidationFailed to who sees the subscription otherwise – where nothing is offered,
// CodeForbiddenRole (R18, R41), CodeStaleVersion, CodePartnerSuspended of either partner (R5), CodeAgreementRequired (R36),
// CodeNoRelationship, CodeSubscriptionNotActive, CodeValidationFailed for an add-on and for another currency (R34).
func (a *App) TakeTransfer(ctx context.Context, v Viewer, in SubscriptionInput) (SubscriptionAnswer, error) {
	m := mutation{name: "takeTransfer", input: in, Common: in.Common}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, always(actionTake), func(s *subscribing, ctx context.Context) error {
		receiver := s.viewer.Partner
		if s.before.Transfer.To != receiver.ID {
			return refuse(CodeValidationFailed, "R41", "This subscription's transfer is not offered to your company. Ask the partner that is billed for it to offer it.").at("subscriptionId")
		}
		if err := s.checkReceiversCurrency(ctx); err != nil {
			return err
		}
		giver, err := s.tx.Partner(ctx, s.before.BilledPartner)
		if err != nil {
			return err
		}
		if giver.Status == PartnerSuspended {
			return refuse(CodePartnerSuspended, "R5", "The partner that offers this transfer is suspended: it can go on once the suspension is lifted.")
		}
		given := DayIn(s.now, ZoneOf(giver.Country))
		return s.withAddOns(ctx, func(one Subscription) error {
			one, err := s.renew(ctx, s.tx, one, given)
			if err != nil {
				return err
			}
			return s.take(ctx, one, given)
		})
	})
}

func (s *subscribing) checkReceiversCurrency(ctx context.Context) error {
	currency, err := settleCurrency(ctx, s.tx, s.scope, s.viewer.Partner.ID, s.before.UnitPrice.Currency)
	if err == nil && currency != s.before.UnitPrice.Currency {
		return refuse(CodeValidationFailed, "R34", "A partner is billed in one currency, yours in %s; this subscription is billed in %s.", currency, s.before.UnitPrice.Currency)
	}
	return err
}

// take moves one subscription to the viewer's partner: the giver's charges end on its day, the receiver's begin on its own.
func (s *subscribing) take(ctx context.Context, one Subscription, given Day) error {
	receiver := s.viewer.Partner
	ended, err := s.tx.EndCharges(ctx, []ID{one.ID}, given, s.at)
	if err != nil {
		return err
	}
	after := one
	after.BilledPartner, after.PartnerOfRecord, after.SupportPartner, after.Transfer = receiver.ID, receiver.ID, ID{}, TransferOffer{}
	from := max(s.today, one.Term.StartsOn)
	after.Term = one.Term.movedTo(receiver.billingDay(), from)
	if _, err := s.putSubscription(ctx, s.tx, EventSubscriptionTransferred, one, after, ""); err != nil {
		return err
	}
	reseller, err := s.reseller(ctx, after)
	if err != nil {
		return err
	}
	return s.tx.InsertCharges(ctx, s.begun(ended[one.ID], after.charge(reseller, from, from).agreed(s.today)))
}

// WithdrawTransfer ends the offer of a transfer: the partner that made it takes it back, or the one that it was made to turns it
// down.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18), CodeStaleVersion, CodeValidationFailed where nothing is offered.
func (a *App) WithdrawTransfer(ctx context.Context, v Viewer, in SubscriptionInput) (SubscriptionAnswer, error) {
	m := mutation{name: "withdrawTransfer", input: in, Common: in.Common}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, always(actionWithdraw), func(s *subscribing, ctx context.Context) error {
		parties := []ID{s.before.BilledPartner, s.before.Transfer.To}
		if s.before.Transfer.To.IsZero() || !slices.Contains(parties, s.viewer.Partner.ID) {
			return refuse(CodeValidationFailed, "R41", "No transfer of this subscription is offered, by your company or to it; there is nothing to withdraw.").at("subscriptionId")
		}
		return s.withAddOns(ctx, func(one Subscription) error {
			_, err := s.endOffer(ctx, s.tx, one)
			return err
		})
	})
}
