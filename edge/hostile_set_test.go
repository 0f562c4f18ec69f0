package edge_test

import (
	"fmt"
	"strings"
)

// family makes hostile documents that grow with n: unit times each of steps.
type family struct {
	name string
	unit int
	of   func(n int) string
}

var steps = []int{1, 2, 4, 6, 8}

func times(text string, n int) string { return strings.Repeat(text, n) }

// each writes something for each number below n.
func each(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "%", fmt.Sprint(i)))
	}
	return b.String()
}

// nested puts a text between n openings and as many closings.
func nested(opening, inner, closing string, n int) string {
	return times(opening, n) + inner + times(closing, n)
}

// nopes are names that are nearly those of fields: what is similar is looked for among all that there are.
const nopes = " codee%"

// families are documents that a client might mean to harm with. The units are such that the largest are just under 2,000 tokens, or
// just under the limit of a body, where they are not meant to be beyond.
var families = []family{
	// Deep.
	{"deep data", 60, func(n int) string {
		return "{ customers { nodes {" + nested(" relationships { nodes { customer {", " id", "}}}", n/2) + "}}}"
	}},
	{"deep unknown fields", 80, func(n int) string { return nested("{a", "", "}", n) }},
	{"very deep", 40_000, func(n int) string { return nested("{a", "", "}", n) }},
	{"open braces", 60_000, func(n int) string { return times("{", n) }},
	{"deep inline fragments", 80, func(n int) string { return "{ " + nested("... {", " nope", "}", n) + " }" }},
	{"deep conditions", 45, func(n int) string { return "{ " + nested("... on Query {", " nope", "}", n) + " }" }},
	{"deep lists", 120, func(n int) string { return "{ node(id: " + nested("[", "1", "]", n) + ") { id } }" }},
	{"deep objects", 45, func(n int) string { return "{ partners(search: " + nested("{a: ", "1", "}", n) + ") { totalCount } }" }},
	{"deep defaults", 120, func(n int) string {
		return "query($a: Int = " + nested("[", "1", "]", n) + ") { partners(first: $a) { totalCount } }"
	}},
	// Wide.
	{"unknown fields", 245, func(n int) string { return "{ services {" + each(n-100, nopes) + " } }" }},
	{"unknown fields of long names", 245, func(n int) string {
		return "{ viewer { partner {" + each(n/2, " "+times("longname", 15)+"%") + " } } }"
	}},
	{"the same field", 50, func(n int) string { return "{ services {" + times(" code", n+20) + " nope } }" }},
	{"the same fields", 20, func(n int) string {
		return "{ viewer {" + times(" partner { id name"+times(" country", n/5)+" }", n/6) + " nope } }"
	}},
	{"root fields", 60, func(n int) string { return "{" + times(" services { code }", n) + " }" }},
	{"aliases", 60, func(n int) string { return "{ services {" + each(n, " a%: code") + " } }" }},
	{"mutations", 20, func(n int) string {
		return "mutation {" + each(n+1, " m%: removeDelegatedAdmin(input: {allPartners: true}) { userErrors { code } }") + " }"
	}},
	{"missing arguments", 60, func(n int) string {
		return "{ viewer { partner {" + times(" node { id }", n) + " } } " + times("node { id } ", 10) + "}"
	}},
	{"no selections", 200, func(n int) string { return "{ viewer {" + times(" partner", n) + " } }" }},
	// Fragments.
	{"a fragment in itself", 150, func(n int) string { return "{ ...A } fragment A on Query {" + times(" ...A", n/2) + " }" }},
	{"fragments in a circle", 30, func(n int) string {
		return "{ ...F0 }" + each(n, " fragment F% on Query { ...G% }") + " " + fragmentRing(n)
	}},
	{"a ring", 25, func(n int) string { return "{ ...R0 }" + fragmentChain("R", n, 1, "...R0") }},
	{"rings within rings", 16, func(n int) string { return "{ ...R0 }" + fragmentChain("R", n, 3, "...R0 ...R1") }},
	{"doubling", 14, func(n int) string { return "{ ...R0 }" + fragmentChain("R", n, 2, "__typename") }},
	{"doubling, deep", 10, func(n int) string { return "{ viewer { partner { ...D0 } } }" + doublingFields(n) }},
	{"spread again and again", 80, func(n int) string {
		return "{ services {" + times(" ...A", n) + " } } fragment A on Service { code nope }"
	}},
	{"spreads of nothing", 80, func(n int) string { return "{ services {" + each(n, " ...N%") + " } }" }},
	{"unused fragments", 30, func(n int) string { return "{ __typename }" + each(n, " fragment F% on Service { code }") }},
	{"an unused fragment that is large", 235, func(n int) string { return "{ __typename } fragment F on Service {" + times(" code", n) + " }" }},
	{"fragments of one name", 30, func(n int) string { return "{ services { ...F } }" + times(" fragment F on Service { code }", n+1) }},
	{"unknown types", 38, func(n int) string { return "{" + each(n, " ... on Partnr% { id }") + " }" }},
	{"types that do not fit", 38, func(n int) string { return "{ services {" + times(" ... on Partner { id }", n) + " } }" }},
	// Literals.
	{"a long string", 32_000, func(n int) string { return `{ node(id: "` + times("x", n) + `") { nope } }` }},
	{"a long string for an enum", 32_000, func(n int) string {
		return `{ viewer { partner { relationships(orderBy: {field: "` + times("CUSTOMER_NAM", n/12) + `"}) { totalCount } } } }`
	}},
	{"a long string for a number", 32_000, func(n int) string { return `{ partners(first: "` + times("9", n) + `") { totalCount } }` }},
	{"a long string in an object", 32_000, func(n int) string {
		return `mutation { requestRelationship(input: {locle: "` + times("x", n) + `", nope: 1}) { userErrors { code } } }`
	}},
	{"a long block string", 10_000, func(n int) string { return `{ node(id: """` + times("\n  x", n) + `""") { nope } }` }},
	{"escapes", 5_000, func(n int) string { return `{ node(id: "` + times(`\u0041`, n) + `") { nope } }` }},
	{"a long integer", 32_000, func(n int) string { return `{ partners(first: ` + times("9", n) + `) { totalCount } }` }},
	{"a long float", 32_000, func(n int) string { return `{ partners(first: 1e` + times("9", n) + `) { totalCount } }` }},
	{"a long name", 32_000, func(n int) string { return `{ ` + times("x", n) + ` }` }},
	{"strings by the hundred", 60, func(n int) string { return "{ services {" + times(` nope(x: "`+times("y", 1500)+`")`, n) + ` } }` }},
	// What is passed over.
	{"one comment", 32_000, func(n int) string { return "{ nope } #" + times("x", n) }},
	{"comments", 20_000, func(n int) string { return times("#\n", n) + "{ nope }" }},
	{"some comments", 240, func(n int) string { return times("# a comment\n", n) + "{ nope }" }},
	{"commas", 32_000, func(n int) string { return "{" + times(",", n) + " nope }" }},
	// Definitions.
	{"operations", 45, func(n int) string { return each(n, "query A% { nope } ") }},
	{"operations of one name", 45, func(n int) string { return times("query A { nope } ", n) }},
	{"operations that spread", 24, func(n int) string {
		return each(n, "query A% { ...F } ") + "fragment F on Query { services {" + times(" code", 500) + " } nope }"
	}},
	{"variables", 20, func(n int) string { return "query(" + each(n, " $v%: Int = \"x\"") + ") { __typename }" }},
	{"variables of one name", 40, func(n int) string {
		return "query(" + times(" $v: Int", n) + ") { partners(first: $v) { totalCount } }"
	}},
	{"undeclared variables", 24, func(n int) string { return "{ services {" + each(n, " name(locale: $v%)") + " } }" }},
	{"directives", 35, func(n int) string { return "{ __typename" + times(" @skip(if: true)", n) + " }" }},
	{"unknown directives", 120, func(n int) string { return "{ __typename" + each(n, " @skp%") + " }" }},
	{"arguments of one name", 60, func(n int) string { return "{ services { name(" + times(` locale: "en"`, n) + ") } }" }},
	{"unknown arguments", 60, func(n int) string { return "{ services { name(" + each(n, ` locale%: "en"`) + ") } }" }},
	{"unknown input fields", 60, func(n int) string {
		return "mutation { requestRelationship(input: {" + each(n, " services%: 1") + "}) { userErrors { code } } }"
	}},
	{"unknown enum values", 240, func(n int) string {
		return "{ viewer { partner { history(filter: {kinds: [" + each(n, " "+times("OFER_ADDED_", 11)+"%") + "]}) { totalCount } } } }"
	}},
	{"unknown enum values in objects", 80, func(n int) string {
		return "{ viewer { partner { history(filter: {" + each(n, " kinds: "+times("OFER_ADDED_", 11)+"%") + "}) { totalCount } } } }"
	}},
	{"types in a query", 40, func(n int) string { return each(n, "type T% { a: Int } ") }},
	// Overlapping fields: the rule compares each with each.
	{"conflicts", 38, func(n int) string { return "{ services {" + each(n, ` name(locale: "%")`) + " } }" }},
	{"conflicts deep down", 24, func(n int) string {
		return "{ viewer {" + each(n, ` partner { invites(first: %) { totalCount } }`) + " } }"
	}},
	{"conflicts across fragments", 12, func(n int) string {
		return "{ services {" + each(n, " ...F%") + " } }" + each(n, ` fragment F% on Service { name(locale: "%") }`)
	}},
	{"conflicts across nested fragments", 8, func(n int) string {
		return "{ services { ...F0 } }" + conflictingChain(n)
	}},
	{"conflicts of types", 10, func(n int) string {
		return "{ node(id: 1) {" + each(n, ` ... on Partner { x: name } ... on Relationship { x: version }`) + " } }"
	}},
	{"no conflicts, compared", 60, func(n int) string { return "{ viewer {" + times(" partner { id }", n) + " } nope }" }},
	{"no conflicts, compared deep down", 30, func(n int) string {
		return "{ viewer {" + times(" partner { invite { services { code } } }", n) + " } nope }"
	}},
	// Introspection.
	{"introspection, deep", 20, func(n int) string {
		return "{ __schema { types {" + nested(" fields { type {", " name", "}}", n) + " } } }"
	}},
	{"introspection, wide", 6, func(n int) string {
		return "{" + each(n, ` a%: __schema { types { fields { type { fields { type { fields { name } } } } } }`) + " }" + times("}", n)
	}},
	{"introspection by fragments", 8, func(n int) string { return "{ __schema { types { ...I0 } } }" + introspectionChain(n) }},
	// Texts that are none.
	{"unterminated", 32_000, func(n int) string { return `{ node(id: "` + times("x", n) }},
	{"unterminated block", 32_000, func(n int) string { return `{ node(id: """` + times("x", n) }},
	{"null bytes", 30_000, func(n int) string { return "{ nope" + times("\x00", n) + "}" }},
	{"beyond ASCII", 30_000, func(n int) string { return "{ " + times("é界", n/2) + "}" }},
	{"bad escapes", 6_000, func(n int) string { return `{ node(id: "` + times(`\u{110000}`, n/2) + `") { id } }` }},
	{"surrogates", 5_000, func(n int) string { return `{ node(id: "` + times(`\uD83D`, n) + `") { nope } }` }},
	{"direction marks", 30_000, func(n int) string { return "{ nope" + times("\u202e\u2066", n/2) + " }" }},
	{"quotes", 30_000, func(n int) string { return "{ node(id: " + times(`"`, n|1) }},
	{"signs", 30_000, func(n int) string { return times("...@$!|&()[]{}:=", n/8) }},
}

