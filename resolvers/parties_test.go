package resolvers_test

import "testing"

func TestR40_ThePartnerOfRecord(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.orderedBy("admin@prov.example", "admin@one.example", "BUSINESS", 5)
		addOn := w.subscribe("admin@prov.example", "orderAddOn", vars{"subscriptionId": id, "offer": "ARCHIVE", "seats": 1}).ok().text("answer.addOn.id")
		in := func(partner any) vars { return vars{"subscriptionId": id, "partnerId": partner} }
		const name = "changePartnerOfRecord"
		events := w.written(func() {
			w.subscribe("admin@prov.example", name, in(w.partner("admin@tier2.example"))).ok().want("answer.subscription.partnerOfRecord.name", `"Tier Two"`)
		})
		if got := w.kinds(events); got != twice("SUBSCRIPTION_PARTNER_OF_RECORD_CHANGED") {
			t.Errorf("events %s", got)
		}
		w.unchanged(func() { w.subscribe("admin@prov.example", name, in(w.partner("admin@tier2.example"))).ok() })
		w.subscription("admin@prov.example", addOn).want("subscription.partnerOfRecord.name", `"Tier Two"`)
		w.subscribe("admin@prov.example", name, in(nil)).ok().want("answer.subscription.partnerOfRecord", `null`)
		w.subscribe("admin@prov.example", name, in(w.partner("admin@prov.example"))).ok().want("answer.subscription.partnerOfRecord.name", `"Provider"`)
		w.subscribe("admin@prov.example", name, vars{"subscriptionId": id}).ok().want("answer.subscription.partnerOfRecord", `null`) // not given: clears
		w.refuses(map[string]refusal{
			"of another provider": {"admin@prov.example", name, in(w.partner("admin@tier2x.example")), "VALIDATION_FAILED", "R40"},
			"not paired":          {"admin@prov.example", name, in(w.partner("admin@beta.example")), "VALIDATION_FAILED", "R40"},
			"an add-on":           {"admin@prov.example", name, vars{"subscriptionId": addOn}, "VALIDATION_FAILED", ""},
			"a sales agent":       {"sales@prov.example", name, in(nil), "FORBIDDEN_ROLE", "R18"},
			"malformed":           {"admin@prov.example", name, in("par_"), "VALIDATION_FAILED", ""},
		})
	})
}

func TestR37_TheSupportContact(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 5)
		addOn := w.added(id, "ARCHIVE")
		in := func(partner string) vars { return vars{"subscriptionId": id, "partnerId": partner} }
		const name = "changeSupportContact"
		events := w.written(func() { w.subscribe("sales@alpha.example", name, in(w.partner("admin@adv.example"))).ok() })
		if got := w.kinds(events); got != twice("SUBSCRIPTION_SUPPORT_CONTACT_CHANGED") {
			t.Errorf("events %s", got)
		}
		w.subscription("admin@one.example", id).want("subscription.supportContact.name", `"Advisor"`)
		w.subscription("admin@one.example", addOn).want("subscription.supportContact.name", `"Advisor"`)
		w.refuses(map[string]refusal{
			"a stranger": {"sales@alpha.example", name, in(w.partner("admin@prov2.example")), "VALIDATION_FAILED", "R37"},
			"nobody":     {"sales@alpha.example", name, in("par_0000000000000000000001"), "VALIDATION_FAILED", "R37"},
			"an add-on":  {"sales@alpha.example", name, vars{"subscriptionId": addOn, "partnerId": w.partner("admin@adv.example")}, "VALIDATION_FAILED", ""},
			"helpdesk":   {"help@alpha.example", name, in(w.partner("admin@adv.example")), "FORBIDDEN_ROLE", "R38"},
		})
		w.subscribe("sales@alpha.example", name, in(w.partner("admin@alpha.example"))).ok().want("answer.subscription.supportContact.name", `"Alpha"`)
		w.subscribe("sales@alpha.example", name, in(w.partner("admin@beta.example"))).ok().want("answer.subscription.supportContact.name", `"Beta"`)
		w.endOf("admin@beta.example", "admin@one.example") // it is not related any more
		w.subscription("admin@one.example", id).want("subscription.supportContact.name", `"Alpha"`)
	})
}
