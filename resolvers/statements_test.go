package resolvers_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"accord/db"
	"accord/db/dbtest"
)

// Every connection of the schema, as nested as its users nest them, and the most statements that it may cost, two for the
// viewer among them. %[1]d is the size of a page.
var pagedQueries = map[string]struct {
	most       int64
	email, doc string
}{
	"a partner's relationships": {11, "admin@alpha.example", `{ viewer { partner { relationships(first: %[1]d) { totalCount pageInfo { endCursor } edges { cursor node {
		id status acceptedAt acceptedBy { name } partner { name } reseller { name } customer { id name domain }
		delegatedAdminPrivileges { service { code } grantedBy { id } partner { name } customer { name } }
		active: delegatedAdminPrivileges(status: ACTIVE) { service { code } } history(first: 2) { totalCount nodes { kind actor { id } invite { label } delegatedAdminPrivilege { id } } } } } } } } }`},
	"a partner's customers": {8, "admin@alpha.example", `{ viewer { partner { customers(first: %[1]d) { totalCount nodes { name relationships(first: 2) { totalCount nodes { status
		delegatedAdminPrivileges(status: ACTIVE) { service { name } } } } } } } } }`},
	"a partner's links": {7, "admin@alpha.example", `{ viewer { partner { invites(first: %[1]d) { totalCount nodes { token url label services { code } viewCount acceptCount declineCount reseller { name } } } } } }`},
	"a customer's side": {10, "admin@cust000.example", `{ viewer { customer { delegations { service { code } holder { name } beside { name } } relationships(first: %[1]d) { totalCount nodes { partner { name }
		delegatedAdminPrivileges(status: ACTIVE) { service { code } } history(first: 1) { nodes { kind } } } } } } }`},
	"all customers": {8, "op@x.example", `{ customers(first: %[1]d) { totalCount nodes { name delegations { service { code } holder { name } beside { name } } relationships(first: 1) { totalCount nodes { partner { name } } } } } }`},
	"who holds what": {15, "op@x.example", `{ customers(first: %[1]d) { nodes { delegations { holder { name invite { token } customers(first: 1) { nodes { name } }
		relationships(first: 1, filter: {acceptedBetween: {from: "2020-01-01T00:00:00+02:00"}}) { totalCount } } beside { name relationships(first: 1) { totalCount } } } } } }`},
	"a provider's resellers": {11, "admin@prov.example", `{ viewer { partner { provider { name } agreement { signedBy { id } } users { totalCount nodes { email } } resellers(first: %[1]d) { totalCount nodes {
		name support { url } provider { name } agreement { version } users { totalCount } resellers { totalCount } pinnedOffers { code } } } } } }`},
	"a partner's users": {5, "admin@alpha.example", `{ viewer { partner { users(first: %[1]d) { totalCount nodes { id email name roles version } } } } }`},
	"what companies have": {16, "op@x.example", `{ customers(first: %[1]d) { nodes { contact { name } billingDetails { taxId } users(first: 2) { totalCount nodes { email } } } }
		partners(first: %[1]d) { nodes { provider { name users { totalCount } } agreement { signedBy { name } } pinnedOffers { code services { code } addOns { code } upgradesTo { code } } users(first: 2) { totalCount nodes { email } }
		resellers(first: 2) { totalCount nodes { name provider { name } } } } } }`},
	"a partner's subscriptions": {15, "admin@alpha.example", `{ viewer { partner { subscriptions(first: %[1]d) { totalCount nodes { id seats offer { code monthlyPrice { amount } } service { name } unitPrice { amount } capabilities { action allowed reason }
		base { id } addOns { id offer { code } addOns { id } capabilities { action } } customer { name } originalReseller { name } billedPartner { name } partnerOfRecord { name } delegatedAdmin { name } supportContact { name }
		orderedBy { name } transfer { to { name } } externalKey } } } } }`},
	"a customer's subscriptions": {8, "admin@cust000.example", `{ viewer { customer { subscriptions(first: %[1]d) { totalCount nodes { unitPrice { amount } capabilities { allowed } addOns { id } billedPartner { name } delegatedAdmin { name }
		supportContact { name } } } } } }`},
	"a partner's subscriptions of a moment": {14, "admin@alpha.example", `{ viewer { partner { subscriptions(first: %[1]d, asOf: "2026-03-01T08:30:00Z") { totalCount nodes { id seats unitPrice { amount } capabilities { action }
		customer { name } base { id base { id } } addOns { id base { seats } delegatedAdmin { name } capabilities { allowed } } billedPartner { name } delegatedAdmin { name } transfer { to { name } } } } } } }`},
	"a customer's subscriptions of a moment": {9, "admin@cust000.example", `{ viewer { customer { subscriptions(first: %[1]d, asOf: "2026-03-01T08:30:00Z") { totalCount nodes { base { id } addOns { id } delegatedAdmin { name } } } } } }`},
	"all subscriptions":                      {9, "op@x.example", `{ customers(first: %[1]d) { nodes { subscriptions(first: 2) { totalCount nodes { capabilities { allowed } unitPrice { amount } addOns { id capabilities { reason } } delegatedAdmin { name } customer { name } } } } } }`},
	"a bill": {14, "admin@alpha.example", `{ viewer { partner { billing(month: "2026-02") { total { amount } tax { amount } lines(first: %[1]d) { totalCount nodes { customer { name } subscription { seats capabilities { allowed } } offer { code }
		reseller { name } total { amount } } } customers(first: %[1]d) { totalCount nodes { customer { name } total { amount } } } } } } }`},
	"what keeps ends": {7, "admin@alpha.example", `{ viewer { partner { relationships(first: %[1]d) { nodes { end { blockers { subscription { id seats capabilities { allowed } customer { name } } } } } } } } }`},
	"all partners":    {10, "op@x.example", `{ partners(first: %[1]d) { totalCount nodes { name invite { token } invites(first: 1) { totalCount } customers(first: 2) { totalCount nodes { name } } relationships(first: 2) { totalCount nodes { id } } } } }`},
}

