package dbtest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"accord/reseller"
)

var delegationCases = []testCase{
	{"delegations_keep_every_field", delegationsKeepFields},
	{"R11_one_transacting_holder", oneHolder},
	{"R11_advisors_and_resellers_stand_beside", standBeside},
	{"R11_another_holds_it_after_the_first_has_ended", afterTheFirst},
	{"R11_transacting_cannot_lie", transactingCannotLie},
	{"R11_a_partner_that_becomes_transacting_conflicts", becomesTransacting},
	{"a_partner_holds_a_service_once", onceEach},
	{"a_conflict_among_many_inserts_nothing", conflictAmongMany},
	{"EndDelegations_ends_what_is_active", endsDelegations},
	{"DelegationsOf_oldest_first", delegationsOf},
	{"ActiveDelegations_are_the_customers_to_see", activeDelegations},
	{"R11_PrivilegesChangedAt_is_the_latest_moment_of_any", privilegesChangedAt},
}

// holder makes a partner of a type, related to a customer.
func (k *kit) holder(t *testing.T, kind reseller.PartnerType, customer reseller.ID) reseller.Relationship {
	t.Helper()
	return k.Relationship(reseller.Relationship{PartnerID: k.Partner(reseller.Partner{Type: kind}).ID, CustomerID: customer})
}

func (k *kit) insert(t *testing.T, ds ...reseller.Delegation) error {
	t.Helper()
	return k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error { return tx.InsertDelegations(ctx, ds) })
}

func (k *kit) end(t *testing.T, reason reseller.EndReason, ids ...reseller.ID) {
	t.Helper()
	at := k.Tick()
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.EndDelegations(ctx, ids, at, reason) })
}

func delegationsKeepFields(t *testing.T, k *kit) {
	k.Services("a", "b")
	r := k.holder(t, reseller.DirectReseller, k.Customer(reseller.Customer{}).ID)
	for _, want := range []reseller.Delegation{
		k.Privilege(reseller.Delegation{RelationshipID: r.ID, Service: "a", GrantedBy: k.ID()}),
		k.Privilege(reseller.Delegation{RelationshipID: r.ID, Service: "b", Status: reseller.DelegationEnded, EndReason: reseller.EndDisplaced}),
	} {
		check(t, k.insert(t, want))
		found, err := k.store.DelegationsByID(t.Context(), AsPartner(r.PartnerID), []reseller.ID{want.ID})
		check(t, err)
		equal(t, found, map[reseller.ID]reseller.Delegation{want.ID: want})
	}
	check(t, k.insert(t)) // none is no fault
}

func oneHolder(t *testing.T, k *kit) {
	k.Services("a", "b")
	customer := k.Customer(reseller.Customer{}).ID
	for _, first := range []reseller.PartnerType{reseller.DirectReseller, reseller.IndirectProvider} {
		service := map[reseller.PartnerType]string{reseller.DirectReseller: "a", reseller.IndirectProvider: "b"}[first]
		k.Delegation(reseller.Delegation{RelationshipID: k.holder(t, first, customer).ID, Service: service})
		for _, second := range []reseller.PartnerType{reseller.DirectReseller, reseller.IndirectProvider} {
			d := k.Privilege(reseller.Delegation{RelationshipID: k.holder(t, second, customer).ID, Service: service})
			if err := k.insert(t, d); !errors.Is(err, reseller.ErrConflict) {
				t.Errorf("%s beside %s: %v, want ErrConflict", second, first, err)
			}
		}
	}
	// Another customer and another service are other matters.
	elsewhere := k.holder(t, reseller.DirectReseller, k.Customer(reseller.Customer{}).ID)
	k.Delegation(reseller.Delegation{RelationshipID: elsewhere.ID, Service: "a"})
	k.Delegation(reseller.Delegation{RelationshipID: elsewhere.ID, Service: "b"})
}

func standBeside(t *testing.T, k *kit) {
	k.Services("a")
	customer := k.Customer(reseller.Customer{}).ID
	for _, kind := range []reseller.PartnerType{
		reseller.Advisor, reseller.IndirectReseller, reseller.DirectReseller, reseller.Advisor, reseller.IndirectReseller,
	} {
		k.Delegation(reseller.Delegation{RelationshipID: k.holder(t, kind, customer).ID, Service: "a"})
	}
	found, err := k.store.ActiveDelegations(t.Context(), AsCustomer(customer), []reseller.ID{customer}, time.Time{})
	check(t, err)
	arranged := reseller.ServiceDelegations([]string{"a"}, found[customer])
	equal(t, len(arranged[0].BesideIDs), 4)
	equal(t, arranged[0].HolderID.IsZero(), false)
}

