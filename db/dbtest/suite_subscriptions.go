package dbtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"accord/reseller"
)

var subscriptionCases = []testCase{
	{"R31_R38_subscriptions_keep_every_field", subscriptionsKeepFields},
	{"R20_a_status_and_its_times_agree", statusAndTimes},
	{"R26_a_subscription_of_a_stale_version_conflicts", staleSubscription},
	{"two_subscriptions_of_one_key_conflict", subscriptionKeys},
	{"R32_partners_keep_their_first_signing", billedSince},
	{"R29_the_first_order_is_noted", firstOrder},
	{"R25_events_keep_their_subscription", subscriptionEvents},
	{"R17_HeldOffers_without_one_and_without_the_cancelled", heldOffers},
	{"R37_R41_SubscriptionsNaming_a_contact_or_a_receiver", subscriptionsNaming},
	{"R20_AddOnsOf_oldest_first_without_the_cancelled", addOns},
	{"R32_SubscriptionsDue_by_id_from_one_on", subscriptionsDue},
	{"R39_BilledPartners_without_the_cancelled", billedPartners},
	{"R31_CurrentPrices_of_months_with_and_without_a_list", currentPrices},
	{"Subscriptions_page_newest_first", pagesOfSubscriptions},
	{"Subscriptions_filters", filtersSubscriptions},
	{"several_owners_of_subscriptions_cost_one_statement", subscriptionsOfOwners},
}

// fullSubscription is one with as much in it as one can have, but for what only some statuses have.
func fullSubscription(k *kit) reseller.Subscription {
	billed, sold, record, support, receiver := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID,
		k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	base := k.Subscription(reseller.Subscription{BilledPartner: billed})
	return k.Subscription(reseller.Subscription{
		ExternalKey: "S-1", CustomerID: base.CustomerID, Offer: "add-on", Service: "b", BaseID: base.ID, Seats: reseller.MaxSeats,
		OriginalReseller: sold, BilledPartner: billed, PartnerOfRecord: record, SupportPartner: support,
		UnitPrice: reseller.Money{Minor: 1_000_000_000, Currency: "USD"},
		Term:      reseller.Term{StartsOn: 20_000, EndsOn: 20_400, FirstBilledOn: 20_031}, OrderedBy: k.ID(),
		Transfer: reseller.TransferOffer{To: receiver},
	})
}

func subscriptionsKeepFields(t *testing.T, k *kit) {
	want := fullSubscription(k)
	read := func() {
		t.Helper()
		found, err := k.store.SubscriptionsByID(t.Context(), AsOperator(), []reseller.ID{want.ID})
		check(t, err)
		equal(t, found[want.ID], want)
	}
	read()
	want.Transfer, want.Version = reseller.TransferOffer{}, 2
	want.Offer, want.Service, want.Seats = "offer", "a", 3
	want.BilledPartner, want.PartnerOfRecord, want.SupportPartner = want.OriginalReseller, reseller.ID{}, reseller.ID{}
	want.UnitPrice, want.Term = reseller.Money{Minor: 5, Currency: "CNY"}, reseller.Term{StartsOn: 20_400, EndsOn: 20_765, FirstBilledOn: 20_031}
	want.Status, want.Suspension = reseller.SubscriptionSuspended, reseller.Suspension{Since: k.Tick(), Reason: reseller.SuspendedFraud}
	putSubscription(k, want)
	read()
	want.Status, want.Suspension, want.CancelledAt, want.Version = reseller.SubscriptionCancelled, reseller.Suspension{}, k.Tick(), 3
	putSubscription(k, want)
	read()
}

func putSubscription(k *kit, s reseller.Subscription) {
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		return tx.PutSubscriptions(ctx, []reseller.Subscription{s})
	})
}

// tryToPut puts a subscription in one attempt and gives its error.
func tryToPut(t *testing.T, k *kit, s reseller.Subscription) error {
	t.Helper()
	var failure error
	err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		failure = tx.PutSubscriptions(ctx, []reseller.Subscription{s})
		if failure != nil {
			return errUndone
		}
		return nil
	})
	if failure == nil {
		check(t, err)
	}
	return failure
}

var errUndone = errors.New("undone")

