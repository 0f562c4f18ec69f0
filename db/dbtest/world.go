package dbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"accord/reseller"
)

// Start is the moment at which a World begins. It has microseconds, which both stores keep.
var Start = time.Date(2026, 1, 2, 3, 4, 5, 123456000, time.UTC)

// World puts rows into a store. Each of its methods takes a row with as much in it as the test cares for, fills in what
// else it needs – an id, a name, a time, a version – and returns it as it was written, which is as it will be read.
//
// It is for one goroutine.
type World struct {
	t     testing.TB
	store reseller.Store
	at    time.Time
	rows  int

	partners      map[reseller.ID]reseller.Partner
	relationships map[reseller.ID]reseller.Relationship
	subscriptions map[reseller.ID]reseller.Subscription
}

// NewWorld makes a World for a store.
func NewWorld(t testing.TB, store reseller.Store) *World {
	t.Helper()
	return &World{
		t: t, store: store, at: Start,
		partners: map[reseller.ID]reseller.Partner{}, relationships: map[reseller.ID]reseller.Relationship{},
		subscriptions: map[reseller.ID]reseller.Subscription{},
	}
}

// ID makes an id that nothing has.
func (w *World) ID() reseller.ID { return reseller.NewID(w.at, 0, rand.Reader) }

// Tick moves the World's clock on by a second and tells the time.
func (w *World) Tick() time.Time {
	w.at = w.at.Add(time.Second)
	return w.at
}

// Write runs f in one transaction; the test ends when it fails.
func (w *World) Write(f func(ctx context.Context, tx reseller.Tx) error) {
	w.t.Helper()
	if err := w.store.Update(w.t.Context(), AsOperator(), f); err != nil {
		w.t.Fatal(err)
	}
}

// next gives a number that no other row of the World has.
func (w *World) next() int {
	w.rows++
	return w.rows
}

// Services adds services of these codes to the catalogue.
func (w *World) Services(codes ...string) []reseller.Service {
	w.t.Helper()
	services := make([]reseller.Service, len(codes))
	for i, code := range codes {
		services[i] = reseller.Service{Code: code, NameEN: "Service " + code, NameZH: "服务 " + code}
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutServices(ctx, services) })
	return services
}

// Partner adds a partner: an ACTIVE DIRECT_RESELLER unless told otherwise.
func (w *World) Partner(p reseller.Partner) reseller.Partner {
	w.t.Helper()
	return w.Partners(p)[0]
}

// Partners adds partners in one transaction.
func (w *World) Partners(ps ...reseller.Partner) []reseller.Partner {
	w.t.Helper()
	for i := range ps {
		p := &ps[i]
		n := w.next()
		fill(&p.ID, w.ID())
		fill(&p.ExternalKey, fmt.Sprintf("P-%d", n))
		fill(&p.Name, fmt.Sprintf("Partner %d", n))
		fill(&p.Type, reseller.DirectReseller)
		fill(&p.Status, reseller.PartnerActive)
		fill(&p.Country, "CN")
		fill(&p.Version, 1)
		fill(&p.CreatedAt, w.Tick())
		w.partners[p.ID] = *p
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutPartners(ctx, ps) })
	return ps
}

// Customer adds a customer.
func (w *World) Customer(c reseller.Customer) reseller.Customer {
	w.t.Helper()
	return w.Customers(c)[0]
}

// Customers adds customers in one transaction.
func (w *World) Customers(cs ...reseller.Customer) []reseller.Customer {
	w.t.Helper()
	for i := range cs {
		c := &cs[i]
		n := w.next()
		fill(&c.ID, w.ID())
		fill(&c.ExternalKey, fmt.Sprintf("C-%d", n))
		fill(&c.Name, fmt.Sprintf("Customer %d", n))
		fill(&c.Domain, fmt.Sprintf("customer-%d.example", n))
		fill(&c.Country, "CN")
		fill(&c.Version, 1)
		fill(&c.CreatedAt, w.Tick())
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutCustomers(ctx, cs) })
	return cs
}

// User adds a user. Without a tenant it is the operator's; without roles it has the highest of its tenant.
func (w *World) User(u reseller.User) reseller.User {
	w.t.Helper()
	n := w.next()
	fill(&u.ID, w.ID())
	fill(&u.Name, fmt.Sprintf("User %d", n))
	fill(&u.Email, fmt.Sprintf("user-%d@accord.example", n))
	fill(&u.Tenant, reseller.TenantOperator)
	fill(&u.Version, 1)
	fill(&u.CreatedAt, w.Tick())
	if u.Roles == nil {
		u.Roles = highest[u.Tenant]
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutUsers(ctx, []reseller.User{u}) })
	return u
}

var highest = map[reseller.TenantKind][]reseller.Role{
	reseller.TenantOperator: {reseller.RoleOperator},
	reseller.TenantPartner:  {reseller.RoleAdminAgent, reseller.RoleGlobalAdmin},
	reseller.TenantCustomer: {reseller.RoleGlobalAdmin},
}

