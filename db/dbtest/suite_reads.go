package dbtest

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

var readCases = []testCase{
	{"Identify_finds_users_of_every_tenant", identifies},
	{"Identify_folds_case_and_trims", identifiesFolded},
	{"Identify_unknown_is_ErrNotFound", identifiesNobody},
	{"EachUser_in_order_of_email", eachUser},
	{"EachUser_stops_at_an_error", eachUserStops},
	{"Services_in_order_of_code", services},
	{"IsEmpty_until_the_first_row", isEmpty},
	{"an_empty_list_costs_no_statement", emptyLists},
	{"long_lists_of_ids_cost_one_statement", longLists},
	{"texts_that_no_database_holds_find_nothing", impossibleTexts},
	{"partners_keep_every_field", partnersKeepFields},
	{"an_ended_context_is_ErrUnavailable", endedContext},
}

func identifies(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{Services: []string{"azure", "office-365"}})
	customer := k.Customer(reseller.Customer{Name: "晨曦软件"})
	for _, want := range []reseller.Viewer{
		{User: k.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: partner.ID}), Partner: &partner},
		{User: k.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: customer.ID}), Customer: &customer},
		{User: k.User(reseller.User{Tenant: reseller.TenantOperator, Name: "操作员"})},
	} {
		got, err := k.store.Identify(t.Context(), want.User.Email)
		check(t, err)
		equal(t, got, want)
	}
}

func identifiesFolded(t *testing.T, k *kit) {
	want := k.User(reseller.User{Email: "ada@example.com"})
	for _, written := range []string{"Ada@Example.COM", " ada@example.com\t"} {
		got, err := k.store.Identify(t.Context(), written)
		check(t, err)
		equal(t, got.User, want)
	}
}

func identifiesNobody(t *testing.T, k *kit) {
	k.User(reseller.User{Email: "ada@example.com"})
	for _, unknown := range []string{"", "ada", "ada@example.co", "%@example.com", "ada_example.com"} {
		if _, err := k.store.Identify(t.Context(), unknown); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("%q: %v, want ErrNotFound", unknown, err)
		}
	}
}

func eachUser(t *testing.T, k *kit) {
	partner, customer := k.Partner(reseller.Partner{Name: "Northwind"}), k.Customer(reseller.Customer{Name: "Contoso"})
	k.User(reseller.User{Email: "b@x.example"})
	k.User(reseller.User{Email: "a-c@x.example", Tenant: reseller.TenantPartner, TenantID: partner.ID})
	k.User(reseller.User{Email: "ab@x.example", Tenant: reseller.TenantCustomer, TenantID: customer.ID})
	var got []string
	check(t, k.store.EachUser(t.Context(), func(u reseller.TenantUser) error {
		got = append(got, u.Email+" of "+u.TenantName)
		return nil
	}))
	equal(t, got, []string{"a-c@x.example of Northwind", "ab@x.example of Contoso", "b@x.example of "})
}

func eachUserStops(t *testing.T, k *kit) {
	for range 3 {
		k.User(reseller.User{})
	}
	enough, calls := errors.New("enough"), 0
	err := k.store.EachUser(t.Context(), func(reseller.TenantUser) error {
		calls++
		return enough
	})
	if !errors.Is(err, enough) || calls != 1 {
		t.Errorf("after %d calls: %v", calls, err)
	}
	// The connection is free again.
	_, err = k.store.Services(t.Context())
	check(t, err)
}

func services(t *testing.T, k *kit) {
	k.Services("azure", "b-z", "ba", "Zulu", "中文")
	got, err := k.store.Services(t.Context())
	check(t, err)
	var codes []string
	for _, s := range got {
		codes = append(codes, s.Code)
	}
	equal(t, codes, []string{"Zulu", "azure", "b-z", "ba", "中文"})
	equal(t, got[1], reseller.Service{Code: "azure", NameEN: "Service azure", NameZH: "服务 azure"})
}

func isEmpty(t *testing.T, k *kit) {
	empty, err := k.store.IsEmpty(t.Context())
	check(t, err)
	equal(t, empty, true)
	k.User(reseller.User{})
	empty, err = k.store.IsEmpty(t.Context())
	check(t, err)
	equal(t, empty, false)
}

// listRead is a read that takes a list of ids, as a function that tells how many answers it gives.
type listRead = func(context.Context, reseller.Scope, []reseller.ID) (int, error)

