package measure

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Page is how long the pages of connections are.
type Page struct {
	// Default is the length of a page for which no length is asked, Max the most that may be asked for.
	Default, Max int64
}

const (
	// mutationWeight is what a mutation costs by itself: a transaction with its checks, its writes and its events.
	mutationWeight = 10
	// assumedItems is how long a list that is no connection is taken to be.
	assumedItems = 10
)

// arguments are what the lengths of lists are told from.
type arguments struct {
	operation *ast.OperationDefinition
	variables map[string]any
	page      Page
}

// fieldOf finds a field's definition; nil when there is none.
func fieldOf(on *ast.Definition, name string) *ast.FieldDefinition {
	if on == nil {
		return nil
	}
	return on.Fields.ForName(name)
}

// typeOf is the type that a field leads to; nil when it is not known.
func (w *walk) typeOf(definition *ast.FieldDefinition) *ast.Definition {
	if definition == nil {
		return nil
	}
	return w.schema.Types[definition.Type.Name()]
}

// cost is what a field costs together with all that lies within it.
func (w *walk) cost(on *ast.Definition, definition *ast.FieldDefinition, f *ast.Field, inner tally) int64 {
	if definition == nil {
		return inner.fixed
	}
	own, to := w.weight(on, definition), w.typeOf(definition)
	switch {
	case isConnection(to):
		return plus(own, plus(inner.fixed, times(w.pageLength(f), inner.perItem)))
	case isBatch(to):
		return plus(own, plus(inner.fixed, times(w.batchLength(f), inner.perItem)))
	case definition.Type.Elem != nil && !isPagePart(on, f.Name):
		return times(w.listLength(definition, f), plus(own, inner.fixed))
	}
	return plus(own, inner.fixed)
}

// weight is what a field costs by itself.
func (w *walk) weight(on *ast.Definition, definition *ast.FieldDefinition) int64 {
	if weight, ok := directiveInt(definition, "cost", "weight"); ok {
		return weight
	}
	if on == w.schema.Mutation {
		return mutationWeight
	}
	if to := w.typeOf(definition); to != nil && to.IsCompositeType() {
		return 1
	}
	return 0
}

// directiveInt reads a number that a directive gives a field in the schema.
func directiveInt(definition *ast.FieldDefinition, directive, argument string) (int64, bool) {
	d := definition.Directives.ForName(directive)
	if d == nil {
		return 0, false
	}
	value := d.Arguments.ForName(argument)
	if value == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(value.Value.Raw, 10, 64)
	return n, err == nil
}

func isConnection(t *ast.Definition) bool {
	return t != nil && strings.HasSuffix(t.Name, "Connection")
}

// isBatch reports whether a type is what a batch answers.
func isBatch(t *ast.Definition) bool {
	return t != nil && strings.HasPrefix(t.Name, "Batch") && strings.HasSuffix(t.Name, "Payload")
}

// isPagePart reports whether a field gives the items of a connection's page, or the results of a batch.
func isPagePart(on *ast.Definition, name string) bool {
	return isConnection(on) && (name == "edges" || name == "nodes") || isBatch(on) && name == "results"
}

// pageLength is how many items a connection is asked for.
func (w *walk) pageLength(f *ast.Field) int64 {
	for _, name := range []string{"first", "last"} {
		if n, ok := w.number(f, name); ok {
			w.longest = max(w.longest, n)
			return min(max(n, 0), w.page.Max)
		}
	}
	return w.page.Default
}

// batchLength is how many items a batch has: a result for each is answered.
func (a arguments) batchLength(f *ast.Field) int64 {
	input := f.Arguments.ForName("input")
	if input == nil {
		return 0
	}
	value := input.Value
	if value.Kind == ast.Variable {
		if sent, ok := a.variables[value.Raw]; ok {
			given, _ := sent.(map[string]any)
			return lengthOfSent(given["items"])
		}
		value = a.defaultOf(value.Raw)
	}
	if value == nil || value.Children.ForName("items") == nil {
		return 0
	}
	return a.length(value.Children.ForName("items"))
}

// listLength is how many items a list that is no connection is taken to have.
func (a arguments) listLength(definition *ast.FieldDefinition, f *ast.Field) int64 {
	if ids := f.Arguments.ForName("ids"); ids != nil && definition.Arguments.ForName("ids") != nil {
		return a.length(ids.Value)
	}
	if assumed, ok := directiveInt(definition, "listSize", "assumedSize"); ok {
		return assumed
	}
	return assumedItems
}

// number reads an argument that is a number, or a variable that holds one.
func (a arguments) number(f *ast.Field, name string) (int64, bool) {
	argument := f.Arguments.ForName(name)
	if argument == nil {
		return 0, false
	}
	if argument.Value.Kind == ast.Variable {
		return a.numberIn(argument.Value.Raw)
	}
	return parsed(argument.Value.Raw) // only a number's can be read as one, and a text is refused as an argument
}

// numberIn reads a number from a variable, or its default where the client has sent none.
func (a arguments) numberIn(variable string) (int64, bool) {
	if sent, ok := a.variables[variable]; ok {
		number, ok := sent.(json.Number)
		if !ok {
			return 0, false
		}
		return parsed(number.String())
	}
	if value := a.defaultOf(variable); value != nil {
		return parsed(value.Raw)
	}
	return 0, false
}

// defaultOf is what a variable is without a value; nil where the document does not say.
func (a arguments) defaultOf(variable string) *ast.Value {
	if v := a.operation.VariableDefinitions.ForName(variable); v != nil {
		return v.DefaultValue
	}
	return nil
}

// parsed reads a whole number; one that is too large is the largest.
func parsed(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) {
		return 0, false
	}
	return int64(min(max(f, 0), float64(most))), true
}

// length is how many items a list has that stands in the document, or in a variable, or in the variable's default where the
// client has sent none; anything else is one item.
func (a arguments) length(value *ast.Value) int64 {
	if value.Kind == ast.Variable {
		return a.lengthIn(value.Raw)
	}
	return lengthOf(value)
}

func lengthOf(literal *ast.Value) int64 {
	if literal != nil && literal.Kind == ast.ListValue {
		return int64(len(literal.Children))
	}
	return 1
}

func (a arguments) lengthIn(variable string) int64 {
	if sent, ok := a.variables[variable]; ok {
		return lengthOfSent(sent)
	}
	return lengthOf(a.defaultOf(variable))
}

func lengthOfSent(value any) int64 {
	if list, ok := value.([]any); ok {
		return int64(len(list))
	}
	return 1
}
