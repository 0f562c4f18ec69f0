package resolvers_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/importer"
)

// pastMarketDoc asks for all that is told of what a partner is billed for.
const pastMarketDoc = `{ viewer { partner {
	report(AS-OFfrom: "2026-02-01", interval: MONTH) {
		offers { offer { code } subscriptions { begun { values } ended { values } standing { values } } seats { values } }
		billed { months { month amount { amount } total { amount } lineCount } total { amount currency } }
	}
	charges(AS-OFfirst: 100) { totalCount nodes { since until seats offer { code } subscriptionId } }
} } }`

// pastMarket is a market in which much is bought and changed, and what partners were told at moments on the way.
type pastMarket struct {
	*world
	random *rand.Rand
	// sold are subscriptions by who may be billed for them: of one that has moved it is another one.
	sold []string
	// imported are when those of files started.
	imported []time.Time
	told     []snapshot
}

// TestR32_R33_ReportsOfThePastAreWhatWasTold holds what is told of past moments of offers, charges and bills to what was told then, whatever
// has been ordered, changed, transferred, renewed late and imported since.
func TestR32_R33_ReportsOfThePastAreWhatWasTold(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		m := &pastMarket{world: w, random: rand.New(rand.NewPCG(7, 8))}
		m.remember()
		for range 70 {
			m.passes()
			m.happens()
			if m.random.IntN(3) == 0 {
				m.remember()
			}
		}
		for i, s := range m.told {
			if diff := cmp.Diff(s.told, w.tellAsOf(s.user, s.asked, &s.at)); diff != "" {
				t.Errorf("%s is told of %s (-then +now):\n%s", s.user, s.at, diff)
			}
			if i%6 == 0 {
				w.must(w.opensAsOf(s.user, &s.at))
			}
		}
	})
}

// passes moves the clock: within the day, or by days.
func (m *pastMarket) passes() {
	most := 6 * time.Hour
	if m.random.IntN(2) == 0 {
		most = 34 * 24 * time.Hour
	}
	m.clock.pass(time.Duration(1+m.random.Int64N(int64(most))).Truncate(time.Microsecond) + time.Microsecond)
}

func (m *pastMarket) remember() {
	user := []string{"admin@alpha.example", "admin@beta.example"}[m.random.IntN(2)]
	m.told = append(m.told, snapshot{user: user, at: m.clock.now(), told: m.tellAsOf(user, pastMarketDoc, nil), asked: pastMarketDoc})
	m.clock.pass(time.Microsecond) // what happens next happens later
}

// happens has something happen, which may be refused.
func (m *pastMarket) happens() {
	m.t.Helper()
	owner, other := "alpha", "beta"
	if m.random.IntN(4) == 0 {
		owner, other = other, owner
	}
	seats := 2 + m.random.IntN(20)
	switch n := m.random.IntN(10); {
	case n < 2 || len(m.sold) == 0:
		m.orders(owner, seats)
	case n == 2:
		m.imports(seats)
	case n == 3:
		_, err := m.app.RenewDue(m.t.Context())
		m.must(err)
	default:
		m.changes(owner, other, m.sold[m.random.IntN(len(m.sold))], seats)
	}
}

func (m *pastMarket) orders(partner string, seats int) {
	offer := []string{"BUSINESS", "BUSINESS", "PREMIUM", "DEVICES"}[m.random.IntN(4)]
	in := vars{"customerId": m.customer("admin@one.example"), "offer": offer, "seats": seats}
	if a := m.subscribe("admin@"+partner+".example", "provisionSubscription", in); len(a.payload().list("userErrors")) == 0 {
		m.sold = append(m.sold, a.text("answer.subscription.id"))
	}
}

// imports loads a subscription that starts now, or one that is there with other seats, or cancelled; which may be refused.
func (m *pastMarket) imports(seats int) {
	m.t.Helper()
	if len(m.imported) == 0 || m.random.IntN(3) == 0 {
		m.imported = append(m.imported, m.clock.now())
	}
	n := m.random.IntN(len(m.imported))
	status := []string{"ACTIVE", "ACTIVE", "ACTIVE", "CANCELLED"}[m.random.IntN(4)]
	path := filepath.Join(m.t.TempDir(), "subscriptions.csv")
	m.must(os.WriteFile(path, fmt.Appendf(nil, "key,customer_key,offer,seats,original_reseller_key,partner_of_record_key,status,started_at\nk%d,one,BUSINESS,%d,alpha,,%s,%s\n",
		n, seats, status, m.imported[n].Format(time.RFC3339Nano)), 0o600))
	files, err := importer.Open([]string{path})
	m.must(err)
	var bad *importer.BadRows
	if _, err = importer.Run(m.t.Context(), m.app, files, nil); !errors.As(err, &bad) {
		m.must(err)
	}
}

// changes has whoever of two partners is billed for a subscription change it.
func (m *pastMarket) changes(owner, other, id string, seats int) {
	change := func(partner, name string, in vars) {
		in["subscriptionId"] = id
		m.subscribe("admin@"+partner+".example", name, in)
	}
	switch m.random.IntN(8) {
	case 0:
		change(owner, "cancelSubscription", vars{})
	case 1:
		change(owner, "upgradeSubscription", vars{"offer": "PREMIUM", "seats": seats})
	case 2:
		change(owner, "orderAddOn", vars{"offer": "ARCHIVE", "seats": 1})
	case 3:
		change(owner, "suspendSubscription", vars{"reason": "NON_PAYMENT"})
	case 4:
		change(owner, "offerTransfer", vars{"toPartnerId": m.partner("admin@" + other + ".example")})
		change(other, "takeTransfer", vars{})
	default:
		change(owner, "resumeSubscription", vars{})
		change(owner, "changeSeats", vars{"seats": seats})
	}
}