// listReads are all of them.
func listReads(r reseller.Reader) map[string]listRead {
	type in = []reseller.ID
	reads := map[string]listRead{
		"UsersByID":            counting(r.UsersByID),
		"PartnersByID":         counting(r.PartnersByID),
		"CustomersByID":        counting(r.CustomersByID),
		"RelatedCustomersByID": counting(r.RelatedCustomersByID),
		"RelationshipsByID":    counting(r.RelationshipsByID),
		"DelegationsByID":      counting(r.DelegationsByID),
		"InvitesByID":          counting(r.InvitesByID),
		"DefaultInvites":       counting(r.DefaultInvites),
		"InviteCounts":         counting(r.InviteCounts),
		"CountInvites":         counting(r.CountInvites),
		"AcceptancesByID":      counting(r.AcceptancesByID),
		"DeclinesByID":         counting(r.DeclinesByID),
		"CountAcceptances":     counting(unfiltered(r.CountAcceptances)),
		"CountDeclines":        counting(unfiltered(r.CountDeclines)),
		"CountResellers":       counting(r.CountResellers),
		"CountUsers":           counting(r.CountUsers),
		"CountHistory": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.CountHistory(ctx, s, ids, ofRelationship)
			return len(found), err
		},
		"ActiveDelegations": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.ActiveDelegations(ctx, s, ids, time.Time{})
			return len(found), err
		},
		"DelegationsOf": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.DelegationsOf(ctx, s, ids, reseller.DelegationActive, time.Time{})
			return len(found), err
		},
		"CountRelationships": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.CountRelationships(ctx, s, ids, reseller.RelationshipList{})
			return len(found), err
		},
		"EventsBySeq": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			seqs := make([]int64, len(ids))
			for i := range ids {
				seqs[i] = int64(i) + 1
			}
			found, err := r.EventsBySeq(ctx, s, seqs)
			return len(found), err
		},
		"InvitesShowing": func(ctx context.Context, _ reseller.Scope, ids in) (int, error) {
			found, err := r.InvitesShowing(ctx, AsOperator(), ids)
			return len(found), err
		},
	}
	maps.Copy(reads, pageReads(r))
	maps.Copy(reads, subscriptionReads(r))
	return reads
}

// pageReads are those that give a page for each id.
func pageReads(r reseller.Reader) map[string]listRead {
	type in = []reseller.ID
	page := reseller.Page{Limit: 10}
	return map[string]listRead{
		"Relationships": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.Relationships(ctx, s, ids, reseller.RelationshipList{}, page)
			return items(found), err
		},
		"Invites":       paging(r.Invites),
		"AcceptancesOf": paging(unfilteredPages(r.AcceptancesOf)),
		"DeclinesOf":    paging(unfilteredPages(r.DeclinesOf)),
		"History": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.History(ctx, s, ids, ofRelationship, page)
			return items(found), err
		},
		"ResellersOf": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.ResellersOf(ctx, s, ids, page)
			return items(found), err
		},
		"UsersOf": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.UsersOf(ctx, s, ids, page)
			return items(found), err
		},
	}
}

func counting[T any](read func(context.Context, reseller.Scope, []reseller.ID) (map[reseller.ID]T, error)) func(context.Context, reseller.Scope, []reseller.ID) (int, error) {
	return func(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (int, error) {
		found, err := read(ctx, scope, ids)
		return len(found), err
	}
}

// asOf reads as of a moment, zero for now.
func asOf[T any](moment time.Time, read func(context.Context, reseller.Scope, []reseller.ID, time.Time) (map[reseller.ID]T, error)) func(context.Context, reseller.Scope, []reseller.ID) (map[reseller.ID]T, error) {
	return func(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]T, error) {
		return read(ctx, scope, ids, moment)
	}
}

// unfiltered reads answers of all times.
func unfiltered[T any](read func(context.Context, reseller.Scope, []reseller.ID, reseller.AnswerFilter) (map[reseller.ID]T, error)) func(context.Context, reseller.Scope, []reseller.ID) (map[reseller.ID]T, error) {
	return func(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]T, error) {
		return read(ctx, scope, ids, reseller.AnswerFilter{})
	}
}

// unfilteredPages does so for reads of pages.
func unfilteredPages[T any](read func(context.Context, reseller.Scope, []reseller.ID, reseller.AnswerFilter, reseller.Page) (map[reseller.ID]T, error)) func(context.Context, reseller.Scope, []reseller.ID, reseller.Page) (map[reseller.ID]T, error) {
	return func(ctx context.Context, scope reseller.Scope, ids []reseller.ID, page reseller.Page) (map[reseller.ID]T, error) {
		return read(ctx, scope, ids, reseller.AnswerFilter{}, page)
	}
}

