package resolvers_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const billDoc = `query($month: String!) { viewer { partner { billing(month: $month) { month period { from until } currency
	total { amount amountMinor currency } tax { amount } amount { amount } lines { totalCount nodes { customer { name } subscription { id } subscriptionId offer { code } type from until
	unitPrice { amount } quantity amount { amount } tax { amount } total { amount } reseller { name } } }
	customers { totalCount nodes { customer { name } amount { amount } tax { amount } total { amount } lineCount } } } } } }`

// bill reads the bill of a user's partner for a month.
func (w *world) bill(email, month string) *answer {
	w.t.Helper()
	return w.ask(email, billDoc, vars{"month": month})
}

// until moves the clock to a day in Shanghai, at eight in the morning.
func (w *world) until(day string) {
	w.t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	w.must(err)
	w.clock.pass(at.Sub(w.clock.now()))
}

// lines tell of a bill's lines: what for, from when until when, how many seats, how much.
func (a *answer) lines() string {
	a.t.Helper()
	var lines []string
	for _, l := range a.list("viewer.partner.billing.lines.nodes") {
		lines = append(lines, fmt.Sprint(l.get("type"), " ", l.get("from"), " ", l.get("until"), " ", l.get("quantity"), " ", l.get("total.amount")))
	}
	return strings.Join(lines, "\n")
}

// The case of R33, through the API.
func TestR33_TheCaseOfTheRules(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.until("2026-06-10")
		id := w.bought("BUSINESS", 15)
		for _, change := range []struct {
			day   string
			seats int
		}{{"2026-07-20", 22}, {"2026-07-26", 12}, {"2026-08-10", 10}} {
			w.until(change.day)
			w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": change.seats}).ok()
		}
		w.until("2026-08-15")
		bill := w.bill("bill@alpha.example", "2026-08")
		const want = `OFFSET 2026-07-15 2026-08-15 15 -165.00
PRORATE_ON_CHANGE 2026-07-15 2026-07-20 15 26.61
PRORATE_ON_CHANGE 2026-07-20 2026-07-26 22 46.84
PRORATE_ON_CHANGE 2026-07-26 2026-08-10 12 63.87
PRORATE_ON_CHANGE 2026-08-10 2026-08-15 10 17.74
CYCLE_FEE 2026-08-15 2026-09-15 10 110.00`
		if got := bill.lines(); got != want {
			t.Errorf("lines:\n%s", got)
		}
		bill.want("viewer.partner.billing.total", `{"amount":"100.06","amountMinor":10006,"currency":"CNY"}`)
		bill.want("viewer.partner.billing.amount.amount", `"100.06"`)
		bill.want("viewer.partner.billing.tax.amount", `"0.00"`)
		bill.want("viewer.partner.billing.period", `{"from":"2026-08-15","until":"2026-09-15"}`)
		bill.want("viewer.partner.billing.lines.totalCount", `6`)
		bill.want("viewer.partner.billing.lines.nodes.0.subscription.id", `"`+id+`"`)
		bill.want("viewer.partner.billing.customers", `{"totalCount":1,"nodes":[{"customer":{"name":"One Ltd"},"amount":{"amount":"100.06"},"tax":{"amount":"0.00"},"total":{"amount":"100.06"},"lineCount":6}]}`)
		if got := w.bill("admin@alpha.example", "2026-06").lines(); got != "PURCHASE_FEE 2026-06-15 2026-07-15 15 165.00" {
			t.Errorf("the first bill: %s", got)
		}
	})
}

