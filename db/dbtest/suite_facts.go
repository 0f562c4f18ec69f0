package dbtest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

var factCases = []testCase{
	{"Facts_of_rows_are_counted", factsOfRows},
	{"Facts_since_are_those_of_live_events", factsSince},
	{"Facts_kept_add_up_by_months", factsKept},
	{"Facts_of_a_partner_are_its_own_and_the_platforms", factsInScope},
	{"FactSums_of_all_partners", factSums},
	{"FactEvents_between_two_positions", factEvents},
	{"ResellerFacts_in_one_statement", resellerFacts},
	{"Facts_of_a_month_in_which_nothing_is_left", factsEmptied},
	{"Facts_before_1970", factsLongAgo},
	{"R27_Relationships_by_a_reseller_that_another_replaced", relationshipsByReseller},
	{"Delegations_page_newest_first", pagesOfDelegations},
	{"Delegations_filters", filtersDelegations},
	{"R27_Delegations_under_others_by_reseller", delegationsUnderOthers},
	{"Relationships_that_ended_or_stood", filtersByTime},
}

var (
	begun   = reseller.FactKey{Kind: reseller.EventRelationshipCreated}
	over    = reseller.FactKey{Kind: reseller.EventRelationshipEnded}
	granted = reseller.FactKey{Kind: reseller.EventDelegatedAdminGranted, Service: "a"}
	removed = reseller.FactKey{Kind: reseller.EventDelegatedAdminEnded, Service: "a", Reason: reseller.EndCustomerRemoved}
)

func (k *kit) facts(t *testing.T, scope reseller.Scope, partner reseller.ID, query reseller.FactQuery) map[reseller.FactSource]reseller.Facts {
	t.Helper()
	found, err := k.store.Facts(t.Context(), scope, partner, query)
	check(t, err)
	return found
}

func at(of time.Time, count int32) reseller.FactPoint {
	return reseller.FactPoint{Quarter: reseller.QuarterOf(of), Count: count}
}

func factsOfRows(t *testing.T, k *kit) {
	k.Services("a")
	provider, tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	later := Start.Add(3 * time.Hour)
	one := k.Relationship(reseller.Relationship{PartnerID: provider, CustomerID: k.Customer(reseller.Customer{}).ID, AcceptedAt: Start})
	two := k.Relationship(reseller.Relationship{
		PartnerID: provider, ResellerID: tier2, CustomerID: k.Customer(reseller.Customer{}).ID, AcceptedAt: Start,
		Status: reseller.RelationshipEnded, EndedAt: later,
	})
	k.Delegation(reseller.Delegation{RelationshipID: one.ID, Service: "a", GrantedAt: Start})
	k.Delegation(reseller.Delegation{
		RelationshipID: two.ID, Service: "a", GrantedAt: Start, Status: reseller.DelegationEnded, EndedAt: later, EndReason: reseller.EndCustomerRemoved,
	})
	query := reseller.FactQuery{Sources: reseller.FactsOfRows | reseller.FactsNaming}
	equal(t, k.facts(t, AsPartner(provider), provider, query), map[reseller.FactSource]reseller.Facts{reseller.FactsOfRows: {
		begun: {at(Start, 2)}, over: {at(later, 1)}, granted: {at(Start, 2)}, removed: {at(later, 1)},
	}})
	equal(t, k.facts(t, AsPartner(tier2), tier2, query), map[reseller.FactSource]reseller.Facts{
		reseller.FactsNaming: {begun: {at(Start, 1)}, over: {at(later, 1)}},
	})
}

// live is somebody of a tenant, whose doings are counted by their events.
var live = reseller.Actor{UserID: reseller.ID{1}, Tenant: reseller.TenantCustomer}

