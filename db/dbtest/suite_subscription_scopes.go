package dbtest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

var subscriptionScopeCases = []testCase{
	{"R27_subscriptions_keep_to_their_walls", subscriptionScopes},
	{"R27_R39_an_operators_subscription_is_seen_with_DAP", operatorsSubscription},
	{"R23_R27_a_subscription_of_an_ended_relationship_is_hidden", endedHidesSubscription},
	{"R16_Holds_in_every_constellation", holds},
	{"R6_Holds_prefers_what_is_ACTIVE", holdsPrefersActive},
	{"R16_Holds_of_many_costs_one_statement", holdsOfMany},
	{"R23_Blockers_oldest_first", blockers},
	{"R11_R39_ServiceHolders_of_who_transacts", serviceHolders},
}

// sales is the small market with subscriptions of acme, called after who is billed for them and their service, and with more
// partners of acme: gone, whose relationship has ended, receiver, which a transfer is offered to, and related, which has no DAP.
type sales struct {
	*tenants
	of reseller.ID
}

func newSales(t *testing.T, k *kit) *sales {
	t.Helper()
	m := &sales{tenants: newTenants(t, k)}
	m.of = m.ids["c:acme"]
	m.call("p:gone", k.Partner(reseller.Partner{}).ID)
	m.call("p:receiver", k.Partner(reseller.Partner{}).ID)
	m.call("p:related", k.Partner(reseller.Partner{}).ID)
	k.Relationships(
		reseller.Relationship{PartnerID: m.ids["p:gone"], CustomerID: m.of, Status: reseller.RelationshipEnded},
		reseller.Relationship{PartnerID: m.ids["p:receiver"], CustomerID: m.of},
		reseller.Relationship{PartnerID: m.ids["p:related"], CustomerID: m.of, Status: reseller.RelationshipEnding},
	)
	for _, s := range []struct{ billed, service, to string }{
		{"provider", "a", ""}, {"provider", "b", "p:receiver"}, {"direct", "a", ""}, {"direct", "b", ""}, {"gone", "a", ""}, {"gone", "b", ""}, {"", "a", ""},
	} {
		row := k.Subscription(reseller.Subscription{
			CustomerID: m.of, BilledPartner: m.ids["p:"+s.billed], Offer: "offer-" + s.service, Service: s.service,
			Transfer: reseller.TransferOffer{To: m.ids[s.to]},
		})
		m.call("s:"+s.billed+"-"+s.service, row.ID)
	}
	m.call("s:other-a", k.Subscription(reseller.Subscription{CustomerID: m.ids["c:other"], BilledPartner: m.ids["p:stranger"]}).ID)
	return m
}

// subscriptionsSeen are the subscriptions that each scope should find. acme's service a is administered by provider and advisor, b by direct.
var subscriptionsSeen = expected{
	"p:provider": "s:-a s:direct-a s:gone-a s:provider-a s:provider-b", "p:advisor": "s:-a s:direct-a s:gone-a s:provider-a",
	"p:direct": "s:direct-a s:direct-b s:gone-b s:provider-b", "p:receiver": "s:provider-b", "p:stranger": "s:other-a",
	"c:acme": "s:-a s:direct-a s:direct-b s:gone-a s:gone-b s:provider-a s:provider-b", "c:other": "s:other-a",
	"operator": "s:-a s:direct-a s:direct-b s:gone-a s:gone-b s:other-a s:provider-a s:provider-b",
}

func subscriptionScopes(t *testing.T, k *kit) {
	m := newSales(t, k)
	withBilled := expected{} // lists of partners have none that nobody is billed for
	for who, what := range subscriptionsSeen {
		withBilled[who] = strings.TrimPrefix(what, "s:-a ")
	}
	blocked := byParty("r:")
	for who, what := range blocked { // the advisor is billed for nothing, and the old relationship has ended
		kept := slices.DeleteFunc(strings.Fields(what), func(r string) bool { return r == "r:acme-advisor" || r == "r:old-direct" })
		blocked[who] = strings.Join(kept, " ")
	}
	blocked["p:tier2"] = "" // it sees the relationship that names it, and none of the subscriptions under it
	for _, test := range []struct {
		name string
		read scoped
		want expected
	}{
		{"SubscriptionsByID", byIDs(m.tenants, "s:", k.store.SubscriptionsByID), subscriptionsSeen},
		{"ServiceHolders", byIDs(m.tenants, "s:", asOf(time.Time{}, k.store.ServiceHolders)), subscriptionsSeen},
		{"Blockers", byIDs(m.tenants, "r:", k.store.Blockers), blocked},
		{"Subscriptions_of_customers", m.subscriptions(k.store, reseller.TenantCustomer), subscriptionsSeen},
		{"Subscriptions_of_partners", m.subscriptions(k.store, reseller.TenantPartner), withBilled},
	} {
		k.part(t, test.name, func(t *testing.T) { m.compare(t, test.read, test.want) })
	}
}

