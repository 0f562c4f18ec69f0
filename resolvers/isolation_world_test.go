package resolvers_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"accord/db"
	"accord/db/dbtest"
	"accord/graph/model"
	"accord/reseller"
	"accord/resolvers"
)

// Two worlds that have nothing to do with each other, but for a customer of both, Granite. All that is written of the first, Quartz,
// says so in its text; the second, Basalt, looks for it.
const (
	hidden  = "quartz"
	looking = "basalt"
	common  = "granite"
)

// phones are a telephone number for each side, which cannot say whose it is.
var phones = map[string]string{hidden: "+86 21 5555 0171", looking: "+86 21 5555 0199"}

// catalogueFixture is what both worlds sell.
func catalogueFixture() map[string]string {
	files := map[string]string{
		"services.csv": fixture["services.csv"],
		"users.csv": `email,name,tenant,tenant_key,roles
op@x.example,Op,operator,,
admin@granite.example,Granite Admin,customer,granite,GLOBAL_ADMIN
`,
		"customers.csv": "key,name,domain,country\ngranite,Granite Ltd,granite.example,CN\n",
	}
	maps.Copy(files, map[string]string{"offers.csv": marketFixture["offers.csv"], "prices.csv": marketFixture["prices.csv"]})
	return files
}

// sideFixture is one of the worlds: partners of each type, with users of each role, and two customers.
func sideFixture(name, servesGranite string) map[string]string {
	text := map[string]string{
		"partners.csv": `key,name,type,country,status,provider_key,services
SIDE-direct,SIDE Direct,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365;AZURE;INTUNE
SIDE-prov,SIDE Provider,INDIRECT_PROVIDER,CN,ACTIVE,,OFFICE365;AZURE
SIDE-tier2,SIDE Reseller,INDIRECT_RESELLER,CN,ACTIVE,SIDE-prov,OFFICE365
SIDE-adv,SIDE Advisor,ADVISOR,CN,ACTIVE,,OFFICE365
`,
		"customers.csv": `key,name,domain,country
SIDE-one,SIDE One,one.SIDE.example,CN
SIDE-two,SIDE Two,two.SIDE.example,CN
SIDE-three,SIDE Three,three.SIDE.example,CN
`,
		"users.csv": `email,name,tenant,tenant_key,roles
admin@direct.SIDE.example,SIDE Ann,partner,SIDE-direct,ADMIN_AGENT
sales@direct.SIDE.example,SIDE Sal,partner,SIDE-direct,SALES_AGENT
help@direct.SIDE.example,SIDE Hal,partner,SIDE-direct,HELPDESK_AGENT
boss@direct.SIDE.example,SIDE Bos,partner,SIDE-direct,HELPDESK_AGENT;GLOBAL_ADMIN
bill@direct.SIDE.example,SIDE Bil,partner,SIDE-direct,HELPDESK_AGENT;BILLING_ADMIN
users@direct.SIDE.example,SIDE Usr,partner,SIDE-direct,SALES_AGENT;USER_ADMIN
gone@direct.SIDE.example,SIDE Gon,partner,SIDE-direct,SALES_AGENT
admin@prov.SIDE.example,SIDE Pro,partner,SIDE-prov,ADMIN_AGENT;GLOBAL_ADMIN
admin@tier2.SIDE.example,SIDE Tim,partner,SIDE-tier2,ADMIN_AGENT;GLOBAL_ADMIN
admin@adv.SIDE.example,SIDE Ada,partner,SIDE-adv,ADMIN_AGENT;GLOBAL_ADMIN
admin@one.SIDE.example,SIDE Oli,customer,SIDE-one,GLOBAL_ADMIN
user@one.SIDE.example,SIDE Uma,customer,SIDE-one,USER
admin@two.SIDE.example,SIDE Two,customer,SIDE-two,GLOBAL_ADMIN
admin@three.SIDE.example,SIDE Tri,customer,SIDE-three,GLOBAL_ADMIN
`,
		"relationships.csv": `partner_key,customer_key,accepted_at,ended_at,status,services
SIDE-direct,SIDE-one,2025-01-01T00:00:00Z,,ACTIVE,OFFICE365
SIDE-direct,SIDE-three,2025-01-01T00:00:00Z,2025-06-01T00:00:00Z,ENDED,
SIDE-direct,granite,2025-01-02T00:00:00Z,,ACTIVE,` + servesGranite + `
SIDE-prov,SIDE-one,2025-01-03T00:00:00Z,,ACTIVE,AZURE
SIDE-adv,SIDE-one,2025-01-04T00:00:00Z,,ACTIVE,OFFICE365
`,
	}
	for file := range text {
		text[file] = strings.ReplaceAll(text[file], "SIDE", name)
	}
	return text
}

