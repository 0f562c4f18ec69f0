package resolvers_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"accord/db/dbtest"
	"accord/resolvers"
)

// TestKeptDocumentsAreBounded: what is kept of documents that anybody sends is bounded by what they take, however they are made.
func TestKeptDocumentsAreBounded(t *testing.T) { //nolint:paralleltest // it looks at what the process holds
	w := newWorld(t, dbtest.Any(t).Store(t), testSecret)
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for name, document := range map[string]string{
		"fields":         "{ services { " + numbered(900, "a%d:id ") + "} }",
		"fields of none": "{ services { " + numbered(450, "a%d:__typename ") + "} }",
		"values":         "query($s: Boolean = true) { services { " + numbered(250, "a%d:id @skip(if:$s) ") + "} }",
		"fragments":      "{ services { " + numbered(200, "...F%d ") + "} }" + numbered(200, "fragment F%d on Service{id}"),
		"plans":          "{ viewer { user { " + numbered(900, "a%d:id ") + "} } }",
		"lists":          "{ nodes(ids: [" + numbered(900, `"%d",`) + "]) { id } }",
	} {
		executor := resolvers.NewExecutor(w.app, resolvers.Options{})
		before := held()
		for i := range 300 {
			params := graphql.RawParams{Query: fmt.Sprintf("%s #%d", document, i)}
			ctx := graphql.StartOperationTrace(t.Context())
			operation, errs := executor.CreateOperationContext(ctx, &params)
			if len(errs) > 0 {
				t.Fatalf("%s: %v", name, errs)
			}
			answer, ctx := executor.DispatchOperation(ctx, operation)
			answer(ctx)
		}
		if after := held(); after > before+32<<20 {
			t.Errorf("%s: %d MiB are kept, of documents of %d bytes", name, (after-before)>>20, len(document))
		}
		if _, ok := executor.Parsed.Get(t.Context(), document+" #299"); !ok {
			t.Errorf("%s: the latest is not kept", name)
		}
	}
}

func parsed(t *testing.T, text string) *ast.QueryDocument {
	t.Helper()
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func held() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// TestDocumentsAreKeptAsTheyAreAskedFor: the one that nobody has asked for longest makes room.
func TestDocumentsAreKeptAsTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	kept := resolvers.NewDocuments(2, 10_000)
	has := func(want string) {
		t.Helper()
		var has string
		for _, text := range []string{"a", "b", "c", "d"} {
			if _, ok := kept.Get(ctx, text); ok {
				has += text
			}
		}
		if has != want {
			t.Errorf("it has %s, want %s", has, want)
		}
	}
	kept.Add(ctx, "a", parsed(t, "{ x }"))
	kept.Add(ctx, "b", parsed(t, "{ x }"))
	kept.Get(ctx, "a")
	kept.Add(ctx, "c", parsed(t, "{ x }"))
	has("ac")
	kept.Add(ctx, "c", parsed(t, "{"+strings.Repeat(" x", 20)+" }")) // in the place of the other, and heavy
	has("ac")
	kept.Add(ctx, "d", parsed(t, "{"+strings.Repeat(" x", 20)+" }"))
	has("d")
	kept.Add(ctx, "b", parsed(t, "{"+strings.Repeat(" x", 50)+" }")) // alone too heavy
	has("")
	kept.Add(ctx, "a", parsed(t, "{ x }"))
	has("a")
}
