package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"accord/db/dbtest"
)

// listed joins the offers of a list of subscriptions, and checks that the count is theirs.
func (w *world) listed(email, way, args string) string {
	w.t.Helper()
	a := w.ask(email, fmt.Sprintf(`{ viewer { %s { subscriptions(first: 100, %s) { totalCount nodes { offer { code } } } } } }`, way, args), nil)
	list := a.list("viewer." + way + ".subscriptions.nodes")
	a.want("viewer."+way+".subscriptions.totalCount", fmt.Sprint(len(list)))
	return joined(list, "offer.code")
}

func TestSubscriptionsAreFiltered(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 5)
		w.added(id, "ARCHIVE")
		devices, premium := w.bought("DEVICES", 5), w.bought("PREMIUM", 5)
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": devices, "reason": "FRAUD"}).ok()
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": premium}).ok()
		w.orderedBy("admin@beta.example", "admin@one.example", "DOLLARS", 1)
		for args, want := range map[string]string{
			"filter: {}":                  "PREMIUM DEVICES ARCHIVE BUSINESS",
			"filter: null":                "PREMIUM DEVICES ARCHIVE BUSINESS",
			"filter: {status: ACTIVE}":    "ARCHIVE BUSINESS",
			"filter: {status: SUSPENDED}": "DEVICES",
			"filter: {status: CANCELLED}": "PREMIUM",
			`filter: {offer: "ARCHIVE"}`:  "ARCHIVE",
			`filter: {service: "INTUNE"}`: "DEVICES",
			`filter: {service: "OFFICE365", status: ACTIVE, offer: "BUSINESS"}`: "BUSINESS",
			"filter: {transferOffered: true}":                                   "",
		} {
			if got := w.listed("sales@alpha.example", "partner", args); got != want {
				t.Errorf("%s: %s, want %s", args, got, want)
			}
		}
		if got := w.listed("user@one.example", "customer", "filter: {status: ACTIVE}"); got != "DOLLARS ARCHIVE BUSINESS" {
			t.Errorf("the customer's: %s", got)
		}
		for _, args := range []string{`filter: {offer: "NOPE"}`, `filter: {service: "NOPE"}`, `after: "x"`, "first: 101", `filter: {status: WHIM}`} {
			if a := w.ask("admin@alpha.example", `{ viewer { partner { subscriptions(`+args+`) { totalCount } } } }`, nil); a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %q", args, a.topCode())
			}
		}
	})
}

// A partner sees of a customer's subscriptions those that are its own, or that it administers (R27).
func TestR27_WhoSeesSubscriptions(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 5)
		w.orderedBy("admin@beta.example", "admin@one.example", "DOLLARS", 1)
		one := w.customer("admin@one.example")
		const doc = `query($c: ID!, $s: ID!) { customer(id: $c) { subscriptions { totalCount nodes { offer { code } } } } subscription(id: $s) { id } node(id: $s) { id } nodes(ids: [$s]) { id } }`
		for email, want := range map[string]string{
			"admin@one.example": "DOLLARS BUSINESS", "op@x.example": "DOLLARS BUSINESS", "admin@alpha.example": "BUSINESS", "help@alpha.example": "BUSINESS",
			"admin@beta.example": "DOLLARS", "admin@adv.example": "BUSINESS", "admin@prov.example": "",
		} {
			a := w.ask(email, doc, vars{"c": one, "s": id})
			if got := joined(a.list("customer.subscriptions.nodes"), "offer.code"); got != want {
				t.Errorf("%s sees %s, want %s", email, got, want)
			}
			found := `null`
			if strings.Contains(want, "BUSINESS") {
				found = `{"id":"` + id + `"}`
			}
			a.want("subscription", found)
			a.want("node", found)
			a.want("nodes.0", found)
		}
		if got := w.ask("", `query($s: ID!) { subscription(id: $s) { id } }`, vars{"s": id}).topCode(); got != "UNAUTHENTICATED" {
			t.Errorf("nobody: %q", got)
		}
		if got := w.ask("op@x.example", `{ subscription(id: "sub_x") { id } }`, nil).topCode(); got != "VALIDATION_FAILED" {
			t.Errorf("malformed: %q", got)
		}
	})
}

// Twins under one key make one subscription; another input under it is refused (R26).
func TestR26_OrdersRepeated(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		in := vars{"customerId": w.customer("admin@one.example"), "offer": "BUSINESS", "seats": 5, "idempotencyKey": "k"}
		ids := make([]string, 4)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				if a := w.subscribe("sales@alpha.example", "provisionSubscription", in); a.outcome() == "" {
					ids[i] = a.text("answer.subscription.id")
				}
			})
		}
		all.Wait()
		if ids = slices.Compact(ids); len(ids) != 1 || ids[0] == "" {
			t.Errorf("ids %v", ids)
		}
		w.refuses(map[string]refusal{"another input": {"sales@alpha.example", "provisionSubscription", vars{"customerId": in["customerId"], "offer": "BUSINESS", "seats": 6, "idempotencyKey": "k"}, "IDEMPOTENCY_CONFLICT", "R26"}})
		for name, more := range map[string]vars{
			"changeSeats": {"seats": 6}, "orderAddOn": {"offer": "ARCHIVE", "seats": 1}, "upgradeSubscription": {"offer": "PREMIUM", "seats": 5},
			"changePartnerOfRecord": {}, "changeSupportContact": {"partnerId": w.partner("admin@adv.example")}, "offerTransfer": {"toPartnerId": w.partner("admin@beta.example")},
			"suspendSubscription": {"reason": "FRAUD"}, "cancelSubscription": {"reason": "over"},
		} {
			id := w.bought("BUSINESS", 5)
			more["subscriptionId"], more["idempotencyKey"] = id, "k"
			first := fmt.Sprint(w.subscribe("boss@alpha.example", name, more).ok().Data)
			w.unchanged(func() {
				if again := fmt.Sprint(w.subscribe("boss@alpha.example", name, more).ok().Data); again != first {
					t.Errorf("%s: %s, then %s", name, first, again)
				}
			})
			w.subscribe("boss@alpha.example", "cancelSubscription", vars{"subscriptionId": id}) // so that none is in the way of the next
		}
	})
}
