package resolvers_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"accord/db/dbtest"
)

// long stands for a list of thousands of elements where it is put into a document.
const (
	long       = "LONG"
	elements   = 10_000
	mostAnswer = 64 << 10
)

// longList is a list that a document gives by the variable $long.
type longList struct {
	// name is the list's, document asks with it, and ids are the objects of which it may be asked; an empty one where it is asked of none.
	name, document string
	ids            []string
	values         []any
}

// TestLongLists: however long a list of an input is, it is refused as a whole, and briefly. Lists are the schema's; a new one is tried
// as soon as it is there.
func TestLongLists(t *testing.T) {
	t.Parallel()
	m := newMatrix(t, dbtest.SQLite.Store(t), "")
	lists := slices.Concat(m.listsOfMutations(), m.listsOfFields())
	if len(lists) < 20 {
		t.Errorf("only %d lists are found", len(lists))
	}
	for _, list := range lists {
		if !m.isRefusedBriefly(list) {
			t.Errorf("a list of %d is refused to nobody as a whole: %s", elements, list.document)
		}
	}
}

// isRefusedBriefly has users of all roles ask, until one is refused for the list: others are for their roles.
func (m *matrix) isRefusedBriefly(list longList) bool {
	m.t.Helper()
	for _, email := range append(viewers(), operator) {
		for _, id := range list.ids {
			a := m.ask(email, list.document, vars{"long": list.values, "id": id})
			if size := len(m.text(a.Data)) + len(m.text(a.Errors)); size > mostAnswer {
				m.t.Errorf("an answer of %d bytes: %s", size, list.document)
			}
			if a.isRefusedFor(list.name) {
				return true
			}
		}
	}
	return false
}

// isRefusedFor reports whether the answer is a refusal of a list.
func (a *answer) isRefusedFor(list string) bool {
	for _, e := range a.Errors {
		switch e.Extensions["code"] {
		case "LIMIT_EXCEEDED":
			return true
		case "VALIDATION_FAILED": // of the field; without a path, or at a variable, of what this test has written
			return len(e.Path) > 0 && e.Path[0] != "variable"
		}
	}
	return refusesList(a.Data, list)
}

// refusesList looks for userErrors whose path ends with the list.
func refusesList(value any, list string) bool {
	switch v := value.(type) {
	case []any:
		return slices.ContainsFunc(v, func(each any) bool { return refusesList(each, list) })
	case map[string]any:
		if path, ok := v["path"].([]any); ok && len(path) > 0 {
			return path[len(path)-1] == list
		}
		for _, each := range v {
			if refusesList(each, list) {
				return true
			}
		}
	}
	return false
}

// listsOfMutations are the lists within the inputs of mutations.
func (m *matrix) listsOfMutations() []longList {
	m.t.Helper()
	var found []longList
	for _, field := range m.schema.Mutation.Fields {
		input := m.schema.Types[field.Arguments.ForName("input").Type.Name()]
		selection := "userErrors { code message path }"
		if m.schema.Types[field.Type.Name()].Fields.ForName("results") != nil {
			selection += " results { userErrors { code message path } }"
		}
		m.eachList(input, "", func(list *ast.FieldDefinition, at string) {
			written := strings.ReplaceAll(m.input(input, "", map[string]string{at: long}), "["+strconv.Quote(long)+"]", "$long")
			found = append(found, longList{
				name: list.Name, values: m.many(list.Name, list.Type), ids: []string{""},
				document: fmt.Sprintf("mutation($long: %s) { %s(input: %s) { %s } }", list.Type, field.Name, written, selection),
			})
		})
	}
	return found
}

// eachList calls for each list of an input, and of the inputs within it.
func (m *matrix) eachList(input *ast.Definition, path string, do func(list *ast.FieldDefinition, at string)) {
	for _, field := range input.Fields {
		at := path + "." + field.Name
		if field.Type.Elem != nil {
			do(field, at)
		}
		if below := m.schema.Types[field.Type.Name()]; below.Kind == ast.InputObject {
			m.eachList(below, at, do)
		}
	}
}

// listsOfFields are the lists in the arguments of fields: of the root, and of objects that are found by their ids.
func (m *matrix) listsOfFields() []longList {
	m.t.Helper()
	var found []longList
	for _, def := range append(m.nodeTypes(), m.schema.Query) {
		for _, field := range def.Fields {
			for _, arg := range field.Arguments {
				found = append(found, m.listsOfArgument(def, field, arg)...)
			}
		}
	}
	return found
}

func (m *matrix) listsOfArgument(def *ast.Definition, field *ast.FieldDefinition, arg *ast.ArgumentDefinition) []longList {
	m.t.Helper()
	var found []longList
	add := func(name string, of *ast.Type, value string) {
		asked := fmt.Sprintf("%s(%s%s: %s) { __typename }", field.Name, m.requiredBeside(def, field, arg), arg.Name, value)
		list := longList{name: name, values: m.many(name, of), ids: []string{""}, document: fmt.Sprintf("query($long: %s) { %s }", of, asked)}
		if def != m.schema.Query {
			list.document = fmt.Sprintf("query($long: %s, $id: ID!) { node(id: $id) { ... on %s { %s } } }", of, def.Name, asked)
			list.ids = m.ofType(def, m.own.ids)
		}
		found = append(found, list)
	}
	if arg.Type.Elem != nil {
		add(arg.Name, arg.Type, "$long")
	}
	if input := m.schema.Types[arg.Type.Name()]; input.Kind == ast.InputObject {
		m.eachList(input, "", func(list *ast.FieldDefinition, at string) {
			if strings.Count(at, ".") > 1 {
				m.t.Fatalf("%s.%s has a list deep within an argument: teach this test to write it", def.Name, field.Name)
			}
			add(list.Name, list.Type, "{"+list.Name+": $long}")
		})
	}
	return found
}

// requiredBeside writes the other arguments that a field must have.
func (m *matrix) requiredBeside(def *ast.Definition, field *ast.FieldDefinition, arg *ast.ArgumentDefinition) (written string) {
	m.t.Helper()
	for _, other := range field.Arguments {
		if other != arg && other.Type.NonNull && other.DefaultValue == nil {
			written += other.Name + ": " + m.required(def.Name+"."+field.Name, other, "") + ", "
		}
	}
	return written
}

// many are the elements of a list that is too long.
func (m *matrix) many(name string, t *ast.Type) []any {
	all := make([]any, elements)
	for i := range all {
		all[i] = m.element(name, t.Elem, i)
	}
	return all
}

func (m *matrix) element(name string, t *ast.Type, i int) any {
	def := m.schema.Types[t.Name()]
	switch {
	case def.Kind == ast.Enum:
		return enumValue(def)
	case def.Kind == ast.InputObject:
		fields := vars{}
		for _, field := range def.Fields {
			if field.Type.NonNull {
				fields[field.Name] = m.element(field.Name, field.Type, i)
			}
		}
		return fields
	case t.Name() == "ID":
		return ofKinds(m.own.ids, kindsFor(name))[0]
	}
	return fmt.Sprint("z", i)
}
