package dbtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"accord/reseller"
)

var keptCases = []testCase{
	{"CustomerFacts_are_the_rows_that_their_filters_list", customersKept},
	{"CustomerFacts_join_what_overlaps_or_touches", customersJoined},
	{"R27_CustomerFacts_and_OfferFacts_in_scope", keptInScope},
	{"OfferFacts_are_the_charges_that_their_filters_list", offersCharged},
	{"OfferFacts_of_a_subscription", offersOfOne},
	{"R27_Charges_of_a_partner", listedChargesInScope},
	{"Charges_page_newest_first", pagesOfCharges},
}

// levels are how many stood at the end of each part, of what began and ended.
func levels(facts reseller.Facts, began, ended reseller.FactKey, bounds []reseller.Quarter) []int {
	all := make([]int, len(bounds)-1)
	for key, sign := range map[reseller.FactKey]int{began: 1, ended: -1} {
		for _, p := range facts[key] {
			for i := range all {
				if p.Quarter < bounds[i+1] {
					all[i] += sign * int(p.Count)
				}
			}
		}
	}
	return all
}

// within counts what happened in a part.
func within(facts reseller.Facts, key reseller.FactKey, from, to reseller.Quarter) (n int) {
	for _, p := range facts[key] {
		if from <= p.Quarter && p.Quarter < to {
			n += int(p.Count)
		}
	}
	return n
}

var (
	gained = reseller.FactKey{Kind: reseller.FactCustomerGained}
	lost   = reseller.FactKey{Kind: reseller.FactCustomerLost}
)

// muddle is what a reseller has had of a few customers, of its own and of two providers that name it, such that times overlap and touch.
type muddle struct {
	*kit
	random        *rand.Rand
	tier2         reseller.ID
	related, held []muddledTime
	customers     []reseller.ID
}

// muddledTime is of a relationship, or of a privilege for a service.
type muddledTime struct {
	customer reseller.ID
	service  string
	from, to time.Time
}

func newMuddle(k *kit, seed uint64) *muddle {
	m := &muddle{kit: k, random: rand.New(rand.NewPCG(seed, 1)), tier2: k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID} //nolint:gosec // no secret
	owners := []reseller.ID{m.tier2, k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID}
	for range 6 {
		customer := k.Customer(reseller.Customer{}).ID
		m.customers = append(m.customers, customer)
		open := map[reseller.ID]bool{}
		for range 1 + m.random.IntN(5) {
			owner := owners[m.random.IntN(len(owners))]
			stands := !open[owner] && m.random.IntN(4) == 0
			open[owner] = open[owner] || stands
			m.relate(owner, customer, stands)
		}
	}
	return m
}

func (m *muddle) hours(n int) time.Duration { return time.Duration(m.random.IntN(n)) * time.Hour }

func (m *muddle) relate(owner, customer reseller.ID, stands bool) {
	r := reseller.Relationship{PartnerID: owner, CustomerID: customer, AcceptedAt: Start.Add(m.hours(12))}
	if owner != m.tier2 && m.random.IntN(4) > 0 {
		r.ResellerID = m.tier2
	}
	if !stands {
		r.Status, r.EndedAt = reseller.RelationshipEnded, r.AcceptedAt.Add(m.hours(6))
	}
	r = m.Relationship(r)
	if owner == m.tier2 || r.ResellerID == m.tier2 {
		m.related = append(m.related, muddledTime{customer, "", r.AcceptedAt, r.EndedAt})
	}
	for _, service := range []string{"a", "b"} {
		if m.random.IntN(2) == 0 {
			began := r.AcceptedAt.Add(m.hours(3))
			d := m.Delegation(reseller.Delegation{
				RelationshipID: r.ID, PartnerID: m.tier2, CustomerID: customer, Service: service, GrantedAt: began,
				Status: reseller.DelegationEnded, EndedAt: began.Add(m.hours(6)), EndReason: reseller.EndCustomerRemoved,
			})
			m.held = append(m.held, muddledTime{customer, service, d.GrantedAt, d.EndedAt})
		}
	}
}

