package dbtest

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"accord/reseller"
)

// soldBy makes so many subscriptions of one customer, at times of which many are equal, for which a partner that is related to it is
// billed.
func soldBy(k *kit, partner reseller.ID, n int) (customer reseller.ID, newestFirst []reseller.Subscription) {
	customer = k.Customer(reseller.Customer{}).ID
	k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: customer})
	newestFirst = make([]reseller.Subscription, n)
	for i := range newestFirst {
		newestFirst[i] = reseller.Subscription{CustomerID: customer, BilledPartner: partner, OrderedAt: sometimes(i)}
	}
	newestFirst = k.Subscriptions(newestFirst...)
	slices.SortFunc(newestFirst, func(a, b reseller.Subscription) int {
		return -cmp.Or(a.OrderedAt.Compare(b.OrderedAt), compareIDs(a.ID, b.ID))
	})
	return customer, newestFirst
}

func pagesOfSubscriptions(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	customer, want := soldBy(k, partner, listLength)
	k.Subscriptions(reseller.Subscription{}, reseller.Subscription{BilledPartner: k.Partner(reseller.Partner{}).ID})
	for _, list := range []struct {
		kind  reseller.TenantKind
		owner reseller.ID
		scope reseller.Scope
	}{
		{reseller.TenantPartner, partner, AsPartner(partner)},
		{reseller.TenantPartner, partner, AsOperator()},
		{reseller.TenantPartner, partner, AsCustomer(customer)},
		{reseller.TenantCustomer, customer, AsPartner(partner)},
		{reseller.TenantCustomer, customer, AsCustomer(customer)},
	} {
		of := reseller.SubscriptionList{Owner: list.kind}
		got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.Subscription], error) {
			pages, err := k.store.Subscriptions(t.Context(), list.scope, []reseller.ID{list.owner}, of, page)
			return pages[list.owner], err
		}, func(s reseller.Subscription) reseller.Key { return reseller.Key{Time: s.OrderedAt, ID: s.ID} })
		equal(t, got, want)
		counts, err := k.store.CountSubscriptions(t.Context(), list.scope, []reseller.ID{list.owner, k.ID()}, of)
		check(t, err)
		equal(t, counts, map[reseller.ID]int32{list.owner: listLength})
	}
}

func filtersSubscriptions(t *testing.T, k *kit) {
	giver, taker := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	customer := k.Customer(reseller.Customer{}).ID
	k.Relationships(
		reseller.Relationship{PartnerID: giver, CustomerID: customer}, reseller.Relationship{PartnerID: taker, CustomerID: customer},
	)
	sold := reseller.Subscription{CustomerID: customer, BilledPartner: giver}
	suspended, cancelled, other, offered := sold, sold, sold, sold
	suspended.Status, cancelled.Status = reseller.SubscriptionSuspended, reseller.SubscriptionCancelled
	other.Offer, other.Service, offered.Transfer.To = "other", "b", taker
	all := k.Subscriptions(sold, suspended, cancelled, other, offered)
	for _, test := range []struct {
		name   string
		filter reseller.SubscriptionFilter
		// the numbers of those that the giver's, the taker's and the customer's lists have, to the giver and to the taker
		giver, taker, customerToGiver, customerToTaker []int
	}{
		{"all", reseller.SubscriptionFilter{}, []int{4, 3, 2, 1, 0}, nil, []int{4, 3, 2, 1, 0}, []int{4}},
		{"status", reseller.SubscriptionFilter{Status: reseller.SubscriptionSuspended}, []int{1}, nil, []int{1}, nil},
		{"cancelled", reseller.SubscriptionFilter{Status: reseller.SubscriptionCancelled}, []int{2}, nil, []int{2}, nil},
		{"offer", reseller.SubscriptionFilter{Offer: "other"}, []int{3}, nil, []int{3}, nil},
		{"service", reseller.SubscriptionFilter{Service: "a", Status: reseller.SubscriptionActive}, []int{4, 0}, nil, []int{4, 0}, []int{4}},
		{"offered", reseller.SubscriptionFilter{TransferOffered: true}, nil, []int{4}, nil, []int{4}},
		{"offered of a service", reseller.SubscriptionFilter{TransferOffered: true, Service: "b"}, nil, nil, nil, nil},
	} {
		for _, list := range []struct {
			kind   reseller.TenantKind
			owner  reseller.ID
			viewer reseller.ID
			want   []int
		}{
			{reseller.TenantPartner, giver, giver, test.giver},
			{reseller.TenantPartner, taker, taker, test.taker},
			{reseller.TenantCustomer, customer, giver, test.customerToGiver},
			{reseller.TenantCustomer, customer, taker, test.customerToTaker},
		} {
			of, owners := reseller.SubscriptionList{Owner: list.kind, Filter: test.filter}, []reseller.ID{list.owner}
			pages, err := k.store.Subscriptions(t.Context(), AsPartner(list.viewer), owners, of, wholePage)
			check(t, err)
			var got []int
			for _, s := range pages[list.owner].Items {
				got = append(got, slices.Index(all, s))
			}
			counts, err := k.store.CountSubscriptions(t.Context(), AsPartner(list.viewer), owners, of)
			check(t, err)
			if !slices.Equal(got, list.want) || int(counts[list.owner]) != len(list.want) {
				t.Errorf("%s: %v, %d; want %v", test.name, got, counts[list.owner], list.want)
			}
		}
	}
}

