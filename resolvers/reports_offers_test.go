package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const offersDoc = `query($from: Date!, $interval: ReportInterval! = DAY, $zone: String, $services: [String!], $asOf: DateTime) { viewer { partner {
	report(from: $from, interval: $interval, timeZone: $zone, services: $services, asOf: $asOf) {
		offers { offer { code } subscriptions { begun { values } ended { values } standing { values total } } seats { values total } } } } } }`

// offers writes what a partner's report tells of offers: begun, ended, standing, seats.
func (w *world) offers(email string, in vars) string {
	w.t.Helper()
	var lines []string
	for _, o := range w.ask(email, offersDoc, in).list("viewer.partner.report.offers") {
		lines = append(lines, fmt.Sprint(o.get("offer.code"), " ", o.get("subscriptions.begun.values"), " ", o.get("subscriptions.ended.values"), " ",
			o.get("subscriptions.standing.values"), " ", o.get("seats.values")))
	}
	return strings.Join(lines, "\n")
}

func (w *world) wantOffers(email string, in vars, want ...string) {
	w.t.Helper()
	if got := w.offers(email, in); got != strings.Join(want, "\n") {
		w.t.Errorf("%s %v:\n%s", email, in, got)
	}
	w.must(w.opens(email))
}

// What is ordered is in the report at once, though it is charged from the day after (R32); renewals and changes of seats are no end.
func TestR32_ReportsTellOfOffersAtOnce(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.until("2026-06-10")
		id := w.bought("BUSINESS", 15)
		w.bought("DEVICES", 2)
		w.wantOffers("admin@alpha.example", vars{"from": "2026-06-10"}, "BUSINESS [1] [0] [1] [15]", "DEVICES [1] [0] [1] [2]")
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 22}).ok()
		w.wantOffers("admin@alpha.example", vars{"from": "2026-06-10", "services": []any{"OFFICE365"}}, "BUSINESS [1] [0] [1] [22]")
		w.until("2026-06-11")
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 12}).ok()
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": id, "reason": "NON_PAYMENT"}).ok() // R35
		w.wantOffers("admin@alpha.example", vars{"from": "2026-06-09", "services": []any{"OFFICE365"}}, "BUSINESS [0 1 0] [0 0 0] [0 1 1] [0 22 12]")
		w.subscribe("admin@alpha.example", "resumeSubscription", vars{"subscriptionId": id}).ok()
		w.until("2026-06-13")
		w.subscribe("admin@alpha.example", "upgradeSubscription", vars{"subscriptionId": id, "offer": "PREMIUM", "seats": 10}).ok()
		w.wantOffers("admin@alpha.example", vars{"from": "2026-06-10", "services": []any{"OFFICE365"}},
			"BUSINESS [1 0 0 0] [0 0 0 1] [1 1 1 0] [22 12 12 0]", "PREMIUM [0 0 0 1] [0 0 0 0] [0 0 0 1] [0 0 0 10]")
		w.until("2027-07-01") // after the renewal
		if _, err := w.app.RenewDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.wantOffers("admin@alpha.example", vars{"from": "2027-06-01", "interval": "MONTH", "services": []any{"OFFICE365"}}, "PREMIUM [0 0] [0 0] [1 1] [10 10]")
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": id}).ok()
		w.wantOffers("admin@alpha.example", vars{"from": "2027-06-01", "interval": "MONTH", "services": []any{"OFFICE365"}}, "PREMIUM [0 0] [0 1] [1 0] [10 0]")
	})
}

// What is ordered and cancelled on one day never was.
func TestR33_ReportsPassOverWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": id}).ok()
		w.wantOffers("admin@alpha.example", vars{"from": "2026-02-01", "interval": "MONTH"})
	})
}

// A transfer ends what the giver has and begins what the receiver has; the giver still opens what it had.
func TestR41_ReportsOfATransfer(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		w.until("2026-03-03")
		w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": w.partner("admin@beta.example")}).ok()
		w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok()
		w.wantOffers("admin@alpha.example", vars{"from": "2026-03-01"}, "BUSINESS [1 0 0] [0 0 1] [1 1 0] [15 15 0]")
		w.wantOffers("admin@beta.example", vars{"from": "2026-03-01"}, "BUSINESS [0 0 1] [0 0 0] [0 0 1] [0 0 15]")
		a := w.ask("admin@alpha.example", `{ viewer { partner { charges(filter: {offer: "BUSINESS"}) { totalCount nodes { since until seats subscriptionId subscription { id } customer { name } offer { code } } } } } }`, nil)
		a.want("viewer.partner.charges.nodes.0.since", `"2026-03-01"`)
		a.want("viewer.partner.charges.nodes.0.until", `"2026-03-03"`)
		a.want("viewer.partner.charges.nodes.0.subscriptionId", `"`+id+`"`)
	})
}

