package dbtest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"accord/reseller"
)

var apiKeyCases = []testCase{
	{"R18_APIKeyByHash_finds_the_key_and_its_maker", findsAPIKeys},
	{"R18_APIKeyByHash_leaves_the_judgement_to_the_domain", findsDeadAPIKeys},
	{"R18_one_hash_opens_one_key", hashesConflict},
	{"R18_RevokeAPIKeys_once", revokesAPIKeys},
	{"R18_standing_keys_are_neither_revoked_nor_expired", standingAPIKeys},
	{"R18_NoteAPIKeyUses_never_goes_back", notesUses},
	{"R27_API_keys_are_their_tenants_alone", apiKeyWalls},
	{"APIKeys_page", pagesOfAPIKeys},
}

// makers are a user of each kind of tenant.
func (k *kit) makers() (partners, customers, operators reseller.User) {
	partner, customer := k.Partner(reseller.Partner{}), k.Customer(reseller.Customer{})
	return k.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: partner.ID}),
		k.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: customer.ID}), k.User(reseller.User{})
}

func findsAPIKeys(t *testing.T, k *kit) {
	partners, customers, operators := k.makers()
	for _, maker := range []reseller.User{partners, customers, operators} {
		want := k.APIKey(maker, reseller.APIKey{Label: "月度账单 “x”", LastUsedAt: Start})
		k.APIKey(maker, reseller.APIKey{})
		viewer, err := k.store.Identify(t.Context(), maker.Email)
		check(t, err)
		got, holder, err := k.store.APIKeyByHash(t.Context(), HashOf(want))
		check(t, err)
		equal(t, got, want)
		equal(t, holder, viewer)
		got, holder, err = k.store.APIKeyHolder(t.Context(), want.ID)
		check(t, err)
		equal(t, got, want)
		equal(t, holder, viewer)
		byID, err := k.store.APIKeysByID(t.Context(), AsOperator(), []reseller.ID{want.ID, k.ID()})
		check(t, err)
		equal(t, byID, map[reseller.ID]reseller.APIKey{want.ID: want})
	}
	if _, _, err := k.store.APIKeyByHash(t.Context(), reseller.APIKeyHash{1}); !errors.Is(err, reseller.ErrNotFound) {
		t.Errorf("another hash: %v", err)
	}
	if _, _, err := k.store.APIKeyHolder(t.Context(), partners.ID); !errors.Is(err, reseller.ErrNotFound) {
		t.Errorf("another id: %v", err)
	}
}

func findsDeadAPIKeys(t *testing.T, k *kit) {
	maker, _, _ := k.makers()
	revoked := k.APIKey(maker, reseller.APIKey{RevokedAt: k.Tick()})
	expired := k.APIKey(maker, reseller.APIKey{CreatedAt: Start, ExpiresAt: Start.Add(time.Microsecond)})
	removed := k.remove(maker)
	for _, want := range []reseller.APIKey{revoked, expired} {
		got, holder, err := k.store.APIKeyByHash(t.Context(), HashOf(want))
		check(t, err)
		equal(t, got, want)
		equal(t, holder.User, removed)
	}
}

func hashesConflict(t *testing.T, k *kit) {
	maker, _, _ := k.makers()
	taken := k.APIKey(maker, reseller.APIKey{})
	again := taken
	again.ID = k.ID()
	err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		return tx.InsertAPIKey(ctx, again, HashOf(taken))
	})
	if !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("%v, want ErrConflict", err)
	}
}

func revokesAPIKeys(t *testing.T, k *kit) {
	maker, _, _ := k.makers()
	one, two, other := k.APIKey(maker, reseller.APIKey{}), k.APIKey(maker, reseller.APIKey{}), k.APIKey(maker, reseller.APIKey{})
	at := k.Tick()
	ids := []reseller.ID{one.ID, two.ID}
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.RevokeAPIKeys(ctx, ids, at) })
	one.RevokedAt, one.Version = at, 2
	two.RevokedAt, two.Version = at, 2
	all := func() map[reseller.ID]reseller.APIKey {
		found, err := k.store.APIKeysByID(t.Context(), AsOperator(), append(ids, other.ID))
		check(t, err)
		return found
	}
	want := map[reseller.ID]reseller.APIKey{one.ID: one, two.ID: two, other.ID: other}
	equal(t, all(), want)
	err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		return tx.RevokeAPIKeys(ctx, []reseller.ID{other.ID, one.ID}, k.Tick())
	})
	if !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("again: %v, want ErrConflict", err)
	}
	equal(t, all(), want)
	sent := k.statements(func() {
		k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.RevokeAPIKeys(ctx, nil, at) })
	})
	equal(t, sent, 0)
}

