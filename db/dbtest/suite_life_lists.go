package dbtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

var lifeListCases = []testCase{
	{"R8_Acceptances_page", pagesOfAcceptances},
	{"R14_Declines_page", pagesOfDeclines},
	{"R27_acceptances_and_declines_keep_to_their_scope", scopesOfUses},
	{"R6_lists_with_two_owner_columns_page", listsNamingResellers},
	{"R25_histories_of_customers_and_partners", histories},
	{"R14_partners_do_not_find_who_declined", hidesDecliner},
}

// used makes a link in a reseller's name that many customers have accepted and declined, several at a time.
func (k *kit) used(t *testing.T) (link reseller.Invite, accepted []reseller.Acceptance, declined []reseller.Decline) {
	t.Helper()
	provider, _, link := k.tiers()
	for i := range listLength {
		c := k.Customer(reseller.Customer{})
		r := k.Relationship(reseller.Relationship{PartnerID: provider.ID, CustomerID: c.ID})
		a := reseller.Acceptance{ID: k.ID(), InviteID: link.ID, CustomerID: c.ID, RelationshipID: r.ID, AcceptedBy: k.ID(), AcceptedAt: sometimes(i)}
		d := reseller.Decline{ID: k.ID(), InviteID: link.ID, CustomerID: c.ID, CustomerName: c.Name, DeclinedBy: k.ID(), DeclinedAt: sometimes(i), Reason: fmt.Sprint(i)}
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			check(t, tx.InsertAcceptance(ctx, a))
			return tx.PutDecline(ctx, d)
		})
		accepted, declined = append(accepted, a), append(declined, d)
	}
	newestFirst := func(x, y time.Time, a, b reseller.ID) int {
		if c := y.Compare(x); c != 0 {
			return c
		}
		return compareIDs(b, a)
	}
	slices.SortFunc(accepted, func(a, b reseller.Acceptance) int { return newestFirst(a.AcceptedAt, b.AcceptedAt, a.ID, b.ID) })
	slices.SortFunc(declined, func(a, b reseller.Decline) int { return newestFirst(a.DeclinedAt, b.DeclinedAt, a.ID, b.ID) })
	return link, accepted, declined
}

func pagesOfAcceptances(t *testing.T, k *kit) {
	link, want, _ := k.used(t)
	scope := AsPartner(link.Terms.ResellerID)
	got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.Acceptance], error) {
		pages, err := k.store.AcceptancesOf(t.Context(), scope, []reseller.ID{link.ID}, reseller.AnswerFilter{}, page)
		return pages[link.ID], err
	}, func(a reseller.Acceptance) reseller.Key { return reseller.Key{Time: a.AcceptedAt, ID: a.ID} })
	equal(t, got, want)
	counts, err := k.store.CountAcceptances(t.Context(), scope, []reseller.ID{link.ID, k.ID()}, reseller.AnswerFilter{})
	check(t, err)
	equal(t, counts, map[reseller.ID]int32{link.ID: listLength})
	found, err := k.store.AcceptancesByID(t.Context(), scope, []reseller.ID{want[3].ID, k.ID()})
	check(t, err)
	equal(t, found, map[reseller.ID]reseller.Acceptance{want[3].ID: want[3]})
}

func pagesOfDeclines(t *testing.T, k *kit) {
	link, _, want := k.used(t)
	scope := AsPartner(link.PartnerID)
	got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.Decline], error) {
		pages, err := k.store.DeclinesOf(t.Context(), scope, []reseller.ID{link.ID}, reseller.AnswerFilter{}, page)
		return pages[link.ID], err
	}, func(d reseller.Decline) reseller.Key { return reseller.Key{Time: d.DeclinedAt, ID: d.ID} })
	equal(t, got, want)
	counts, err := k.store.CountDeclines(t.Context(), scope, []reseller.ID{link.ID, k.ID()}, reseller.AnswerFilter{})
	check(t, err)
	equal(t, counts, map[reseller.ID]int32{link.ID: listLength})
	found, err := k.store.DeclinesByID(t.Context(), scope, []reseller.ID{want[3].ID, k.ID()})
	check(t, err)
	equal(t, found, map[reseller.ID]reseller.Decline{want[3].ID: want[3]})
}

