package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// asOf writes a moment as an argument.
func asOf(at time.Time) string { return fmt.Sprintf("asOf: %q", at.Format(time.RFC3339Nano)) }

// then asks a customer for its subscriptions as of a moment.
func (w *world) then(email string, at time.Time) *answer {
	w.t.Helper()
	return w.ask(email, `{ viewer { customer { subscriptions(`+asOf(at)+`) { totalCount nodes `+subscriptionFields+` } } } }`, nil)
}

// importsSubscriptions imports lines of subscriptions of One.
func (w *world) importsSubscriptions(lines ...string) {
	w.t.Helper()
	w.load(map[string]string{"subscriptions.csv": "key,customer_key,offer,seats,original_reseller_key,partner_of_record_key,status,started_at\n" + strings.Join(lines, "\n") + "\n"})
	w.clock.pass(time.Second)
}

func TestSubscriptionsAsOfAMomentToComeAreRefused(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.bought("BUSINESS", 10)
		argument := asOf(w.clock.now().Add(time.Hour))
		for email, asked := range map[string]string{
			"admin@alpha.example": `{ viewer { partner { subscriptions(` + argument + `) { totalCount } } } }`,
			"admin@one.example":   `{ viewer { customer { subscriptions(` + argument + `) { totalCount } } } }`,
			"op@x.example":        `{ customers { nodes { subscriptions(` + argument + `) { totalCount } } } }`,
		} {
			if a := w.ask(email, asked, nil); a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %s %v", email, a.topCode(), a.Data)
			}
		}
		a := w.ask("admin@alpha.example", exportDoc, vars{"relationships": vars{}, "subscriptions": vars{"asOf": w.clock.now().Add(time.Hour).Format(time.RFC3339)}, "events": vars{}})
		if code := a.text("subscriptions.userErrors.0.code"); code != "VALIDATION_FAILED" {
			t.Errorf("a file of a moment to come: %s", code)
		}
	})
}

// What is nested is as of the same moment; what may be done is what may be done now.
func TestSubscriptionsAsOfAMomentHaveTheirAddOnsOfThen(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		addOn := w.added(id, "STORAGE")
		then := w.clock.now()
		w.clock.pass(time.Hour)
		was := w.ask("admin@one.example", `{ viewer { customer { subscriptions { totalCount nodes `+subscriptionFields+` } } } }`, nil)
		w.added(id, "ARCHIVE")
		w.subscribe("admin@alpha.example", "upgradeSubscription", vars{"subscriptionId": id, "offer": "PREMIUM", "seats": 20}).ok() // which STORAGE does not go with
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "FRAUD"}).ok()
		a := w.then("admin@one.example", then)
		a.want("viewer.customer.subscriptions.totalCount", `2`)
		a.want("viewer.customer.subscriptions.nodes.0.base", `{"id":"`+id+`"}`)
		a.want("viewer.customer.subscriptions.nodes.1.addOns", `[{"id":"`+addOn+`","offer":{"code":"STORAGE"}}]`)
		a.want("viewer.customer.subscriptions.nodes.1.delegatedAdmin", `{"name":"Alpha"}`)
		for i, node := range a.list("viewer.customer.subscriptions.nodes") {
			before := was.list("viewer.customer.subscriptions.nodes")[i]
			for _, n := range []*answer{node, before} {
				delete(n.Data.(vars), "version") //nolint:forcetypeassert,errcheck // an object; its version is that of now
			}
			if diff := cmp.Diff(before.Data, node.Data); diff != "" {
				t.Errorf("%d (-then +now):\n%s", i, diff)
			}
		}
		now := w.ask("admin@alpha.example", `query($id: ID!) { subscription(id: $id) { capabilities { action allowed } } }`, vars{"id": id})
		told := w.ask("admin@alpha.example", `{ viewer { partner { subscriptions(`+asOf(then)+`) { nodes { base { seats offer { code } } capabilities { action allowed } unitPrice { amount } } } } } }`, nil)
		if diff := cmp.Diff(now.get("subscription.capabilities"), told.get("viewer.partner.subscriptions.nodes.1.capabilities")); diff != "" {
			t.Errorf("capabilities (-now +told):\n%s", diff)
		}
		told.want("viewer.partner.subscriptions.nodes.0.base", `{"seats":10,"offer":{"code":"BUSINESS"}}`)
		told.want("viewer.partner.subscriptions.nodes.1.unitPrice.amount", `"11.00"`)
	})
}

