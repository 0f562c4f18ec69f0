package resolvers_test

import (
	"strings"
	"testing"
)

// allActions are the actions in the order in which capabilities tell of them.
const allActions = "SEE_PRICE ADMINISTER SUPPORT ADD_SEATS REMOVE_SEATS ORDER_ADD_ON UPGRADE TRANSFER CHANGE_PARTNER_OF_RECORD SUSPEND RESUME CANCEL"

// may lists what a user may do with a subscription, and checks that every refusal says why.
func (w *world) may(email, id string) string {
	w.t.Helper()
	a := w.ask(email, `query($id: ID!) { subscription(id: $id) { capabilities { action allowed reason } } }`, vars{"id": id})
	var all, allowed []string
	for _, c := range a.list("subscription.capabilities") {
		all = append(all, c.text("action"))
		isAllowed, _ := c.get("allowed").(bool)
		if isAllowed {
			allowed = append(allowed, c.text("action"))
		}
		if reason, _ := c.get("reason").(string); isAllowed != (reason == "") {
			w.t.Errorf("%s, %s: %v", email, c.text("action"), c.Data)
		}
	}
	if got := strings.Join(all, " "); got != allActions {
		w.t.Errorf("actions %s", got)
	}
	return strings.Join(allowed, " ")
}

func (w *world) mayAll(id string, cases map[string]string) {
	w.t.Helper()
	for email, want := range cases {
		if got := w.may(email, id); got != want {
			w.t.Errorf("%s may %q, want %q", email, got, want)
		}
	}
}

// The table "What a relationship allows", by roles (R18) and states (R20).
func TestR16_WhatARelationshipAllows(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 5)
		const (
			selling = "ADD_SEATS REMOVE_SEATS ORDER_ADD_ON UPGRADE"
			stops   = "SUSPEND CANCEL"
			ours    = "TRANSFER CHANGE_PARTNER_OF_RECORD"
		)
		w.mayAll(id, map[string]string{
			"admin@alpha.example": "SEE_PRICE ADMINISTER SUPPORT " + selling + " " + ours + " " + stops,
			"boss@alpha.example":  "SEE_PRICE ADMINISTER SUPPORT " + selling + " " + ours + " " + stops,
			"sales@alpha.example": "SUPPORT " + selling + " " + stops,
			"help@alpha.example":  "ADMINISTER SUPPORT",
			"bill@alpha.example":  "SEE_PRICE ADMINISTER SUPPORT",
			"admin@adv.example":   "ADMINISTER SUPPORT",
			"admin@one.example":   "",
			"op@x.example":        "SEE_PRICE",
		})
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "FRAUD"}).ok()
		w.mayAll(id, map[string]string{"admin@alpha.example": "SEE_PRICE SUPPORT RESUME CANCEL", "sales@alpha.example": "SUPPORT RESUME CANCEL", "admin@adv.example": "SUPPORT"})
		w.subscribe("admin@alpha.example", "resumeSubscription", vars{"subscriptionId": id}).ok()
		w.suspend(alphaSuspended) // R5
		w.mayAll(id, map[string]string{"admin@alpha.example": "SEE_PRICE ADMINISTER SUPPORT CHANGE_PARTNER_OF_RECORD " + stops})
		w.suspend(alphaActive)
		w.endsWithOne()
		w.mayAll(id, map[string]string{"admin@alpha.example": "SEE_PRICE ADMINISTER SUPPORT REMOVE_SEATS " + ours + " " + stops})
		w.do("admin@one.example", removeDoc, vars{"partnerIds": []string{w.partner("admin@alpha.example")}}).ok() // R21: the duty to support stays
		w.mayAll(id, map[string]string{"admin@alpha.example": "SEE_PRICE SUPPORT REMOVE_SEATS " + ours + " " + stops})
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": id}).ok()
		w.mayAll(id, map[string]string{"admin@alpha.example": "SEE_PRICE SUPPORT"})
	})
}