// statusAndTimes: no writer, whatever its mistake, makes a row of which one half contradicts the other.
func statusAndTimes(t *testing.T, k *kit) {
	s := k.Subscription(reseller.Subscription{})
	for name, wrong := range map[string]func(*reseller.Subscription){
		"suspended at no time":      func(s *reseller.Subscription) { s.Status = reseller.SubscriptionSuspended },
		"suspended and active":      func(s *reseller.Subscription) { s.Suspension.Since = Start },
		"a reason for what is not":  func(s *reseller.Subscription) { s.Suspension.Reason = reseller.SuspendedFraud },
		"cancelled at no time":      func(s *reseller.Subscription) { s.Status = reseller.SubscriptionCancelled },
		"cancelled and active":      func(s *reseller.Subscription) { s.CancelledAt = Start },
		"offered at no time":        func(s *reseller.Subscription) { s.Transfer.To = k.Partner(reseller.Partner{}).ID },
		"offered to nobody":         func(s *reseller.Subscription) { s.Transfer.At = Start },
		"an unknown status":         func(s *reseller.Subscription) { s.Status = "ASLEEP" },
		"a term that ends before":   func(s *reseller.Subscription) { s.Term.EndsOn = s.Term.StartsOn },
		"no term":                   func(s *reseller.Subscription) { s.Term = reseller.Term{} },
		"no seats":                  func(s *reseller.Subscription) { s.Seats = 0 },
		"an add-on of itself":       func(s *reseller.Subscription) { s.BaseID = s.ID },
		"an offer that there isn't": func(s *reseller.Subscription) { s.Offer = "nothing" },
	} {
		after := s
		after.Version++
		wrong(&after)
		if tryToPut(t, k, after) == nil {
			t.Errorf("%s: kept", name)
		}
	}
	found, err := k.store.SubscriptionsByID(t.Context(), AsOperator(), []reseller.ID{s.ID})
	check(t, err)
	equal(t, found[s.ID], s)
}

func staleSubscription(t *testing.T, k *kit) {
	s := k.Subscription(reseller.Subscription{Version: 3})
	for _, test := range []struct {
		version int32
		stale   bool
	}{{3, true}, {5, true}, {4, false}, {4, true}, {5, false}} {
		s.Version = test.version
		if got := errors.Is(tryToPut(t, k, s), reseller.ErrConflict); got != test.stale {
			t.Errorf("version %d: conflicts %v", test.version, got)
		}
	}
}

func subscriptionKeys(t *testing.T, k *kit) {
	first := k.Subscription(reseller.Subscription{ExternalKey: "S-1"})
	k.Subscriptions(reseller.Subscription{}, reseller.Subscription{}) // without a key there may be many
	second := first
	second.ID = k.ID()
	if err := tryToPut(t, k, second); !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("%v, want ErrConflict", err)
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		found, err := tx.SubscriptionsByKey(ctx, []string{"S-1", "S-2", "S-1", ""})
		equal(t, found, map[string]reseller.Subscription{"S-1": first})
		return err
	})
}

func billedSince(t *testing.T, k *kit) {
	for _, day := range []reseller.Day{0, 1, -1, 20_460, reseller.NoEnd} {
		want := k.Partner(reseller.Partner{BilledSince: day})
		found, err := k.store.PartnersByID(t.Context(), AsOperator(), []reseller.ID{want.ID})
		check(t, err)
		equal(t, found[want.ID], want)
	}
}

func firstOrder(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	put := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID, GrantsWithFirstOrder: true})
	inserted := reseller.Relationship{
		ID: k.ID(), PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID, Status: reseller.RelationshipActive,
		AcceptedAt: k.Tick(), GrantsWithFirstOrder: true, Version: 1,
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.InsertRelationship(ctx, inserted) })
	noted := func(want ...bool) {
		t.Helper()
		found, err := k.store.RelationshipsByID(t.Context(), AsOperator(), []reseller.ID{put.ID, inserted.ID})
		check(t, err)
		equal(t, []bool{found[put.ID].GrantsWithFirstOrder, found[inserted.ID].GrantsWithFirstOrder}, want)
		for _, r := range []reseller.Relationship{put, inserted} {
			k.Write(func(ctx context.Context, tx reseller.Tx) error {
				standing, err := tx.StandingRelationships(ctx, r.CustomerID)
				equal(t, standing.With(partner).GrantsWithFirstOrder, found[r.ID].GrantsWithFirstOrder)
				return err
			})
		}
	}
	noted(true, true)
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.EndFirstOrder(ctx, put.ID) })
	noted(false, true)
	put.Version, inserted.Version, inserted.GrantsWithFirstOrder = 2, 2, false // which is not for PutRelationships to change
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		return tx.PutRelationships(ctx, []reseller.Relationship{put, inserted})
	})
	noted(false, true)
}

func subscriptionEvents(t *testing.T, k *kit) {
	want := k.Events(
		reseller.Event{Kind: reseller.EventSubscriptionOrdered, SubscriptionID: k.ID(), PartnerID: k.ID(), CustomerID: k.ID()},
		reseller.Event{Kind: reseller.EventCustomerChanged, CustomerID: k.ID()},
	)
	equal(t, placeless(settled(t, k, 2)), want)
}

func heldOffers(t *testing.T, k *kit) {
	customer := k.Customer(reseller.Customer{}).ID
	k.Offers(
		reseller.OfferRow{Code: "one", Services: []string{"a", "b"}}, reseller.OfferRow{Code: "two"}, reseller.OfferRow{Code: "three"},
		reseller.OfferRow{Code: "nobody's"},
	)
	held := k.Subscriptions(
		reseller.Subscription{CustomerID: customer, Offer: "one"}, reseller.Subscription{CustomerID: customer, Offer: "one"},
		reseller.Subscription{CustomerID: customer, Offer: "two", Status: reseller.SubscriptionSuspended},
		reseller.Subscription{CustomerID: customer, Offer: "three", Status: reseller.SubscriptionCancelled},
		reseller.Subscription{Offer: "three"},
	)
	for _, test := range []struct {
		without reseller.ID
		want    []string
	}{{reseller.ID{}, []string{"one", "two"}}, {held[0].ID, []string{"one", "two"}}, {held[2].ID, []string{"one"}}} {
		k.Write(func(ctx context.Context, tx reseller.Tx) error {
			offers, err := tx.HeldOffers(ctx, customer, test.without)
			var codes []string
			for _, o := range offers {
				codes = append(codes, o.Code)
			}
			equal(t, codes, test.want)
			equal(t, offers[0].Services, []string{"a", "b"})
			return err
		})
	}
}

