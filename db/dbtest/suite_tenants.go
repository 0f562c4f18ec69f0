package dbtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"accord/reseller"
)

var tenantCases = []testCase{
	{"ResellersOf_pages_by_name", pagesOfResellers},
	{"UsersOf_pages_by_email", pagesOfUsers},
	{"UsersOf_leaves_out_the_removed", removedUsers},
	{"UsersOf_and_ResellersOf_stay_within_the_walls", tenantWalls},
	{"CountGlobalAdmins_counts_who_is_there", countsGlobalAdmins},
	{"Offers_by_code", offersByCode},
	{"InvitesShowing_partners_and_resellers", invitesShowing},
	{"RelatedCustomersByID_blanks_what_has_ended", blankedCustomers},
	{"PartnersByID_after_a_pairing", partnersAfterAPairing},
	{"ChangePartner_leaves_what_is_the_operators", changesPartner},
	{"two_customers_of_one_domain_conflict", domainsConflict},
	{"two_users_of_one_email_conflict", emailsConflict},
}

func pagesOfResellers(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider})
	var ps []reseller.Partner
	for _, name := range listNames() {
		ps = append(ps, reseller.Partner{Name: name, Type: reseller.IndirectReseller, ProviderID: provider.ID})
	}
	want := k.Partners(ps...)
	k.Partner(reseller.Partner{Type: reseller.IndirectReseller})
	type item = reseller.Listed[reseller.Partner]
	got := walk(t, func(page reseller.Page) (reseller.Slice[item], error) {
		found, err := k.store.ResellersOf(t.Context(), AsPartner(provider.ID), []reseller.ID{provider.ID}, page)
		return found[provider.ID], err
	}, func(i item) reseller.Key { return i.Key })
	equal(t, len(got), len(want))
	n, err := k.store.CountResellers(t.Context(), AsPartner(provider.ID), []reseller.ID{provider.ID})
	check(t, err)
	equal(t, n[provider.ID], listLength)
}

func pagesOfUsers(t *testing.T, k *kit) {
	partner, customer := k.Partner(reseller.Partner{}), k.Customer(reseller.Customer{})
	owners := []reseller.ID{partner.ID, customer.ID}
	for i := range listLength {
		n := i * 7 % listLength // not in the order of their making
		k.User(reseller.User{Email: fmt.Sprintf("u%02d@p.example", n), Tenant: reseller.TenantPartner, TenantID: partner.ID})
		k.User(reseller.User{Email: fmt.Sprintf("u%02d@c.example", n), Tenant: reseller.TenantCustomer, TenantID: customer.ID})
	}
	for _, owner := range owners {
		got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.User], error) {
			found, err := k.store.UsersOf(t.Context(), AsOperator(), owners, page)
			return found[owner], err
		}, func(u reseller.User) reseller.Key { return reseller.Key{Text: u.Email, ID: u.ID} })
		equal(t, len(got), listLength)
		if !slices.IsSortedFunc(got, func(a, b reseller.User) int { return slices.Compare([]byte(a.Email), []byte(b.Email)) }) {
			t.Error("not by e-mail")
		}
	}
	n, err := k.store.CountUsers(t.Context(), AsOperator(), owners)
	check(t, err)
	equal(t, n, map[reseller.ID]int32{partner.ID: listLength, customer.ID: listLength})
}

// remove erases a user.
func (k *kit) remove(u reseller.User) reseller.User {
	u.Email, u.Name, u.Roles, u.RemovedAt = "", "", nil, k.Tick()
	u.Version++
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutUsers(ctx, []reseller.User{u}) })
	return u
}

func removedUsers(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{})
	first := k.User(reseller.User{Email: "a@p.example", Tenant: reseller.TenantPartner, TenantID: partner.ID})
	removed := k.remove(first)
	again := k.User(reseller.User{Email: "a@p.example", Tenant: reseller.TenantPartner, TenantID: partner.ID})
	found, err := k.store.UsersOf(t.Context(), AsOperator(), []reseller.ID{partner.ID}, wholePage)
	check(t, err)
	equal(t, found[partner.ID].Items, []reseller.User{again})
	n, err := k.store.CountUsers(t.Context(), AsOperator(), []reseller.ID{partner.ID})
	check(t, err)
	equal(t, n[partner.ID], 1)
	byID, err := k.store.UsersByID(t.Context(), AsOperator(), []reseller.ID{first.ID})
	check(t, err)
	equal(t, byID[first.ID], removed)
	who, err := k.store.Identify(t.Context(), "a@p.example")
	check(t, err)
	equal(t, who.User, again)
}