// Of now and of then in one document each is told as it is, whichever is read first.
func TestSubscriptionsAsOfTwoMomentsAreNotMixed(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		w.added(id, "STORAGE")
		then := w.clock.now()
		w.clock.pass(time.Hour)
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 12}).ok()
		const fields = `{ nodes { seats base { seats addOns { base { seats } } } } }`
		a := w.ask("admin@one.example", `{ viewer { customer { then: subscriptions(`+asOf(then)+`) `+fields+` now: subscriptions `+fields+` again: subscriptions(`+asOf(then)+`) `+fields+` } } }`, nil)
		for name, seats := range map[string]int{"then": 10, "now": 12, "again": 10} {
			a.want("viewer.customer."+name+".nodes", fmt.Sprintf(`[{"seats":1,"base":{"seats":%[1]d,"addOns":[{"base":{"seats":%[1]d}}]}},{"seats":%[1]d,"base":null}]`, seats))
		}
	})
}

// A transfer moves a subscription from list to list, and what was offered stays in the past. Who sees no more of it now sees nothing of
// what it was, either (R27).
func TestR41_R27_TransfersAsOfAMoment(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id, beta := w.bought("BUSINESS", 10), w.partner("admin@beta.example")
		alpha := w.partner("admin@alpha.example")
		sold := w.clock.now()
		w.clock.pass(time.Hour)
		w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": beta}).ok()
		offered := w.clock.now()
		w.clock.pass(time.Hour)
		w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok()
		lists := func(email, who string, at time.Time) string {
			a := w.ask(email, `query($id: ID!) { partner(id: $id) { billed: subscriptions(`+asOf(at)+`) { totalCount nodes { id transfer { to { id } } } } offered: subscriptions(`+asOf(at)+`, filter: {transferOffered: true, status: ACTIVE, offer: "BUSINESS"}) { totalCount nodes { id transfer { to { id } } } } } }`, vars{"id": who})
			return strings.NewReplacer(id, "ID", beta, "BETA").Replace(fmt.Sprint(a.get("partner")))
		}
		const (
			none      = "map[nodes:[] totalCount:0]"
			one       = "map[nodes:[map[id:ID transfer:<nil>]] totalCount:1]"
			withOffer = "map[nodes:[map[id:ID transfer:map[to:map[id:BETA]]]] totalCount:1]"
		)
		for _, c := range []struct {
			email, who string
			at         time.Time
			want       [2]string
		}{
			{"op@x.example", alpha, sold, [2]string{one, none}},
			{"op@x.example", beta, sold, [2]string{none, none}},
			{"op@x.example", alpha, offered, [2]string{withOffer, none}},
			{"op@x.example", beta, offered, [2]string{none, withOffer}},
			{"op@x.example", alpha, w.clock.now(), [2]string{none, none}},
			{"op@x.example", beta, w.clock.now(), [2]string{one, none}},
			{"admin@beta.example", beta, offered, [2]string{none, withOffer}},
			{"admin@alpha.example", alpha, sold, [2]string{one, none}}, // it holds DAP
		} {
			if got := lists(c.email, c.who, c.at); got != "map[billed:"+c.want[0]+" offered:"+c.want[1]+"]" {
				t.Errorf("%s of %s at %s: %s, want %s", c.email, c.who, c.at, got, c.want)
			}
		}
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		if got := lists("admin@alpha.example", alpha, sold); got != "map[billed:"+none+" offered:"+none+"]" {
			t.Errorf("to who sees it no more: %s", got)
		}
	})
}