func factsSince(t *testing.T, k *kit) {
	k.Services("a")
	partner, tier2 := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	r := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID})
	own := k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a"})
	others := k.Delegation(reseller.Delegation{RelationshipID: r.ID, PartnerID: tier2, CustomerID: r.CustomerID, Service: "a"})
	grant := reseller.Event{Kind: reseller.EventDelegatedAdminGranted, Actor: live, PartnerID: partner, After: &reseller.EventState{Service: "a"}}
	byOwn, byOthers, imported := grant, grant, grant
	byOwn.DelegationID, byOthers.DelegationID, byOthers.ResellerID = own.ID, others.ID, tier2
	imported.DelegationID, imported.Actor = own.ID, reseller.Actor{}
	events := k.Events(byOwn, byOthers, imported,
		reseller.Event{Kind: reseller.EventRelationshipCreated, Actor: live, PartnerID: partner},
		reseller.Event{Kind: reseller.EventPartnerChanged, Actor: live, PartnerID: partner})
	query := reseller.FactQuery{Sources: reseller.FactsSince}
	equal(t, k.facts(t, AsPartner(partner), partner, query), map[reseller.FactSource]reseller.Facts{
		reseller.FactsSince: {granted: {at(events[0].OccurredAt, 1)}, begun: {at(events[3].OccurredAt, 1)}},
	})
	equal(t, k.facts(t, AsPartner(tier2), tier2, query), map[reseller.FactSource]reseller.Facts{
		reseller.FactsSince: {granted: {at(events[1].OccurredAt, 1)}},
	})
	counted := settled(t, k, len(events))
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		if _, counted, err := tx.LockFacts(ctx, true); err != nil || !counted {
			t.Errorf("counted: %v, %v", counted, err)
		}
		return tx.SetCounted(ctx, counted[len(events)-1].Position)
	})
	equal(t, k.facts(t, AsPartner(partner), partner, query), map[reseller.FactSource]reseller.Facts{})
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.SetCounted(ctx, reseller.Position{Tx: -1}) })
	if _, err := k.store.Facts(t.Context(), AsPartner(partner), partner, query); !errors.Is(err, reseller.ErrNotCounted) {
		t.Errorf("got %v", err)
	}
}

func factsKept(t *testing.T, k *kit) {
	partner, other := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	january, february := time.Date(2026, 1, 31, 23, 59, 0, 0, time.UTC), time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	count := func(facts map[reseller.ID]reseller.Facts) {
		k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.CountFacts(ctx, facts) })
	}
	count(map[reseller.ID]reseller.Facts{
		partner: {begun: {at(january.AddDate(0, 0, -3), 2), at(january, 1), at(february, 1)}, granted: {at(february, 3)}},
		other:   {over: {at(january, 7)}},
	})
	count(map[reseller.ID]reseller.Facts{partner: {begun: {at(january, 4)}, over: {at(february, 1)}, granted: {at(february, -3)}}})
	count(nil)
	query := reseller.FactQuery{Sources: reseller.FactsKept}
	kept := reseller.Facts{begun: {at(january.AddDate(0, 0, -3), 2), at(january, 5), at(february, 1)}, over: {at(february, 1)}}
	equal(t, k.facts(t, AsPartner(partner), partner, query), map[reseller.FactSource]reseller.Facts{reseller.FactsKept: kept})
	middle := reseller.QuarterOf(january)
	for name, bounds := range map[string][]reseller.Quarter{"within January": {middle, middle + 1, middle + 100}, "from February on": {middle + 1, middle + 100}} {
		query.Bounds = bounds
		want := reseller.Facts{begun: {{Quarter: bounds[0] - 1, Count: 7}, {Quarter: middle + 1, Count: 1}}, over: {{Quarter: middle + 1, Count: 1}}}
		if bounds[0] == middle {
			want[begun] = []reseller.FactPoint{{Quarter: middle - 1, Count: 2}, {Quarter: middle, Count: 5}, {Quarter: middle + 1, Count: 1}}
		}
		k.part(t, name, func(t *testing.T) {
			equal(t, k.facts(t, AsPartner(partner), partner, query), map[reseller.FactSource]reseller.Facts{reseller.FactsKept: want})
		})
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		return tx.ReplaceFacts(ctx, partner, reseller.Facts{begun: {at(january, 1)}})
	})
	query.Bounds = nil
	equal(t, k.facts(t, AsPartner(partner), partner, query), map[reseller.FactSource]reseller.Facts{reseller.FactsKept: {begun: {at(january, 1)}}})
	equal(t, k.facts(t, AsOperator(), other, query), map[reseller.FactSource]reseller.Facts{reseller.FactsKept: {over: {at(january, 7)}}})
}

