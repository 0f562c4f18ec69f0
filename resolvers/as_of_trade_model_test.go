package resolvers_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accord/db/dbtest"
	"accord/graph/model"
	"accord/importer"
	"accord/reseller"
)

// trade is what two customers buy of three partners, of which the last is a provider with a reseller, under random steps.
type trade struct {
	*world
	run                 int
	partners, customers []trader
	tier                trader
	sold                []*sale
	// imported are the lines of the imported ones, by key: what does not change of them, and when they started.
	imported map[string][2]string
	// told is what was told at moments of the past, and remembered when it was last.
	told       []tradeTold
	remembered time.Time
	// done counts what was done, by what it is.
	done map[string]int
}

// trader is a company and who acts for it.
type trader struct{ key, id, email string }

// sale is a subscription, who was billed for it when last looked at, and whom it was offered to.
type sale struct {
	id              string
	billed, offered trader
}

// tradeSteps are what may happen, some of it more often. Those drawn more often stand first.
var tradeSteps = []struct {
	name string
	take func(*trade, *rapid.T)
}{
	{"take", (*trade).takes},
	{"offer", (*trade).offers},
	{"upgrade", (*trade).upgrades},
	{"party", (*trade).namesParty},
	{"withdraw", (*trade).withdraws},
	{"resume", (*trade).resumes},
	{"import", (*trade).imports},
	{"import again", (*trade).importsAgain},
	{"suspend", (*trade).suspends},
	{"add-on", (*trade).addsOn},
	{"take", (*trade).takes},
	{"seats", (*trade).changesSeats},
	{"grant", (*trade).grants},
	{"offer", (*trade).offers},
	{"year", (*trade).renews},
	{"cancel", (*trade).cancels},
	{"days", (*trade).waits},
	{"remove", (*trade).removes},
	{"order", (*trade).orders},
	{"order", (*trade).orders},
}

// Whatever happens, what is told of past moments is what was told then (R25).
func TestR25_SubscriptionsAsOfWhateverHappens(t *testing.T) {
	fewRuns(t) // before any test runs beside this one
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		run, done := 0, map[string]int{}
		whatever := func(r *rapid.T) {
			run++
			l := newTrade(w, run, done)
			defer l.end()
			for range rapid.IntRange(20, 60).Draw(r, "steps") {
				if rapid.IntRange(0, 2).Draw(r, "remember") == 0 {
					l.remember(r)
				}
				step := rapid.SampledFrom(tradeSteps).Draw(r, "step")
				step.take(l, r)
			}
			if err := l.compare(); err != nil {
				r.Fatal(err)
			}
		}
		// Chance may leave out a kind now and then, and does not go on doing so.
		for rounds := 0; rounds == 0 || rounds < 5 && len(neverDone(done)) > 0; rounds++ {
			rapid.Check(t, whatever)
		}
		t.Log(done)
		if never := neverDone(done); len(never) > 0 {
			t.Errorf("never done: %v of %v", never, done)
		}
	})
}

// neverDone are the mutations that have come to nothing so far.
func neverDone(done map[string]int) (never []string) {
	for _, kind := range tradeKinds {
		if done[kind] == 0 {
			never = append(never, kind)
		}
	}
	return never
}

// tradeKinds are the mutations that must have come to something.
var tradeKinds = []string{
	"provisionSubscription", "orderAddOn", "changeSeats", "upgradeSubscription", "suspendSubscription", "resumeSubscription", "offerTransfer",
	"takeTransfer", "withdrawTransfer", "changePartnerOfRecord", "changeSupportContact", "cancelSubscription", "import", "import again", "renew",
}