func TestR32_MonthsWithoutABill(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		for _, month := range []string{"", "2026", "2026-13", "2026-00", "2026-2", "2026-02-01", "02-2026", " 2026-02", "2026-01", "0000-00", "2026-03", "9999-12", strings.Repeat("9", 500)} {
			a := w.bill("admin@alpha.example", month)
			if a.topCode() != "VALIDATION_FAILED" || a.get("viewer.partner.billing") != nil {
				t.Errorf("%q: %q, %v", month, a.topCode(), a.Data)
			}
		}
		if a := w.bill("admin@alpha.example", "2026-02"); a.topCode() != "" || a.get("viewer.partner.billing.currency") != "XXX" || a.get("viewer.partner.billing.total.amount") != "0.00" {
			t.Errorf("a bill without charges: %q, %v", a.topCode(), a.Data)
		}
		w.registerPartner(vars{}).ok()
		if a := w.bill("first@gamma.example", "2026-02"); a.topCode() != "VALIDATION_FAILED" {
			t.Errorf("not signed: %q", a.topCode())
		}
	})
}

func TestR18_WhoSeesBills(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		for email, code := range map[string]string{
			"admin@alpha.example": "", "boss@alpha.example": "", "bill@alpha.example": "",
			"sales@alpha.example": "FORBIDDEN_ROLE", "help@alpha.example": "FORBIDDEN_ROLE", "users@alpha.example": "FORBIDDEN_ROLE",
		} {
			a := w.bill(email, "2026-02")
			if a.topCode() != code || (a.get("viewer.partner.billing") == nil) != (code != "") {
				t.Errorf("%s: %q", email, a.topCode())
			}
		}
		alpha := w.partner("admin@alpha.example")
		const doc = `query($id: ID!) { partner(id: $id) { billing(month: "2026-02") { month } subscriptions { totalCount } } }`
		w.ask("op@x.example", doc, vars{"id": alpha}).want("partner", `{"billing":{"month":"2026-02"},"subscriptions":{"totalCount":0}}`)
		w.ask("admin@one.example", doc, vars{"id": alpha}).want("partner", `{"billing":null,"subscriptions":null}`)
		a := w.ask("help@alpha.example", `mutation { pinOffers(input: {offers: []}) { partner { billing(month: "2026-02") { month } } userErrors { code } } }`, nil)
		a.refused("FORBIDDEN_ROLE")
		a = w.ask("sales@alpha.example", `mutation { pinOffers(input: {offers: []}) { partner { billing(month: "x") { month } } userErrors { code } } }`, nil)
		a.ok().want("pinOffers.partner.billing", `null`)
	})
}

// Who may not see prices sees the catalogue without them (R31).
func TestR31_PricesAreHidden(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("PREMIUM", 2)
		const doc = `query($id: ID!) { offers(service: "OFFICE365") { code monthlyPrice { amount currency } } node(id: $id) { ... on CustomerSubscription { unitPrice { amount } } } }`
		for email, sees := range map[string]struct{ catalogue, subscription bool }{
			"admin@alpha.example": {true, true}, "boss@alpha.example": {true, true}, "bill@alpha.example": {true, true}, "op@x.example": {true, true},
			"sales@alpha.example": {}, "help@alpha.example": {}, "admin@one.example": {}, "admin@adv.example": {true, false},
		} {
			a := w.ask(email, doc, vars{"id": id})
			price, unit := any(nil), `null`
			if sees.catalogue {
				price = "21.00" // of February's list, which is in force in March
			}
			if sees.subscription {
				unit = `{"amount":"21.00"}`
			}
			a.want("node.unitPrice", unit)
			for _, o := range a.list("offers") {
				if o.get("code") == "PREMIUM" && o.get("monthlyPrice.amount") != price {
					t.Errorf("%s: %v", email, o.Data)
				}
			}
		}
		nobody := w.ask("", `{ offers { monthlyPrice { amount } } }`, nil)
		nobody.want("offers.0.monthlyPrice", `null`)
		// At midnight in Shanghai it is April, in UTC not yet.
		w.clock.pass(time.Date(2026, 3, 31, 16, 30, 0, 0, time.UTC).Sub(w.clock.now()))
		w.ask("admin@alpha.example", `{ offers(service: "OFFICE365") { code monthlyPrice { amount } } }`, nil).want("offers.2", `{"code":"PREMIUM","monthlyPrice":{"amount":"22.00"}}`)
		// What is bought keeps its price to the end of its term.
		w.subscription("admin@alpha.example", id).want("subscription.unitPrice.amount", `"21.00"`)
	})
}