// That an imported subscription was suspended or cancelled is known from the import on, and of one that is to start that it is there.
func TestImportedSubscriptionsAsOfAMoment(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		before := w.clock.now()
		w.clock.pass(time.Hour)
		imported := w.clock.now()
		w.importsSubscriptions("s,one,BUSINESS,5,alpha,,SUSPENDED,2026-01-10T00:00:00Z", "c,one,PREMIUM,5,,,CANCELLED,2026-01-09T00:00:00Z", "f,one,DEVICES,5,alpha,,,2026-06-01T00:00:00Z")
		const asked = `{ nodes { externalKey status suspendedAt cancelledAt } }`
		lists := func(at time.Time) string {
			a := w.ask("op@x.example", `query($id: ID!) { customer(id: $id) { all: subscriptions(`+asOf(at)+`) `+asked+` active: subscriptions(`+asOf(at)+`, filter: {status: ACTIVE}) { totalCount } suspended: subscriptions(`+asOf(at)+`, filter: {status: SUSPENDED}) { totalCount } } }`, vars{"id": w.customer("admin@one.example")})
			return strings.ReplaceAll(fmt.Sprint(a.get("customer")), imported.Format(time.RFC3339), "IMPORT")
		}
		for at, want := range map[time.Time]string{
			before:   "map[active:map[totalCount:2] all:map[nodes:[map[cancelledAt:<nil> externalKey:s status:ACTIVE suspendedAt:<nil>] map[cancelledAt:<nil> externalKey:c status:ACTIVE suspendedAt:<nil>]]] suspended:map[totalCount:0]]",
			imported: "map[active:map[totalCount:1] all:map[nodes:[map[cancelledAt:<nil> externalKey:f status:ACTIVE suspendedAt:<nil>] map[cancelledAt:<nil> externalKey:s status:SUSPENDED suspendedAt:IMPORT] map[cancelledAt:IMPORT externalKey:c status:CANCELLED suspendedAt:<nil>]]] suspended:map[totalCount:1]]",
		} {
			if got := lists(at); got != want {
				t.Errorf("at %s: %s, want %s", at, got, want)
			}
		}
	})
}

// An add-on that is imported for what is offered goes with that.
func TestR41_AnImportedAddOnGoesWithItsBase(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(_ *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": w.partner("admin@beta.example")}).ok()
		w.importsSubscriptions("a,one,ARCHIVE,5,alpha,,,2026-02-20T00:00:00Z")
		offered := w.clock.now()
		w.clock.pass(time.Hour)
		w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok()
		w.ask("admin@beta.example", `{ viewer { partner { subscriptions { totalCount } offered: subscriptions(`+asOf(offered)+`, filter: {transferOffered: true}) { totalCount } } } }`, nil).
			want("viewer.partner", `{"subscriptions":{"totalCount":2},"offered":{"totalCount":2}}`)
	})
}

// The price of a past term is that which was charged.
func TestR31_PricesAsOfAMoment(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.importsSubscriptions("old,one,PREMIUM,5,,,,2026-02-20T00:00:00Z")
		w.bought("PREMIUM", 10)
		then := w.clock.now()
		w.load(map[string]string{"prices.csv": "offer,month,monthly_price_minor,currency\nPREMIUM,2027-02,2500,CNY\n"})
		w.until("2027-03-20")
		w.renewed(2)
		a := w.ask("op@x.example", `query($id: ID!) { customer(id: $id) { then: subscriptions(`+asOf(then)+`) { nodes { soldByOperator unitPrice { amount } } } now: subscriptions { nodes { unitPrice { amount } } } } }`, vars{"id": w.customer("admin@one.example")})
		a.want("customer.then.nodes", `[{"soldByOperator":false,"unitPrice":{"amount":"21.00"}},{"soldByOperator":true,"unitPrice":null}]`)
		a.want("customer.now.nodes", `[{"unitPrice":{"amount":"25.00"}},{"unitPrice":{"amount":"25.00"}}]`)
	})
}