func afterTheFirst(t *testing.T, k *kit) {
	k.Services("a")
	customer := k.Customer(reseller.Customer{}).ID
	first := k.Delegation(reseller.Delegation{RelationshipID: k.holder(t, reseller.DirectReseller, customer).ID, Service: "a"})
	next := k.Privilege(reseller.Delegation{RelationshipID: k.holder(t, reseller.DirectReseller, customer).ID, Service: "a"})
	// In one transaction, as R12 has it: the old one ends before the new one begins.
	at := k.Tick()
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		if err := tx.EndDelegations(ctx, []reseller.ID{first.ID}, at, reseller.EndDisplaced); err != nil {
			return err
		}
		return tx.InsertDelegations(ctx, []reseller.Delegation{next})
	})
	k.end(t, reseller.EndPartnerRelinquished, next.ID)
	first.ID, first.Status = k.ID(), reseller.DelegationActive // restoring makes a new one
	check(t, k.insert(t, first))
}

// transactingCannotLie: the copy of transacting in a privilege is held to its partner's by a foreign key.
func transactingCannotLie(t *testing.T, k *kit) {
	k.Services("a")
	customer := k.Customer(reseller.Customer{}).ID
	for _, kind := range []reseller.PartnerType{
		reseller.DirectReseller, reseller.IndirectProvider, reseller.IndirectReseller, reseller.Advisor,
	} {
		d := k.Privilege(reseller.Delegation{RelationshipID: k.holder(t, kind, customer).ID, Service: "a"})
		d.Transacting = !d.Transacting
		err := k.insert(t, d)
		if err == nil || errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrUnavailable) {
			t.Errorf("%s with transacting = %t: %v, want a fault that is no conflict", kind, d.Transacting, err)
		}
	}
	found, err := k.store.ActiveDelegations(t.Context(), AsOperator(), []reseller.ID{customer}, time.Time{})
	check(t, err)
	equal(t, len(found), 0)
}

// becomesTransacting: privileges follow their partner's type (R39), and then count for R11.
func becomesTransacting(t *testing.T, k *kit) {
	k.Services("a", "b")
	customer := k.Customer(reseller.Customer{}).ID
	advisor := k.Partner(reseller.Partner{Type: reseller.Advisor})
	r := k.Relationship(reseller.Relationship{PartnerID: advisor.ID, CustomerID: customer})
	beside := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a"})
	holding := k.Delegation(reseller.Delegation{RelationshipID: k.holder(t, reseller.DirectReseller, customer).ID, Service: "a"})

	promote := func() error {
		advisor.Type, advisor.Version = reseller.DirectReseller, 2
		return k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			return tx.PutPartners(ctx, []reseller.Partner{advisor})
		})
	}
	if err := promote(); !errors.Is(err, reseller.ErrConflict) {
		t.Fatalf("beside a holder: %v, want ErrConflict", err)
	}
	k.end(t, reseller.EndCustomerRemoved, holding.ID)
	check(t, promote())
	found, err := k.store.DelegationsByID(t.Context(), AsCustomer(customer), []reseller.ID{beside.ID})
	check(t, err)
	equal(t, found[beside.ID].Transacting, true)
	again := k.Privilege(reseller.Delegation{RelationshipID: k.holder(t, reseller.DirectReseller, customer).ID, Service: "a"})
	if err := k.insert(t, again); !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("beside the new holder: %v, want ErrConflict", err)
	}
}

