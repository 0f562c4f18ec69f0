package db_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/reseller"
)

// What was recorded since a moment is not read to tell of it, however much it is.
func TestSubscriptionsAsOfAMomentDoNotReadWhatCameLater(t *testing.T) { //nolint:paralleltest // it measures the memory of all
	for _, b := range dbtest.Backends() {
		s := dbtest.Open(t, b.New(t))
		w := dbtest.NewWorld(t, s)
		sold := w.Tick()
		sub := w.Subscription(reseller.Subscription{OrderedAt: sold, OrderedBy: w.ID()})
		event := reseller.Event{
			Kind: reseller.EventSeatsChanged, OccurredAt: sold, CustomerID: sub.CustomerID, SubscriptionID: sub.ID,
			After: &reseller.EventState{Seats: 7, Fields: map[string]string{"long": strings.Repeat("x", 1000)}},
		}
		event.Before = event.After
		events := []reseller.Event{event}
		for range 3000 {
			later := event
			later.OccurredAt = sold.Add(time.Hour)
			events = append(events, later)
		}
		w.Events(events...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		found, err := s.SubscriptionsAsOf(t.Context(), dbtest.AsOperator(), []reseller.ID{sub.ID}, sold)
		check(t, err)
		runtime.ReadMemStats(&after)
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 1_000_000 || found[sub.ID].Seats != 7 {
			t.Errorf("%s: %d bytes for %d seats", b.Name, allocated, found[sub.ID].Seats)
		}
	}
}
