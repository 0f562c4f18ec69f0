package resolvers_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accord/db/dbtest"
	"accord/graph/model"
	"accord/reseller"
)

// allowances is a combination of what may matter for what a user may do with a subscription, put straight into a store. The
// domain's own test walks all of them over one that is made up; this one tells that real stores give the domain the same facts.
type allowances struct {
	Agent, Admin            reseller.Role
	Partner                 reseller.PartnerStatus
	Relationship            reseller.RelationshipStatus
	DelegatedAdmin          bool
	Subscription            reseller.SubscriptionStatus
	Billed, PartnerOfRecord string
}

func drawAllowances(t *rapid.T) allowances {
	a := allowances{
		Agent:        rapid.SampledFrom([]reseller.Role{reseller.RoleAdminAgent, reseller.RoleSalesAgent, reseller.RoleHelpdeskAgent}).Draw(t, "agent role"),
		Admin:        rapid.SampledFrom([]reseller.Role{"", reseller.RoleGlobalAdmin, reseller.RoleBillingAdmin, reseller.RoleUserAdmin}).Draw(t, "admin role"),
		Partner:      rapid.SampledFrom([]reseller.PartnerStatus{reseller.PartnerActive, reseller.PartnerActive, reseller.PartnerSuspended}).Draw(t, "partner"),
		Relationship: rapid.SampledFrom([]reseller.RelationshipStatus{reseller.RelationshipActive, reseller.RelationshipActive, reseller.RelationshipEnding, reseller.RelationshipEnded}).Draw(t, "relationship"),
		Subscription: rapid.SampledFrom([]reseller.SubscriptionStatus{reseller.SubscriptionActive, reseller.SubscriptionActive, reseller.SubscriptionSuspended, reseller.SubscriptionCancelled}).Draw(t, "subscription"),
		Billed:       rapid.SampledFrom([]string{"alpha", "alpha", "beta", ""}).Draw(t, "billed"), PartnerOfRecord: rapid.SampledFrom([]string{"alpha", "beta", ""}).Draw(t, "partner of record"),
	}
	a.DelegatedAdmin = a.Relationship != reseller.RelationshipEnded && rapid.Bool().Draw(t, "DAP")
	return a
}

// cellMutations take an action each, on a subscription of its own.
var cellMutations = []struct {
	action, name string
	in           func(w *world) vars
}{
	{"ADD_SEATS", "changeSeats", func(*world) vars { return vars{"seats": 11} }},
	{"REMOVE_SEATS", "changeSeats", func(*world) vars { return vars{"seats": 9} }},
	{"ORDER_ADD_ON", "orderAddOn", func(*world) vars { return vars{"offer": "ARCHIVE", "seats": 1} }},
	{"TRANSFER", "offerTransfer", func(w *world) vars { return vars{"toPartnerId": w.partner("admin@prov.example")} }},
	{"CHANGE_PARTNER_OF_RECORD", "changePartnerOfRecord", func(*world) vars { return vars{"partnerId": nil} }},
	{"SUSPEND", "suspendSubscription", func(*world) vars { return vars{"reason": "FRAUD"} }},
	{"RESUME", "resumeSubscription", func(*world) vars { return vars{} }},
	{"CANCEL", "cancelSubscription", func(*world) vars { return vars{} }},
	{"UPGRADE", "upgradeSubscription", func(*world) vars { return vars{"offer": "PREMIUM", "seats": 10} }},
}

func TestR16_R17_R18_R20_R38_R39_WhatTheFieldSaysTheMutationDoes(t *testing.T) {
	fewRuns(t)
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		const email = "admin@alpha.example"
		rapid.Check(t, func(t *rapid.T) {
			a := drawAllowances(t)
			ids := w.put(a)
			for i, m := range cellMutations {
				said := w.ask(email, `query($id: ID!) { subscription(id: $id) { capabilities { action allowed reason } } }`, vars{"id": ids[i]})
				in := m.in(w)
				in["subscriptionId"] = ids[i]
				did := ""
				for _, e := range w.subscribe(email, m.name, in).list("answer.userErrors") {
					did = e.text("message")
				}
				want := said.reason(m.action)
				if visible := said.get("subscription") != nil; visible != a.visible() || did != want {
					t.Fatalf("%s, visible %v: the field says %q, the mutation %q", m.action, visible, want, did)
				}
			}
		})
	})
}