// Pages of a past moment go on where the one before ended, also where the rows come of two stretches.
func TestPagesOfSubscriptionsAsOfAMoment(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		alpha, beta := w.partner("admin@alpha.example"), w.partner("admin@beta.example")
		var want []string
		for range 5 {
			want = append([]string{w.bought("BUSINESS", 2)}, want...)
		}
		then := w.clock.now()
		w.clock.pass(time.Hour)
		for _, id := range []string{want[1], want[2]} {
			w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": beta}).ok()
			w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok()
		}
		w.bought("BUSINESS", 2)
		page := func(arguments string) *answer {
			return w.ask("op@x.example", `query($id: ID!) { partner(id: $id) { subscriptions(`+asOf(then)+`, `+arguments+`) { nodes { id } pageInfo { hasNextPage endCursor hasPreviousPage } } } }`, vars{"id": alpha})
		}
		var got []string
		for after := ""; ; {
			a := page("first: 2" + after)
			for _, node := range a.list("partner.subscriptions.nodes") {
				got = append(got, node.text("id"))
			}
			if more, _ := a.get("partner.subscriptions.pageInfo.hasNextPage").(bool); !more {
				break
			}
			after = fmt.Sprintf(", after: %q", a.text("partner.subscriptions.pageInfo.endCursor"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("forwards (-want +got):\n%s", diff)
		}
		if last := joined(page("last: 2").list("partner.subscriptions.nodes"), "id"); last != want[3]+" "+want[4] {
			t.Errorf("the last two: %s", last)
		}
	})
}

// A file has what stood when it was asked for, or at an earlier moment, while rows change.
func TestFilesOfSubscriptionsAreAsOfAMoment(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 10)
		w.added(id, "STORAGE")
		w.bought("DEVICES", 10)
		w.clock.pass(time.Minute)
		files, then := w.files(), w.clock.now()
		url := w.exported("admin@alpha.example", vars{"format": "NDJSON"})["subscriptions"]
		csv := w.exported("admin@alpha.example", vars{})["subscriptions"]
		before, text := w.fetched(files, url), w.fetch(files, csv).Body.String()
		w.clock.pass(time.Minute)
		w.subscribe("admin@alpha.example", "upgradeSubscription", vars{"subscriptionId": id, "offer": "PREMIUM", "seats": 20}).ok()
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "FRAUD"}).ok()
		w.bought("BUSINESS", 1)
		if diff := cmp.Diff(before, w.fetched(files, url)); diff != "" || len(before) != 3 {
			t.Errorf("%d rows (-then +now):\n%s", len(before), diff)
		}
		if diff := cmp.Diff(text, w.fetch(files, csv).Body.String()); diff != "" {
			t.Errorf("CSV (-then +now):\n%s", diff)
		}
		first, _ := before[0]["cursor"].(string)
		if diff := cmp.Diff(before[1:], w.fetched(files, url+"?after="+first)); diff != "" {
			t.Errorf("the rest (-then +now):\n%s", diff)
		}
		if now := w.fetched(files, w.exported("admin@alpha.example", vars{"format": "NDJSON"})["subscriptions"]); len(now) != 4 || now[3]["status"] != "SUSPENDED" {
			t.Errorf("now: %v", now)
		}
		in := vars{"format": "NDJSON", "asOf": then.Format(time.RFC3339Nano), "filter": vars{"status": "ACTIVE", "offer": "BUSINESS"}}
		earlier := w.ask("admin@alpha.example", exportDoc, vars{"relationships": vars{}, "subscriptions": in, "events": vars{}})
		rows := w.fetched(files, earlier.text("subscriptions.export.url"))
		if diff := cmp.Diff(before[2:], rows); diff != "" {
			t.Errorf("as of then (-then +now):\n%s", diff)
		}
	})
}

