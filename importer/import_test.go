package importer_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/importer"
	"accord/reseller"
)

// world is one file of each kind, as CSV.
var world = []string{
	"services.csv", "code,name_en,name_zh\nO365,Office 365,办公 365\nAZURE,Blue,Azure 云\n",
	"offers.csv", "code,services,name_en,name_zh,min_seats,max_seats,monthly_price_minor,currency,add_on_of,upgrades_to\n" +
		"E1,O365;AZURE,E1,企业版 E1,1,300,0,cny,,E3\n" +
		"STORAGE,O365,Storage,存储,1,10000000,1000000000,CNY,E1; E3 ;;,\n" +
		"E3,O365,E3,企业版 E3,5,5,12300,CNY,,\n",
	"partners.csv", "services,key,name,type,country,status,provider_key\n" +
		"O365;AZURE;O365,west,\"West, Inc.\",DIRECT_RESELLER,cn,,\n" +
		"O365,tier2,鹿鸣 Tier 2,INDIRECT_RESELLER,CN,ACTIVE,tier1\n" +
		"AZURE;O365,tier1,Tier 1,INDIRECT_PROVIDER,CN,SUSPENDED,\n" +
		"O365,advice,Advice,ADVISOR,CN,,\n",
	"customers.csv", "\ufeffkey,name,domain,country\nfoods,Harbour Foods,HarbourFoods.example,CN\nwood,松木,松木.example,CN\n",
	"users.csv", "email,name,tenant,tenant_key,roles\n" +
		"Ada@West.example,Ada,partner,west,GLOBAL_ADMIN;ADMIN_AGENT\nfinn@foods.example,Finn,customer,foods,USER\nop@accord.example,Op,operator,,\n",
	"relationships.csv", "partner_key,customer_key,accepted_at,ended_at,status,services\n" +
		"west,foods,2025-02-11T10:30:00.1234567+08:00,,,O365;AZURE\n" +
		"advice,foods,2025-02-12,,ENDING,O365\n" +
		"west,wood,2024-01-01T00:00:00Z,,ENDED,\n" +
		"west,wood,2024-06-01T00:00:00Z,2024-07-01,ENDED,\n",
	"prices.csv", "offer,month,monthly_price_minor,currency\nE1,2026-03,5000,CNY\nE1,2026-04,5100,CNY\n",
}

// worldLines is the world once more, as NDJSON.
var worldLines = []string{
	"prices.ndjson", `{"offer":"E1","month":"2026-03","monthly_price_minor":5000,"currency":"CNY"}
		{"offer":"E1","month":"2026-04","monthly_price_minor":5100,"currency":"CNY"}`,
	"relationships.ndjson", `{"partner_key":"west","customer_key":"foods","accepted_at":"2025-02-11T10:30:00.1234567+08:00","services":["O365","AZURE"]}
		{"partner_key":"advice","customer_key":"foods","accepted_at":"2025-02-12","status":"ENDING","services":["O365"]}

		{"partner_key":"west","customer_key":"wood","accepted_at":"2024-01-01T00:00:00Z","ended_at":null,"status":"ENDED"}
		{"partner_key":"west","customer_key":"wood","accepted_at":"2024-06-01T00:00:00Z","ended_at":"2024-07-01","status":"ENDED","services":[]}`,
	"users.ndjson", `{"email":"Ada@West.example","name":"Ada","tenant":"partner","tenant_key":"west","roles":["GLOBAL_ADMIN","ADMIN_AGENT"]}
		{"email":"finn@foods.example","name":"Finn","tenant":"customer","tenant_key":"foods","roles":["USER"]}
		{"email":"op@accord.example","name":"Op","tenant":"operator"}`,
	"customers.ndjson", "\ufeff" + `{"key":"foods","name":"Harbour Foods","domain":"HarbourFoods.example","country":"CN"}
		{"key":"wood","name":"松木","domain":"\u677e\u6728.example","country":"CN"}`,
	"partners.ndjson", `{"key":"west","name":"West, Inc.","type":"DIRECT_RESELLER","country":"cn","services":["O365","AZURE","O365"]}
		{"key":"tier2","name":"鹿鸣 Tier 2","type":"INDIRECT_RESELLER","country":"CN","status":"ACTIVE","provider_key":"tier1","services":["O365"]}
		{"key":"tier1","name":"Tier 1","type":"INDIRECT_PROVIDER","country":"CN","status":"SUSPENDED","services":["AZURE","O365"]}
		{"key":"advice","name":"Advice","type":"ADVISOR","country":"CN","services":["O365"]}`,
	"offers.ndjson", `{"code":"E1","services":["O365","AZURE"],"name_en":"E1","name_zh":"企业版 E1","min_seats":1,"max_seats":300,"monthly_price_minor":0,"currency":"cny","upgrades_to":["E3"]}
		{"code":"STORAGE","services":["O365"],"name_en":"Storage","name_zh":"存储","min_seats":1,"max_seats":10000000,"monthly_price_minor":1000000000,"currency":"CNY","add_on_of":["E1"," E3 ",""]}
		{"code":"E3","services":["O365"],"name_en":"E3","name_zh":"企业版 E3","min_seats":5,"max_seats":5,"monthly_price_minor":12300,"currency":"CNY"}`,
	"services.ndjson", `{"code":"O365","name_en":"Office 365","name_zh":"办公 365"}
		{"name_zh":"Azure 云","name_en":"Blue","code":"AZURE"}`,
}

