package dbtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

var importCases = []testCase{
	{"imports_put_and_find_the_catalogue", importsCatalogue},
	{"imports_put_and_find_tenants", importsTenants},
	{"imports_put_thousands_of_rows", importsMany},
	{"R26_imports_refuse_a_version_that_has_moved_on", importsStale},
	{"imports_change_only_how_relationships_and_privileges_end", importsEnds},
	{"imports_conflict_on_keys_that_are_taken", importsTaken},
	{"RelationshipsBetween_finds_ended_ones_too", relationshipsBetween},
	{"R11_FreedServices_tells_when_the_last_holder_ceased_to", freedServices},
	{"R39_Rivals_are_partners_beside_whom_R11_would_break", rivals},
	{"ProvidersOf_and_WithRelationships", whoIsNeeded},
	{"imports_of_nothing_cost_no_statement", importsNothing},
}

func importsCatalogue(t *testing.T, k *kit) {
	k.Services("a", "b")
	offers := []reseller.OfferRow{
		{Code: "o1", Services: []string{"b", "a"}, NameEN: "One", NameZH: "一", MinSeats: 1, MaxSeats: 300, MonthlyPriceMinor: 1100, Currency: "CNY", UpgradesTo: []string{"o2", "o3"}},
		{Code: "o2", Services: []string{"a"}, NameEN: "Two", NameZH: "二", MinSeats: 1, MaxSeats: 10_000_000, MonthlyPriceMinor: 1 << 40, Currency: "CNY", AddOnOf: []string{"o1"}},
	}
	prices := []reseller.PriceRow{
		{Offer: "o1", Month: "2026-01", MonthlyPriceMinor: 1, Currency: "CNY"},
		{Offer: "o1", Month: "2026-02", MonthlyPriceMinor: 1 << 40, Currency: "CNY"},
	}
	for range 2 { // a second time it changes what is there
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			check(t, errors.Join(tx.PutOffers(ctx, offers), tx.PutPrices(ctx, prices)))
			found, err := tx.OffersByCode(ctx, []string{"o1", "o2", "o3", "o1"})
			check(t, err)
			equal(t, found, map[string]reseller.OfferRow{"o1": offers[0], "o2": offers[1]})
			got, err := tx.PricesOf(ctx, []string{"o1", "o2"})
			slices.SortFunc(got, func(a, b reseller.PriceRow) int { return int(a.MonthlyPriceMinor - b.MonthlyPriceMinor) })
			equal(t, got, prices)
			return err
		})
		offers[0].NameEN, offers[1].MaxSeats, prices[1].MonthlyPriceMinor = "Uno", 5, 9
	}
}

func importsTenants(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{ExternalKey: "P'1", Services: []string{"a"}})
	customer := k.Customer(reseller.Customer{ExternalKey: "客户-1", Domain: "a.example"})
	user := k.User(reseller.User{Email: "ada@a.example", Tenant: reseller.TenantCustomer, TenantID: customer.ID})
	operator := k.User(reseller.User{Email: "op@accord.example"})
	partner.Name, partner.Type, partner.Version = "Renamed", reseller.Advisor, 2
	customer.Name, customer.Domain, customer.Version = "Changed", "b.example", 2
	user.Name, user.Roles, user.Version = "Ada L.", []reseller.Role{reseller.RoleUser}, 2
	k.Partner(partner)
	k.Customer(customer)
	k.User(user)
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		partners, err := tx.PartnersByKey(ctx, []string{"P'1", "P'1", "p'1", ""})
		check(t, err)
		equal(t, partners, map[string]reseller.Partner{"P'1": partner})
		customers, err := tx.CustomersByKey(ctx, []string{"客户-1", "x"})
		check(t, err)
		equal(t, customers, map[string]reseller.Customer{"客户-1": customer})
		locked, err := tx.LockCustomers(ctx, []string{"x", "客户-1"})
		check(t, err)
		equal(t, locked, map[string]reseller.LockedCustomer{"客户-1": {ID: customer.ID, Country: customer.Country}})
		domains, err := tx.CustomersByDomain(ctx, []string{"a.example", "b.example"})
		check(t, err)
		equal(t, domains, map[string]reseller.Customer{"b.example": customer})
		users, err := tx.UsersByEmail(ctx, []string{"ada@a.example", "op@accord.example", "x"})
		equal(t, users, map[string]reseller.User{user.Email: user, operator.Email: operator})
		return err
	})
}