// Of two servers the clock of one may be behind: the change that was made last is the last, whatever moment it says, and what is told of now
// is what the rows say.
func TestSubscriptionsAsOfNowAreTheRowsWhateverClocksSay(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		resumed, given, withdrawn := w.bought("BUSINESS", 10), w.bought("DEVICES", 10), w.bought("PREMIUM", 10)
		files, start, beta := w.files(), w.clock.now(), w.partner("admin@beta.example")
		w.clock.pass(time.Hour)
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": resumed, "reason": "FRAUD"}).ok()
		for _, id := range []string{given, withdrawn} {
			w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": beta}).ok()
		}
		w.clock.set(start.Add(30 * time.Minute))
		w.subscribe("admin@alpha.example", "resumeSubscription", vars{"subscriptionId": resumed}).ok()
		w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": given}).ok()
		w.subscribe("admin@alpha.example", "withdrawTransfer", vars{"subscriptionId": withdrawn}).ok()
		const lists = `{ totalCount nodes { id status suspendedAt billedPartner { name } transfer { to { name } } } }`
		asked := func(argument string) string {
			if argument != "" {
				argument += ", "
			}
			of := func(filter string) string { return "subscriptions(" + argument + "filter: {" + filter + "}) " + lists }
			a := w.ask("op@x.example", `query($one: ID!, $alpha: ID!, $beta: ID!) {
				customer(id: $one) { `+of("")+` active: `+of("status: ACTIVE")+` suspended: `+of("status: SUSPENDED")+` }
				alpha: partner(id: $alpha) { `+of("")+` offered: `+of("transferOffered: true")+` }
				beta: partner(id: $beta) { `+of("")+` offered: `+of("transferOffered: true")+` } }`,
				vars{"one": w.customer("admin@one.example"), "alpha": w.partner("admin@alpha.example"), "beta": beta})
			return fmt.Sprint(a.Data)
		}
		for _, at := range []time.Time{start.Add(40 * time.Minute), start.Add(2 * time.Hour)} { // within the hour, and after it
			w.clock.set(at)
			if diff := cmp.Diff(asked(""), asked(asOf(at))); diff != "" {
				t.Errorf("at %s (-rows +told):\n%s", at, diff)
			}
			for _, row := range w.fetched(files, w.exported("admin@alpha.example", vars{"format": "NDJSON"})["subscriptions"]) {
				if row["status"] != "ACTIVE" || row["id"] == given {
					t.Errorf("in a file: %v", row)
				}
			}
		}
	})
}

// What a partner is told of the past of what it took over begins with the offer, as its history does: why its previous partner had suspended it
// is not its affair (R25, R27). Who was there is told, and so are the customer and the operator.
func TestR25_R27_SubscriptionsAsOfBeforeAPartnerHadToDoWithThem(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id, beta, one := w.bought("BUSINESS", 10), w.partner("admin@beta.example"), w.customer("admin@one.example")
		addOn := w.added(id, "STORAGE")
		moments := map[string]time.Time{}
		passed := func(name string) { moments[name] = w.clock.now(); w.clock.pass(time.Hour) }
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "FRAUD"}).ok()
		passed("suspended")
		w.subscribe("admin@alpha.example", "resumeSubscription", vars{"subscriptionId": id}).ok()
		passed("resumed")
		w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": beta}).ok()
		passed("offered")
		w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok()
		passed("taken")
		const active, fraud = `"status":"ACTIVE","suspensionReason":null`, `"status":"SUSPENDED","suspensionReason":"FRAUD"`
		all := map[string]string{"suspended": fraud, "resumed": active, "offered": active, "taken": active}
		for email, want := range map[string]map[string]string{
			"admin@beta.example":  {"suspended": "", "resumed": "", "offered": active, "taken": active},
			"admin@alpha.example": all, // it holds DAP
			"admin@one.example":   all,
			"op@x.example":        all,
		} {
			for name, want := range want {
				a := w.ask(email, `query($id: ID!) { customer(id: $id) { subscriptions(`+asOf(moments[name])+`) { totalCount nodes { id status suspensionReason base { id } addOns { id } } }
					suspended: subscriptions(`+asOf(moments[name])+`, filter: {status: SUSPENDED}) { totalCount } } }`, vars{"id": one})
				nodes, count, suspended := `[]`, `0`, `0`
				if want != "" { // an add-on is suspended with its base
					nodes = fmt.Sprintf(`[{"id":%[1]q,%[3]s,"base":{"id":%[2]q},"addOns":[]},{"id":%[2]q,%[3]s,"base":null,"addOns":[{"id":%[1]q}]}]`, addOn, id, want)
					count = `2`
				}
				if want == fraud {
					suspended = `2`
				}
				t.Log(email, name)
				a.want("customer.subscriptions.nodes", nodes)
				a.want("customer.subscriptions.totalCount", count)
				a.want("customer.suspended.totalCount", suspended)
			}
		}
	})
}
