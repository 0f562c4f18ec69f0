package dbtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"accord/reseller"
)

var lifeCases = []testCase{
	{"Nested_undoes_what_fails_and_goes_on", nested},
	{"R11_Nested_survives_a_conflict", nestedConflict},
	{"InviteParties_reads_both_partners", inviteParties},
	{"LockPartner_reads_the_row", locksPartner},
	{"R6_StandingInvitesNaming_lists_the_resellers", standingNaming},
	{"R8_SetInviteStatus_sets_the_grace", setsGrace},
	{"R14_PutDecline_replaces_what_was_said", putsDecline},
	{"StandingRelationships_with_what_is_ACTIVE", standingWithPrivileges},
	{"R36_PutRelationships_changes_the_consent", changesConsent},
	{"R6_lists_of_a_reseller_under_two_providers", listsOnce},
}

func nested(t *testing.T, k *kit) {
	failed := errors.New("failed")
	var kept, undone []reseller.ID
	customer := func(ctx context.Context, tx reseller.Tx, into *[]reseller.ID) error {
		c := reseller.Customer{ID: k.ID(), Name: "x", Country: "CN", Version: 1, CreatedAt: k.Tick()}
		c.Domain = c.ID.String() + ".example"
		*into = append(*into, c.ID)
		return tx.PutCustomers(ctx, []reseller.Customer{c})
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		kept, undone = nil, nil
		check(t, customer(ctx, tx, &kept))
		err := tx.Nested(ctx, func(ctx context.Context) error {
			check(t, customer(ctx, tx, &undone))
			check(t, tx.AppendEvents(ctx, []reseller.Event{{Kind: reseller.EventServiceAdded, ChangeID: k.ID(), OccurredAt: Start, RecordedAt: Start}}))
			check(t, tx.Nested(ctx, func(ctx context.Context) error { return customer(ctx, tx, &undone) }))
			return failed
		})
		if !errors.Is(err, failed) {
			t.Errorf("the nested error is %v", err)
		}
		check(t, tx.Nested(ctx, func(ctx context.Context) error {
			check(t, customer(ctx, tx, &kept))
			if err := tx.Nested(ctx, func(ctx context.Context) error { return errors.Join(customer(ctx, tx, &undone), failed) }); !errors.Is(err, failed) {
				t.Errorf("the inner error is %v", err)
			}
			return nil
		}))
		return customer(ctx, tx, &kept)
	})
	found, err := k.store.CustomersByID(t.Context(), AsOperator(), append(undone, kept...))
	check(t, err)
	equal(t, len(found), len(kept))
	for _, id := range undone {
		if _, ok := found[id]; ok {
			t.Error("what a nested change that failed has written is there")
		}
	}
	passed, err := k.store.EventsPassed(t.Context(), AsOperator(), reseller.Position{})
	check(t, err)
	equal(t, len(passed), 0)
}

// nestedConflict: a second holder is refused, and the transaction goes on without it.
func nestedConflict(t *testing.T, k *kit) {
	k.Services("a", "b")
	customer := k.Customer(reseller.Customer{}).ID
	first := k.Relationship(reseller.Relationship{PartnerID: k.Partner(reseller.Partner{}).ID, CustomerID: customer})
	second := k.Relationship(reseller.Relationship{PartnerID: k.Partner(reseller.Partner{}).ID, CustomerID: customer})
	held := k.Delegation(reseller.Delegation{RelationshipID: first.ID, Service: "a"})
	rival, free := k.Privilege(reseller.Delegation{RelationshipID: second.ID, Service: "a"}), k.Privilege(reseller.Delegation{RelationshipID: second.ID, Service: "b"})
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		err := tx.Nested(ctx, func(ctx context.Context) error { return tx.InsertDelegations(ctx, []reseller.Delegation{rival}) })
		if !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("a second holder: %v, want ErrConflict", err)
		}
		return tx.InsertDelegations(ctx, []reseller.Delegation{free})
	})
	active, err := k.store.ActiveDelegations(t.Context(), AsCustomer(customer), []reseller.ID{customer}, time.Time{})
	check(t, err)
	equal(t, active[customer], []reseller.Delegation{held, free})
}

// tiers makes a provider, its reseller and a link of the one in the name of the other.
func (k *kit) tiers() (provider, tier2 reseller.Partner, link reseller.Invite) {
	provider = k.Partner(reseller.Partner{Type: reseller.IndirectProvider})
	tier2 = k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider.ID})
	link = k.Invite(reseller.Invite{PartnerID: provider.ID, Terms: reseller.Terms{DelegatedAdmin: true, ResellerID: tier2.ID}})
	return provider, tier2, link
}