// replacing: two partners take the same service from each other again and again, as accepting with replaceExisting does.
func replacing(t *testing.T, k *kit) {
	const rounds = 20
	k.Services("a")
	customer := k.Customer(reseller.Customer{}).ID
	var mine [2][rounds]reseller.Delegation
	var errs [2]error
	for i := range mine {
		r := k.holder(t, reseller.DirectReseller, customer)
		for j := range rounds {
			mine[i][j] = k.Privilege(reseller.Delegation{RelationshipID: r.ID, Service: "a"})
		}
	}
	together(2, func(i int) {
		for j := range rounds {
			errs[i] = errors.Join(errs[i], k.replace(t, customer, mine[i][j]))
		}
	})
	check(t, errors.Join(errs[:]...))
	found, err := k.store.ActiveDelegations(t.Context(), AsCustomer(customer), []reseller.ID{customer}, time.Time{})
	check(t, err)
	equal(t, len(found[customer]), 1)
	for i := range mine {
		ids := make([]reseller.ID, rounds)
		for j := range mine[i] {
			ids[j] = mine[i][j].ID
		}
		kept, err := k.store.DelegationsByID(t.Context(), AsCustomer(customer), ids)
		check(t, err)
		for _, d := range kept {
			if d.Status == reseller.DelegationEnded {
				equal(t, d.EndReason, reseller.EndDisplaced)
			}
		}
	}
}

// replace grants a privilege in the place of whoever holds it, unless its partner does, and looks at what it has done.
func (k *kit) replace(t *testing.T, customer reseller.ID, d reseller.Delegation) error {
	t.Helper()
	return k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		if _, err := tx.LockCustomer(ctx, customer); err != nil {
			return err
		}
		held, err := tx.ActiveDelegations(ctx, AsCustomer(customer), []reseller.ID{customer}, time.Time{})
		if err != nil {
			return err
		}
		for _, other := range held[customer] {
			if other.PartnerID == d.PartnerID {
				return nil
			}
			if err := tx.EndDelegations(ctx, []reseller.ID{other.ID}, d.GrantedAt, reseller.EndDisplaced); err != nil {
				return err
			}
		}
		if err := tx.InsertDelegations(ctx, []reseller.Delegation{d}); err != nil {
			return err
		}
		held, err = tx.ActiveDelegations(ctx, AsCustomer(customer), []reseller.ID{customer}, time.Time{})
		if len(held[customer]) != 1 {
			t.Errorf("%d hold it", len(held[customer]))
		}
		return err
	})
}

func onceEach(t *testing.T, k *kit) {
	k.Services("a")
	customer := k.Customer(reseller.Customer{}).ID
	r := k.holder(t, reseller.Advisor, customer)
	first := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a"})
	second := k.Privilege(reseller.Delegation{RelationshipID: r.ID, Service: "a"})
	if err := k.insert(t, second); !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("%v, want ErrConflict", err)
	}
	k.end(t, reseller.EndCustomerRemoved, first.ID)
	check(t, k.insert(t, second))
}

func conflictAmongMany(t *testing.T, k *kit) {
	k.Services("a", "b", "c")
	customer := k.Customer(reseller.Customer{}).ID
	k.Delegation(reseller.Delegation{RelationshipID: k.holder(t, reseller.DirectReseller, customer).ID, Service: "b"})
	r := k.holder(t, reseller.DirectReseller, customer)
	var ds []reseller.Delegation
	for _, service := range []string{"a", "b", "c"} {
		ds = append(ds, k.Privilege(reseller.Delegation{RelationshipID: r.ID, Service: service}))
	}
	if err := k.insert(t, ds...); !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("%v, want ErrConflict", err)
	}
	found, err := k.store.DelegationsOf(t.Context(), AsOperator(), []reseller.ID{r.ID}, "", time.Time{})
	check(t, err)
	equal(t, len(found), 0)
}

func endsDelegations(t *testing.T, k *kit) {
	k.Services("a", "b", "c")
	r := k.holder(t, reseller.DirectReseller, k.Customer(reseller.Customer{}).ID)
	a := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a"})
	b := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "b"})
	c := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "c", Status: reseller.DelegationEnded})
	k.end(t, reseller.EndPartnerRelinquished)
	k.end(t, reseller.EndPartnerRelinquished, a.ID, c.ID, k.ID())
	a.Status, a.EndedAt, a.EndReason = reseller.DelegationEnded, k.at, reseller.EndPartnerRelinquished
	k.end(t, reseller.EndDisplaced, a.ID) // what has ended keeps its reason
	found, err := k.store.DelegationsByID(t.Context(), AsOperator(), []reseller.ID{a.ID, b.ID, c.ID})
	check(t, err)
	equal(t, found, map[reseller.ID]reseller.Delegation{a.ID: a, b.ID: b, c.ID: c})
}