func factsInScope(t *testing.T, k *kit) {
	partner, other := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	customer := k.Customer(reseller.Customer{}).ID
	k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: customer})
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		return tx.CountFacts(ctx, map[reseller.ID]reseller.Facts{partner: {begun: {at(Start, 1)}}})
	})
	query := reseller.FactQuery{Sources: reseller.FactsKept | reseller.FactsSince | reseller.FactsOfRows | reseller.FactsNaming}
	for name, scope := range map[string]reseller.Scope{"another partner": AsPartner(other), "a customer": AsCustomer(customer), "nobody": AsNobody()} {
		if found := k.facts(t, scope, partner, query); len(found) > 0 {
			t.Errorf("%s finds %v", name, found)
		}
	}
	for _, scope := range []reseller.Scope{AsPartner(partner), AsOperator()} {
		equal(t, len(k.facts(t, scope, partner, query)), 2)
	}
	all, err := k.store.FactPartners(t.Context(), AsOperator(), reseller.ID{}, 10)
	check(t, err)
	equal(t, len(all), 2)
	after, err := k.store.FactPartners(t.Context(), AsOperator(), all[0], 10)
	check(t, err)
	equal(t, after, all[1:])
	own, err := k.store.FactPartners(t.Context(), AsPartner(other), reseller.ID{}, 10)
	check(t, err)
	equal(t, own, []reseller.ID{other})
}

func factSums(t *testing.T, k *kit) {
	k.Services("a")
	partner, other := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	early, late := time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		return tx.CountFacts(ctx, map[reseller.ID]reseller.Facts{
			partner: {begun: {at(early, 2), at(Start, 1), at(late, 9)}, over: {at(Start, 1)}}, other: {begun: {at(early, 1)}},
		})
	})
	r := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID})
	d := k.Delegation(reseller.Delegation{RelationshipID: r.ID, PartnerID: other, Service: "a"})
	grant := reseller.Event{
		Kind: reseller.EventDelegatedAdminGranted, Actor: live, PartnerID: partner, ResellerID: other, DelegationID: d.ID, OccurredAt: Start,
		After: &reseller.EventState{Service: "a"},
	}
	imported := grant
	imported.Actor = reseller.Actor{}
	k.Events(grant, imported)
	k.Relationship(reseller.Relationship{PartnerID: partner, ResellerID: other, CustomerID: k.Customer(reseller.Customer{}).ID, AcceptedAt: Start})
	from, to := reseller.QuarterOf(Start), reseller.QuarterOf(late)
	sums, err := k.store.FactSums(t.Context(), AsOperator(), from, to)
	check(t, err)
	before, within, after := from-1, from, to
	equal(t, sums, map[reseller.ID]reseller.Facts{
		partner: {begun: {{Quarter: before, Count: 2}, {Quarter: within, Count: 1}, {Quarter: after, Count: 9}}, over: {{Quarter: within, Count: 1}}},
		other:   {begun: {{Quarter: before, Count: 1}, {Quarter: within, Count: 1}}, granted: {{Quarter: within, Count: 1}}},
	})
	none, err := k.store.FactSums(t.Context(), AsPartner(partner), from, to)
	check(t, err)
	equal(t, len(none), 0)
}

func factEvents(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	begin := reseller.Event{Kind: reseller.EventRelationshipCreated, Actor: live, PartnerID: partner}
	imported := begin
	imported.Actor = reseller.Actor{}
	written := k.Events(begin, imported, begin, reseller.Event{Kind: reseller.EventUserAdded, Actor: live, PartnerID: partner}, begin)
	all := settled(t, k, len(written))
	read := func(after, end reseller.Position, limit int) []reseller.Event {
		found, err := k.store.FactEvents(t.Context(), after, end, limit)
		check(t, err)
		return found
	}
	equal(t, read(reseller.Position{}, all[4].Position, 10), []reseller.Event{all[0], all[2], all[4]})
	equal(t, read(reseller.Position{}, all[3].Position, 10), []reseller.Event{all[0], all[2]})
	equal(t, read(all[0].Position, all[4].Position, 1), []reseller.Event{all[2]})
	equal(t, len(read(all[4].Position, all[4].Position, 10)), 0)
}

