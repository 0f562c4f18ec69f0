package measure_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"pgregory.net/rapid"

	"accord/edge/measure"
)

// expanded counts as the definitions say, by expanding every fragment where it is spread.
type expanded struct {
	document *ast.QueryDocument
	size     measure.Size
}

// set counts what selections add and gives their cost for one object; page is the length of the page they lie in, 1 outside.
func (e *expanded) set(on *ast.Definition, selections ast.SelectionSet, depth, page int64) (cost int64) {
	for _, selection := range selections {
		switch s := selection.(type) {
		case *ast.Field:
			cost += e.field(on, s, depth, page)
		case *ast.InlineFragment:
			if s.TypeCondition == "" {
				cost += e.set(on, s.SelectionSet, depth, page)
			} else {
				cost += e.set(schema.Types[s.TypeCondition], s.SelectionSet, depth, page)
			}
		case *ast.FragmentSpread:
			f := e.document.Fragments.ForName(s.Name)
			cost += e.set(schema.Types[f.TypeCondition], f.SelectionSet, depth, page)
		}
	}
	return cost
}

// field follows the few shapes of the test's schema, not the general rule.
func (e *expanded) field(on *ast.Definition, f *ast.Field, depth, page int64) int64 {
	e.size.Selections++
	e.size.Depth = max(e.size.Depth, depth+1)
	if depth == 0 {
		e.size.RootFields++
	}
	if f.Alias != f.Name {
		e.size.Aliases++
	}
	length := int64(1)
	switch f.Name {
	case "things":
		length = 25
		if first := f.Arguments.ForName("first"); first != nil {
			_, _ = fmt.Sscan(first.Value.Raw, &length)
			e.size.Page = max(e.size.Page, length)
		}
	case "list", "tags":
		length = 10
	case "three":
		length = 3
	case "nodes", "edges":
		length = page
	}
	to := schema.Types[on.Fields.ForName(f.Name).Type.Name()]
	if f.Name == "things" {
		return 1 + e.set(to, f.SelectionSet, depth+1, length)
	}
	inner := e.set(to, f.SelectionSet, depth+1, page)
	own := map[string]int64{"thing": 1, "list": 1, "three": 1, "nodes": 1, "edges": 1, "node": 1, "pageInfo": 1, "dear": 7, "dearText": 2, "totalCount": 5}[f.Name]
	return length * (own + inner)
}

// writer writes a random document: operations and fragments of a few fields, with fragments that spread later ones alone.
type writer struct {
	t         *rapid.T
	fragments int
}

func (w *writer) pick(n int) int { return rapid.IntRange(0, n-1).Draw(w.t, "pick") }

func (w *writer) set(on string, level, after int) string {
	var b strings.Builder
	b.WriteString("{ ")
	for range 1 + w.pick(3) {
		b.WriteString(w.selection(on, level, after))
		b.WriteByte(' ')
	}
	return b.String() + "}"
}

func (w *writer) selection(on string, level, after int) string {
	leaf := map[string]string{"Query": "n", "Thing": "dearText", "ThingConnection": "totalCount", "ThingEdge": "cursor"}[on]
	alias := []string{"", "", "a: ", leaf + ": "}[w.pick(4)]
	if level <= 0 {
		return alias + leaf
	}
	switch w.pick(8) {
	case 0:
		return "... " + w.set(on, level-1, after)
	case 1:
		return "... on " + on + " " + w.set(on, level-1, after)
	case 2, 3:
		if on == "Thing" && after < w.fragments {
			return fmt.Sprintf("...F%d", after+w.pick(w.fragments-after))
		}
	case 4:
		return alias + leaf
	}
	field, to := w.object(on)
	return field + " " + w.set(to, level-1, after)
}

// object picks a field that leads to an object.
func (w *writer) object(on string) (field, to string) {
	switch on {
	case "ThingConnection":
		i := w.pick(2)
		return []string{"nodes", "edges"}[i], []string{"Thing", "ThingEdge"}[i]
	case "ThingEdge":
		return "node", "Thing"
	}
	fields := []string{"thing", "list", "things", "things(first: 3)", "x: thing"}
	if on == "Query" {
		fields = append(fields, "three", "dear")
	}
	field = fields[w.pick(len(fields))]
	if strings.HasPrefix(field, "things") {
		return field, "ThingConnection"
	}
	return field, "Thing"
}

// TestSizeIsThatOfTheExpandedDocument: the walk that visits each fragment once counts what one that expands them does.
func TestSizeIsThatOfTheExpandedDocument(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{t: t, fragments: rapid.IntRange(0, 4).Draw(t, "fragments")}
		text := w.set("Query", 4, 0)
		for i := range w.fragments {
			text += fmt.Sprintf(" fragment F%d on Thing %s", i, w.set("Thing", 2, i+1))
		}
		document, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		e := &expanded{document: document}
		cost := e.set(schema.Query, document.Operations[0].SelectionSet, 0, 1)
		e.size.Cost = cost
		got := measure.Operation(schema, document, document.Operations[0], nil, pages)
		if diff := cmp.Diff(e.size, got); diff != "" {
			t.Fatalf("%s (-expanded +got):\n%s", text, diff)
		}
	})
}

// FuzzMeasure: whatever can be parsed has a size, in bounds.
func FuzzMeasure(f *testing.F) {
	for _, seed := range []string{
		`{ n }`, `mutation { change { id } }`, `subscription S($n: Int = 5) { happens { things(first: $n) { nodes { id } } } }`,
		`{ ...A } fragment A on Query { ...B } fragment B on Query { ...A n }`, chain(5), chain(60),
		`{ things(first: 1e999) { edges { node { id } } } }`, `{ nodes(ids: $ids) { id } ... @defer { n } }`,
		`query($a: Int = {b: 1}) { things(first: $a, last: [1]) { nodes { ... on Nope { x { y } } } } __schema { types { name } } }`,
	} {
		f.Add(seed, int64(10))
	}
	f.Fuzz(func(t *testing.T, text string, n int64) {
		document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, 5000)
		if err != nil {
			return
		}
		for _, o := range document.Operations {
			size := measure.Operation(schema, document, o, map[string]any{"n": n, "ids": []any{n}}, pages)
			for _, count := range []int64{size.Depth, size.Aliases, size.RootFields, size.Selections, size.Cost, size.Page} {
				if count < 0 || count > 1<<40 {
					t.Fatalf("%q: %+v", text, size)
				}
			}
		}
	})
}