// subscriptionsOfOwners: a page of pages is one statement, and each its own.
func subscriptionsOfOwners(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	want := map[reseller.ID][]reseller.Subscription{}
	owners := []reseller.ID{k.ID()} // that there isn't
	for n := range 4 {
		customer, sold := soldBy(k, partner, n)
		owners, want[customer] = append(owners, customer, customer), sold
	}
	list := reseller.SubscriptionList{Owner: reseller.TenantCustomer}
	n := k.statements(func() {
		pages, err := k.store.Subscriptions(t.Context(), AsPartner(partner), owners, list, reseller.Page{Limit: 2})
		check(t, err)
		equal(t, len(pages), 5)
		for customer, sold := range want {
			first := sold[:min(len(sold), 2)]
			equal(t, len(pages[customer].Items), len(first))
			for i, s := range first {
				equal(t, pages[customer].Items[i], s)
			}
			equal(t, pages[customer].HasNext, len(sold) > 2)
		}
	})
	equal(t, n, 1)
}

// subscriptionReads are those of subscriptions, and of the prices of offers.
func subscriptionReads(r reseller.Reader) map[string]listRead {
	type in = []reseller.ID
	return map[string]listRead{
		"SubscriptionsByID": counting(r.SubscriptionsByID),
		"SubscriptionsAsOf": counting(asOf(Start, r.SubscriptionsAsOf)),
		"AddOnsOf":          counting(asOf(time.Time{}, r.AddOnsOf)),
		"Blockers":          counting(r.Blockers),
		"ServiceHolders":    counting(asOf(time.Time{}, r.ServiceHolders)),
		"Holds": func(ctx context.Context, _ reseller.Scope, ids in) (int, error) {
			found, err := r.Holds(ctx, AsPartner(reseller.ID{1}), ids)
			return len(found), err
		},
		"PricesOf": func(ctx context.Context, _ reseller.Scope, ids in) (int, error) {
			codes := make([]string, len(ids))
			for i, id := range ids {
				codes[i] = id.String()
			}
			found, err := r.PricesOf(ctx, codes)
			return len(found), err
		},
		"CountSubscriptions": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.CountSubscriptions(ctx, s, ids, reseller.SubscriptionList{})
			return len(found), err
		},
		"Subscriptions": func(ctx context.Context, s reseller.Scope, ids in) (int, error) {
			found, err := r.Subscriptions(ctx, s, ids, reseller.SubscriptionList{}, wholePage)
			return items(found), err
		},
	}
}