// worldState is what either leads to.
var worldState = []string{
	"service {O365 Office 365 办公 365}",
	"service {AZURE Blue Azure 云}",
	"offer {E1 [O365 AZURE] E1 企业版 E1 1 300 0 CNY [] [E3]}",
	"offer {STORAGE [O365] Storage 存储 1 10000000 1000000000 CNY [E1 E3] []}",
	"offer {E3 [O365] E3 企业版 E3 5 5 12300 CNY [] []}",
	"price {E1 2026-03 5000 CNY}",
	"price {E1 2026-04 5100 CNY}",
	"partner west West, Inc. DIRECT_RESELLER CN ACTIVE provider= [AZURE O365] v1",
	"partner tier2 鹿鸣 Tier 2 INDIRECT_RESELLER CN ACTIVE provider=tier1 [O365] v1",
	"partner tier1 Tier 1 INDIRECT_PROVIDER CN SUSPENDED provider= [AZURE O365] v1",
	"partner advice Advice ADVISOR CN ACTIVE provider= [O365] v1",
	"customer foods Harbour Foods harbourfoods.example CN v1",
	"customer wood 松木 松木.example CN v1",
	"user ada@west.example Ada partner:west [ADMIN_AGENT GLOBAL_ADMIN] v1",
	"user finn@foods.example Finn customer:foods [USER] v1",
	"user op@accord.example Op operator: [OPERATOR] v1",
	"relationship west+foods 2025-02-11T02:30:00.123456Z ACTIVE ended=- v1",
	"privilege west+foods O365 ACTIVE  from=2025-02-11T02:30:00.123456Z to=-",
	"privilege west+foods AZURE ACTIVE  from=2025-02-11T02:30:00.123456Z to=-",
	"relationship advice+foods 2025-02-12T00:00:00Z ENDING ended=- v1",
	"privilege advice+foods O365 ACTIVE  from=2025-02-12T00:00:00Z to=-",
	"relationship west+wood 2024-01-01T00:00:00Z ENDED ended=2024-01-01T00:00:00Z v1",
	"relationship west+wood 2024-06-01T00:00:00Z ENDED ended=2024-07-01T00:00:00Z v1",
}

func TestCSVAndNDJSONLeadToTheSame(t *testing.T) {
	t.Parallel()
	for format, files := range map[string][]string{"csv": world, "ndjson": worldLines} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			eachStore(t, func(t *testing.T, b *bundle) {
				reports := b.load(t, files...)
				same(t, b.state(t), worldState)
				var kinds []string
				for _, r := range reports {
					kinds = append(kinds, fmt.Sprintf("%s %d+%d+%d=%d", r.Kind, r.Added, r.Changed, r.Unchanged, r.Rows))
				}
				same(t, kinds, []string{
					"services 2+0+0=2", "offers 3+0+0=3", "partners 4+0+0=4", "customers 2+0+0=2", "users 3+0+0=3",
					"relationships 4+0+0=4", "prices 2+0+0=2",
				})
				if len(reports) != 7 || reports[0].Kind != "services" || reports[6].Kind != "prices" {
					t.Errorf("loaded in the order %v", kinds)
				}
			})
		})
	}
}

func TestLoadingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		before, wakes := len(b.events(t)), b.notifier.wakes
		for _, files := range [][]string{world, worldLines} {
			for _, r := range b.load(t, files...) {
				if r.Unchanged != r.Rows {
					t.Errorf("%s: %d of %d rows unchanged", r.File, r.Unchanged, r.Rows)
				}
			}
		}
		same(t, b.state(t), worldState)
		if after := len(b.events(t)); after != before || b.notifier.wakes != wakes {
			t.Errorf("%d events became %d, %d wakes %d", before, after, wakes, b.notifier.wakes)
		}
	})
}