// stood counts the customers that the reseller had at a moment, and those on whom it held a.
func (m *muddle) stood(at time.Time) (had, held int) {
	for _, customer := range m.customers {
		among := func(times []muddledTime, service string) bool {
			return slices.ContainsFunc(times, func(s muddledTime) bool {
				return s.customer == customer && s.service == service && !s.from.After(at) && (s.to.IsZero() || s.to.After(at))
			})
		}
		if among(m.related, "") {
			had++
			if among(m.held, "a") {
				held++
			}
		}
	}
	return had, held
}

// rows counts what a filter lists as of a moment, where it asks for customers each once.
func (m *muddle) rows(t *testing.T, asOf time.Time, filter reseller.RelationshipFilter) int {
	t.Helper()
	items := listOf(t, m.kit, m.tier2, reseller.RelationshipList{Owner: reseller.TenantPartner, Filter: filter, AsOf: asOf})
	once := map[reseller.ID]bool{}
	for _, i := range items {
		once[i.Customer.ID] = true
	}
	if !filter.CustomerStandingAt.IsZero() {
		equal(t, len(once), len(items))
	}
	return len(items)
}

// customersKept: whatever relationships there are, what is counted of customers is what stood, and what the filters list.
func customersKept(t *testing.T, k *kit) {
	k.Services("a", "b")
	var bounds []reseller.Quarter
	for _, n := range []int{2, 3, 5, 6, 9, 14, 30} {
		bounds = append(bounds, reseller.QuarterOf(Start.Add(time.Duration(n)*time.Hour)))
	}
	for seed := range uint64(6) {
		m := newMuddle(k, seed)
		for _, asOf := range []time.Time{{}, Start.Add(time.Hour), Start.Add(m.hours(20)), Start.Add(m.hours(20)).Add(-time.Microsecond)} {
			k.part(t, fmt.Sprintf("muddle %d as of %s", seed, asOf), func(t *testing.T) { m.kept(t, bounds, asOf) })
		}
	}
}

// kept compares what is counted of customers as of a moment, zero for now.
func (m *muddle) kept(t *testing.T, bounds []reseller.Quarter, asOf time.Time) {
	t.Helper()
	facts, err := m.store.CustomerFacts(t.Context(), AsPartner(m.tier2), m.tier2, []string{"a"}, reseller.FactQuery{Bounds: bounds, AsOf: asOf})
	check(t, err)
	standing := levels(facts, gained, lost, bounds)
	with := levels(facts, reseller.FactKey{Kind: reseller.FactCoverageBegun, Service: "a"}, reseller.FactKey{Kind: reseller.FactCoverageEnded, Service: "a"}, bounds)
	for i := range standing {
		from, to := bounds[i].Time(), bounds[i+1].Time()
		end := to.Add(-time.Microsecond)
		then := end
		if !asOf.IsZero() && asOf.Before(then) {
			then = asOf
		}
		had, held := m.stood(then)
		for what, c := range map[string][2]int{
			"standing":         {standing[i], had},
			"standing, listed": {m.rows(t, asOf, reseller.RelationshipFilter{CustomerStandingAt: end}), had},
			"with":             {with[i], held},
			"with, listed":     {m.rows(t, asOf, reseller.RelationshipFilter{CustomerStandingAt: end, WithDelegatedAdminFor: []string{"a"}}), held},
			"without, listed":  {m.rows(t, asOf, reseller.RelationshipFilter{CustomerStandingAt: end, WithoutDelegatedAdminFor: []string{"a"}}), had - held},
			"gained, listed":   {m.rows(t, asOf, reseller.RelationshipFilter{GainedFrom: from, GainedTo: to}), within(facts, gained, bounds[i], bounds[i+1])},
			"lost, listed":     {m.rows(t, asOf, reseller.RelationshipFilter{LostFrom: from, LostTo: to}), within(facts, lost, bounds[i], bounds[i+1])},
		} {
			if c[0] != c[1] {
				t.Errorf("part %d: %s is %d, and not %d", i, what, c[0], c[1])
			}
		}
	}
}

