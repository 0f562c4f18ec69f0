package importer_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"accord/importer"
)

const (
	serviceHeader      = "code,name_en,name_zh\n"
	offerHeader        = "code,services,name_en,name_zh,min_seats,max_seats,monthly_price_minor,currency,add_on_of,upgrades_to\n"
	partnerHeader      = "key,name,type,country,status,provider_key,services\n"
	customerHeader     = "key,name,domain,country\n"
	userHeader         = "email,name,tenant,tenant_key,roles\n"
	relationshipHeader = "partner_key,customer_key,accepted_at,ended_at,status,services\n"
	priceHeader        = "offer,month,monthly_price_minor,currency\n"
	subscriptionHeader = "key,customer_key,offer,seats,original_reseller_key,partner_of_record_key,status,started_at\n"
)

const oneBadRow = ": 1 bad row; nothing of this file is loaded\n"

// TestFilesThatCannotBeRead are faults of a whole file.
func TestFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	const customerColumns = "key, name, domain, country"
	for name, test := range map[string]struct{ file, content, want string }{
		"empty":            {"customers.csv", "", "customers.csv: is empty; its first line must name the columns: " + customerColumns},
		"missing column":   {"customers.csv", "key,name,country\n", "customers.csv:1: the column domain is missing; the columns are " + customerColumns},
		"unknown column":   {"customers.csv", "key,name,domain,country,colour\n", `customers.csv:1: there is no column "colour" here; the columns are ` + customerColumns},
		"column twice":     {"customers.csv", "key,name,domain,key,country\n", "customers.csv:1: the column key stands there twice"},
		"semicolons":       {"customers.csv", "key;name;domain;country\n", `customers.csv:1: there is no column "key;name;domain;country" here; separate columns by commas, not semicolons; the columns are ` + customerColumns},
		"tabs":             {"customers.csv", "key\tname\n", `customers.csv:1: there is no column "key\tname" here; separate columns by commas, not tabs; the columns are ` + customerColumns},
		"UTF-16":           {"customers.csv", "\xff\xfek\x00e\x00y\x00", "customers.csv: is in UTF-16; save the file as UTF-8 (in Excel: “CSV UTF-8”) and load it again"},
		"UTF-16 big":       {"customers.ndjson", "\xfe\xff\x00{", "customers.ndjson: is in UTF-16; save the file as UTF-8 (in Excel: “CSV UTF-8”) and load it again"},
		"UTF-16, no mark":  {"customers.csv", "k\x00e\x00y\x00,\x00", "customers.csv:1: holds a NUL character, as UTF-16 does; save the file as UTF-8 (in Excel: “CSV UTF-8”) and load it again"},
		"GBK":              {"customers.csv", customerHeader + "a,A,a.example,CN\nb,\xcb\xc9\xc4\xbe,b.example,CN\n", "customers.csv:3: this line is not UTF-8; save the file as UTF-8 (in Excel: “CSV UTF-8”) and load it again"},
		"GBK as JSON":      {"customers.ndjson", "\n{\"key\":\"\xcb\xc9\"}", "customers.ndjson:2: this line is not UTF-8; save the file as UTF-8 (in Excel: “CSV UTF-8”) and load it again"},
		"quotation mark":   {"customers.csv", `key,"name`, "customers.csv:1: the header cannot be read: a quotation mark is left open, or followed by something other than a comma"},
		"left open":        {"customers.csv", customerHeader + "a,A,a.example,CN\nb,\"" + strings.Repeat("long\n", 1<<18), "customers.csv:2: the row after this one is longer than 1 MiB; is a quotation mark left open?"},
		"one long line":    {"customers.csv", customerHeader + strings.Repeat("long", 1<<19), "customers.csv:1: the row after this one is longer than 1 MiB; is a quotation mark left open?"},
		"long header":      {"customers.csv", strings.Repeat("long", 1<<19), "customers.csv:1: the header is longer than 1 MiB; is a quotation mark left open?"},
		"long line (JSON)": {"customers.ndjson", "\n" + strings.Repeat(" ", 1<<20+1), "customers.ndjson:2: this line is longer than 1 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onOne(t)
			_, err := b.try(t, test.file, test.content)
			var fault *importer.FileError
			if !errors.As(err, &fault) || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

// badRows are single rows that are bad in the world; want is column and reason.
var badRows = map[string]struct{ file, content, want string }{
	"ragged":      {"customers.csv", customerHeader + "a,A,a.example\n", "does not have as many columns as the header"},
	"bare quote":  {"customers.csv", customerHeader + `a,A "B",a.example,CN`, `a quotation mark stands within a cell; put the cell in quotation marks and double those within: "a ""b"" c"`},
	"NUL":         {"customers.csv", customerHeader + "a,A\x00,a.example,CN", "name: holds a NUL character"},
	"no object":   {"customers.ndjson", `["key"]`, `is not a JSON object, such as {"key": "P-1"}`},
	"half object": {"customers.ndjson", `{"key":"a"`, `is not a JSON object, such as {"key": "P-1"}`},
	"two objects": {"customers.ndjson", `{} {}`, "has something after its object; write one object a line"},
	"field twice": {"customers.ndjson", `{"key":"a","key":"b"}`, "has the field key twice"},
	"other field": {"customers.ndjson", `{"colour":"a"}`, `there is no column "colour" here; the columns are key, name, domain, country`},
	"number":      {"customers.ndjson", `{"key":1,"name":"A","domain":"a.example","country":"CN"}`, "key: is not a text in quotation marks"},
	"no list":     {"partners.ndjson", `{"key":"a","name":"A","type":"ADVISOR","country":"CN","services":"O365"}`, `services: is not a list of texts, such as ["A", "B"]`},
	"text":        {"prices.ndjson", `{"offer":"E1","month":"2026-03","monthly_price_minor":"5","currency":"CNY"}`, "monthly_price_minor: is a text; write the number without quotation marks"},
	"fraction":    {"prices.ndjson", `{"offer":"E1","month":"2026-03","monthly_price_minor":5.5,"currency":"CNY"}`, `monthly_price_minor: "5.5" is not a whole number, such as 300`},
	"no number":   {"prices.ndjson", `{"offer":"E1","month":"2026-03","currency":"CNY"}`, "monthly_price_minor: is required"},

	"no code":        {"services.csv", serviceHeader + ",A,A", "code: is required"},
	"list as code":   {"services.csv", serviceHeader + "A;B,A,A", `code: "A;B" is not a code: it holds a semicolon or a character that cannot be printed`},
	"long code":      {"services.csv", serviceHeader + strings.Repeat("x", 65) + ",A,A", `code: "` + strings.Repeat("x", 60) + `" … is longer than a code may be: 64 characters`},
	"direction":      {"services.csv", serviceHeader + "A,A\u202eB,A", `name_en: "A\u202eB" holds line breaks, control or direction characters`},
	"line break":     {"services.csv", serviceHeader + "A,A,\"A\nB\"", `name_zh: "A\nB" holds line breaks, control or direction characters`},
	"long name":      {"services.csv", serviceHeader + "A,A," + strings.Repeat("云", 201), "name_zh: has 201 characters; at most 200 are allowed"},
	"no services":    {"offers.csv", offerHeader + "A,,A,A,1,1,1,CNY,,", "services: is required: name the services that the offer includes, the main one first"},
	"other service":  {"offers.csv", offerHeader + "A,O365;O366,A,A,1,1,1,CNY,,", `services: there is no service "O366"; load services first, or leave it out`},
	"no seats":       {"offers.csv", offerHeader + "A,O365,A,A,0,1,1,CNY,,", "min_seats: 0 is not between 1 and 10000000"},
	"many seats":     {"offers.csv", offerHeader + "A,O365,A,A,1,10000001,1,CNY,,", "max_seats: 10000001 is not between 1 and 10000000"},
	"min over max":   {"offers.csv", offerHeader + "A,O365,A,A,2,1,1,CNY,,", "min_seats: 2 is more than max_seats, 1"},
	"price below 0":  {"offers.csv", offerHeader + "A,O365,A,A,1,1,-1,CNY,,", "monthly_price_minor: -1 is less than 0"},
	"high price":     {"prices.csv", priceHeader + "E1,2026-03,1000000001,CNY", "monthly_price_minor: 1000000001 is more than 1000000000"},
	"huge price":     {"offers.csv", offerHeader + "A,O365,A,A,1,1,9223372036854775808,CNY,,", `monthly_price_minor: "9223372036854775808" is not a whole number, such as 300`},
	"currency":       {"offers.csv", offerHeader + "A,O365,A,A,1,1,1,元,,", `currency: "元" is not a currency of three letters, such as CNY`},
	"to an add-on":   {"offers.csv", offerHeader + "A,O365,A,A,1,1,1,CNY,,E3;STORAGE", "upgrades_to: STORAGE is an add-on, and an add-on is not what a subscription becomes; leave it out"},
	"of an add-on":   {"offers.csv", offerHeader + "A,O365,A,A,1,1,1,CNY,E1,E3", "upgrades_to: an add-on adds to a subscription, and becomes no other offer; leave it empty"},
	"add-on now":     {"offers.csv", offerHeader + "E3,O365,E3,E3,5,5,12300,CNY,STORAGE,", "add_on_of: E1 upgrades to this offer, and an add-on is not what a subscription becomes; change the upgrades_to of that one too"},
	"upgrade":        {"offers.csv", offerHeader + "A,O365,A,A,1,1,1,CNY,,E3;E5", `upgrades_to: there is no offer "E5", neither in the database nor in this file`},
	"add-on":         {"offers.csv", offerHeader + "A,O365,A,A,1,1,1,CNY,E5,", `add_on_of: there is no offer "E5", neither in the database nor in this file`},
	"own add-on":     {"offers.csv", offerHeader + "A,O365,A,A,1,1,1,CNY,A,", `add_on_of: "A" names itself`},
	"month":          {"prices.csv", priceHeader + "E1,2026-13,1,CNY", `month: "2026-13" is not a month; write it as YYYY-MM, such as 2026-03`},
	"no such offer":  {"prices.csv", priceHeader + "E5,2026-03,1,CNY", `offer: there is no offer "E5"; load offers first`},
	"type":           {"partners.csv", partnerHeader + "a,A,RESELLER,CN,,,O365", `type: "RESELLER" is not a type of partner; use DIRECT_RESELLER, INDIRECT_PROVIDER, INDIRECT_RESELLER or ADVISOR`},
	"country":        {"partners.csv", partnerHeader + "a,A,ADVISOR,China,,,O365", `country: "China" is not a country of two letters, such as CN`},
	"status":         {"partners.csv", partnerHeader + "a,A,ADVISOR,CN,GONE,,O365", `status: "GONE" is not a status of a partner; use ACTIVE or SUSPENDED`},
	"sells nothing":  {"partners.csv", partnerHeader + "a,A,ADVISOR,CN,,,;", "services: is required: name the services that the partner sells"},
	"sells unknown":  {"partners.csv", partnerHeader + "a,A,ADVISOR,CN,,,O366", `services: there is no service "O366"; load services first, or leave it out`},
	"odd provider":   {"partners.csv", partnerHeader + "a,A,ADVISOR,CN,,tier1,O365", "provider_key: only an INDIRECT_RESELLER has a provider; leave it empty"},
	"no provider":    {"partners.csv", partnerHeader + "a,A,INDIRECT_RESELLER,CN,,tier9,O365", `provider_key: there is no partner "tier9", neither in the database nor in this file`},
	"R6 provider":    {"partners.csv", partnerHeader + "a,A,INDIRECT_RESELLER,CN,,west,O365", `provider_key: partner "west" is of type DIRECT_RESELLER; a provider is an INDIRECT_PROVIDER (R6)`},
	"R6 left alone":  {"partners.csv", partnerHeader + "tier1,A,ADVISOR,CN,,,O365", "type: it is the provider of an INDIRECT_RESELLER and so stays an INDIRECT_PROVIDER (R6); change the provider_key of that row too"},
	"R6 related":     {"partners.csv", partnerHeader + "west,A,INDIRECT_RESELLER,CN,,,O365", "type: it has relationships that have not ended, and an INDIRECT_RESELLER begins none of its own (R6); end them first"},
	"R11 risen":      {"partners.csv", partnerHeader + "advice,A,DIRECT_RESELLER,CN,,,O365", `type: as DIRECT_RESELLER it would be the second to hold delegated admin privileges in 1 cases, beside partner "west" (R11, R39); end those of one of them first`},
	"no domain":      {"customers.csv", customerHeader + "a,A,localhost,CN", `domain: "localhost" is not a domain name, such as harbourfoods.example`},
	"address":        {"customers.csv", customerHeader + "a,A,127.0.0.1,CN", `domain: "127.0.0.1" is not a domain name, such as harbourfoods.example`},
	"URL":            {"customers.csv", customerHeader + "a,A,https://a.example,CN", `domain: "https://a.example" is not a domain name, such as harbourfoods.example`},
	"domain taken":   {"customers.csv", customerHeader + "a,A,HARBOURFOODS.example,CN", `domain: "harbourfoods.example" is the domain of customer "foods" already`},
	"no e-mail":      {"users.csv", userHeader + "ada,Ada,partner,west,ADMIN_AGENT", `email: "ada" is not an e-mail address, such as ada@brightcloud.example`},
	"named e-mail":   {"users.csv", userHeader + "Ada <ada@west.example>,Ada,partner,west,ADMIN_AGENT", `email: "ada <ada@west.example>" is not an e-mail address, such as ada@brightcloud.example`},
	"tenant":         {"users.csv", userHeader + "a@west.example,Ada,reseller,west,ADMIN_AGENT", `tenant: "reseller" is not a kind of tenant; use partner, customer or operator`},
	"no tenant":      {"users.csv", userHeader + "a@west.example,Ada,partner,,ADMIN_AGENT", "tenant_key: is required"},
	"no such tenant": {"users.csv", userHeader + "a@west.example,Ada,customer,west,USER", `tenant_key: there is no customer "west"; load customers first`},
	"roles":          {"users.csv", userHeader + "a@west.example,Ada,partner,west,ADMIN_AGENT;SALES_AGENT", "roles: A partner's user has exactly one of ADMIN_AGENT, SALES_AGENT, HELPDESK_AGENT and at most one of GLOBAL_ADMIN, BILLING_ADMIN, USER_ADMIN"},
	"e-mail taken":   {"users.csv", userHeader + "finn@foods.example,Finn,partner,west,ADMIN_AGENT", `email: "finn@foods.example" is a user of another tenant already, a customer; an e-mail belongs to one tenant`},

	"no time":         {"relationships.csv", relationshipHeader + "west,wood,,,,", "accepted_at: is required"},
	"time":            {"relationships.csv", relationshipHeader + "west,wood,14.3.2026,,,", `accepted_at: "14.3.2026" is not a time; write it as 2026-03-14T15:09:26Z, or 2026-03-14 for midnight UTC`},
	"r status":        {"relationships.csv", relationshipHeader + "west,wood,2026-01-01,,OVER,", `status: "OVER" is not a status of a relationship; use ACTIVE, ENDING or ENDED`},
	"end of active":   {"relationships.csv", relationshipHeader + "west,wood,2026-01-01,2026-02-01,,", "ended_at: only a relationship that is ENDED has it; this one is ACTIVE"},
	"end first":       {"relationships.csv", relationshipHeader + "west,wood,2026-01-01,2025-02-01,ENDED,", "ended_at: 2025-02-01T00:00:00Z is before accepted_at"},
	"ended with DAP":  {"relationships.csv", relationshipHeader + "west,wood,2026-01-01,,ENDED,O365", "services: a relationship that is ENDED has no delegated admin privileges; leave it empty"},
	"risen again":     {"relationships.csv", relationshipHeader + "west,wood,2024-01-01,,,", "status: this relationship has ended and stays so; give the new one its own accepted_at"},
	"no partner":      {"relationships.csv", relationshipHeader + "east,wood,2026-01-01,,,", `partner_key: there is no partner "east"; load partners first`},
	"no customer":     {"relationships.csv", relationshipHeader + "west,stone,2026-01-01,,,", `customer_key: there is no customer "stone"; load customers first`},
	"R7":              {"relationships.csv", relationshipHeader + "abroad,wood,2026-01-01,,,", "customer_key: the customer is in CN, the partner in SG; both must be in one country or region (R7)"},
	"R11":             {"relationships.csv", relationshipHeader + "tier1,foods,2026-01-01,,,O365", `services: partner "west" holds delegated admin privileges for O365 of this customer (R11); a service has one holder`},
	"unknown service": {"relationships.csv", relationshipHeader + "west,wood,2026-01-01,,,O366", `services: there is no service "O366"; load services first, or leave it out`},
	"second of pair":  {"relationships.csv", relationshipHeader + "west,foods,2026-01-01,,,", "status: another relationship of this partner and customer, accepted at 2025-02-11T02:30:00.123456Z, has not ended"},
}

func TestBadRows(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world...)
		b.load(t, "partners.csv", partnerHeader+"abroad,Abroad,DIRECT_RESELLER,SG,,,O365\n")
		before, events := b.state(t), len(b.events(t))
		for name, test := range badRows {
			_, err := b.try(t, test.file, test.content)
			line := 2
			if strings.HasSuffix(test.file, ".ndjson") {
				line = 1
			}
			want := fmt.Sprintf("%[1]s%[2]s%[1]s:%[3]d: %[4]s", test.file, oneBadRow, line, test.want)
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

func TestBadRowsOfAFileAreAllNamed(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, b *bundle) {
		b.load(t, world[:2]...)
		_, err := b.try(t, "partners.csv", partnerHeader+
			"a,A,ADVISOR,CN,,,O365\n"+ // good, and not loaded
			"b,\"B\nB\",DEALER,C,,,O365\n"+
			"\n"+
			"a,A again,ADVISOR,CN,,,O365\n"+
			"c,C,INDIRECT_RESELLER,CN,,d,O365\n"+
			"only,three,cells\n"+
			"e,E,ADVISOR,CN,,,O366\n")
		want := `partners.csv: 5 bad rows; nothing of this file is loaded
partners.csv:3: name: "B\nB" holds line breaks, control or direction characters
partners.csv:3: type: "DEALER" is not a type of partner; use DIRECT_RESELLER, INDIRECT_PROVIDER, INDIRECT_RESELLER or ADVISOR
partners.csv:3: country: "C" is not a country of two letters, such as CN
partners.csv:6: key: the same key stands on line 2 already
partners.csv:7: provider_key: there is no partner "d", neither in the database nor in this file
partners.csv:8: does not have as many columns as the header
partners.csv:9: services: there is no service "O366"; load services first, or leave it out`
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		same(t, b.state(t), worldState[:2])
	})
}

func TestOfMoreThanAHundredBadRowsTheFirstAreNamed(t *testing.T) {
	t.Parallel()
	b := onOne(t)
	b.load(t, world...)
	content := relationshipHeader
	for i := range 123 {
		content += fmt.Sprintf("west,foods,2026-01-01T00:%02d:%02dZ,,,\n", i/60, i%60)
	}
	content += "nobody,foods,2026-02-01,,,\n" // bad at once, where those above are found at the end of the file
	_, err := b.try(t, "relationships.csv", content)
	var bad *importer.BadRows
	if !errors.As(err, &bad) || bad.Total != 124 || len(bad.First) != 100 || bad.First[0].Line != 2 || bad.First[99].Line != 101 {
		t.Fatalf("got %v", err)
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 102 || lines[0] != "relationships.csv: 124 bad rows; nothing of this file is loaded" || lines[101] != "… and 24 more" {
		t.Errorf("got %d lines, from %q to %q", len(lines), lines[0], lines[len(lines)-1])
	}
}

func TestFilesBeforeABadOneAreLoaded(t *testing.T) {
	t.Parallel()
	b := onOne(t)
	files := append([]string{"customers.csv", customerHeader + "a,A,a,CN\n"}, world[:2]...)
	reports, err := b.try(t, append(files, world[8:10]...)...)
	if err == nil || len(reports) != 1 || reports[0].Kind != "services" {
		t.Errorf("got %v, %v", reports, err)
	}
	same(t, b.state(t), worldState[:2])
}

func TestNamesThatDoNotTellWhatAFileHolds(t *testing.T) {
	t.Parallel()
	const known = ": its name does not tell what it holds; name it services, offers, partners, customers, users, relationships, prices or subscriptions, followed by .csv or .ndjson"
	for path, want := range map[string]string{
		"in/resellers.csv":     "in/resellers.csv" + known,
		"partners.xlsx":        "partners.xlsx" + known,
		"partners":             "partners" + known,
		"nowhere/partners.csv": "stat nowhere/partners.csv: no such file or directory",
	} {
		if _, err := importer.Open([]string{path}); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
