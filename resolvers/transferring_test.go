package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestR41_OneOffersTheOtherTakes(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		addOn := w.added(id, "ARCHIVE")
		w.clock.pass(24 * 24 * time.Hour) // 25 March: ten days of the period from 15 March are over
		beta := w.partner("admin@beta.example")
		a := w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": beta}).ok()
		a.want("answer.subscription.transfer.to", `{"name":"Beta"}`) // the parties see each other
		w.unchanged(func() {
			w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": beta}).ok()
		})
		w.subscription("admin@beta.example", id).want("subscription.transfer.to.name", `"Beta"`)
		w.mayAll(id, map[string]string{"admin@beta.example": ""})                     // it sees what it is offered, and has nothing to do with it yet
		w.subscription("admin@one.example", id).want("subscription.transfer", `null`) // between the two
		w.subscription("admin@adv.example", id).want("subscription.transfer", `null`)
		w.ask("admin@beta.example", `{ viewer { partner { subscriptions { totalCount } offered: subscriptions(filter: {transferOffered: true}) { totalCount nodes { id } } } } }`, nil).
			want("viewer.partner", `{"subscriptions":{"totalCount":0},"offered":{"totalCount":2,"nodes":[{"id":"`+addOn+`"},{"id":"`+id+`"}]}}`)
		events := w.written(func() {
			a := w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok()
			a.want("answer.subscription.billedPartner.name", `"Beta"`)
			a.want("answer.subscription.partnerOfRecord.name", `"Beta"`)
			a.want("answer.subscription.unitPrice.amount", `"11.00"`)
			a.want("answer.subscription.transfer", `null`)
		})
		if got := w.kinds(events); got != twice("SUBSCRIPTION_TRANSFERRED") {
			t.Errorf("events %s", got)
		}
		a = w.subscription("admin@one.example", id)
		a.want("subscription.originalReseller.name", `"Alpha"`)
		a.want("subscription.delegatedAdmin.name", `"Alpha"`)
		w.subscription("admin@one.example", addOn).want("subscription.billedPartner.name", `"Beta"`)
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 11}).refused("NOT_BILLED_PARTNER")
		// From its day on the receiver is charged, and the giver is credited (R33).
		w.clock.pass(30 * 24 * time.Hour)
		w.bill("admin@alpha.example", "2026-04").want("viewer.partner.billing.total.amountMinor", `-7655`)
		w.bill("admin@beta.example", "2026-04").want("viewer.partner.billing.total.amountMinor", `18955`)
	})
}

// TestR41_TheDayIsThePresentOne, the same for both: what a clock that was ahead has dated moves neither.
func TestR41_TheDayIsThePresentOne(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(_ *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		w.added(id, "ARCHIVE")
		w.clock.pass(24 * 24 * time.Hour)
		w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": w.partner("admin@beta.example")}).ok()
		now := w.clock.now()
		w.clock.set(now.AddDate(0, 0, 2))
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		w.clock.set(now)
		w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok()
		w.clock.pass(30 * 24 * time.Hour)
		w.bill("admin@alpha.example", "2026-04").want("viewer.partner.billing.total.amountMinor", `-7655`)
		w.bill("admin@beta.example", "2026-04").want("viewer.partner.billing.total.amountMinor", `18955`)
	})
}