func standingAPIKeys(t *testing.T, k *kit) {
	partners, customers, operators := k.makers()
	colleague := k.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: partners.TenantID})
	first := k.APIKey(partners, reseller.APIKey{})
	second := k.APIKey(partners, reseller.APIKey{})
	k.APIKey(partners, reseller.APIKey{RevokedAt: k.Tick()})
	ending := k.APIKey(partners, reseller.APIKey{CreatedAt: Start, ExpiresAt: second.CreatedAt.Add(time.Minute)})
	for _, maker := range []reseller.User{colleague, customers, operators} {
		k.APIKey(maker, reseller.APIKey{})
	}
	count := func(of reseller.User, at time.Time, want int32) {
		t.Helper()
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			n, err := tx.CountStandingAPIKeys(ctx, of.Tenant, of.TenantID, at)
			equal(t, n, want)
			return err
		})
	}
	count(partners, ending.ExpiresAt.Add(-time.Microsecond), 4)
	count(partners, ending.ExpiresAt, 3)
	count(customers, ending.ExpiresAt, 1)
	count(operators, ending.ExpiresAt, 1)
	of := func(user reseller.ID, at time.Time, want ...reseller.APIKey) {
		t.Helper()
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			got, err := tx.StandingAPIKeysOf(ctx, user, at)
			if len(got) != len(want) || len(want) > 0 && !slices.EqualFunc(got, want, func(a, b reseller.APIKey) bool { return a.ID == b.ID }) {
				t.Errorf("%+v, want %+v", got, want)
			}
			return err
		})
	}
	of(partners.ID, ending.ExpiresAt.Add(-time.Microsecond), ending, first, second)
	of(partners.ID, ending.ExpiresAt, first, second)
	of(k.ID(), ending.ExpiresAt)
}

func notesUses(t *testing.T, k *kit) {
	maker, _, _ := k.makers()
	one, two, never := k.APIKey(maker, reseller.APIKey{}), k.APIKey(maker, reseller.APIKey{}), k.APIKey(maker, reseller.APIKey{})
	early, late := k.Tick(), k.Tick()
	check(t, k.store.NoteAPIKeyUses(t.Context(), late, []reseller.ID{one.ID}))
	check(t, k.store.NoteAPIKeyUses(t.Context(), early, []reseller.ID{one.ID, two.ID, k.ID()}))
	check(t, k.store.NoteAPIKeyUses(t.Context(), early, nil))
	one.LastUsedAt, two.LastUsedAt = late, early
	found, err := k.store.APIKeysByID(t.Context(), AsOperator(), []reseller.ID{one.ID, two.ID, never.ID})
	check(t, err)
	equal(t, found, map[reseller.ID]reseller.APIKey{one.ID: one, two.ID: two, never.ID: never})
}

func apiKeyWalls(t *testing.T, k *kit) {
	partners, customers, operators := k.makers()
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider})
	k.Relationship(reseller.Relationship{PartnerID: provider.ID, ResellerID: partners.TenantID, CustomerID: customers.TenantID})
	keys := map[string]reseller.ID{}
	var all []reseller.ID
	for name, maker := range map[string]reseller.User{"partner": partners, "customer": customers, "operator": operators} {
		keys[name] = k.APIKey(maker, reseller.APIKey{}).ID
		all = append(all, keys[name])
	}
	for _, c := range []struct {
		name  string
		scope reseller.Scope
		sees  []string
	}{
		{"operator", AsOperator(), []string{"customer", "operator", "partner"}},
		{"partner", AsPartner(partners.TenantID), []string{"partner"}},
		{"its provider", AsPartner(provider.ID), nil},
		{"customer", AsCustomer(customers.TenantID), []string{"customer"}},
		{"a partner with a customer's id", AsPartner(customers.TenantID), nil},
		{"nobody", AsNobody(), nil},
	} {
		found, err := k.store.APIKeysByID(t.Context(), c.scope, all)
		check(t, err)
		listed := map[reseller.ID]bool{}
		for _, of := range []reseller.User{partners, customers, operators} {
			page, err := k.store.APIKeys(t.Context(), c.scope, of.Tenant, of.TenantID, wholePage)
			check(t, err)
			n, err := k.store.CountAPIKeys(t.Context(), c.scope, of.Tenant, of.TenantID)
			check(t, err)
			equal(t, int(n), len(page.Items))
			for _, key := range page.Items {
				listed[key.ID] = true
			}
		}
		var byID, inLists []string
		for name, id := range keys {
			if _, ok := found[id]; ok {
				byID = append(byID, name)
			}
			if listed[id] {
				inLists = append(inLists, name)
			}
		}
		slices.Sort(byID)
		slices.Sort(inLists)
		if !slices.Equal(byID, c.sees) || !slices.Equal(inLists, c.sees) {
			t.Errorf("%s finds %v and lists %v, should %v", c.name, byID, inLists, c.sees)
		}
	}
}

func pagesOfAPIKeys(t *testing.T, k *kit) {
	partners, customers, operators := k.makers()
	for _, maker := range []reseller.User{partners, customers, operators} {
		var want []reseller.APIKey
		for i := range listLength {
			want = append(want, k.APIKey(maker, reseller.APIKey{CreatedAt: sometimes(i)}))
		}
		got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.APIKey], error) {
			return k.store.APIKeys(t.Context(), AsOperator(), maker.Tenant, maker.TenantID, page)
		}, func(key reseller.APIKey) reseller.Key { return reseller.Key{Time: key.CreatedAt, ID: key.ID} })
		slices.SortFunc(want, func(a, b reseller.APIKey) int {
			return -cmp.Or(a.CreatedAt.Compare(b.CreatedAt), compareIDs(a.ID, b.ID))
		})
		equal(t, got, want)
		n, err := k.store.CountAPIKeys(t.Context(), AsOperator(), maker.Tenant, maker.TenantID)
		check(t, err)
		equal(t, n, listLength)
	}
}
