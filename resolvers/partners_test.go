package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

const (
	supportDoc = `mutation($in: UpdateSupportContactInput!) { updateSupportContact(input: $in) {
		partner { version support { url email phone } } userErrors { code message path rule } } }`
	pinDoc = `mutation($in: PinOffersInput!) { pinOffers(input: $in) {
		partner { version pinnedOffers { code } } userErrors { code message path rule } } }`
	signDoc = `mutation($in: SignAgreementInput!) { signAgreement(input: $in) {
		partner { version agreement { version signedAt signedBy { name } } } userErrors { code message path rule } } }`
)

var offers = map[string]string{"offers.csv": `code,services,name_en,name_zh,min_seats,max_seats,monthly_price_minor,currency,add_on_of,upgrades_to
A1,OFFICE365,Offer 1,一号,1,300,1000,CNY,,A2;A3
A2,OFFICE365;INTUNE,Offer 2,二号,1,300,2000,CNY,,
A3,OFFICE365,Offer 3,三号,1,10000000,3000,CNY,,
B1,INTUNE,Offer 4,四号,1,300,500,CNY,A1;A2,
B2,INTUNE,Offer 5,五号,1,300,500,CNY,A1,
B3,INTUNE,Offer 6,六号,5,300,500,CNY,,
`}

func TestR37_PublishingSupportContacts(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.related("admin@alpha.example")
		w.ask("admin@alpha.example", supportDoc, vars{"in": vars{"url": "https://alpha.example/help", "email": "Help@alpha.example", "phone": "400-820-3800 转 2", "version": 1}}).ok().
			want("updateSupportContact.partner", `{"version":2,"support":{"url":"https://alpha.example/help","email":"help@alpha.example","phone":"400-820-3800 转 2"}}`)
		w.unchanged(func() { w.ask("boss@alpha.example", supportDoc, vars{"in": vars{"email": "help@alpha.example"}}).ok() })
		w.ask("boss@alpha.example", supportDoc, vars{"in": vars{"phone": ""}}).ok()
		w.ask("user@one.example", `{ viewer { customer { relationships { nodes { partner { support { url email phone } } } } } } }`, nil).
			want("viewer.customer.relationships.nodes.0.partner.support", `{"url":"https://alpha.example/help","email":"help@alpha.example","phone":null}`)
		if text := w.request("admin@alpha.example", vars{}).ok().text("requestRelationship.email.text"); !strings.Contains(text, "help@alpha.example") {
			t.Error("the mail does not name the contact")
		}
		history := fmt.Sprint(w.ask("admin@alpha.example", `{ viewer { partner { history(filter: {kinds: [PARTNER_CHANGED]}) { nodes { before { fields { name value } } after { fields { name value } } } } } } }`, nil).Data)
		if strings.Contains(history, "help@alpha") || strings.Contains(history, "3800") || !strings.Contains(history, "support_email;support_phone") {
			t.Errorf("history: %s", history)
		}
	})
}

func TestR37_BadSupportContacts(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for _, c := range []struct{ field, value string }{
			{"url", "alpha.example"},
			{"url", "javascript:alert(1)"},
			{"url", "ftp://alpha.example"},
			{"url", "https://"},
			{"url", "https://u:p@alpha.example"},
			{"url", "https://alpha.example/a b"},
			{"url", "https://alpha.example/" + strings.Repeat("a", 500)},
			{"url", "/help"},
			{"email", "help"},
			{"email", "a@b"},
			{"phone", "call us"},
			{"phone", "12"},
			{"phone", strings.Repeat("1", 51)},
			{"phone", "110\n120"},
		} {
			w.unchanged(func() {
				a := w.ask("admin@alpha.example", supportDoc, vars{"in": vars{c.field: c.value}})
				a.refused("VALIDATION_FAILED")
				a.want("updateSupportContact.userErrors.0.path", `["`+c.field+`"]`)
			})
		}
		w.unchanged(func() {
			for _, email := range []string{"sales@alpha.example", "help@alpha.example", "admin@one.example", "op@x.example"} {
				w.ask(email, supportDoc, vars{"in": vars{"phone": "110"}}).refused("FORBIDDEN_ROLE")
			}
			w.ask("admin@alpha.example", supportDoc, vars{"in": vars{"phone": "110", "version": 7}}).refused("STALE_VERSION")
		})
	})
}

func TestR30_PinningOffers(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(offers)
		codes := func(email, service string) string {
			var list []string
			for _, o := range w.ask(email, `query($s: String) { offers(service: $s) { code } }`, vars{"s": map[bool]any{true: nil, false: service}[service == ""]}).list("offers") {
				list = append(list, o.text("code"))
			}
			return strings.Join(list, " ")
		}
		w.ask("sales@alpha.example", pinDoc, vars{"in": vars{"offers": []string{"B1", "A2"}}}).ok().
			want("pinOffers.partner", `{"version":2,"pinnedOffers":[{"code":"B1"},{"code":"A2"}]}`)
		w.unchanged(func() {
			w.ask("boss@alpha.example", pinDoc, vars{"in": vars{"offers": []string{"B1", "A2"}, "version": 2}}).ok()
		})
		for _, c := range []struct{ email, service, wanted string }{
			{"help@alpha.example", "", "B1 A2 A1 A3 B2 B3"},
			{"help@alpha.example", "OFFICE365", "A2 A1 A3"},
			{"admin@beta.example", "", "A1 A2 A3 B1 B2 B3"},
			{"", "INTUNE", "A2 B1 B2 B3"},
			{"admin@one.example", "AZURE", ""},
		} {
			if got := codes(c.email, c.service); got != c.wanted {
				t.Errorf("%s %s: %s", c.email, c.service, got)
			}
		}
		if code := w.ask("", `{ offers(service: "NOPE") { code } }`, nil).topCode(); code != "VALIDATION_FAILED" {
			t.Errorf("an unknown service: %s", code)
		}
		w.ask("admin@alpha.example", pinDoc, vars{"in": vars{"offers": []string{}}}).ok().want("pinOffers.partner.pinnedOffers", `[]`)
	})
}