func inviteParties(t *testing.T, k *kit) {
	k.Services("a")
	provider, tier2, link := k.tiers()
	plain := k.Invite(reseller.Invite{PartnerID: provider.ID})
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		view, err := tx.InviteParties(ctx, link.ID)
		check(t, err)
		equal(t, view, reseller.InviteView{Invite: link, Partner: provider, Reseller: &tier2})
		view, err = tx.InviteParties(ctx, plain.ID)
		check(t, err)
		equal(t, view, reseller.InviteView{Invite: plain, Partner: provider})
		if _, err := tx.InviteParties(ctx, k.ID()); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("an unknown link: %v, want ErrNotFound", err)
		}
		return nil
	})
}

func locksPartner(t *testing.T, k *kit) {
	want := k.Partner(reseller.Partner{Name: "名", Services: nil})
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		got, err := tx.LockPartner(ctx, want.ID)
		equal(t, got, want)
		if _, err := tx.LockPartner(ctx, k.ID()); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("an unknown partner: %v, want ErrNotFound", err)
		}
		return err
	})
}

func standingNaming(t *testing.T, k *kit) {
	provider, tier2, active := k.tiers()
	other := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider.ID})
	terms := reseller.Terms{DelegatedAdmin: true, ResellerID: tier2.ID}
	rotated := k.Invite(reseller.Invite{PartnerID: provider.ID, Terms: terms, Status: reseller.InviteRotated, GraceEndsAt: Start.Add(time.Hour)})
	for _, status := range []reseller.InviteStatus{reseller.InviteRevoked, reseller.InviteExhausted} {
		k.Invite(reseller.Invite{PartnerID: provider.ID, Terms: terms, Status: status})
	}
	k.Invite(reseller.Invite{PartnerID: provider.ID})
	k.Invite(reseller.Invite{PartnerID: provider.ID, Terms: reseller.Terms{DelegatedAdmin: true, ResellerID: other.ID}})
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		got, err := tx.StandingInvitesNaming(ctx, tier2.ID)
		equal(t, got, []reseller.Invite{active, rotated})
		none, errNone := tx.StandingInvitesNaming(ctx, provider.ID)
		equal(t, len(none), 0)
		return errors.Join(err, errNone)
	})
}

func setsGrace(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	want := k.Invite(reseller.Invite{PartnerID: partner})
	for _, grace := range []time.Time{Start.Add(time.Hour + time.Microsecond), {}, Start} {
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			return tx.SetInviteStatus(ctx, want.ID, reseller.InviteRotated, grace)
		})
		want.Status, want.GraceEndsAt, want.Version = reseller.InviteRotated, grace, want.Version+1
		found, err := k.store.InvitesByID(t.Context(), AsPartner(partner), []reseller.ID{want.ID})
		check(t, err)
		equal(t, found[want.ID], want)
	}
}

func putsDecline(t *testing.T, k *kit) {
	link := k.Invite(reseller.Invite{PartnerID: k.Partner(reseller.Partner{}).ID})
	customer, other := k.Customer(reseller.Customer{Name: "三号公司"}), k.Customer(reseller.Customer{})
	want := reseller.Decline{ID: k.ID(), InviteID: link.ID, CustomerID: customer.ID, CustomerName: customer.Name, DeclinedBy: k.ID(), DeclinedAt: k.Tick(), Reason: "否\nno"}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		for _, id := range []reseller.ID{customer.ID, other.ID} {
			if _, err := tx.Declined(ctx, link.ID, id); !errors.Is(err, reseller.ErrNotFound) {
				t.Errorf("nothing said yet: %v, want ErrNotFound", err)
			}
		}
		return tx.PutDecline(ctx, want)
	})
	later := want
	later.ID, later.DeclinedBy, later.DeclinedAt, later.Reason = k.ID(), k.ID(), k.Tick(), ""
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		got, err := tx.Declined(ctx, link.ID, customer.ID)
		equal(t, got, want)
		check(t, err)
		return tx.PutDecline(ctx, later)
	})
	later.ID = want.ID // it is the same decline, which says something else
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		got, err := tx.Declined(ctx, link.ID, customer.ID)
		equal(t, got, later)
		return err
	})
}