// The days are the partner's own: in another zone's report each counts to the part in which it begins.
func TestR33_ReportsOfOffersInAnotherZone(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.clock.set(time.Date(2026, 6, 10, 1, 0, 0, 0, time.UTC)) // the 10th in Shanghai, which began on the 9th in London
		w.bought("BUSINESS", 15)
		w.wantOffers("admin@alpha.example", vars{"from": "2026-06-08", "zone": "Europe/London"}, "BUSINESS [0 1 0] [0 0 0] [0 1 1] [0 15 15]")
	})
}

func TestChargesAreTheirPartnersAndTheOperators(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.bought("BUSINESS", 15)
		const doc = `query($id: ID!) { partner(id: $id) { charges { totalCount nodes { seats } } } }`
		alpha := vars{"id": w.partner("admin@alpha.example")}
		w.ask("admin@one.example", doc, alpha).want("partner", `{"charges": null}`)
		for _, email := range []string{"op@x.example", "help@alpha.example", "sales@alpha.example"} {
			w.ask(email, doc, alpha).want("partner", `{"charges": {"totalCount": 1, "nodes": [{"seats": 15}]}}`)
		}
		for name, filter := range map[string]string{"offer": `{offer: "NOPE"}`, "day": `{standingOn: "2026-02-30"}`} {
			if a := w.ask("admin@alpha.example", `{ viewer { partner { charges(filter: `+filter+`) { totalCount } } } }`, nil); a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %q", name, a.topCode())
			}
		}
	})
}

const billedDoc = `query($from: Date!, $to: Date) { viewer { partner { report(from: $from, to: $to, interval: MONTH) { parts { from }
	billed { months { month period { from until } amount { amount } tax { amount } total { amount } lineCount } amount { amount } tax { amount } total { amount currency } } } } } }`

// What a report tells of bills is what the bills tell, and its sums are theirs.
func TestR32_ReportsSumUpBills(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.until("2026-06-10")
		id := w.bought("BUSINESS", 15)
		w.until("2026-07-20")
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 22}).ok()
		w.until("2026-08-10")
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": id}).ok()
		w.until("2026-09-20")
		a := w.ask("bill@alpha.example", billedDoc, vars{"from": "2026-02-01"})
		var months []string
		sum := 0
		for _, m := range a.list("viewer.partner.report.billed.months") {
			bill := w.bill("bill@alpha.example", m.text("month"))
			for reported, billed := range map[string]string{
				"amount.amount": "amount.amount", "tax.amount": "tax.amount", "total.amount": "total.amount", "lineCount": "lines.totalCount", "period.from": "period.from",
			} {
				if got, want := m.get(reported), bill.get("viewer.partner.billing."+billed); got != want {
					t.Errorf("%s of %s is %v, and not %v", reported, m.text("month"), got, want)
				}
			}
			months = append(months, m.text("month"))
			sum += whole(bill.get("viewer.partner.billing.total.amountMinor"))
		}
		if got := strings.Join(months, " "); got != "2026-02 2026-03 2026-04 2026-05 2026-06 2026-07 2026-08 2026-09" {
			t.Errorf("months %s", got)
		}
		a.want("viewer.partner.report.billed.total", fmt.Sprintf(`{"amount": "%d.%02d", "currency": "CNY"}`, sum/100, sum%100))
		one := w.ask("bill@alpha.example", billedDoc, vars{"from": "2026-06-16", "to": "2026-07-16"})
		one.want("viewer.partner.report.billed.months.0.month", `"2026-07"`)
		if n := len(one.list("viewer.partner.report.billed.months")); n != 1 {
			t.Errorf("%d bills", n)
		}
	})
}

func TestR18_WhoSeesWhatWasBilled(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		for email, code := range map[string]string{
			"admin@alpha.example": "", "boss@alpha.example": "", "bill@alpha.example": "",
			"sales@alpha.example": "FORBIDDEN_ROLE", "help@alpha.example": "FORBIDDEN_ROLE", "users@alpha.example": "FORBIDDEN_ROLE",
		} {
			a := w.ask(email, billedDoc, vars{"from": "2026-02-01"})
			if a.topCode() != code || (a.get("viewer.partner.report.billed") == nil) != (code != "") || a.get("viewer.partner.report.parts") == nil {
				t.Errorf("%s: %q", email, a.topCode())
			}
		}
		w.clock.pass(3 * 365 * 24 * time.Hour)
		if a := w.ask("bill@alpha.example", billedDoc, vars{"from": "2026-02-01"}); a.topCode() != "LIMIT_EXCEEDED" {
			t.Errorf("three years: %q", a.topCode())
		}
	})
}
