package dbtest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"accord/reseller"
)

var eventCases = []testCase{
	{"R25_events_keep_every_field", eventsKeepFields},
	{"R25_thousands_of_events_in_one_change", manyEvents},
	{"R25_EventsAfter_in_order_and_bounded", eventsAfter},
	{"R25_EventsEnd_is_where_the_new_begins", eventsEnd},
	{"EventsBySeq_finds_by_number", eventsBySeq},
	{"AppendEvents_of_none", noEvents},
}

func (k *kit) fullEvent() reseller.Event {
	return reseller.Event{
		Kind: reseller.EventDelegatedAdminEnded, ChangeID: k.ID(), OccurredAt: Start.Add(time.Microsecond), RecordedAt: Start.Add(2 * time.Microsecond),
		Actor:     reseller.Actor{UserID: k.ID(), Role: reseller.RoleGlobalAdmin, Tenant: reseller.TenantCustomer, TenantID: k.ID(), APIKeyID: k.ID()},
		PartnerID: k.ID(), ResellerID: k.ID(), CustomerID: k.ID(), RelationshipID: k.ID(), DelegationID: k.ID(), InviteID: k.ID(), UserID: k.ID(), SubscriptionID: k.ID(), APIKeyID: k.ID(),
		Before: &reseller.EventState{Name: "晨曦 \"quoted\" \\ \u2028", Service: "azure", DelegatedAdminStatus: reseller.DelegationActive, AmountMinor: new(int64(-1 << 62))},
		After: &reseller.EventState{
			Name: "n", Key: "k", PartnerStatus: reseller.PartnerSuspended, InviteStatus: reseller.InviteRotated,
			RelationshipStatus: reseller.RelationshipEnding, Service: "azure", DelegatedAdminStatus: reseller.DelegationEnded,
			EndReason: reseller.EndDisplaced, Roles: []reseller.Role{reseller.RoleAdminAgent, reseller.RoleUserAdmin}, AmountMinor: new(int64(1 << 62)),
		},
	}
}

func eventsKeepFields(t *testing.T, k *kit) {
	want := []reseller.Event{
		k.fullEvent(),
		{Kind: reseller.EventServiceAdded, ChangeID: k.ID(), OccurredAt: Start.AddDate(-30, 0, 0), RecordedAt: Start.AddDate(200, 0, 0)},
		{Kind: "A_KIND_OF_LATER", ChangeID: k.ID(), OccurredAt: Start, RecordedAt: Start, After: &reseller.EventState{}},
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.AppendEvents(ctx, want) })
	equal(t, placeless(settled(t, k, len(want))), want)
}

// manyEvents: more than fit into one statement's parameters.
func manyEvents(t *testing.T, k *kit) {
	const n = 5000
	change, customer := k.ID(), k.ID()
	events := make([]reseller.Event, n)
	for i := range events {
		events[i] = reseller.Event{
			Kind: reseller.EventCustomerChanged, ChangeID: change, CustomerID: customer, OccurredAt: Start, RecordedAt: Start,
			After: &reseller.EventState{AmountMinor: new(int64(i) + 1)},
		}
	}
	sent := k.statements(func() {
		k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.AppendEvents(ctx, events) })
	})
	if sent > 5 {
		t.Errorf("%d events cost %d statements", n, sent)
	}
	equal(t, placeless(settled(t, k, n)), events)
}

func eventsAfter(t *testing.T, k *kit) {
	customer := k.ID()
	var want []reseller.Event
	for i := range 25 {
		mine := reseller.Event{CustomerID: customer, OccurredAt: Start.Add(-time.Duration(i) * time.Hour)} // recorded is not occurred
		other := reseller.Event{CustomerID: k.ID()}
		want = append(want, k.Events(mine, other)[0])
		if i%5 == 0 {
			want = append(want, k.Events(mine, mine)...)
		}
	}
	all := settled(t, k, len(want)+25)
	var got []reseller.Event
	var at reseller.Position
	for {
		events, err := k.store.EventsAfter(t.Context(), AsCustomer(customer), at, 4)
		check(t, err)
		if len(events) > 4 {
			t.Fatalf("%d events where 4 were asked for", len(events))
		}
		got = append(got, events...)
		if len(events) == 0 {
			break
		}
		at = events[len(events)-1].Position
	}
	equal(t, placeless(got), want)
	if !slices.IsSortedFunc(all, func(a, b reseller.Event) int { return a.Position.Compare(b.Position) }) {
		t.Error("positions do not ascend")
	}
	seen := map[reseller.Position]bool{}
	for _, e := range all {
		seen[e.Position] = true
	}
	equal(t, len(seen), len(all))
}

