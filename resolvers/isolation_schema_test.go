package resolvers_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"accord/graph"
)

// What is asked is made from the schema itself, so that a new field or argument is asked for as soon as it is there.

func executable() *ast.Schema {
	return graph.NewExecutableSchema(graph.Config{}).Schema()
}

// isNode reports whether a type is an object with an id of its own.
func (m *matrix) isNode(def *ast.Definition) bool {
	return def.Name == "Node" || slices.Contains(def.Interfaces, "Node")
}

// isList reports whether a field is one of a list of objects with ids: a page of them, or the lines of one.
func isList(def *ast.Definition) bool {
	return strings.HasSuffix(def.Name, "Connection")
}

// nodeTypes are the types of objects with ids.
func (m *matrix) nodeTypes() []*ast.Definition {
	return m.schema.GetPossibleTypes(m.schema.Types["Node"])
}

// variant is a field with arguments, and what is selected of what it gives.
type variant struct {
	// field is Type.field; selection is how it is asked, without an alias.
	field, name, selection string
	// aimed tells that it names something hidden, so that it cannot be asked before that is there; like, which ways have to be answered
	// alike: the first of them names what does not exist.
	aimed bool
	like  string
}

// variants are all the ways of asking for a type's field: with the arguments that it must have, and once more with each of the others.
func (m *matrix) variants(of *ast.Definition, field *ast.FieldDefinition, id string) []variant {
	coordinate := of.Name + "." + field.Name
	m.asked[coordinate] = true
	below := m.selection(m.schema.Types[field.Type.Name()], 1, map[string]bool{})
	var required []string
	for _, arg := range field.Arguments {
		if arg.Type.NonNull && arg.DefaultValue == nil {
			required = append(required, arg.Name+": "+m.required(coordinate, arg, id))
		}
	}
	found := []variant{{field: coordinate, name: field.Name, selection: field.Name + inParentheses(required) + below}}
	for _, arg := range field.Arguments {
		if arg.Type.NonNull && arg.DefaultValue == nil {
			continue
		}
		for _, value := range m.optional(coordinate, arg.Name, arg.Type) {
			args := append(slices.Clone(required), arg.Name+": "+value.text)
			found = append(found, variant{coordinate, field.Name, field.Name + inParentheses(args) + below, value.aimed, value.like})
		}
	}
	return found
}

// variantsBelow are all the ways of asking for the fields of an object that has no id of its own, and so is not asked for by it.
func (m *matrix) variantsBelow(field *ast.FieldDefinition) []variant {
	def := m.schema.Types[field.Type.Name()]
	if def.Kind != ast.Object || m.isNode(def) || isList(def) || len(field.Arguments) > 0 {
		return nil
	}
	var found []variant
	for _, below := range def.Fields {
		if len(below.Arguments) == 0 || strings.HasPrefix(below.Name, "__") {
			continue
		}
		for _, v := range m.variants(def, below, "") {
			v.name, v.selection = field.Name, field.Name+" { __typename "+v.selection+" }"
			found = append(found, v)
		}
	}
	return found
}

func inParentheses(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return "(" + strings.Join(args, ", ") + ")"
}

// selection asks for everything of a type: its own values, its parts, and of the objects that it leads to so many levels deep; of those
// at the end the id.
func (m *matrix) selection(def *ast.Definition, depth int, within map[string]bool) string {
	switch def.Kind {
	case ast.Scalar, ast.Enum:
		return ""
	case ast.Interface, ast.Union:
		return m.fragments(def, depth, within)
	case ast.Object, ast.InputObject:
	}
	if m.isNode(def) && depth <= 0 {
		m.asked[def.Name+".id"] = true
		return " { id }"
	}
	if within[def.Name] {
		return " { __typename }"
	}
	within[def.Name] = true
	defer delete(within, def.Name)
	return m.parts(def, nil, depth, within)
}

