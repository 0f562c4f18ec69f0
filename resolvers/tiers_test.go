package resolvers_test

import (
	"strings"
	"testing"
)

func TestR6_ALinkInAResellersName(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		byDefault := w.link("admin@prov.example", vars{})
		reseller := w.partner("admin@tier2.example")
		a := w.request("sales@prov.example", vars{"onBehalfOfPartnerId": reseller}).ok()
		token := a.text("requestRelationship.invite.token")
		if token == byDefault {
			t.Error("it is the provider's default link")
		}
		w.unchanged(func() {
			if _, again := w.named("admin@tier2.example", nil); again != token {
				t.Error("asking again gives another link")
			}
			if again := w.link("admin@prov.example", vars{}); again != byDefault {
				t.Error("the default link is another")
			}
		})
		if _, other := w.named("admin@tier2b.example", nil); other == token {
			t.Error("two resellers share a link")
		}
		w.ask("admin@prov.example", `{ viewer { partner { invite { token } invites { totalCount } } } }`, nil).
			want("viewer.partner", `{"invite":{"token":"`+byDefault+`"},"invites":{"totalCount":3}}`)
		w.ask("", previewDoc, vars{"t": token}).want("invite", `{"partner":{"name":"Provider","country":"CN","status":"ACTIVE"},"reseller":{"name":"Tier Two"},
			"services":[{"code":"AZURE","name":"Azure 云"},{"code":"OFFICE365","name":"办公 365"}],"expiresAt":null,"forViewer":null}`)
	})
}

func TestR6_RefusedNames(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		ids := map[string]string{}
		for _, key := range []string{"tier2", "tier2x", "alpha", "prov", "adv"} {
			ids[key] = w.partner("admin@" + key + ".example")
		}
		for _, n := range w.ask("op@x.example", `{ partners(search: "tier two s") { nodes { id name } } }`, nil).list("partners.nodes") {
			ids[n.text("name")] = n.text("id")
		}
		w.accept("admin@one.example", vars{"token": w.link("admin@prov.example", vars{})}).ok()
		w.unchanged(func() {
			for name, c := range map[string]struct{ email, named, codes, rule string }{
				"another provider's":     {"admin@prov.example", ids["tier2x"], "NOT_FOUND", "R27"},
				"a direct reseller":      {"admin@prov.example", ids["alpha"], "NOT_FOUND", "R27"},
				"itself":                 {"admin@prov.example", ids["prov"], "VALIDATION_FAILED", "R6"},
				"suspended":              {"admin@prov.example", ids["Tier Two S"], "PARTNER_SUSPENDED", "R5"},
				"of another country":     {"admin@prov.example", ids["Tier Two SG"], "REGION_MISMATCH", "R7"},
				"malformed":              {"admin@prov.example", "nonsense", "VALIDATION_FAILED", ""},
				"a reseller by itself":   {"admin@tier2.example", ids["tier2"], "FORBIDDEN_ROLE", "R6"},
				"its provider":           {"admin@tier2.example", ids["prov"], "FORBIDDEN_ROLE", "R6"},
				"by a direct reseller":   {"admin@alpha.example", ids["tier2"], "NOT_FOUND", "R27"},
				"a direct one by itself": {"admin@alpha.example", ids["alpha"], "VALIDATION_FAILED", "R6"},
				"helpdesk":               {"help@prov.example", ids["tier2"], "FORBIDDEN_ROLE", "R3"},
				"a customer":             {"admin@one.example", ids["prov"], "FORBIDDEN_ROLE", "R3"},
			} {
				t.Log(name)
				a := w.request(c.email, vars{"onBehalfOfPartnerId": c.named})
				a.refusedBy(c.codes, c.rule)
				if c.codes != "FORBIDDEN_ROLE" {
					a.want("requestRelationship.userErrors.0.path", `["onBehalfOfPartnerId"]`)
				}
			}
			w.request("admin@tier2.example", vars{}).refusedBy("FORBIDDEN_ROLE", "R6")
		})
	})
}

