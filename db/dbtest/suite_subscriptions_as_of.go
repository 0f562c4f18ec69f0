package dbtest

import (
	"slices"
	"testing"
	"time"

	"accord/reseller"
)

var pastSubscriptionCases = []testCase{
	{"R25_Subscriptions_as_of_a_moment", pastSubscriptions},
	{"R25_SubscriptionsAsOf_and_what_is_nested", pastNested},
	{"R25_SubscriptionsAsOf_of_events_that_do_not_tell_all", pastUntold},
	{"R25_Subscriptions_as_of_a_moment_before_an_import_was_recorded", pastImports},
	{"R27_Subscriptions_as_of_a_moment_are_those_seen_now", pastSubscriptionsSeen},
	{"R27_Subscriptions_as_of_a_moment_are_those_that_a_partner_had_to_do_with", pastSubscriptionsDealtWith},
}

// past is a subscription that giver sold, upgraded and transferred to taker, with an add-on that was cancelled, and the moments between.
type past struct {
	customer, giver, taker                reseller.ID
	base, addOn                           reseller.Subscription
	sold, upgraded, offered, taken, ended time.Time
}

func newPast(k *kit) past {
	p := past{customer: k.Customer(reseller.Customer{}).ID, giver: k.Partner(reseller.Partner{}).ID, taker: k.Partner(reseller.Partner{}).ID}
	k.Relationships(reseller.Relationship{PartnerID: p.giver, CustomerID: p.customer}, reseller.Relationship{PartnerID: p.taker, CustomerID: p.customer})
	for _, at := range []*time.Time{&p.sold, &p.upgraded, &p.offered, &p.taken, &p.ended} {
		*at = k.Tick()
	}
	p.base = k.Subscription(reseller.Subscription{CustomerID: p.customer, BilledPartner: p.taker, OriginalReseller: p.giver, Offer: "other", Service: "b", OrderedAt: p.sold, OrderedBy: k.ID()})
	p.addOn = k.Subscription(reseller.Subscription{
		CustomerID: p.customer, BilledPartner: p.taker, OriginalReseller: p.giver, BaseID: p.base.ID, OrderedAt: p.sold, OrderedBy: k.ID(),
		Status: reseller.SubscriptionCancelled, CancelledAt: p.ended,
	})
	tell := func(s reseller.Subscription, kind reseller.EventKind, at time.Time, billed, other reseller.ID, offer, service string, status reseller.SubscriptionStatus) {
		fields := map[string]string{
			"term_starts_on": s.Term.StartsOn.String(), "term_ends_on": s.Term.EndsOn.String(), "first_billed_on": s.Term.FirstBilledOn.String(),
			"original_reseller": p.giver.String(), "billed_partner": billed.String(),
		}
		if s.IsAddOn() {
			fields["base"] = s.BaseID.String()
		}
		k.Events(reseller.Event{
			Kind: kind, OccurredAt: at, PartnerID: billed, ResellerID: other, CustomerID: p.customer, SubscriptionID: s.ID,
			After: &reseller.EventState{Offer: offer, Service: service, Seats: 1, SubscriptionStatus: status, Fields: fields},
		})
	}
	none := reseller.ID{}
	for _, s := range []reseller.Subscription{p.base, p.addOn} {
		tell(s, reseller.EventSubscriptionOrdered, p.sold, p.giver, none, "offer", "a", reseller.SubscriptionActive)
	}
	tell(p.base, reseller.EventSubscriptionUpgraded, p.upgraded, p.giver, none, "other", "b", reseller.SubscriptionActive)
	for _, s := range []reseller.Subscription{p.base, p.addOn} {
		offer, service := s.Offer, s.Service
		tell(s, reseller.EventTransferOffered, p.offered, p.giver, p.taker, offer, service, reseller.SubscriptionActive)
		tell(s, reseller.EventSubscriptionTransferred, p.taken, p.taker, p.giver, offer, service, reseller.SubscriptionActive)
	}
	tell(p.addOn, reseller.EventSubscriptionCancelled, p.ended, p.taker, none, "offer", "a", reseller.SubscriptionCancelled)
	return p
}

