package resolvers_test

import (
	"maps"
	"strings"
	"testing"

	"accord/reseller"
)

// lifeFixture adds to the world what relationships live with: a second provider, resellers of all kinds, users of more roles.
var lifeFixture = map[string]string{
	"partners.csv": `key,name,type,country,status,provider_key,services
prov2,Provider Two,INDIRECT_PROVIDER,CN,ACTIVE,,OFFICE365;AZURE
tier2b,Tier Two B,INDIRECT_RESELLER,CN,ACTIVE,prov,OFFICE365
tier2x,Tier Two X,INDIRECT_RESELLER,CN,ACTIVE,prov2,OFFICE365
tier2s,Tier Two S,INDIRECT_RESELLER,CN,SUSPENDED,prov,OFFICE365
tier2sg,Tier Two SG,INDIRECT_RESELLER,SG,ACTIVE,prov,OFFICE365
prov,Provider,INDIRECT_PROVIDER,CN,ACTIVE,,OFFICE365;AZURE
`,
	"users.csv": `email,name,tenant,tenant_key,roles
bill@alpha.example,Bil,partner,alpha,HELPDESK_AGENT;BILLING_ADMIN
users@alpha.example,Usr,partner,alpha,SALES_AGENT;USER_ADMIN
sales@prov.example,Sap,partner,prov,SALES_AGENT
help@prov.example,Hep,partner,prov,HELPDESK_AGENT
admin@prov2.example,Pri,partner,prov2,ADMIN_AGENT
help@tier2.example,Het,partner,tier2,HELPDESK_AGENT
boss@tier2.example,Bot,partner,tier2,SALES_AGENT;GLOBAL_ADMIN
admin@tier2b.example,Tib,partner,tier2b,ADMIN_AGENT
admin@tier2x.example,Tix,partner,tier2x,ADMIN_AGENT
`,
}

// eachLife is eachStore with the life fixture in it.
func eachLife(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(lifeFixture)
		test(t, w)
	})
}

const (
	rotateDoc = `mutation($in: RotateInviteInput!) { rotateInvite(input: $in) {
		invite { id token status graceEndsAt version } userErrors { code message path rule } } }`
	revokeDoc = `mutation($in: RevokeInviteInput!) { revokeInvite(input: $in) {
		invite { id token status version } userErrors { code message path rule } } }`
	declineDoc = `mutation($in: DeclineRelationshipInput!) { declineRelationship(input: $in) {
		relationship { id } userErrors { code message path rule } } }`
	relinquishDoc = `mutation($in: RelinquishDelegatedAdminInput!) { relinquishDelegatedAdmin(input: $in) {
		relationship { id version } ended { service { code } partner { name } status endReason } userErrors { code message path rule } } }`
	endFields   = `{ id status version endedAt end { proposedBy proposedAt reason blockers { subscription { id } } } }`
	proposeDoc  = `mutation($in: ProposeRelationshipEndInput!) { proposeRelationshipEnd(input: $in) { relationship ` + endFields + ` userErrors { code message path rule } } }`
	confirmDoc  = `mutation($in: ConfirmRelationshipEndInput!) { confirmRelationshipEnd(input: $in) { relationship ` + endFields + ` ended { service { code } partner { name } status endReason } userErrors { code message path rule } } }`
	withdrawDoc = `mutation($in: WithdrawRelationshipEndInput!) { withdrawRelationshipEnd(input: $in) { relationship ` + endFields + ` userErrors { code message path rule } } }`
)

func (w *world) do(email, doc string, in vars) *answer {
	w.t.Helper()
	return w.ask(email, doc, vars{"in": in})
}

// refusedBy expects a mutation to be refused with that code by that rule alone (R19).
func (a *answer) refusedBy(code, rule string) {
	a.t.Helper()
	a.refused(code)
	for _, e := range a.payload().list("userErrors") {
		if got, _ := e.get("rule").(string); got != rule {
			a.t.Errorf("refused by rule %q, want %s: %v", got, rule, e.Data)
		}
		if e.text("message") == "" {
			a.t.Errorf("no message: %v", e.Data)
		}
	}
}