// eventsEnd: what was there before and could be read is behind the end; what comes after it is not.
func eventsEnd(t *testing.T, k *kit) {
	for round := range 3 {
		settled(t, k, round)
		end, err := k.store.EventsEnd(t.Context())
		check(t, err)
		none, err := k.store.EventsAfter(t.Context(), AsOperator(), end, 10)
		check(t, err)
		equal(t, len(none), 0)
		passed, err := k.store.EventsPassed(t.Context(), AsOperator(), end)
		check(t, err)
		equal(t, len(passed), 0)
		want := k.Events(reseller.Event{After: &reseller.EventState{Name: fmt.Sprint(round)}})
		Eventually(t, "the event is read", func() bool {
			got, err := k.store.EventsAfter(t.Context(), AsOperator(), end, 10)
			check(t, err)
			if len(got) == 0 {
				return false
			}
			equal(t, placeless(got), want)
			return true
		})
	}
}

// concurrentEvents: a reader that goes on from the last position sees every event once, and each writer's in order.
func concurrentEvents(t *testing.T, k *kit) {
	const writers, rounds, each = 4, 10, 3
	ids := make([]reseller.ID, writers)
	for i := range ids {
		ids[i] = k.ID()
	}
	errs := make(chan error, writers)
	for w := range writers {
		go func() { errs <- k.writeEvents(t, ids[w], rounds, each) }()
	}
	got := map[reseller.ID][]int64{}
	var at reseller.Position
	Eventually(t, "all events are read", func() bool {
		events, err := k.store.EventsAfter(t.Context(), AsOperator(), at, 7)
		check(t, err)
		for _, e := range events {
			got[e.CustomerID] = append(got[e.CustomerID], *e.After.AmountMinor)
			at = e.Position
		}
		n := 0
		for _, seen := range got {
			n += len(seen)
		}
		return n >= writers*rounds*each
	})
	for range writers {
		check(t, <-errs)
	}
	for _, id := range ids {
		want := make([]int64, rounds*each)
		for i := range want {
			want[i] = int64(i) + 1
		}
		equal(t, got[id], want)
	}
}

func (k *kit) writeEvents(t *testing.T, customer reseller.ID, rounds, each int) error {
	t.Helper()
	n := int64(0)
	for range rounds {
		events := make([]reseller.Event, each)
		for i := range events {
			n++
			events[i] = reseller.Event{
				Kind: reseller.EventCustomerChanged, ChangeID: customer, CustomerID: customer, OccurredAt: Start, RecordedAt: Start,
				After: &reseller.EventState{AmountMinor: new(n)},
			}
		}
		err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			for _, e := range events { // with time for others in between
				if err := tx.AppendEvents(ctx, []reseller.Event{e}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func eventsBySeq(t *testing.T, k *kit) {
	k.Events(reseller.Event{}, reseller.Event{}, k.fullEvent())
	all := settled(t, k, 3)
	first, last := all[0], all[2]
	got, err := k.store.EventsBySeq(t.Context(), AsOperator(), []int64{last.Position.Seq, first.Position.Seq, last.Position.Seq, 0, 1 << 60})
	check(t, err)
	equal(t, got, map[int64]reseller.Event{first.Position.Seq: first, last.Position.Seq: last})
}

func noEvents(t *testing.T, k *kit) {
	k.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.AppendEvents(ctx, nil) })
	settled(t, k, 0)
}
