package resolvers_test

import "testing"

func TestR16_AnOfferIsOrdered(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		one := w.customer("admin@one.example")
		var a *answer
		events := w.written(func() {
			a = w.subscribe("sales@alpha.example", "provisionSubscription", vars{"customerId": one, "offer": "BUSINESS", "seats": 15}).ok()
		})
		if got := w.kinds(events); got != "SUBSCRIPTION_ORDERED" {
			t.Errorf("events %s", got)
		}
		// A sales agent sees no price (R18); the term ends 12 months after the first billing day (R32).
		id := a.text("answer.subscription.id")
		want := `{"id":"` + id + `","offer":{"code":"BUSINESS"},"service":{"code":"OFFICE365"},"seats":15,"status":"ACTIVE","version":1,"base":null,"addOns":[],
			"customer":{"name":"One Ltd"},"soldByOperator":false,"originalReseller":{"name":"Alpha"},"billedPartner":{"name":"Alpha"},"partnerOfRecord":{"name":"Alpha"},
			"delegatedAdmin":{"name":"Alpha"},"supportContact":{"name":"Alpha"},"unitPrice":null,
			"term":{"startsOn":"2026-03-02","endsOn":"2027-03-15","firstBilledOn":"2026-03-15"},"suspendedAt":null,"suspensionReason":null,
			"deletionDueAt":null,"cancelledAt":null,"transfer":null,"orderedBy":{"name":"Sal"},"externalKey":null}`
		a.want("answer.subscription", want)
		w.subscription("admin@alpha.example", id).want("subscription.unitPrice", `{"amount":"11.00","amountMinor":1100,"currency":"CNY"}`)
		w.subscription("admin@beta.example", id).want("subscription", `null`) // related, without DAP
		w.subscription("admin@two.example", id).want("subscription", `null`)
		w.ask("admin@one.example", `query($id: ID!) { node(id: $id) { id ... on CustomerSubscription { seats } } viewer { customer { subscriptions { totalCount nodes { id } } } } }`, vars{"id": id}).
			want("viewer.customer.subscriptions", `{"totalCount":1,"nodes":[{"id":"`+id+`"}]}`)
	})
}

func TestR16_SeatsAreChanged(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		events := w.written(func() {
			a := w.subscribe("sales@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 22, "version": 1}).ok()
			a.want("answer.subscription.seats", `22`)
			a.want("answer.subscription.version", `2`)
		})
		if got := w.kinds(events); got != "SUBSCRIPTION_SEATS_CHANGED" {
			t.Errorf("events %s", got)
		}
		w.unchanged(func() {
			w.subscribe("boss@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 22}).ok().want("answer.subscription.version", `2`)
		})
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 1}).ok().want("answer.subscription.seats", `1`)
		a := w.ask("admin@one.example", `query($id: ID!) { viewer { customer { history(last: 1) { nodes { kind subscription { id } before { seats offer { code } subscriptionStatus service { code } } after { seats fields { name value } } } } } }
			node(id: $id) { id } }`, vars{"id": id})
		a.want("viewer.customer.history.nodes.0.before", `{"seats":22,"offer":{"code":"BUSINESS"},"subscriptionStatus":"ACTIVE","service":{"code":"OFFICE365"}}`)
		a.want("viewer.customer.history.nodes.0.subscription.id", `"`+id+`"`)
		alpha := w.partner("admin@alpha.example")
		a.want("viewer.customer.history.nodes.0.after.fields", `[{"name":"billed_partner","value":"`+alpha+`"},{"name":"first_billed_on","value":"2026-03-15"},{"name":"original_reseller","value":"`+alpha+`"},
			{"name":"partner_of_record","value":"`+alpha+`"},{"name":"term_ends_on","value":"2027-03-15"},{"name":"term_starts_on","value":"2026-03-02"}]`)
	})
}

func TestR16_AnAddOnIsOrdered(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		a := w.subscribe("sales@alpha.example", "orderAddOn", vars{"subscriptionId": id, "offer": "ARCHIVE", "seats": 3, "version": 1}).ok()
		addOn := a.text("answer.addOn.id")
		a.want("answer.addOn.base.id", `"`+id+`"`)
		a.want("answer.subscription.addOns", `[{"id":"`+addOn+`","offer":{"code":"ARCHIVE"}}]`)
		w.refuses(map[string]refusal{
			"not taken by the offer":  {"sales@alpha.example", "orderAddOn", vars{"subscriptionId": id, "offer": "DEVICES", "seats": 1}, "VALIDATION_FAILED", ""},
			"for an add-on":           {"sales@alpha.example", "orderAddOn", vars{"subscriptionId": addOn, "offer": "ARCHIVE", "seats": 1}, "VALIDATION_FAILED", ""},
			"no such offer":           {"sales@alpha.example", "orderAddOn", vars{"subscriptionId": id, "offer": "NOPE", "seats": 1}, "VALIDATION_FAILED", ""},
			"too many seats":          {"sales@alpha.example", "orderAddOn", vars{"subscriptionId": id, "offer": "ARCHIVE", "seats": 501}, "VALIDATION_FAILED", ""},
			"an add-on as a base":     {"sales@alpha.example", "provisionSubscription", vars{"customerId": w.customer("admin@one.example"), "offer": "ARCHIVE", "seats": 1}, "VALIDATION_FAILED", ""},
			"another version is read": {"sales@alpha.example", "orderAddOn", vars{"subscriptionId": id, "offer": "ARCHIVE", "seats": 1, "version": 2}, "STALE_VERSION", "R26"},
		})
	})
}

