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
		{"createCustomer", users, company("created.example", "domain")},
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

// What is left of createCustomer for a key is the company: its first user somebody adds who has signed in.
func TestR18_R29_AnAPIKeyCreatesACustomerWithoutUsers(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		_, secret := w.apiKey("users@alpha.example", vars{})
		for _, named := range []vars{{"adminName": nil}, {"adminEmail": nil}, {"adminName": nil, "adminEmail": "no address"}} {
			w.unchanged(func() { w.create(secret, named).refusedBy("FORBIDDEN_ROLE", "R18") })
		}
		w.unchanged(func() {
			w.create(secret, vars{"adminName": nil, "adminEmail": nil, "country": "China"}).refused("VALIDATION_FAILED")
		})
		a := w.create(secret, vars{"adminName": nil, "adminEmail": nil}).ok()
		a.want("createCustomer.relationship.status", `"ACTIVE"`)
		customer := a.text("createCustomer.customer.id")
		const users = `query($id: ID!) { customer(id: $id) { users { totalCount } } }`
		w.ask("op@x.example", users, vars{"id": customer}).want("customer.users.totalCount", `0`)
		w.addUser("op@x.example", vars{"tenantId": customer, "email": "nia@new.example", "name": "Nia", "roles": []string{"GLOBAL_ADMIN"}}).ok()
		w.ask("nia@new.example", whoDoc, nil).want("viewer.customer.name", `"New Ltd"`)
	})
}