func resellerFacts(t *testing.T, k *kit) {
	k.Services("a")
	provider, stranger := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, k.Partner(reseller.Partner{}).ID
	one, two := k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	later := Start.Add(3 * time.Hour)
	for _, named := range []reseller.ID{one, one, two, {}} {
		r := k.Relationship(reseller.Relationship{PartnerID: provider, ResellerID: named, CustomerID: k.Customer(reseller.Customer{}).ID, AcceptedAt: Start})
		k.Delegation(reseller.Delegation{
			RelationshipID: r.ID, Service: "a", GrantedAt: Start, Status: reseller.DelegationEnded, EndedAt: later, EndReason: reseller.EndCustomerRemoved,
		})
		if named == one { // which holds privileges of its own too
			k.Delegation(reseller.Delegation{RelationshipID: r.ID, PartnerID: one, CustomerID: r.CustomerID, Service: "a", GrantedAt: Start})
		}
	}
	k.Relationship(reseller.Relationship{
		PartnerID: provider, ResellerID: two, CustomerID: k.Customer(reseller.Customer{}).ID, AcceptedAt: Start, Status: reseller.RelationshipEnded, EndedAt: later,
	})
	want := map[reseller.ID]reseller.Facts{
		one: {begun: {at(Start, 2)}, granted: {at(Start, 2)}, removed: {at(later, 2)}},
		two: {begun: {at(Start, 2)}, over: {at(later, 1)}, granted: {at(Start, 1)}, removed: {at(later, 1)}},
	}
	for scope, want := range map[reseller.Scope]map[reseller.ID]reseller.Facts{AsPartner(provider): want, AsOperator(): want, AsPartner(one): {}, AsPartner(stranger): {}, AsNobody(): {}} {
		var found map[reseller.ID]reseller.Facts
		sent := k.statements(func() {
			var err error
			found, err = k.store.ResellerFacts(t.Context(), scope, provider, reseller.FactQuery{})
			check(t, err)
		})
		equal(t, found, want)
		if sent > 1 {
			t.Errorf("it took %d statements", sent)
		}
	}
}

func pagesOfDelegations(t *testing.T, k *kit) {
	k.Services("a")
	partner := k.Partner(reseller.Partner{Type: reseller.Advisor}).ID
	var want []reseller.Delegation
	for i := range listLength {
		r := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID})
		want = append(want, k.Delegation(reseller.Delegation{RelationshipID: r.ID, Service: "a", GrantedAt: sometimes(i)}))
	}
	keyOf := func(d reseller.Delegation) reseller.Key { return reseller.Key{Time: d.GrantedAt, ID: d.ID} }
	got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.Delegation], error) {
		pages, err := k.store.Delegations(t.Context(), AsPartner(partner), []reseller.ID{partner}, reseller.DelegationFilter{}, page)
		return pages[partner], err
	}, keyOf)
	sortNewest(want, keyOf)
	equal(t, got, want)
	counts, err := k.store.CountDelegations(t.Context(), AsPartner(partner), []reseller.ID{partner, k.ID()}, reseller.DelegationFilter{})
	check(t, err)
	equal(t, counts, map[reseller.ID]int32{partner: listLength})
	none, err := k.store.CountDelegations(t.Context(), AsPartner(k.Partner(reseller.Partner{}).ID), []reseller.ID{partner}, reseller.DelegationFilter{})
	check(t, err)
	equal(t, none, map[reseller.ID]int32{})
}