// pastSubscriptions: those that are in whose list change with transfers, and what filters look at with what they were.
func pastSubscriptions(t *testing.T, k *kit) {
	p := newPast(k)
	for _, test := range []struct {
		name                   string
		at                     time.Time
		filter                 reseller.SubscriptionFilter
		giver, taker, customer int
	}{
		{"before", p.sold.Add(-time.Microsecond), reseller.SubscriptionFilter{}, 0, 0, 0},
		{"sold", p.sold, reseller.SubscriptionFilter{}, 2, 0, 2},
		{"of the offer", p.sold, reseller.SubscriptionFilter{Offer: "offer"}, 2, 0, 2},
		{"upgraded", p.upgraded, reseller.SubscriptionFilter{Offer: "other", Service: "b"}, 1, 0, 1},
		{"offered", p.offered, reseller.SubscriptionFilter{TransferOffered: true}, 0, 2, 2},
		{"of those in use", p.offered, reseller.SubscriptionFilter{TransferOffered: true, Status: reseller.SubscriptionActive, Service: "a"}, 0, 1, 1},
		{"taken", p.taken, reseller.SubscriptionFilter{Status: reseller.SubscriptionActive}, 0, 2, 2},
		{"no more offered", p.taken, reseller.SubscriptionFilter{TransferOffered: true}, 0, 0, 0},
		{"cancelled", p.ended, reseller.SubscriptionFilter{Status: reseller.SubscriptionCancelled}, 0, 1, 1},
	} {
		customers := AsCustomer(p.customer)
		if test.filter.TransferOffered { // to a customer nothing is
			customers = AsPartner(p.taker)
		}
		for _, list := range []struct {
			kind  reseller.TenantKind
			owner reseller.ID
			scope reseller.Scope
			want  int
		}{
			{reseller.TenantPartner, p.giver, AsOperator(), test.giver},
			{reseller.TenantPartner, p.taker, AsPartner(p.taker), test.taker},
			{reseller.TenantCustomer, p.customer, customers, test.customer},
		} {
			of, owners := reseller.SubscriptionList{Owner: list.kind, Filter: test.filter, AsOf: test.at}, []reseller.ID{list.owner, k.ID()}
			pages, err := k.store.Subscriptions(t.Context(), list.scope, owners, of, wholePage)
			check(t, err)
			counts, err := k.store.CountSubscriptions(t.Context(), list.scope, owners, of)
			check(t, err)
			if got := len(pages[list.owner].Items); got != list.want || int(counts[list.owner]) != list.want {
				t.Errorf("%s, of a %s: %d, counted %d; want %d", test.name, list.kind, got, counts[list.owner], list.want)
			}
		}
	}
}

// pastNested: the base as it was, the add-ons that were not cancelled then, and who held DAP for the service of then, at the price of then.
func pastNested(t *testing.T, k *kit) {
	p := newPast(k)
	related := k.Relationship(reseller.Relationship{PartnerID: k.Partner(reseller.Partner{}).ID, CustomerID: p.customer, AcceptedAt: p.sold})
	k.Services("c")
	k.Delegation(reseller.Delegation{RelationshipID: related.ID, Service: "a", GrantedAt: p.sold, Status: reseller.DelegationEnded, EndedAt: p.taken})
	k.Charges(
		reseller.Charge{SubscriptionID: p.base.ID, PartnerID: p.giver, Offer: "offer", UnitPrice: reseller.Money{Minor: 700, Currency: "CNY"}, Until: p.base.Term.StartsOn, Since: p.base.Term.StartsOn - 1},
		reseller.Charge{SubscriptionID: p.base.ID, PartnerID: p.giver, Offer: "other", UnitPrice: reseller.Money{Minor: 900, Currency: "CNY"}},
	)
	ids, scope := []reseller.ID{p.base.ID, p.addOn.ID, k.ID()}, AsCustomer(p.customer)
	found, err := k.store.SubscriptionsAsOf(t.Context(), scope, ids, p.sold)
	check(t, err)
	want := p.base
	want.Offer, want.Service, want.BilledPartner, want.UnitPrice.Minor, want.AsOf = "offer", "a", p.giver, 700, p.sold
	equal(t, found[p.base.ID], want)
	equal(t, len(found), 2)
	found, err = k.store.SubscriptionsAsOf(t.Context(), scope, ids, p.sold.Add(-time.Microsecond))
	check(t, err)
	equal(t, len(found), 0)
	for at, n := range map[time.Time]int{p.sold: 1, p.taken: 1, p.ended: 0, {}: 0} {
		addOns, err := k.store.AddOnsOf(t.Context(), scope, ids, at)
		check(t, err)
		equal(t, len(addOns[p.base.ID]), n)
	}
	for at, want := range map[time.Time][]reseller.ID{p.sold: {p.base.ID, p.addOn.ID}, p.upgraded: {p.addOn.ID}, p.taken: nil} {
		holders, err := k.store.ServiceHolders(t.Context(), scope, ids, at)
		check(t, err)
		for _, id := range ids {
			if _, held := holders[id]; held != slices.Contains(want, id) {
				t.Errorf("at %s: %v", at, holders)
			}
		}
	}
}