// customersJoined: a reseller that two providers name has the customer once, and one that comes back has been lost.
func customersJoined(t *testing.T, k *kit) {
	k.Services("a")
	tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	hour := func(n int) time.Time { return Start.Add(time.Duration(n) * time.Hour) }
	relate := func(customer reseller.ID, from, to int) reseller.Relationship {
		r := reseller.Relationship{
			PartnerID: k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, ResellerID: tier2, CustomerID: customer, AcceptedAt: hour(from),
		}
		if to > 0 {
			r.Status, r.EndedAt = reseller.RelationshipEnded, hour(to)
		}
		return k.Relationship(r)
	}
	twice, back := k.Customer(reseller.Customer{}).ID, k.Customer(reseller.Customer{}).ID
	first := relate(twice, 1, 4)
	relate(twice, 2, 6)
	relate(twice, 6, 8) // as the other one ends
	relate(back, 1, 2)
	relate(back, 3, 0)
	k.Delegation(reseller.Delegation{RelationshipID: first.ID, PartnerID: tier2, CustomerID: twice, Service: "a", GrantedAt: hour(5)})
	from, to := reseller.QuarterOf(Start), reseller.QuarterOf(hour(24))
	var facts reseller.Facts
	sent := k.statements(func() {
		var err error
		facts, err = k.store.CustomerFacts(t.Context(), AsPartner(tier2), tier2, []string{"a"}, reseller.FactQuery{Bounds: []reseller.Quarter{from, to}})
		check(t, err)
	})
	once := func(n int32) []reseller.FactPoint { return []reseller.FactPoint{{Quarter: from, Count: n}} }
	equal(t, facts, reseller.Facts{
		gained: once(3), lost: once(2),
		{Kind: reseller.FactCoverageBegun, Service: "a"}: once(1), {Kind: reseller.FactCoverageEnded, Service: "a"}: once(1), // and not after it was lost
	})
	if sent > 1 {
		t.Errorf("it took %d statements", sent)
	}
	list := func(f reseller.RelationshipFilter) (hours []int) {
		for _, i := range listOf(t, k, tier2, reseller.RelationshipList{Owner: reseller.TenantPartner, Filter: f, Order: reseller.Order{}}) {
			hours = append(hours, int(i.Relationship.AcceptedAt.Sub(Start).Hours()))
		}
		return hours
	}
	equal(t, list(reseller.RelationshipFilter{GainedFrom: Start}), []int{1, 1, 3})
	equal(t, list(reseller.RelationshipFilter{LostFrom: Start}), []int{1, 6})
	equal(t, list(reseller.RelationshipFilter{CustomerStandingAt: hour(3)}), []int{2, 3})
	equal(t, list(reseller.RelationshipFilter{StandingAt: hour(3), WithoutDelegatedAdminFor: []string{"a"}}), []int{1, 2, 3})
	equal(t, list(reseller.RelationshipFilter{StandingAt: hour(5), WithDelegatedAdminFor: []string{"a"}}), []int{2})
	equal(t, list(reseller.RelationshipFilter{WithDelegatedAdminFor: []string{"a"}}), []int{1, 2, 6})
}

func keptInScope(t *testing.T, k *kit) {
	partner, other := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	r := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID})
	s := k.Subscription(reseller.Subscription{BilledPartner: partner, CustomerID: r.CustomerID})
	k.Charges(reseller.Charge{SubscriptionID: s.ID})
	bounds := []reseller.Quarter{0, reseller.QuarterOf(Start.AddDate(1, 0, 0))}
	for name, c := range map[string]struct {
		scope reseller.Scope
		want  int
	}{
		"the partner": {AsPartner(partner), 1}, "the operator": {AsOperator(), 1}, "another partner": {AsPartner(other), 0},
		"the customer": {AsCustomer(r.CustomerID), 0}, "nobody": {AsNobody(), 0},
	} {
		facts, err := k.store.CustomerFacts(t.Context(), c.scope, partner, nil, reseller.FactQuery{Bounds: bounds})
		check(t, err)
		offers, err := k.store.OfferFacts(t.Context(), c.scope, partner, reseller.NoEnd, time.Time{})
		check(t, err)
		if len(facts) != c.want || len(offers) != c.want {
			t.Errorf("%s finds %v and %v", name, facts, offers)
		}
	}
}
