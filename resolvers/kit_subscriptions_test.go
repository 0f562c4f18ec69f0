package resolvers_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/graph/model"
	"accord/reseller"
)

// marketFixture adds to the world what is sold, and who may sell it to One: Alpha with DAP for OFFICE365 – of which Advisor holds
// some too –, Beta and Provider without.
var marketFixture = map[string]string{
	"offers.csv": `code,services,name_en,name_zh,min_seats,max_seats,monthly_price_minor,currency,add_on_of,upgrades_to
BUSINESS,OFFICE365,Business,商业版,1,300,1100,CNY,,PREMIUM;SUITE
PREMIUM,OFFICE365,Business Premium,商业高级版,2,300,2000,CNY,,
SUITE,OFFICE365;INTUNE,Suite,套件,1,500,4000,CNY,,
DEVICES,INTUNE,Devices,设备,1,500,700,CNY,,
DOLLARS,AZURE,Dollars,美元,1,500,900,USD,,
ARCHIVE,OFFICE365,Archive,存档,1,500,300,CNY,BUSINESS;PREMIUM,
STORAGE,OFFICE365,Storage,存储,1,500,200,CNY,BUSINESS,
`,
	"prices.csv": `offer,month,monthly_price_minor,currency
PREMIUM,2026-02,2100,CNY
PREMIUM,2026-04,2200,CNY
`,
	"relationships.csv": `partner_key,customer_key,accepted_at,ended_at,status,services
alpha,one,2025-01-01T00:00:00Z,,ACTIVE,OFFICE365
beta,one,2025-01-02T00:00:00Z,,ACTIVE,
prov,one,2025-01-03T00:00:00Z,,ACTIVE,
adv,one,2025-01-04T00:00:00Z,,ACTIVE,OFFICE365
`,
}

// eachMarket is eachLife with the market in it; the partners are billed on the 15th.
func eachMarket(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	eachLife(t, func(t *testing.T, w *world) {
		w.market()
		test(t, w)
	})
}

func (w *world) market() {
	w.t.Helper()
	w.load(marketFixture)
	for _, email := range []string{"admin@alpha.example", "admin@beta.example", "admin@prov.example"} {
		w.billedSince(email, "2026-02-15")
	}
}

// billedSince has the partner of a user have signed on a day.
func (w *world) billedSince(email, day string) {
	w.t.Helper()
	since, err := reseller.ParseDay(day)
	w.must(err)
	w.rewrites(email, func(p *reseller.Partner) { p.BilledSince = since })
}

// rewrites changes the partner of a user as no use case does.
func (w *world) rewrites(email string, change func(p *reseller.Partner)) {
	w.t.Helper()
	v, err := w.store.Identify(w.t.Context(), email)
	w.must(err)
	w.must(w.store.Update(w.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		p, err := tx.Partner(ctx, v.Partner.ID)
		if err != nil {
			return err
		}
		change(&p)
		p.Version++
		return tx.PutPartners(ctx, []reseller.Partner{p})
	}))
}

const (
	subscriptionFields = `{ id offer { code } service { code } seats status version base { id } addOns { id offer { code } }
		customer { name } soldByOperator originalReseller { name } billedPartner { name } partnerOfRecord { name } delegatedAdmin { name } supportContact { name }
		unitPrice { amount amountMinor currency } term { startsOn endsOn firstBilledOn } suspendedAt suspensionReason deletionDueAt cancelledAt
		transfer { to { name } offeredAt } orderedBy { name } externalKey }`
	subscriptionErrors = `userErrors { code message path rule ... on NotBilledPartnerError { billedPartner { name } }
		... on DelegatedAdminRequiredError { service { code } } ... on RelationshipHasBlockersError { blockers { subscription { id } } }
		... on PartnerNotEligibleError { partner { name } } }`
)

// subscribe sends a mutation of a subscription, by its name.
func (w *world) subscribe(email, name string, in vars) *answer {
	w.t.Helper()
	more := ""
	if name == "orderAddOn" {
		more = " addOn " + subscriptionFields
	}
	return w.do(email, fmt.Sprintf(`mutation($in: %s%sInput!) { answer: %s(input: $in) { subscription %s%s %s } }`,
		strings.ToUpper(name[:1]), name[1:], name, subscriptionFields, more, subscriptionErrors), in)
}

// subscription reads a subscription as a user sees it.
func (w *world) subscription(email, id string) *answer {
	w.t.Helper()
	return w.ask(email, `query($id: ID!) { subscription(id: $id) `+subscriptionFields+` }`, vars{"id": id})
}

// customer gives the id of the customer of that user.
func (w *world) customer(email string) string {
	w.t.Helper()
	return w.ask(email, `{ viewer { customer { id } } }`, nil).text("viewer.customer.id")
}

// bought has Alpha's sales agent order an offer for One, and gives the subscription's id.
func (w *world) bought(offer string, seats int) string {
	w.t.Helper()
	return w.orderedBy("sales@alpha.example", "admin@one.example", offer, seats)
}

func (w *world) orderedBy(email, customer, offer string, seats int) string {
	w.t.Helper()
	in := vars{"customerId": w.customer(customer), "offer": offer, "seats": seats}
	return w.subscribe(email, "provisionSubscription", in).ok().text("answer.subscription.id")
}

// added orders an add-on with one seat for a subscription of Alpha's and gives its id.
func (w *world) added(base, offer string) string {
	w.t.Helper()
	return w.subscribe("sales@alpha.example", "orderAddOn", vars{"subscriptionId": base, "offer": offer, "seats": 1}).ok().text("answer.addOn.id")
}