func standingWithPrivileges(t *testing.T, k *kit) {
	k.Services("a", "b")
	_, tier2, _ := k.tiers()
	customer, other := k.Customer(reseller.Customer{}).ID, k.Customer(reseller.Customer{}).ID
	partners := k.Partners(reseller.Partner{Type: reseller.IndirectProvider}, reseller.Partner{Type: reseller.Advisor}, reseller.Partner{})
	proposed := k.Tick()
	rs := k.Relationships(
		reseller.Relationship{PartnerID: partners[0].ID, ResellerID: tier2.ID, CustomerID: customer, ConsentVersion: "x"},
		reseller.Relationship{
			PartnerID: partners[1].ID, CustomerID: customer, Status: reseller.RelationshipEnding,
			End: reseller.EndProposal{By: reseller.SidePartner, At: proposed, Reason: "否"},
		},
		reseller.Relationship{PartnerID: partners[2].ID, CustomerID: customer},
		reseller.Relationship{PartnerID: partners[2].ID, CustomerID: customer, Status: reseller.RelationshipEnded},
		reseller.Relationship{PartnerID: partners[2].ID, CustomerID: other},
	)
	active := []reseller.Delegation{
		k.Delegation(reseller.Delegation{RelationshipID: rs[0].ID, Service: "b"}),
		k.Delegation(reseller.Delegation{RelationshipID: rs[0].ID, Service: "b", PartnerID: tier2.ID}),
		k.Delegation(reseller.Delegation{RelationshipID: rs[1].ID, Service: "a", GrantedBy: k.ID()}),
	}
	k.Delegation(reseller.Delegation{RelationshipID: rs[0].ID, Service: "a", Status: reseller.DelegationEnded})
	k.Delegation(reseller.Delegation{RelationshipID: rs[4].ID, Service: "a"})
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		got, err := tx.StandingRelationships(ctx, customer)
		byID := map[reseller.ID]reseller.Relationship{}
		for _, r := range got.Relationships {
			byID[r.ID] = r
		}
		equal(t, byID, map[reseller.ID]reseller.Relationship{rs[0].ID: rs[0], rs[1].ID: rs[1], rs[2].ID: rs[2]})
		held := map[reseller.ID]reseller.Delegation{}
		for _, d := range got.Active {
			held[d.ID] = d
		}
		equal(t, held, map[reseller.ID]reseller.Delegation{active[0].ID: active[0], active[1].ID: active[1], active[2].ID: active[2]})
		none, errNone := tx.StandingRelationships(ctx, k.ID())
		equal(t, none, reseller.Standing{})
		return errors.Join(err, errNone)
	})
}

func changesConsent(t *testing.T, k *kit) {
	r := k.Relationship(reseller.Relationship{PartnerID: k.Partner(reseller.Partner{}).ID, CustomerID: k.Customer(reseller.Customer{}).ID})
	r.ConsentVersion, r.Version = "2026-01", r.Version+1
	k.Relationship(r)
	found, err := k.store.RelationshipsByID(t.Context(), AsOperator(), []reseller.ID{r.ID})
	check(t, err)
	equal(t, found[r.ID], r)
}

// listsOnce: as relationships all are listed, as customers each once, by the privileges of the list's partner.
func listsOnce(t *testing.T, k *kit) {
	k.Services("a")
	one, tier2, _ := k.tiers()
	two, _, _ := k.tiers()
	customer, other := k.Customer(reseller.Customer{}).ID, k.Customer(reseller.Customer{}).ID
	rs := k.Relationships(
		reseller.Relationship{PartnerID: one.ID, ResellerID: tier2.ID, CustomerID: customer},
		reseller.Relationship{PartnerID: two.ID, ResellerID: tier2.ID, CustomerID: customer},
		reseller.Relationship{PartnerID: two.ID, ResellerID: tier2.ID, CustomerID: other},
	)
	k.Delegation(reseller.Delegation{RelationshipID: rs[2].ID, Service: "a", PartnerID: tier2.ID})
	yes := true
	for _, c := range []struct {
		of        reseller.ID
		customers bool
		has       *bool
		want      int32
	}{
		{tier2.ID, false, nil, 3},
		{tier2.ID, true, nil, 2},
		{two.ID, true, nil, 2},
		{one.ID, true, nil, 1},
		{tier2.ID, true, &yes, 1},
		{two.ID, true, &yes, 0},
		{two.ID, false, &yes, 1},
	} {
		list := reseller.RelationshipList{
			Owner: reseller.TenantPartner, Customers: c.customers, Filter: reseller.RelationshipFilter{Standing: true, HasDelegatedAdmin: c.has},
		}
		pages, err := k.store.Relationships(t.Context(), AsPartner(c.of), []reseller.ID{c.of, k.ID()}, list, wholePage)
		check(t, err)
		counts, err := k.store.CountRelationships(t.Context(), AsPartner(c.of), []reseller.ID{c.of, k.ID()}, list)
		check(t, err)
		equal(t, []int32{int32(len(pages[c.of].Items)), counts[c.of]}, []int32{c.want, c.want}) //nolint:gosec // a few
	}
}
