package resolvers_test

import (
	"maps"
	"testing"
)

const (
	endPairingDoc = `mutation($in: EndPairingInput!) { endPairing(input: $in) {
		reseller { id name } provider { id name } userErrors { code message path rule } } }`
	pairDoc = `mutation($in: PairResellerInput!) { pairReseller(input: $in) {
		reseller { name provider { name } } provider { name resellers { totalCount nodes { name } } } userErrors { code message path rule } } }`
)

func TestR24_EndingAPairing(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		tier2, prov := w.partnerID("admin@tier2.example"), w.partnerID("admin@prov.example")
		token := w.link("admin@prov.example", vars{"onBehalfOfPartnerId": tier2})
		w.accept("admin@one.example", vars{"token": token}).ok()
		held := w.holders("admin@one.example")
		w.ask("admin@prov.example", `{ viewer { partner { resellers { totalCount nodes { name } } provider { name } } } }`, nil).
			want("viewer.partner", `{"resellers":{"totalCount":1,"nodes":[{"name":"Tier Two"}]},"provider":null}`)
		both := `{"reseller":{"id":"` + tier2 + `","name":"Tier Two"},"provider":{"id":"` + prov + `","name":"Provider"},"userErrors":[]}`
		w.ask("admin@prov.example", endPairingDoc, vars{"in": vars{"resellerId": tier2, "version": 1, "idempotencyKey": "k"}}).ok().want("endPairing", both)
		w.unchanged(func() {
			w.ask("admin@prov.example", endPairingDoc, vars{"in": vars{"resellerId": tier2, "version": 1, "idempotencyKey": "k"}}).ok().want("endPairing", both)
			w.ask("admin@prov.example", endPairingDoc, vars{"in": vars{"resellerId": tier2}}).ok().want("endPairing", both)
			w.ask("admin@tier2.example", endPairingDoc, vars{"in": vars{"resellerId": tier2}}).ok().want("endPairing.provider", `null`)
		})
		if now := w.holders("admin@one.example"); now != held {
			t.Errorf("held %q, now %q", held, now)
		}
		w.ask("admin@prov.example", `{ viewer { partner { resellers { totalCount } relationships { nodes { status reseller { name } } } invites { nodes { status } } } } }`, nil).
			want("viewer.partner", `{"resellers":{"totalCount":0},"relationships":{"nodes":[{"status":"ACTIVE","reseller":{"name":"Tier Two"}}]},"invites":{"nodes":[{"status":"REVOKED"}]}}`)
		w.accept("admin@two.example", vars{"token": token}).refused("INVITE_REVOKED")
		w.request("admin@prov.example", vars{"onBehalfOfPartnerId": tier2}).refused("VALIDATION_FAILED")
		for _, email := range []string{"admin@prov.example", "admin@tier2.example"} {
			w.ask(email, `{ viewer { partner { history(filter: {kinds: [PAIRING_ENDED]}) { nodes { kind before { name } } } } } }`, nil).
				want("viewer.partner.history.nodes", `[{"kind":"PAIRING_ENDED","before":{"name":"Tier Two"}}]`)
		}
	})
}

func TestR24_WhoMayEndAPairing(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		tier2, prov := w.partnerID("admin@tier2.example"), w.partnerID("admin@prov.example")
		for name, c := range map[string]struct{ email, reseller, codes string }{
			"another partner": {"admin@alpha.example", tier2, "NOT_FOUND"}, "a customer": {"admin@one.example", tier2, "NOT_FOUND"},
			"a partner that is none": {"admin@alpha.example", w.partnerID("admin@alpha.example"), "FORBIDDEN_ROLE"},
			"the provider itself":    {"admin@prov.example", prov, "VALIDATION_FAILED"}, "no id": {"admin@prov.example", "x", "VALIDATION_FAILED"},
		} {
			w.unchanged(func() {
				if got := w.ask(c.email, endPairingDoc, vars{"in": vars{"resellerId": c.reseller}}).codes(); got != c.codes {
					t.Errorf("%s: %q, want %q", name, got, c.codes)
				}
			})
		}
		w.ask("op@x.example", endPairingDoc, vars{"in": vars{"resellerId": tier2}}).ok()
		w.pair("op@x.example", tier2, prov).ok()
		w.ask("admin@tier2.example", endPairingDoc, vars{"in": vars{"resellerId": tier2}}).ok().want("endPairing.provider.name", `"Provider"`)
	})
}

func (w *world) pair(email, tier2, provider string) *answer {
	w.t.Helper()
	return w.ask(email, pairDoc, vars{"in": vars{"resellerId": tier2, "providerId": provider}})
}