func TestR16_RefusedOrders(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		one, two := w.customer("admin@one.example"), w.customer("admin@two.example")
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\nbeta,two,2025-01-02T00:00:00Z,,ENDING,\n"})
		in := vars{"customerId": one, "offer": "BUSINESS", "seats": 1}
		w.refuses(map[string]refusal{
			"no such customer to see": {"admin@alpha.example", "provisionSubscription", vars{"customerId": two, "offer": "BUSINESS", "seats": 1}, "NOT_FOUND", "R27"},
			"malformed id":            {"admin@alpha.example", "provisionSubscription", vars{"customerId": "cus_", "offer": "BUSINESS", "seats": 1}, "VALIDATION_FAILED", ""},
			"an advisor":              {"admin@adv.example", "provisionSubscription", in, "FORBIDDEN_ROLE", "R16"},
			"helpdesk":                {"help@alpha.example", "provisionSubscription", in, "FORBIDDEN_ROLE", "R16"},
			"billing":                 {"bill@alpha.example", "provisionSubscription", in, "FORBIDDEN_ROLE", "R16"},
			"the customer":            {"admin@one.example", "provisionSubscription", in, "FORBIDDEN_ROLE", "R16"},
			"the operator":            {"op@x.example", "provisionSubscription", in, "FORBIDDEN_ROLE", "R16"},
			"a version":               {"admin@alpha.example", "provisionSubscription", vars{"customerId": one, "offer": "BUSINESS", "seats": 1, "version": 1}, "STALE_VERSION", "R26"},
			"ending":                  {"admin@beta.example", "provisionSubscription", vars{"customerId": two, "offer": "BUSINESS", "seats": 1}, "NO_RELATIONSHIP", "R16"},
			"no such offer":           {"admin@alpha.example", "provisionSubscription", vars{"customerId": one, "offer": "NOPE", "seats": 1}, "VALIDATION_FAILED", ""},
		})
		w.suspend(alphaSuspended)
		w.refuses(map[string]refusal{"a suspended partner": {"admin@alpha.example", "provisionSubscription", in, "PARTNER_SUSPENDED", "R5"}})
	})
}

func TestR16_SeatsOutOfBounds(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		one, id := w.customer("admin@one.example"), w.bought("PREMIUM", 2)
		for _, seats := range []int{0, -1, 1, 301, -2147483648, 2147483647} {
			w.refuses(map[string]refusal{
				"ordered": {"admin@alpha.example", "provisionSubscription", vars{"customerId": one, "offer": "PREMIUM", "seats": seats}, "VALIDATION_FAILED", ""},
				"changed": {"admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": seats}, "VALIDATION_FAILED", ""},
			})
		}
		for _, seats := range []any{int64(2147483648), int64(-2147483649), 1.5, "3", nil} {
			a := w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": seats})
			if a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%v: %q", seats, a.topCode())
			}
		}
	})
}

// A relationship that is ending lets seats be removed, and nothing be added.
func TestR16_NothingIsAddedWhileItEnds(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		w.endsWithOne()
		w.refuses(map[string]refusal{
			"order":     {"admin@alpha.example", "provisionSubscription", vars{"customerId": w.customer("admin@one.example"), "offer": "DEVICES", "seats": 1}, "NO_RELATIONSHIP", "R16"},
			"add seats": {"admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 16}, "NO_RELATIONSHIP", "R16"},
			"add-on":    {"admin@alpha.example", "orderAddOn", vars{"subscriptionId": id, "offer": "ARCHIVE", "seats": 1}, "NO_RELATIONSHIP", "R16"},
			"upgrade":   {"admin@alpha.example", "upgradeSubscription", vars{"subscriptionId": id, "offer": "PREMIUM", "seats": 15}, "NO_RELATIONSHIP", "R17"},
		})
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 14}).ok()
	})
}

