package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/importer"
	"accord/reseller"
)

// changed gives the world's state with some lines replaced.
func changed(t *testing.T, pairs ...string) []string {
	t.Helper()
	want := slices.Clone(worldState)
	for pair := range slices.Chunk(pairs, 2) {
		i := slices.Index(want, pair[0])
		switch {
		case pair[0] == "":
			want = append(want, pair[1])
		case i < 0:
			t.Fatalf("not in the world: %s", pair[0])
		default:
			want[i] = pair[1]
		}
	}
	return want
}

// TestR11_WhatOneRowTakesAnotherMayGive has two partners swap their services, in either order of the rows.
func TestR11_WhatOneRowTakesAnotherMayGive(t *testing.T) {
	t.Parallel()
	rows := []string{
		"tier1,foods,2025-05-01,,,O365\n",
		"west,foods,2025-02-11T02:30:00.123456Z,,,AZURE\n",
	}
	for name, content := range map[string]string{"giver last": rows[0] + rows[1], "giver first": rows[1] + rows[0]} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachStore(t, func(t *testing.T, b *bundle) {
				b.load(t, world...)
				b.load(t, "relationships.csv", relationshipHeader+content)
				same(t, b.state(t), changed(t,
					"relationship west+foods 2025-02-11T02:30:00.123456Z ACTIVE ended=- v1",
					"relationship west+foods 2025-02-11T02:30:00.123456Z ACTIVE ended=- v2",
					"privilege west+foods O365 ACTIVE  from=2025-02-11T02:30:00.123456Z to=-",
					"privilege west+foods O365 ENDED CUSTOMER_REMOVED from=2025-02-11T02:30:00.123456Z to=2026-03-14T15:09:26.535897Z",
					"", "relationship tier1+foods 2025-05-01T00:00:00Z ACTIVE ended=- v1",
					"", "privilege tier1+foods O365 ACTIVE  from=2026-03-14T15:09:26.535897Z to=-", // not before it is free
				))
			})
		})
	}
}

// TestR11_OfTwoRowsTheFirstHoldsTheService is the same between rows of one file.
func TestR11_OfTwoRowsTheFirstHoldsTheService(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		_, err := b.try(t, "relationships.csv", relationshipHeader+
			"tier1,wood,2025-05-01,,,O365\n"+
			"advice,wood,2025-05-01,,,O365\n"+ // stands beside
			"west,wood,2025-05-01,,,O365\n")
		want := "relationships.csv" + oneBadRow + `relationships.csv:4: services: partner "tier1" holds delegated admin privileges for O365 of this customer (R11); a service has one holder`
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	})
}

func TestANewRelationshipMayStandBeforeTheOneItFollows(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, "relationships.csv", relationshipHeader+
			"west,foods,2025-12-01,,,O365\n"+
			"west,foods,2025-02-11T02:30:00.123456Z,2025-11-01,ENDED,\n")
		same(t, b.state(t), changed(t,
			"relationship west+foods 2025-02-11T02:30:00.123456Z ACTIVE ended=- v1",
			"relationship west+foods 2025-02-11T02:30:00.123456Z ENDED ended=2025-11-01T00:00:00Z v2",
			"privilege west+foods O365 ACTIVE  from=2025-02-11T02:30:00.123456Z to=-",
			"privilege west+foods O365 ENDED RELATIONSHIP_ENDED from=2025-02-11T02:30:00.123456Z to=2025-11-01T00:00:00Z",
			"privilege west+foods AZURE ACTIVE  from=2025-02-11T02:30:00.123456Z to=-",
			"privilege west+foods AZURE ENDED RELATIONSHIP_ENDED from=2025-02-11T02:30:00.123456Z to=2025-11-01T00:00:00Z",
			"", "relationship west+foods 2025-12-01T00:00:00Z ACTIVE ended=- v1",
			"", "privilege west+foods O365 ACTIVE  from=2025-12-01T00:00:00Z to=-",
		))
	})
}