// viewers are who look: an e-mail for each role on the looking side.
func viewers() []string {
	var emails []string
	for _, who := range []string{
		"admin@direct", "sales@direct", "help@direct", "boss@direct", "bill@direct", "users@direct", "admin@prov", "admin@tier2", "admin@adv",
		"admin@one", "user@one", "admin@three",
	} {
		emails = append(emails, who+"."+looking+".example")
	}
	return emails
}

// insidersOf are those of a side who see all of their tenants'.
func insidersOf(side string) []string {
	var emails []string
	for _, who := range []string{"boss@direct", "admin@prov", "admin@tier2", "admin@adv", "admin@one", "admin@two", "admin@three"} {
		emails = append(emails, who+"."+side+".example")
	}
	return emails
}

// eachIsolated runs a test in the two worlds on each store.
func eachIsolated(t *testing.T, test func(t *testing.T, m *matrix)) {
	t.Helper()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		t.Helper()
		s := dbtest.Open(t, url)
		test(t, newMatrix(t, s, url))
	})
}

func newMatrix(t *testing.T, s *db.Store, url string) *matrix {
	t.Helper()
	w := newWorld(t, s, testSecret)
	limits := testLimits()
	limits.Aliases, limits.Cost = limits.Selections, 10*limits.Cost // a document asks many cells at once
	w.serve(resolvers.Options{}, limits)
	w.load(catalogueFixture())
	m := &matrix{
		world: w, url: url, schema: executable(), asked: map[string]bool{}, cursors: map[string][]string{}, refusals: map[string]string{},
		whoLooks: map[string]looker{}, seen: map[string][]string{}, shown: map[string]bool{}, refused: map[string]bool{},
	}
	m.boundTo = m.boundOf()
	began := w.clock.now()
	w.live(looking, "OFFICE365", "BUSINESS")
	w.clock.pass(20 * 24 * time.Hour) // past the billing day, so that there are bills
	_, m.key = w.apiKey("boss@direct."+looking+".example", vars{"label": looking + " looks"})
	for _, email := range append(viewers(), m.key, "") {
		m.whoLooks[email] = m.meets(email)
	}
	m.own = m.harvest(looking)
	m.at = w.clock.now()
	m.keepsWhatIsTold()
	w.clock.set(began) // the two live at the same time, so that nothing changes by time alone
	w.live(hidden, "INTUNE", "DEVICES")
	w.clock.set(m.at)
	m.known = m.harvest(hidden)
	return m
}

// live has one of the worlds do all that can be done, so that there is something of every kind to be found.
func (w *world) live(side, servesGranite, sellsGranite string) {
	w.t.Helper()
	w.load(sideFixture(side, servesGranite))
	as := func(who string) string { return who + "." + side + ".example" }
	w.billedSince(as("admin@direct"), "2026-02-15")
	w.billedSince(as("admin@prov"), "2026-02-15")
	w.sell(side, sellsGranite)
	w.sendLinks(side)

	w.done(as("boss@direct"), "updateSupportContact", vars{"url": "https://" + side + ".example", "email": "support@" + side + ".example", "phone": phones[side]})
	w.rewrites(as("admin@direct"), func(p *reseller.Partner) { p.Agreement.Version = "of old" })
	w.done(as("admin@direct"), "signAgreement", vars{})
	w.makeKeys(side)
	w.done(as("boss@direct"), "pinOffers", vars{"offers": []string{"BUSINESS"}})
	w.done(as("boss@direct"), "removeUser", vars{"userId": w.user(as("gone@direct"))})
	w.done(as("boss@direct"), "createCustomer", vars{
		"name": side + " New", "domain": "new." + side + ".example", "country": "CN", "adminName": side + " Nic", "adminEmail": "admin@new." + side + ".example",
	})
	w.done(as("admin@one"), "updateCustomer", vars{
		"customerId": w.customer(as("admin@one")), "contactName": side + " Contact", "contactEmail": "c@" + side + ".example", "contactPhone": phones[side],
		"billingName": side + " Bills", "billingAddress": side + " Street", "billingEmail": "b@" + side + ".example", "taxId": side + "-tax",
	})
	relationship := w.ask(as("admin@two"), `{ viewer { customer { relationships { nodes { id } } } } }`, nil).text("viewer.customer.relationships.nodes.0.id")
	w.done(as("admin@two"), "proposeRelationshipEnd", vars{"relationshipId": relationship, "reason": side + " is not content"})
	w.done(as("admin@two"), "removeDelegatedAdmin", vars{"allPartners": true, "services": []string{"AZURE"}})
}