func delegationsOf(t *testing.T, k *kit) {
	k.Services("a", "b", "c")
	customer := k.Customer(reseller.Customer{}).ID
	r, other := k.holder(t, reseller.DirectReseller, customer), k.holder(t, reseller.Advisor, customer)
	late := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a", GrantedAt: Start.AddDate(1, 0, 0)})
	early := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "b", GrantedAt: Start.AddDate(0, 1, 0)})
	over := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a", Status: reseller.DelegationEnded, GrantedAt: Start.AddDate(0, 6, 0)})
	beside := k.Delegation(reseller.Delegation{RelationshipID: other.ID, Service: "a"})
	type list = map[reseller.ID][]reseller.Delegation
	ids := []reseller.ID{r.ID, other.ID, k.ID(), r.ID}
	for _, test := range []struct {
		status reseller.DelegationStatus
		want   list
	}{
		{"", list{r.ID: {early, over, late}, other.ID: {beside}}},
		{reseller.DelegationActive, list{r.ID: {early, late}, other.ID: {beside}}},
		{reseller.DelegationEnded, list{r.ID: {over}}},
	} {
		got, err := k.store.DelegationsOf(t.Context(), AsCustomer(customer), ids, test.status, time.Time{})
		check(t, err)
		equal(t, got, test.want)
	}
}

func activeDelegations(t *testing.T, k *kit) {
	k.Services("a", "b")
	customer, other := k.Customer(reseller.Customer{}).ID, k.Customer(reseller.Customer{}).ID
	r := k.holder(t, reseller.DirectReseller, customer)
	want := []reseller.Delegation{
		k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "b"}),
		k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a"}),
	}
	k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a", Status: reseller.DelegationEnded})
	others := k.Delegation(reseller.Delegation{RelationshipID: k.holder(t, reseller.DirectReseller, other).ID, Service: "a"})
	type list = map[reseller.ID][]reseller.Delegation
	for name, test := range map[string]struct {
		scope reseller.Scope
		want  list
	}{
		"the customer":       {AsCustomer(customer), list{customer: want}},
		"the operator":       {AsOperator(), list{customer: want, other: {others}}},
		"a partner":          {AsPartner(r.PartnerID), list{}},
		"nobody":             {AsNobody(), list{}},
		"a customer unknown": {AsCustomer(k.ID()), list{}},
	} {
		got, err := k.store.ActiveDelegations(t.Context(), test.scope, slices.Repeat([]reseller.ID{customer, other}, 2), time.Time{})
		check(t, err)
		if t.Failed() {
			t.Fatal(name)
		}
		equal(t, got, test.want)
	}
}

// privilegesChangedAt: whoever asks, since what a tenant may not see orders its changes too.
func privilegesChangedAt(t *testing.T, k *kit) {
	k.Services("a", "b")
	customer, stranger := k.Customer(reseller.Customer{}).ID, k.Partner(reseller.Partner{Type: reseller.DirectReseller})
	link := k.Invite(reseller.Invite{PartnerID: stranger.ID})
	r := k.holder(t, reseller.DirectReseller, customer)
	is := func(want time.Time) {
		t.Helper()
		for _, scope := range []reseller.Scope{AsOperator(), AsCustomer(customer), AsPartner(stranger.ID)} {
			check(t, k.store.Update(t.Context(), scope, func(ctx context.Context, tx reseller.Tx) error {
				at, err := tx.PrivilegesChangedAt(ctx, customer)
				check(t, err)
				equal(t, at, want)
				if own, ok := scope.Customer(); ok {
					_, _, standing, err := tx.LockForAcceptance(ctx, own, link.ID)
					check(t, err)
					equal(t, standing.PrivilegesChangedAt, want)
				}
				return nil
			}))
		}
	}
	is(time.Time{})
	first := k.Privilege(reseller.Delegation{RelationshipID: r.ID, Service: "a", GrantedAt: Start.Add(time.Hour)})
	check(t, k.insert(t, first))
	is(first.GrantedAt)
	check(t, k.insert(t, k.Privilege(reseller.Delegation{RelationshipID: r.ID, Service: "b", GrantedAt: Start})))
	is(first.GrantedAt) // by another clock
	ended := Start.Add(2 * time.Hour)
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		return tx.EndDelegations(ctx, []reseller.ID{first.ID}, ended, reseller.EndCustomerRemoved)
	})
	is(ended)
}
