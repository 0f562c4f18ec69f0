package dbtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"accord/reseller"
)

var inviteCases = []testCase{
	{"invites_keep_every_field", invitesKeepFields},
	{"R1_one_standing_link_of_the_same_terms", oneStandingInvite},
	{"R1_StandingInvite_goes_by_the_terms", standingInvite},
	{"R8_SetInviteStatus_raises_the_version", setsInviteStatus},
	{"LockInvite_reads_the_row", locksInvite},
	{"R9_InviteView_of_the_default_link", viewsDefault},
	{"R4_InviteView_of_chosen_services", viewsChosen},
	{"R6_InviteView_names_the_reseller", viewsReseller},
	{"InviteView_unknown_is_ErrNotFound", viewsUnknown},
	{"R8_acceptances_count_once_per_customer", countsAcceptances},
	{"R8_views_add_up", addsViews},
	{"R8_views_of_hundreds_of_links", addsManyViews},
}

// termsOfAllKinds are terms that all differ.
func termsOfAllKinds() []reseller.Terms {
	return []reseller.Terms{
		{DelegatedAdmin: true},
		{DelegatedAdmin: true, Services: []string{"a"}},
		{DelegatedAdmin: true, Services: []string{"a", "b"}},
		{DelegatedAdmin: true, Label: "春季活动"},
		{Label: "relationship only"},
		{DelegatedAdmin: true, ExpiresAt: Start.Add(time.Hour + time.Microsecond)},
		{DelegatedAdmin: true, MaxUses: 3},
		{DelegatedAdmin: true, Label: "all", Services: []string{"b"}, ExpiresAt: Start.Add(time.Hour), MaxUses: 1},
	}
}

func invitesKeepFields(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID
	tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider}).ID
	for i, terms := range termsOfAllKinds() {
		terms.ResellerID = tier2
		want := k.Invite(reseller.Invite{PartnerID: provider, Terms: terms, CreatedBy: k.ID(), KeyID: reseller.KeyID{byte(i), 0, 255}})
		found, err := k.store.InvitesByID(t.Context(), AsPartner(provider), []reseller.ID{want.ID})
		check(t, err)
		equal(t, found[want.ID], want)
	}
}

func oneStandingInvite(t *testing.T, k *kit) {
	partner, other := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	for _, terms := range termsOfAllKinds() {
		first := k.Invite(reseller.Invite{PartnerID: partner, Terms: terms})
		k.Invite(reseller.Invite{PartnerID: other, Terms: terms})
		second := first
		second.ID = k.ID()
		err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error { return tx.InsertInvite(ctx, second) })
		if !errors.Is(err, reseller.ErrConflict) {
			t.Fatalf("a second link of the same terms: %v, want ErrConflict", err)
		}
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			if err := tx.SetInviteStatus(ctx, first.ID, reseller.InviteRevoked, time.Time{}); err != nil {
				return err
			}
			return tx.InsertInvite(ctx, second)
		})
	}
}

// racingInvites: both look, find none, and make one. The second comes to the first one's (R1).
func racingInvites(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	got := make([]reseller.ID, 4)
	mine := make([]reseller.ID, len(got))
	for i := range mine {
		mine[i] = k.ID()
	}
	errs := make([]error, len(got))
	together(len(got), func(i int) {
		errs[i] = k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			terms := reseller.Terms{DelegatedAdmin: true}
			standing, err := tx.StandingInvite(ctx, partner, terms)
			if errors.Is(err, reseller.ErrNotFound) {
				got[i] = mine[i]
				return tx.InsertInvite(ctx, reseller.Invite{
					ID: mine[i], PartnerID: partner, Terms: terms, Status: reseller.InviteActive, CreatedAt: Start, Version: 1,
				})
			}
			got[i] = standing.ID
			return err
		})
	})
	for i := range got {
		check(t, errs[i])
		equal(t, got[i], got[0])
	}
}