func filtersDelegations(t *testing.T, k *kit) {
	k.Services("a", "b")
	provider, tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	hour := func(n int) time.Time { return Start.Add(time.Duration(n) * time.Hour) }
	through := k.Relationship(reseller.Relationship{PartnerID: provider, ResellerID: tier2, CustomerID: k.Customer(reseller.Customer{}).ID})
	alone := k.Relationship(reseller.Relationship{PartnerID: provider, CustomerID: k.Customer(reseller.Customer{}).ID})
	ended := func(of reseller.Relationship, service string, from, to int, reason reseller.EndReason) reseller.Delegation {
		return k.Delegation(reseller.Delegation{
			RelationshipID: of.ID, Service: service, GrantedAt: hour(from), Status: reseller.DelegationEnded, EndedAt: hour(to), EndReason: reason,
		})
	}
	names := map[reseller.ID]string{
		ended(through, "a", 1, 3, reseller.EndCustomerRemoved).ID:                                        "early",
		ended(alone, "b", 2, 5, reseller.EndDisplaced).ID:                                                "late",
		k.Delegation(reseller.Delegation{RelationshipID: alone.ID, Service: "a", GrantedAt: hour(4)}).ID: "standing",
	}
	for name, c := range map[string]struct {
		filter reseller.DelegationFilter
		want   string
	}{
		"all":           {reseller.DelegationFilter{}, "standing late early"},
		"status":        {reseller.DelegationFilter{Status: reseller.DelegationEnded}, "late early"},
		"service":       {reseller.DelegationFilter{Service: "a"}, "standing early"},
		"reason":        {reseller.DelegationFilter{EndReason: reseller.EndDisplaced}, "late"},
		"granted":       {reseller.DelegationFilter{GrantedFrom: hour(2), GrantedTo: hour(4)}, "late"},
		"ended":         {reseller.DelegationFilter{EndedFrom: hour(3), EndedTo: hour(5)}, "early"},
		"stood":         {reseller.DelegationFilter{StandingAt: hour(3)}, "late"},
		"stood then":    {reseller.DelegationFilter{StandingAt: hour(2)}, "late early"},
		"stands":        {reseller.DelegationFilter{StandingAt: hour(9)}, "standing"},
		"of a reseller": {reseller.DelegationFilter{ResellerID: tier2}, "early"},
	} {
		k.part(t, name, func(t *testing.T) {
			pages, err := k.store.Delegations(t.Context(), AsPartner(provider), []reseller.ID{provider}, c.filter, wholePage)
			check(t, err)
			var got []string
			for _, d := range pages[provider].Items {
				got = append(got, names[d.ID])
			}
			equal(t, strings.Join(got, " "), c.want)
		})
	}
}

// delegationsUnderOthers: a reseller with privileges under a provider's relationship does not learn by a filter whom that names now (R27).
func delegationsUnderOthers(t *testing.T, k *kit) {
	k.Services("a")
	provider, now := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	former := k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	r := k.Relationship(reseller.Relationship{PartnerID: provider, ResellerID: now, CustomerID: k.Customer(reseller.Customer{}).ID})
	k.Delegation(reseller.Delegation{RelationshipID: r.ID, PartnerID: former, CustomerID: r.CustomerID, Service: "a"})
	for filter, want := range map[reseller.ID]map[reseller.ID]int32{{}: {former: 1}, now: {}} {
		counts, err := k.store.CountDelegations(t.Context(), AsPartner(former), []reseller.ID{former}, reseller.DelegationFilter{ResellerID: filter})
		check(t, err)
		equal(t, counts, want)
	}
}

// factsEmptied: what an import takes back may have been all of a month.
func factsEmptied(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	count := func(facts reseller.Facts) {
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			return tx.CountFacts(ctx, map[reseller.ID]reseller.Facts{partner: facts})
		})
	}
	later := Start.AddDate(0, 2, 0)
	count(reseller.Facts{over: {at(Start, 1)}, begun: {at(later, 1)}})
	count(reseller.Facts{over: {at(Start, -1)}})
	query := reseller.FactQuery{Sources: reseller.FactsKept | reseller.FactsSums}
	equal(t, k.facts(t, AsOperator(), partner, query), map[reseller.FactSource]reseller.Facts{
		reseller.FactsKept: {begun: {at(later, 1)}}, reseller.FactsSums: {begun: {{Quarter: reseller.QuarterOf(later).Month().First(), Count: 1}}},
	})
	count(reseller.Facts{begun: {at(later, -1)}})
	equal(t, k.facts(t, AsOperator(), partner, query), map[reseller.FactSource]reseller.Facts{})
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.ReplaceFacts(ctx, partner, nil) })
}