// pastSubscriptionsSeen: the giver sees no more of what it gave.
func pastSubscriptionsSeen(t *testing.T, k *kit) {
	p := newPast(k)
	for _, scope := range []reseller.Scope{AsPartner(p.giver), AsPartner(k.ID()), AsCustomer(k.ID()), AsNobody()} {
		list := reseller.SubscriptionList{Owner: reseller.TenantPartner, AsOf: p.sold}
		pages, err := k.store.Subscriptions(t.Context(), scope, []reseller.ID{p.giver}, list, wholePage)
		check(t, err)
		equal(t, len(pages[p.giver].Items), 0)
		found, err := k.store.SubscriptionsAsOf(t.Context(), scope, []reseller.ID{p.base.ID}, p.sold)
		check(t, err)
		equal(t, len(found), 0)
	}
}

// pastSubscriptionsDealtWith: the taker sees what it took over since it was offered, and who holds DAP for a service what was of that service since
// it was granted, in lists and where they are nested.
func pastSubscriptionsDealtWith(t *testing.T, k *kit) {
	p := newPast(k)
	holder := k.Partner(reseller.Partner{}).ID
	related := k.Relationship(reseller.Relationship{PartnerID: holder, CustomerID: p.customer, AcceptedAt: p.sold})
	for service, at := range map[string]time.Time{"a": p.upgraded, "b": p.taken} {
		k.Delegation(reseller.Delegation{RelationshipID: related.ID, Service: service, GrantedAt: at})
	}
	both := []reseller.ID{p.base.ID, p.addOn.ID}
	for _, test := range []struct {
		name   string
		scope  reseller.Scope
		at     time.Time
		want   []reseller.ID
		addOns int
	}{
		{"the customer", AsCustomer(p.customer), p.sold, both, 1},
		{"the operator", AsOperator(), p.sold, both, 1},
		{"the taker, before", AsPartner(p.taker), p.upgraded, nil, 0},
		{"the taker, when they were offered", AsPartner(p.taker), p.offered, both, 1},
		{"the taker, since", AsPartner(p.taker), p.taken, both, 1},
		{"the holder, before", AsPartner(holder), p.sold, nil, 0},
		{"the holder of the one service", AsPartner(holder), p.upgraded, both[1:], 1},
		{"the holder of both", AsPartner(holder), p.taken, both, 1},
	} {
		owners, list := []reseller.ID{p.customer}, reseller.SubscriptionList{Owner: reseller.TenantCustomer, AsOf: test.at}
		pages, err := k.store.Subscriptions(t.Context(), test.scope, owners, list, wholePage)
		check(t, err)
		counts, err := k.store.CountSubscriptions(t.Context(), test.scope, owners, list)
		check(t, err)
		found, err := k.store.SubscriptionsAsOf(t.Context(), test.scope, both, test.at)
		check(t, err)
		addOns, err := k.store.AddOnsOf(t.Context(), test.scope, both, test.at)
		check(t, err)
		var listed []reseller.ID
		for _, s := range pages[p.customer].Items {
			listed = append(listed, s.ID)
			if _, ok := found[s.ID]; !ok {
				t.Errorf("%s: %s is listed alone", test.name, s.ID)
			}
		}
		slices.SortFunc(listed, func(a, b reseller.ID) int { return slices.Index(both, a) - slices.Index(both, b) })
		if !slices.Equal(listed, test.want) || int(counts[p.customer]) != len(test.want) || len(found) != len(test.want) || len(addOns[p.base.ID]) != test.addOns {
			t.Errorf("%s: %v, counted %d, by id %d, add-ons %v; want %v", test.name, listed, counts[p.customer], len(found), addOns, test.want)
		}
	}
}