// manyOfAll is a world with enough of everything to fill a page of 50.
func manyOfAll() map[string]string {
	partners := "key,name,type,country,status,provider_key,services\n"
	customers := "key,name,domain,country\n"
	users := "email,name,tenant,tenant_key,roles\n"
	relationships := "partner_key,customer_key,accepted_at,ended_at,status,services\n"
	for i := range 60 {
		partners += fmt.Sprintf("p%03d,Partner %03d,ADVISOR,CN,ACTIVE,,OFFICE365;AZURE\n", i, i)
		customers += fmt.Sprintf("c%03d,Customer %03d,cust%03d.example,CN\n", i, i, i)
		users += fmt.Sprintf("admin@cust%03d.example,Admin,customer,c%03d,GLOBAL_ADMIN\n", i, i)
		relationships += fmt.Sprintf("alpha,c%03d,2025-01-01T00:%02d:00Z,,ACTIVE,OFFICE365;AZURE\n", i, i)
		relationships += fmt.Sprintf("p%03d,c000,2025-02-01T00:%02d:00Z,,ACTIVE,AZURE\n", i, i)
	}
	for i := range 60 {
		partners += fmt.Sprintf("t%03d,Tier %03d,INDIRECT_RESELLER,CN,ACTIVE,prov,OFFICE365\n", i, i)
		users += fmt.Sprintf("u%03d@alpha.example,User,partner,alpha,SALES_AGENT\n", i)
		users += fmt.Sprintf("u%03d@cust000.example,User,customer,c000,USER\n", i)
	}
	return map[string]string{"partners.csv": partners, "customers.csv": customers, "users.csv": users, "relationships.csv": relationships}
}

func TestAPageCostsAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		var statements atomic.Int64
		s := dbtest.Open(t, url, db.WithTrace(func(string) { statements.Add(1) }))
		w := newWorld(t, s, testSecret)
		w.load(fixture)
		w.load(manyOfAll())
		w.buyMany()
		w.clock.pass(time.Hour)
		for i := range 60 {
			w.link("admin@alpha.example", vars{"campaign": fmt.Sprint(i)})
		}
		for name, q := range pagedQueries {
			count := func(size int) int64 {
				statements.Store(0)
				a := w.ask(q.email, fmt.Sprintf(q.doc, size), nil)
				if len(a.Errors) > 0 {
					t.Fatalf("%s: %v", name, a.Errors)
				}
				return statements.Load()
			}
			// Fields side by side may find what the other has read, or not, so that the number is a bound.
			if few, many := count(3), count(50); few > q.most || many > q.most {
				t.Errorf("%s: %d statements for a page of 3, %d for one of 50; want at most %d", name, few, many, q.most)
			}
		}
	})
}

func TestAMutationCostsAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		var statements atomic.Int64
		s := dbtest.Open(t, url, db.WithTrace(func(string) { statements.Add(1) }))
		w := newWorld(t, s, testSecret)
		w.load(fixture)
		w.load(manyOfAll())
		const doc = `mutation($in: RemoveDelegatedAdminInput!) { removeDelegatedAdmin(input: $in) { ended { service { code } partner { name }
			customer { name } grantedBy { id } relationship { version history { totalCount } } } userErrors { code } } }`
		for customer, ended := range map[string]int{"admin@cust001.example": 2, "admin@cust000.example": 62} {
			statements.Store(0)
			a := w.ask(customer, doc, vars{"in": vars{"allPartners": true}}).ok()
			if n := len(a.list("removeDelegatedAdmin.ended")); n != ended {
				t.Errorf("%s: %d ended, want %d", customer, n, ended)
			}
			if n := statements.Load(); n > 15 {
				t.Errorf("%s: %d statements for %d privileges", customer, n, ended)
			}
		}
	})
}

func TestAPreviewCostsAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		var statements atomic.Int64
		s := dbtest.Open(t, url, db.WithTrace(func(string) { statements.Add(1) }))
		w := newWorld(t, s, testSecret)
		w.load(fixture)
		few, many := w.link("admin@alpha.example", vars{"services": []string{"AZURE"}}), w.link("admin@beta.example", vars{})
		count := func(email, token string) int64 {
			statements.Store(0)
			if a := w.ask(email, previewDoc, vars{"t": token}); len(a.Errors) > 0 {
				t.Fatal(a.Errors)
			}
			return statements.Load()
		}
		if a, b := count("", few), count("", many); a != b || a > 2 {
			t.Errorf("nobody: %d and %d statements", a, b)
		}
		if again := count("", many); again != 0 {
			t.Errorf("a cached preview costs %d statements", again)
		}
		if a, b := count("admin@one.example", few), count("admin@one.example", many); a != b {
			t.Errorf("a customer: %d and %d statements", a, b)
		}
	})
}

// The pages of a list, put together, are the list: forwards and backwards, in every order.
func TestPagesWalkTheWholeList(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(manyOfAll())
		for _, list := range []string{"relationships", "customers"} {
			for _, order := range []string{"{field: ACCEPTED_AT, direction: DESC}", "{field: ACCEPTED_AT, direction: ASC}", "{field: CUSTOMER_NAME, direction: ASC}", "{field: CUSTOMER_NAME, direction: DESC}"} {
				whole := w.walk(list, order, "first: 100", "after", "endCursor", "hasNextPage")
				if len(whole) != 60 {
					t.Fatalf("%d in the whole list", len(whole))
				}
				forwards := w.walk(list, order, "first: 7", "after", "endCursor", "hasNextPage")
				backwards := w.walk(list, order, "last: 7", "before", "startCursor", "hasPreviousPage")
				if strings.Join(whole, " ") != strings.Join(forwards, " ") {
					t.Errorf("%s %s: forwards %v", list, order, forwards)
				}
				if strings.Join(whole, " ") != strings.Join(backwards, " ") {
					t.Errorf("%s %s: backwards %v", list, order, backwards)
				}
			}
		}
	})
}

// walk collects the ids of a list page by page.
func (w *world) walk(list, order, size, argument, cursor, more string) []string {
	w.t.Helper()
	var ids []string
	doc := fmt.Sprintf(`query($c: String) { viewer { partner { list: %s(orderBy: %s, %s, %s: $c) { nodes { id } pageInfo { c: %s more: %s } } } } }`, list, order, size, argument, cursor, more)
	var at any
	for {
		a := w.ask("admin@alpha.example", doc, vars{"c": at})
		var page []string
		for _, n := range a.list("viewer.partner.list.nodes") {
			page = append(page, n.text("id"))
		}
		if argument == "before" {
			ids = append(page, ids...)
		} else {
			ids = append(ids, page...)
		}
		if more, _ := a.get("viewer.partner.list.pageInfo.more").(bool); !more {
			return ids
		}
		at = a.text("viewer.partner.list.pageInfo.c")
	}
}