// TestR6_AResellersPrivilegesEndOnlyWithTheRelationship has a privilege of tier 2 under tier 1's relationship, which rows
// of relationships do not tell of.
func TestR6_AResellersPrivilegesEndOnlyWithTheRelationship(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, "relationships.csv", relationshipHeader+"tier1,wood,2025-05-01,,,AZURE\n")
		b.grantToReseller(t)
		b.load(t, "relationships.csv", relationshipHeader+"tier1,wood,2025-05-01,,,O365\n")
		row := " under tier1+wood O365 "
		if got := b.privileges(t); !slices.Contains(got, "tier2"+row+"ACTIVE ") || !slices.Contains(got, "tier1"+row+"ACTIVE ") {
			t.Errorf("got %q", got)
		}
		b.load(t, "relationships.csv", relationshipHeader+"tier1,wood,2025-05-01,2025-06-01,ENDED,\n")
		if got := b.privileges(t); !slices.Contains(got, "tier2"+row+"ENDED RELATIONSHIP_ENDED") {
			t.Errorf("got %q", got)
		}
	})
}

// TestACorrectionMayLeaveAMonthEmpty has a file correct the only date of a month, and one of long ago.
func TestACorrectionMayLeaveAMonthEmpty(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, "relationships.csv", relationshipHeader+"west,wood,2025-01-01,2025-03-05,ENDED,\nwest,wood,1969-12-31T12:05:00Z,1970-01-02,ENDED,\n")
		b.load(t, "relationships.csv", relationshipHeader+"west,wood,2025-01-01,2025-04-05,ENDED,\n")
	})
}

// grantToReseller gives tier 2 a privilege for O365 under tier 1's relationship with wood.
func (b *bundle) grantToReseller(t *testing.T) {
	t.Helper()
	must(t, b.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		partners, err := tx.PartnersByKey(ctx, []string{"tier1", "tier2"})
		must(t, err)
		customers, err := tx.CustomersByKey(ctx, []string{"wood"})
		must(t, err)
		rs, err := tx.RelationshipsBetween(ctx, []reseller.ID{partners["tier1"].ID}, []reseller.ID{customers["wood"].ID})
		must(t, err)
		granted := reseller.FactKey{Kind: reseller.EventDelegatedAdminGranted, Service: "O365"}
		must(t, tx.CountFacts(ctx, map[reseller.ID]reseller.Facts{ // as the events would, of which there are none here
			partners["tier2"].ID: {granted: {{Quarter: reseller.QuarterOf(recorded), Count: 1}}},
		}))
		return tx.PutDelegations(ctx, []reseller.Delegation{{
			ID: reseller.ID{7}, RelationshipID: rs[0].ID, PartnerID: partners["tier2"].ID, CustomerID: customers["wood"].ID,
			Service: "O365", Status: reseller.DelegationActive, GrantedAt: recorded,
		}})
	}))
}

// privileges writes down those under tier 1's relationship with wood.
func (b *bundle) privileges(t *testing.T) []string {
	t.Helper()
	var lines []string
	must(t, b.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		partners, err := tx.PartnersByKey(ctx, []string{"tier1", "tier2"})
		must(t, err)
		customers, err := tx.CustomersByKey(ctx, []string{"wood"})
		must(t, err)
		rs, err := tx.RelationshipsBetween(ctx, []reseller.ID{partners["tier1"].ID}, []reseller.ID{customers["wood"].ID})
		must(t, err)
		ds, err := tx.DelegationsOf(ctx, operator, []reseller.ID{rs[0].ID}, "", time.Time{})
		for _, d := range ds[rs[0].ID] {
			key := "tier1"
			if d.PartnerID == partners["tier2"].ID {
				key = "tier2"
			}
			lines = append(lines, fmt.Sprintf("%s under tier1+wood %s %s %s", key, d.Service, d.Status, d.EndReason))
		}
		return err
	}))
	return lines
}

// TestR39_APartnerMayRiseWhenAnotherRowMakesRoom lets the advisor become transacting where the holder ceases to be it.
func TestR39_APartnerMayRiseWhenAnotherRowMakesRoom(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, "partners.csv", partnerHeader+
			"advice,Advice,INDIRECT_PROVIDER,CN,,,O365\n"+
			"tier2,鹿鸣 Tier 2,INDIRECT_RESELLER,CN,,advice,O365\n"+ // its provider is not one yet
			"west,\"West, Inc.\",ADVISOR,CN,,,O365;AZURE\n")
		same(t, b.state(t), changed(t,
			"partner advice Advice ADVISOR CN ACTIVE provider= [O365] v1",
			"partner advice Advice INDIRECT_PROVIDER CN ACTIVE provider= [O365] v2",
			"partner tier2 鹿鸣 Tier 2 INDIRECT_RESELLER CN ACTIVE provider=tier1 [O365] v1",
			"partner tier2 鹿鸣 Tier 2 INDIRECT_RESELLER CN ACTIVE provider=advice [O365] v2",
			"partner west West, Inc. DIRECT_RESELLER CN ACTIVE provider= [AZURE O365] v1",
			"partner west West, Inc. ADVISOR CN ACTIVE provider= [AZURE O365] v2",
		))
		// From now on it is the advisor's that counts.
		_, err := b.try(t, "relationships.csv", relationshipHeader+"tier1,foods,2025-05-01,,,O365;AZURE\n")
		if err == nil || !strings.Contains(err.Error(), `partner "advice" holds`) || strings.Contains(err.Error(), "AZURE") {
			t.Errorf("got %v", err)
		}
	})
}

