package db_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/reseller"
)

// before00006 is the revision before there were subscriptions.
const before00006 = 4

// Partners that have signed before subscriptions came are billed from the day of their signing: in China of its zone, elsewhere of
// UTC (R32).
func TestR32_MigrateKnowsSinceWhenPartnersAreBilled(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		s := dbtest.Open(t, url)
		w := dbtest.NewWorld(t, s)
		want := map[reseller.ID]reseller.Day{w.Partner(reseller.Partner{Country: "CN", BilledSince: 1}).ID: 0}
		midnight := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
		for country, ahead := range map[string]time.Duration{"CN": 8 * time.Hour, "SG": 0} {
			for on, at := range map[string]time.Time{"2026-01-31": midnight.Add(-ahead - time.Microsecond), "2026-02-01": midnight.Add(-ahead)} {
				signed := reseller.Agreement{Version: "2026-01", SignedAt: at}
				want[w.Partner(reseller.Partner{Country: country, Agreement: signed}).ID] = day(t, on)
			}
		}
		downTo(t, s.Kind(), raw(t, url), before00006)
		_, err := s.Migrate(t.Context())
		check(t, err)
		found, err := s.PartnersByID(t.Context(), dbtest.AsOperator(), slices.Collect(maps.Keys(want)))
		check(t, err)
		for id, want := range want {
			if got := found[id].BilledSince; got != want {
				t.Errorf("%s, signed at %s: billed since %s, want %s", found[id].Country, found[id].Agreement.SignedAt, got, want)
			}
		}
	})
}

func day(t testing.TB, text string) reseller.Day {
	t.Helper()
	d, err := reseller.ParseDay(text)
	check(t, err)
	return d
}

// Customers that a partner has created before get DAP with its first order (R29); those that it was related to otherwise do not.
func TestR29_MigrateKnowsWhoseFirstOrderGrants(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		s := dbtest.Open(t, url)
		w := dbtest.NewWorld(t, s)
		partner := w.Partner(reseller.Partner{}).ID
		link := w.Invite(reseller.Invite{PartnerID: partner}).ID
		want := map[reseller.ID]bool{}
		relate := func(r reseller.Relationship, kind reseller.EventKind, by reseller.TenantKind, grants bool) {
			r.PartnerID, r.CustomerID = partner, w.Customer(reseller.Customer{}).ID
			id := w.Relationship(r).ID
			w.Events(reseller.Event{Kind: kind, RelationshipID: id, Actor: reseller.Actor{Tenant: by}})
			want[id] = grants
		}
		const created = reseller.EventRelationshipCreated
		relate(reseller.Relationship{}, created, reseller.TenantPartner, true)
		relate(reseller.Relationship{Status: reseller.RelationshipEnding}, created, reseller.TenantPartner, true)
		relate(reseller.Relationship{Status: reseller.RelationshipEnded}, created, reseller.TenantPartner, false)
		relate(reseller.Relationship{InviteID: link}, created, reseller.TenantCustomer, false)
		relate(reseller.Relationship{}, created, "", false) // imported
		relate(reseller.Relationship{GrantsWithFirstOrder: true}, reseller.EventRelationshipChanged, reseller.TenantPartner, false)
		downTo(t, s.Kind(), raw(t, url), before00006)
		_, err := s.Migrate(t.Context())
		check(t, err)
		for id, grants := range want {
			found, err := s.RelationshipsByID(t.Context(), dbtest.AsOperator(), []reseller.ID{id})
			check(t, err)
			if found[id].GrantsWithFirstOrder != grants {
				t.Errorf("%+v: should grant %v", found[id], grants)
			}
		}
	})
}

