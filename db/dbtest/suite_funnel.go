package dbtest

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"accord/reseller"
)

var funnelCases = []testCase{
	{"R8_views_are_kept_by_quarter", viewsByQuarter},
	{"The_first_preview_of_a_customer_is_kept", keepsFirstPreviews},
	{"EachVisit_of_a_time", visitsOfATime},
	{"EachVisit_of_what_is_not_written_yet", visitsUnwritten},
	{"R27_What_came_of_links_is_their_partners", funnelScopes},
	{"R8_R14_Answers_of_a_time", answersOfATime},
}

// quarters are so many quarters of an hour after Start, never at the beginning of one.
func quarters(n int) time.Time { return Start.Add(time.Duration(n) * reseller.QuarterLength) }

func someQuarters(from, to int) (q, r reseller.Quarter) {
	return reseller.QuarterOf(quarters(from)), reseller.QuarterOf(quarters(to))
}

func (k *kit) viewed(t *testing.T, scope reseller.Scope, partner reseller.ID, query reseller.FunnelQuery) map[reseller.InviteQuarter]int32 {
	t.Helper()
	found := map[reseller.InviteQuarter]int32{}
	check(t, k.store.EachViewed(t.Context(), scope, partner, query, func(at reseller.InviteQuarter, n int32) {
		if _, twice := found[at]; twice {
			t.Errorf("%v is told twice", at)
		}
		found[at] = n
	}))
	return found
}

// twoLinks are a provider's own link and one in its reseller's name.
func (k *kit) twoLinks() (provider, tier2 reseller.ID, own, named reseller.Invite) {
	p, r, named := k.tiers()
	return p.ID, r.ID, k.Invite(reseller.Invite{PartnerID: p.ID}), named
}

func viewsByQuarter(t *testing.T, k *kit) {
	provider, tier2, a, b := k.twoLinks()
	other := k.Invite(reseller.Invite{PartnerID: k.Partner(reseller.Partner{}).ID}).ID
	in := func(invite reseller.ID, n int) reseller.InviteQuarter {
		return reseller.InviteQuarter{InviteID: invite, Quarter: reseller.QuarterOf(quarters(n))}
	}
	for range 2 {
		check(t, k.store.AddViews(t.Context(), reseller.Views{Counts: map[reseller.InviteQuarter]int32{
			in(a.ID, 0): 1, in(a.ID, 1): 2, in(a.ID, 4): 7, in(b.ID, 1): 5, in(other, 1): 1, in(k.ID(), 1): 1,
		}}))
	}
	counts, err := k.store.InviteCounts(t.Context(), AsOperator(), []reseller.ID{a.ID, b.ID})
	check(t, err)
	equal(t, counts, map[reseller.ID]reseller.InviteCounts{a.ID: {Views: 20}, b.ID: {Views: 10}})
	from, to := someQuarters(1, 4)
	query := reseller.FunnelQuery{From: from, To: to}
	equal(t, k.viewed(t, AsPartner(provider), provider, query), map[reseller.InviteQuarter]int32{in(a.ID, 1): 4, in(b.ID, 1): 10})
	equal(t, k.viewed(t, AsPartner(tier2), tier2, query), map[reseller.InviteQuarter]int32{in(b.ID, 1): 10})
	query.Invites = []reseller.ID{a.ID, other}
	equal(t, k.viewed(t, AsPartner(provider), provider, query), map[reseller.InviteQuarter]int32{in(a.ID, 1): 4})
	query.Invites = []reseller.ID{}
	equal(t, k.viewed(t, AsPartner(provider), provider, query), map[reseller.InviteQuarter]int32{})
}

// visits are those of a partner's links, in order, to the partner itself.
func (k *kit) visits(t *testing.T, scope reseller.Scope, partner reseller.ID, query reseller.FunnelQuery) []reseller.Visit {
	t.Helper()
	found := []reseller.Visit{}
	sent := k.statements(func() {
		check(t, k.store.EachVisit(t.Context(), scope, partner, query, func(c reseller.Visit) { found = append(found, c) }))
	})
	if sent > 1 {
		t.Errorf("it took %d statements", sent)
	}
	sortVisits(found)
	return found
}

