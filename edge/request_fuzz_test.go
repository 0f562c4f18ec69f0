package edge

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/edge/measure"
	"accord/reseller"
)

// FuzzBody: what is taken for a request is one object of JSON to the standard library as well, and asks for something.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ services { code } }"}`, `{"query":"q","operationName":"A","variables":{"a":1e999},"extensions":{"persistedQuery":{"version":1}}}`,
		`{"documentId":"x"}`, `[{"query":"a"}]`, `{"query":"a","query":"b"}`, `{"Query":"a"}`, "\ufeff{}", `{"query":"\ud800"}`, `{"query":"a"}x`, strings.Repeat("[", 99), `null`, "{\"query\":\"\xff\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r, refused := parseRequest(body)
		if (r == nil) == (refused == nil) {
			t.Fatalf("%q: %v and %v", body, r, refused)
		}
		if refused != nil {
			return
		}
		var read struct {
			Query string `json:"query"`
		}
		if err := json.Unmarshal(body, &read); err != nil || !r.asked() {
			t.Fatalf("%q: %v, %+v", body, err, r)
		}
		if other, err := json.Marshal(r.Variables); err != nil || !json.Valid(other) {
			t.Fatalf("%q: %v", body, err)
		}
	})
}

// FuzzMessage: what is taken for a message can be written again and read as the same.
func FuzzMessage(f *testing.F) {
	for _, seed := range []string{
		`{"type":"connection_init"}`, `{"type":"connection_init","payload":{"Authorization":"Bearer x"}}`, `{"id":"1","type":"subscribe","payload":{"query":"{ a }"}}`,
		`{"type":"ping","payload":null}`, `{"type":"complete","id":"1"}`, `{"type":"x"}`, `{"TYPE":"ping"}`, `{"type":"ping","payload":[1]}`, `{"type":"subscribe","id":""}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, ok := parseMessage(text)
		if !ok {
			return
		}
		if m.Type == "" || len(m.ID) > maxID {
			t.Fatalf("%q: %+v", text, m)
		}
		if again, ok := parseMessage(encoded(m)); !ok || again.ID != m.ID || again.Type != m.Type {
			t.Fatalf("%q: %+v, again %+v", text, m, again)
		}
		m.object()
		_, _ = parseRequest(m.Payload)
	})
}

// fuzzSchema is small, and has of everything that the guard looks at.
var fuzzSchema = gqlparser.MustLoadSchema(&ast.Source{Input: `
directive @cost(weight: String!) on FIELD_DEFINITION
type Query { n: Int thing: Thing things(first: Int): ThingConnection nodes(ids: [ID!]!): [Thing]! }
type Mutation { change(id: ID): Thing }
type Subscription { happens: Thing }
type Thing { id: ID! thing: Thing things(first: Int, last: Int): ThingConnection }
type ThingConnection { nodes: [Thing!]! edges: [ThingEdge!]! totalCount: Int! @cost(weight: "5") }
type ThingEdge { node: Thing! }`})

// noDocuments is a cache that holds none.
type noDocuments = graphql.NoCache[*ast.QueryDocument]

// within reports whether a size is within limits; a page that is longer than any the field itself refuses.
func within(size measure.Size, limits Limits) bool {
	between := func(n, most int64) bool { return n >= 0 && n <= most }
	return between(size.Depth, limits.Depth) && between(size.Aliases, limits.Aliases) && between(size.RootFields, limits.RootFields) &&
		between(size.Selections, limits.Selections) && between(size.Cost, limits.Cost) &&
		(between(size.Page, limits.Page) || size.Page > reseller.MaxPageSize) && !size.Circular
}

// FuzzGuard: the guard judges any text, ends, and what it lets pass is within the limits.
func FuzzGuard(f *testing.F) {
	for _, seed := range []string{
		`{ n }`, `{ thing { ...F } } fragment F on Thing { id ...F }`, `query A($n: Int = 3) { things(first: $n) { nodes { id } } } mutation B { change { id } }`, `{ ... @defer { n } }`,
		`{ ...A } fragment A on Query { ...B ...B } fragment B on Query { n thing { id } }`, "{ n(a: \"", "#\n#\n", `{` + strings.Repeat(" n", 200) + `}`, `{ __schema { types { name } } }`, `{ a: nodes(ids: [1, 2]) { id } }`,
	} {
		f.Add(seed, "", `{"n":5}`)
	}
	limits := DefaultLimits()
	f.Fuzz(func(t *testing.T, text, name, variables string) {
		h := &Handler{schema: fuzzSchema, parsed: noDocuments{}, limits: limits}
		r := &request{}
		r.Query, r.OperationName = text, name
		r.Variables, _ = readObject(variables)
		if size, refused := h.weigh(t.Context(), r); refused != nil && len(refused.errors) != 1 {
			t.Fatalf("%q: %v", text, refused.errors)
		} else if refused == nil && !within(size, limits) {
			t.Fatalf("%q: %+v", text, size)
		}
	})
}