// Who takes the schema back loses the subscriptions and what is charged for them, and keeps their events.
func TestMigrateDownLosesSubscriptions(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		s := dbtest.Open(t, url)
		w := dbtest.NewWorld(t, s)
		sold := w.Subscription(reseller.Subscription{BilledPartner: w.Partner(reseller.Partner{}).ID})
		w.Charges(reseller.Charge{SubscriptionID: sold.ID})
		w.Events(reseller.Event{Kind: reseller.EventSubscriptionOrdered, SubscriptionID: sold.ID})
		downTo(t, s.Kind(), raw(t, url), before00006)
		_, err := s.Migrate(t.Context())
		check(t, err)
		found, err := s.SubscriptionsByID(t.Context(), dbtest.AsOperator(), []reseller.ID{sold.ID})
		check(t, err)
		events, err := s.EventsPassed(t.Context(), dbtest.AsOperator(), reseller.Position{})
		check(t, err)
		if len(found) != 0 || len(events) != 1 {
			t.Errorf("%d subscriptions, %d events", len(found), len(events))
		}
		w.Write(func(ctx context.Context, tx reseller.Tx) error { // and can have them again
			return tx.PutSubscriptions(ctx, []reseller.Subscription{sold})
		})
	})
}

// before00013 is the revision before charges kept moments.
const before00013 = 12

// Charges from before their moments were kept are there from their first day on, and ended by their last one, by UTC; what ends one now has a
// moment.
func TestMigrateLeavesDaysToCharges(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		s := dbtest.Open(t, url)
		w := dbtest.NewWorld(t, s)
		partner := w.Partner(reseller.Partner{}).ID
		sold := w.Subscription(reseller.Subscription{BilledPartner: partner}).ID
		w.ChargesAt(dbtest.Start,
			reseller.Charge{SubscriptionID: sold, Since: day(t, "2026-02-01"), From: day(t, "2026-02-02"), Until: day(t, "2026-02-05")},
			reseller.Charge{SubscriptionID: sold, Since: day(t, "2026-02-05"), From: day(t, "2026-02-05")})
		downTo(t, s.Kind(), raw(t, url), before00013)
		_, err := s.Migrate(t.Context())
		check(t, err)
		changed := time.Date(2026, 2, 9, 12, 0, 0, 0, time.UTC)
		w.Write(func(ctx context.Context, tx reseller.Tx) error {
			_, err := tx.EndCharges(ctx, []reseller.ID{sold}, day(t, "2026-02-09"), changed)
			return err
		})
		const first, second, open = "2026-02-05", "2026-02-09", "9999-12-31"
		for at, want := range map[time.Time][]string{
			time.Date(2026, 1, 31, 23, 59, 59, 999_999_000, time.UTC): nil,
			time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC):               {open},
			time.Date(2026, 2, 4, 23, 59, 59, 999_999_000, time.UTC):  {open},
			time.Date(2026, 2, 5, 0, 0, 0, 0, time.UTC):               {first, open},
			changed.Add(-time.Microsecond):                            {first, open},
			changed:                                                   {first, second},
			{}:                                                        {first, second},
		} {
			var ends []string
			query := reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd, AsOf: at}
			check(t, s.EachCharge(t.Context(), dbtest.AsOperator(), partner, query, func(c reseller.Charge) error {
				ends = append(ends, c.Until.String())
				return nil
			}))
			if !slices.Equal(ends, want) {
				t.Errorf("as of %s they end on %v, want %v", at, ends, want)
			}
		}
	})
}

// People who look into the database read days as days.
func TestDaysCanBeRead(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		s := dbtest.Open(t, url)
		w := dbtest.NewWorld(t, s)
		w.Subscription(reseller.Subscription{Term: reseller.Term{StartsOn: day(t, "2026-03-01"), EndsOn: day(t, "2027-03-15"), FirstBilledOn: day(t, "2026-03-15")}})
		var text string
		query := "SELECT CAST(term_ends_on AS text) FROM subscriptions WHERE term_starts_on < '2026-03-02' AND first_billed_on = '2026-03-15'"
		check(t, raw(t, url).QueryRowContext(t.Context(), query).Scan(&text))
		if text != "2027-03-15" {
			t.Errorf("written as %s", text)
		}
	})
}