// factsLongAgo: quarters are counted towards the past in the database as they are in Go.
func factsLongAgo(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	for _, moment := range []time.Time{
		time.Date(1969, 12, 31, 12, 5, 0, 1000, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC), time.Unix(0, 0).UTC(), time.Unix(899, 999999000).UTC(),
	} {
		k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID, AcceptedAt: moment})
	}
	equal(t, k.facts(t, AsOperator(), partner, reseller.FactQuery{Sources: reseller.FactsOfRows}), map[reseller.FactSource]reseller.Facts{
		reseller.FactsOfRows: {begun: {{Quarter: -48, Count: 1}, {Quarter: -1, Count: 1}, {Quarter: 0, Count: 2}}},
	})
}

// relationshipsByReseller: a reseller in whose place another one is named still sees the relationship, and not by a filter whom it names.
func relationshipsByReseller(t *testing.T, k *kit) {
	k.Services("a")
	provider, now := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	former := k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	r := k.Relationship(reseller.Relationship{PartnerID: provider, ResellerID: now, CustomerID: k.Customer(reseller.Customer{}).ID})
	k.Delegation(reseller.Delegation{RelationshipID: r.ID, PartnerID: former, CustomerID: r.CustomerID, Service: "a"})
	for name, c := range map[string]struct {
		scope    reseller.Scope
		reseller reseller.ID
		want     int32
	}{
		"the former one sees it":         {AsPartner(former), reseller.ID{}, 1},
		"the former one asks for it":     {AsPartner(former), now, 0},
		"the former one asks for itself": {AsPartner(former), former, 0},
		"the provider":                   {AsPartner(provider), now, 1},
		"the reseller":                   {AsPartner(now), now, 1},
		"the customer":                   {AsCustomer(r.CustomerID), now, 1},
		"the operator":                   {AsOperator(), now, 1},
	} {
		k.part(t, name, func(t *testing.T) {
			list := reseller.RelationshipList{Owner: reseller.TenantCustomer, Filter: reseller.RelationshipFilter{ResellerID: c.reseller}}
			counts, err := k.store.CountRelationships(t.Context(), c.scope, []reseller.ID{r.CustomerID}, list)
			check(t, err)
			equal(t, counts[r.CustomerID], c.want)
		})
	}
}

func filtersByTime(t *testing.T, k *kit) {
	partner, tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	hour := func(n int) time.Time { return Start.Add(time.Duration(n) * time.Hour) }
	relate := func(name string, from, to int, named reseller.ID) {
		r := reseller.Relationship{
			PartnerID: partner, ResellerID: named, CustomerID: k.Customer(reseller.Customer{Name: name}).ID, AcceptedAt: hour(from),
		}
		if to > 0 {
			r.Status, r.EndedAt = reseller.RelationshipEnded, hour(to)
		}
		k.Relationship(r)
	}
	relate("over", 1, 3, reseller.ID{})
	relate("stands", 2, 0, reseller.ID{})
	relate("through", 4, 0, tier2)
	for name, c := range map[string]struct {
		filter reseller.RelationshipFilter
		want   string
	}{
		"ended":         {reseller.RelationshipFilter{EndedFrom: hour(3), EndedTo: hour(4)}, "over"},
		"ended before":  {reseller.RelationshipFilter{EndedTo: hour(3)}, ""},
		"stood":         {reseller.RelationshipFilter{StandingAt: hour(2)}, "over,stands"},
		"stood no more": {reseller.RelationshipFilter{StandingAt: hour(3)}, "stands"},
		"of a reseller": {reseller.RelationshipFilter{ResellerID: tier2}, "through"},
	} {
		k.part(t, name, func(t *testing.T) {
			var got []string
			for _, i := range listOf(t, k, partner, reseller.RelationshipList{Owner: reseller.TenantPartner, Filter: c.filter}) {
				got = append(got, i.Customer.Name)
			}
			compareNames(t, name, got, len(got), c.want)
		})
	}
}
