package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// A directory to search: alpha is related to all but the stranger's and nobody's.
var searchFixture = map[string]string{
	"customers.csv": `key,name,domain,country
n1,Nova,n1.example,CN
n2,ＮＯＶＡ Trading,n2.example,CN
n3,Novations,n3.example,CN
n4,Begins,nova.example,CN
n5,Casa Nova,n5.example,CN
n6,Contains,a-nova.example,CN
n7,北京星辰科技,n7.example,CN
n8,星辰,n8.example,CN
n9,Nova of a stranger,n9.example,CN
n10,Nova of nobody,n10.example,CN
`,
	"relationships.csv": `partner_key,customer_key,accepted_at,ended_at,status,services
alpha,n1,2025-01-01T00:00:00Z,,ACTIVE,
alpha,n2,2025-01-02T00:00:00Z,,ACTIVE,
alpha,n3,2025-01-03T00:00:00Z,,ACTIVE,
alpha,n4,2025-01-04T00:00:00Z,,ACTIVE,
alpha,n5,2025-01-05T00:00:00Z,,ACTIVE,
alpha,n6,2025-01-06T00:00:00Z,,ACTIVE,
alpha,n7,2025-01-07T00:00:00Z,,ACTIVE,
alpha,n8,2025-01-08T00:00:00Z,,ACTIVE,
beta,n9,2025-01-09T00:00:00Z,,ACTIVE,
`,
}

// customersFound joins the names that a search finds, and checks that the count is theirs.
func (w *world) customersFound(email, search string) string {
	w.t.Helper()
	a := w.ask(email, `query($s: String) { customers(search: $s, first: 100) { totalCount nodes { name } } }`, vars{"s": search})
	var names []string
	for _, n := range a.list("customers.nodes") {
		names = append(names, n.text("name"))
	}
	a.want("customers.totalCount", fmt.Sprint(len(names)))
	return strings.Join(names, ", ")
}

func TestR28_search_gives_the_closest_first(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(searchFixture)
		for search, wanted := range map[string]string{
			"nova":         "Nova, ＮＯＶＡ Trading, Novations, Begins, Casa Nova, Contains",
			" NOVA ":       "Nova, ＮＯＶＡ Trading, Novations, Begins, Casa Nova, Contains",
			"ｎｏｖａ":         "Nova, ＮＯＶＡ Trading, Novations, Begins, Casa Nova, Contains",
			"nov":          "Nova, ＮＯＶＡ Trading, Novations, Begins, Casa Nova, Contains",
			"nova.example": "Begins, Contains",
			"N5.EXAMPLE":   "Casa Nova",
			"星辰":           "星辰, 北京星辰科技",
			"科技":           "北京星辰科技",
			"辰":            "北京星辰科技, 星辰",
			"%":            "", "' OR 1=1 --": "", "stranger": "", "nobody": "",
		} {
			if got := w.customersFound("admin@alpha.example", search); got != wanted {
				t.Errorf("%q finds %q, want %q", search, got, wanted)
			}
		}
	})
}

func TestR28_search_keeps_to_the_walls(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(searchFixture)
		for email, wanted := range map[string]string{
			"op@x.example":        "Nova, Nova of a stranger, Nova of nobody, ＮＯＶＡ Trading, Novations, Begins, Casa Nova, Contains",
			"admin@beta.example":  "Nova of a stranger",
			"admin@prov.example":  "",
			"admin@one.example":   "",
			"admin@alpha.example": "Nova, ＮＯＶＡ Trading, Novations, Begins, Casa Nova, Contains",
		} {
			if got := w.customersFound(email, "nova"); got != wanted {
				t.Errorf("%s finds %q, want %q", email, got, wanted)
			}
		}
		if got := w.customersFound("user@one.example", "ltd"); got != "One Ltd" {
			t.Errorf("a customer finds %q", got)
		}
	})
}

func TestR28_search_pages(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(searchFixture)
		whole := w.customersFound("op@x.example", "nova")
		for _, way := range [][3]string{{"first: 2, after", "endCursor", "hasNextPage"}, {"last: 2, before", "startCursor", "hasPreviousPage"}} {
			if got := strings.Join(w.walkFound(way[0], way[1], way[2]), ", "); got != whole {
				t.Errorf("%s: %q, want %q", way[0], got, whole)
			}
		}
		cursor := func(args string) string {
			return w.ask("op@x.example", `{ customers(`+args+`) { pageInfo { endCursor } } }`, nil).text("customers.pageInfo.endCursor")
		}
		plain, ranked := cursor("first: 1"), cursor(`first: 1, search: "nova"`)
		for args, code := range map[string]string{
			fmt.Sprintf(`search: "nova", after: %q`, plain):         "VALIDATION_FAILED",
			fmt.Sprintf(`after: %q`, ranked):                        "VALIDATION_FAILED",
			fmt.Sprintf(`search: "  ", after: %q`, ranked):          "VALIDATION_FAILED",
			fmt.Sprintf(`search: "  ", after: %q`, plain):           "",
			fmt.Sprintf(`search: "nova", before: %q`, ranked):       "",
			fmt.Sprintf(`search: %q`, strings.Repeat("长", 200)):     "",
			fmt.Sprintf(`search: %q`, strings.Repeat("长", 201)):     "VALIDATION_FAILED",
			`search: "nova", first: 1, after: "AQJub3ZhAAAAAAAAAA"`: "VALIDATION_FAILED",
		} {
			if got := w.ask("op@x.example", `{ customers(`+args+`) { totalCount } }`, nil).topCode(); got != code {
				t.Errorf("%s: %q, want %q", args, got, code)
			}
		}
	})
}

// walkFound collects the names that a search finds page by page.
func (w *world) walkFound(argument, cursor, more string) []string {
	w.t.Helper()
	doc := fmt.Sprintf(`query($c: String) { customers(search: "nova", %s: $c) { nodes { name } pageInfo { c: %s more: %s } } }`, argument, cursor, more)
	var names []string
	var at any
	for {
		a := w.ask("op@x.example", doc, vars{"c": at})
		var page []string
		for _, n := range a.list("customers.nodes") {
			page = append(page, n.text("name"))
		}
		if strings.HasPrefix(argument, "last") {
			names = append(page, names...)
		} else {
			names = append(names, page...)
		}
		if more, _ := a.get("customers.pageInfo.more").(bool); !more {
			return names
		}
		at = a.text("customers.pageInfo.c")
	}
}