// tier2 sees what it administers, and not what its provider sold.
func operatorsSubscription(t *testing.T, k *kit) {
	m := newSales(t, k)
	ids := []reseller.ID{m.ids["s:-a"], m.ids["s:provider-a"], m.ids["s:provider-b"]}
	tier2 := func() []string {
		t.Helper()
		found, err := k.store.SubscriptionsByID(t.Context(), AsPartner(m.ids["p:tier2"]), ids)
		check(t, err)
		names := m.named(idsOf(found))
		slices.Sort(names)
		return names
	}
	equal(t, len(tier2()), 0)
	k.Delegation(reseller.Delegation{RelationshipID: m.ids["r:acme-provider"], PartnerID: m.ids["p:tier2"], Service: "b", Status: reseller.DelegationEnded})
	equal(t, len(tier2()), 0)
	k.Delegation(reseller.Delegation{RelationshipID: m.ids["r:acme-provider"], PartnerID: m.ids["p:tier2"], Service: "a"})
	equal(t, tier2(), []string{"s:-a", "s:provider-a"})
}

func endedHidesSubscription(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: partner})
	sees := func(want int) {
		t.Helper()
		found, err := k.store.SubscriptionsByID(t.Context(), AsPartner(partner), []reseller.ID{s.ID})
		check(t, err)
		equal(t, len(found), want)
	}
	sees(0)
	k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: s.CustomerID, Status: reseller.RelationshipEnded})
	sees(0)
	k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID})
	sees(0)
	k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: s.CustomerID, Status: reseller.RelationshipEnding})
	sees(1) // again related, beside the one that has ended
}

func (m *sales) subscriptions(r reseller.Reader, owner reseller.TenantKind) scoped {
	return func(ctx context.Context, scope reseller.Scope) ([]string, error) {
		list, owners := reseller.SubscriptionList{Owner: owner}, m.all(string(owner)[:1]+":")
		pages, err := r.Subscriptions(ctx, scope, owners, list, wholePage)
		if err != nil {
			return nil, err
		}
		var found []reseller.ID
		for _, page := range pages {
			for _, s := range page.Items {
				found = append(found, s.ID)
			}
		}
		counts, err := r.CountSubscriptions(ctx, scope, owners, list)
		total := int32(0)
		for _, n := range counts {
			total += n
		}
		return counted(m.named(found), total), err
	}
}

func holds(t *testing.T, k *kit) {
	m := newSales(t, k)
	k.Delegation(reseller.Delegation{RelationshipID: m.ids["r:acme-provider"], PartnerID: m.ids["p:tier2"], Service: "b"})
	active := func(dap bool) reseller.Hold {
		return reseller.Hold{Relationship: reseller.RelationshipActive, DelegatedAdmin: dap}
	}
	for _, test := range []struct {
		partner     string
		onA, onB    reseller.Hold
		onElsewhere reseller.Hold
	}{
		{"p:provider", active(true), active(false), reseller.Hold{}},
		{"p:tier2", active(false), active(true), reseller.Hold{}}, // named, and with DAP of its own
		{"p:direct", active(false), active(true), reseller.Hold{}},
		{"p:advisor", active(true), active(false), reseller.Hold{}},
		{"p:receiver", active(false), active(false), reseller.Hold{}},
		{"p:related", reseller.Hold{Relationship: reseller.RelationshipEnding}, reseller.Hold{Relationship: reseller.RelationshipEnding}, reseller.Hold{}},
		{"p:gone", reseller.Hold{}, reseller.Hold{}, reseller.Hold{}},
		{"p:stranger", reseller.Hold{}, reseller.Hold{}, active(true)},
	} {
		ids := []reseller.ID{m.ids["s:direct-a"], m.ids["s:direct-b"], m.ids["s:other-a"], k.ID()}
		found, err := k.store.Holds(t.Context(), AsPartner(m.ids[test.partner]), ids)
		check(t, err)
		equal(t, found, map[reseller.ID]reseller.Hold{ids[0]: test.onA, ids[1]: test.onB, ids[2]: test.onElsewhere})
	}
}

