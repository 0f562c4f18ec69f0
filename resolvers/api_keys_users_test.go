package resolvers_test

import (
	"strings"
	"testing"
)

// inPerson are the mutations that make or change who may sign in, each with a user whose roles suffice for it and an input that does.
func (w *world) inPerson() []struct {
	mutation, email string
	in              vars
} {
	company := func(domain string, more ...string) vars {
		in := vars{"name": "Heir", "country": "CN", "adminName": "Eve", "adminEmail": "eve@" + domain}
		for _, field := range more {
			in[field] = domain
		}
		return in
	}
	partner := company("partner.example")
	partner["type"], partner["services"] = "DIRECT_RESELLER", []string{"OFFICE365"}
	const users, operator = "users@alpha.example", "op@x.example"
	heir := []string{"ADMIN_AGENT", "GLOBAL_ADMIN"}
	return []struct {
		mutation, email string
		in              vars
	}{
		{"addUser", users, vars{"email": "eve@alpha.example", "name": "Eve", "roles": heir}},
		{"setUserRoles", users, vars{"userId": w.userID("help@alpha.example"), "roles": heir}},
		{"removeUser", users, vars{"userId": w.userID("sales@alpha.example")}},
		{"createApiKey", users, vars{"label": "heir"}},
		{"registerPartner", operator, partner},
		{"registerCustomer", operator, company("registered.example", "domain")},
	}
}

// A key that was lost makes itself no successor: nobody may sign in, once it is revoked, who could not before it was lost.
func TestR18_AnAPIKeyNeitherMakesNorChangesWhoMaySignIn(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		for _, c := range w.inPerson() {
			_, secret := w.apiKey(c.email, vars{})
			doc := "mutation($in: " + strings.ToUpper(c.mutation[:1]) + c.mutation[1:] + "Input!) { " + c.mutation + "(input: $in) { userErrors { code message rule } } }"
			w.unchanged(func() {
				a := w.do(secret, doc, c.in)
				a.refusedBy("FORBIDDEN_ROLE", "R18")
				if message := a.text(c.mutation + ".userErrors.0.message"); !strings.HasPrefix(message, "An API key cannot ") {
					t.Errorf("%s: %s", c.mutation, message)
				}
			})
			w.done(c.email, c.mutation, c.in) // it is the key that is refused, and nothing else
		}
	})
}
