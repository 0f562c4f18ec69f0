package resolvers_test

import (
	"slices"
	"sync"
	"testing"

	"accord/db/dbtest"
)

func TestR17_AnUpgrade(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		archive, storage := w.added(id, "ARCHIVE"), w.added(id, "STORAGE")
		events := w.written(func() {
			a := w.subscribe("admin@alpha.example", "upgradeSubscription", vars{"subscriptionId": id, "offer": "PREMIUM", "seats": 20, "version": 1}).ok()
			a.want("answer.subscription.offer.code", `"PREMIUM"`)
			a.want("answer.subscription.seats", `20`)
			a.want("answer.subscription.unitPrice.amount", `"21.00"`) // that of this month's list (R31)
			a.want("answer.subscription.term.endsOn", `"2027-03-15"`)
			a.want("answer.subscription.addOns", `[{"id":"`+archive+`","offer":{"code":"ARCHIVE"}}]`)
		})
		if got := w.kinds(events); got != "SUBSCRIPTION_UPGRADED SUBSCRIPTION_CANCELLED" {
			t.Errorf("events %s", got)
		}
		w.subscription("admin@alpha.example", storage).want("subscription.status", `"CANCELLED"`) // Premium does not take it
	})
}

func TestR17_RefusedUpgrades(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id, premium := w.bought("BUSINESS", 15), w.bought("PREMIUM", 2)
		up := func(subscription, offer string, seats int) vars {
			return vars{"subscriptionId": subscription, "offer": offer, "seats": seats}
		}
		const name = "upgradeSubscription"
		w.refuses(map[string]refusal{
			"to what it is":        {"admin@alpha.example", name, up(id, "BUSINESS", 15), "UPGRADE_NOT_AVAILABLE", "R17"},
			"to what is held":      {"admin@alpha.example", name, up(id, "PREMIUM", 15), "UPGRADE_NOT_AVAILABLE", "R17"},
			"to nowhere":           {"admin@alpha.example", name, up(id, "DEVICES", 15), "UPGRADE_NOT_AVAILABLE", "R17"},
			"from a dead end":      {"admin@alpha.example", name, up(premium, "BUSINESS", 15), "UPGRADE_NOT_AVAILABLE", "R17"},
			"no such offer":        {"admin@alpha.example", name, up(id, "NOPE", 15), "VALIDATION_FAILED", ""},
			"seats out of bounds":  {"admin@alpha.example", name, up(id, "SUITE", 501), "VALIDATION_FAILED", ""},
			"no seats":             {"admin@alpha.example", name, up(id, "SUITE", 0), "VALIDATION_FAILED", ""},
			"stale":                {"admin@alpha.example", name, vars{"subscriptionId": id, "offer": "SUITE", "seats": 1, "version": 9}, "STALE_VERSION", "R26"},
			"no id":                {"admin@alpha.example", name, up("sub_1", "SUITE", 1), "VALIDATION_FAILED", ""},
			"id of a relationship": {"admin@alpha.example", name, up("rel_0000000000000000000001", "SUITE", 1), "VALIDATION_FAILED", ""},
		})
		// A service that the upgrade would add, held by another's subscription.
		w.orderedBy("admin@beta.example", "admin@one.example", "DEVICES", 1)
		w.refuses(map[string]refusal{"a service is held": {"admin@alpha.example", name, up(id, "SUITE", 15), "UPGRADE_NOT_AVAILABLE", "R17"}})
	})
}

func TestR17_AnUpgradeTakesDelegatedAdmin(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		id := w.bought("BUSINESS", 15)
		w.do("admin@one.example", removeDoc, vars{"partnerIds": []string{w.partner("admin@alpha.example")}}).ok()
		a := w.subscribe("admin@alpha.example", "upgradeSubscription", vars{"subscriptionId": id, "offer": "SUITE", "seats": 15})
		a.refusedBy("DAP_REQUIRED", "R17")
		a.want("answer.userErrors.0.service.code", `"OFFICE365"`)
		// Without DAP the billed partner goes on billing and selling (R21).
		w.subscribe("admin@alpha.example", "changeSeats", vars{"subscriptionId": id, "seats": 16}).ok().want("answer.subscription.delegatedAdmin", `null`)
	})
}

// Of two upgrades to one offer at once, one is made.
func TestR17_TwoUpgradesAtOnce(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		ids := []string{w.bought("BUSINESS", 15), w.bought("BUSINESS", 16)}
		outcomes := make([]string, len(ids))
		var both sync.WaitGroup
		for i, id := range ids {
			both.Go(func() {
				outcomes[i] = w.subscribe("admin@alpha.example", "upgradeSubscription", vars{"subscriptionId": id, "offer": "PREMIUM", "seats": 15}).outcome()
			})
		}
		both.Wait()
		slices.Sort(outcomes)
		if !slices.Equal(outcomes, []string{"", "UPGRADE_NOT_AVAILABLE"}) {
			t.Errorf("%v", outcomes)
		}
	})
}