// paging does so for reads of pages.
func paging[T any](read func(context.Context, reseller.Scope, []reseller.ID, reseller.Page) (map[reseller.ID]reseller.Slice[T], error)) func(context.Context, reseller.Scope, []reseller.ID) (int, error) {
	return func(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (int, error) {
		found, err := read(ctx, scope, ids, reseller.Page{Limit: 10})
		return items(found), err
	}
}

func items[T any](pages map[reseller.ID]reseller.Slice[T]) int {
	n := 0
	for _, page := range pages {
		n += len(page.Items)
	}
	return n
}

func emptyLists(t *testing.T, k *kit) {
	for name, read := range listReads(k.store) {
		for _, none := range [][]reseller.ID{nil, {}} {
			n := k.statements(func() {
				found, err := read(t.Context(), AsOperator(), none)
				check(t, err)
				equal(t, found, 0)
			})
			if n != 0 {
				t.Errorf("%s of nothing sends %d statements", name, n)
			}
		}
	}
}

// longLists: a list of ids is one parameter, and repeated ids are asked for once.
func longLists(t *testing.T, k *kit) {
	ids := make([]reseller.ID, 0, 60)
	for range 20 {
		id := k.ID()
		ids = append(ids, id, id, k.ID())
	}
	for name, read := range listReads(k.store) {
		n := k.statements(func() {
			found, err := read(t.Context(), AsOperator(), ids)
			check(t, err)
			equal(t, found, 0)
		})
		if n != 1 {
			t.Errorf("%s of %d ids sends %d statements", name, len(ids), n)
		}
	}
}

// impossibleTexts: PostgreSQL holds neither U+0000 nor bytes that are no UTF-8, but clients can send both.
func impossibleTexts(t *testing.T, k *kit) {
	k.Partner(reseller.Partner{})
	k.Customer(reseller.Customer{})
	for _, text := range []string{"a\x00b", "\x00", "\xff\xfe", "a\xc3"} {
		partners, err := k.store.CountPartners(t.Context(), AsOperator(), text)
		check(t, err)
		customers, err := k.store.CountCustomers(t.Context(), AsOperator(), text)
		check(t, err)
		if partners+customers != 0 {
			t.Errorf("%q finds %d", text, partners+customers)
		}
		if _, err := k.store.Identify(t.Context(), text); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("%q: %v, want ErrNotFound", text, err)
		}
		key := reseller.IdempotencyKey{UserID: k.ID(), Mutation: "m", Key: text}
		if _, err := k.store.Remembered(t.Context(), key, Start); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("%q: %v, want ErrNotFound", text, err)
		}
	}
}

func partnersKeepFields(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider, Name: "  Ünïcode & Söhne ", Country: "DE"})
	for _, want := range []reseller.Partner{
		provider,
		k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider.ID, Status: reseller.PartnerSuspended}),
		k.Partner(reseller.Partner{Type: reseller.Advisor, Name: strings.Repeat("长", 500), Services: []string{"b", "a"}, Version: 7}),
	} {
		found, err := k.store.PartnersByID(t.Context(), AsOperator(), []reseller.ID{want.ID})
		check(t, err)
		equal(t, found[want.ID], want)
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			got, err := tx.Partner(ctx, want.ID)
			equal(t, got, want)
			return err
		})
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		if _, err := tx.Partner(ctx, k.ID()); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("an unknown partner: %v, want ErrNotFound", err)
		}
		return nil
	})
}

func endedContext(t *testing.T, k *kit) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ids := []reseller.ID{k.ID()}
	for name, read := range listReads(k.store) {
		if _, err := read(ctx, AsOperator(), ids); !errors.Is(err, reseller.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", name, err)
		}
	}
	_, currency := k.store.BilledCurrency(ctx, AsOperator(), ids[0], time.Time{})
	_, prices := k.store.CurrentPrices(ctx, "2026-01")
	_, due := k.store.SubscriptionsDue(ctx, 1, reseller.ID{}, 1)
	for name, err := range map[string]error{
		"BilledCurrency":   currency,
		"CurrentPrices":    prices,
		"SubscriptionsDue": due,
		"EachCharge":       k.store.EachCharge(ctx, AsOperator(), ids[0], reseller.ChargeQuery{Over: 1, Begun: 1}, func(reseller.Charge) error { return nil }),
		"EachUser":         k.store.EachUser(ctx, func(reseller.TenantUser) error { return nil }),
		"AddViews":         k.store.AddViews(ctx, viewed(map[reseller.ID]int32{ids[0]: 1})),
		"EachViewed":       k.store.EachViewed(ctx, AsOperator(), ids[0], reseller.FunnelQuery{}, nil),
		"EachVisit":        k.store.EachVisit(ctx, AsOperator(), ids[0], reseller.FunnelQuery{}, nil),
		"ForgetKeys":       k.store.ForgetKeys(ctx, Start),
		"Update":           k.store.Update(ctx, AsOperator(), func(context.Context, reseller.Tx) error { return nil }),
	} {
		if !errors.Is(err, reseller.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", name, err)
		}
	}
}
