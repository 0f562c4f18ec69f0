package measure_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/edge/measure"
)

func TestCounts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text                             string
		depth, aliases, root, selections, cost int64
	}{
		{"a scalar", `{ n }`, 1, 0, 1, 1, 0},
		{"__typename counts", `{ __typename thing { __typename } }`, 2, 0, 2, 3, 1},
		{"an alias", `{ a: n b: n n: n }`, 1, 2, 3, 3, 0},
		{"aliases within each other", `{ a: thing { b: thing { c: id } } }`, 3, 3, 1, 3, 2},
		{"an inline fragment", `{ ... { n } ... on Query { thing { id } } }`, 2, 0, 2, 3, 1},
		{"a fragment at each of its spreads", `{ a: thing { ...F } b: thing { ...F ...F } } fragment F on Thing { x: id thing { id } }`, 3, 5, 2, 11, 5},
		{"a fragment of the root", `{ ...F ...F } fragment F on Query { n a: n }`, 1, 2, 4, 4, 0},
		{"fragments within fragments", `{ ...A } fragment A on Query { ...B ...B } fragment B on Query { n thing { id } }`, 2, 0, 4, 6, 2},
		{"a fragment that is not there", `{ n ...F }`, 1, 0, 1, 1, 0},
		{"fields that are not there", `{ nope { nope { id } } }`, 3, 0, 1, 3, 0},
		{"introspection is deep", `{ __schema { types { fields { type { ofType { name } } } } } n }`, 1, 0, 2, 7, 311},
		{"introspection of one type", `{ __type(name: "X") { fields { type { name } } } thing { thing { id } } }`, 3, 0, 2, 7, 23},
		{"a field that is only called so", `{ thing { __schema { x { y } } } }`, 4, 0, 1, 4, 1},
		{"a mutation", `mutation { change { id } other }`, 2, 0, 2, 3, 20},
		{"a subscription", `subscription { happens { id } }`, 2, 0, 1, 2, 1},
		{"a weight", `{ dear { dearText } }`, 2, 0, 1, 2, 9},
		{"a list", `{ list { thing { id } } }`, 3, 0, 1, 3, 20},
		{"a list of scalars", `{ thing { tags } }`, 2, 0, 1, 2, 1},
		{"a list that says how long it is", `{ three { thing { id } } }`, 3, 0, 1, 3, 6},
		{"ids", `{ nodes(ids: ["a", "b", "c"]) { id } }`, 2, 0, 1, 2, 3},
		{"one id for a list", `{ nodes(ids: "a") { id } }`, 2, 0, 1, 2, 1},
		{"no ids", `{ nodes(ids: []) { id } }`, 2, 0, 1, 2, 0},
		{"a page of the default length", `{ things { nodes { id } } }`, 3, 0, 1, 3, 26},
		{"a page with a length", `{ things(first: 10) { nodes { id } } }`, 3, 0, 1, 3, 11},
		{"a page from the end", `{ things(last: 10) { edges { cursor node { id } } } }`, 4, 0, 1, 5, 21},
		{"a page and its count", `{ things(first: 10) { totalCount nodes { id } } }`, 3, 0, 1, 4, 16},
		{"a count alone", `{ things(first: 10) { totalCount pageInfo { hasNextPage } } }`, 3, 0, 1, 4, 7},
		{"no page", `{ things(first: 0) { nodes { id } } }`, 3, 0, 1, 3, 1},
		{"less than no page", `{ things(first: -5) { nodes { id } } }`, 3, 0, 1, 3, 1},
		{"a page without end", `{ things(first: 99999999999999999999) { nodes { id } } }`, 3, 0, 1, 3, 101},
		{"pages within pages", `{ things(first: 10) { nodes { things(first: 10) { nodes { id } } } } }`, 5, 0, 1, 5, 121},
		{"a fragment in two pages", `{ a: things(first: 10) { ...F } b: things(first: 2) { ...F } } fragment F on ThingConnection { nodes { id } }`, 3, 2, 2, 6, 14},
		{"a condition is passed over", `{ thing { id @include(if: false) } }`, 2, 0, 1, 2, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := sizeOf(t, test.text, nil)
			want := measure.Size{
				Depth: test.depth, Aliases: test.aliases, RootFields: test.root, Selections: test.selections, Cost: test.cost,
				Page: got.Page, Unknown: got.Unknown,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// TestPagesByVariables: the length counts that the resolver is going to see.
func TestPagesByVariables(t *testing.T) {
	t.Parallel()
	const query = `query($n: Int = 7, $none: Int) { things(first: $n, last: $none) { nodes { id } } }`
	for _, test := range []struct {
		name, text string
		variables  map[string]any
		cost, page int64
	}{
		{"the default", query, nil, 8, 7},
		{"a value", query, map[string]any{"n": json.Number("50")}, 51, 50},
		{"null in place of the default", query, map[string]any{"n": nil}, 26, 0},
		{"null, and another", query, map[string]any{"n": nil, "none": json.Number("3")}, 4, 3},
		{"more than there may be", query, map[string]any{"n": json.Number("1000")}, 101, 1000},
		{"far more", query, map[string]any{"n": json.Number("1e300")}, 101, 1 << 40},
		{"less than none", query, map[string]any{"n": json.Number("-1")}, 1, 0},
		{"no number", query, map[string]any{"n": "50"}, 26, 0},
		{"a variable that is not declared", `{ things(first: $x) { nodes { id } } }`, nil, 26, 0},
		{"ids", `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": []any{"a", "b"}}, 2, 0},
		{"one id", `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": "a"}, 1, 0},
		{"ids by default", `query($ids: [ID!]! = ["a", "b", "c"]) { nodes(ids: $ids) { id } }`, nil, 3, 0},
		{"ids in place of the default", `query($ids: [ID!]! = ["a", "b", "c"]) { nodes(ids: $ids) { id } }`, map[string]any{"ids": []any{"a"}}, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := sizeOf(t, test.text, test.variables)
			if got.Cost != test.cost || got.Page != test.page {
				t.Errorf("cost %d, page %d; want %d, %d", got.Cost, got.Page, test.cost, test.page)
			}
		})
	}
}

// TestBatches: the results of a batch are as many as its items.
func TestBatches(t *testing.T) {
	t.Parallel()
	const (
		asked = `{ results { thing { id } errors { id } } errors { id } }` // 10, 1 + 1 + 2 for each, 10
		query = `mutation($in: BatchInput!) { batch(input: $in) ` + asked + ` }`
		inner = `mutation($items: [Int!] = [1, 2, 3]) { batch(input: {items: $items}) ` + asked + ` }`
	)
	items := func(n int) []any { return make([]any, n) }
	for _, test := range []struct {
		name, text string
		variables  map[string]any
		cost       int64
	}{
		{"in the document", `mutation { batch(input: {items: [1, 2]}) ` + asked + ` }`, nil, 20 + 2*4},
		{"one in the place of a list", `mutation { batch(input: {items: 1}) ` + asked + ` }`, nil, 20 + 4},
		{"none", `mutation { batch(input: {items: []}) ` + asked + ` }`, nil, 20},
		{"no items", `mutation { batch(input: {}) ` + asked + ` }`, nil, 20},
		{"no input", `mutation { batch ` + asked + ` }`, nil, 20},
		{"by a variable", query, map[string]any{"in": map[string]any{"items": items(1000)}}, 20 + 1000*4},
		{"by a variable that has none", query, map[string]any{"in": map[string]any{}}, 20 + 4},
		{"by a variable that is none", query, nil, 20},
		{"by one that is no input", query, map[string]any{"in": 1}, 20 + 4},
		{"by its default", strings.Replace(query, "!)", "! = {items: [1, 2, 3]})", 1), nil, 20 + 3*4},
		{"items by a variable", inner, map[string]any{"items": items(5)}, 20 + 5*4},
		{"items by its default", inner, nil, 20 + 3*4},
		{"by fragments", `mutation { a: batch(input: {items: [1]}) { ...F } b: batch(input: {items: [1, 2]}) { ...F } } fragment F on BatchThingsPayload ` + asked, nil, 40 + 3*4},
		{"results twice", `mutation { batch(input: {items: [1, 2]}) { results { thing { id } } again: results { thing { id } } } }`, nil, 10 + 2*4},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := sizeOf(t, test.text, test.variables); got.Cost != test.cost {
				t.Errorf("cost %d, want %d", got.Cost, test.cost)
			}
		})
	}
}

func TestIncremental(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`{ n }`:                false,
		`{ ... @defer { n } }`: true,
		`{ thing { ...F @defer } } fragment F on Thing { id }`:                    true,
		`{ ...F } fragment F on Query { thing { ... @defer(if: false) { id } } }`: true,
		`{ n } fragment F on Thing { ... @defer { id } }`:                         false,
	} {
		if got := sizeOf(t, text, nil).Incremental; got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}

func TestComparisons(t *testing.T) {
	t.Parallel()
	again := func(field string, n int) string { return strings.Repeat(" "+field, n) }
	for text, want := range map[string]int64{
		`{ n }`: 0, `{` + again("n", 2) + `}`: 1, `{` + again("n", 4) + `}`: 6, `{ n a: n }`: 0, `{ n ... { n } ... on Query { n } }`: 3,
		`{ thing { id } thing { id } }`: 2, `{ thing {` + again("id", 2) + ` } thing { id } }`: 1 + 3, `{ a: thing { id } b: thing { id } }`: 0,
		`{ ...F ...F } fragment F on Query { n }`: 0, `{ ...F n } fragment F on Query { n }`: 1,
		`{ ...F ...G } fragment F on Query { n } fragment G on Query { n ...F }`:                1,
		`{ a: thing { ...F } b: thing { ...F } } fragment F on Thing {` + again("id", 2) + ` }`: 2,
		`{` + again("thing {"+again("id", 10)+" }", 10) + `}`:                                   45 + 4950,
	} {
		document := parse(t, text)
		if got := measure.Comparisons(document, document.Operations[0].SelectionSet, 10_000); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	document := parse(t, `{`+strings.Repeat(" n", 2000)+strings.Repeat(" thing { id }", 500)+`}`)
	if got := measure.Comparisons(document, document.Operations[0].SelectionSet, 10_000); got <= 10_000 {
		t.Errorf("%d", got)
	}
}

// TestAll measures fragments that nothing spreads as well.
func TestAll(t *testing.T) {
	t.Parallel()
	document := parse(t, `query A { n ...X } query B { a: n thing { ...F } } fragment F on Thing { id ...G ...Y } fragment G on Thing { b: id thing { id } } fragment U on Thing { things(first: 7) { nodes { ...F } } }`)
	var got []measure.Size
	for size, selections := range measure.All(schema, document, nil, pages) {
		got = append(got, size)
		if len(selections) == 0 {
			t.Error("no selections")
		}
	}
	want := []measure.Size{
		{Depth: 1, RootFields: 1, Selections: 1, Unknown: 1},
		{Depth: 3, Aliases: 2, RootFields: 2, Selections: 6, Cost: 2, Unknown: 1},
		{Selections: 4, Unknown: 1},
		{Selections: 3},
		{Selections: 6, Unknown: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCircular(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{ thing { ...F } } fragment F on Thing { id ...F }`,
		`{ thing { ...F } } fragment F on Thing { id thing { ...G } } fragment G on Thing { thing { ...F } }`,
	} {
		if got := sizeOf(t, text, nil); !got.Circular || got.Selections < 2 {
			t.Errorf("%s: %+v", text, got)
		}
	}
	if sizeOf(t, `{ thing { ...F } thing { ...F } } fragment F on Thing { id }`, nil).Circular {
		t.Error("a fragment spread twice is circular")
	}
}

// chain is a document of fragments each of which spreads the next one twice.
func chain(n int) string {
	var b strings.Builder
	b.WriteString("{ things { nodes { ...F0 } } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Thing { a: things { nodes { ...F%d } } b: things { nodes { ...F%d } } }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Thing { id }", n)
	return b.String()
}

// TestSaturation: what no number holds is the largest, and it is not counted one by one.
func TestSaturation(t *testing.T) {
	t.Parallel()
	const most = 1 << 40
	got := sizeOf(t, chain(60), nil)
	if got.Selections != most || got.Aliases != most || got.Cost != most {
		t.Errorf("%+v", got)
	}
	if got := sizeOf(t, chain(3), nil); got.Selections != 2+4*7+8 { // what surrounds, both fields of each of the 7, the ids
		t.Errorf("%+v", got)
	}
}

func BenchmarkChain40(b *testing.B) {
	document := parse(b, chain(40))
	b.ReportAllocs()
	for b.Loop() {
		measure.Operation(schema, document, document.Operations[0], nil, pages)
	}
}

// BenchmarkPage is what the guard takes of a page.
func BenchmarkPage(b *testing.B) {
	document := parse(b, `query($first: Int) { things(first: $first) { totalCount edges { cursor node { id tags thing { id } list { id dearText } } } pageInfo { hasNextPage } } }`)
	b.ReportAllocs()
	for b.Loop() {
		measure.Operation(schema, document, document.Operations[0], map[string]any{"first": 50}, pages)
	}
}