func tenantWalls(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider})
	tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider.ID})
	other, customer := k.Partner(reseller.Partner{}), k.Customer(reseller.Customer{})
	k.Relationship(reseller.Relationship{PartnerID: provider.ID, ResellerID: tier2.ID, CustomerID: customer.ID})
	for _, id := range []reseller.ID{provider.ID, tier2.ID} {
		k.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: id})
	}
	k.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: customer.ID})
	all := []reseller.ID{provider.ID, tier2.ID, other.ID, customer.ID}
	for _, c := range []struct {
		name             string
		scope            reseller.Scope
		users, resellers int
	}{
		{"operator", AsOperator(), 3, 1},
		{"provider", AsPartner(provider.ID), 1, 1},
		{"reseller", AsPartner(tier2.ID), 1, 1},
		{"another partner", AsPartner(other.ID), 0, 0},
		{"customer", AsCustomer(customer.ID), 1, 1},
		{"nobody", AsNobody(), 0, 0},
	} {
		users, err := k.store.UsersOf(t.Context(), c.scope, all, wholePage)
		check(t, err)
		resellers, err := k.store.ResellersOf(t.Context(), c.scope, all, wholePage)
		check(t, err)
		if items(users) != c.users || items(resellers) != c.resellers {
			t.Errorf("%s: %d users, %d resellers", c.name, items(users), items(resellers))
		}
	}
}

func changesPartner(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider})
	before := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider.ID})
	after := before
	after.ProviderID, after.Version, after.BilledSince = reseller.ID{}, before.Version+1, 20000
	after.Support = reseller.Support{URL: "https://a.example", Email: "a@a.example", Phone: "+86 1"}
	after.PinnedOffers = []string{"BUSINESS", "DEVICES"}
	after.Agreement = reseller.Agreement{Version: "v", SignedAt: k.Tick(), SignedBy: k.ID()}
	asked := after
	asked.Name, asked.Type, asked.Country, asked.Status, asked.Services = "Other", reseller.Advisor, "SG", reseller.PartnerSuspended, []string{"X"}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		missing := after
		missing.ID = k.ID()
		if err := tx.ChangePartner(ctx, missing); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("one that is not there: %v", err)
		}
		return tx.ChangePartner(ctx, asked)
	})
	found, err := k.store.PartnersByID(t.Context(), AsOperator(), []reseller.ID{before.ID, provider.ID})
	check(t, err)
	equal(t, found[before.ID], after)
	equal(t, found[provider.ID], provider)
}

func countsGlobalAdmins(t *testing.T, k *kit) {
	partner, customer := k.Partner(reseller.Partner{}), k.Customer(reseller.Customer{})
	count := func(tenant reseller.ID, want int32) {
		t.Helper()
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			n, err := tx.CountGlobalAdmins(ctx, tenant)
			equal(t, n, want)
			return err
		})
	}
	count(partner.ID, 0)
	first := k.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: partner.ID})
	k.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: partner.ID})
	k.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: partner.ID, Roles: []reseller.Role{reseller.RoleAdminAgent, reseller.RoleUserAdmin}})
	k.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: customer.ID})
	k.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: customer.ID, Roles: []reseller.Role{reseller.RoleUser}})
	count(partner.ID, 2)
	count(customer.ID, 1)
	k.remove(first)
	count(partner.ID, 1)
}

func offersByCode(t *testing.T, k *kit) {
	k.Services("S1", "S2")
	want := []reseller.OfferRow{
		{Code: "A", Services: []string{"S2", "S1"}, NameEN: "A", NameZH: "甲", MinSeats: 1, MaxSeats: 300, MonthlyPriceMinor: 1100, Currency: "CNY", UpgradesTo: []string{"B"}},
		{Code: "B", Services: []string{"S1"}, NameEN: "B", NameZH: "乙", MinSeats: 1, MaxSeats: reseller.MaxSeats, Currency: "CNY", AddOnOf: []string{"A"}},
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		return tx.PutOffers(ctx, []reseller.OfferRow{want[1], want[0]})
	})
	got, err := k.store.Offers(t.Context())
	check(t, err)
	equal(t, got, want)
}