func newTrade(w *world, run int, done map[string]int) *trade {
	l := &trade{world: w, run: run, imported: map[string][2]string{}, done: done}
	name := func(what string) string { return fmt.Sprintf("%s%d", what, run) }
	a, b, p, tier, one, two := name("a"), name("b"), name("p"), name("t"), name("one"), name("two")
	w.load(map[string]string{
		"partners.csv": "key,name,type,country,status,provider_key,services\n" + fmt.Sprintf(`%[1]s,%[1]s,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365;INTUNE
%[2]s,%[2]s,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365;INTUNE
%[3]s,%[3]s,INDIRECT_PROVIDER,CN,ACTIVE,,OFFICE365;INTUNE
%[4]s,%[4]s,INDIRECT_RESELLER,CN,ACTIVE,%[3]s,OFFICE365
`, a, b, p, tier),
		"customers.csv": fmt.Sprintf("key,name,domain,country\n%[1]s,%[1]s,%[1]s.example,CN\n%[2]s,%[2]s,%[2]s.example,CN\n", one, two),
		"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\n" + fmt.Sprintf(`%[1]s,%[4]s,2025-01-01T00:00:00Z,,ACTIVE,OFFICE365
%[2]s,%[4]s,2025-01-02T00:00:00Z,,ACTIVE,INTUNE
%[3]s,%[4]s,2025-01-03T00:00:00Z,,ACTIVE,
%[2]s,%[5]s,2025-01-02T00:00:00Z,,ACTIVE,OFFICE365;INTUNE
%[3]s,%[5]s,2025-01-03T00:00:00Z,,ACTIVE,
`, a, b, p, one, two),
	})
	users := "email,name,tenant,tenant_key,roles\n"
	for i, key := range []string{a, b, p, tier, one, two} {
		kind, role := "partner", "ADMIN_AGENT"
		if i > 3 {
			kind, role = "customer", "GLOBAL_ADMIN"
		}
		users += fmt.Sprintf("admin@%[1]s.example,%[1]s,%[2]s,%[1]s,%[3]s\n", key, kind, role)
	}
	w.load(map[string]string{"users.csv": users})
	for i, key := range []string{a, b, p} {
		email := "admin@" + key + ".example"
		w.billedSince(email, fmt.Sprintf("2026-02-%02d", 10+i))
		l.partners = append(l.partners, trader{key, w.partner(email), email})
	}
	l.tier = trader{tier, w.partner("admin@" + tier + ".example"), "admin@" + tier + ".example"}
	for _, key := range []string{one, two} {
		email := "admin@" + key + ".example"
		l.customers = append(l.customers, trader{key, w.customer(email), email})
	}
	return l
}

// end cancels all that is left, beside the API, so that no later run has to renew it.
func (l *trade) end() {
	var ids []reseller.ID
	for _, c := range l.customers {
		id, err := model.ParseID(model.KindCustomer, c.id)
		l.must(err)
		ids = append(ids, id)
	}
	pages, err := l.store.Subscriptions(l.t.Context(), dbtest.AsOperator(), ids, reseller.SubscriptionList{Owner: reseller.TenantCustomer}, reseller.Page{Limit: 1000})
	l.must(err)
	var all []reseller.Subscription
	for _, page := range pages {
		for _, s := range page.Items {
			if s.Status != reseller.SubscriptionCancelled {
				s.Status, s.CancelledAt, s.Suspension, s.Version = reseller.SubscriptionCancelled, l.clock.now(), reseller.Suspension{}, s.Version+1
				all = append(all, s)
			}
		}
	}
	l.must(l.store.Update(l.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error { return tx.PutSubscriptions(ctx, all) }))
}

// tries sends a mutation of a subscription, whatever comes of it.
func (l *trade) tries(who trader, name string, in vars) (*answer, bool) {
	a := l.subscribe(who.email, name, in)
	if len(a.Errors) > 0 && a.topCode() != "VALIDATION_FAILED" {
		l.t.Errorf("%s by %s with %v: %v", name, who.key, in, a.Errors)
	}
	done := len(a.Errors) == 0 && len(a.list("answer.userErrors")) == 0
	if done {
		l.done[name]++
	}
	return a, done
}

// tried draws a subscription, and mostly who is billed for it.
func (l *trade) tried(r *rapid.T) (*sale, trader) {
	if len(l.sold) == 0 {
		l.orders(r)
	}
	if len(l.sold) == 0 {
		return &sale{}, l.partners[0]
	}
	s := rapid.SampledFrom(l.sold).Draw(r, "which")
	if rapid.IntRange(0, 9).Draw(r, "by another") == 0 {
		return s, rapid.SampledFrom(l.partners).Draw(r, "by")
	}
	return s, s.billed
}