// importsMany: more rows than fit into one statement's parameters.
func importsMany(t *testing.T, k *kit) {
	const n = 2400
	partners := make([]reseller.Partner, n) // no customers: their index makes them slow
	customer := k.Customer(reseller.Customer{})
	sent := k.statements(func() { partners = k.Partners(partners...) })
	rs := make([]reseller.Relationship, n)
	keys := make([]string, n)
	for i, p := range partners {
		rs[i] = reseller.Relationship{PartnerID: p.ID, CustomerID: customer.ID}
		keys[i] = p.ExternalKey
	}
	sent += k.statements(func() { k.Relationships(rs...) })
	if sent > 5 {
		t.Errorf("%d rows cost %d statements", 2*n, sent)
	}
	sent = k.statements(func() {
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			found, err := tx.PartnersByKey(ctx, keys)
			equal(t, len(found), n)
			return err
		})
	})
	equal(t, sent, 1)
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		found, err := tx.CustomersByKey(ctx, slices.Concat(keys, []string{customer.ExternalKey}))
		equal(t, found, map[string]reseller.Customer{customer.ExternalKey: customer})
		return err
	})
	list := reseller.RelationshipList{Owner: reseller.TenantCustomer}
	counts, err := k.store.CountRelationships(t.Context(), AsCustomer(customer.ID), []reseller.ID{customer.ID}, list)
	check(t, err)
	equal(t, counts[customer.ID], n)
}

func importsStale(t *testing.T, k *kit) {
	partner, customer := k.Partner(reseller.Partner{Version: 3}), k.Customer(reseller.Customer{Version: 3})
	user := k.User(reseller.User{Version: 3})
	relationship := k.Relationship(reseller.Relationship{PartnerID: partner.ID, CustomerID: customer.ID, Version: 3})
	fresh := k.Customer(reseller.Customer{Version: 4})
	for _, version := range []int32{1, 2, 3, 5} {
		partner.Version, customer.Version, user.Version, relationship.Version = version, version, version, version
		fresh.Name, fresh.Version = "Fresh", 5
		for name, write := range map[string]func(context.Context, reseller.Tx) error{
			"partner": func(ctx context.Context, tx reseller.Tx) error {
				return tx.PutPartners(ctx, []reseller.Partner{partner})
			},
			"user": func(ctx context.Context, tx reseller.Tx) error { return tx.PutUsers(ctx, []reseller.User{user}) },
			"relationship": func(ctx context.Context, tx reseller.Tx) error {
				return tx.PutRelationships(ctx, []reseller.Relationship{relationship})
			},
			"customer, beside one that is not stale": func(ctx context.Context, tx reseller.Tx) error {
				return tx.PutCustomers(ctx, []reseller.Customer{fresh, customer})
			},
		} {
			if err := k.store.Update(t.Context(), AsOperator(), write); !errors.Is(err, reseller.ErrConflict) {
				t.Errorf("%s at version 3, put as %d: %v, want ErrConflict", name, version, err)
			}
		}
	}
	found, err := k.store.CustomersByID(t.Context(), AsOperator(), []reseller.ID{fresh.ID})
	check(t, err)
	equal(t, found[fresh.ID].Version, 4)
}

func importsEnds(t *testing.T, k *kit) {
	k.Services("a", "b")
	r := k.holder(t, reseller.DirectReseller, k.Customer(reseller.Customer{}).ID)
	other := k.holder(t, reseller.Advisor, k.Customer(reseller.Customer{}).ID)
	d := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a"})
	changedR, changedD := r, d
	changedR.PartnerID, changedR.CustomerID, changedR.AcceptedAt, changedR.AcceptedBy = other.PartnerID, other.CustomerID, k.Tick(), k.ID()
	changedR.Status, changedR.EndedAt, changedR.Version = reseller.RelationshipEnded, k.Tick(), 2
	changedD.Service, changedD.GrantedAt, changedD.GrantedBy = "b", k.Tick(), k.ID()
	changedD.Status, changedD.EndedAt, changedD.EndReason = reseller.DelegationEnded, k.Tick(), reseller.EndRelationshipEnded
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		return errors.Join(
			tx.PutRelationships(ctx, []reseller.Relationship{changedR}), tx.PutDelegations(ctx, []reseller.Delegation{changedD}),
		)
	})
	r.Status, r.EndedAt, r.Version = changedR.Status, changedR.EndedAt, changedR.Version
	d.Status, d.EndedAt, d.EndReason = changedD.Status, changedD.EndedAt, changedD.EndReason
	relationships, err := k.store.RelationshipsByID(t.Context(), AsOperator(), []reseller.ID{r.ID})
	check(t, err)
	equal(t, relationships[r.ID], r)
	delegations, err := k.store.DelegationsByID(t.Context(), AsOperator(), []reseller.ID{d.ID})
	check(t, err)
	equal(t, delegations[d.ID], d)
}

