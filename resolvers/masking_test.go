package resolvers_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"

	"accord/db/dbtest"
	"accord/graph"
	"accord/resolvers"
)

// productionWorld is a world, without data, whose API is told that it is in production, or that it is not.
func productionWorld(t *testing.T, production bool) *world {
	t.Helper()
	w := newWorld(t, dbtest.Any(t).Store(t), testSecret)
	w.serve(resolvers.Options{Production: production}, testLimits())
	return w
}

// guess is a document with a name that nearly is one of the schema's.
type guess struct {
	name, document string
	variables      vars
}

// twisted are a name with a letter left out, and with two letters the other way round.
func twisted(name string) []string {
	if len(name) < 2 {
		return []string{name + "x"}
	}
	middle := len(name) / 2
	return []string{name[:middle] + name[middle+1:], name[:middle-1] + name[middle:middle+1] + name[middle-1:middle] + name[middle+1:]}
}

// guesses are documents that misspell names.
type guesses []guess

// addf misspells a name, at WRONG in a document.
func (all *guesses) addf(name, format string, rest ...any) {
	for _, wrong := range twisted(name) {
		if wrong != name {
			*all = append(*all, guess{name, strings.ReplaceAll(fmt.Sprintf(format, rest...), "WRONG", wrong), nil})
		}
	}
}

// withVariable misspells a name in the value of a variable.
func (all *guesses) withVariable(name, typ string, value func(wrong string) any) {
	for _, wrong := range twisted(name) {
		*all = append(*all, guess{name, fmt.Sprintf("query($v: %s) { viewer { __typename } }", typ), vars{"v": value(wrong)}})
	}
}

// of adds those of the names of a type.
func (all *guesses) of(def *ast.Definition) {
	all.addf(def.Name, "query($v: WRONG) { viewer { ... on WRONG { __typename } ...F } } fragment F on WRONG { __typename }")
	all.addf(def.Name, "{ viewer { ... on %s { WRONG WRONG(WRONG: WRONG) { WRONG } } } }", def.Name)
	for _, field := range def.Fields {
		if def.Kind == ast.InputObject {
			all.addf(field.Name, "query($v: %s = {WRONG: 1}) { viewer { __typename } }", def.Name)
			all.withVariable(field.Name, def.Name, func(wrong string) any { return vars{wrong: 1} })
			continue
		}
		all.addf(field.Name, "{ viewer { ...F } } fragment F on %s { WRONG }", def.Name)
		all.addf(field.Name, "{ viewer { ...F } } fragment F on %s { ok: %s { WRONG { WRONG } } %s(WRONG: 1) }", def.Name, field.Name, field.Name)
		for _, argument := range field.Arguments {
			all.addf(argument.Name, "{ viewer { ...F } } fragment F on %s { %s(WRONG: 1) }", def.Name, field.Name)
			all.addf(argument.Name, "{ viewer { ...F } } fragment F on %s { %s(%s: WRONG) }", def.Name, field.Name, argument.Name)
			all.addf(argument.Name, "{ viewer { ...F } } fragment F on %s { %s(%s: {WRONG: {WRONG: [WRONG]}}) }", def.Name, field.Name, argument.Name)
		}
	}
	for _, value := range def.EnumValues {
		all.addf(value.Name, "query($v: %s = WRONG, $w: %s = \"WRONG\") { viewer { __typename } }", def.Name, def.Name)
		all.withVariable(value.Name, def.Name, func(wrong string) any { return wrong })
		all.withVariable(value.Name, "["+def.Name+"!]", func(wrong string) any { return []string{value.Name, strings.ToLower(wrong)} })
		*all = append(*all, guess{value.Name, fmt.Sprintf("query($v: %s) { viewer { __typename } }", def.Name), vars{"v": strings.ToLower(value.Name)}})
	}
}

// guessesAt are misspellings of every type, field, argument, enum value and directive, each where it would be one.
func guessesAt(schema *ast.Schema) []guess {
	var all guesses
	for _, def := range schema.Types {
		all.of(def)
	}
	for name, def := range schema.Directives {
		all.addf(name, "{ viewer @WRONG @%s { __typename } }", name)
		for _, argument := range def.Arguments {
			all.addf(argument.Name, "{ viewer @%s(WRONG: 1) { __typename } }", name)
		}
	}
	slices.SortFunc(all, func(a, b guess) int { return strings.Compare(a.document, b.document) })
	return all
}

