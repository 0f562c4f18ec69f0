package dbtest

import (
	"strings"
	"testing"

	"accord/reseller"
)

// tenants is a small market in which everybody has a name:
//
//	acme   buys from provider (through tier2), direct and advisor
//	old    bought from direct
//	other  buys from stranger
type tenants struct {
	ids   map[string]reseller.ID
	names map[reseller.ID]string
	// events are the events' labels by their sequence numbers.
	events map[int64]string
}

func (m *tenants) call(name string, id reseller.ID) reseller.ID {
	m.ids[name], m.names[id] = id, name
	return id
}

// all gives the ids of everything whose name has that prefix.
func (m *tenants) all(prefix string) []reseller.ID {
	var ids []reseller.ID
	for name, id := range m.ids {
		if strings.HasPrefix(name, prefix) {
			ids = append(ids, id)
		}
	}
	return ids
}

func newTenants(t *testing.T, k *kit) *tenants {
	t.Helper()
	m := &tenants{ids: map[string]reseller.ID{}, names: map[reseller.ID]string{}, events: map[int64]string{}}
	k.Services("a", "b")
	provider := m.call("p:provider", k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID)
	tier2 := m.call("p:tier2", k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider}).ID)
	direct := m.call("p:direct", k.Partner(reseller.Partner{}).ID)
	advisor := m.call("p:advisor", k.Partner(reseller.Partner{Type: reseller.Advisor}).ID)
	stranger := m.call("p:stranger", k.Partner(reseller.Partner{}).ID)
	acme := m.call("c:acme", k.Customer(reseller.Customer{}).ID)
	old := m.call("c:old", k.Customer(reseller.Customer{}).ID)
	other := m.call("c:other", k.Customer(reseller.Customer{}).ID)
	for _, r := range []struct {
		name, service string
		row           reseller.Relationship
	}{
		{"acme-provider", "a", reseller.Relationship{PartnerID: provider, ResellerID: tier2, CustomerID: acme}},
		{"acme-direct", "b", reseller.Relationship{PartnerID: direct, CustomerID: acme}},
		{"acme-advisor", "a", reseller.Relationship{PartnerID: advisor, CustomerID: acme}},
		{"old-direct", "a", reseller.Relationship{PartnerID: direct, CustomerID: old, Status: reseller.RelationshipEnded}},
		{"other-stranger", "a", reseller.Relationship{PartnerID: stranger, CustomerID: other}},
	} {
		row := k.Relationship(r.row)
		m.call("r:"+r.name, row.ID)
		d := reseller.Delegation{RelationshipID: row.ID, Service: r.service}
		if row.Status == reseller.RelationshipEnded {
			d.Status, d.EndReason = reseller.DelegationEnded, reseller.EndRelationshipEnded
		}
		m.call("d:"+r.name, k.Delegation(d).ID)
		k.Events(reseller.Event{PartnerID: row.PartnerID, ResellerID: row.ResellerID, CustomerID: row.CustomerID, RelationshipID: row.ID})
	}
	k.Events(reseller.Event{Kind: reseller.EventServiceAdded})
	for _, i := range []reseller.Invite{{PartnerID: provider}, {PartnerID: direct}, {PartnerID: stranger}} {
		m.call("i:"+strings.TrimPrefix(m.names[i.PartnerID], "p:"), k.Invite(i).ID)
	}
	for kind, tenants := range map[reseller.TenantKind][]reseller.ID{reseller.TenantPartner: m.all("p:"), reseller.TenantCustomer: m.all("c:")} {
		for _, tenant := range tenants {
			_, name, _ := strings.Cut(m.names[tenant], ":")
			m.call("u:"+name, k.User(reseller.User{Tenant: kind, TenantID: tenant}).ID)
		}
	}
	m.call("i:tier2's", k.Invite(reseller.Invite{PartnerID: provider, Terms: reseller.Terms{DelegatedAdmin: true, ResellerID: tier2}}).ID)
	m.nameEvents(t, k)
	return m
}

// nameEvents reads the numbers that the events have got, and calls each after its relationship.
func (m *tenants) nameEvents(t *testing.T, k *kit) {
	t.Helper()
	for _, e := range settled(t, k, 6) {
		m.events[e.Position.Seq] = "e:platform"
		if !e.RelationshipID.IsZero() {
			m.events[e.Position.Seq] = "e:" + strings.TrimPrefix(m.names[e.RelationshipID], "r:")
		}
	}
}

// settled waits until all of so many events can be read.
func settled(t *testing.T, k *kit, n int) []reseller.Event {
	t.Helper()
	var events []reseller.Event
	Eventually(t, "events are read", func() bool {
		var err error
		events, err = k.store.EventsAfter(t.Context(), AsOperator(), reseller.Position{}, n+1)
		check(t, err)
		return len(events) >= n
	})
	equal(t, len(events), n)
	return events
}