// soldByOperator puts a subscription that One has bought from the operator (R39), as an import does, and gives its id.
func (w *world) soldByOperator(offer, service string) string {
	w.t.Helper()
	v, err := w.store.Identify(w.t.Context(), "admin@one.example")
	w.must(err)
	today := reseller.DayIn(w.clock.now(), time.UTC)
	s := reseller.Subscription{
		ID: reseller.NewID(w.clock.now(), 1, strings.NewReader("abcdefgh")), ExternalKey: "old-1", CustomerID: v.Customer.ID, Offer: offer, Service: service,
		Seats: 5, Status: reseller.SubscriptionActive, UnitPrice: reseller.Money{Minor: 1100, Currency: "CNY"}, OrderedAt: w.clock.now(), Version: 1,
		Term: reseller.Term{StartsOn: today, EndsOn: today + 365, FirstBilledOn: today},
	}
	w.must(w.store.Update(w.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		return tx.PutSubscriptions(ctx, []reseller.Subscription{s})
	}))
	return model.GlobalID(model.KindSubscription, s.ID)
}

// twice is what happens to a subscription and its add-on.
func twice(kind string) string { return kind + " " + kind }

// refusal is a mutation that is to be refused: whose, which, with what, and how.
type refusal struct {
	email, name string
	in          vars
	code, rule  string
}

// refuses expects each of the mutations to be refused, and nothing to change.
func (w *world) refuses(cases map[string]refusal) {
	w.t.Helper()
	w.unchanged(func() {
		for name, c := range cases {
			w.t.Log(name)
			w.subscribe(c.email, c.name, c.in).refusedBy(c.code, c.rule)
		}
	})
}

// endsWithOne has Alpha's relationship with One be ENDING.
func (w *world) endsWithOne() {
	w.t.Helper()
	w.load(map[string]string{"relationships.csv": `partner_key,customer_key,accepted_at,ended_at,status,services
alpha,one,2025-01-01T00:00:00Z,,ENDING,OFFICE365
`})
}

// buyMany has Alpha's customers have bought enough to fill pages of 50, beside the API, which would take long: each of them one
// thing, and the first of them fifty more with an add-on each. All are on the bill of February; the ends of all relationships are proposed.
func (w *world) buyMany() {
	w.t.Helper()
	w.load(map[string]string{"offers.csv": marketFixture["offers.csv"]})
	w.billedSince("admin@alpha.example", "2025-01-15")
	v, err := w.store.Identify(w.t.Context(), "admin@alpha.example")
	w.must(err)
	list := reseller.RelationshipList{Owner: reseller.TenantPartner, Order: reseller.DefaultOrder}
	pages, err := w.store.Relationships(w.t.Context(), v.Scope(), []reseller.ID{v.Partner.ID}, list, reseller.Page{Limit: 100})
	w.must(err)
	from, err := reseller.ParseDay("2026-01-10")
	w.must(err)
	var all []reseller.Subscription
	buy := func(customer reseller.ID, offer string, base reseller.ID) reseller.ID {
		s := reseller.Subscription{
			ID: reseller.NewID(w.clock.now(), uint16(len(all)), rand.Reader), ExternalKey: fmt.Sprint(len(all)), CustomerID: customer, Offer: offer, Service: "OFFICE365",
			BaseID: base, Seats: 1, Status: reseller.SubscriptionActive, OriginalReseller: v.Partner.ID, BilledPartner: v.Partner.ID, PartnerOfRecord: v.Partner.ID,
			UnitPrice: reseller.Money{Minor: 1100, Currency: "CNY"}, Term: reseller.Term{StartsOn: from, EndsOn: from + 365, FirstBilledOn: from + 5},
			OrderedAt: w.clock.now().Add(time.Duration(len(all)) * time.Second), OrderedBy: v.User.ID, Transfer: reseller.TransferOffer{To: v.Partner.ID, At: w.clock.now()}, Version: 1,
		}
		all = append(all, s)
		return s.ID
	}
	w.must(w.store.Update(w.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		all = nil
		for _, item := range pages[v.Partner.ID].Items {
			buy(item.Customer.ID, "BUSINESS", reseller.ID{})
			if item.Customer.Domain == "cust000.example" {
				for range 50 {
					buy(item.Customer.ID, "ARCHIVE", buy(item.Customer.ID, "BUSINESS", reseller.ID{}))
				}
			}
		}
		charges := make([]reseller.BegunCharge, len(all))
		for i, s := range all {
			charges[i] = reseller.BegunCharge{BegunAt: w.clock.now(), Charge: reseller.Charge{
				PartnerID: s.BilledPartner, CustomerID: s.CustomerID, SubscriptionID: s.ID, From: from, Until: reseller.NoEnd, ChargedFrom: from + 5,
				Term: s.Term, Offer: s.Offer, Seats: 1, UnitPrice: s.UnitPrice,
			}}
		}
		if err := tx.PutSubscriptions(ctx, all); err != nil {
			return err
		}
		return tx.InsertCharges(ctx, charges)
	}))
	ending := "partner_key,customer_key,accepted_at,ended_at,status,services\n"
	for i := range 60 {
		ending += fmt.Sprintf("alpha,c%03d,2025-01-01T00:%02d:00Z,,ENDING,OFFICE365;AZURE\n", i, i)
	}
	w.load(map[string]string{"relationships.csv": ending})
}
