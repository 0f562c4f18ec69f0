package resolvers_test

import (
	"strings"
	"testing"
)

// pasted are a link's token, the secret of an API key and a bearer token, such as somebody pastes into the wrong field.
func pasted() map[string]string {
	return map[string]string{
		"a token":  "inv_" + strings.Repeat("aB3", 16) + "z",
		"a secret": "ak_" + strings.Repeat("aB3", 14) + "z",
		"a bearer": "eyJ" + strings.Repeat("a", 20) + ".eyJ" + strings.Repeat("b", 20) + "." + strings.Repeat("c_", 20),
	}
}

// What a mutation refuses it quotes, in full or the beginning, as it stands or in other letters: but not where it looks like a token.
func TestUserErrorsRepeatNoTokens(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		one := w.joined("admin@one.example", w.link("admin@alpha.example", vars{}))
		customer := w.customer("admin@one.example")
		batch := func(more vars) vars {
			more["partnerId"] = w.partner("admin@alpha.example")
			return vars{"items": []vars{more}}
		}
		for _, secret := range pasted() {
			for field, c := range map[string]struct {
				email, doc string
				in         vars
			}{
				"services":          {"admin@alpha.example", requestDoc, vars{"services": []string{secret}}},
				"locale":            {"admin@alpha.example", requestDoc, vars{"locale": secret}},
				"campaign":          {"admin@alpha.example", requestDoc, vars{"campaign": "for " + secret}},
				"services accepted": {"admin@two.example", acceptDoc, vars{"token": w.link("admin@alpha.example", vars{}), "services": []string{secret}}},
				"token":             {"admin@two.example", acceptDoc, vars{"token": secret + "x"}},
				"services ended":    {"admin@alpha.example", relinquishDoc, vars{"relationshipId": one, "services": []string{secret}}},
				"agreementVersion":  {"admin@alpha.example", signDoc, vars{"agreementVersion": secret}},
				"name":              {"admin@alpha.example", createDoc, newCustomer(vars{"name": secret + "\x07"})},
				"domain":            {"admin@alpha.example", createDoc, newCustomer(vars{"domain": secret})},
				"country":           {"admin@alpha.example", createDoc, newCustomer(vars{"country": secret})},
				"adminEmail":        {"admin@alpha.example", createDoc, newCustomer(vars{"adminEmail": secret})},
				"label":             {"boss@alpha.example", createKeyDoc, vars{"label": secret}},
				"apiKeyId":          {"boss@alpha.example", revokeKeyDoc, vars{"apiKeyId": secret}},
				"offers":            {"admin@alpha.example", pinDoc, vars{"offers": []string{secret}}},
				"offer": {
					"admin@alpha.example",
					`mutation($in: ProvisionSubscriptionInput!) { provisionSubscription(input: $in) { userErrors { code message path } } }`,
					vars{"customerId": customer, "offer": secret, "seats": 1},
				},
				"services in a batch": {
					operator, `mutation($in: BatchRequestsInput!) { batchRequests(input: $in) { results { userErrors { code message path } } userErrors { code message } } }`,
					batch(vars{"services": []string{secret}}),
				},
			} {
				w.repeatsNot(secret, field, c.email, c.doc, c.in)
			}
		}
	})
}

// repeatsNot expects a mutation to be refused in both languages without the secret in the refusal, nor much of its beginning.
func (w *world) repeatsNot(secret, field, email, doc string, in vars) {
	w.t.Helper()
	for _, language := range []string{"en", "zh-CN"} {
		a := w.inLanguage(language, email, doc, vars{"in": in})
		errors := a.payload().get("userErrors")
		if results, ok := a.payload().get("results").([]any); ok && len(results) > 0 {
			errors = a.payload().get("results.0.userErrors")
		}
		refusals, _ := errors.([]any)
		if len(refusals) == 0 {
			w.t.Errorf("%s is not refused: %v", field, a.Data)
		}
		for i := range refusals {
			refusal := &answer{t: w.t, Data: refusals[i]}
			if message := refusal.text("message"); strings.Contains(strings.ToLower(message), strings.ToLower(secret[:20])) {
				w.t.Errorf("%s: %s", field, message)
			}
		}
	}
}

// A label stands in lists and for good in the history, and there a secret is read by all who may see either.
func TestLabelsHoldNoTokens(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for what, secret := range pasted() {
			label := "for " + secret[:min(len(secret), 60)] // a bearer is longer than a label may be
			w.unchanged(func() { w.do("boss@alpha.example", createKeyDoc, vars{"label": label}).refused("VALIDATION_FAILED") })
			w.unchanged(func() { w.request("admin@alpha.example", vars{"campaign": label}).refused("VALIDATION_FAILED") })
			if message := w.request("admin@alpha.example", vars{"campaign": label}).payload().text("userErrors.0.message"); !strings.Contains(message, "token") {
				t.Errorf("%s: %s", what, message)
			}
		}
		for _, honest := range []string{"inv_2026 of the autumn campaign", "ak_nightly-report-of-the-shanghai-office-for-2026", "break_of_the_long_night_and_more_of_that", "eyJ"} {
			w.do("boss@alpha.example", createKeyDoc, vars{"label": honest}).ok()
			w.request("admin@alpha.example", vars{"campaign": honest}).ok()
		}
	})
}