func TestBadPages(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(manyOfAll())
		customers := w.ask("admin@alpha.example", `{ viewer { partner { customers(first: 1) { pageInfo { endCursor } } } } }`, nil).text("viewer.partner.customers.pageInfo.endCursor")
		for name, args := range map[string]string{
			"size 0": "first: 0", "size -1": "first: -1", "size 101": "first: 101", "last 0": "last: 0", "last 101": "last: 101",
			"both": "first: 1, last: 1", "no cursor": `after: "x"`, "empty cursor": `after: ""`, "junk": `before: "!!!"`,
			"of another list":  fmt.Sprintf("after: %q", customers),
			"of another order": fmt.Sprintf("orderBy: {field: CUSTOMER_NAME}, after: %q", customers),
		} {
			a := w.ask("admin@alpha.example", `{ viewer { partner { relationships(`+args+`) { totalCount } } } }`, nil)
			if a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %q", name, a.topCode())
			}
		}
		for name, filter := range map[string]string{"unknown service": `{service: "NOPE"}`, "long search": fmt.Sprintf("{search: %q}", strings.Repeat("x", 201))} {
			a := w.ask("admin@alpha.example", `{ viewer { partner { relationships(filter: `+filter+`) { totalCount } } } }`, nil)
			if a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %q", name, a.topCode())
			}
		}
	})
}

func TestFilters(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": `partner_key,customer_key,accepted_at,ended_at,status,services
alpha,one,2025-01-01T00:00:00Z,,ACTIVE,OFFICE365;AZURE
alpha,two,2025-02-01T00:00:00Z,,ENDING,AZURE
alpha,three,2025-03-01T00:00:00Z,,ACTIVE,
alpha,three,2024-03-01T00:00:00Z,2024-04-01T00:00:00Z,ENDED,
`})
		for filter, wanted := range map[string]string{
			`{}`:                         "三号公司 Two Ltd One Ltd 三号公司",
			`{status: ENDED}`:            "三号公司",
			`{status: ENDING}`:           "Two Ltd",
			`{service: "OFFICE365"}`:     "One Ltd",
			`{hasDelegatedAdmin: true}`:  "Two Ltd One Ltd",
			`{hasDelegatedAdmin: false}`: "三号公司 三号公司",
			`{acceptedBetween: {from: "2025-01-01T00:00:00Z", to: "2025-02-01T00:00:00Z"}}`: "One Ltd",
			`{acceptedBetween: {to: "2025-01-01T00:00:00Z"}}`:                               "三号公司",
			`{search: "LTD"}`:                           "Two Ltd One Ltd",
			`{search: "号公"}`:                            "三号公司 三号公司",
			`{search: "two.exam"}`:                      "Two Ltd",
			`{search: "%"}`:                             "",
			`{search: "one", hasDelegatedAdmin: false}`: "",
		} {
			a := w.ask("admin@alpha.example", `{ viewer { partner { list: relationships(filter: `+filter+`) { totalCount nodes { name: customer { name } } } } } }`, nil)
			if got := a.names(); got != wanted {
				t.Errorf("relationships %s: %q, want %q", filter, got, wanted)
			}
		}
		for filter, wanted := range map[string]string{
			`{}`:                                    "三号公司 Two Ltd One Ltd",
			`{status: ENDED}`:                       "",
			`{withoutDelegatedAdminFor: ["AZURE"]}`: "三号公司",
			`{withoutDelegatedAdminFor: ["OFFICE365"]}`:          "三号公司 Two Ltd",
			`{withoutDelegatedAdminFor: ["OFFICE365", "AZURE"]}`: "三号公司",
		} {
			a := w.ask("admin@alpha.example", `{ viewer { partner { list: customers(filter: `+filter+`) { totalCount nodes { name } } } } }`, nil)
			if got := a.names(); got != wanted {
				t.Errorf("customers %s: %q, want %q", filter, got, wanted)
			}
		}
	})
}

// names joins the names of the list of a partner, and checks that the count is theirs.
func (a *answer) names() string {
	a.t.Helper()
	var names []string
	for _, n := range a.list("viewer.partner.list.nodes") {
		if name, ok := n.get("name").(string); ok {
			names = append(names, name)
		} else {
			names = append(names, n.text("name.name"))
		}
	}
	a.want("viewer.partner.list.totalCount", fmt.Sprint(len(names)))
	return strings.Join(names, " ")
}
