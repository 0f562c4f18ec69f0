package resolvers_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// What a user does of its own company's depends on its role as well (R18): whoever is not named here is refused, whatever it does it to.

var (
	agents        = audience{rule: "R28", partner: []string{"ADMIN_AGENT", "SALES_AGENT", "HELPDESK_AGENT", "GLOBAL_ADMIN"}, customer: []string{"GLOBAL_ADMIN"}}
	editBilling   = audience{rule: "R28", partner: []string{"ADMIN_AGENT", "SALES_AGENT", "GLOBAL_ADMIN"}, customer: []string{"GLOBAL_ADMIN"}}
	sellers       = audience{rule: "R18", partner: []string{"ADMIN_AGENT", "SALES_AGENT", "GLOBAL_ADMIN"}}
	administering = audience{rule: "R18", partner: []string{"ADMIN_AGENT", "GLOBAL_ADMIN"}}
	bothSides     = audience{rule: "R23", partner: []string{"ADMIN_AGENT", "GLOBAL_ADMIN"}, customer: []string{"GLOBAL_ADMIN"}}
	customers     = audience{rule: "R10", customer: []string{"GLOBAL_ADMIN"}}
	userAdmins    = audience{rule: "R18", partner: []string{"USER_ADMIN", "GLOBAL_ADMIN"}, customer: []string{"GLOBAL_ADMIN"}, inPerson: true}
	operators     = audience{rule: "R27"}
	everybody     = audience{rule: "R27", partner: []string{"ADMIN_AGENT", "SALES_AGENT", "HELPDESK_AGENT"}, customer: []string{"GLOBAL_ADMIN", "USER"}, ofAll: true}
)

// acts are who may take each mutation, and give each field of one that is for fewer.
var acts = map[string]audience{
	"requestRelationship": sellers, "batchRequests": sellers, "rotateInvite": administering, "revokeInvite": administering,
	"acceptRelationship": customers, "declineRelationship": customers, "removeDelegatedAdmin": customers,
	"relinquishDelegatedAdmin": administering, "proposeRelationshipEnd": bothSides, "confirmRelationshipEnd": bothSides,
	"withdrawRelationshipEnd": bothSides,
	"provisionSubscription":   sellers, "changeSeats": sellers, "orderAddOn": sellers, "upgradeSubscription": sellers, "suspendSubscription": sellers,
	"resumeSubscription": sellers, "cancelSubscription": sellers, "changeSupportContact": sellers,
	"changePartnerOfRecord": administering, "offerTransfer": administering, "takeTransfer": administering, "withdrawTransfer": administering,
	"createCustomer": sellers, "updateCustomer": agents, "updateCustomer.billingName": editBilling, "updateCustomer.billingAddress": editBilling,
	"updateCustomer.billingEmail": editBilling, "updateCustomer.taxId": editBilling,
	"updateSupportContact": administering, "pinOffers": sellers, "signAgreement": administering, "endPairing": administering,
	"addUser": userAdmins, "setUserRoles": userAdmins, "removeUser": userAdmins, "createApiKey": userAdmins, "revokeApiKey": userAdmins,
	"registerPartner": operators, "registerCustomer": operators, "setPartnerStatus": operators, "pairReseller": operators, "batchRelationships": operators,
	"exportRelationships": everybody, "exportSubscriptions": everybody, "exportEvents": everybody,
}

// actsBeyondRole has who looks try, upon what it sees, each mutation that is not for its roles.
func (m *matrix) actsBeyondRole(email string) {
	m.t.Helper()
	l := m.whoLooks[email]
	if len(l.roles) == 0 {
		return // nobody
	}
	for _, name := range slices.Sorted(maps.Keys(acts)) {
		if l.isIn(acts[name]) {
			continue
		}
		mutation, given, _ := strings.Cut(name, ".")
		m.refusesRole(l, name, m.schema.Mutation.Fields.ForName(mutation), given)
	}
}

// refusesRole expects a mutation to be refused for the role of who takes it, or as what is not there when it does not see what it names.
func (m *matrix) refusesRole(l looker, name string, field *ast.FieldDefinition, text string) {
	m.t.Helper()
	selection, sees := m.ownCall(l, field, text)
	a := m.clean(l.name, "mutation { "+selection+" { userErrors { code message } } }", nil)
	m.acted++
	list, _ := a.get(field.Name + ".userErrors").([]any)
	code := ""
	if len(list) == 1 {
		fields, _ := list[0].(map[string]any)
		code, _ = fields["code"].(string)
	}
	if code == "FORBIDDEN_ROLE" {
		m.refused[name] = true
	} else if code != "NOT_FOUND" || sees {
		m.t.Errorf("%q (%s) is not refused for its role (%s): %s is answered with %s", l.name, strings.Join(l.roles, ", "), acts[name].rule, selection, a.body)
	}
}

// ownCall writes a mutation with ids of what who looks sees, so far as it sees any of a kind.
func (m *matrix) ownCall(l looker, field *ast.FieldDefinition, text string) (selection string, sees bool) {
	m.t.Helper()
	input := m.schema.Types[field.Arguments.ForName("input").Type.Name()]
	ids, _ := m.slots(input, "")
	given := map[string]string{}
	sees = true
	for _, s := range ids {
		own := ofKinds(m.seen[l.name], kindsFor(s.name))
		if len(own) == 0 {
			own, sees = ofKinds(m.own.ids, kindsFor(s.name)), false
		}
		given[s.path] = own[0]
	}
	if text != "" {
		given["."+text] = plausible["email"]
	}
	return fmt.Sprintf("%s(input: %s)", field.Name, m.input(input, "", given)), sees
}

// everyActIsRefused fails when a mutation is not declared, and when it is refused to nobody for a role, unless it is for all: then nothing is proven of it.
func (m *matrix) everyActIsRefused() {
	m.t.Helper()
	for _, field := range m.schema.Mutation.Fields {
		if _, ok := acts[field.Name]; !ok {
			m.t.Errorf("say in acts, in isolation_acts_test.go, which roles may take %s", field.Name)
		}
	}
	for name, who := range acts {
		if !m.refused[name] && !who.ofAll {
			m.t.Errorf("%s is refused to nobody for a role", name)
		}
	}
}