func fragmentRing(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment G%d on Query { ...F%d ...F%d } ", i, (i+1)%n, (i+7)%n)
	}
	return b.String()
}

// fragmentChain has fragments of Query each of which spreads the next one so many times; the last has what it is given.
func fragmentChain(name string, n, spreads int, last string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " fragment %s%d on Query {%s }", name, i, times(fmt.Sprintf(" ...%s%d", name, i+1), spreads))
	}
	return b.String() + fmt.Sprintf(" fragment %s%d on Query { %s nope }", name, n, last)
}

func doublingFields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " fragment D%d on Partner { customers { nodes { relationships { nodes { partner { ...D%d } reseller { ...D%d } } } } } }", i, i+1, i+1)
	}
	return b.String() + fmt.Sprintf(" fragment D%d on Partner { id nope }", n)
}

func conflictingChain(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Service { ...F%d ...F%d name(locale: \"%d\") code(x: %d) }", i, i+1, i+1, i, i)
	}
	return b.String() + fmt.Sprintf(" fragment F%d on Service { name nope }", n)
}

func introspectionChain(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " fragment I%d on __Type { fields { type { ...I%d } } possibleTypes { ...I%d } }", i, i+1, i+1)
	}
	return b.String() + fmt.Sprintf(" fragment I%d on __Type { name fields { type { fields { name } } } }", n)
}