// A renewal takes the list then in force (R31, R32); before the background work has come to it the bill knows.
func TestR31_RenewalTakesTheListThenInForce(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("PREMIUM", 2)
		w.until("2027-03-15")
		const want = "RENEWAL 2027-03-15 2027-04-15 2 44.00"
		if got := w.bill("admin@alpha.example", "2027-03").lines(); got != want {
			t.Errorf("before the renewal: %s", got)
		}
		if n, err := w.app.RenewDue(t.Context()); n != 1 || err != nil {
			t.Errorf("%d renewed, %v", n, err)
		}
		a := w.subscription("admin@alpha.example", id)
		a.want("subscription.unitPrice.amount", `"22.00"`)
		a.want("subscription.term", `{"startsOn":"2027-03-15","endsOn":"2028-03-15","firstBilledOn":"2026-03-15"}`)
		if got := w.bill("admin@alpha.example", "2027-03").lines(); got != want {
			t.Errorf("after the renewal: %s", got)
		}
		if got := w.bill("admin@alpha.example", "2027-02").lines(); got != "CYCLE_FEE 2027-02-15 2027-03-15 2 42.00" {
			t.Errorf("the month before: %s", got)
		}
	})
}

// The pages of a bill, put together, are the bill: forwards and backwards.
func TestR34_PagesWalkTheWholeBill(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.billOfThree()
		for list, want := range map[string]int{"lines": 48, "customers": 3} {
			whole := w.billWalk(list, "first: 100", "after", "endCursor", "hasNextPage")
			if len(whole) != want {
				t.Fatalf("%d %s", len(whole), list)
			}
			for _, size := range []int{1, 2, 5, 7} {
				forwards := w.billWalk(list, fmt.Sprint("first: ", size), "after", "endCursor", "hasNextPage")
				backwards := w.billWalk(list, fmt.Sprint("last: ", size), "before", "startCursor", "hasPreviousPage")
				if !slices.Equal(forwards, whole) || !slices.Equal(backwards, whole) {
					t.Errorf("%s by %d: %d forwards, %d backwards", list, size, len(forwards), len(backwards))
				}
			}
		}
	})
}

func TestBadPagesOfABill(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.billOfThree()
		const bill = `{ viewer { partner { billing(month: "2026-04") { lines(%s) { pageInfo { endCursor } } customers(%s) { totalCount } } } } }`
		cursor := w.ask("admin@alpha.example", fmt.Sprintf(bill, "first: 1", "first: 1"), nil).text("viewer.partner.billing.lines.pageInfo.endCursor")
		for name, args := range map[string][2]string{
			"no cursor": {`after: "x"`, ""}, "size": {"first: 101", ""}, "none": {"last: 0", ""}, "both": {"first: 1, last: 1", ""},
			"of another list": {"first: 1", fmt.Sprintf("after: %q", cursor)},
		} {
			a := w.ask("admin@alpha.example", fmt.Sprintf(bill, args[0], cmp.Or(args[1], "first: 1")), nil)
			if a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %q", name, a.topCode())
			}
		}
	})
}

// billOfThree has three customers buy two things with an add-on each, and change the seats of all within a period.
func (w *world) billOfThree() {
	w.t.Helper()
	w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\nalpha,two,2025-01-01T00:00:00Z,,ACTIVE,\nalpha,three,2025-01-01T00:00:00Z,,ACTIVE,\n"})
	for _, customer := range []string{"admin@one.example", "admin@two.example", "admin@three.example"} {
		for range 2 {
			w.added(w.orderedBy("sales@alpha.example", customer, "BUSINESS", 3), "ARCHIVE")
		}
	}
	w.until("2026-04-01")
	for _, s := range w.ask("admin@alpha.example", `{ viewer { partner { subscriptions { nodes { id } } } } }`, nil).list("viewer.partner.subscriptions.nodes") {
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": s.text("id"), "seats": 5}).ok()
	}
	w.until("2026-04-20")
}