// holdsPrefersActive: a reseller may be a party to relationships of several providers, and hold DAP under one that names another.
func holdsPrefersActive(t *testing.T, k *kit) {
	one, two := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID
	former, tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: one})
	ending := k.Relationship(reseller.Relationship{PartnerID: one, ResellerID: tier2, CustomerID: s.CustomerID, Status: reseller.RelationshipEnding})
	hold := func(partner reseller.ID) reseller.Hold {
		t.Helper()
		found, err := k.store.Holds(t.Context(), AsPartner(partner), []reseller.ID{s.ID})
		check(t, err)
		return found[s.ID]
	}
	equal(t, hold(tier2), reseller.Hold{Relationship: reseller.RelationshipEnding})
	equal(t, hold(former), reseller.Hold{})
	k.Delegation(reseller.Delegation{RelationshipID: ending.ID, PartnerID: former, Service: "a"})
	equal(t, hold(former), reseller.Hold{Relationship: reseller.RelationshipEnding, DelegatedAdmin: true})
	k.Relationship(reseller.Relationship{PartnerID: two, ResellerID: tier2, CustomerID: s.CustomerID})
	equal(t, hold(tier2), reseller.Hold{Relationship: reseller.RelationshipActive})
	equal(t, hold(one), reseller.Hold{Relationship: reseller.RelationshipEnding})
}

func holdsOfMany(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	_, sold := soldBy(k, partner, listLength)
	ids := make([]reseller.ID, len(sold))
	for i, s := range sold {
		ids[i] = s.ID
	}
	n := k.statements(func() {
		found, err := k.store.Holds(t.Context(), AsPartner(partner), slices.Concat(ids, ids))
		check(t, err)
		equal(t, len(found), listLength)
		equal(t, found[ids[7]], reseller.Hold{Relationship: reseller.RelationshipActive})
	})
	equal(t, n, 1)
}

func blockers(t *testing.T, k *kit) {
	partner, other := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	customer := k.Customer(reseller.Customer{}).ID
	ended := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: customer, Status: reseller.RelationshipEnded}).ID
	ending := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: customer, Status: reseller.RelationshipEnding}).ID
	free := k.Relationship(reseller.Relationship{PartnerID: other, CustomerID: customer}).ID
	sold := reseller.Subscription{CustomerID: customer, BilledPartner: partner}
	later, earlier, suspended, cancelled := sold, sold, sold, sold
	later.OrderedAt, earlier.OrderedAt, suspended.OrderedAt = k.Tick().Add(time.Hour), Start, k.Tick()
	suspended.Status, cancelled.Status = reseller.SubscriptionSuspended, reseller.SubscriptionCancelled
	all := k.Subscriptions(later, earlier, suspended, cancelled,
		reseller.Subscription{CustomerID: customer, OriginalReseller: other}, // it has gone on to the operator
		reseller.Subscription{CustomerID: customer},                          // bought from the operator
		reseller.Subscription{BilledPartner: partner},                        // another customer's
		reseller.Subscription{CustomerID: customer, BilledPartner: partner, Status: reseller.SubscriptionCancelled},
	)
	for name, scope := range map[string]reseller.Scope{"operator": AsOperator(), "partner": AsPartner(partner), "customer": AsCustomer(customer)} {
		found, err := k.store.Blockers(t.Context(), scope, []reseller.ID{ended, ending, free, ending})
		check(t, err)
		if want := []reseller.ID{all[1].ID, all[2].ID, all[0].ID}; len(found) != 1 || !slices.Equal(found[ending], want) {
			t.Errorf("%s: %v, want %v", name, found, want)
		}
	}
}

func serviceHolders(t *testing.T, k *kit) {
	m := newSales(t, k)
	ids := []reseller.ID{m.ids["s:direct-a"], m.ids["s:direct-b"], m.ids["s:-a"]}
	found, err := k.store.ServiceHolders(t.Context(), AsCustomer(m.of), ids, time.Time{})
	check(t, err)
	equal(t, found, map[reseller.ID]reseller.ID{ids[0]: m.ids["p:provider"], ids[1]: m.ids["p:direct"], ids[2]: m.ids["p:provider"]})
	none := k.Subscription(reseller.Subscription{CustomerID: m.of, Service: "c", Offer: "offer-c"})
	found, err = k.store.ServiceHolders(t.Context(), AsOperator(), []reseller.ID{none.ID}, time.Time{})
	check(t, err)
	equal(t, len(found), 0)
}

// subscriptionsNaming tells who has to be let go with a relationship: whom the customer turns to, and who is offered a transfer.
func subscriptionsNaming(t *testing.T, k *kit) {
	customer := k.Customer(reseller.Customer{}).ID
	billed, named := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	ss := k.Subscriptions(
		reseller.Subscription{CustomerID: customer, BilledPartner: billed, SupportPartner: named},
		reseller.Subscription{CustomerID: customer, BilledPartner: billed, Transfer: reseller.TransferOffer{To: named}},
		reseller.Subscription{CustomerID: customer, BilledPartner: billed, SupportPartner: named, Status: reseller.SubscriptionCancelled},
		reseller.Subscription{CustomerID: customer, BilledPartner: named},
		reseller.Subscription{BilledPartner: billed, SupportPartner: named},
	)
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		found, err := tx.SubscriptionsNaming(ctx, customer, named)
		equal(t, found, ss[:2])
		return err
	})
}
