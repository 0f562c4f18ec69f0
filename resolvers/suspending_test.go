package resolvers_test

import (
	"testing"
	"time"
)

func TestR20_SuspendedAndResumedWithItsAddOns(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		with, alone := w.added(id, "ARCHIVE"), w.added(id, "STORAGE")
		w.subscribe("sales@alpha.example", "suspendSubscription", vars{"subscriptionId": alone, "reason": "CUSTOMER_REQUEST"}).ok()
		at := w.clock.now().Format(time.RFC3339)
		due := w.clock.now().Add(60 * 24 * time.Hour).Format(time.RFC3339)
		events := w.written(func() {
			a := w.subscribe("sales@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "NON_PAYMENT"}).ok()
			a.want("answer.subscription.status", `"SUSPENDED"`)
			a.want("answer.subscription.suspensionReason", `"NON_PAYMENT"`)
			a.want("answer.subscription.suspendedAt", `"`+at+`"`)
			a.want("answer.subscription.deletionDueAt", `"`+due+`"`)
		})
		if got := w.kinds(events); got != twice("SUBSCRIPTION_SUSPENDED") {
			t.Errorf("events %s", got)
		}
		w.subscription("admin@one.example", with).want("subscription.status", `"SUSPENDED"`)
		w.refuses(map[string]refusal{
			"an add-on before its base": {"sales@alpha.example", "resumeSubscription", vars{"subscriptionId": with}, "SUBSCRIPTION_NOT_ACTIVE", "R20"},
		})
		a := w.subscribe("sales@alpha.example", "resumeSubscription", vars{"subscriptionId": id, "reason": "paid"}).ok()
		a.want("answer.subscription.suspendedAt", `null`)
		a.want("answer.subscription.term.endsOn", `"2027-03-15"`) // R35
		w.subscription("admin@one.example", with).want("subscription.status", `"ACTIVE"`)
		w.subscription("admin@one.example", alone).want("subscription.status", `"SUSPENDED"`) // suspended on its own
		w.subscribe("sales@alpha.example", "resumeSubscription", vars{"subscriptionId": alone}).ok()
	})
}

// A suspended subscription can be resumed or cancelled, and nothing else; a cancelled one nothing at all.
func TestR20_WhatIsNotInUseIsNotChanged(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		suspended, cancelled := w.bought("BUSINESS", 15), w.bought("BUSINESS", 15)
		addOn := w.added(cancelled, "ARCHIVE")
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": suspended, "reason": "FRAUD"}).ok()
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": cancelled, "reason": "not needed"}).ok().want("answer.subscription.status", `"CANCELLED"`)
		w.subscription("admin@one.example", addOn).want("subscription.status", `"CANCELLED"`)
		beta := w.partner("admin@beta.example")
		changes := map[string]vars{
			"changeSeats": {"seats": 16}, "orderAddOn": {"offer": "ARCHIVE", "seats": 1}, "upgradeSubscription": {"offer": "PREMIUM", "seats": 15},
			"suspendSubscription": {"reason": "FRAUD"}, "changePartnerOfRecord": {}, "changeSupportContact": {"partnerId": beta}, "offerTransfer": {"toPartnerId": beta},
		}
		for name, in := range changes {
			for _, id := range []string{suspended, cancelled} {
				in["subscriptionId"] = id
				w.unchanged(func() { w.subscribe("admin@alpha.example", name, in).refusedBy("SUBSCRIPTION_NOT_ACTIVE", "R20") })
			}
		}
		w.refuses(map[string]refusal{
			"resume what is cancelled": {"admin@alpha.example", "resumeSubscription", vars{"subscriptionId": cancelled}, "SUBSCRIPTION_NOT_ACTIVE", "R20"},
			"cancel it again":          {"admin@alpha.example", "cancelSubscription", vars{"subscriptionId": cancelled}, "SUBSCRIPTION_NOT_ACTIVE", "R20"},
		})
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": suspended}).ok().want("answer.subscription.deletionDueAt", `null`)
	})
}

func TestR20_RefusedSuspensions(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		w.refuses(map[string]refusal{
			"no reason":     {"admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id}, "VALIDATION_FAILED", "R20"},
			"null":          {"admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": nil}, "VALIDATION_FAILED", "R20"},
			"not suspended": {"admin@alpha.example", "resumeSubscription", vars{"subscriptionId": id}, "VALIDATION_FAILED", "R20"},
			"bad reason":    {"admin@alpha.example", "cancelSubscription", vars{"subscriptionId": id, "reason": "a\x00b"}, "VALIDATION_FAILED", ""},
		})
		if got := w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "WHIM"}).topCode(); got != "VALIDATION_FAILED" {
			t.Errorf("another reason: %q", got)
		}
	})
}

// Resuming is for 60 days, and not for a partner that is suspended itself (R5).
func TestR20_TheWindowForResuming(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		in, late := vars{"subscriptionId": w.bought("BUSINESS", 15)}, vars{"subscriptionId": w.bought("BUSINESS", 15)}
		for _, id := range []any{in["subscriptionId"], late["subscriptionId"]} {
			w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "FRAUD"}).ok()
		}
		w.suspend(alphaSuspended)
		w.refuses(map[string]refusal{"a suspended partner": {"admin@alpha.example", "resumeSubscription", in, "PARTNER_SUSPENDED", "R5"}})
		w.suspend(alphaActive)
		w.clock.pass(60*24*time.Hour - time.Minute)
		w.subscribe("admin@alpha.example", "resumeSubscription", in).ok()
		w.clock.pass(time.Minute)
		w.refuses(map[string]refusal{"too late": {"admin@alpha.example", "resumeSubscription", late, "SUBSCRIPTION_NOT_ACTIVE", "R20"}})
		w.subscribe("admin@alpha.example", "cancelSubscription", late).ok()
	})
}

// A suspension stops neither the debt nor the bill (R35).
func TestR35_WhatIsSuspendedIsBilled(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "NON_PAYMENT"}).ok()
		w.clock.pass(30 * 24 * time.Hour)
		w.bill("admin@alpha.example", "2026-03").want("viewer.partner.billing.total.amount", `"110.00"`)
		w.subscribe("admin@alpha.example", "resumeSubscription", vars{"subscriptionId": id}).ok().want("answer.subscription.term.endsOn", `"2027-03-15"`)
		w.clock.pass(30 * 24 * time.Hour)
		w.bill("admin@alpha.example", "2026-04").want("viewer.partner.billing.total.amount", `"110.00"`)
	})
}