func importsTaken(t *testing.T, k *kit) {
	k.Services("a")
	partner, customer, user := k.Partner(reseller.Partner{}), k.Customer(reseller.Customer{}), k.User(reseller.User{})
	r := k.Relationship(reseller.Relationship{PartnerID: partner.ID, CustomerID: customer.ID})
	k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a"})
	holder := k.Privilege(reseller.Delegation{RelationshipID: k.holder(t, reseller.IndirectProvider, customer.ID).ID, Service: "a"})
	sameDomain, sameKey := customer, customer
	sameDomain.ID, sameDomain.ExternalKey = k.ID(), "C-other"
	sameKey.ID, sameKey.Domain = k.ID(), "other.example"
	partner.ID, user.ID, r.ID = k.ID(), k.ID(), k.ID()
	for name, write := range map[string]func(context.Context, reseller.Tx) error{
		"a partner's key": func(ctx context.Context, tx reseller.Tx) error {
			return tx.PutPartners(ctx, []reseller.Partner{partner})
		},
		"a customer's key": func(ctx context.Context, tx reseller.Tx) error {
			return tx.PutCustomers(ctx, []reseller.Customer{sameKey})
		},
		"a customer's domain": func(ctx context.Context, tx reseller.Tx) error {
			return tx.PutCustomers(ctx, []reseller.Customer{sameDomain})
		},
		"a user's e-mail": func(ctx context.Context, tx reseller.Tx) error { return tx.PutUsers(ctx, []reseller.User{user}) },
		"a standing pair": func(ctx context.Context, tx reseller.Tx) error {
			return tx.PutRelationships(ctx, []reseller.Relationship{r})
		},
		"R11, another holder's": func(ctx context.Context, tx reseller.Tx) error {
			return tx.PutDelegations(ctx, []reseller.Delegation{holder})
		},
	} {
		if err := k.store.Update(t.Context(), AsOperator(), write); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("%s: %v, want ErrConflict", name, err)
		}
	}
}

func relationshipsBetween(t *testing.T, k *kit) {
	var partners, customers []reseller.ID
	for range 3 {
		partners, customers = append(partners, k.Partner(reseller.Partner{}).ID), append(customers, k.Customer(reseller.Customer{}).ID)
	}
	want := map[reseller.ID]reseller.Relationship{}
	for i, p := range partners {
		for j, c := range customers {
			for _, status := range []reseller.RelationshipStatus{reseller.RelationshipEnded, reseller.RelationshipActive} {
				r := k.Relationship(reseller.Relationship{PartnerID: p, CustomerID: c, Status: status})
				if i < 2 && j < 2 {
					want[r.ID] = r
				}
			}
		}
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		found, err := tx.RelationshipsBetween(ctx, partners[:2], customers[:2])
		got := map[reseller.ID]reseller.Relationship{}
		for _, r := range found {
			got[r.ID] = r
		}
		equal(t, got, want)
		return err
	})
}

func freedServices(t *testing.T, k *kit) {
	k.Services("a", "b", "c")
	one, other := k.Customer(reseller.Customer{}).ID, k.Customer(reseller.Customer{}).ID
	direct, advisor := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{Type: reseller.Advisor}).ID
	day := func(days int) time.Time { return Start.AddDate(0, 0, days) }
	held := func(partner, customer reseller.ID, service string, ended int) {
		r := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: customer, Status: reseller.RelationshipEnded})
		k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: service, GrantedAt: Start, Status: reseller.DelegationEnded, EndedAt: day(ended)})
	}
	held(direct, one, "a", 2)
	held(direct, one, "a", 5)
	held(direct, one, "a", 3)
	held(direct, one, "b", 1)
	held(advisor, one, "b", 7) // stands beside, and holds nothing
	held(advisor, one, "c", 7)
	held(direct, other, "a", 6)
	k.Delegation(reseller.Delegation{RelationshipID: k.Relationship(reseller.Relationship{PartnerID: direct, CustomerID: one}).ID, Service: "b"})
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		found, err := tx.FreedServices(ctx, []reseller.ID{one, one})
		slices.SortFunc(found, func(x, y reseller.FreedService) int { return strings.Compare(x.Service, y.Service) })
		equal(t, found, []reseller.FreedService{
			{CustomerID: one, Service: "a", At: day(5)}, {CustomerID: one, Service: "b", At: day(1)},
		})
		return err
	})
}