func TestR41_RefusedOffers(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		addOn := w.added(id, "ARCHIVE")
		to := func(email string) vars { return vars{"subscriptionId": id, "toPartnerId": w.partner(email)} }
		const name = "offerTransfer"
		w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\nprov,Provider,INDIRECT_PROVIDER,CN,SUSPENDED,,OFFICE365;AZURE\n"})
		w.refuses(map[string]refusal{
			"to oneself":           {"admin@alpha.example", name, to("admin@alpha.example"), "VALIDATION_FAILED", "R41"},
			"to an advisor":        {"admin@alpha.example", name, to("admin@adv.example"), "VALIDATION_FAILED", "R41"},
			"to a stranger":        {"admin@alpha.example", name, to("admin@prov2.example"), "NO_RELATIONSHIP", "R41"},
			"to nobody":            {"admin@alpha.example", name, vars{"subscriptionId": id, "toPartnerId": "par_0000000000000000000001"}, "NO_RELATIONSHIP", "R41"},
			"to a suspended one":   {"admin@alpha.example", name, to("admin@prov.example"), "PARTNER_SUSPENDED", "R41"},
			"by a sales agent":     {"sales@alpha.example", name, to("admin@beta.example"), "FORBIDDEN_ROLE", "R18"},
			"of an add-on":         {"admin@alpha.example", name, vars{"subscriptionId": addOn, "toPartnerId": w.partner("admin@beta.example")}, "VALIDATION_FAILED", ""},
			"malformed":            {"admin@alpha.example", name, vars{"subscriptionId": id, "toPartnerId": id}, "VALIDATION_FAILED", ""},
			"stale":                {"admin@alpha.example", name, vars{"subscriptionId": id, "toPartnerId": w.partner("admin@beta.example"), "version": 2}, "STALE_VERSION", "R26"},
			"taken without one":    {"admin@beta.example", "takeTransfer", vars{"subscriptionId": id}, "NOT_FOUND", "R27"},
			"taken by the billed":  {"admin@alpha.example", "takeTransfer", vars{"subscriptionId": id}, "VALIDATION_FAILED", "R41"},
			"withdrawn where none": {"admin@alpha.example", "withdrawTransfer", vars{"subscriptionId": id}, "VALIDATION_FAILED", "R41"},
		})
		w.suspend(alphaSuspended)
		w.refuses(map[string]refusal{"by a suspended one": {"admin@alpha.example", name, to("admin@beta.example"), "PARTNER_SUSPENDED", "R5"}})
	})
}

func TestR41_WithdrawnAndTurnedDown(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		offer := vars{"subscriptionId": id, "toPartnerId": w.partner("admin@beta.example")}
		in := vars{"subscriptionId": id}
		w.subscribe("admin@alpha.example", "offerTransfer", offer).ok()
		w.subscribe("admin@adv.example", "withdrawTransfer", in).refused("FORBIDDEN_ROLE") // it could take none
		w.subscribe("op@x.example", "withdrawTransfer", in).refused("FORBIDDEN_ROLE")
		events := w.written(func() {
			w.subscribe("admin@alpha.example", "withdrawTransfer", in).ok().want("answer.subscription.transfer", `null`)
		})
		if got := w.kinds(events); got != "SUBSCRIPTION_TRANSFER_WITHDRAWN" {
			t.Errorf("events %s", got)
		}
		w.subscription("admin@beta.example", id).want("subscription", `null`)
		w.subscribe("boss@alpha.example", "offerTransfer", offer).ok()
		w.subscribe("admin@beta.example", "withdrawTransfer", in).ok().want("answer.subscription", `null`) // turned down
		w.subscription("admin@alpha.example", id).want("subscription.transfer", `null`)
	})
}

// An offer concerns its two parties alone, and its receiver for as long as it is related to the customer.
func TestR41_R27_WhoKnowsOfAnOffer(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		addOn := w.added(id, "ARCHIVE")
		offered := func(to string) {
			w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": w.partner(to)}).ok()
		}
		offered("admin@beta.example")
		later := w.added(id, "STORAGE") // goes with it too
		for _, one := range []string{id, addOn, later} {
			w.subscription("admin@beta.example", one).want("subscription.transfer.to.name", `"Beta"`)
		}
		events := w.written(func() { offered("admin@prov.example") })
		if got := w.kinds(events); strings.Count(got, "WITHDRAWN") != 3 || strings.Count(got, "OFFERED") != 3 {
			t.Errorf("events %s", got)
		}
		const history = `{ viewer { partner { history(last: 100) { nodes { kind before { fields { name value } } after { fields { name value } } } } } customer { history(last: 100) { nodes { kind } } } } }`
		beta, provider := w.partner("admin@beta.example"), w.partner("admin@prov.example")
		tells := func(email, what string) bool {
			a := w.ask(email, history, nil)
			return strings.Contains(fmt.Sprint(a.Data), what)
		}
		if tells("admin@one.example", "TRANSFER_") || tells("admin@prov.example", beta) || tells("admin@beta.example", provider) {
			t.Error("an offer is told to others")
		}
		if !tells("admin@beta.example", "SUBSCRIPTION_TRANSFER_WITHDRAWN") || !tells("admin@prov.example", "SUBSCRIPTION_TRANSFER_OFFERED") {
			t.Error("an offer is not told to its parties")
		}
		w.endOf("admin@prov.example", "admin@one.example")
		w.subscription("admin@prov.example", id).want("subscription", `null`)
		w.subscription("admin@alpha.example", id).want("subscription.transfer", `null`)
	})
}