// reason is why an action is refused on the subscription that was asked for; "" where it is allowed.
func (a *answer) reason(action string) string {
	a.t.Helper()
	if a.get("subscription") == nil {
		return "There is no such subscription, or you may not see it."
	}
	for _, c := range a.list("subscription.capabilities") {
		if c.text("action") == action && c.get("reason") != nil {
			return c.text("reason")
		}
	}
	return ""
}

func (a allowances) visible() bool {
	return a.DelegatedAdmin || a.Billed == "alpha" && a.Relationship != reseller.RelationshipEnded
}

// put makes a subscription for each mutation, each of a customer of its own, as the combination has it, and gives their ids.
func (w *world) put(a allowances) []string {
	w.t.Helper()
	v, err := w.store.Identify(w.t.Context(), "admin@alpha.example")
	w.must(err)
	beta, err := w.store.Identify(w.t.Context(), "admin@beta.example")
	w.must(err)
	prov, err := w.store.Identify(w.t.Context(), "admin@prov.example")
	w.must(err)
	var ids []string
	w.must(w.store.Update(w.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		ids = nil
		user, partner := v.User, *v.Partner
		user.Roles, partner.Status = []reseller.Role{a.Agent}, a.Partner
		if a.Admin != "" {
			user.Roles = append(user.Roles, a.Admin)
		}
		user.Version++
		partner.Version++
		w.must(tx.PutUsers(ctx, []reseller.User{user}))
		w.must(tx.PutPartners(ctx, []reseller.Partner{partner}))
		parties := map[string]reseller.ID{"alpha": partner.ID, "beta": beta.Partner.ID}
		for range cellMutations {
			customer := w.putCustomer(ctx, tx, a, partner.ID, prov.Partner.ID)
			s := a.subscription(w.clock.now(), customer, parties)
			w.must(tx.PutSubscriptions(ctx, []reseller.Subscription{s}))
			ids = append(ids, model.GlobalID(model.KindSubscription, s.ID))
		}
		return nil
	}))
	return ids
}

// putCustomer adds a customer with its relationships: with the partner in question as the combination has it, and with one that
// can take a transfer.
func (w *world) putCustomer(ctx context.Context, tx reseller.Tx, a allowances, partner, receiver reseller.ID) reseller.ID {
	w.t.Helper()
	now := w.clock.now()
	c := reseller.Customer{ID: newTestID(now), Name: "Cell", Country: "CN", CreatedAt: now, Version: 1}
	c.Domain = c.ID.String() + ".example"
	w.must(tx.PutCustomers(ctx, []reseller.Customer{c}))
	r := reseller.Relationship{ID: newTestID(now), PartnerID: partner, CustomerID: c.ID, Status: a.Relationship, AcceptedAt: now, Version: 1}
	if a.Relationship == reseller.RelationshipEnded {
		r.EndedAt = now
	}
	w.must(tx.InsertRelationship(ctx, r))
	w.must(tx.InsertRelationship(ctx, reseller.Relationship{
		ID: newTestID(now), PartnerID: receiver, CustomerID: c.ID, Status: reseller.RelationshipActive, AcceptedAt: now, Version: 1,
	}))
	if a.DelegatedAdmin {
		w.must(tx.InsertDelegations(ctx, []reseller.Delegation{{
			ID: newTestID(now), RelationshipID: r.ID, PartnerID: partner, CustomerID: c.ID, Service: "OFFICE365", Transacting: true,
			Status: reseller.DelegationActive, GrantedAt: now,
		}}))
	}
	return c.ID
}

func (a allowances) subscription(now time.Time, customer reseller.ID, parties map[string]reseller.ID) reseller.Subscription {
	today := reseller.DayIn(now, time.UTC)
	s := reseller.Subscription{
		ID: newTestID(now), CustomerID: customer, Offer: "BUSINESS", Service: "OFFICE365", Seats: 10, Status: a.Subscription,
		OriginalReseller: parties[a.Billed], BilledPartner: parties[a.Billed], PartnerOfRecord: parties[a.PartnerOfRecord],
		UnitPrice: reseller.Money{Minor: 1100, Currency: "CNY"}, OrderedAt: now, Version: 1,
		Term: reseller.Term{StartsOn: today - 10, EndsOn: today + 360, FirstBilledOn: today - 5},
	}
	switch a.Subscription {
	case reseller.SubscriptionSuspended:
		s.Suspension = reseller.Suspension{Since: now, Reason: reseller.SuspendedFraud}
	case reseller.SubscriptionCancelled:
		s.CancelledAt = now
	case reseller.SubscriptionActive:
	}
	return s
}

func newTestID(at time.Time) reseller.ID { return reseller.NewID(at, 0, rand.Reader) }