// pastUntold: what old events do not tell is as the row has it, or as the events before told.
func pastUntold(t *testing.T, k *kit) {
	sold, changed, since := k.Tick(), k.Tick(), k.Tick()
	seller := k.Partner(reseller.Partner{}).ID
	want := k.Subscription(reseller.Subscription{
		BilledPartner: seller, OriginalReseller: seller, OrderedAt: sold, OrderedBy: k.ID(), Seats: 7,
		Status: reseller.SubscriptionSuspended, Suspension: reseller.Suspension{Since: sold, Reason: reseller.SuspendedFraud},
	})
	tell := func(at time.Time, after *reseller.EventState) {
		k.Events(reseller.Event{
			Kind: reseller.EventSeatsChanged, OccurredAt: at, PartnerID: seller, CustomerID: want.CustomerID, SubscriptionID: want.ID, After: after,
		})
	}
	tell(sold, nil)
	tell(changed, &reseller.EventState{Fields: map[string]string{"term_ends_on": "2030-01-31"}})
	tell(since, &reseller.EventState{})
	for at, endsOn := range map[time.Time]string{sold: want.Term.EndsOn.String(), changed: "2030-01-31"} {
		found, err := k.store.SubscriptionsAsOf(t.Context(), AsOperator(), []reseller.ID{want.ID}, at)
		check(t, err)
		told := found[want.ID]
		equal(t, told.Term.EndsOn.String(), endsOn)
		told.Term.EndsOn, told.AsOf = want.Term.EndsOn, time.Time{}
		equal(t, told, want)
	}
}

// pastImports: an imported one is ACTIVE until the import was recorded, and what an import changes of it later is so from when it says; filters
// look at what is told.
func pastImports(t *testing.T, k *kit) {
	started, began, within, recorded, since := k.Tick(), k.Tick(), k.Tick(), k.Tick(), k.Tick()
	tell := func(kind reseller.EventKind, at time.Time) reseller.ID {
		s := k.Subscription(reseller.Subscription{Status: reseller.SubscriptionSuspended, Suspension: reseller.Suspension{Since: recorded}, OrderedAt: started})
		k.Events(reseller.Event{
			Kind: kind, OccurredAt: at, RecordedAt: recorded, CustomerID: s.CustomerID, SubscriptionID: s.ID,
			After: &reseller.EventState{SubscriptionStatus: reseller.SubscriptionSuspended},
		})
		return s.CustomerID
	}
	imported, changed := tell(reseller.EventSubscriptionImported, started), tell(reseller.EventSubscriptionSuspended, began)
	for _, test := range []struct {
		customer reseller.ID
		at       time.Time
		want     reseller.SubscriptionStatus
	}{
		{imported, within, reseller.SubscriptionActive},
		{imported, since, reseller.SubscriptionSuspended},
		{changed, within, reseller.SubscriptionSuspended},
		{changed, since, reseller.SubscriptionSuspended},
	} {
		list := reseller.SubscriptionList{Owner: reseller.TenantCustomer, AsOf: test.at, Filter: reseller.SubscriptionFilter{Status: test.want}}
		pages, err := k.store.Subscriptions(t.Context(), AsOperator(), []reseller.ID{test.customer}, list, wholePage)
		check(t, err)
		if items := pages[test.customer].Items; len(items) != 1 || items[0].Status != test.want {
			t.Errorf("%s as of %s: %v, want one that is %s", test.customer, test.at, items, test.want)
		}
	}
}