func sortVisits(cs []reseller.Visit) {
	slices.SortFunc(cs, func(a, b reseller.Visit) int {
		return cmp.Or(compareIDs(a.InviteID, b.InviteID), compareIDs(a.CustomerID, b.CustomerID))
	})
}

func (k *kit) previewed(t *testing.T, at time.Time, who ...reseller.InviteCustomer) {
	t.Helper()
	views := reseller.Views{Previews: map[reseller.InviteCustomer]time.Time{}}
	for _, w := range who {
		views.Previews[w] = at
	}
	check(t, k.store.AddViews(t.Context(), views))
}

// keepsFirstPreviews: two servers write at different times what they have seen.
func keepsFirstPreviews(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	link := k.Invite(reseller.Invite{PartnerID: partner}).ID
	one := reseller.InviteCustomer{InviteID: link, CustomerID: k.Customer(reseller.Customer{}).ID}
	two := reseller.InviteCustomer{InviteID: link, CustomerID: k.Customer(reseller.Customer{}).ID}
	k.previewed(t, quarters(2), one, two, reseller.InviteCustomer{InviteID: link, CustomerID: k.ID()}, reseller.InviteCustomer{InviteID: k.ID(), CustomerID: one.CustomerID})
	k.previewed(t, quarters(1), one)
	k.previewed(t, quarters(3), one, two)
	from, to := someQuarters(0, 9)
	want := []reseller.Visit{{InviteCustomer: one, PreviewedAt: quarters(1)}, {InviteCustomer: two, PreviewedAt: quarters(2)}}
	sortVisits(want)
	equal(t, k.visits(t, AsPartner(partner), partner, reseller.FunnelQuery{From: from, To: to}), want)
}

// answered has a customer of its own do what has a time with a link.
func (k *kit) answered(t *testing.T, link reseller.Invite, previewed, accepted, declined time.Time) reseller.Visit {
	t.Helper()
	customer := k.Customer(reseller.Customer{}).ID
	c := reseller.Visit{
		InviteCustomer: reseller.InviteCustomer{InviteID: link.ID, CustomerID: customer},
		PreviewedAt:    previewed, AcceptedAt: accepted, DeclinedAt: declined,
	}
	if !previewed.IsZero() {
		k.previewed(t, previewed, c.InviteCustomer)
	}
	if !accepted.IsZero() {
		r := k.Relationship(reseller.Relationship{PartnerID: link.PartnerID, CustomerID: customer})
		a := reseller.Acceptance{ID: k.ID(), InviteID: link.ID, CustomerID: customer, RelationshipID: r.ID, AcceptedAt: accepted}
		k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.InsertAcceptance(ctx, a) })
	}
	if !declined.IsZero() {
		d := reseller.Decline{ID: k.ID(), InviteID: link.ID, CustomerID: customer, DeclinedBy: k.ID(), DeclinedAt: declined}
		k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutDecline(ctx, d) })
	}
	return c
}

func visitsOfATime(t *testing.T, k *kit) {
	provider, tier2, own, named := k.twoLinks()
	never := time.Time{}
	before, first, last, after := quarters(0), reseller.QuarterOf(quarters(1)).Time(), reseller.QuarterOf(quarters(4)).Time().Add(-time.Microsecond), reseller.QuarterOf(quarters(4)).Time()
	var ofOwn []reseller.Visit
	for _, c := range [][3]time.Time{
		{first, never, never},
		{never, last, never},
		{never, never, first},
		{before, last, after},
		{first, after, never},
		{before, after, last},
	} {
		ofOwn = append(ofOwn, k.answered(t, own, c[0], c[1], c[2]))
	}
	for _, c := range [][3]time.Time{{before, never, never}, {after, before, never}, {never, after, before}} {
		k.answered(t, own, c[0], c[1], c[2])
	}
	ofNamed := []reseller.Visit{k.answered(t, named, first, last, never)}
	sortVisits(ofOwn)
	all := slices.Concat(ofOwn, ofNamed)
	sortVisits(all)
	from, to := someQuarters(1, 4)
	query := reseller.FunnelQuery{From: from, To: to}
	equal(t, k.visits(t, AsPartner(provider), provider, query), all)
	equal(t, k.visits(t, AsPartner(tier2), tier2, query), ofNamed)
	query.Invites = []reseller.ID{own.ID, k.ID()}
	equal(t, k.visits(t, AsOperator(), provider, query), ofOwn)
	equal(t, k.visits(t, AsOperator(), tier2, query), []reseller.Visit{})
}