// fragments asks for everything of each of the types that an interface stands for.
func (m *matrix) fragments(def *ast.Definition, depth int, within map[string]bool) string {
	var parts []string
	for _, possible := range m.schema.GetPossibleTypes(def) {
		below := m.selection(possible, 0, within)
		if !m.isNode(possible) {
			below = m.parts(possible, def, depth, within)
		}
		parts = append(parts, "... on "+possible.Name+below)
	}
	return " { __typename " + strings.Join(parts, " ") + " }"
}

// parts asks for the fields of a type. Where it is one of several that an interface stands for, those that the interface lacks have the
// type in their names, since another of them may mean something else by the same.
func (m *matrix) parts(def, among *ast.Definition, depth int, within map[string]bool) string {
	parts := []string{"__typename"}
	for _, field := range def.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		to := m.schema.Types[field.Type.Name()]
		if m.isNode(def) && isList(to) { // the lists of an object are asked for at the object itself, which has an id
			continue
		}
		below := depth
		if m.isNode(to) {
			below--
		}
		var args []string
		for _, arg := range field.Arguments {
			if arg.Type.NonNull && arg.DefaultValue == nil {
				args = append(args, arg.Name+": "+m.required(def.Name+"."+field.Name, arg, ""))
			}
		}
		if !m.isNode(def) {
			m.asked[def.Name+"."+field.Name] = true
		}
		name := field.Name
		if among != nil && among.Fields.ForName(name) == nil {
			name += "__" + def.Name + ": " + name
		}
		parts = append(parts, name+inParentheses(args)+m.selection(to, below, within))
	}
	return " { " + strings.Join(parts, " ") + " }"
}

// Documents stay below these: root fields, names given to fields, and fields selected.
const (
	maxRootFields = 15
	maxAliases    = 25
	maxSelected   = 700
)

// weight is about how many fields a text selects.
func weight(selection string) int { return len(strings.Fields(selection)) }

// packed puts ways of asking together, as many as one document bears; each has a name of its own. Those that name something hidden come
// last and by themselves, so that the others are asked in the same words before that is there.
func packed(all []variant, atMost int) [][]variant {
	var still, aimed []variant
	for _, v := range all {
		if v.aimed {
			aimed = append(aimed, v)
		} else {
			still = append(still, v)
		}
	}
	return append(packedTogether(still, atMost), packedTogether(aimed, atMost)...)
}

func packedTogether(all []variant, atMost int) [][]variant {
	var packs [][]variant
	var pack []variant
	weighs := 0
	for _, v := range all {
		if len(pack) > 0 && (len(pack) == atMost || weighs+weight(v.selection) > maxSelected) {
			packs, pack, weighs = append(packs, pack), nil, 0
		}
		pack, weighs = append(pack, v), weighs+weight(v.selection)
	}
	if len(pack) > 0 {
		packs = append(packs, pack)
	}
	return packs
}

// aliased writes ways of asking, each with a name of its own from which the field's can be told.
func aliased(pack []variant) string {
	parts := make([]string, len(pack))
	for i, v := range pack {
		parts[i] = fmt.Sprintf("%s__%d: %s", v.name, i, v.selection)
	}
	return strings.Join(parts, "\n")
}

// unaliased gives the name of the field that was asked for under a name.
func unaliased(name string) string {
	if strings.HasPrefix(name, "__") {
		return name
	}
	field, _, _ := strings.Cut(name, "__")
	return field
}

// unasked lists the fields of the schema that were not asked for; those that are followed live are asked for in their own test.
func (m *matrix) unasked() []string {
	var missing []string
	for name, def := range m.schema.Types {
		if def.Kind != ast.Object || strings.HasPrefix(name, "__") || def == m.schema.Subscription {
			continue
		}
		for _, field := range def.Fields {
			if coordinate := name + "." + field.Name; !m.asked[coordinate] && !strings.HasPrefix(field.Name, "__") {
				missing = append(missing, coordinate)
			}
		}
	}
	return missing
}