func TestR6_TheResellerSendsAndDoesNotManage(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, token := w.named("admin@tier2.example", vars{"campaign": "spring"})
		w.link("admin@prov.example", vars{}) // none of the reseller's
		w.ask("admin@tier2.example", `{ viewer { partner { invite { id } invites { totalCount nodes { id token url label status reseller { name } email { subject } } } } } }`, nil).
			want("viewer.partner.invites.totalCount", `1`)
		const doc = `query($id: ID!, $l: String) { node(id: $id) { ... on Invite { token url email(locale: $l, openingParagraphs: []) { subject text } } } }`
		for _, email := range []string{"admin@tier2.example", "boss@tier2.example", "sales@prov.example"} {
			a := w.ask(email, doc, vars{"id": id, "l": "zh-CN"})
			a.want("node.token", `"`+token+`"`)
			a.want("node.url", `"https://accord.example/invite/`+token+`"`)
			if a.text("node.email.text") == "" {
				t.Error("no mail")
			}
		}
		for _, stranger := range []string{"admin@tier2b.example", "admin@prov2.example", "admin@alpha.example", "admin@one.example"} {
			w.ask(stranger, doc, vars{"id": id}).want("node", `null`)
		}
		w.unchanged(func() {
			for _, doc := range []string{rotateDoc, revokeDoc} {
				w.do("admin@tier2.example", doc, vars{"inviteId": id}).refusedBy("FORBIDDEN_ROLE", "R6")
				w.do("boss@tier2.example", doc, vars{"inviteId": id}).refusedBy("FORBIDDEN_ROLE", "R6")
				w.do("help@tier2.example", doc, vars{"inviteId": id}).refused("FORBIDDEN_ROLE")
				w.do("admin@tier2b.example", doc, vars{"inviteId": id}).refusedBy("NOT_FOUND", "R27")
			}
		})
		w.do("admin@prov.example", rotateDoc, vars{"inviteId": id}).ok()
		w.ask("admin@tier2.example", `{ viewer { partner { invites { nodes { status reseller { name } } } } } }`, nil).
			want("viewer.partner.invites.nodes", `[{"status":"ACTIVE","reseller":{"name":"Tier Two"}},{"status":"ROTATED","reseller":{"name":"Tier Two"}}]`)
	})
}

func TestR6_WhomTheCustomerGrants(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		_, token := w.named("admin@tier2.example", nil)
		prov, tier2 := w.partner("admin@prov.example"), w.partner("admin@tier2.example")
		grant := func(service, partner string) vars { return vars{"service": service, "partnerId": partner} }
		for i, c := range []struct {
			in      vars
			holders string
		}{
			{vars{}, "AZURE=+Tier Two OFFICE365=+Tier Two"},
			{vars{"services": []string{"AZURE"}}, "AZURE=+Tier Two"},
			{vars{"grants": []vars{grant("AZURE", prov), grant("OFFICE365", prov)}}, "AZURE=Provider OFFICE365=Provider"},
			{vars{"grants": []vars{grant("AZURE", prov), grant("AZURE", tier2)}}, "AZURE=Provider+Tier Two"},
			{vars{"grants": []vars{grant("AZURE", prov), grant("OFFICE365", tier2), grant("AZURE", prov)}}, "AZURE=Provider OFFICE365=+Tier Two"},
		} {
			admin := w.crowdOf("mix", i)
			c.in["token"] = token
			a := w.accept(admin, c.in).ok()
			a.want("acceptRelationship.relationship.partner.name", `"Provider"`)
			if got := w.holders(admin); got != c.holders {
				t.Errorf("%v: holders %s, want %s", c.in, got, c.holders)
			}
			w.ask(admin, `query($id: ID!) { relationship(id: $id) { partner { name } reseller { name } } }`, vars{"id": a.text("acceptRelationship.relationship.id")}).
				want("relationship", `{"partner":{"name":"Provider"},"reseller":{"name":"Tier Two"}}`)
			w.unchanged(func() { w.accept(admin, c.in).ok().want("acceptRelationship.alreadyAccepted", `true`) })
		}
	})
}

// crowdOf adds one customer, and gives its administrator.
func (w *world) crowdOf(prefix string, i int) string {
	w.t.Helper()
	name := prefix + string(rune('a'+i))
	email := "admin@" + name + ".example"
	w.load(map[string]string{
		"customers.csv": "key,name,domain,country\n" + name + ",Co " + name + "," + name + ".example,CN\n",
		"users.csv":     "email,name,tenant,tenant_key,roles\n" + email + ",Admin,customer," + name + ",GLOBAL_ADMIN\n",
	})
	return email
}

