package reseller

import (
	"context"
	"slices"
)

// ChangePartnerOfRecord names the partner of record of a subscription and its add-ons: the billed partner or a reseller paired with
// it; none clears it (R40).
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R38), CodeStaleVersion, CodeNotBilledPartner (R39, R40), CodeSubscriptionNotActive
// (R20), CodeValidationFailed for another partner and for an add-on.
func (a *App) ChangePartnerOfRecord(ctx context.Context, v Viewer, in ToPartnerInput) (SubscriptionAnswer, error) {
	m := mutation{name: "changePartnerOfRecord", input: in, Common: in.Common}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, always(ActionChangePartnerOfRecord), func(s *subscribing, ctx context.Context) error {
		if err := s.checkPartnerOfRecord(ctx, in.PartnerID); err != nil {
			return err
		}
		return s.setParty(ctx, EventPartnerOfRecordChanged, in.PartnerID, func(one *Subscription) *ID { return &one.PartnerOfRecord })
	})
}

// checkPartnerOfRecord refuses who cannot be the partner of record (R40). Whoever is not paired is refused alike (R27).
func (s *subscribing) checkPartnerOfRecord(ctx context.Context, id ID) error {
	if id.IsZero() || id == s.before.BilledPartner {
		return nil
	}
	seen, err := s.tx.PartnersByID(ctx, s.viewer.Scope(), []ID{id})
	if err != nil || seen[id].ProviderID == s.before.BilledPartner {
		return err
	}
	return refuse(CodeValidationFailed, "R40", "The partner of record is the billed partner or a reseller paired with it. Name one of these, or none.").at("partnerId")
}

// ChangeSupportContact names the partner that the customer of a subscription turns to for help: the billed partner itself or
// another partner related to the customer (R37).
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R38), CodeStaleVersion, CodeNotBilledPartner (R37, R39),
// CodeSubscriptionNotActive (R20), CodeValidationFailed for another partner and for an add-on.
func (a *App) ChangeSupportContact(ctx context.Context, v Viewer, in ToPartnerInput) (SubscriptionAnswer, error) {
	m := mutation{name: "changeSupportContact", input: in, Common: in.Common}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, always(actionChangeSupport), func(s *subscribing, ctx context.Context) error {
		contact, err := s.supportContact(ctx, in.PartnerID)
		if err != nil {
			return err
		}
		return s.setParty(ctx, EventSupportContactChanged, contact, func(one *Subscription) *ID { return &one.SupportPartner })
	})
}

// supportContact is the partner that is to be named: zero where that is the billed one.
func (s *subscribing) supportContact(ctx context.Context, id ID) (ID, error) {
	if id == s.before.BilledPartner {
		return ID{}, nil
	}
	standing, err := s.tx.StandingRelationships(ctx, s.before.CustomerID)
	if err != nil {
		return ID{}, err
	}
	related := slices.ContainsFunc(standing.Relationships, func(r Relationship) bool { return id == r.PartnerID || id == r.ResellerID })
	if !related {
		return ID{}, refuse(CodeValidationFailed, "R37", "The support contact is the billed partner or another partner related to the customer. Name one of these.").at("partnerId")
	}
	return id, nil
}

// setParty names a party of the subscription and of its add-ons. What is so already changes nothing.
func (s *subscribing) setParty(ctx context.Context, kind EventKind, id ID, party func(*Subscription) *ID) error {
	return s.withAddOns(ctx, func(one Subscription) error {
		after := one
		if *party(&after) == id {
			return nil
		}
		*party(&after) = id
		_, err := s.putSubscription(ctx, s.tx, kind, one, after, "")
		return err
	})
}

// partWith ends what a customer's subscriptions have to do with a partner that is not related to it any more: nobody turns to it for
// help (R37), and no transfer is offered to it (R41).
func (c *change) partWith(ctx context.Context, tx Tx, customer, partner ID) error {
	naming, err := tx.SubscriptionsNaming(ctx, customer, partner)
	if err != nil {
		return err
	}
	for _, one := range naming {
		if one.Transfer.To == partner {
			if one, err = c.endOffer(ctx, tx, one); err != nil {
				return err
			}
		}
		if one.SupportPartner != partner {
			continue
		}
		after := one
		after.SupportPartner = ID{}
		if _, err := c.putSubscription(ctx, tx, EventSupportContactChanged, one, after, ""); err != nil {
			return err
		}
	}
	return nil
}