// nameless are documents that name nothing of the schema but what they show, and are wrong in other ways: one at least for
// every rule.
var nameless = []guess{
	{"", "{ viewer }", nil},
	{"", "{ viewer { user { id { x } } } }", nil},
	{"", "{ services }", nil},
	{"", "{ node { __typename } }", nil},
	{"", "{ node(id: {x: 1}) { __typename } }", nil},
	{"", "{ node(id: $x) { __typename } }", nil},
	{"", "query($x: Int!) { node(id: $x) { __typename } }", vars{"x": 1}},
	{"", "query($x: Int!) { services { code } }", vars{"x": 1}},
	{"", "query($x: ID!, $x: ID!) { node(id: $x) { __typename } }", vars{"x": "1"}},
	{"", "query($x: Viewer) { services { code } }", nil},
	{"", "query($x: AcceptRelationshipInput!) { viewer { user { id } } }", vars{"x": vars{}}},
	{"", "mutation($x: AcceptRelationshipInput!) { acceptRelationship(input: $x) { alreadyAccepted } }", nil},
	{"", "mutation($x: AcceptRelationshipInput!) { acceptRelationship(input: $x) { alreadyAccepted } }", vars{"x": nil}},
	{"", "mutation($x: AcceptRelationshipInput!) { acceptRelationship(input: $x) { alreadyAccepted } }", vars{"x": vars{}}},
	{"", "mutation($x: AcceptRelationshipInput!) { acceptRelationship(input: $x) { alreadyAccepted } }", vars{"x": 1}},
	{"", "mutation($x: AcceptRelationshipInput!) { acceptRelationship(input: $x) { alreadyAccepted } }", vars{"x": vars{"token": []int{1}}}},
	{"", "mutation { acceptRelationship { alreadyAccepted } }", nil},
	{"", "mutation { acceptRelationship(input: {}) { alreadyAccepted } }", nil},
	{"", "mutation { acceptRelationship(input: 1) { alreadyAccepted } }", nil},
	{"", `mutation { acceptRelationship(input: {token: "a", token: "b"}) { alreadyAccepted } }`, nil},
	{"", `mutation { acceptRelationship(input: {token: null}) { alreadyAccepted } }`, nil},
	{"", `{ node(id: "a", id: "b") { __typename } }`, nil},
	{"", "{ viewer { x: user { id } x: partner { id } } }", nil},
	{"", "{ viewer { x: user { id } x: user { name: id } } viewer { x: user { name } } }", nil},
	{"", "{ viewer { user { x: id x: roles } } }", nil},
	{"", "{ services { ... on Viewer { user { id } } } }", nil},
	{"", "{ services { ...F } } fragment F on Viewer { user { id } }", nil},
	{"", "fragment F on ID { x } { viewer { ...F } }", nil},
	{"", "fragment F on Viewer { user { id } } { services { code } }", nil},
	{"", "fragment F on Viewer { user { id } } fragment F on Viewer { user { id } } { viewer { ...F } }", nil},
	{"", "{ viewer { ...F } }", nil},
	{"", "{ viewer { ... on ID { x } } }", nil},
	{"", "{ viewer @include { user { id } } }", nil},
	{"", "{ viewer @include(if: 1) { user { id } } }", nil},
	{"", "{ viewer @include(if: true) @include(if: true) { user { id } } }", nil},
	{"", "query @include(if: true) { viewer { user { id } } }", nil},
	{"", "query A { services { code } } query A { services { code } }", nil},
	{"", "{ services { code } } query A { services { code } }", nil},
	{"", "subscription { __typename }", nil},
	{"", "{ __schema { types { name } } }", nil},
	{"", `{ __type(name: "Query") { name } }`, nil},
	{"", "query { ...F } fragment F on Query { x: __schema { types { fields { type { name } } } } }", nil},
}

var word = regexp.MustCompile(`[_A-Za-z][_0-9A-Za-z]*`)

// namesOf are all names of the schema.
func namesOf(schema *ast.Schema) map[string]bool {
	names := map[string]bool{}
	for name, def := range schema.Types {
		names[name] = true
		for _, field := range def.Fields {
			names[field.Name] = true
			for _, argument := range field.Arguments {
				names[argument.Name] = true
			}
		}
		for _, value := range def.EnumValues {
			names[value.Name] = true
		}
	}
	for name, def := range schema.Directives {
		names[name] = true
		for _, argument := range def.Arguments {
			names[argument.Name] = true
		}
	}
	return names
}