func TestR6_BadGrants(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		_, token := w.named("admin@tier2.example", vars{"services": []string{"OFFICE365"}})
		_, plain := w.named("admin@tier2.example", vars{"delegatedAdmin": false})
		prov, tier2, tier2b := w.partner("admin@prov.example"), w.partner("admin@tier2.example"), w.partner("admin@tier2b.example")
		w.unchanged(func() {
			for name, c := range map[string]struct {
				token    string
				services []string
				grants   []vars
				rule     string
			}{
				"another reseller":  {token, nil, []vars{{"service": "OFFICE365", "partnerId": tier2b}}, "R6"},
				"malformed partner": {token, nil, []vars{{"service": "OFFICE365", "partnerId": "x"}}, ""},
				"not asked for":     {token, nil, []vars{{"service": "OFFICE365", "partnerId": tier2}, {"service": "AZURE", "partnerId": prov}}, "R10"},
				"unknown service":   {token, nil, []vars{{"service": "NOPE", "partnerId": tier2}}, "R10"},
				"none":              {token, nil, []vars{}, ""},
				"both":              {token, []string{"OFFICE365"}, []vars{{"service": "OFFICE365", "partnerId": tier2}}, ""},
				"without DAP":       {plain, nil, []vars{{"service": "OFFICE365", "partnerId": tier2}}, "R4"},
			} {
				in := vars{"token": c.token, "grants": c.grants}
				if c.services != nil {
					in["services"] = c.services
				}
				a := w.accept("admin@one.example", in)
				a.refusedBy("VALIDATION_FAILED", c.rule)
				if path := a.get("acceptRelationship.userErrors.0.path.0"); path != "grants" {
					t.Errorf("%s: path %v", name, path)
				}
			}
			// On a link in nobody's name there is one partner to grant to.
			alpha := w.accept("admin@one.example", vars{"token": plain, "services": []string{"OFFICE365"}})
			alpha.refused("VALIDATION_FAILED")
		})
		w.accept("admin@one.example", vars{"token": plain}).ok().want("acceptRelationship.granted", `[]`)
		own := w.link("admin@prov.example", vars{})
		w.accept("admin@two.example", vars{"token": own, "grants": []vars{{"service": "OFFICE365", "partnerId": tier2}}}).refused("VALIDATION_FAILED")
		w.accept("admin@two.example", vars{"token": own, "grants": []vars{{"service": "OFFICE365", "partnerId": prov}}}).ok()
	})
}

func TestR6_R11_TheProviderCountsTheResellerStandsBeside(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		alpha := w.link("admin@alpha.example", vars{})
		_, token := w.named("admin@tier2.example", nil)
		prov, tier2 := w.partner("admin@prov.example"), w.partner("admin@tier2.example")
		w.accept("admin@one.example", vars{"token": alpha}).ok()
		both := []vars{{"service": "AZURE", "partnerId": tier2}, {"service": "AZURE", "partnerId": prov}, {"service": "OFFICE365", "partnerId": prov}}
		w.unchanged(func() {
			a := w.accept("admin@one.example", vars{"token": token, "grants": both})
			a.refused(strings.TrimSpace(strings.Repeat("SERVICE_ALREADY_DELEGATED ", 2)))
			a.want("acceptRelationship.userErrors.0.holder.name", `"Alpha"`)
			a.want("acceptRelationship.userErrors.0.rule", `"R12"`)
		})
		w.accept("admin@one.example", vars{"token": token}).ok() // the reseller's is in nobody's way
		if got := w.holders("admin@one.example"); got != "AZURE=Alpha+Tier Two OFFICE365=Alpha+Tier Two" {
			t.Errorf("holders %s", got)
		}
		replaced := w.accept("admin@one.example", vars{"token": token, "grants": both[1:2], "replaceExisting": true}).ok()
		if got := joined(replaced.list("acceptRelationship.displaced"), "partner.name"); got != "Alpha" {
			t.Errorf("displaced %s", got)
		}
		if got := w.holders("admin@one.example"); got != "AZURE=Provider+Tier Two OFFICE365=Alpha+Tier Two" {
			t.Errorf("holders %s", got)
		}
		w.ask("admin@one.example", previewDoc, vars{"t": token}).want("invite.forViewer.alreadyRelated", `true`)
	})
}

func TestR6_ASuspendedResellerHoldsItsLinksUp(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		_, token := w.named("admin@tier2.example", nil)
		w.suspend("tier2,Tier Two,INDIRECT_RESELLER,CN,SUSPENDED,prov,OFFICE365")
		w.unchanged(func() { w.accept("admin@one.example", vars{"token": token}).refusedBy("PARTNER_SUSPENDED", "R5") })
		w.suspend("tier2,Tier Two,INDIRECT_RESELLER,CN,ACTIVE,prov,OFFICE365")
		w.accept("admin@one.example", vars{"token": token}).ok()
	})
}

// A link in the name of a reseller that has gone to another provider is no longer its provider's to use.
func TestR6_ALinkOutlivesNoPairing(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, token := w.named("admin@tier2.example", nil)
		w.suspend("tier2,Tier Two,INDIRECT_RESELLER,CN,ACTIVE,prov2,OFFICE365")
		w.unchanged(func() {
			w.accept("admin@one.example", vars{"token": token}).refused("INVITE_REVOKED")
			if code := w.previewed("", token); code != "INVITE_REVOKED" {
				t.Errorf("preview: %q", code)
			}
			w.do("admin@prov.example", rotateDoc, vars{"inviteId": id}).refused("INVITE_REVOKED")
		})
		w.ask("admin@prov.example", `query($id: ID!) { node(id: $id) { ... on Invite { status } } }`, vars{"id": id}).want("node.status", `"REVOKED"`)
	})
}