func TestADomainMayMoveInAnyOrder(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, "customers.csv", customerHeader+
			"new,New,harbourfoods.example,CN\n"+
			"foods,Harbour Foods,松木.example,CN\n"+
			"wood,松木,pinewood.example,CN\n")
		same(t, b.state(t), changed(t,
			"customer foods Harbour Foods harbourfoods.example CN v1", "customer foods Harbour Foods 松木.example CN v2",
			"customer wood 松木 松木.example CN v1", "customer wood 松木 pinewood.example CN v2",
			"", "customer new New harbourfoods.example CN v1",
		))
	})
}

func TestFilesOfOneKindAreLoadedInTheOrderNamed(t *testing.T) {
	t.Parallel()
	b := onOne(t)
	reports := b.load(t,
		"services.csv", serviceHeader+"A,first,A\n",
		"services.ndjson", `{"code":"A","name_en":"second","name_zh":"A"}`,
	)
	if reports[0].Added != 1 || reports[1].Changed != 1 {
		t.Errorf("got %+v", reports)
	}
	same(t, b.state(t), []string{"service {A second A}"})
}

// TestTheDemonstrationIsAsPromised checks what the contract and the README's story rely on.
func TestTheDemonstrationIsAsPromised(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		must(t, importer.LoadDemo(t.Context(), b.app))
		state := b.state(t)
		for _, want := range []string{
			"partner brightcloud Brightcloud DIRECT_RESELLER CN ACTIVE provider= [AZURE DYNAMICS365 INTUNE OFFICE365] v1",
			"partner yunqiao 云桥科技 Yunqiao DIRECT_RESELLER CN ACTIVE provider= [AZURE OFFICE365] v1",
			"partner luming 鹿鸣信息 Luming IT INDIRECT_RESELLER CN ACTIVE provider=sanhe [OFFICE365] v1",
			"partner lantern 青灯顾问 Lantern Advisors ADVISOR CN ACTIVE provider= [AZURE OFFICE365] v1",
			"partner paperkite 纸鸢系统 Paperkite Systems DIRECT_RESELLER CN SUSPENDED provider= [OFFICE365] v1",
			"customer harbourfoods Harbour Foods harbourfoods.example CN v1",
			"user admin@brightcloud.example Ada Lin partner:brightcloud [ADMIN_AGENT] v1",
			"user admin@harbourfoods.example Finn Zhao customer:harbourfoods [GLOBAL_ADMIN] v1",
			"user operator@accord.example Oona Park operator: [OPERATOR] v1",
			"privilege brightcloud+pinewood OFFICE365 ACTIVE  from=2025-02-11T02:30:00Z to=-",
			"subscription pinewood-protection ADVANCED_THREAT_PROTECTION×60 ACTIVE of pinewood original=brightcloud billed=brightcloud record=brightcloud base=pinewood-office 2025-03-03..2026-04-01 at 1300CNY ordered=2025-03-03T00:00:00Z suspended=- cancelled=- v1",
			"relationship yunqiao+pinewood 2025-06-03T06:15:00Z ACTIVE ended=- v1",
		} {
			if !slices.Contains(state, want) {
				t.Errorf("missing: %s", want)
			}
		}
		for _, line := range state {
			if strings.HasPrefix(line, "relationship ") && strings.Contains(line, "+harbourfoods") {
				t.Errorf("Harbour Foods has a partner: %s", line)
			}
		}
		events := len(b.events(t))
		must(t, importer.LoadDemo(t.Context(), b.app))
		if len(b.events(t)) != events {
			t.Error("loading it again changes something")
		}
	})
}