func TestLoadingAgainUpdatesByKey(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		before := len(b.events(t))
		b.load(t,
			"services.csv", "code,name_en,name_zh\nAZURE,Blue,蓝\n",
			"offers.csv", "code,services,name_en,name_zh,min_seats,max_seats,monthly_price_minor,currency\nE3,O365,E3,企业版,5,6,12300,CNY\n",
			"partners.csv", "key,name,type,country,provider_key,services\ntier2,Tier 2,INDIRECT_RESELLER,CN,,O365\n",
			"customers.csv", "key,name,domain,country\nwood,Pinewood,pinewood.example,CN\n",
			"users.csv", "email,name,tenant,tenant_key,roles\nADA@west.example,Ada L.,partner,west,SALES_AGENT\n",
			"relationships.csv", "partner_key,customer_key,accepted_at,ended_at,status,services\n"+
				"west,foods,2025-02-11T02:30:00.123456Z,,ENDING,O365\nadvice,foods,2025-02-12,2025-03-01,ENDED,\n",
			"prices.csv", "offer,month,monthly_price_minor,currency\nE1,2026-04,5200,CNY\n",
		)
		want := slices.Clone(worldState)
		for was, is := range map[string]string{
			"service {AZURE Blue Azure 云}":                                                 "service {AZURE Blue 蓝}",
			"offer {E3 [O365] E3 企业版 E3 5 5 12300 CNY [] []}":                              "offer {E3 [O365] E3 企业版 5 6 12300 CNY [] []}",
			"partner tier2 鹿鸣 Tier 2 INDIRECT_RESELLER CN ACTIVE provider=tier1 [O365] v1": "partner tier2 Tier 2 INDIRECT_RESELLER CN ACTIVE provider= [O365] v2",
			"customer wood 松木 松木.example CN v1":                                            "customer wood Pinewood pinewood.example CN v2",
			"user ada@west.example Ada partner:west [ADMIN_AGENT GLOBAL_ADMIN] v1":         "user ada@west.example Ada L. partner:west [SALES_AGENT] v2",
			"relationship west+foods 2025-02-11T02:30:00.123456Z ACTIVE ended=- v1":        "relationship west+foods 2025-02-11T02:30:00.123456Z ENDING ended=- v2",
			"privilege west+foods AZURE ACTIVE  from=2025-02-11T02:30:00.123456Z to=-":     "privilege west+foods AZURE ENDED CUSTOMER_REMOVED from=2025-02-11T02:30:00.123456Z to=2026-03-14T15:09:26.535897Z",
			"relationship advice+foods 2025-02-12T00:00:00Z ENDING ended=- v1":             "relationship advice+foods 2025-02-12T00:00:00Z ENDED ended=2025-03-01T00:00:00Z v2",
			"privilege advice+foods O365 ACTIVE  from=2025-02-12T00:00:00Z to=-":           "privilege advice+foods O365 ENDED RELATIONSHIP_ENDED from=2025-02-12T00:00:00Z to=2025-03-01T00:00:00Z",
			"price {E1 2026-04 5100 CNY}":                                                  "price {E1 2026-04 5200 CNY}",
		} {
			want[slices.Index(want, was)] = is
		}
		same(t, b.state(t), want)
		same(t, kindsOf(b.events(t)[before:]), []string{
			"SERVICE_CHANGED", "OFFER_CHANGED", "PAIRING_ENDED", "PARTNER_CHANGED", "CUSTOMER_CHANGED", "USER_CHANGED", "PRICE_SET",
			"RELATIONSHIP_CHANGED", "DELEGATED_ADMIN_ENDED", "RELATIONSHIP_ENDED", "DELEGATED_ADMIN_ENDED",
		})
	})
}

func kindsOf(events []reseller.Event) []string {
	kinds := make([]string, len(events))
	for i, e := range events {
		kinds[i] = string(e.Kind)
	}
	return kinds
}

