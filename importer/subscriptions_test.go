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

// sales are subscriptions in the world, and what they need there. There is no list of prices for July 2025.
var sales = []string{
	"relationships.csv", relationshipHeader + "tier1,foods,2025-05-01,,,\n",
	"prices.csv", priceHeader + "E1,2025-05,4000,CNY\nE1,2025-08,4500,CNY\nSTORAGE,2025-01,200,CNY\n",
	"subscriptions.csv", "started_at,key,customer_key,offer,seats,original_reseller_key,partner_of_record_key,status\n" +
		"2024-06-15,storage,foods,STORAGE,3,west,,\n" + // adds to a later row
		"2024-06-14T16:30:00Z,e1,foods,E1,25,west,west,ACTIVE\n" + // the 15th in China
		"2023-01-01,direct,wood,E3,5,,advice,\n" +
		"2026-03-10,e3,foods,E3,5,west,,SUSPENDED\n" +
		"2023-05-20,gone,wood,E1,7,tier1,,CANCELLED\n" +
		"2026-04-10,soon,foods,E1,8,west,,\n" +
		"2025-11-11,tiers,foods,E1,9,tier1,tier2,\n",
}

// salesLines is the same file as NDJSON.
const salesLines = `{"key":"storage","customer_key":"foods","offer":"STORAGE","seats":3,"original_reseller_key":"west","started_at":"2024-06-15"}
	{"key":"e1","customer_key":"foods","offer":"E1","seats":25,"original_reseller_key":"west","partner_of_record_key":"west","started_at":"2024-06-14T16:30:00Z"}
	{"key":"direct","customer_key":"wood","offer":"E3","seats":5,"partner_of_record_key":"advice","started_at":"2023-01-01"}
	{"key":"e3","customer_key":"foods","offer":"E3","seats":5,"original_reseller_key":"west","status":"SUSPENDED","started_at":"2026-03-10"}
	{"key":"gone","customer_key":"wood","offer":"E1","seats":7,"original_reseller_key":"tier1","status":"CANCELLED","started_at":"2023-05-20"}
	{"key":"soon","customer_key":"foods","offer":"E1","seats":8,"original_reseller_key":"west","started_at":"2026-04-10"}
	{"key":"tiers","customer_key":"foods","offer":"E1","seats":9,"original_reseller_key":"tier1","partner_of_record_key":"tier2","started_at":"2025-11-11"}`

// salesState is what they lead to on 14 March 2026; all partners are billed on the first of the month.
var salesState = []string{
	"subscription storage STORAGE×3 ACTIVE of foods original=west billed=west record=west base=e1 2025-07-01..2026-07-01 at 200CNY ordered=2024-06-15T00:00:00Z suspended=- cancelled=- v1",
	"subscription e1 E1×25 ACTIVE of foods original=west billed=west record=west base= 2025-07-01..2026-07-01 at 4000CNY ordered=2024-06-14T16:30:00Z suspended=- cancelled=- v1",
	"subscription direct E3×5 ACTIVE of wood original= billed= record=advice base= 2026-01-01..2027-01-01 at 12300CNY ordered=2023-01-01T00:00:00Z suspended=- cancelled=- v1",
	"subscription e3 E3×5 SUSPENDED of foods original=west billed=west record= base= 2026-03-10..2027-04-01 at 12300CNY ordered=2026-03-10T00:00:00Z suspended=2026-03-14T15:09:26.535897Z cancelled=- v1",
	"subscription gone E1×7 CANCELLED of wood original=tier1 billed=tier1 record= base= 2025-06-01..2026-06-01 at 4000CNY ordered=2023-05-20T00:00:00Z suspended=- cancelled=2026-03-14T15:09:26.535897Z v1",
	"subscription soon E1×8 ACTIVE of foods original=west billed=west record= base= 2026-04-10..2027-05-01 at 5100CNY ordered=2026-04-10T00:00:00Z suspended=- cancelled=- v1",
	"subscription tiers E1×9 ACTIVE of foods original=tier1 billed=tier1 record=tier2 base= 2025-11-11..2026-12-01 at 4500CNY ordered=2025-11-11T00:00:00Z suspended=- cancelled=- v1",
	"charge storage to west STORAGE×3 at 200CNY 2025-07-01..9999-12-31 charged from 2026-03-01",
	"charge e1 to west E1×25 at 4000CNY 2025-07-01..9999-12-31 charged from 2026-03-01",
	"charge e3 to west E3×5 at 12300CNY 2026-03-10..9999-12-31 charged from 2026-04-01",
	"charge soon to west E1×8 at 5100CNY 2026-04-10..9999-12-31 charged from 2026-05-01",
	"charge tiers to tier1tier2 E1×9 at 4500CNY 2025-11-11..9999-12-31 charged from 2026-03-01",
}

