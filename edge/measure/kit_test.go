package measure_test

import (
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"accord/edge/measure"
)

// schema has a field for each way in which a cost comes about.
var schema = gqlparser.MustLoadSchema(&ast.Source{Name: "test", Input: `
directive @cost(weight: String!) on FIELD_DEFINITION
directive @listSize(assumedSize: Int) on FIELD_DEFINITION
directive @defer(if: Boolean) on INLINE_FRAGMENT | FRAGMENT_SPREAD
interface Node { id: ID! }
type Query {
	thing: Thing
	node(id: ID!): Node
	nodes(ids: [ID!]!): [Node]!
	things(first: Int, last: Int): ThingConnection
	list: [Thing!]!
	three: [Thing!]! @listSize(assumedSize: 3)
	dear: Thing @cost(weight: "7")
	n: Int
}
type Mutation { change: Thing  other: Int  batch(input: BatchInput!): BatchThingsPayload! }
input BatchInput { items: [Int!] }
type BatchThingsPayload { results: [BatchThingResult!]!  errors: [Thing!]! }
type BatchThingResult { thing: Thing  errors: [Thing!]! @listSize(assumedSize: 2) }
type Subscription { happens: Thing }
type Thing implements Node {
	id: ID!
	thing: Thing
	things(first: Int, last: Int): ThingConnection
	list: [Thing!]!
	tags: [String!]!
	dearText: String @cost(weight: "2")
}
type ThingConnection { edges: [ThingEdge!]!  nodes: [Thing!]!  totalCount: Int! @cost(weight: "5")  pageInfo: PageInfo! }
type ThingEdge { cursor: String!  node: Thing! }
type PageInfo { hasNextPage: Boolean! }
`})

var pages = measure.Page{Default: 25, Max: 100}

func parse(t testing.TB, text string) *ast.QueryDocument {
	t.Helper()
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return document
}

func sizeOf(t testing.TB, text string, variables map[string]any) measure.Size {
	t.Helper()
	document := parse(t, text)
	return measure.Operation(schema, document, document.Operations[0], variables, pages)
}
