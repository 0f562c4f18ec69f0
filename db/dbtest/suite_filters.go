package dbtest

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

var filterCases = []testCase{
	{"R28_search_customers_by_name_or_domain", searchesCustomers},
	{"search_partners_by_name", searchesPartners},
	{"filters_of_relationships", filters},
	{"filters_of_histories", historyFilters},
}

// searched are names and domains, and searches that find them.
var searched = struct {
	customers map[string]string
	searches  map[string]string
}{
	customers: map[string]string{
		"100% Cotton": "cotton.example", "100 Cotton": "plain.example", "under_score": "a-b.example", "underXscore": "axb.example",
		`back\slash`: "slash.example", "晨曦软件（北京）": "chenxi.example", "Straße": "road.example", "ＦＵＬＬ": "wide.example",
	},
	searches: map[string]string{
		"":          "100 Cotton,100% Cotton,Straße,back\\slash,underXscore,under_score,晨曦软件（北京）,ＦＵＬＬ",
		"cotton":    "100 Cotton,100% Cotton",
		"COTTON":    "100 Cotton,100% Cotton",
		"100%":      "100% Cotton",
		"%":         "100% Cotton",
		"under_s":   "under_score",
		"_":         "under_score",
		`\`:         `back\slash`,
		`k\s`:       `back\slash`,
		`\%`:        "",
		"曦软":        "晨曦软件（北京）",
		"(北京)":      "晨曦软件（北京）", // NFKC makes one bracket of both
		"strasse":   "Straße",
		"STRASSE":   "Straße",
		"full":      "ＦＵＬＬ",
		"nowhere":   "",
		"100 cot":   "100 Cotton",
		" cotton ":  "100 Cotton,100% Cotton",
		"'; DROP--": "",
		"?":         "",
		"$1":        "",
	},
}

func searchesCustomers(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	for name, domain := range searched.customers {
		k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{Name: name, Domain: domain}).ID})
	}
	k.Customer(reseller.Customer{Name: "Cotton of somebody else"})
	searches := map[string]string{"CHENXI.exa": "晨曦软件（北京）", "a-b": "under_score"}
	maps.Copy(searches, searched.searches)
	for text, want := range searches {
		page, err := k.store.Customers(t.Context(), AsPartner(partner), text, wholePage)
		check(t, err)
		var got, related []string
		for _, c := range page.Items {
			got = append(got, c.Item.Name)
		}
		n, err := k.store.CountCustomers(t.Context(), AsPartner(partner), text)
		check(t, err)
		list := reseller.RelationshipList{Owner: reseller.TenantPartner, Filter: reseller.RelationshipFilter{Search: text}}
		for _, i := range listOf(t, k, partner, list) {
			related = append(related, i.Customer.Name)
		}
		compareNames(t, text, got, int(n), want)
		compareNames(t, text, related, len(related), want)
	}
}

func searchesPartners(t *testing.T, k *kit) {
	for name := range searched.customers {
		k.Partner(reseller.Partner{Name: name})
	}
	for text, want := range searched.searches {
		page, err := k.store.Partners(t.Context(), AsOperator(), text, wholePage)
		check(t, err)
		var got []string
		for _, p := range page.Items {
			got = append(got, p.Item.Name)
		}
		n, err := k.store.CountPartners(t.Context(), AsOperator(), text)
		check(t, err)
		compareNames(t, text, got, int(n), want)
	}
}

func compareNames(t *testing.T, search string, got []string, n int, want string) {
	t.Helper()
	slices.Sort(got)
	if found := strings.Join(got, ","); found != want || n != len(got) {
		t.Errorf("%q finds %q, %d of them; should find %q", search, found, n, want)
	}
}

// listOf reads one partner's whole list, and checks that its count says the same.
func listOf(t *testing.T, k *kit, partner reseller.ID, list reseller.RelationshipList) []reseller.RelationshipItem {
	t.Helper()
	pages, err := k.store.Relationships(t.Context(), AsOperator(), []reseller.ID{partner}, list, wholePage)
	check(t, err)
	counts, err := k.store.CountRelationships(t.Context(), AsOperator(), []reseller.ID{partner}, list)
	check(t, err)
	equal(t, int(counts[partner]), len(pages[partner].Items))
	return pages[partner].Items
}

// filtered are a partner's relationships, each of one kind, a day apart.
var filtered = []struct {
	name   string
	status reseller.RelationshipStatus
	// active and ended are the services of its privileges.
	active, ended []string
}{
	{"none", reseller.RelationshipActive, nil, nil},
	{"a", reseller.RelationshipActive, []string{"a"}, nil},
	{"ab", reseller.RelationshipEnding, []string{"a", "b"}, nil},
	{"lost-a", reseller.RelationshipActive, nil, []string{"a"}},
	{"lost-a-has-b", reseller.RelationshipActive, []string{"b"}, []string{"a"}},
	{"over", reseller.RelationshipEnded, nil, []string{"b"}},
}

func filters(t *testing.T, k *kit) {
	k.Services("a", "b", "c")
	partner := k.Partner(reseller.Partner{}).ID
	day := func(n int) time.Time { return Start.AddDate(0, 0, n) }
	for i, f := range filtered {
		r := k.Relationship(reseller.Relationship{
			PartnerID: partner, CustomerID: k.Customer(reseller.Customer{Name: f.name}).ID, Status: f.status, AcceptedAt: day(i),
		})
		for _, service := range f.active {
			k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: service})
		}
		for _, service := range f.ended {
			k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: service, Status: reseller.DelegationEnded})
		}
	}
	yes, no := true, false
	for _, test := range []struct {
		name   string
		filter reseller.RelationshipFilter
		want   string
	}{
		{"nothing", reseller.RelationshipFilter{}, "a,ab,lost-a,lost-a-has-b,none,over"},
		{"status_active", reseller.RelationshipFilter{Status: reseller.RelationshipActive}, "a,lost-a,lost-a-has-b,none"},
		{"status_ending", reseller.RelationshipFilter{Status: reseller.RelationshipEnding}, "ab"},
		{"status_ended", reseller.RelationshipFilter{Status: reseller.RelationshipEnded}, "over"},
		{"standing", reseller.RelationshipFilter{Standing: true}, "a,ab,lost-a,lost-a-has-b,none"},
		{"standing_and_ended", reseller.RelationshipFilter{Standing: true, Status: reseller.RelationshipEnded}, ""},
		{"service", reseller.RelationshipFilter{Service: "a"}, "a,ab"},
		{"service_of_nobody", reseller.RelationshipFilter{Service: "c"}, ""},
		{"with_any", reseller.RelationshipFilter{HasDelegatedAdmin: &yes}, "a,ab,lost-a-has-b"},
		{"without_any", reseller.RelationshipFilter{HasDelegatedAdmin: &no}, "lost-a,none,over"},
		{"without_for_a", reseller.RelationshipFilter{WithoutDelegatedAdminFor: []string{"a"}}, "lost-a,lost-a-has-b,none,over"},
		{"without_for_either", reseller.RelationshipFilter{WithoutDelegatedAdminFor: []string{"a", "b", "c"}}, "lost-a,none,over"},
		{"without_for_no_services", reseller.RelationshipFilter{WithoutDelegatedAdminFor: []string{}}, "a,ab,lost-a,lost-a-has-b,none,over"},
		{"from_is_included", reseller.RelationshipFilter{AcceptedFrom: day(4)}, "lost-a-has-b,over"},
		{"to_is_not", reseller.RelationshipFilter{AcceptedTo: day(2)}, "a,none"},
		{"a_microsecond_counts", reseller.RelationshipFilter{AcceptedFrom: day(1).Add(time.Microsecond), AcceptedTo: day(2).Add(time.Microsecond)}, "ab"},
		{"an_empty_span", reseller.RelationshipFilter{AcceptedFrom: day(2), AcceptedTo: day(2)}, ""},
		{"several", reseller.RelationshipFilter{Standing: true, Service: "b", WithoutDelegatedAdminFor: []string{"a"}, Search: "LOST"}, "lost-a-has-b"},
	} {
		k.part(t, test.name, func(t *testing.T) {
			for _, order := range orders {
				var got []string
				for _, i := range listOf(t, k, partner, reseller.RelationshipList{Owner: reseller.TenantPartner, Filter: test.filter, Order: order}) {
					got = append(got, i.Customer.Name)
				}
				compareNames(t, test.name, got, len(got), test.want)
			}
		})
	}
}

func historyFilters(t *testing.T, k *kit) {
	partner, user := k.Partner(reseller.Partner{}), k.ID()
	events := k.Events(
		reseller.Event{Kind: reseller.EventPartnerChanged, PartnerID: partner.ID},
		reseller.Event{Kind: reseller.EventUserAdded, PartnerID: partner.ID, Actor: reseller.Actor{UserID: user}},
		reseller.Event{Kind: reseller.EventUserRemoved, PartnerID: partner.ID, Actor: reseller.Actor{UserID: k.ID()}},
	)
	for name, c := range map[string]struct {
		filter reseller.EventFilter
		want   []reseller.EventKind
	}{
		"none":      {reseller.EventFilter{}, []reseller.EventKind{reseller.EventPartnerChanged, reseller.EventUserAdded, reseller.EventUserRemoved}},
		"one kind":  {reseller.EventFilter{Kinds: []reseller.EventKind{reseller.EventUserAdded}}, []reseller.EventKind{reseller.EventUserAdded}},
		"two kinds": {reseller.EventFilter{Kinds: []reseller.EventKind{reseller.EventUserRemoved, reseller.EventPartnerChanged}}, []reseller.EventKind{reseller.EventPartnerChanged, reseller.EventUserRemoved}},
		"actor":     {reseller.EventFilter{Actor: user}, []reseller.EventKind{reseller.EventUserAdded}},
		"from":      {reseller.EventFilter{From: events[1].OccurredAt}, []reseller.EventKind{reseller.EventUserAdded, reseller.EventUserRemoved}},
		"to":        {reseller.EventFilter{To: events[1].OccurredAt}, []reseller.EventKind{reseller.EventPartnerChanged}},
	} {
		list := reseller.HistoryList{Of: reseller.HistoryOfPartner, Filter: c.filter}
		found, err := k.store.History(t.Context(), AsOperator(), []reseller.ID{partner.ID}, list, wholePage)
		check(t, err)
		var got []reseller.EventKind
		for _, e := range found[partner.ID].Items {
			got = append(got, e.Kind)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		n, err := k.store.CountHistory(t.Context(), AsOperator(), []reseller.ID{partner.ID}, list)
		check(t, err)
		equal(t, int(n[partner.ID]), len(c.want))
	}
}