// told are the names of the schema that the errors of an answer tell and the request does not: in their words, paths and
// extensions.
func (g guess) told(a *answer, names map[string]bool, sentences []string) (told []string) {
	written := word.FindAllString(g.document+" "+fmt.Sprint(g.variables), -1)
	for _, e := range a.Errors {
		texts := []string{fmt.Sprint(e.Path)}
		if !slices.Contains(sentences, e.Message) {
			texts = append(texts, e.Message)
		}
		for key, value := range e.Extensions {
			if key != "code" || value != "VALIDATION_FAILED" {
				texts = append(texts, fmt.Sprint(key, value))
			}
		}
		for _, each := range word.FindAllString(strings.Join(texts, " "), -1) {
			if names[each] && !slices.Contains(written, each) && each != "variable" {
				told = append(told, each)
			}
		}
	}
	return told
}

// In production no answer to a document that is not valid tells a name of the schema, however near a guess comes.
func TestErrorsTellNoNamesInProduction(t *testing.T) {
	t.Parallel()
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	names, sentences := namesOf(schema), resolvers.MaskedSentences()
	w := productionWorld(t, true)
	said := map[string]bool{}
	all := append(guessesAt(schema), nameless...)
	for _, g := range all {
		a := w.ask("", g.document, g.variables)
		if len(a.Errors) == 0 && !names[g.name] {
			t.Errorf("no error for %s", g.document)
		}
		for _, e := range a.Errors {
			said[e.Message] = true
			if !slices.Contains(sentences, e.Message) || e.Extensions["code"] != "VALIDATION_FAILED" {
				t.Errorf("%s %v:\nnone of the sentences for production: %s %v", g.document, g.variables, e.Message, e.Extensions)
			}
		}
		if told := g.told(a, names, sentences); len(told) > 0 {
			t.Errorf("%s %v tells %v: %v", g.document, g.variables, told, a.Errors)
		}
		if t.Failed() && len(said) > 100 {
			t.FailNow()
		}
	}
	if len(all) < 2000 {
		t.Errorf("only %d guesses", len(all))
	}
	for _, sentence := range sentences {
		if !said[sentence] && !slices.Contains(resolvers.UnsaidSentences(), sentence) {
			t.Errorf("no document is answered: %s", sentence)
		}
	}
	t.Logf("%d documents, %d names, %d sentences", len(all), len(names), len(said))
}

// The sentences themselves tell no name but words that English has as well.
func TestSentencesForProductionTellNoNames(t *testing.T) {
	t.Parallel()
	names := namesOf(graph.NewExecutableSchema(graph.Config{}).Schema())
	english := []string{"field", "locations", "path", "type", "types", "value", "fields", "directive", "name", "kind", "subscription", "operations", "directives"}
	for _, sentence := range resolvers.MaskedSentences() {
		for _, each := range word.FindAllString(sentence, -1) {
			if names[each] && !slices.Contains(english, each) {
				t.Errorf("%q in: %s", each, sentence)
			}
		}
	}
}

// Outside of production whoever misspells a name is helped, which shows that the walk above would find names.
func TestErrorsSuggestNamesInDevelopment(t *testing.T) {
	t.Parallel()
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	names := namesOf(schema)
	w := productionWorld(t, false)
	telling, all := 0, guessesAt(schema)[:200]
	for _, g := range all {
		if len(g.told(w.ask("", g.document, g.variables), names, nil)) > 0 {
			telling++
		}
	}
	if telling < len(all)/2 {
		t.Errorf("%d of %d answers tell a name", telling, len(all))
	}
	if a := w.ask("", "{ __schema { types { name } } }", nil); len(a.Errors) > 0 {
		t.Errorf("introspection: %v", a.Errors)
	}
}

