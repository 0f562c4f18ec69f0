package resolvers_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What of its own company's a user is shown depends on its role (R18). So whatever the users of the side that looks are told is held to
// what is declared here, and it alone: by the types of what is told, the kinds of events, and the words themselves.

// audience are those of a company's users whom a rule lets see or do something, by the kind of their company. To nobody else it is there.
type audience struct {
	rule              string
	partner, customer []string
	// inPerson: no API key is among them, whatever its roles.
	inPerson bool
	// ofAll: every role is among them, and none is refused.
	ofAll bool
}

var (
	seePrices    = audience{rule: "R18", partner: []string{"ADMIN_AGENT", "GLOBAL_ADMIN", "BILLING_ADMIN"}}
	seeAgreement = audience{rule: "R18", partner: []string{"ADMIN_AGENT", "SALES_AGENT", "GLOBAL_ADMIN", "BILLING_ADMIN"}}
	seeBilling   = audience{rule: "R28", partner: []string{"ADMIN_AGENT", "SALES_AGENT", "GLOBAL_ADMIN"}, customer: []string{"GLOBAL_ADMIN", "USER"}}
	seeKeys      = audience{rule: "R18", partner: []string{"USER_ADMIN", "GLOBAL_ADMIN"}, customer: []string{"GLOBAL_ADMIN"}}
)

// boundTypes are the types of what is for some roles alone, wherever an answer has it.
var boundTypes = map[string]audience{
	"Money": seePrices, "Bill": seePrices, "PartnerAgreement": seeAgreement, "CustomerBillingDetails": seeBilling,
	"ApiKey": seeKeys, "ApiKeyConnection": seeKeys,
}

// boundFields are those that are of no such type.
var boundFields = map[string]audience{"RelationshipEventState.amountMinor": seePrices}

// boundEvents are the kinds of events that tell, in how things were and became, what is for some roles alone.
var boundEvents = map[string]audience{
	"AGREEMENT_SIGNED": seeAgreement, "API_KEY_CREATED": seeKeys, "API_KEY_REVOKED": seeKeys,
	"PRICE_SET": seePrices, "OFFER_ADDED": seePrices, "OFFER_CHANGED": seePrices,
}

// boundWords are what live writes of the side that looks into what is for some roles alone: to be found nowhere else.
var boundWords = map[string]audience{
	looking + " Bills": seeBilling, looking + " Street": seeBilling, "b@" + looking + ".example": seeBilling, looking + "-tax": seeBilling,
	looking + " script": seeKeys, looking + " of old": seeKeys, looking + " looks": seeKeys,
}

// looker is who looks, with what its company and its roles are.
type looker struct {
	name     string
	partner  bool
	customer bool
	key      bool
	roles    []string
}

// meets asks the API who looks.
func (m *matrix) meets(email string) looker {
	m.t.Helper()
	a := m.ask(email, "{ viewer { user { roles } partner { id } customer { id } apiKey { id } } }", nil)
	l := looker{name: email, partner: a.get("viewer.partner") != nil, customer: a.get("viewer.customer") != nil, key: email == m.key}
	roles, _ := a.get("viewer.user.roles").([]any)
	for _, role := range roles {
		l.roles = append(l.roles, fmt.Sprint(role))
	}
	return l
}

// isIn tells whether who looks is of an audience.
func (l looker) isIn(a audience) bool {
	if a.inPerson && l.key {
		return false
	}
	has := func(role string) bool { return slices.Contains(l.roles, role) }
	return l.partner && slices.ContainsFunc(a.partner, has) || l.customer && slices.ContainsFunc(a.customer, has)
}