// Within a day, too: what was ordered, changed and taken back on one day, and which now never was (R33).
func TestR33_ReportsOfADaysPast(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		w.until("2026-06-10")
		begun := w.clock.now()
		after := func(hours int) string { return begun.Add(time.Duration(hours) * time.Hour).Format(time.RFC3339) }
		id := w.bought("BUSINESS", 15)
		w.clock.pass(2 * time.Hour)
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 22}).ok()
		w.clock.pass(2 * time.Hour)
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": id}).ok()
		w.clock.pass(2 * time.Hour)
		for asOf, want := range map[string]string{
			after(0): "", after(1): "BUSINESS [1] [0] [1] [15]", after(3): "BUSINESS [1] [0] [1] [22]", after(5): "",
		} {
			if got := w.offers("admin@alpha.example", vars{"from": "2026-06-10", "asOf": asOf}); got != want {
				t.Errorf("as of %s: %q, want %q", asOf, got, want)
			}
		}
	})
}

// linksThenDoc asks what came of links by a moment, and for their lists of then.
const linksThenDoc = `query($ids: [ID!]!, $asOf: DateTime!) { viewer { partner { report(from: "2026-03-01", asOf: $asOf) { invites(ids: $ids) {
	views { total } previews { total } acceptances { total } declines { total }
	links { invite { acceptances(asOf: $asOf) { totalCount } declines(asOf: $asOf) { totalCount nodes { reason } } } } } } } } }`

// Views are told up to the quarter of an hour in which the moment lies, written down or not; all else up to the moment.
func TestR8_R14_LinksOfAPastMoment(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		at := func(minute int) time.Time { return time.Date(2026, 3, 1, 10, minute, 0, 0, time.UTC) }
		first, token := w.invite("admin@alpha.example", vars{})
		w.clock.set(at(5))
		w.look("admin@one.example", token)
		w.do("admin@two.example", declineDoc, vars{"token": token, "reason": "not yet"}).ok()
		w.clock.set(at(20))
		w.look("", token)
		w.do("admin@two.example", declineDoc, vars{"token": token, "reason": "never"}).ok()
		w.accept("admin@one.example", vars{"token": token}).ok()
		w.clock.set(at(25))
		later, _ := w.invite("admin@alpha.example", vars{"campaign": "later"})
		w.clock.set(at(40))
		for range 2 {
			for minute, want := range map[int]string{
				4:  `0 0 0 0 [map[acceptances:map[totalCount:0] declines:map[nodes:[] totalCount:0]]]`,
				6:  `0 1 0 1 [map[acceptances:map[totalCount:0] declines:map[nodes:[map[reason:not yet]] totalCount:1]]]`,
				15: `1 1 0 1 [map[acceptances:map[totalCount:0] declines:map[nodes:[map[reason:not yet]] totalCount:1]]]`,
				21: `1 1 1 1 [map[acceptances:map[totalCount:1] declines:map[nodes:[map[reason:never]] totalCount:1]]]`,
				30: `2 1 1 1 [map[acceptances:map[totalCount:0] declines:map[nodes:[] totalCount:0]] map[acceptances:map[totalCount:1] declines:map[nodes:[map[reason:never]] totalCount:1]]]`,
			} {
				in := vars{"ids": []any{first, later}, "asOf": at(minute).Format(time.RFC3339)}
				of := &answer{t: t, Data: w.ask("admin@alpha.example", linksThenDoc, in).get("viewer.partner.report.invites")}
				var links []any
				for _, link := range of.list("links") {
					links = append(links, link.get("invite"))
				}
				if got := fmt.Sprint(of.get("views.total"), of.get("previews.total"), of.get("acceptances.total"), of.get("declines.total"), links); got != want {
					t.Errorf("at %s: %s", at(minute), got)
				}
			}
			w.must(w.app.FlushViews(t.Context()))
		}
	})
}

// What is to come nobody is told.
func TestListsOfTheFutureAreRefused(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.invite("admin@alpha.example", vars{})
		for _, asked := range []string{"charges(asOf: $at) { totalCount }", "invites { nodes { acceptances(asOf: $at) { totalCount } } }", "invite { declines(asOf: $at) { totalCount } }"} {
			a := w.ask("admin@alpha.example", `query($at: DateTime!) { viewer { partner { `+asked+` } } }`, vars{"at": w.clock.now().Add(time.Microsecond).Format(time.RFC3339Nano)})
			if a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %q", asked, a.topCode())
			}
		}
	})
}

// What an import has written since with an earlier date is told of the time since then, as its event is; what it has changed since is not.
func TestR32_ImportedSubscriptionsOfAPastMoment(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		row := func(seats int) map[string]string {
			return map[string]string{"subscriptions.csv": fmt.Sprintf("key,customer_key,offer,seats,original_reseller_key,partner_of_record_key,status,started_at\n"+
				"S1,one,BUSINESS,%d,alpha,,ACTIVE,2026-03-10T01:00:00Z\n", seats)}
		}
		w.until("2026-03-20")
		w.load(row(5))
		w.clock.pass(time.Hour)
		w.load(row(7))
		w.clock.pass(time.Hour)
		for asOf, want := range map[string]string{
			"2026-03-10T00:59:59Z": "", "2026-03-10T01:00:00Z": "BUSINESS [1] [0] [1] [5]", "2026-03-20T00:30:00Z": "BUSINESS [1] [0] [1] [5]", "2026-03-20T01:30:00Z": "BUSINESS [1] [0] [1] [7]",
		} {
			if got := w.offers("admin@alpha.example", vars{"from": "2026-03-01", "interval": "MONTH", "asOf": asOf}); got != want {
				t.Errorf("as of %s: %q, want %q", asOf, got, want)
			}
		}
	})
}