// sold keeps the lines of a state that are about subscriptions.
func (b *bundle) sold(t testing.TB) []string {
	t.Helper()
	return slices.DeleteFunc(b.state(t), func(line string) bool {
		return !strings.HasPrefix(line, "subscription ") && !strings.HasPrefix(line, "charge ")
	})
}

// resold gives the state of the sales with some lines replaced; what replaces nothing is added.
func resold(t *testing.T, pairs ...string) []string {
	t.Helper()
	want := slices.Clone(salesState)
	for pair := range slices.Chunk(pairs, 2) {
		i := slices.IndexFunc(want, func(line string) bool { return pair[0] != "" && strings.HasPrefix(line, pair[0]) })
		if i < 0 {
			want = append(want, pair[1])
			continue
		}
		if words := strings.Fields(pair[1]); len(words) > 0 && (words[0] == "subscription" || words[0] == "charge") {
			want[i] = pair[1]
			continue
		}
		was, is, _ := strings.Cut(pair[1], " → ")
		if !strings.Contains(want[i], was) {
			t.Fatalf("%q is not in %q", was, want[i])
		}
		want[i] = strings.Replace(want[i], was, is, 1)
	}
	return want
}

// TestR31_R32_R39_SubscriptionsAreImported gives each its term, its price – that of the list before where a month has none – and
// charges from this month's bill on, or none.
func TestR31_R32_R39_SubscriptionsAreImported(t *testing.T) {
	t.Parallel()
	for format, file := range map[string][]string{"csv": sales[4:], "ndjson": {"subscriptions.ndjson", salesLines}} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			eachStore(t, func(t *testing.T, b *bundle) {
				b.load(t, world...)
				b.load(t, append(slices.Clone(sales[:4]), file...)...)
				same(t, b.sold(t), salesState)
				before := len(b.events(t))
				for _, again := range [][]string{sales[4:], {"subscriptions.ndjson", salesLines}} {
					if r := b.load(t, again...)[0]; r.Unchanged != 7 || r.Rows != 7 {
						t.Errorf("loaded again: %+v", r)
					}
				}
				same(t, b.sold(t), salesState)
				if after := len(b.events(t)); after != before {
					t.Errorf("%d events became %d", before, after)
				}
			})
		})
	}
}

// TestR25_ImportedSubscriptionsOccurredWhenTheyStarted, unless that is to come.
func TestR25_ImportedSubscriptionsOccurredWhenTheyStarted(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, sales...)
		got := map[string]string{}
		for _, e := range b.events(t) {
			if e.Kind == reseller.EventSubscriptionImported {
				found, err := b.store.SubscriptionsByID(t.Context(), operator, []reseller.ID{e.SubscriptionID})
				must(t, err)
				got[found[e.SubscriptionID].ExternalKey] = e.OccurredAt.Format(time.RFC3339Nano)
				if !e.RecordedAt.Equal(recorded) || e.SubscriptionID.IsZero() || e.CustomerID.IsZero() {
					t.Errorf("%+v", e)
				}
			}
		}
		if len(got) != 7 || got["e1"] != "2024-06-14T16:30:00Z" || got["soon"] != "2026-03-14T15:09:26.535897Z" {
			t.Errorf("got %v", got)
		}
	})
}

