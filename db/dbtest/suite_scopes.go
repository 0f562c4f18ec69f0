package dbtest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"accord/reseller"
)

var scopeCases = []testCase{
	{"R27_every_read_keeps_to_its_scope", scopes},
	{"R27_UsersByID_blanks_other_tenants", blanksUsers},
	{"R24_a_former_pairing_stays_visible", formerPairing},
	{"R23_an_ended_relationship_hides_the_customer", endedHidesCustomer},
	{"R10_HasAccepted_and_IsRelated_are_the_customers", customersAnswers},
}

// scoped gives, for one read, the names of what each scope finds.
type scoped func(context.Context, reseller.Scope) ([]string, error)

// expected is what each scope should find: "-" is nothing. The operator finds everything of its kind, nobody nothing.
type expected map[string]string

func scopes(t *testing.T, k *kit) {
	m := newTenants(t, k)
	partners := expected{
		"p:provider": "p:provider p:tier2", "p:tier2": "p:provider p:tier2", "p:direct": "p:direct", "p:advisor": "p:advisor",
		"p:stranger": "p:stranger", "c:acme": "p:advisor p:direct p:provider p:tier2", "c:old": "p:direct", "c:other": "p:stranger",
		"operator": "p:advisor p:direct p:provider p:stranger p:tier2",
	}
	customers := expected{
		"p:provider": "c:acme", "p:tier2": "c:acme", "p:direct": "c:acme", "p:advisor": "c:acme", "p:stranger": "c:other",
		"c:acme": "c:acme", "c:old": "c:old", "c:other": "c:other", "operator": "c:acme c:old c:other",
	}
	related := expected{
		"p:provider": "c:acme", "p:tier2": "c:acme", "p:direct": "c:acme c:old", "p:advisor": "c:acme", "p:stranger": "c:other",
		"c:acme": "c:acme", "c:old": "c:old", "c:other": "c:other", "operator": "c:acme c:old c:other",
	}
	defaults := expected{
		"p:provider": "i:provider", "p:direct": "i:direct", "p:stranger": "i:stranger", "operator": "i:direct i:provider i:stranger",
	}
	invites := expected{
		"p:provider": "i:provider i:tier2's", "p:tier2": "i:tier2's", "p:direct": "i:direct", "p:stranger": "i:stranger",
		"operator": "i:direct i:provider i:stranger i:tier2's",
	}
	active := expected{
		"c:acme": "d:acme-advisor d:acme-direct d:acme-provider", "c:other": "d:other-stranger",
		"operator": "d:acme-advisor d:acme-direct d:acme-provider d:other-stranger",
	}
	events := byParty("e:")
	events["operator"] += " e:platform"
	for _, test := range []struct {
		name string
		read scoped
		want expected
	}{
		{"PartnersByID", byIDs(m, "p:", k.store.PartnersByID), partners},
		{"Partners", m.partners(k.store), partners},
		{"CustomersByID", byIDs(m, "c:", k.store.CustomersByID), customers},
		{"ResellersOf", m.resellers(k.store), expected{"p:provider": "p:tier2", "p:tier2": "p:tier2", "c:acme": "p:tier2", "operator": "p:tier2"}},
		{"UsersOf", m.users(k.store), m.ownUsers()},
		{"Customers", m.customers(k.store), customers},
		{"RelatedCustomersByID", byIDs(m, "c:", k.store.RelatedCustomersByID), related},
		{"RelationshipsByID", byIDs(m, "r:", k.store.RelationshipsByID), byParty("r:")},
		{"Relationships_of_partners", m.relationships(k.store, reseller.TenantPartner), byParty("r:")},
		{"Relationships_of_customers", m.relationships(k.store, reseller.TenantCustomer), byParty("r:")},
		{"DelegationsByID", byIDs(m, "d:", k.store.DelegationsByID), byParty("d:")},
		{"DelegationsOf", m.delegations(k.store), byParty("d:")},
		{"ActiveDelegations", m.activeDelegations(k.store), active},
		{"InvitesByID", byIDs(m, "i:", k.store.InvitesByID), invites},
		{"InviteCounts", byIDs(m, "i:", k.store.InviteCounts), invites},
		{"DefaultInvites", m.defaultInvites(k.store), defaults},
		{"Invites", m.invites(k.store), invites},
		{"History", m.history(k.store), byParty("e:")},
		{"EventsBySeq", m.eventsBySeq(k.store), events},
		{"EventsAfter", m.eventsAfter(k.store), events},
		{"EventsPassed", m.eventsPassed(k.store), events},
	} {
		k.part(t, test.name, func(t *testing.T) { m.compare(t, test.read, test.want) })
	}
}

// ownUsers is what tenants find of users: each its own.
func (m *tenants) ownUsers() expected {
	own := expected{"operator": strings.Join(slices.Sorted(slices.Values(m.named(m.all("u:")))), " ")}
	for _, tenant := range append(m.all("p:"), m.all("c:")...) {
		_, name, _ := strings.Cut(m.names[tenant], ":")
		own[m.names[tenant]] = "u:" + name
	}
	return own
}

// byParty is what the parties to relationships find of each relationship's rows of a kind.
func byParty(kind string) expected {
	return expected{
		"p:provider": kind + "acme-provider", "p:tier2": kind + "acme-provider", "p:advisor": kind + "acme-advisor",
		"p:direct": kind + "acme-direct " + kind + "old-direct", "p:stranger": kind + "other-stranger",
		"c:acme": kind + "acme-advisor " + kind + "acme-direct " + kind + "acme-provider",
		"c:old":  kind + "old-direct", "c:other": kind + "other-stranger",
		"operator": kind + "acme-advisor " + kind + "acme-direct " + kind + "acme-provider " + kind + "old-direct " + kind + "other-stranger",
	}
}