func TestR6_PairingAReseller(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"partners.csv": `key,name,type,country,status,provider_key,services
prov2,Provider Two,INDIRECT_PROVIDER,CN,ACTIVE,,OFFICE365
provsg,Provider SG,INDIRECT_PROVIDER,SG,ACTIVE,,OFFICE365
`, "users.csv": "email,name,tenant,tenant_key,roles\na@prov2.example,A,partner,prov2,ADMIN_AGENT\na@provsg.example,A,partner,provsg,ADMIN_AGENT\n"})
		tier2, prov2, alpha := w.partnerID("admin@tier2.example"), w.partnerID("a@prov2.example"), w.partnerID("admin@alpha.example")
		w.unchanged(func() {
			w.pair("op@x.example", tier2, w.partnerID("admin@prov.example")).ok() // as it is
			w.pair("op@x.example", tier2, prov2).refused("VALIDATION_FAILED")
			w.pair("op@x.example", alpha, prov2).refused("VALIDATION_FAILED")
			w.pair("op@x.example", tier2, alpha).refused("VALIDATION_FAILED")
			w.pair("op@x.example", tier2, w.partnerID("a@provsg.example")).refused("REGION_MISMATCH")
			w.pair("admin@prov.example", tier2, w.partnerID("admin@prov.example")).refused("FORBIDDEN_ROLE")
			w.pair("admin@alpha.example", tier2, prov2).refused("NOT_FOUND")
		})
		w.ask("op@x.example", endPairingDoc, vars{"in": vars{"resellerId": tier2}}).ok()
		w.pair("op@x.example", tier2, prov2).ok().
			want("pairReseller", `{"reseller":{"name":"Tier Two","provider":{"name":"Provider Two"}},"provider":{"name":"Provider Two","resellers":{"totalCount":1,"nodes":[{"name":"Tier Two"}]}},"userErrors":[]}`)
		w.request("a@prov2.example", vars{"onBehalfOfPartnerId": tier2}).ok()
		w.unchanged(func() { // with whom it is paired now is not for the former provider
			w.ask("admin@prov.example", endPairingDoc, vars{"in": vars{"resellerId": tier2}}).ok().want("endPairing.provider.name", `"Provider"`)
		})
	})
}

const (
	registerPartnerDoc = `mutation($in: RegisterPartnerInput!) { registerPartner(input: $in) {
		partner { id name type country status externalKey version provider { name } } user { email name roles } userErrors { code message path rule } } }`
	registerCustomerDoc = `mutation($in: RegisterCustomerInput!) { registerCustomer(input: $in) {
		customer { name domain country externalKey users { totalCount } relationships { totalCount } } user { email name roles } userErrors { code message path rule } } }`
	statusDoc = `mutation($in: SetPartnerStatusInput!) { setPartnerStatus(input: $in) { partner { status version } userErrors { code message path rule } } }`
)

// registerPartner registers Gamma, with some of the input's fields changed.
func (w *world) registerPartner(changes vars) *answer {
	w.t.Helper()
	in := vars{
		"name": "Gamma", "type": "DIRECT_RESELLER", "country": "CN", "services": []string{"OFFICE365", "AZURE"}, "externalKey": "gamma",
		"adminName": "Gia", "adminEmail": "first@gamma.example",
	}
	maps.Copy(in, changes)
	return w.ask("op@x.example", registerPartnerDoc, vars{"in": in})
}

func (w *world) setStatus(email, partner, status string) *answer {
	w.t.Helper()
	return w.ask(email, statusDoc, vars{"in": vars{"partnerId": partner, "status": status}})
}