func (l *trade) orders(r *rapid.T) {
	who, customer := rapid.SampledFrom(l.partners).Draw(r, "who"), rapid.SampledFrom(l.customers).Draw(r, "customer")
	in := vars{"customerId": customer.id, "offer": rapid.SampledFrom([]string{"BUSINESS", "BUSINESS", "PREMIUM", "DEVICES"}).Draw(r, "offer"), "seats": rapid.IntRange(2, 9).Draw(r, "seats")}
	if a, done := l.tries(who, "provisionSubscription", in); done {
		l.sold = append(l.sold, &sale{id: a.text("answer.subscription.id"), billed: who})
	}
}

func (l *trade) addsOn(r *rapid.T) {
	s, who := l.tried(r)
	in := vars{"subscriptionId": s.id, "offer": rapid.SampledFrom([]string{"ARCHIVE", "STORAGE"}).Draw(r, "offer"), "seats": 1}
	if a, done := l.tries(who, "orderAddOn", in); done {
		l.sold = append(l.sold, &sale{id: a.text("answer.addOn.id"), billed: who, offered: s.offered})
	}
}

func (l *trade) changesSeats(r *rapid.T) {
	s, who := l.tried(r)
	l.tries(who, "changeSeats", vars{"subscriptionId": s.id, "seats": rapid.IntRange(1, 9).Draw(r, "seats")})
}

func (l *trade) upgrades(r *rapid.T) {
	s, who := l.tried(r)
	l.tries(who, "upgradeSubscription", vars{"subscriptionId": s.id, "offer": rapid.SampledFrom([]string{"PREMIUM", "SUITE"}).Draw(r, "offer"), "seats": 5})
}

func (l *trade) suspends(r *rapid.T) {
	s, who := l.tried(r)
	l.tries(who, "suspendSubscription", vars{"subscriptionId": s.id, "reason": rapid.SampledFrom([]string{"CUSTOMER_REQUEST", "NON_PAYMENT", "FRAUD"}).Draw(r, "reason")})
}

func (l *trade) resumes(r *rapid.T) {
	s, who := l.tried(r)
	l.tries(who, "resumeSubscription", vars{"subscriptionId": s.id})
}

func (l *trade) offers(r *rapid.T) {
	s, who := l.tried(r)
	to := rapid.SampledFrom(l.partners).Draw(r, "to")
	if _, done := l.tries(who, "offerTransfer", vars{"subscriptionId": s.id, "toPartnerId": to.id}); done {
		s.offered = to
	}
}

func (l *trade) takes(r *rapid.T) {
	s, _ := l.tried(r)
	if s.offered.id == "" {
		return
	}
	if _, done := l.tries(s.offered, "takeTransfer", vars{"subscriptionId": s.id}); done {
		s.billed, s.offered = s.offered, trader{}
	}
}

func (l *trade) withdraws(r *rapid.T) {
	s, who := l.tried(r)
	if s.offered.id != "" && rapid.Bool().Draw(r, "turned down") {
		who = s.offered
	}
	if _, done := l.tries(who, "withdrawTransfer", vars{"subscriptionId": s.id}); done {
		s.offered = trader{}
	}
}

func (l *trade) namesParty(r *rapid.T) {
	s, who := l.tried(r)
	party := rapid.SampledFrom([]any{who.id, l.tier.id, nil, l.partners[1].id}).Draw(r, "party")
	name := "changePartnerOfRecord"
	if party != nil && rapid.Bool().Draw(r, "support") {
		name = "changeSupportContact"
	}
	l.tries(who, name, vars{"subscriptionId": s.id, "partnerId": party})
}

func (l *trade) cancels(r *rapid.T) {
	s, who := l.tried(r)
	l.tries(who, "cancelSubscription", vars{"subscriptionId": s.id})
}