// partner gives the id of the partner of that user.
func (w *world) partner(email string) string {
	w.t.Helper()
	return w.ask(email, `{ viewer { partner { id } } }`, nil).text("viewer.partner.id")
}

// invite gives the id and the token of a partner's link of some terms.
func (w *world) invite(email string, in vars) (id, token string) {
	w.t.Helper()
	a := w.request(email, in).ok()
	return a.text("requestRelationship.invite.id"), a.text("requestRelationship.invite.token")
}

// named gives the id and the token of Provider's link in the name of the partner of a user, with more terms.
func (w *world) named(email string, more vars) (id, token string) {
	w.t.Helper()
	in := vars{"onBehalfOfPartnerId": w.partner(email)}
	maps.Copy(in, more)
	return w.invite("admin@prov.example", in)
}

// joined has a customer accept and gives the relationship's id.
func (w *world) joined(email, token string) string {
	w.t.Helper()
	return w.accept(email, vars{"token": token}).ok().text("acceptRelationship.relationship.id")
}

// previewed gives the code with which a link's preview is refused; "" when it is not.
func (w *world) previewed(email, token string) string {
	w.t.Helper()
	a := w.ask(email, `query($t: String!) { invite(token: $t) { partner { name } } }`, vars{"t": token})
	if (a.topCode() == "") == (a.get("invite") == nil) {
		w.t.Errorf("a preview with %q: %v", a.topCode(), a.Data)
	}
	return a.topCode()
}

// suspend sets the status of Alpha, as an import does.
func (w *world) suspend(line string) {
	w.t.Helper()
	w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\n" + line + "\n"})
}

const (
	alphaSuspended = "alpha,Alpha,DIRECT_RESELLER,CN,SUSPENDED,,OFFICE365;AZURE"
	alphaActive    = "alpha,Alpha,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365;AZURE"
)

// written are the events that f writes, in order.
func (w *world) written(f func()) []reseller.Event {
	w.t.Helper()
	before := w.allEvents()
	f()
	return w.allEvents()[len(before):]
}

// allEvents are all events there are, in the order of their numbers.
func (w *world) allEvents() []reseller.Event {
	w.t.Helper()
	operator := reseller.Viewer{User: reseller.User{ID: reseller.ID{1}, Tenant: reseller.TenantOperator}}
	var events []reseller.Event
	const chunk = 500
	for first := int64(1); ; first += chunk {
		numbers := make([]int64, chunk)
		for i := range numbers {
			numbers[i] = first + int64(i)
		}
		found, err := w.store.EventsBySeq(w.t.Context(), operator.Scope(), numbers)
		w.must(err)
		for _, n := range numbers {
			if e, ok := found[n]; ok {
				events = append(events, e)
			}
		}
		if len(found) == 0 {
			return events
		}
	}
}

// kinds joins the kinds of events, and checks that they are of one change and tell before and after (R25).
func (w *world) kinds(events []reseller.Event) string {
	w.t.Helper()
	kinds := make([]string, len(events))
	for i, e := range events {
		kinds[i] = string(e.Kind)
		if e.ChangeID != events[0].ChangeID {
			w.t.Errorf("%s is of another change", e.Kind)
		}
		if e.After == nil {
			w.t.Errorf("%s does not tell what is after it", e.Kind)
		}
		begins := e.Kind == reseller.EventInviteCreated || e.Kind == reseller.EventRelationshipCreated || e.Kind == reseller.EventDelegatedAdminGranted ||
			e.Kind == reseller.EventSubscriptionOrdered
		if !begins && e.Before == nil && e.Kind != reseller.EventInviteDeclined {
			w.t.Errorf("%s does not tell what was before it", e.Kind)
		}
	}
	return strings.Join(kinds, " ")
}

// history joins the kinds of the history of a relationship, as a user sees it.
func (w *world) history(email, relationship string) string {
	w.t.Helper()
	a := w.ask(email, `query($id: ID!) { relationship(id: $id) { history(first: 100) { nodes { kind } } } }`, vars{"id": relationship})
	return joined(a.list("relationship.history.nodes"), "kind")
}

// joined joins one field of the items of a list.
func joined(items []*answer, field string) string {
	var values []string
	for _, item := range items {
		values = append(values, item.text(field))
	}
	return strings.Join(values, " ")
}