func invitesShowing(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider})
	tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider.ID})
	own := k.Invite(reseller.Invite{PartnerID: provider.ID, Status: reseller.InviteRevoked})
	linkless := k.Partner(reseller.Partner{})
	named := k.Invite(reseller.Invite{PartnerID: provider.ID, Terms: reseller.Terms{ResellerID: tier2.ID, DelegatedAdmin: true}})
	k.Invite(reseller.Invite{PartnerID: k.Partner(reseller.Partner{}).ID})
	for name, c := range map[string]struct{ of, want []reseller.ID }{
		"the provider's": {[]reseller.ID{provider.ID}, []reseller.ID{own.ID, named.ID}},
		"the reseller's": {[]reseller.ID{tier2.ID}, []reseller.ID{named.ID}},
		"both":           {[]reseller.ID{tier2.ID, provider.ID}, []reseller.ID{own.ID, named.ID}},
		"all and more":   {[]reseller.ID{linkless.ID, k.ID(), tier2.ID, provider.ID}, []reseller.ID{own.ID, named.ID}},
		"nobody's":       {[]reseller.ID{k.ID()}, []reseller.ID{}},
	} {
		got, err := k.store.InvitesShowing(t.Context(), AsOperator(), c.of)
		check(t, err)
		slices.SortFunc(got, compareIDs)
		slices.SortFunc(c.want, compareIDs)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// blankedCustomers: once no relationship stands, a partner gets no more than name and domain, however it asks.
func blankedCustomers(t *testing.T, k *kit) {
	partner, tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}), k.Partner(reseller.Partner{Type: reseller.IndirectReseller})
	full := k.Customer(reseller.Customer{
		Contact: reseller.Contact{Name: "Ann", Email: "ann@c.example", Phone: "110"}, Billing: reseller.BillingDetails{TaxID: "7"},
	})
	blank := reseller.Customer{ID: full.ID, Name: full.Name, Domain: full.Domain, Country: full.Country}
	k.Relationship(reseller.Relationship{PartnerID: partner.ID, ResellerID: tier2.ID, CustomerID: full.ID, Status: reseller.RelationshipEnded})
	see := func(name string, scope reseller.Scope, want reseller.Customer) {
		t.Helper()
		found, err := k.store.RelatedCustomersByID(t.Context(), scope, []reseller.ID{full.ID})
		check(t, err)
		if found[full.ID] != want {
			t.Errorf("%s: %+v", name, found[full.ID])
		}
	}
	see("partner", AsPartner(partner.ID), blank)
	see("reseller", AsPartner(tier2.ID), blank)
	see("customer", AsCustomer(full.ID), full)
	see("operator", AsOperator(), full)
	see("another", AsPartner(k.Partner(reseller.Partner{}).ID), reseller.Customer{})
	k.Relationship(reseller.Relationship{PartnerID: partner.ID, CustomerID: full.ID})
	see("partner, related anew", AsPartner(partner.ID), full)
	see("reseller, not named anew", AsPartner(tier2.ID), blank)
}

func partnersAfterAPairing(t *testing.T, k *kit) {
	provider, tier2, other := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}), k.Partner(reseller.Partner{Type: reseller.IndirectReseller}), k.Partner(reseller.Partner{})
	see := func(scope reseller.Scope, want int) {
		t.Helper()
		found, err := k.store.PartnersByID(t.Context(), scope, []reseller.ID{provider.ID, tier2.ID})
		check(t, err)
		equal(t, len(found), want)
	}
	see(AsPartner(provider.ID), 1)
	see(AsPartner(tier2.ID), 1)
	for _, now := range []reseller.ID{provider.ID, {}} { // a pairing that ends
		tier2.ProviderID = now
		tier2.Version++
		k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutPartners(ctx, []reseller.Partner{tier2}) })
	}
	k.Events(reseller.Event{Kind: reseller.EventInviteCreated, PartnerID: provider.ID, ResellerID: other.ID})
	see(AsPartner(provider.ID), 2)
	see(AsPartner(tier2.ID), 2)
	see(AsPartner(other.ID), 0)
}

func domainsConflict(t *testing.T, k *kit) {
	taken := k.Customer(reseller.Customer{})
	again := reseller.Customer{ID: k.ID(), Name: "Again", Domain: taken.Domain, Country: "CN", CreatedAt: k.Tick(), Version: 1}
	err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		return tx.PutCustomers(ctx, []reseller.Customer{again})
	})
	if !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("%v, want ErrConflict", err)
	}
}

func emailsConflict(t *testing.T, k *kit) {
	taken := k.User(reseller.User{})
	again := taken
	again.ID = k.ID()
	err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		return tx.PutUsers(ctx, []reseller.User{again})
	})
	if !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("%v, want ErrConflict", err)
	}
}