// visitsUnwritten: who has been seen but is not written yet may have done anything before, or nothing.
func visitsUnwritten(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	link, others := k.Invite(reseller.Invite{PartnerID: partner}), k.Invite(reseller.Invite{PartnerID: k.Partner(reseller.Partner{}).ID})
	long := k.answered(t, link, quarters(0), quarters(1), time.Time{})
	k.answered(t, link, quarters(0), time.Time{}, time.Time{})
	within := k.answered(t, link, quarters(5), time.Time{}, time.Time{})
	nothing := reseller.Visit{InviteCustomer: reseller.InviteCustomer{InviteID: link.ID, CustomerID: k.Customer(reseller.Customer{}).ID}}
	from, to := someQuarters(4, 8)
	query := reseller.FunnelQuery{From: from, To: to}
	elsewhere := reseller.InviteCustomer{InviteID: others.ID, CustomerID: nothing.CustomerID}
	k.previewed(t, quarters(5), elsewhere)
	query.Unwritten = []reseller.InviteCustomer{long.InviteCustomer, within.InviteCustomer, nothing.InviteCustomer, elsewhere}
	want := []reseller.Visit{long, within, nothing}
	sortVisits(want)
	equal(t, k.visits(t, AsPartner(partner), partner, query), want)
}

func funnelScopes(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	link := k.Invite(reseller.Invite{PartnerID: partner})
	c := k.answered(t, link, quarters(1), quarters(1), quarters(1))
	check(t, k.store.AddViews(t.Context(), viewed(map[reseller.ID]int32{link.ID: 1})))
	from, to := someQuarters(0, 8)
	query := reseller.FunnelQuery{From: from, To: to, Unwritten: []reseller.InviteCustomer{c.InviteCustomer}}
	for name, s := range map[string]struct {
		scope reseller.Scope
		finds int
	}{
		"the partner": {AsPartner(partner), 1}, "the operator": {AsOperator(), 1}, "another partner": {AsPartner(k.Partner(reseller.Partner{}).ID), 0},
		"the customer": {AsCustomer(c.CustomerID), 0}, "a customer with the partner's id": {AsCustomer(partner), 0}, "nobody": {AsNobody(), 0},
	} {
		k.part(t, name, func(t *testing.T) {
			equal(t, len(k.visits(t, s.scope, partner, query)), s.finds)
			equal(t, len(k.viewed(t, s.scope, partner, query)), s.finds)
		})
	}
}

func answersOfATime(t *testing.T, k *kit) {
	link := k.Invite(reseller.Invite{PartnerID: k.Partner(reseller.Partner{}).ID})
	ids, scope := []reseller.ID{link.ID}, AsPartner(link.PartnerID)
	for n := range 5 {
		k.answered(t, link, time.Time{}, quarters(n), quarters(2*n))
	}
	for name, c := range map[string]struct {
		filter             reseller.AnswerFilter
		accepted, declined int32
	}{
		"of all times": {reseller.AnswerFilter{}, 5, 5}, "from": {reseller.AnswerFilter{From: quarters(2)}, 3, 4}, "to": {reseller.AnswerFilter{To: quarters(2)}, 2, 1},
		"between": {reseller.AnswerFilter{From: quarters(1), To: quarters(4)}, 3, 1}, "never": {reseller.AnswerFilter{From: quarters(4), To: quarters(1)}, 0, 0},
	} {
		k.part(t, name, func(t *testing.T) {
			accepted, err := k.store.CountAcceptances(t.Context(), scope, ids, c.filter)
			check(t, err)
			declined, err := k.store.CountDeclines(t.Context(), scope, ids, c.filter)
			check(t, err)
			equal(t, []int32{accepted[link.ID], declined[link.ID]}, []int32{c.accepted, c.declined})
			acceptances, err := k.store.AcceptancesOf(t.Context(), scope, ids, c.filter, wholePage)
			check(t, err)
			declines, err := k.store.DeclinesOf(t.Context(), scope, ids, c.filter, wholePage)
			check(t, err)
			equal(t, []int{len(acceptances[link.ID].Items), len(declines[link.ID].Items)}, []int{int(c.accepted), int(c.declined)})
		})
	}
}
