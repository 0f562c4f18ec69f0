package importer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"accord/db/dbtest"
	"accord/reseller"
)

// TestR31_CancellingABaseLaterRenewsItsAddOnsFirst: what is closed lies within its term, at the price of that.
func TestR31_CancellingABaseLaterRenewsItsAddOnsFirst(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, sales...)
		b.load(t, "prices.csv", priceHeader+"STORAGE,2026-06,300,CNY\n")
		b.at(recorded.AddDate(0, 6, 0)).load(t, "subscriptions.csv", subscriptionHeader+"e1,foods,E1,25,west,west,CANCELLED,2024-06-15\n")
		const cancelled = "cancelled=- → cancelled=2026-09-14T15:09:26.535897Z"
		same(t, b.sold(t), resold(t,
			"subscription e1", "ACTIVE → CANCELLED", "subscription e1", "2025-07-01..2026-07-01 at 4000CNY → 2026-07-01..2027-07-01 at 5100CNY",
			"subscription e1", cancelled, "subscription e1", "v1 → v3",
			"subscription storage", "ACTIVE → CANCELLED", "subscription storage", "2025-07-01..2026-07-01 at 200CNY → 2026-07-01..2027-07-01 at 300CNY",
			"subscription storage", cancelled, "subscription storage", "v1 → v3",
			"charge e1", "9999-12-31 → 2026-07-01", "", "charge e1 to west E1×25 at 5100CNY 2026-07-01..2026-09-14 charged from 2026-03-01",
			"charge storage", "9999-12-31 → 2026-07-01", "", "charge storage to west STORAGE×3 at 300CNY 2026-07-01..2026-09-14 charged from 2026-03-01",
		))
	})
}

// TestR33_OnceChargedPartnersKeepTheirCountry, also when all has been cancelled; others do not.
func TestR33_OnceChargedPartnersKeepTheirCountry(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, sales...)
		b.load(t, "subscriptions.csv", subscriptionHeader+"tiers,foods,E1,9,tier1,tier2,CANCELLED,2025-11-11\n")
		_, err := b.try(t, "partners.csv", partnerHeader+"tier1,Tier 1,INDIRECT_PROVIDER,SG,SUSPENDED,,O365\n")
		if want := "partners.csv" + oneBadRow + "partners.csv:2: " + relocated; err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		b.load(t, "partners.csv", partnerHeader+"tier1,Tier 1,ADVISOR,CN,,,O365\ntier2,Tier 2,ADVISOR,SG,,,O365\nadvice,Advice,ADVISOR,SG,,,O365\n")
	})
}

// TestR34_ImportedChargesNameTheReseller that the relationship names, else the partner of record that is paired with the billed one.
func TestR34_ImportedChargesNameTheReseller(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, sales...)
		b.load(t, "partners.csv", partnerHeader+"tier3,Tier 3,INDIRECT_RESELLER,CN,,tier1,O365\n")
		const extra, own = "extra,foods,STORAGE,1,tier1,,,2025-12-01\n", "own,foods,E1,1,tier1,tier1,,2025-12-01\n"
		b.load(t, "subscriptions.csv", subscriptionHeader+extra+own)
		b.charges(t, "tiers", "tier1tier2 E1×9")
		b.charges(t, "extra", "tier1tier2 STORAGE×1") // as what it adds to
		b.charges(t, "own", "tier1 E1×1")
		must(t, b.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			partners, err := tx.PartnersByKey(ctx, []string{"tier1", "tier3"})
			must(t, err)
			customers, err := tx.CustomersByKey(ctx, []string{"foods"})
			must(t, err)
			between, err := tx.RelationshipsBetween(ctx, []reseller.ID{partners["tier1"].ID}, []reseller.ID{customers["foods"].ID})
			must(t, err)
			between[0].ResellerID = partners["tier3"].ID
			between[0].Version++
			return tx.PutRelationships(ctx, between)
		}))
		b.load(t, "subscriptions.csv", subscriptionHeader+"tiers,foods,E1,10,tier1,tier2,,2025-11-11\nmore,foods,E1,2,tier1,tier2,,2025-12-01\n")
		b.charges(t, "tiers", "tier1tier2 E1×9", "tier1tier3 E1×10")
		b.charges(t, "more", "tier1tier3 E1×2")
	})
}