func TestR30_RefusedPins(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(offers)
		for name, c := range map[string]struct {
			offers any
			path   string
		}{
			"absent": {nil, "[offers]"}, "six": {[]string{"A1", "A2", "A3", "B1", "B2", "B3"}, "[offers]"},
			"twice": {[]string{"A1", "A1"}, "[offers 1]"}, "unknown": {[]string{"A1", "NOPE"}, "[offers 1]"}, "empty": {[]string{""}, "[offers 0]"},
		} {
			w.unchanged(func() {
				a := w.ask("admin@alpha.example", pinDoc, vars{"in": vars{"offers": c.offers}})
				a.refused("VALIDATION_FAILED")
				if path := fmt.Sprint(a.get("pinOffers.userErrors.0.path")); path != c.path {
					t.Errorf("%s: %s", name, path)
				}
			})
		}
		w.ask("help@alpha.example", pinDoc, vars{"in": vars{"offers": []string{"A1"}}}).refused("FORBIDDEN_ROLE")
		w.ask("admin@one.example", pinDoc, vars{"in": vars{"offers": []string{"A1"}}}).refused("FORBIDDEN_ROLE")
	})
}

func TestTheCatalogueOfOffersIsOpen(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(offers)
		a := w.ask("", `{ offers(service: "OFFICE365") { id code name zh: name(locale: "zh-CN") services { code } addOns { code } upgradesTo { code } minSeats maxSeats } }`, nil)
		id := a.text("offers.0.id")
		if !strings.HasPrefix(id, "off_") {
			t.Errorf("id %s", id)
		}
		a.want("offers.0", `{"id":"`+id+`","code":"A1","name":"Offer 1","zh":"一号","services":[{"code":"OFFICE365"}],
			"addOns":[{"code":"B1"},{"code":"B2"}],"upgradesTo":[{"code":"A2"},{"code":"A3"}],"minSeats":1,"maxSeats":300}`)
		w.ask("", `query($id: ID!) { node(id: $id) { id ... on Offer { code } } }`, vars{"id": id}).want("node", `{"id":"`+id+`","code":"A1"}`)
		w.ask("", `query($id: ID!) { node(id: $id) { id } }`, vars{"id": "off_Tk9QRQ"}).want("node", `null`)
	})
}

func TestR36_SigningTheAgreement(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		current := w.ask("", `{ agreementVersion }`, nil).text("agreementVersion")
		w.ask("admin@alpha.example", `{ viewer { partner { agreement { version signedAt signedBy { id } } } } }`, nil).
			want("viewer.partner.agreement", `{"version":"`+current+`","signedAt":"2026-03-01T00:00:00Z","signedBy":null}`)
		w.registerPartner(vars{}).ok()
		w.ask("first@gamma.example", `{ viewer { partner { agreement { version } } } }`, nil).want("viewer.partner.agreement", `null`)
		w.request("first@gamma.example", vars{}).refused("AGREEMENT_REQUIRED")
		w.unchanged(func() {
			a := w.ask("first@gamma.example", signDoc, vars{"in": vars{"agreementVersion": "1999-01"}})
			a.refused("VALIDATION_FAILED")
			if !strings.Contains(a.text("signAgreement.userErrors.0.message"), current) {
				t.Error("the current version is not named")
			}
			w.ask("admin@one.example", signDoc, vars{"in": vars{}}).refused("FORBIDDEN_ROLE")
			w.ask("sales@alpha.example", signDoc, vars{"in": vars{}}).refused("FORBIDDEN_ROLE")
			w.ask("first@gamma.example", signDoc, vars{"in": vars{"version": 2}}).refused("STALE_VERSION")
		})
		signed := w.ask("first@gamma.example", signDoc, vars{"in": vars{"agreementVersion": current}}).ok()
		signed.want("signAgreement.partner.agreement.signedBy", `{"name":"Gia"}`)
		w.unchanged(func() {
			again := w.ask("first@gamma.example", signDoc, vars{"in": vars{}}).ok()
			again.want("signAgreement.partner.version", `2`)
		})
		w.request("first@gamma.example", vars{}).ok()
		a := w.ask("help@alpha.example", `{ viewer { partner { name agreement { version } } } }`, nil)
		if a.topCode() != "FORBIDDEN_ROLE" || a.get("viewer.partner.agreement") != nil || a.text("viewer.partner.name") != "Alpha" {
			t.Errorf("helpdesk: %v %v", a.Data, a.Errors)
		}
	})
}