func rivals(t *testing.T, k *kit) {
	k.Services("a", "b")
	one, two := k.Customer(reseller.Customer{}).ID, k.Customer(reseller.Customer{}).ID
	advisor := k.Partner(reseller.Partner{Type: reseller.Advisor, ExternalKey: "advisor"}).ID
	second := k.Partner(reseller.Partner{Type: reseller.Advisor, ExternalKey: "second"}).ID
	alone := k.Partner(reseller.Partner{Type: reseller.Advisor}).ID
	direct := k.Partner(reseller.Partner{ExternalKey: "direct"}).ID
	hold := func(partner, customer reseller.ID, services ...string) {
		r := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: customer})
		for _, service := range services {
			k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: service})
		}
	}
	hold(direct, one, "a", "b")
	hold(advisor, one, "a", "b")
	hold(second, two, "a")
	hold(advisor, two, "a")
	hold(alone, two, "b")
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		for _, test := range []struct {
			partners []reseller.ID
			want     map[reseller.ID]reseller.Rival
		}{
			{[]reseller.ID{advisor}, map[reseller.ID]reseller.Rival{advisor: {Key: "direct", Conflicts: 2}}},
			{[]reseller.ID{alone}, map[reseller.ID]reseller.Rival{}},
			{[]reseller.ID{second}, map[reseller.ID]reseller.Rival{}},
			{[]reseller.ID{advisor, second}, map[reseller.ID]reseller.Rival{
				advisor: {Key: "direct", Conflicts: 3}, second: {Key: "advisor", Conflicts: 1},
			}},
		} {
			got, err := tx.Rivals(ctx, test.partners)
			check(t, err)
			equal(t, got, test.want)
		}
		return nil
	})
}

func whoIsNeeded(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID
	tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider}).ID
	k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider})
	former := k.Partner(reseller.Partner{}).ID
	customers := k.Customers(reseller.Customer{}, reseller.Customer{})
	for _, c := range customers {
		k.Relationship(reseller.Relationship{PartnerID: provider, ResellerID: tier2, CustomerID: c.ID, Status: reseller.RelationshipEnding})
		k.Relationship(reseller.Relationship{PartnerID: former, CustomerID: c.ID, Status: reseller.RelationshipEnded})
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		all := []reseller.ID{provider, tier2, former, k.ID()}
		providers, err := tx.ProvidersOf(ctx, all)
		check(t, err)
		equal(t, providers, []reseller.ID{provider})
		related, err := tx.WithRelationships(ctx, all)
		equal(t, related, []reseller.ID{provider})
		return err
	})
}

func importsNothing(t *testing.T, k *kit) {
	n := k.statements(func() {
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			for name, read := range emptyImportReads(tx) {
				if found, err := read(ctx); err != nil || found != 0 {
					return fmt.Errorf("%s of nothing: %d, %w", name, found, err)
				}
			}
			return errors.Join(
				tx.PutServices(ctx, nil), tx.PutOffers(ctx, nil), tx.PutPrices(ctx, nil), tx.PutPartners(ctx, nil),
				tx.PutCustomers(ctx, nil), tx.PutUsers(ctx, nil), tx.PutRelationships(ctx, nil), tx.PutDelegations(ctx, nil),
				tx.PutSubscriptions(ctx, nil), tx.InsertCharges(ctx, nil),
			)
		})
	})
	equal(t, n, 0)
}

// emptyImportReads are the reads of imports, each of nothing.
func emptyImportReads(tx reseller.Tx) map[string]func(context.Context) (int, error) {
	return map[string]func(context.Context) (int, error){
		"OffersByCode":       ofNone(tx.OffersByCode),
		"PartnersByKey":      ofNone(tx.PartnersByKey),
		"CustomersByKey":     ofNone(tx.CustomersByKey),
		"CustomersByDomain":  ofNone(tx.CustomersByDomain),
		"LockCustomers":      ofNone(tx.LockCustomers),
		"UsersByEmail":       ofNone(tx.UsersByEmail),
		"SubscriptionsByKey": ofNone(tx.SubscriptionsByKey),
		"ProvidersOf":        ofNoIDs(tx.ProvidersOf),
		"WithRelationships":  ofNoIDs(tx.WithRelationships),
		"BilledPartners":     ofNoIDs(tx.BilledPartners),
		"PricesOf": func(ctx context.Context) (int, error) {
			found, err := tx.PricesOf(ctx, nil)
			return len(found), err
		},
		"RelationshipsBetween": func(ctx context.Context) (int, error) {
			found, err := tx.RelationshipsBetween(ctx, nil, []reseller.ID{{1}})
			return len(found), err
		},
		"FreedServices": func(ctx context.Context) (int, error) {
			found, err := tx.FreedServices(ctx, nil)
			return len(found), err
		},
		"Rivals": func(ctx context.Context) (int, error) {
			found, err := tx.Rivals(ctx, nil)
			return len(found), err
		},
	}
}

func ofNone[T any](read func(context.Context, []string) (map[string]T, error)) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		found, err := read(ctx, nil)
		return len(found), err
	}
}

func ofNoIDs(read func(context.Context, []reseller.ID) ([]reseller.ID, error)) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		found, err := read(ctx, nil)
		return len(found), err
	}
}