// rawFamilies are bodies of requests.
var rawFamilies = []family{
	{"keys twice", 20_000, func(n int) string { return `{"query":"{ services { code } }"` + times(`,"x":1`, n) + `}` }},
	{"keys twice in variables", 20_000, func(n int) string {
		return `{"query":"{ services { code } }","variables":{"y":1` + each(n/4, `,"x%":1`) + `,"y":2}}`
	}},
	{"invalid UTF-8", 200_000, func(n int) string { return `{"query":"{ services { code } }","x":"` + times("y", n) + "\xff" + `"}` }},
	{"invalid UTF-8 in a document", 60_000, func(n int) string { return `{"query":"{ nope ` + times("\xc0\x80", n) + `}"}` }},
	{"lone surrogates", 30_000, func(n int) string { return `{"query":"{ nope }","x":"` + times(`\ud83d`, n) + `"}` }},
	{"deep JSON", 200_000, func(n int) string { return `{"query":"{ nope }","variables":{"x":` + times("[", n) }},
	{"deep JSON that ends", 1_900, func(n int) string {
		return `{"query":"query($x: Int) { partners(first: $x) { totalCount } }","variables":{"x":` + nested("[", "1", "]", n) + `}}`
	}},
	{"deep objects", 1_900, func(n int) string {
		return `{"query":"query($x: PartnerOrder) { partners(first: $x) { totalCount } }","variables":{"x":` + nested(`{"a":`, "1", "}", n) + `}}`
	}},
	{"a long list for a variable", 80_000, func(n int) string {
		return `{"query":"query($x: [ID!]!) { nodes(ids: $x) { id } }","variables":{"x":[0` + times(",0", n) + `]}}`
	}},
	{"a long list of bad values", 80_000, func(n int) string {
		return `{"query":"query($x: [ID!]!) { nodes(ids: $x) { id } }","variables":{"x":[{}` + times(",[]", n/2) + `]}}`
	}},
	{"unknown input fields in variables", 10_000, func(n int) string {
		return `{"query":"mutation($x: RequestRelationshipInput!) { requestRelationship(input: $x) { userErrors { code } } }","variables":{"x":{"a":1` + each(n, `,"services%":1`) + `}}}`
	}},
	{"a long number", 200_000, func(n int) string {
		return `{"query":"query($x: Int) { partners(first: $x) { totalCount } }","variables":{"x":` + times("9", n) + `}}`
	}},
	{"an exponent", 200_000, func(n int) string {
		return `{"query":"query($x: Int) { partners(first: $x) { totalCount } }","variables":{"x":1e` + times("9", n) + `}}`
	}},
	{"a list of requests", 5_000, func(n int) string {
		return `[{"query":"{ services { code } }"}` + times(`,{"query":"{ services { code } }"}`, n) + `]`
	}},
	{"a long operation name", 200_000, func(n int) string { return `{"query":"{ services { code } }","operationName":"` + times("x", n) + `"}` }},
	{"a long string for an id", 200_000, func(n int) string {
		return `{"query":"query($x: ID!) { node(id: $x) { id } nope }","variables":{"x":"` + times("x", n) + `"}}`
	}},
	{"a long string for an enum", 200_000, func(n int) string {
		return `{"query":"query($x: RelationshipOrder) { viewer { partner { relationships(orderBy: $x) { totalCount } } } }","variables":{"x":{"field":"` + times("x", n) + `"}}}`
	}},
	{"a long documentId", 200_000, func(n int) string { return `{"documentId":"` + times("0", n) + `"}` }},
	{"a long hash", 200_000, func(n int) string {
		return `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + times("0", n) + `"}}}`
	}},
	{"junk behind", 200_000, func(n int) string { return `{"query":"{ services { code } }"}` + times("x", n) }},
	{"spaces behind, and junk", 200_000, func(n int) string { return `{"query":"{ services { code } }"}` + times(" ", n) + "x" }},
	{"larger than a body", 1 << 20, func(n int) string { return `{"query":"{ services { code } }","x":"` + times("x", n) + `"}` }},
}