func TestR25_EventsTellWhenItOccurredAndWhenItWasRecorded(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		var got []string
		changes := map[reseller.ID]bool{}
		for _, e := range b.events(t) {
			changes[e.ChangeID] = true
			if !e.RecordedAt.Equal(recorded) || e.Actor != (reseller.Actor{}) {
				t.Errorf("%s recorded at %s by %v", e.Kind, e.RecordedAt, e.Actor)
			}
			if !e.RelationshipID.IsZero() {
				got = append(got, fmt.Sprintf("%s %s", e.Kind, e.OccurredAt.Format(time.RFC3339Nano)))
			} else if !e.OccurredAt.Equal(recorded) {
				t.Errorf("%s occurred at %s", e.Kind, e.OccurredAt)
			}
			if !e.UserID.IsZero() && (e.After.Name != "" || e.After.Key != "") {
				t.Errorf("the event of a user tells %q %q", e.After.Name, e.After.Key)
			}
		}
		want := []string{
			"RELATIONSHIP_CREATED 2025-02-11T02:30:00.123456Z", "DELEGATED_ADMIN_GRANTED 2025-02-11T02:30:00.123456Z",
			"DELEGATED_ADMIN_GRANTED 2025-02-11T02:30:00.123456Z",
			"RELATIONSHIP_CREATED 2025-02-12T00:00:00Z", "DELEGATED_ADMIN_GRANTED 2025-02-12T00:00:00Z",
			"RELATIONSHIP_CREATED 2024-01-01T00:00:00Z", "RELATIONSHIP_ENDED 2024-01-01T00:00:00Z",
			"RELATIONSHIP_CREATED 2024-06-01T00:00:00Z", "RELATIONSHIP_ENDED 2024-07-01T00:00:00Z",
		}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		if len(changes) != 7 {
			t.Errorf("%d changes for 7 files", len(changes))
		}
	})
}

func TestAnotherAttemptReadsTheFileAgain(t *testing.T) {
	t.Parallel()
	b := onOne(t)
	b.load(t, world...)
	again := reseller.New(reseller.Config{Store: twice{b.store}, Invites: b.invites, Notifier: b.notifier, Clock: func() time.Time { return recorded }, Random: strings.NewReader(strings.Repeat("random bytes, ", 100))})
	files := write(t, "customers.csv", "key,name,domain,country\nnew,New,new.example,CN\nfoods,Foods,foods.example,CN\n")
	reports, err := importer.Run(t.Context(), again, files, nil)
	must(t, err)
	if r := reports[0]; r.Added != 1 || r.Changed != 1 || r.Rows != 2 {
		t.Errorf("the report counts both attempts: %+v", r)
	}
}

// twice is a store whose transactions are never kept at the first attempt.
type twice struct{ reseller.Store }

func (s twice) Update(ctx context.Context, scope reseller.Scope, fn func(context.Context, reseller.Tx) error) error {
	undone := errors.New("undone")
	err := s.Store.Update(ctx, scope, func(ctx context.Context, tx reseller.Tx) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) {
		return err
	}
	return s.Store.Update(ctx, scope, fn)
}

func TestCachedLinksOfChangedPartnersAreForgotten(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		ada, err := b.store.Identify(t.Context(), "ada@west.example")
		must(t, err)
		asked, err := b.app.RequestRelationship(t.Context(), ada, reseller.RequestInput{})
		must(t, err)
		b.load(t, world...)
		if len(b.invites.forgotten) != 0 {
			t.Error("forgotten although nothing has changed")
		}
		b.load(t, "partners.csv", "key,name,type,country,services\nwest,East,DIRECT_RESELLER,CN,O365\n")
		if !slices.Equal(b.invites.forgotten, []reseller.ID{asked.InviteID}) {
			t.Errorf("forgotten: %v, want %v", b.invites.forgotten, asked.InviteID)
		}
	})
}

func TestProgressReachesTheEnd(t *testing.T) {
	t.Parallel()
	b := onOne(t)
	var rows strings.Builder
	rows.WriteString("key,name,domain,country\n")
	for i := range 2500 {
		fmt.Fprintf(&rows, "c%d,Customer %d,c%d.example,CN\n", i, i, i)
	}
	var told []importer.Progress
	_, err := importer.Run(t.Context(), b.app, write(t, "customers.csv", rows.String()), func(p importer.Progress) { told = append(told, p) })
	must(t, err)
	total := int64(rows.Len())
	last := told[len(told)-1]
	if last != (importer.Progress{File: "customers.csv", Rows: 2500, Bytes: total, Total: total, Done: true}) {
		t.Errorf("the last was %+v", last)
	}
	for i, p := range told {
		if p.Total != total || i > 0 && (p.Rows < told[i-1].Rows || p.Bytes < told[i-1].Bytes) {
			t.Errorf("progress went back: %+v", told)
		}
	}
	if len(told) != 4 {
		t.Errorf("told %d times", len(told))
	}
}

func TestARunThatIsCalledOffLoadsNothing(t *testing.T) {
	t.Parallel()
	b := onOne(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := importer.Run(ctx, b.app, write(t, world[:2]...), func(importer.Progress) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	same(t, b.state(t), nil)
}