func (m *tenants) compare(t *testing.T, read scoped, want expected) {
	t.Helper()
	who := map[string]reseller.Scope{
		"operator": AsOperator(), "nobody": AsNobody(), "a partner unknown": AsPartner(reseller.ID{9}),
		"a customer unknown": AsCustomer(reseller.ID{9}), "a partner with a customer's id": AsPartner(m.ids["c:acme"]),
		"a customer with a partner's id": AsCustomer(m.ids["p:direct"]),
	}
	for _, id := range m.all("p:") {
		who[m.names[id]] = AsPartner(id)
	}
	for _, id := range m.all("c:") {
		who[m.names[id]] = AsCustomer(id)
	}
	for name, scope := range who {
		found, err := read(t.Context(), scope)
		check(t, err)
		slices.Sort(found)
		if got := strings.Join(found, " "); got != want[name] {
			t.Errorf("%s finds %q, should find %q", name, got, want[name])
		}
	}
}

func blanksUsers(t *testing.T, k *kit) {
	partner, customer := k.Partner(reseller.Partner{}).ID, k.Customer(reseller.Customer{}).ID
	ours := k.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: partner})
	theirs := k.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: customer})
	operators := k.User(reseller.User{})
	blank := func(u reseller.User) reseller.User {
		u.Name, u.Email = "", ""
		return u
	}
	for name, test := range map[string]struct {
		scope reseller.Scope
		want  []reseller.User
	}{
		"operator":       {AsOperator(), []reseller.User{ours, theirs, operators}},
		"partner":        {AsPartner(partner), []reseller.User{ours, blank(theirs), blank(operators)}},
		"customer":       {AsCustomer(customer), []reseller.User{blank(ours), theirs, blank(operators)}},
		"another tenant": {AsPartner(k.ID()), []reseller.User{blank(ours), blank(theirs), blank(operators)}},
		"nobody":         {AsNobody(), []reseller.User{blank(ours), blank(theirs), blank(operators)}},
	} {
		found, err := k.store.UsersByID(t.Context(), test.scope, []reseller.ID{ours.ID, theirs.ID, operators.ID, k.ID()})
		check(t, err)
		got := []reseller.User{found[ours.ID], found[theirs.ID], found[operators.ID]}
		if len(found) != 3 {
			t.Errorf("%s finds %d users", name, len(found))
		}
		equal(t, got, test.want)
	}
}

// formerPairing: a relationship keeps both its partners visible to each other after their pairing has ended.
func formerPairing(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID
	tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID // paired with nobody any more
	customer := k.Customer(reseller.Customer{}).ID
	k.Relationship(reseller.Relationship{PartnerID: provider, ResellerID: tier2, CustomerID: customer, Status: reseller.RelationshipEnded})
	for _, me := range []reseller.ID{provider, tier2} {
		found, err := k.store.PartnersByID(t.Context(), AsPartner(me), []reseller.ID{provider, tier2})
		check(t, err)
		equal(t, len(found), 2)
	}
}

func endedHidesCustomer(t *testing.T, k *kit) {
	partner, customer := k.Partner(reseller.Partner{}).ID, k.Customer(reseller.Customer{})
	ids := []reseller.ID{customer.ID}
	sees := func() (now, ever int) {
		standing, err := k.store.CustomersByID(t.Context(), AsPartner(partner), ids)
		check(t, err)
		related, err := k.store.RelatedCustomersByID(t.Context(), AsPartner(partner), ids)
		check(t, err)
		return len(standing), len(related)
	}
	for _, step := range []struct {
		status    reseller.RelationshipStatus
		now, ever int
	}{
		{reseller.RelationshipEnded, 0, 1},
		{reseller.RelationshipEnding, 1, 1}, // again related, beside the one that has ended
	} {
		k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: customer.ID, Status: step.status})
		now, ever := sees()
		equal(t, [2]int{now, ever}, [2]int{step.now, step.ever})
	}
}

func customersAnswers(t *testing.T, k *kit) {
	partner, customer, other := k.Partner(reseller.Partner{}).ID, k.Customer(reseller.Customer{}).ID, k.Customer(reseller.Customer{}).ID
	former := k.Partner(reseller.Partner{}).ID
	invite := k.Invite(reseller.Invite{PartnerID: partner}).ID
	standing := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: customer, Status: reseller.RelationshipEnding})
	k.Relationship(reseller.Relationship{PartnerID: former, CustomerID: customer, Status: reseller.RelationshipEnded})
	k.Acceptance(invite, standing.ID)
	for name, test := range map[string]struct {
		scope             reseller.Scope
		accepted, related bool
	}{
		"the customer":    {AsCustomer(customer), true, true},
		"another":         {AsCustomer(other), false, false},
		"the partner":     {AsPartner(partner), false, false},
		"the operator":    {AsOperator(), false, false},
		"nobody":          {AsNobody(), false, false},
		"the id's friend": {AsPartner(customer), false, false},
	} {
		accepted, err := k.store.HasAccepted(t.Context(), test.scope, invite)
		check(t, err)
		related, err := k.store.IsRelated(t.Context(), test.scope, partner)
		check(t, err)
		if accepted != test.accepted || related != test.related {
			t.Errorf("%s: accepted %v, related %v", name, accepted, related)
		}
	}
	related, err := k.store.IsRelated(t.Context(), AsCustomer(customer), former)
	check(t, err)
	equal(t, related, false)
}