// imports adds one that started after the last thing was remembered, or is to start.
func (l *trade) imports(r *rapid.T) {
	now := l.clock.now()
	started := now.Add(time.Duration(rapid.IntRange(0, 300).Draw(r, "days ahead")) * 24 * time.Hour)
	if since := int(now.Sub(l.remembered) / time.Microsecond); rapid.Bool().Draw(r, "started") && since > 1 {
		started = now.Add(-time.Duration(rapid.IntRange(0, min(since-1, 1_000_000_000_000)).Draw(r, "started before")) * time.Microsecond)
	}
	seller := rapid.SampledFrom([]string{l.partners[0].key, l.partners[1].key, l.partners[2].key, ""}).Draw(r, "seller")
	fixed := fmt.Sprintf("%s,%s", rapid.SampledFrom(l.customers).Draw(r, "customer").key, rapid.SampledFrom([]string{"BUSINESS", "DEVICES", "ARCHIVE"}).Draw(r, "offer"))
	key := fmt.Sprintf("i%d-%d", l.run, len(l.imported))
	if l.importsLine(r, key, fixed, seller, started.Format(time.RFC3339Nano)) {
		l.imported[key] = [2]string{fixed, seller + "," + started.Format(time.RFC3339Nano)}
		l.done["import"]++
	}
}

// importsAgain changes one that was imported.
func (l *trade) importsAgain(r *rapid.T) {
	if len(l.imported) == 0 {
		l.imports(r)
		return
	}
	key := rapid.SampledFrom(slices.Sorted(maps.Keys(l.imported))).Draw(r, "key")
	seller, started, _ := strings.Cut(l.imported[key][1], ",")
	if l.importsLine(r, key, l.imported[key][0], seller, started) {
		l.done["import again"]++
	}
}

// importsLine imports a line, and reports whether it was good.
func (l *trade) importsLine(r *rapid.T, key, fixed, seller, started string) bool {
	status := rapid.SampledFrom([]string{"ACTIVE", "ACTIVE", "SUSPENDED", "CANCELLED"}).Draw(r, "status")
	record := rapid.SampledFrom([]string{"", seller}).Draw(r, "record")
	path := filepath.Join(l.t.TempDir(), "subscriptions.csv")
	l.must(os.WriteFile(path, fmt.Appendf(nil, "key,customer_key,offer,seats,original_reseller_key,partner_of_record_key,status,started_at\n%s,%s,%d,%s,%s,%s,%s\n",
		key, fixed, rapid.IntRange(2, 9).Draw(r, "seats"), seller, record, status, started), 0o600))
	opened, err := importer.Open([]string{path})
	l.must(err)
	_, err = importer.Run(l.t.Context(), l.app, opened, nil)
	l.clock.pass(time.Second)
	return err == nil
}

func (l *trade) waits(r *rapid.T) {
	l.clock.pass(time.Duration(rapid.IntRange(1, 40).Draw(r, "days")) * 24 * time.Hour)
}

// renews lets a year pass, and with it the terms, at other prices.
func (l *trade) renews(r *rapid.T) {
	l.clock.pass(time.Duration(rapid.IntRange(340, 400).Draw(r, "days")) * 24 * time.Hour)
	month := reseller.DayIn(l.clock.now(), time.UTC).Month()
	prices := "offer,month,monthly_price_minor,currency\n"
	for _, offer := range []string{"BUSINESS", "PREMIUM", "SUITE", "ARCHIVE"} {
		prices += fmt.Sprintf("%s,%s,%d,CNY\n", offer, month, rapid.IntRange(100, 9000).Draw(r, "price"))
	}
	l.load(map[string]string{"prices.csv": prices})
	renewed, err := l.app.RenewDue(l.t.Context())
	l.must(err)
	l.done["renew"] += renewed
	l.clock.pass(time.Second)
}

func (l *trade) grants(r *rapid.T) {
	who, customer := rapid.SampledFrom(l.partners).Draw(r, "who"), rapid.SampledFrom(l.customers).Draw(r, "customer")
	l.accept(customer.email, vars{"token": l.link(who.email, vars{}), "replaceExisting": true})
}

func (l *trade) removes(r *rapid.T) {
	l.remove(rapid.SampledFrom(l.customers).Draw(r, "customer").email, vars{"allPartners": true, "services": []string{rapid.SampledFrom([]string{"OFFICE365", "INTUNE"}).Draw(r, "service")}})
}