func standingInvite(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	k.Invite(reseller.Invite{PartnerID: k.Partner(reseller.Partner{}).ID})
	standing := func(terms reseller.Terms) (found reseller.Invite, err error) {
		err = k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			found, err = tx.StandingInvite(ctx, partner, terms)
			return err
		})
		return found, err
	}
	for _, status := range []reseller.InviteStatus{reseller.InviteRevoked, reseller.InviteRotated, reseller.InviteExhausted} {
		k.Invite(reseller.Invite{PartnerID: partner, Status: status})
	}
	for _, terms := range termsOfAllKinds() {
		if _, err := standing(terms); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("%+v: %v, want ErrNotFound", terms, err)
		}
		want := k.Invite(reseller.Invite{PartnerID: partner, Terms: terms})
		got, err := standing(terms)
		check(t, err)
		equal(t, got, want)
	}
	defaults, err := k.store.DefaultInvites(t.Context(), AsPartner(partner), []reseller.ID{partner})
	check(t, err)
	equal(t, defaults[partner].Terms, reseller.Terms{DelegatedAdmin: true})
}

func setsInviteStatus(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	invite, beside := k.Invite(reseller.Invite{PartnerID: partner}), k.Invite(reseller.Invite{PartnerID: partner, Terms: reseller.Terms{Label: "x"}})
	version := invite.Version
	for _, status := range []reseller.InviteStatus{reseller.InviteExhausted, reseller.InviteRotated, reseller.InviteRevoked} {
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			return tx.SetInviteStatus(ctx, invite.ID, status, time.Time{})
		})
		found, err := k.store.InvitesByID(t.Context(), AsPartner(partner), []reseller.ID{invite.ID, beside.ID})
		check(t, err)
		equal(t, found[invite.ID].Status, status)
		version++
		equal(t, found[invite.ID].Version, version)
		equal(t, found[beside.ID], beside)
	}
	defaults, err := k.store.DefaultInvites(t.Context(), AsPartner(partner), []reseller.ID{partner})
	check(t, err)
	equal(t, len(defaults), 0)
}

func locksInvite(t *testing.T, k *kit) {
	want := k.Invite(reseller.Invite{PartnerID: k.Partner(reseller.Partner{}).ID})
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		got, err := tx.LockInvite(ctx, want.ID)
		equal(t, got, want)
		if _, err := tx.LockInvite(ctx, k.ID()); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("an unknown link: %v, want ErrNotFound", err)
		}
		return err
	})
}

func codesOf(services []reseller.Service) []string {
	var codes []string
	for _, s := range services {
		codes = append(codes, s.Code)
	}
	return codes
}

// viewsDefault: the default link asks for what the partner sells when it is looked at (R1).
func viewsDefault(t *testing.T, k *kit) {
	k.Services("a", "b", "c")
	partner := k.Partner(reseller.Partner{Services: []string{"c", "a"}, Status: reseller.PartnerSuspended})
	invite := k.Invite(reseller.Invite{PartnerID: partner.ID})
	view, err := k.store.InviteView(t.Context(), invite.ID)
	check(t, err)
	equal(t, view.Invite, invite)
	equal(t, view.Partner, partner)
	equal(t, view.Reseller, nil)
	equal(t, codesOf(view.Services), []string{"a", "c"})
	partner.Services, partner.Version = []string{"b"}, partner.Version+1
	k.Partner(partner)
	view, err = k.store.InviteView(t.Context(), invite.ID)
	check(t, err)
	equal(t, codesOf(view.Services), []string{"b"})
}

func viewsChosen(t *testing.T, k *kit) {
	k.Services("a", "b", "c")
	partner := k.Partner(reseller.Partner{Services: []string{"a", "b", "c"}}).ID
	for _, test := range []struct {
		terms reseller.Terms
		want  []string
	}{
		{reseller.Terms{DelegatedAdmin: true, Services: []string{"c", "b"}}, []string{"b", "c"}},
		{reseller.Terms{Label: "relationship only"}, nil},
	} {
		view, err := k.store.InviteView(t.Context(), k.Invite(reseller.Invite{PartnerID: partner, Terms: test.terms}).ID)
		check(t, err)
		equal(t, codesOf(view.Services), test.want)
		equal(t, view.Invite.Terms, test.terms)
	}
}

func viewsReseller(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider})
	tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider.ID})
	view, err := k.store.InviteView(t.Context(), k.Invite(reseller.Invite{PartnerID: provider.ID, Terms: reseller.Terms{ResellerID: tier2.ID}}).ID)
	check(t, err)
	equal(t, view.Partner, provider)
	equal(t, *view.Reseller, tier2)
}

func viewsUnknown(t *testing.T, k *kit) {
	for _, id := range []reseller.ID{{}, k.ID()} {
		if _, err := k.store.InviteView(t.Context(), id); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("%v, want ErrNotFound", err)
		}
	}
}