// TestR20_R33_R40_LoadingSubscriptionsAgainChangesThem from the day of the import on, their add-ons with them.
func TestR20_R33_R40_LoadingSubscriptionsAgainChangesThem(t *testing.T) {
	t.Parallel()
	const now = "2026-03-14T15:09:26.535897Z"
	for name, test := range map[string]struct {
		rows  string
		state []string
		kinds []string
	}{
		"seats": {"e1,foods,E1,30,west,west,,2024-06-15\n", []string{
			"subscription e1", "E1×25 → E1×30", "subscription e1", "v1 → v2",
			"charge e1", "charge e1 to west E1×25 at 4000CNY 2025-07-01..2026-03-14 charged from 2026-03-01",
			"", "charge e1 to west E1×30 at 4000CNY 2026-03-14..9999-12-31 charged from 2026-03-01",
		}, []string{"SUBSCRIPTION_SEATS_CHANGED"}},
		"seats before the start": {"soon,foods,E1,30,west,,,2026-04-10\n", []string{
			"subscription soon", "E1×8 → E1×30", "subscription soon", "v1 → v2",
			"charge soon", "charge soon to west E1×8 at 5100CNY 2026-04-10..2026-03-14 charged from 2026-05-01",
			"", "charge soon to west E1×30 at 5100CNY 2026-04-10..9999-12-31 charged from 2026-05-01",
		}, []string{"SUBSCRIPTION_SEATS_CHANGED"}},
		"suspended with its add-on": {"storage,foods,STORAGE,3,west,,SUSPENDED,2024-06-15\ne1,foods,E1,25,west,west,SUSPENDED,2024-06-15\n", []string{
			"subscription e1", "ACTIVE → SUSPENDED", "subscription e1", "suspended=- → suspended=" + now, "subscription e1", "v1 → v2",
			"subscription storage", "ACTIVE → SUSPENDED", "subscription storage", "suspended=- → suspended=" + now, "subscription storage", "v1 → v2",
		}, []string{"SUBSCRIPTION_SUSPENDED", "SUBSCRIPTION_SUSPENDED"}},
		"resumed": {"e3,foods,E3,5,west,,,2026-03-10\n", []string{
			"subscription e3", "SUSPENDED → ACTIVE", "subscription e3", "suspended=" + now + " → suspended=-", "subscription e3", "v1 → v2",
		}, []string{"SUBSCRIPTION_RESUMED"}},
		"cancelled with its add-on": {"e1,foods,E1,1,west,,CANCELLED,2024-06-15\nstorage,foods,STORAGE,3,west,,CANCELLED,2024-06-15\n", []string{
			"subscription e1", "ACTIVE → CANCELLED", "subscription e1", "cancelled=- → cancelled=" + now, "subscription e1", "v1 → v2",
			"subscription storage", "ACTIVE → CANCELLED", "subscription storage", "cancelled=- → cancelled=" + now, "subscription storage", "v1 → v2",
			"charge e1", "9999-12-31 → 2026-03-14", "charge storage", "9999-12-31 → 2026-03-14",
		}, []string{"SUBSCRIPTION_CANCELLED", "SUBSCRIPTION_CANCELLED"}},
		"partner of record": {"tiers,foods,E1,9,tier1,,,2025-11-11\ne1,foods,E1,25,west,,,2024-06-15\n", []string{
			"subscription tiers", "record=tier2 → record=", "subscription tiers", "v1 → v2", "subscription e1", "record=west → record=", "subscription e1", "v1 → v2",
			"subscription storage", "record=west → record=", "subscription storage", "v1 → v2",
		}, []string{"SUBSCRIPTION_PARTNER_OF_RECORD_CHANGED", "SUBSCRIPTION_PARTNER_OF_RECORD_CHANGED", "SUBSCRIPTION_PARTNER_OF_RECORD_CHANGED"}},
		"seats and status": {"direct,wood,E3,5,,,SUSPENDED,2023-01-01\ntiers,foods,E1,10,tier1,tier2,SUSPENDED,2025-11-11\n", []string{
			"subscription direct", "ACTIVE → SUSPENDED", "subscription direct", "suspended=- → suspended=" + now, "subscription direct", "record=advice → record=", "subscription direct", "v1 → v2",
			"subscription tiers", "ACTIVE → SUSPENDED", "subscription tiers", "suspended=- → suspended=" + now, "subscription tiers", "E1×9 → E1×10", "subscription tiers", "v1 → v2",
			"charge tiers", "9999-12-31 → 2026-03-14", "", "charge tiers to tier1tier2 E1×10 at 4500CNY 2026-03-14..9999-12-31 charged from 2026-03-01",
		}, []string{"SUBSCRIPTION_PARTNER_OF_RECORD_CHANGED", "SUBSCRIPTION_SUSPENDED", "SUBSCRIPTION_SEATS_CHANGED", "SUBSCRIPTION_SUSPENDED"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachStore(t, func(t *testing.T, b *bundle) {
				b.load(t, world...)
				b.load(t, sales...)
				before := len(b.events(t))
				b.load(t, "subscriptions.csv", subscriptionHeader+test.rows)
				same(t, b.sold(t), resold(t, test.state...))
				if kinds := kindsOf(b.events(t)[before:]); !slices.Equal(kinds, test.kinds) {
					t.Errorf("events %v, want %v", kinds, test.kinds)
				}
				after := len(b.events(t))
				b.load(t, "subscriptions.csv", subscriptionHeader+test.rows)
				if len(b.events(t)) != after {
					t.Error("the second time it changes something")
				}
			})
		})
	}
}