// APIKey adds an API key of a user of this World's, good for an hour unless told otherwise, with the user's roles. Its
// secret is nobody's; HashOf gives the hash.
func (w *World) APIKey(maker reseller.User, k reseller.APIKey) reseller.APIKey {
	w.t.Helper()
	k.UserID, k.Tenant, k.TenantID = maker.ID, maker.Tenant, maker.TenantID
	fill(&k.ID, w.ID())
	fill(&k.Label, fmt.Sprintf("Key %d", w.next()))
	fill(&k.Version, 1)
	fill(&k.CreatedAt, w.Tick())
	fill(&k.ExpiresAt, k.CreatedAt.Add(time.Hour))
	if k.Roles == nil {
		k.Roles = maker.Roles
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.InsertAPIKey(ctx, k, HashOf(k)) })
	return k
}

// HashOf is the hash of the secret of a World's API key.
func HashOf(k reseller.APIKey) reseller.APIKeyHash { return sha256.Sum256(k.ID[:]) }

// Invite adds a link: ACTIVE unless told otherwise, and the default one where its terms are left out (R1).
func (w *World) Invite(i reseller.Invite) reseller.Invite {
	w.t.Helper()
	fill(&i.ID, w.ID())
	fill(&i.Status, reseller.InviteActive)
	fill(&i.KeyID, reseller.KeyID{1, 2, 3})
	fill(&i.Version, 1)
	fill(&i.CreatedAt, w.Tick())
	if i.Terms.Key() == (reseller.Terms{}).Key() {
		i.Terms.DelegatedAdmin = true
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.InsertInvite(ctx, i) })
	return i
}

// Relationship adds a relationship: ACTIVE unless told otherwise. One that is ENDED ends when it began.
func (w *World) Relationship(r reseller.Relationship) reseller.Relationship {
	w.t.Helper()
	return w.Relationships(r)[0]
}

// Relationships adds relationships in one transaction.
func (w *World) Relationships(rs ...reseller.Relationship) []reseller.Relationship {
	w.t.Helper()
	for i := range rs {
		r := &rs[i]
		fill(&r.ID, w.ID())
		fill(&r.Status, reseller.RelationshipActive)
		fill(&r.Version, 1)
		fill(&r.AcceptedAt, w.Tick())
		if r.Status == reseller.RelationshipEnded {
			fill(&r.EndedAt, r.AcceptedAt)
		}
		w.relationships[r.ID] = *r
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutRelationships(ctx, rs) })
	return rs
}

// Delegation adds a privilege under a relationship of this World, which gives it its partner and customer: ACTIVE unless
// told otherwise. One that is ENDED was removed by the customer when it began.
func (w *World) Delegation(d reseller.Delegation) reseller.Delegation {
	w.t.Helper()
	d = w.Privilege(d)
	w.Write(func(ctx context.Context, tx reseller.Tx) error {
		return tx.InsertDelegations(ctx, []reseller.Delegation{d})
	})
	return d
}

// Privilege fills in a privilege as Delegation does, and does not add it.
func (w *World) Privilege(d reseller.Delegation) reseller.Delegation {
	r := w.relationships[d.RelationshipID]
	fill(&d.ID, w.ID())
	fill(&d.PartnerID, r.PartnerID)
	fill(&d.CustomerID, r.CustomerID)
	fill(&d.Status, reseller.DelegationActive)
	fill(&d.GrantedAt, w.Tick())
	d.Transacting = w.partners[d.PartnerID].Type.Transacting()
	if d.Status == reseller.DelegationEnded {
		fill(&d.EndedAt, d.GrantedAt)
		fill(&d.EndReason, reseller.EndCustomerRemoved)
	}
	return d
}

// Acceptance keeps that the customer of a relationship of this World accepted through a link.
func (w *World) Acceptance(invite, relationship reseller.ID) reseller.Acceptance {
	w.t.Helper()
	a := reseller.Acceptance{
		InviteID: invite, RelationshipID: relationship, CustomerID: w.relationships[relationship].CustomerID,
		ID: w.ID(), AcceptedAt: w.Tick(),
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.InsertAcceptance(ctx, a) })
	return a
}

// Events appends events in one transaction, as one change. They get their positions when they are read.
func (w *World) Events(events ...reseller.Event) []reseller.Event {
	w.t.Helper()
	change := w.ID()
	for i := range events {
		e := &events[i]
		fill(&e.Kind, reseller.EventRelationshipChanged)
		fill(&e.ChangeID, change)
		fill(&e.OccurredAt, w.Tick())
		fill(&e.RecordedAt, e.OccurredAt)
	}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.AppendEvents(ctx, events) })
	return events
}

// fill sets what has been left out.
func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// AsOperator is the scope of the operator, who reads everything.
func AsOperator() reseller.Scope {
	return reseller.Viewer{User: reseller.User{ID: reseller.ID{1}, Tenant: reseller.TenantOperator}}.Scope()
}

// AsPartner is the scope of a partner's users.
func AsPartner(id reseller.ID) reseller.Scope {
	return reseller.Viewer{Partner: &reseller.Partner{ID: id}}.Scope()
}

// AsCustomer is the scope of a customer's users.
func AsCustomer(id reseller.ID) reseller.Scope {
	return reseller.Viewer{Customer: &reseller.Customer{ID: id}}.Scope()
}

// AsNobody is the scope of those who have not signed in.
func AsNobody() reseller.Scope { return reseller.Scope{} }