// What is valid is answered in production as ever, and the words of refusals are in the client's language.
func TestProductionAnswers(t *testing.T) {
	t.Parallel()
	w := productionWorld(t, true)
	if a := w.ask("", "{ services { __typename code } }", nil); len(a.Errors) > 0 {
		t.Errorf("%v", a.Errors)
	}
	for document, want := range map[string]string{
		"{ servics { code } }":            "此处没有该字段。其在文档中的位置见 locations。",
		"{ __schema { types { name } } }": "此服务器已关闭内省。",
	} {
		r := w.post("", document, nil)
		r.Header.Set("Accept-Language", "zh-CN")
		if a := w.send(r); len(a.Errors) == 0 || a.Errors[0].Message != want {
			t.Errorf("%s: %v", document, a.Errors)
		}
	}
	r := w.post("", "query($x: ID!) { node(id: $x) { id } }", nil)
	r.Header.Set("Accept-Language", "zh-CN")
	if a := w.send(r); len(a.Errors) == 0 || !strings.HasPrefix(a.Errors[0].Message, "缺少变量") || fmt.Sprint(a.Errors[0].Path) != "[variable x]" {
		t.Errorf("%v", a.Errors)
	}
}

// A value that no kind of value takes is refused without the name of its type.
func TestValuesTellNoNamesInProduction(t *testing.T) {
	t.Parallel()
	types := map[string]bool{}
	for name := range graph.NewExecutableSchema(graph.Config{}).Schema().Types {
		types[name] = true
	}
	w := productionWorld(t, true)
	for _, g := range []guess{
		{"", `mutation { requestRelationship(input: {expiresAt: "soon"}) { userErrors { code } } }`, nil},
		{"", `mutation($x: RequestRelationshipInput!) { requestRelationship(input: $x) { userErrors { code } } }`, vars{"x": vars{"expiresAt": 1}}},
		{"", `mutation($x: RequestRelationshipInput!) { requestRelationship(input: $x) { userErrors { code } } }`, vars{"x": vars{"maxUses": 3000000000}}},
		{"", `mutation { requestRelationship(input: {maxUses: 3000000000}) { userErrors { code } } }`, nil},
		{"", `mutation { requestRelationship(input: {maxUses: 99999999999999999999999}) { userErrors { code } } }`, nil},
		{"", `{ node(id: "nonsense") { id } }`, nil},
	} {
		a := w.ask("", g.document, g.variables)
		if told := g.told(a, types, nil); a.topCode() != "VALIDATION_FAILED" || len(told) > 0 {
			t.Errorf("%s: %v: %v", g.document, told, a.Errors)
		}
	}
}

// What looks like a token is not repeated, in production or out of it.
func TestErrorsRepeatNoTokens(t *testing.T) {
	t.Parallel()
	for _, production := range []bool{true, false} {
		w := productionWorld(t, production)
		for _, secret := range []string{
			"inv_" + strings.Repeat("aB3", 12), "ak_" + strings.Repeat("aB3", 14), "eyJ" + strings.Repeat("a", 20) + ".eyJ" + strings.Repeat("b", 20) + "." + strings.Repeat("c_", 20),
		} {
			for _, document := range []string{
				"{ " + secret + " }", "{ x" + secret + " { code } }", "{ services { " + secret + " } }", `{ services(x: "` + secret + `") { code } }`,
				`{ node(id: {x: "` + secret + `"}) { id } }`, "{ node(id: " + secret + ") { id } }", "query($x: " + secret + ") { services { code } }",
				secret, `"` + secret, `{ node(id: "` + secret + `") { id } }`, "fragment " + secret + " on Query { services { code } }",
			} {
				a := w.ask("", document, vars{"x": secret})
				for _, e := range a.Errors {
					if strings.Contains(e.Message, secret) {
						t.Errorf("%v %s: %s", production, document, e.Message)
					}
				}
				if len(a.Errors) == 0 && !strings.Contains(document, "node(id: \"") {
					t.Errorf("no error for %s", document)
				}
			}
		}
	}
}

// A message may repeat megabytes of a document: it is read no further than an answer shows of it.
func TestLongErrorsRepeatNoTokens(t *testing.T) {
	t.Parallel()
	secret := "inv_" + strings.Repeat("aB3", 16)
	for before := range 2100 {
		got := resolvers.Redact(strings.Repeat("令", before/3) + strings.Repeat("x", before%3) + " " + secret + strings.Repeat(" y", 1<<10))
		if len(got) > 2<<10 || !utf8.ValidString(got) || strings.Contains(got, secret[:20]) {
			t.Fatalf("after %d bytes: %d bytes, …%s", before, len(got), got[max(0, len(got)-100):])
		}
	}
}