func TestR18_TheOperatorRegistersPartners(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		a := w.registerPartner(vars{"type": "INDIRECT_RESELLER", "providerId": w.partnerID("admin@prov.example"), "country": "cn"}).ok()
		a.want("registerPartner.user", `{"email":"first@gamma.example","name":"Gia","roles":["ADMIN_AGENT","GLOBAL_ADMIN"]}`)
		a.want("registerPartner.partner.provider", `{"name":"Provider"}`)
		a.want("registerPartner.partner.country", `"CN"`)
		w.ask("admin@prov.example", `{ viewer { partner { resellers { nodes { name } } } } }`, nil).
			want("viewer.partner.resellers.nodes", `[{"name":"Gamma"},{"name":"Tier Two"}]`)
		for name, c := range map[string]struct {
			changes vars
			codes   string
		}{
			"the same key":        {vars{"adminEmail": "x@gamma.example"}, "VALIDATION_FAILED"},
			"the same e-mail":     {vars{"externalKey": "other"}, "VALIDATION_FAILED"},
			"no type":             {vars{"externalKey": nil, "type": nil}, "VALIDATION_FAILED"},
			"no services":         {vars{"services": []string{}}, "VALIDATION_FAILED"},
			"unknown service":     {vars{"services": []string{"NOPE"}}, "VALIDATION_FAILED"},
			"no country":          {vars{"country": ""}, "VALIDATION_FAILED"},
			"no name":             {vars{"name": nil}, "VALIDATION_FAILED"},
			"reseller of none":    {vars{"type": "INDIRECT_RESELLER"}, "VALIDATION_FAILED"},
			"provider for others": {vars{"providerId": w.partnerID("admin@prov.example")}, "VALIDATION_FAILED"},
			"not a provider":      {vars{"type": "INDIRECT_RESELLER", "providerId": w.partnerID("admin@alpha.example")}, "VALIDATION_FAILED"},
			"no such provider":    {vars{"type": "INDIRECT_RESELLER", "providerId": "par_0000000000000000000001"}, "NOT_FOUND"},
			"provider elsewhere":  {vars{"type": "INDIRECT_RESELLER", "providerId": w.partnerID("admin@prov.example"), "country": "SG"}, "REGION_MISMATCH"},
			"a version":           {vars{"version": 1}, "STALE_VERSION"},
		} {
			w.unchanged(func() {
				if got := w.registerPartner(c.changes).codes(); got != c.codes {
					t.Errorf("%s: %q, want %q", name, got, c.codes)
				}
			})
		}
	})
}

func TestR18_TheOperatorRegistersCustomers(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		ask := func(email string, changes vars) *answer {
			return w.ask(email, registerCustomerDoc, vars{"in": newCustomer(changes)})
		}
		ask("op@x.example", vars{"externalKey": "new"}).ok().want("registerCustomer", `{
			"customer":{"name":"New Ltd","domain":"new.example","country":"CN","externalKey":"new","users":{"totalCount":1},"relationships":{"totalCount":0}},
			"user":{"email":"nia@new.example","name":"Nia","roles":["GLOBAL_ADMIN"]},"userErrors":[]}`)
		w.unchanged(func() {
			ask("op@x.example", nil).refused("CUSTOMER_EXISTS")
			ask("op@x.example", vars{"domain": "b.example", "externalKey": "new", "adminEmail": "b@b.example"}).refused("VALIDATION_FAILED")
			ask("op@x.example", vars{"domain": "b.example"}).refused("VALIDATION_FAILED")
			ask("admin@alpha.example", vars{"domain": "b.example"}).refused("FORBIDDEN_ROLE")
		})
	})
}

func TestR5_SuspendingAndLifting(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		alpha, token := w.partnerID("admin@alpha.example"), w.link("admin@alpha.example", vars{})
		status := func(want string) {
			t.Helper()
			w.ask("", `query($t: String!) { invite(token: $t) { partner { status } } }`, vars{"t": token}).want("invite.partner.status", `"`+want+`"`)
		}
		status("ACTIVE") // and cached
		w.setStatus("op@x.example", alpha, "SUSPENDED").ok().want("setPartnerStatus.partner", `{"status":"SUSPENDED","version":2}`)
		status("SUSPENDED")
		w.request("admin@alpha.example", vars{}).refused("PARTNER_SUSPENDED")
		w.unchanged(func() {
			w.setStatus("op@x.example", alpha, "SUSPENDED").ok()
			w.setStatus("boss@alpha.example", alpha, "ACTIVE").refused("FORBIDDEN_ROLE")
			w.setStatus("admin@beta.example", alpha, "ACTIVE").refused("NOT_FOUND")
			w.ask("op@x.example", statusDoc, vars{"in": vars{"partnerId": alpha}}).refused("VALIDATION_FAILED")
			w.ask("op@x.example", statusDoc, vars{"in": vars{"partnerId": alpha, "status": "ACTIVE", "version": 1}}).refused("STALE_VERSION")
		})
		w.setStatus("op@x.example", alpha, "ACTIVE").ok()
		status("ACTIVE")
		w.ask("admin@alpha.example", `{ viewer { partner { history(last: 2) { nodes { before { partnerStatus } after { partnerStatus } } } } } }`, nil).
			want("viewer.partner.history.nodes", `[{"before":{"partnerStatus":"ACTIVE"},"after":{"partnerStatus":"SUSPENDED"}},{"before":{"partnerStatus":"SUSPENDED"},"after":{"partnerStatus":"ACTIVE"}}]`)
	})
}
