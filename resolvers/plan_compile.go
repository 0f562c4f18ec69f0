package resolvers

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/reseller"
)

// object is the plan of a selection on values of one type: its members in the order of the answer.
type object[T any] []member[T]

type member[T any] struct {
	// key is the response key as it stands in the answer: "name":
	key   string
	write func(w *planWriter, v T)
}

func (o object[T]) write(w *planWriter, v T) {
	w.text = append(w.text, '{')
	for i, m := range o {
		if w.failed {
			return // the rest is not worth a statement
		}
		if i > 0 {
			w.text = append(w.text, ',')
		}
		w.text = append(w.text, m.key...)
		m.write(w, v)
	}
	w.text = append(w.text, '}')
}

// plannable are the fields of a type that plans know, by name. Each gives the writer of a field, or nil where it is asked for in a way
// that plans do not know.
type plannable[T any] map[string]func(c *compiler, f graphql.CollectedField) func(*planWriter, T)

// compiler compiles one operation.
type compiler struct {
	oc *graphql.OperationContext
	// unknown tells that the operation asks for something that plans do not know.
	unknown bool
	// counts tells that a field counts that it was asked for: nothing beside it may fail, or the executor would count it again.
	counts bool
	// parts is what the lines of the connection that is being compiled have to have.
	parts *reseller.LineParts
}

// compileQuery gives the plan of a query, nil where there is none.
func compileQuery(oc *graphql.OperationContext) object[struct{}] {
	c := &compiler{oc: oc}
	plan := compile(c, oc.Operation.SelectionSet, queryFields, "Query")
	if c.unknown || c.counts && len(plan) > 1 {
		return nil
	}
	return plan
}

// compile gives the plan of a selection on a type, with the interfaces that it implements.
func compile[T any](c *compiler, set ast.SelectionSet, known plannable[T], typeName string, interfaces ...string) object[T] {
	var o object[T]
	for _, f := range graphql.CollectFields(c.oc, set, append(interfaces, typeName)) {
		var write func(*planWriter, T)
		switch field, ok := known[f.Name]; {
		case f.Name == "__typename":
			write = func(w *planWriter, _ T) { w.string(typeName) }
		case ok:
			write = field(c, f)
		}
		if write == nil || len(f.Deferrables) > 0 {
			c.unknown = true
			return nil
		}
		o = append(o, member[T]{key: string(appendString(nil, f.Alias)) + ":", write: write})
	}
	return o
}

// plain plans a field that has no arguments.
func plain[T any](write func(w *planWriter, v T)) func(*compiler, graphql.CollectedField) func(*planWriter, T) {
	return func(_ *compiler, f graphql.CollectedField) func(*planWriter, T) {
		if len(f.Arguments) > 0 {
			return nil
		}
		return write
	}
}

// text and optionalString plan fields that are what they say of a value.
func text[T any, S ~string](of func(T) S) func(*compiler, graphql.CollectedField) func(*planWriter, T) {
	return plain(func(w *planWriter, v T) { w.string(string(of(v))) })
}

func optionalString[T any, S ~string](of func(T) S) func(*compiler, graphql.CollectedField) func(*planWriter, T) {
	return plain(func(w *planWriter, v T) {
		if s := of(v); s != "" {
			w.string(string(s))
		} else {
			w.null()
		}
	})
}

// within plans a field whose value is an object.
func within[T, V any](known plannable[V], of func(T) V, typeName string, interfaces ...string) func(*compiler, graphql.CollectedField) func(*planWriter, T) {
	return func(c *compiler, f graphql.CollectedField) func(*planWriter, T) {
		if len(f.Arguments) > 0 {
			return nil
		}
		inner := compile(c, f.Selections, known, typeName, interfaces...)
		return func(w *planWriter, v T) { inner.write(w, of(v)) }
	}
}

// writeList writes a list.
func writeList[T any](w *planWriter, values []T, write func(*planWriter, *T)) {
	w.text = append(w.text, '[')
	for i := range values {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		write(w, &values[i])
	}
	w.text = append(w.text, ']')
}