// What the field says, mutations do: each sentence is that of the refusal, in the request's language (R19).
func TestR19_CapabilitiesSayWhatMutationsDo(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 5)
		mutations := map[string]struct {
			name string
			in   vars
		}{
			"ADD_SEATS": {"changeSeats", vars{"seats": 6}}, "REMOVE_SEATS": {"changeSeats", vars{"seats": 4}}, "ORDER_ADD_ON": {"orderAddOn", vars{"offer": "ARCHIVE", "seats": 1}},
			"UPGRADE": {"upgradeSubscription", vars{"offer": "PREMIUM", "seats": 5}}, "TRANSFER": {"offerTransfer", vars{"toPartnerId": w.partner("admin@beta.example")}},
			"CHANGE_PARTNER_OF_RECORD": {"changePartnerOfRecord", vars{}}, "SUSPEND": {"suspendSubscription", vars{"reason": "FRAUD"}},
			"RESUME": {"resumeSubscription", vars{}}, "CANCEL": {"cancelSubscription", vars{}},
		}
		for _, email := range []string{"help@alpha.example", "admin@adv.example", "admin@one.example", "op@x.example"} {
			for _, c := range w.ask(email, `query($id: ID!) { subscription(id: $id) { capabilities { action reason } } }`, vars{"id": id}).list("subscription.capabilities") {
				m, ok := mutations[c.text("action")]
				if !ok {
					continue
				}
				m.in["subscriptionId"] = id
				if got := w.subscribe(email, m.name, m.in).text("answer.userErrors.0.message"); got != c.text("reason") {
					t.Errorf("%s, %s: the field says %q, the mutation %q", email, c.text("action"), c.get("reason"), got)
				}
			}
		}
	})
}

// To who administers what another partner sold, that partner is not there; it is told that there is one.
func TestR27_APartnerThatIsNotThereIsNotTheOperator(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.orderedBy("admin@beta.example", "admin@one.example", "BUSINESS", 1)
		a := w.subscription("admin@alpha.example", id)
		for _, field := range []string{"originalReseller", "billedPartner", "partnerOfRecord", "supportContact"} {
			a.want("subscription."+field, `null`)
		}
		a.want("subscription.soldByOperator", `false`)
	})
}

// What the operator sold is on no partner's bill; who holds DAP administers it, and no more (R39).
func TestR39_BoughtFromTheOperator(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.soldByOperator("BUSINESS", "OFFICE365")
		w.mayAll(id, map[string]string{"admin@alpha.example": "ADMINISTER SUPPORT", "help@alpha.example": "ADMINISTER SUPPORT", "op@x.example": "SEE_PRICE", "admin@one.example": ""})
		a := w.subscription("admin@alpha.example", id)
		a.want("subscription.soldByOperator", `true`)
		for _, field := range []string{"originalReseller", "billedPartner", "partnerOfRecord", "supportContact", "unitPrice", "externalKey", "orderedBy"} {
			a.want("subscription."+field, `null`)
		}
		w.subscription("op@x.example", id).want("subscription.externalKey", `"old-1"`)
		w.subscription("admin@beta.example", id).want("subscription", `null`)
		for name, in := range map[string]vars{
			"changeSeats": {"seats": 6}, "cancelSubscription": {}, "suspendSubscription": {"reason": "FRAUD"}, "changePartnerOfRecord": {},
			"changeSupportContact": {"partnerId": w.partner("admin@alpha.example")}, "offerTransfer": {"toPartnerId": w.partner("admin@beta.example")},
		} {
			in["subscriptionId"] = id
			a := w.subscribe("admin@alpha.example", name, in)
			a.refusedBy("NOT_BILLED_PARTNER", "R39")
			a.want("answer.userErrors.0.billedPartner", `null`)
		}
		w.until("2026-03-20")
		w.bill("admin@alpha.example", "2026-03").want("viewer.partner.billing.lines", `{"totalCount":0,"nodes":[]}`)
	})
}