// charges checks who is charged for a subscription, through whom and for how much.
func (b *bundle) charges(t *testing.T, key string, want ...string) {
	t.Helper()
	var got []string
	for _, line := range b.sold(t) {
		if rest, is := strings.CutPrefix(line, "charge "+key+" to "); is {
			charged, _, _ := strings.Cut(rest, " at ")
			got = append(got, charged)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s is charged to %v, want %v", key, got, want)
	}
}

// transfer has a subscription offered by one partner's user and taken by another's.
func (b *bundle) transfer(t *testing.T, key, from, to string) {
	t.Helper()
	giver, err := b.store.Identify(t.Context(), from)
	must(t, err)
	receiver, err := b.store.Identify(t.Context(), to)
	must(t, err)
	var id reseller.ID
	must(t, b.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		found, err := tx.SubscriptionsByKey(ctx, []string{key})
		id = found[key].ID
		return err
	}))
	_, err = b.app.OfferTransfer(t.Context(), giver, reseller.ToPartnerInput{SubscriptionID: id, PartnerID: receiver.Partner.ID})
	must(t, err)
	_, err = b.app.TakeTransfer(t.Context(), receiver, reseller.SubscriptionInput{SubscriptionID: id})
	must(t, err)
}

// east is a partner that can take what the others have sold.
var east = []string{
	"partners.csv", partnerHeader + "east,East,DIRECT_RESELLER,CN,,,O365\n",
	"users.csv", "email,name,tenant,tenant_key,roles\neve@east.example,Eve,partner,east,ADMIN_AGENT\n",
	"relationships.csv", relationshipHeader + "east,foods,2025-05-01,,,\n",
}

// TestR40_R41_LoadingWhatHasMoved: the file's partner of record was that of who sold it. It is neither set nor cleared, for the
// subscription nor for its add-ons.
func TestR40_R41_LoadingWhatHasMoved(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, sales...)
		b.load(t, east...)
		b.transfer(t, "e1", "ada@west.example", "eve@east.example")
		before, events := b.sold(t), len(b.events(t))
		for _, record := range []string{"west", "", "tier2", "east"} {
			b.load(t, "subscriptions.csv", subscriptionHeader+"e1,foods,E1,25,west,"+record+",,2024-06-15\nstorage,foods,STORAGE,3,west,"+record+",,2024-06-15\n")
		}
		same(t, b.sold(t), before)
		if after := len(b.events(t)); after != events {
			t.Errorf("%d events of what changes nothing", after-events)
		}
		b.load(t, "subscriptions.csv", subscriptionHeader+"e1,foods,E1,30,west,west,,2024-06-15\nstorage,foods,STORAGE,4,west,west,,2024-06-15\n")
		b.charges(t, "e1", "west E1×25", "east E1×25", "east E1×30")
		b.charges(t, "storage", "west STORAGE×3", "east STORAGE×3", "east STORAGE×4")
		for _, line := range b.sold(t) {
			if strings.HasPrefix(line, "subscription e1 ") && !strings.Contains(line, "E1×30 ACTIVE of foods original=west billed=east record=east") {
				t.Error(line)
			}
		}
	})
}

// TestR41_AddOnsOfWhatHasMoved are billed to who has taken it, from the day of their import; what the original reseller is still
// billed for comes first.
func TestR41_AddOnsOfWhatHasMoved(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, sales...)
		b.load(t, east...)
		b.transfer(t, "e1", "ada@west.example", "eve@east.example")
		const soon = "first,foods,STORAGE,1,west,,,2025-03-20\n"
		b.load(t, "subscriptions.csv", subscriptionHeader+soon)
		b.charges(t, "first", "west STORAGE×1")
		b.load(t, "subscriptions.csv", subscriptionHeader+"soon,foods,E1,8,west,,CANCELLED,2026-04-10\ne3,foods,E3,5,west,,CANCELLED,2026-03-10\n"+
			"second,foods,STORAGE,2,west,west,,2025-03-20\n")
		want := []string{
			"subscription second STORAGE×2 ACTIVE of foods original=west billed=east record=east base=e1 2025-03-20..2026-04-01 at 200CNY ordered=2025-03-20T00:00:00Z suspended=- cancelled=- v1",
			"charge second to east STORAGE×2 at 200CNY 2025-03-20..9999-12-31 charged from 2026-03-14",
		}
		same(t, slices.DeleteFunc(b.sold(t), func(line string) bool { return !strings.Contains(line, " second ") }), want)
		b.load(t, "subscriptions.csv", subscriptionHeader+"second,foods,STORAGE,2,west,west,,2025-03-20\n")
		same(t, slices.DeleteFunc(b.sold(t), func(line string) bool { return !strings.Contains(line, " second ") }), want)
	})
}