func countsAcceptances(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	invite, beside := k.Invite(reseller.Invite{PartnerID: partner}).ID, k.Invite(reseller.Invite{PartnerID: partner, Terms: reseller.Terms{Label: "x"}}).ID
	var customers []reseller.ID
	for i := range int32(3) {
		r := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID})
		customers = append(customers, r.CustomerID)
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			mine, total, err := tx.Acceptances(ctx, invite, r.CustomerID)
			equal(t, mine, false)
			equal(t, total, i)
			return err
		})
		k.Acceptance(invite, r.ID)
		k.Acceptance(invite, r.ID) // passed over
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			mine, total, err := tx.Acceptances(ctx, invite, r.CustomerID)
			equal(t, mine, true)
			equal(t, total, i+1)
			return err
		})
	}
	for _, customer := range customers {
		accepted, err := k.store.HasAccepted(t.Context(), AsCustomer(customer), invite)
		check(t, err)
		equal(t, accepted, true)
	}
	counts, err := k.store.InviteCounts(t.Context(), AsPartner(partner), []reseller.ID{invite, beside})
	check(t, err)
	equal(t, counts, map[reseller.ID]reseller.InviteCounts{invite: {Accepts: 3}, beside: {}})
}

func addsViews(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	a, b := k.Invite(reseller.Invite{PartnerID: partner}).ID, k.Invite(reseller.Invite{PartnerID: partner, Terms: reseller.Terms{Label: "x"}}).ID
	for _, views := range []map[reseller.ID]int32{{a: 1}, {a: 2, b: 5, k.ID(): 7}, {k.ID(): 1}, {}, nil, {a: 1000}} {
		check(t, k.store.AddViews(t.Context(), viewed(views)))
	}
	counts, err := k.store.InviteCounts(t.Context(), AsPartner(partner), []reseller.ID{a, b})
	check(t, err)
	equal(t, counts, map[reseller.ID]reseller.InviteCounts{a: {Views: 1003}, b: {Views: 5}})
}

// viewed are views of links, all in one quarter of an hour.
func viewed(links map[reseller.ID]int32) reseller.Views {
	views := reseller.Views{Counts: make(map[reseller.InviteQuarter]int32, len(links))}
	for id, n := range links {
		views.Counts[reseller.InviteQuarter{InviteID: id, Quarter: reseller.QuarterOf(Start)}] = n
	}
	return views
}

func addsViewsAtOnce(t *testing.T, k *kit) {
	const writers, rounds, links = 4, 10, 8
	partner := k.Partner(reseller.Partner{}).ID
	var ids []reseller.ID
	for i := range int32(links) {
		ids = append(ids, k.Invite(reseller.Invite{PartnerID: partner, Terms: reseller.Terms{MaxUses: i}}).ID)
	}
	errs := make([]error, writers)
	together(writers, func(w int) {
		for range rounds {
			views := map[reseller.ID]int32{} // in no order
			for _, id := range ids {
				views[id] = 1
			}
			errs[w] = errors.Join(errs[w], k.store.AddViews(t.Context(), viewed(views)))
		}
	})
	check(t, errors.Join(errs...))
	counts, err := k.store.InviteCounts(t.Context(), AsPartner(partner), ids)
	check(t, err)
	for _, id := range ids {
		equal(t, counts[id].Views, writers*rounds)
	}
}

func addsManyViews(t *testing.T, k *kit) {
	const n = 450
	partner := k.Partner(reseller.Partner{}).ID
	views := map[reseller.ID]int32{}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		for i := range int32(n) {
			id := k.ID()
			views[id] = i
			err := tx.InsertInvite(ctx, reseller.Invite{
				ID: id, PartnerID: partner, Terms: reseller.Terms{Label: "many"}, Status: reseller.InviteRevoked, CreatedAt: Start, Version: 1,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	sent := k.statements(func() { check(t, k.store.AddViews(t.Context(), viewed(views))) })
	if sent > 8 {
		t.Errorf("the views of %d links cost %d statements", n, sent)
	}
	counts, err := k.store.InviteCounts(t.Context(), AsPartner(partner), idsOf(views))
	check(t, err)
	for id, n := range views {
		equal(t, counts[id].Views, n)
	}
}