func addOns(t *testing.T, k *kit) {
	base := k.Subscription(reseller.Subscription{})
	other := k.Subscription(reseller.Subscription{CustomerID: base.CustomerID})
	addOn := reseller.Subscription{CustomerID: base.CustomerID, Offer: "add-on", BaseID: base.ID}
	later, earlier, suspended, cancelled := addOn, addOn, addOn, addOn
	later.OrderedAt, earlier.OrderedAt = k.Tick(), base.OrderedAt
	suspended.Status, cancelled.Status = reseller.SubscriptionSuspended, reseller.SubscriptionCancelled
	suspended.OrderedAt = k.Tick()
	all := k.Subscriptions(later, earlier, suspended, cancelled)
	found, err := k.store.AddOnsOf(t.Context(), AsCustomer(base.CustomerID), []reseller.ID{base.ID, other.ID, base.ID}, time.Time{})
	check(t, err)
	equal(t, found, map[reseller.ID][]reseller.Subscription{base.ID: {all[1], all[0], all[2]}})
	found, err = k.store.AddOnsOf(t.Context(), AsCustomer(k.ID()), []reseller.ID{base.ID}, time.Time{})
	check(t, err)
	equal(t, len(found), 0)
}

func subscriptionsDue(t *testing.T, k *kit) {
	ending := func(on reseller.Day) reseller.Subscription {
		return reseller.Subscription{Term: reseller.Term{StartsOn: 100, EndsOn: on, FirstBilledOn: 100}}
	}
	cancelled, suspended := ending(200), ending(200)
	cancelled.Status, suspended.Status = reseller.SubscriptionCancelled, reseller.SubscriptionSuspended
	all := k.Subscriptions(ending(300), ending(200), ending(201), cancelled, suspended, ending(150)) // their ids ascend
	due := func(after reseller.ID, limit int) []reseller.Subscription {
		t.Helper()
		found, err := k.store.SubscriptionsDue(t.Context(), 200, after, limit)
		check(t, err)
		return found
	}
	equal(t, due(reseller.ID{}, 10), []reseller.Subscription{all[1], all[4], all[5]})
	equal(t, due(reseller.ID{}, 2), []reseller.Subscription{all[1], all[4]})
	equal(t, due(all[4].ID, 10), []reseller.Subscription{all[5]})
	equal(t, len(due(all[5].ID, 10)), 0)
}

func billedPartners(t *testing.T, k *kit) {
	billed, former, unbilled := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	k.Subscriptions(
		reseller.Subscription{BilledPartner: billed}, reseller.Subscription{BilledPartner: billed, Status: reseller.SubscriptionSuspended},
		reseller.Subscription{BilledPartner: former, Status: reseller.SubscriptionCancelled},
		reseller.Subscription{OriginalReseller: unbilled}, reseller.Subscription{BilledPartner: k.Partner(reseller.Partner{}).ID},
	)
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		found, err := tx.BilledPartners(ctx, []reseller.ID{billed, former, unbilled, k.ID()})
		equal(t, found, []reseller.ID{billed})
		return err
	})
}

func currentPrices(t *testing.T, k *kit) {
	k.Offers(reseller.OfferRow{Code: "gap", MonthlyPriceMinor: 100}, reseller.OfferRow{Code: "never", MonthlyPriceMinor: 7, Currency: "USD"})
	lists := []reseller.PriceRow{
		{Offer: "gap", Month: "2026-01", MonthlyPriceMinor: 200, Currency: "CNY"},
		{Offer: "gap", Month: "2026-04", MonthlyPriceMinor: 300, Currency: "EUR"}, // February and March go on with January's
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutPrices(ctx, lists) })
	for month, want := range map[string]reseller.Money{
		"2025-12": {Minor: 100, Currency: "CNY"}, "2026-01": {Minor: 200, Currency: "CNY"}, "2026-03": {Minor: 200, Currency: "CNY"},
		"2026-04": {Minor: 300, Currency: "EUR"}, "2030-01": {Minor: 300, Currency: "EUR"},
	} {
		n := k.statements(func() {
			found, err := k.store.CurrentPrices(t.Context(), month)
			check(t, err)
			equal(t, found, map[string]reseller.Money{"gap": want, "never": {Minor: 7, Currency: "USD"}})
		})
		equal(t, n, 1)
	}
	found, err := k.store.PricesOf(t.Context(), []string{"gap", "never", "nothing"})
	check(t, err)
	equal(t, len(found), 2)
	equal(t, reseller.PriceLists(found)["gap"], reseller.PriceList(lists))
}
