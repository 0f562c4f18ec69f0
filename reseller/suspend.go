package reseller

import "context"

// SuspendInput suspends a subscription.
type SuspendInput struct {
	Common
	SubscriptionID ID
	// Reason is required (R20).
	Reason SuspensionReason
}

// ReasonInput resumes or cancels a subscription.
type ReasonInput struct {
	Common
	SubscriptionID ID
	// Reason is kept in the history; empty is none.
	Reason string
}

// SuspendSubscription suspends a subscription and its add-ons (R20). They are billed on (R35).
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R38), CodeStaleVersion, CodeNotBilledPartner (R38, R39), CodeSubscriptionNotActive
// (R20), CodeValidationFailed without a reason.
func (a *App) SuspendSubscription(ctx context.Context, v Viewer, in SuspendInput) (SubscriptionAnswer, error) {
	if !in.Reason.Valid() {
		return SubscriptionAnswer{}, refuse(CodeValidationFailed, "R20", "Name the reason of the suspension: %s, %s or %s.",
			SuspendedOnRequest, SuspendedNonPayment, SuspendedFraud).at("reason")
	}
	m := mutation{name: "suspendSubscription", input: in, Common: in.Common}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, always(ActionSuspend), func(s *subscribing, ctx context.Context) error {
		return s.withAddOns(ctx, func(one Subscription) error {
			if one.Status != SubscriptionActive {
				return nil // an add-on that was suspended before on its own
			}
			after := one
			after.Status, after.Suspension = SubscriptionSuspended, Suspension{Since: s.at, Reason: in.Reason}
			_, err := s.putSubscription(ctx, s.tx, EventSubscriptionSuspended, one, after, "")
			return err
		})
	})
}

// ResumeSubscription resumes a suspended subscription, within 60 days, and the add-ons that were suspended with it (R20). Its term
// goes on as if nothing had been (R35).
//
// Refusals: those of SuspendSubscription, CodePartnerSuspended (R5).
func (a *App) ResumeSubscription(ctx context.Context, v Viewer, in ReasonInput) (SubscriptionAnswer, error) {
	return a.withReason(ctx, v, "resumeSubscription", in, ActionResume, func(s *subscribing, ctx context.Context, reason string) error {
		if err := s.checkBaseInUse(ctx); err != nil {
			return err
		}
		return s.withAddOns(ctx, func(one Subscription) error {
			if !one.Suspension.Since.Equal(s.before.Suspension.Since) {
				return nil // an add-on that was suspended on its own
			}
			after := one
			after.Status, after.Suspension = SubscriptionActive, Suspension{}
			_, err := s.putSubscription(ctx, s.tx, EventSubscriptionResumed, one, after, reason)
			return err
		})
	})
}

// checkBaseInUse refuses to resume an add-on whose base is suspended (R20).
func (s *subscribing) checkBaseInUse(ctx context.Context) error {
	if !s.before.IsAddOn() {
		return nil
	}
	// Whoever sees the add-on: what its base allows is the rule's to know.
	bases, err := s.tx.SubscriptionsByID(ctx, platform(), []ID{s.before.BaseID})
	if err != nil || bases[s.before.BaseID].Status == SubscriptionActive {
		return err
	}
	return refuse(CodeSubscriptionNotActive, "R20", "The subscription that this add-on adds to is suspended. Resume that one; its add-ons come with it.")
}

// CancelSubscription cancels a subscription and its add-ons, from today on: the days not used are credited (R33).
//
// Refusals: those of SuspendSubscription.
func (a *App) CancelSubscription(ctx context.Context, v Viewer, in ReasonInput) (SubscriptionAnswer, error) {
	return a.withReason(ctx, v, "cancelSubscription", in, ActionCancel, func(s *subscribing, ctx context.Context, reason string) error {
		all, err := s.andAddOns(ctx)
		if err != nil {
			return err
		}
		return s.cancel(ctx, all, reason)
	})
}

func (a *App) withReason(ctx context.Context, v Viewer, name string, in ReasonInput, action Action, fn func(*subscribing, context.Context, string) error) (SubscriptionAnswer, error) {
	var err error
	if in.Reason, err = cleanReason(in.Reason); err != nil {
		return SubscriptionAnswer{}, err
	}
	m := mutation{name: name, input: in, Common: in.Common}
	return onSubscription(ctx, a, v, m, in.SubscriptionID, always(action), func(s *subscribing, ctx context.Context) error {
		return fn(s, ctx, in.Reason)
	})
}

// cancel cancels subscriptions and ends their charges today.
func (s *subscribing) cancel(ctx context.Context, all []Subscription, reason string) error {
	for _, one := range all {
		one, err := s.renew(ctx, s.tx, one, s.today) // so that its term's price is settled
		if err != nil {
			return err
		}
		if one, err = s.endOffer(ctx, s.tx, one); err != nil {
			return err
		}
		after := one
		after.Status, after.CancelledAt, after.Suspension = SubscriptionCancelled, s.at, Suspension{}
		if _, err := s.putSubscription(ctx, s.tx, EventSubscriptionCancelled, one, after, reason); err != nil {
			return err
		}
		if _, err := s.tx.EndCharges(ctx, []ID{one.ID}, s.today, s.at); err != nil {
			return err
		}
	}
	return nil
}

// andAddOns lists the subscription and its add-ons that are not cancelled.
func (s *subscribing) andAddOns(ctx context.Context) ([]Subscription, error) {
	addOns, err := s.addOns(ctx, s.tx, s.before)
	return append([]Subscription{s.before}, addOns...), err
}

// withAddOns does something with the subscription and each of its add-ons.
func (s *subscribing) withAddOns(ctx context.Context, fn func(Subscription) error) error {
	all, err := s.andAddOns(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if err := fn(one); err != nil {
			return err
		}
	}
	return nil
}