// scopesOfUses: the partner whose link it is and the reseller that it names see its uses, and the operator; nobody else, and
// not the customer whose use it is: the link is none of its own.
func scopesOfUses(t *testing.T, k *kit) {
	link, accepted, declined := k.used(t)
	stranger := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: link.PartnerID})
	ctx, links := t.Context(), []reseller.ID{link.ID}
	for name, c := range map[string]struct {
		scope reseller.Scope
		sees  bool
	}{
		"the partner": {AsPartner(link.PartnerID), true}, "the reseller": {AsPartner(link.Terms.ResellerID), true}, "the operator": {AsOperator(), true},
		"another reseller": {AsPartner(stranger.ID), false}, "the customer": {AsCustomer(accepted[0].CustomerID), false}, "nobody": {AsNobody(), false},
		"a customer with the partner's id": {AsCustomer(link.PartnerID), false},
	} {
		acceptances, err := k.store.AcceptancesByID(ctx, c.scope, []reseller.ID{accepted[0].ID})
		check(t, err)
		declines, err := k.store.DeclinesByID(ctx, c.scope, []reseller.ID{declined[0].ID})
		check(t, err)
		acceptancePages, err := k.store.AcceptancesOf(ctx, c.scope, links, reseller.AnswerFilter{}, wholePage)
		check(t, err)
		declinePages, err := k.store.DeclinesOf(ctx, c.scope, links, reseller.AnswerFilter{}, wholePage)
		check(t, err)
		acceptanceCounts, err := k.store.CountAcceptances(ctx, c.scope, links, reseller.AnswerFilter{})
		check(t, err)
		declineCounts, err := k.store.CountDeclines(ctx, c.scope, links, reseller.AnswerFilter{})
		check(t, err)
		got := []int{
			len(acceptances), len(declines), len(acceptancePages[link.ID].Items), len(declinePages[link.ID].Items),
			int(acceptanceCounts[link.ID]), int(declineCounts[link.ID]),
		}
		want := make([]int, len(got))
		if c.sees {
			want = []int{1, 1, listLength, listLength, listLength, listLength}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s sees %v, want %v", name, got, want)
		}
	}
}

// listsNamingResellers: a partner that is now the partner, now the reseller, has one list of both, in order.
func listsNamingResellers(t *testing.T, k *kit) {
	provider, tier2, _ := k.tiers()
	cs := make([]reseller.Customer, listLength)
	rs := make([]reseller.Relationship, listLength)
	for i, name := range listNames() {
		cs[i].Name = name
	}
	for i, c := range k.Customers(cs...) {
		r := reseller.Relationship{PartnerID: provider.ID, ResellerID: tier2.ID, CustomerID: c.ID, AcceptedAt: sometimes(i)}
		terms := reseller.Terms{DelegatedAdmin: true, ResellerID: tier2.ID, Label: fmt.Sprint(i)}
		invite := reseller.Invite{PartnerID: provider.ID, Terms: terms, CreatedAt: sometimes(i)}
		if i%3 == 0 { // some are its own
			r.PartnerID, r.ResellerID = tier2.ID, reseller.ID{}
			invite.PartnerID, invite.Terms.ResellerID = tier2.ID, reseller.ID{}
		}
		rs[i] = r
		k.Invite(invite)
	}
	k.Relationships(rs...)
	owners := []reseller.ID{tier2.ID, provider.ID} // which have most in common
	invites := walk(t, func(page reseller.Page) (reseller.Slice[reseller.Invite], error) {
		pages, err := k.store.Invites(t.Context(), AsOperator(), owners, page)
		return pages[tier2.ID], err
	}, func(i reseller.Invite) reseller.Key { return reseller.Key{Time: i.CreatedAt, ID: i.ID} })
	equal(t, len(invites), listLength+1)
	for _, order := range []reseller.Order{reseller.DefaultOrder, {Field: reseller.OrderCustomerName}} {
		for _, customers := range []bool{false, true} {
			list := reseller.RelationshipList{Owner: reseller.TenantPartner, Order: order, Customers: customers}
			items := walk(t, func(page reseller.Page) (reseller.Slice[reseller.RelationshipItem], error) {
				pages, err := k.store.Relationships(t.Context(), AsOperator(), owners, list, page)
				return pages[tier2.ID], err
			}, func(i reseller.RelationshipItem) reseller.Key { return i.Key })
			equal(t, len(items), listLength)
		}
	}
}