// beyondRole lists what an answer tells that is not for the roles of who looks, and notes what it tells that is.
func (m *matrix) beyondRole(l looker, value any, at string) []string {
	var all []string
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			all = append(all, m.beyondRole(l, one, at)...)
		}
	case map[string]any:
		all = m.objectBeyondRole(l, v, at)
		for name, one := range v {
			all = append(all, m.beyondRole(l, one, strings.TrimPrefix(at+"."+unaliased(name), "."))...)
		}
	case string:
		for word, who := range boundWords {
			if strings.Contains(v, word) && !l.isIn(who) {
				all = append(all, fmt.Sprintf("%s, %q (%s)", at, v, who.rule))
			}
		}
	}
	return all
}

// objectBeyondRole looks at one object of an answer.
func (m *matrix) objectBeyondRole(l looker, object map[string]any, at string) []string {
	typename, _ := object["__typename"].(string)
	kind, _ := object["kind"].(string)
	var all []string
	judge := func(what string, who audience, bound bool) {
		switch {
		case !bound:
		case l.isIn(who):
			m.shownTo(l, what)
		default:
			all = append(all, fmt.Sprintf("%s, %s (%s)", at, what, who.rule))
		}
	}
	who, bound := boundTypes[typename]
	judge(typename, who, bound)
	for name, value := range object {
		if value == nil {
			continue
		}
		name = unaliased(name)
		who, bound := boundFields[typename+"."+name]
		judge(typename+"."+name, who, bound)
		if who, bound := boundEvents[kind]; typename == "RelationshipEvent" && (name == "before" || name == "after") {
			judge(kind, who, bound)
		}
		m.shown[typename+"."+name] = true
	}
	return all
}

// shownTo notes that something that is for some roles alone was shown to one of those.
func (m *matrix) shownTo(l looker, what string) {
	for _, role := range l.roles {
		m.shown[what+" "+role] = true
	}
}

// boundOf are the fields of the schema that lead to what is for some roles alone, but for those within it, and those of mutations, which
// show what they have done to who may do it.
func (m *matrix) boundOf() map[string]audience {
	within := map[string]bool{}
	for name := range boundTypes {
		m.reaches(name, within)
	}
	found := map[string]audience{}
	for name, def := range m.schema.Types {
		for _, field := range def.Fields {
			if who, ok := boundTypes[field.Type.Name()]; ok && !within[name] && !strings.HasSuffix(name, "Payload") {
				found[name+"."+field.Name] = who
			}
		}
	}
	return found
}

// reaches notes a type and those that are its parts.
func (m *matrix) reaches(name string, within map[string]bool) {
	def := m.schema.Types[name]
	if within[name] || def == nil || m.isNode(def) && boundTypes[name].rule == "" {
		return
	}
	within[name] = true
	for _, field := range def.Fields {
		m.reaches(field.Type.Name(), within)
	}
}

// everyRoleIsShown fails when nothing was shown, of what is for some roles alone, to one of those: then nothing is proven of the others.
func (m *matrix) everyRoleIsShown() {
	m.t.Helper()
	shown := maps.Clone(boundTypes)
	for _, kind := range []string{"AGREEMENT_SIGNED", "API_KEY_CREATED", "API_KEY_REVOKED"} {
		shown[kind] = boundEvents[kind]
	}
	for name, who := range shown {
		for _, role := range slices.Concat(who.partner, who.customer) {
			if !m.shown[name+" "+role] {
				m.t.Errorf("nobody who is %s is shown any %s: have live in isolation_world_test.go make some", role, name)
			}
		}
	}
	for _, coordinate := range slices.Sorted(maps.Keys(m.boundTo)) {
		if !m.shown[coordinate] {
			m.t.Errorf("%s shows nothing to anybody: have live in isolation_world_test.go make some", coordinate)
		}
	}
	for _, kind := range m.schema.Types["RelationshipEventKind"].EnumValues {
		_, listed := boundEvents[kind.Name]
		for _, word := range []string{"AGREEMENT", "API_KEY", "PRICE", "BILL", "CHARGE"} {
			if strings.Contains(kind.Name, word) && !listed {
				m.t.Errorf("say in boundEvents, in isolation_roles_test.go, who may see how things were and became with %s", kind.Name)
			}
		}
	}
}