// badSales are single rows that are bad beside the sales; want is column and reason.
var badSales = map[string]struct{ file, row, want string }{
	"no customer":        {"subscriptions", "new,stone,E1,1,,,,2026-01-01", `customer_key: there is no customer "stone"; load customers first`},
	"no offer":           {"subscriptions", "new,foods,E5,1,,,,2026-01-01", `offer: there is no offer "E5"; load offers first`},
	"no reseller":        {"subscriptions", "new,foods,E1,1,east,,,2026-01-01", `original_reseller_key: there is no partner "east"; load partners first`},
	"no record":          {"subscriptions", "new,foods,E1,1,west,east,,2026-01-01", `partner_of_record_key: there is no partner "east"; load partners first`},
	"no key":             {"subscriptions", ",foods,E1,1,,,,2026-01-01", "key: is required"},
	"no seats":           {"subscriptions", "new,foods,E1,,,,,2026-01-01", "seats: is required"},
	"0 seats":            {"subscriptions", "new,foods,E1,0,,,,2026-01-01", "seats: 0 is not between 1 and 10000000"},
	"seats below 0":      {"subscriptions", "new,foods,E1,-5,,,,2026-01-01", "seats: -5 is not between 1 and 10000000"},
	"huge seats":         {"subscriptions", "new,foods,E1,4294967297,,,,2026-01-01", "seats: 4294967297 is not between 1 and 10000000"},
	"seats beyond":       {"subscriptions", "new,foods,E1,92233720368547758070,,,,2026-01-01", `seats: "92233720368547758070" is not a whole number, such as 300`},
	"too many seats":     {"subscriptions", "new,foods,E1,301,,,,2026-01-01", "seats: 301 is not between 1 and 300, as E1 has it"},
	"too many more":      {"subscriptions", "e1,foods,E1,301,west,west,,2024-06-15", "seats: 301 is not between 1 and 300, as E1 has it"},
	"too few seats":      {"subscriptions", "new,foods,E3,4,,,,2026-01-01", "seats: 4 is not between 5 and 5, as E3 has it"},
	"status":             {"subscriptions", "new,foods,E1,1,,,ENDED,2026-01-01", `status: "ENDED" is not a status of a subscription; use ACTIVE, SUSPENDED or CANCELLED`},
	"no start":           {"subscriptions", "new,foods,E1,1,,,,", "started_at: is required"},
	"start":              {"subscriptions", "new,foods,E1,1,,,,1.1.2026", `started_at: "1.1.2026" is not a time; write it as 2026-03-14T15:09:26Z, or 2026-03-14 for midnight UTC`},
	"early start":        {"subscriptions", "new,foods,E1,1,,,,1970-01-01", "started_at: 1970-01-01T00:00:00Z is before 2000-01-01"},
	"late start":         {"subscriptions", "new,foods,E1,1,,,,9999-12-31", "started_at: 9999-12-31T00:00:00Z is more than a year ahead; check the year, or load it nearer to its start"},
	"start in 2 years":   {"subscriptions", "new,foods,E1,1,,,,2027-03-15", "started_at: 2027-03-15T00:00:00Z is more than a year ahead; check the year, or load it nearer to its start"},
	"R16":                {"subscriptions", "new,foods,E1,1,advice,,,2026-01-01", `original_reseller_key: partner "advice" is of type ADVISOR; only a DIRECT_RESELLER or an INDIRECT_PROVIDER orders and is billed (R16)`},
	"R16 cancelled":      {"subscriptions", "new,foods,E1,1,tier2,,CANCELLED,2026-01-01", `original_reseller_key: partner "tier2" is of type INDIRECT_RESELLER; only a DIRECT_RESELLER or an INDIRECT_PROVIDER orders and is billed (R16)`},
	"R23":                {"subscriptions", "new,wood,E1,1,west,,,2026-01-01", `original_reseller_key: partner "west" has no relationship with this customer that has not ended (R23); load relationships first`},
	"R34":                {"subscriptions", "new,foods,DEAR,1,west,,,2026-01-01", `offer: its price is in USD, and partner "west" is billed in CNY: a partner is billed in one currency (R34)`},
	"R40":                {"subscriptions", "new,foods,E1,1,west,tier2,,2026-01-01", `partner_of_record_key: partner "tier2" is neither the billed partner, "west", nor a reseller paired with it (R40)`},
	"R40 changed":        {"subscriptions", "tiers,foods,E1,9,tier1,west,,2025-11-11", `partner_of_record_key: partner "west" is neither the billed partner, "tier1", nor a reseller paired with it (R40)`},
	"add-on alone":       {"subscriptions", "new,foods,STORAGE,1,,,,2026-01-01", "offer: STORAGE is an add-on, and this customer has no subscription of the same original reseller that takes it, neither in the database nor in this file"},
	"add-on's record":    {"subscriptions", "new,foods,STORAGE,1,tier1,tier1,,2026-01-01", "partner_of_record_key: an add-on has the partner of record of what it adds to (R40); name that one, or leave it empty"},
	"moved":              {"subscriptions", "e1,wood,E1,25,west,west,,2024-06-15", "customer_key: the subscription of this key is another customer's, and does not move; give each its own key"},
	"another offer":      {"subscriptions", "e1,foods,E3,5,west,west,,2024-06-15", "offer: the subscription of this key is one of E1, and an import does not change that; give each its own key"},
	"another reseller":   {"subscriptions", "e1,foods,E1,25,tier1,,,2024-06-15", "original_reseller_key: somebody else sold the subscription of this key, and that does not change; give each its own key"},
	"no reseller now":    {"subscriptions", "e1,foods,E1,25,,,,2024-06-15", "original_reseller_key: somebody else sold the subscription of this key, and that does not change; give each its own key"},
	"another start":      {"subscriptions", "e1,foods,E1,25,west,west,,2024-06-14", "started_at: the subscription of this key started on 2024-06-15, and that does not change; give each its own key"},
	"revived":            {"subscriptions", "gone,wood,E1,7,tier1,,,2023-05-20", "status: this subscription is CANCELLED and stays so; give another one its own key"},
	"revived, suspended": {"subscriptions", "gone,wood,E1,7,tier1,,SUSPENDED,2023-05-20", "status: this subscription is CANCELLED and stays so; give another one its own key"},

	"R16 retyped":   {"partners", "west,\"West, Inc.\",ADVISOR,CN,,,O365;AZURE", "type: it is billed for subscriptions that are not cancelled, and no ADVISOR is billed (R16); cancel or transfer them first"},
	"R33 relocated": {"partners", "west,\"West, Inc.\",DIRECT_RESELLER,SG,,,O365;AZURE", relocated},
	"R23 ended":     {"relationships", "west,foods,2025-02-11T02:30:00.123456Z,2026-01-01,ENDED,", "status: the partner is billed for 4 subscriptions of this customer that are not cancelled (R23); cancel or transfer them first"},
}