func histories(t *testing.T, k *kit) {
	provider, tier2, customer, actor := k.ID(), k.ID(), k.ID(), k.ID()
	for i := range listLength {
		e := reseller.Event{PartnerID: provider, CustomerID: customer, OccurredAt: Start.Add(time.Duration(i) * time.Minute)}
		switch i % 3 {
		case 0:
			e.ResellerID, e.Kind = tier2, reseller.EventDelegatedAdminGranted
		case 1:
			e.PartnerID, e.Actor = tier2, reseller.Actor{UserID: actor, Tenant: reseller.TenantPartner, TenantID: tier2}
		}
		k.Events(e)
	}
	settled(t, k, listLength)
	half := Start.Add(listLength / 2 * time.Minute)
	kinds := []reseller.EventKind{reseller.EventDelegatedAdminGranted, reseller.EventInviteCreated}
	for name, c := range map[string]struct {
		of     reseller.HistoryOf
		owner  reseller.ID
		scope  reseller.Scope
		filter reseller.EventFilter
		want   int
	}{
		"the customer's":                  {reseller.HistoryOfCustomer, customer, AsCustomer(customer), reseller.EventFilter{}, listLength},
		"the provider's":                  {reseller.HistoryOfPartner, provider, AsPartner(provider), reseller.EventFilter{}, listLength / 3 * 2},
		"the reseller's":                  {reseller.HistoryOfPartner, tier2, AsPartner(tier2), reseller.EventFilter{}, listLength / 3 * 2},
		"the customer's, to the reseller": {reseller.HistoryOfCustomer, customer, AsPartner(tier2), reseller.EventFilter{}, listLength / 3 * 2},
		"the provider's, to the reseller": {reseller.HistoryOfPartner, provider, AsPartner(tier2), reseller.EventFilter{}, listLength / 3},
		"the customer's, to another":      {reseller.HistoryOfCustomer, customer, AsCustomer(k.ID()), reseller.EventFilter{}, 0},
		"the customer's, to nobody":       {reseller.HistoryOfCustomer, customer, AsNobody(), reseller.EventFilter{}, 0},
		"kinds":                           {reseller.HistoryOfPartner, tier2, AsOperator(), reseller.EventFilter{Kinds: kinds}, listLength / 3},
		"an actor":                        {reseller.HistoryOfCustomer, customer, AsCustomer(customer), reseller.EventFilter{Actor: actor}, listLength / 3},
		"from":                            {reseller.HistoryOfCustomer, customer, AsOperator(), reseller.EventFilter{From: half}, listLength - listLength/2},
		"to":                              {reseller.HistoryOfCustomer, customer, AsOperator(), reseller.EventFilter{To: half}, listLength / 2},
		"all at once":                     {reseller.HistoryOfCustomer, customer, AsOperator(), reseller.EventFilter{Actor: actor, Kinds: kinds, From: half}, 0},
	} {
		list := reseller.HistoryList{Of: c.of, Filter: c.filter}
		counts, err := k.store.CountHistory(t.Context(), c.scope, []reseller.ID{c.owner, k.ID()}, list)
		check(t, err)
		pages, err := k.store.History(t.Context(), c.scope, []reseller.ID{c.owner, k.ID()}, list, wholePage)
		check(t, err)
		if got := len(pages[c.owner].Items); got != c.want || int(counts[c.owner]) != c.want {
			t.Errorf("%s: %d events, counted %d, want %d", name, got, counts[c.owner], c.want)
		}
		if c.want == listLength {
			walk(t, func(page reseller.Page) (reseller.Slice[reseller.Event], error) {
				pages, err := k.store.History(t.Context(), c.scope, []reseller.ID{c.owner}, list, page)
				return pages[c.owner], err
			}, func(e reseller.Event) reseller.Key { return reseller.Key{Event: e.Position} })
		}
	}
}

func hidesDecliner(t *testing.T, k *kit) {
	partner, customer, actor := k.ID(), k.ID(), k.ID()
	for _, kind := range []reseller.EventKind{reseller.EventInviteDeclined, reseller.EventRelationshipCreated} {
		k.Events(reseller.Event{Kind: kind, PartnerID: partner, CustomerID: customer, Actor: reseller.Actor{UserID: actor}})
	}
	list := reseller.HistoryList{Of: reseller.HistoryOfCustomer, Filter: reseller.EventFilter{Actor: actor}}
	var got []string
	for _, scope := range []reseller.Scope{AsPartner(partner), AsCustomer(customer), AsOperator()} {
		counts, err := k.store.CountHistory(t.Context(), scope, []reseller.ID{customer}, list)
		check(t, err)
		got = append(got, fmt.Sprint(counts[customer]))
	}
	equal(t, strings.Join(got, " "), "1 2 2")
}
