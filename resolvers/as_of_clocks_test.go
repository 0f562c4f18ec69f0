package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// chargedAt tells how many seats of which partner's charges stood at a moment, open ones alone: alpha's and beta's.
func (w *world) chargedAt(at time.Time) string {
	w.t.Helper()
	var all string
	for _, email := range []string{"admin@alpha.example", "admin@beta.example"} {
		for _, c := range w.ask(email, `{ viewer { partner { charges(`+asOf(at)+`) { nodes { seats until } } } } }`, nil).list("viewer.partner.charges.nodes") {
			if c.get("until") == nil {
				all += fmt.Sprint("[", email[6:10], " ", c.get("seats"), "]")
			}
		}
	}
	return all
}

// A change that is written later may tell an earlier moment, for clocks of two servers differ: at no moment is a subscription charged twice.
func TestR33_ChargesOfAPastMomentWhateverClocksSay(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id, beta, begun := w.bought("BUSINESS", 10), w.partner("admin@beta.example"), w.clock.now()
		at := func(minutes int) time.Time { return begun.Add(time.Duration(minutes) * time.Minute) }
		change := func(minutes int, email, name string, in vars) {
			w.clock.set(at(minutes))
			in["subscriptionId"] = id
			w.subscribe(email, name, in).ok()
		}
		change(60, "admin@alpha.example", "changeSeats", vars{"seats": 11})
		change(40, "admin@alpha.example", "changeSeats", vars{"seats": 12})
		change(20, "admin@alpha.example", "changeSeats", vars{"seats": 13})
		change(50, "admin@alpha.example", "offerTransfer", vars{"toPartnerId": beta})
		change(30, "admin@beta.example", "takeTransfer", vars{})
		w.clock.set(at(100))
		for minutes, want := range map[int]string{
			5: "[alph 10]", 25: "[alph 10]", 35: "[alph 10]", 45: "[alph 10]", 59: "[alph 10]", 60: "[beta 13]", 100: "[beta 13]",
		} {
			if got := w.chargedAt(at(minutes)); got != want {
				t.Errorf("after %d minutes: %s, want %s", minutes, got, want)
			}
		}
		w.ask("op@x.example", `query($id: ID!) { subscription(id: $id) { seats billedPartner { id } } }`, vars{"id": id}).
			want("subscription", `{"seats":13,"billedPartner":{"id":"`+beta+`"}}`)
	})
}

// An import tells the moment of its start, though what was changed meanwhile is later.
func TestR25_ImportedChangesOfAPastMomentWhateverClocksSay(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.importsSubscriptions("k,one,BUSINESS,5,alpha,,,2026-02-20T00:00:00Z")
		begun := w.clock.now()
		id := w.ask("admin@alpha.example", `{ viewer { partner { subscriptions { nodes { id } } } } }`, nil).text("viewer.partner.subscriptions.nodes.0.id")
		w.clock.set(begun.Add(10 * time.Minute))
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 6}).ok()
		w.clock.set(begun.Add(5 * time.Minute))
		w.importsSubscriptions("k,one,BUSINESS,7,alpha,,,2026-02-20T00:00:00Z")
		w.clock.set(begun.Add(time.Hour))
		for minutes, want := range map[int]string{1: "[alph 5]", 6: "[alph 5]", 9: "[alph 5]", 10: "[alph 7]", 60: "[alph 7]"} {
			if got := w.chargedAt(begun.Add(time.Duration(minutes) * time.Minute)); got != want {
				t.Errorf("after %d minutes: %s, want %s", minutes, got, want)
			}
		}
	})
}

// An add-on that is imported for what another partner has taken over is there from the import on, whenever it started: before the transfer
// it was in nobody's list.
func TestR41_AnAddOnImportedAfterTheTransferIsThereFromThenOn(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id, beta := w.bought("BUSINESS", 10), w.partner("admin@beta.example")
		before := w.clock.now()
		w.clock.pass(time.Hour)
		w.subscribe("admin@alpha.example", "offerTransfer", vars{"subscriptionId": id, "toPartnerId": beta}).ok()
		w.subscribe("admin@beta.example", "takeTransfer", vars{"subscriptionId": id}).ok()
		moved := w.clock.now()
		w.clock.pass(time.Hour)
		imported := w.clock.now()
		w.importsSubscriptions("a,one,ARCHIVE,5,alpha,,,2026-02-20T00:00:00Z")
		of := vars{"alpha": w.partner("admin@alpha.example"), "beta": beta, "one": w.customer("admin@one.example")}
		for at, want := range map[time.Time]string{before: "[BUSINESS] [] [BUSINESS] 0", moved: "[] [BUSINESS] [BUSINESS] 0", imported: "[] [BUSINESS ARCHIVE] [BUSINESS ARCHIVE] 1"} {
			a := w.ask("op@x.example", strings.ReplaceAll(`query($alpha: ID!, $beta: ID!, $one: ID!) { alpha: partner(id: $alpha) { LIST } beta: partner(id: $beta) { LIST } one: customer(id: $one) { LIST } }`,
				"LIST", "subscriptions("+asOf(at)+") { totalCount nodes { offer { code } status addOns { id } } }"), of)
			var got []string
			addOns := 0
			for _, who := range []string{"alpha", "beta", "one"} {
				nodes := a.list(who + ".subscriptions.nodes")
				var codes []string
				for _, n := range nodes {
					codes = append(codes, n.text("offer.code"))
					if who == "one" {
						addOns += len(n.list("addOns"))
					}
				}
				got = append(got, fmt.Sprint(codes))
			}
			if told := strings.Join(got, " ") + fmt.Sprint(" ", addOns); told != want {
				t.Errorf("as of %s: %s, want %s", at, told, want)
			}
		}
	})
}