// relocated is why a partner that was ever charged does not move.
const relocated = "country: it has been charged, and the days and the tax of its bills, past ones too, follow its country (R33); keep the country, and load the company in the other one as a partner with its own key"

var headers = map[string]string{"subscriptions": subscriptionHeader, "partners": partnerHeader, "relationships": relationshipHeader}

func TestBadRowsBesideSubscriptions(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, sales...)
		b.load(t, "offers.csv", offerHeader+"DEAR,O365,Dear,贵,1,9,1,USD,,\n")
		before, events := b.state(t), len(b.events(t))
		for name, test := range badSales {
			file := test.file + ".csv"
			_, err := b.try(t, file, headers[test.file]+test.row+"\n")
			want := fmt.Sprintf("%[1]s%[2]s%[1]s:2: %[3]s", file, oneBadRow, test.want)
			if err == nil || err.Error() != want {
				t.Errorf("%s:\ngot  %v\nwant %s", name, err, want)
			}
		}
		same(t, b.state(t), before)
		if after := len(b.events(t)); after != events {
			t.Errorf("%d events of bad rows", after-events)
		}
	})
}

// TestSubscriptionsOfOneFileAreJudgedTogether: keys that stand twice, add-ons that part from what they add to.
func TestSubscriptionsOfOneFileAreJudgedTogether(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, sales...)
		_, err := b.try(t, "subscriptions.csv", subscriptionHeader+
			"storage,foods,STORAGE,3,west,,,2024-06-15\n"+
			"e1,foods,E1,25,west,west,SUSPENDED,2024-06-15\n"+
			"e1,foods,E1,25,west,west,,2024-06-15\n"+
			"new,foods,STORAGE,3,tier1,,,2025-12-01\n"+
			"tiers,foods,E1,9,tier1,,CANCELLED,2025-11-11\n")
		want := `subscriptions.csv: 3 bad rows; nothing of this file is loaded
subscriptions.csv:2: status: what this add-on adds to is SUSPENDED, and the add-on ACTIVE: it is suspended and cancelled with that (R20)
subscriptions.csv:4: key: the same key stands on line 3 already
subscriptions.csv:5: status: what this add-on adds to is CANCELLED, and the add-on ACTIVE: it is suspended and cancelled with that (R20)`
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		same(t, b.sold(t), salesState)
	})
}