func TestR29_TheFirstOrderGrantsDelegatedAdmin(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		a := w.create("admin@alpha.example", vars{}).ok()
		customer, relationship := a.text("createCustomer.customer.id"), a.text("createCustomer.relationship.id")
		order := func(offer string) []string {
			var kinds []string
			for _, e := range w.written(func() {
				w.subscribe("sales@alpha.example", "provisionSubscription", vars{"customerId": customer, "offer": offer, "seats": 1}).ok()
			}) {
				kinds = append(kinds, string(e.Kind))
			}
			return kinds
		}
		if got := order("SUITE"); len(got) != 3 || got[0] != "SUBSCRIPTION_ORDERED" || got[1] != "DELEGATED_ADMIN_GRANTED" || got[2] != "DELEGATED_ADMIN_GRANTED" {
			t.Errorf("events %v", got)
		}
		if got := order("BUSINESS"); len(got) != 1 {
			t.Errorf("a second order: events %v", got)
		}
		w.ask("admin@alpha.example", `query($id: ID!) { relationship(id: $id) { version delegatedAdminPrivileges { service { code } status } } }`, vars{"id": relationship}).
			want("relationship", `{"version":2,"delegatedAdminPrivileges":[{"service":{"code":"OFFICE365"},"status":"ACTIVE"},{"service":{"code":"INTUNE"},"status":"ACTIVE"}]}`)
	})
}

// What the customer has taken away, or given to somebody else, no first order gives back (R10, R21).
func TestR29_R21_TheFirstOrderGivesNothingBack(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		a := w.create("admin@alpha.example", vars{"adminEmail": "nia@new.example"}).ok()
		customer := a.text("createCustomer.customer.id")
		const admin = "nia@new.example"
		w.accept(admin, vars{"token": w.link("admin@alpha.example", vars{}), "services": []string{"OFFICE365"}}).ok()
		w.do(admin, removeDoc, vars{"partnerIds": []string{w.partner("admin@alpha.example")}}).ok()
		w.subscribe("sales@alpha.example", "provisionSubscription", vars{"customerId": customer, "offer": "SUITE", "seats": 1}).ok()
		if got := w.holders(admin); got != "INTUNE=Alpha" {
			t.Errorf("holders %s", got)
		}
	})
}

func TestR34_OneCurrencyForEachPartner(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.bought("BUSINESS", 1)
		in := vars{"customerId": w.customer("admin@one.example"), "offer": "DOLLARS", "seats": 1}
		w.refuses(map[string]refusal{"another currency": {"admin@alpha.example", "provisionSubscription", in, "VALIDATION_FAILED", "R34"}})
		w.subscribe("admin@beta.example", "provisionSubscription", in).ok().want("answer.subscription.unitPrice", `{"amount":"9.00","amountMinor":900,"currency":"USD"}`)
	})
}

// Only the billed partner changes a subscription: not the customer, and not who merely administers it (R38, R16).
func TestR38_OnlyTheBilledPartnerChanges(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		beta := w.partner("admin@beta.example")
		w.do("admin@one.example", removeDoc, vars{"partnerIds": []string{w.partner("admin@alpha.example")}}).ok()
		w.accept("admin@one.example", vars{"token": w.link("admin@beta.example", vars{})}).ok() // Beta administers from now on
		inputs := map[string]vars{
			"changeSeats": {"seats": 16}, "orderAddOn": {"offer": "ARCHIVE", "seats": 1}, "upgradeSubscription": {"offer": "PREMIUM", "seats": 15},
			"suspendSubscription": {"reason": "FRAUD"}, "resumeSubscription": {}, "cancelSubscription": {}, "changePartnerOfRecord": {},
			"changeSupportContact": {"partnerId": beta}, "offerTransfer": {"toPartnerId": beta},
		}
		for name, in := range inputs {
			in["subscriptionId"] = id
			w.unchanged(func() {
				w.subscribe("admin@one.example", name, in).refused("FORBIDDEN_ROLE")
				w.subscribe("help@alpha.example", name, in).refused("FORBIDDEN_ROLE")
				w.subscribe("bill@alpha.example", name, in).refused("FORBIDDEN_ROLE")
				w.subscribe("op@x.example", name, in).refused("FORBIDDEN_ROLE")
				w.subscribe("admin@prov.example", name, in).refusedBy("NOT_FOUND", "R27") // related without DAP
				w.subscribe("admin@two.example", name, in).refusedBy("NOT_FOUND", "R27")
				a := w.subscribe("admin@beta.example", name, in)
				a.refused("NOT_BILLED_PARTNER")
				a.want("answer.userErrors.0.billedPartner", `null`) // Alpha is not there, to Beta (R27)
			})
		}
	})
}

// To who may know the billed partner the refusal names it (R19): a reseller with DAP, of its provider.
func TestR19_TheBilledPartnerIsNamed(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		_, token := w.named("admin@tier2.example", vars{})
		w.joined("admin@two.example", token)
		id := w.orderedBy("admin@prov.example", "admin@two.example", "BUSINESS", 5)
		w.subscription("admin@two.example", id).want("subscription.partnerOfRecord.name", `"Tier Two"`)
		a := w.subscribe("admin@tier2.example", "changeSeats", vars{"subscriptionId": id, "seats": 6})
		a.refused("NOT_BILLED_PARTNER")
		a.want("answer.userErrors.0.billedPartner.name", `"Provider"`)
	})
}