// makeKeys has partners and a customer have API keys, one of which is revoked.
func (w *world) makeKeys(side string) {
	w.t.Helper()
	for _, who := range []string{"boss@direct", "users@direct", "admin@prov", "admin@one"} {
		w.apiKey(who+"."+side+".example", vars{"label": side + " script"})
	}
	revoked, _ := w.apiKey("boss@direct."+side+".example", vars{"label": side + " of old"})
	w.done("boss@direct."+side+".example", "revokeApiKey", vars{"apiKeyId": revoked})
	_, acting := w.apiKey("boss@direct."+side+".example", vars{"label": side + " script"})
	w.done(acting, "pinOffers", vars{"offers": []string{"PREMIUM"}})
}

// sell has the direct reseller sell: something for each customer, in each status, with an add-on and a transfer that is offered.
func (w *world) sell(side, sellsGranite string) {
	w.t.Helper()
	as := func(who string) string { return who + "." + side + ".example" }
	sold := w.orderedBy(as("boss@direct"), as("admin@one"), "BUSINESS", 7)
	w.done(as("boss@direct"), "orderAddOn", vars{"subscriptionId": sold, "offer": "ARCHIVE", "seats": 7})
	w.done(as("boss@direct"), "changeSupportContact", vars{"subscriptionId": sold, "partnerId": w.partner(as("admin@prov"))})
	w.done(as("boss@direct"), "offerTransfer", vars{"subscriptionId": sold, "toPartnerId": w.partner(as("admin@prov"))})
	suspended := w.orderedBy(as("boss@direct"), as("admin@one"), "DEVICES", 3)
	w.done(as("boss@direct"), "suspendSubscription", vars{"subscriptionId": suspended, "reason": "NON_PAYMENT"})
	cancelled := w.orderedBy(as("boss@direct"), as("admin@one"), "PREMIUM", 3)
	w.done(as("boss@direct"), "cancelSubscription", vars{"subscriptionId": cancelled, "reason": side + " is enough"})
	w.orderedBy(as("boss@direct"), "admin@granite.example", sellsGranite, 9)
}

// sendLinks has links be accepted, declined, rotated and revoked.
func (w *world) sendLinks(side string) {
	w.t.Helper()
	as := func(who string) string { return who + "." + side + ".example" }
	first := w.link(as("admin@direct"), vars{})
	w.accept(as("admin@two"), vars{"token": first}).ok()
	_, declined := w.invite(as("admin@direct"), vars{"campaign": side + " spring", "services": []string{"INTUNE"}, "maxUses": 9})
	w.done(as("admin@two"), "declineRelationship", vars{"token": declined, "reason": side + " says no"})
	revoked, _ := w.invite(as("admin@direct"), vars{"campaign": side + " autumn"})
	w.done(as("admin@direct"), "revokeInvite", vars{"inviteId": revoked})
	rotated, _ := w.invite(as("admin@direct"), vars{"campaign": side + " winter"})
	w.done(as("admin@direct"), "rotateInvite", vars{"inviteId": rotated, "gracePeriodSeconds": 3600})
	_, named := w.invite(as("admin@prov"), vars{"onBehalfOfPartnerId": w.partner(as("admin@tier2"))})
	w.accept(as("admin@two"), vars{"token": named, "replaceExisting": true}).ok()
}

// done sends a mutation that is to succeed.
func (w *world) done(email, name string, in vars) {
	w.t.Helper()
	w.do(email, fmt.Sprintf(`mutation($in: %s%sInput!) { answer: %s(input: $in) { userErrors { code message path } } }`, strings.ToUpper(name[:1]), name[1:], name), in).ok()
}

// user gives the id of a user.
func (w *world) user(email string) string {
	w.t.Helper()
	v, err := w.store.Identify(w.t.Context(), email)
	w.must(err)
	return model.GlobalID(model.KindUser, v.User.ID)
}