// at is the same world at another time.
func (b *bundle) at(now time.Time) *bundle {
	other := *b
	other.app = reseller.New(reseller.Config{
		Store: b.store, Invites: b.invites, Notifier: b.notifier, Clock: func() time.Time { return now }, Random: strings.NewReader(strings.Repeat("more random bytes, ", 1000)),
	})
	return &other
}

// TestR20_R31_LoadingLaterRenewsWhatChanges, and resumes nothing that is due for deletion.
func TestR20_R31_LoadingLaterRenewsWhatChanges(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, sales...)
		later := b.at(recorded.AddDate(0, 6, 0)) // 14 September
		_, err := later.try(t, "subscriptions.csv", subscriptionHeader+"e3,foods,E3,5,west,,,2026-03-10\n")
		want := "subscriptions.csv" + oneBadRow + "subscriptions.csv:2: status: this subscription has been due for deletion since 2026-05-13: it can be CANCELLED, and not be resumed (R20)"
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		later.load(t, "subscriptions.csv", subscriptionHeader+"e1,foods,E1,30,west,west,,2024-06-15\n")
		same(t, b.sold(t), resold(t,
			"subscription e1", "E1×25 → E1×30", "subscription e1", "2025-07-01..2026-07-01 at 4000CNY → 2026-07-01..2027-07-01 at 5100CNY", "subscription e1", "v1 → v3",
			"charge e1", "9999-12-31 → 2026-07-01",
			"", "charge e1 to west E1×25 at 5100CNY 2026-07-01..2026-09-14 charged from 2026-03-01",
			"", "charge e1 to west E1×30 at 5100CNY 2026-09-14..9999-12-31 charged from 2026-03-01",
			"subscription storage", "2025-07-01..2026-07-01 → 2026-07-01..2027-07-01", "subscription storage", "v1 → v2",
			"charge storage", "9999-12-31 → 2026-07-01", "", "charge storage to west STORAGE×3 at 200CNY 2026-07-01..9999-12-31 charged from 2026-03-01",
		))
	})
}

// TestR32_ImportedPartnersAreBilledFromTheFirstOfTheMonth of their import, and stay so when they are imported again.
func TestR32_ImportedPartnersAreBilledFromTheFirstOfTheMonth(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.at(recorded.AddDate(0, 2, 0)).load(t, "partners.csv", partnerHeader+"west,East,DIRECT_RESELLER,CN,,,O365\n")
		must(t, b.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			partners, err := tx.PartnersByKey(ctx, []string{"west"})
			if since := partners["west"].BilledSince.String(); since != "2026-03-01" || partners["west"].Name != "East" {
				t.Errorf("%s is billed since %s", partners["west"].Name, since)
			}
			return err
		}))
	})
}

// TestManySubscriptionsAndTheirAddOns loads more than a chunk of each, add-ons first.
func TestManySubscriptionsAndTheirAddOns(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		var rows strings.Builder
		rows.WriteString(subscriptionHeader)
		const many = 1100
		for i := range many {
			fmt.Fprintf(&rows, "a%d,foods,STORAGE,1,west,,,2025-02-11\n", i)
		}
		for i := range many {
			fmt.Fprintf(&rows, "b%d,foods,E1,1,west,,,2025-02-11\n", i)
		}
		reports, err := importer.Run(t.Context(), b.app, write(t, "subscriptions.csv", rows.String()), nil)
		must(t, err)
		if r := reports[0]; r.Added != 2*many || r.Rows != 2*many {
			t.Errorf("%+v", r)
		}
	})
}