// endOf ends the relationship of a partner's with a customer.
func (w *world) endOf(partner, customer string) {
	w.t.Helper()
	for _, r := range w.ask(customer, `{ viewer { customer { relationships(first: 100) { nodes { id status partner { name } } } } } }`, nil).list("viewer.customer.relationships.nodes") {
		if r.text("partner.name") == w.ask(partner, `{ viewer { partner { name } } }`, nil).text("viewer.partner.name") && r.text("status") != "ENDED" {
			w.do(partner, proposeDoc, vars{"relationshipId": r.text("id")}).ok()
			w.do(customer, confirmDoc, vars{"relationshipId": r.text("id")}).ok()
		}
	}
}

// A suspended partner transfers nothing, not by an offer made before either (R5).
func TestR41_R5_ASuspendedGiver(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": w.partner("admin@beta.example")}).ok()
		w.suspend(alphaSuspended)
		w.refuses(map[string]refusal{"taken": {"admin@beta.example", "takeTransfer", vars{"subscriptionId": id}, "PARTNER_SUSPENDED", "R5"}})
		w.suspend(alphaActive)
		w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok()
	})
}

// Transfers there and back do not lengthen the term.
func TestR41_ATermStaysAsLong(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.billedSince("admin@beta.example", "2026-02-14")
		id := w.bought("BUSINESS", 10)
		for range 3 {
			w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": w.partner("admin@beta.example")}).ok()
			w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok().want("answer.subscription.term.endsOn", `"2027-03-14"`)
			w.subscribe("admin@beta.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": w.partner("admin@alpha.example")}).ok()
			w.subscribe("admin@alpha.example", "takeTransfer", vars{"subscriptionId": id}).ok().want("answer.subscription.term.endsOn", `"2027-03-15"`)
		}
	})
}

func TestR41_RefusedTaking(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		in := vars{"subscriptionId": id}
		w.orderedBy("admin@beta.example", "admin@one.example", "DOLLARS", 1) // billed in dollars from now on
		w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": w.partner("admin@beta.example")}).ok()
		w.refuses(map[string]refusal{"another currency": {"admin@beta.example", "takeTransfer", in, "VALIDATION_FAILED", "R34"}})
		// An offer to one more partner takes the place of the one before.
		w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": w.partner("admin@prov.example")}).ok()
		w.refuses(map[string]refusal{
			"offered to another": {"admin@beta.example", "takeTransfer", in, "NOT_FOUND", "R27"},
			"a sales agent":      {"sales@prov.example", "takeTransfer", in, "FORBIDDEN_ROLE", "R18"},
			"helpdesk":           {"help@prov.example", "takeTransfer", in, "FORBIDDEN_ROLE", "R18"},
		})
		w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\nprov,Provider,INDIRECT_PROVIDER,CN,SUSPENDED,,OFFICE365;AZURE\n"})
		w.refuses(map[string]refusal{"a suspended partner": {"admin@prov.example", "takeTransfer", in, "PARTNER_SUSPENDED", "R5"}})
		w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\nprov,Provider,INDIRECT_PROVIDER,CN,ACTIVE,,OFFICE365;AZURE\n"})
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "FRAUD"}).ok()
		w.refuses(map[string]refusal{"a suspended subscription": {"admin@prov.example", "takeTransfer", in, "SUBSCRIPTION_NOT_ACTIVE", "R20"}})
		w.subscribe("admin@alpha.example", "resumeSubscription", in).ok()
		w.subscribe("admin@prov.example", "takeTransfer", in).ok().want("answer.subscription.billedPartner.name", `"Provider"`)
	})
}