// billWalk collects the items of a list of Alpha's bill of April page by page.
func (w *world) billWalk(list, size, argument, cursor, more string) []string {
	w.t.Helper()
	doc := fmt.Sprintf(`query($c: String) { viewer { partner { billing(month: "2026-04") { list: %s(%s, %s: $c) { totalCount nodes { %s } pageInfo { c: %s more: %s } } } } } }`,
		list, size, argument, map[string]string{"lines": "subscriptionId type from", "customers": "customer { name }"}[list], cursor, more)
	var items []string
	var at any
	for {
		a := w.ask("admin@alpha.example", doc, vars{"c": at})
		var page []string
		for _, n := range a.list("viewer.partner.billing.list.nodes") {
			page = append(page, fmt.Sprint(n.Data))
		}
		if argument == "before" {
			items = append(page, items...)
		} else {
			items = append(items, page...)
		}
		if more, _ := a.get("viewer.partner.billing.list.pageInfo.more").(bool); !more {
			return items
		}
		at = a.text("viewer.partner.billing.list.pageInfo.c")
	}
}

// A bill of a past moment is made of the charges of then: an import adds to that of the present period. It is there once its first day has
// begun, and what is to come nobody is told.
func TestR32_BillsOfAPastMoment(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.until("2026-06-10")
		w.bought("BUSINESS", 15)
		w.until("2026-06-15")
		before := w.clock.now()
		w.clock.pass(6 * time.Hour)
		w.load(map[string]string{"subscriptions.csv": "key,customer_key,offer,seats,original_reseller_key,partner_of_record_key,status,started_at\nk,one,BUSINESS,1,alpha,,,2026-06-15T05:00:00Z\n"})
		w.until("2026-07-20")
		bill := func(month string, at time.Time) *answer {
			return w.ask("bill@alpha.example", strings.NewReplacer("$month: String!", "$month: String!, $asOf: DateTime!", "month: $month", "month: $month, asOf: $asOf").Replace(billDoc),
				vars{"month": month, "asOf": at.Format(time.RFC3339Nano)})
		}
		then, now := bill("2026-06", before), bill("2026-06", w.clock.now())
		if got := then.lines(); got != "PURCHASE_FEE 2026-06-15 2026-07-15 15 165.00" {
			t.Errorf("before the import: %s", got)
		}
		then.want("viewer.partner.billing.total.amount", `"165.00"`)
		then.want("viewer.partner.billing.customers", `{"totalCount":1,"nodes":[{"customer":{"name":"One Ltd"},"amount":{"amount":"165.00"},"tax":{"amount":"0.00"},"total":{"amount":"165.00"},"lineCount":1}]}`)
		now.want("viewer.partner.billing.lines.totalCount", `2`)
		if of, asOfNow := fmt.Sprint(w.bill("bill@alpha.example", "2026-06").Data), fmt.Sprint(now.Data); of != asOfNow {
			t.Errorf("as of now:\n%s\nnow:\n%s", asOfNow, of)
		}
		bill("2026-03", before).want("viewer.partner.billing.total.amount", `"0.00"`)
		bill("2026-03", before.AddDate(0, -2, 0)).want("viewer.partner.billing.currency", `"XXX"`)
		for name, a := range map[string]*answer{
			"a period that had not begun": bill("2026-07", before), "a moment to come": bill("2026-06", w.clock.now().Add(time.Microsecond)),
			"before the first": bill("2026-01", before), "no month": bill("x", before),
		} {
			if a.topCode() != "VALIDATION_FAILED" || a.get("viewer.partner.billing") != nil {
				t.Errorf("%s: %q, %v", name, a.topCode(), a.Data)
			}
		}
		if a := bill("2026-07", w.clock.now()); a.topCode() != "" {
			t.Errorf("a period that has begun: %v", a.Errors)
		}
	})
}
