// Package measure tells how large a document is before anything is done with it: how deep and wide, and what answering it
// may cost. One walk counts everything. It visits each fragment once, whatever the number of its spreads, and adds up
// without overflow, so that its time grows with the document's length alone.
package measure

import (
	"iter"

	"github.com/vektah/gqlparser/v2/ast"
)

// Size is how large an operation is, with every fragment expanded at each of its spreads and __typename included. The
// numbers are exact up to most, and most above.
type Size struct {
	// Depth is how many fields lie within each other at most; fields within __schema and __type do not count.
	Depth int64
	// Aliases are fields that are given another name.
	Aliases int64
	// RootFields are the operation's own fields.
	RootFields int64
	// Selections are all fields.
	Selections int64
	// Cost is what answering is reckoned to cost: see Operation.
	Cost int64
	// Page is the longest page of a connection that is asked for.
	Page int64
	// Incremental tells that parts of the answer are asked for later (@defer).
	Incremental bool
	// Conditional tells that a field of the operation's own is asked for under a condition (@skip, @include).
	Conditional bool
	// Circular tells that a fragment spreads itself; what it holds is then counted once.
	Circular bool
	// Unknown is how many spreads there are, fragments not expanded, of fragments that the document does not have.
	Unknown int64
}

// most is the largest number that is told.
const most = int64(1) << 40

// Operation measures one operation of a parsed document, which need not be valid: what the schema does not know counts like
// a scalar. Variables are as the client has sent them.
//
// A field costs the weight that @cost gives it. Without one a scalar costs nothing, a field of Mutation mutationWeight and
// any other object 1. What lies within a list counts for each of its items: those of a connection's page as first or last
// ask for, pageSize where neither does; results as a batch has items; those of a list as its argument ids has, else as @listSize
// assumes, else assumedItems. So it is an upper bound but for lists whose length is assumed. @skip and @include are passed over.
func Operation(schema *ast.Schema, document *ast.QueryDocument, operation *ast.OperationDefinition, variables map[string]any, page Page) Size {
	return newWalk(schema, document, operation, variables, page).size(rootOf(schema, operation.Operation), operation.SelectionSet)
}

// All measures every operation of a document, as Operation does, and then every fragment, of which it tells what a validator
// meets: Selections, Unknown and Circular. With each come the selections that it is about.
func All(schema *ast.Schema, document *ast.QueryDocument, variables map[string]any, page Page) iter.Seq2[Size, ast.SelectionSet] {
	return func(yield func(Size, ast.SelectionSet) bool) {
		for _, o := range document.Operations {
			if !yield(Operation(schema, document, o, variables, page), o.SelectionSet) {
				return
			}
		}
		w := newWalk(schema, document, &ast.OperationDefinition{}, variables, page)
		for _, f := range document.Fragments {
			size := w.size(schema.Types[f.TypeCondition], f.SelectionSet)
			w.unknown = 0
			size = Size{Selections: size.Selections, Unknown: size.Unknown, Circular: size.Circular}
			if !yield(size, f.SelectionSet) {
				return
			}
		}
	}
}

func newWalk(schema *ast.Schema, document *ast.QueryDocument, operation *ast.OperationDefinition, variables map[string]any, page Page) *walk {
	return &walk{schema: schema, document: document, arguments: arguments{operation: operation, variables: variables, page: page}, fragments: map[string]tally{}}
}

func rootOf(schema *ast.Schema, kind ast.Operation) *ast.Definition {
	switch kind {
	case ast.Mutation:
		return schema.Mutation
	case ast.Subscription:
		return schema.Subscription
	case ast.Query:
	}
	return schema.Query
}

// tally is what a selection set comes to.
type tally struct {
	depth, aliases, selections int64
	// fields are those of the set itself.
	fields int64
	// fixed is the cost for each object that the set is asked of; perItem is what each item of a connection's page, or of a batch, adds.
	// The two are kept apart, because a fragment does not know how long the page is that it is spread in.
	fixed, perItem int64
	incremental    bool
	// conditional tells of the fields of the set itself.
	conditional bool
}

func (t *tally) add(other tally) {
	t.depth = max(t.depth, other.depth)
	t.aliases = plus(t.aliases, other.aliases)
	t.selections = plus(t.selections, other.selections)
	t.fields = plus(t.fields, other.fields)
	t.fixed = plus(t.fixed, other.fixed)
	t.perItem = plus(t.perItem, other.perItem)
	t.incremental = t.incremental || other.incremental
	t.conditional = t.conditional || other.conditional
}

func plus(a, b int64) int64 { return min(a+b, most) } // neither is more

func times(a, b int64) int64 {
	if a == 0 || b == 0 {
		return 0
	}
	if a > most/b {
		return most
	}
	return a * b
}

type walk struct {
	schema   *ast.Schema
	document *ast.QueryDocument
	arguments
	// fragments are the tallies of those already walked.
	fragments map[string]tally
	// within are the fragments being walked; made with the first spread.
	within   map[string]bool
	circular bool
	// longest is the longest page, and unknown how often what is not there is spread, so far.
	longest, unknown int64
}

func (w *walk) size(on *ast.Definition, selections ast.SelectionSet) Size {
	root := w.set(on, selections)
	return Size{
		Depth: root.depth, Aliases: root.aliases, RootFields: root.fields, Selections: root.selections,
		Cost: root.fixed, Page: w.longest, Incremental: root.incremental, Conditional: root.conditional, Circular: w.circular, Unknown: w.unknown,
	}
}

// set tallies the selections made on a type; nil is one that the schema does not know.
func (w *walk) set(on *ast.Definition, selections ast.SelectionSet) tally {
	var t tally
	for _, selection := range selections {
		switch s := selection.(type) {
		case *ast.Field:
			t.add(w.field(on, s))
		case *ast.InlineFragment:
			inner := w.set(w.narrowed(on, s.TypeCondition), s.SelectionSet)
			inner.incremental = inner.incremental || incremental(s.Directives)
			inner.conditional = inner.conditional || conditional(s.Directives)
			t.add(inner)
		case *ast.FragmentSpread:
			inner := w.spread(s.Name)
			inner.incremental = inner.incremental || incremental(s.Directives)
			inner.conditional = inner.conditional || conditional(s.Directives)
			t.add(inner)
		}
	}
	return t
}

func (w *walk) narrowed(on *ast.Definition, condition string) *ast.Definition {
	if condition == "" {
		return on
	}
	return w.schema.Types[condition]
}

func (w *walk) spread(name string) tally {
	if known, ok := w.fragments[name]; ok {
		return known
	}
	if w.within[name] {
		w.circular = true
		return tally{}
	}
	fragment := w.document.Fragments.ForName(name)
	if fragment == nil {
		w.unknown++
		return tally{}
	}
	if w.within == nil {
		w.within = map[string]bool{}
	}
	w.within[name] = true
	t := w.set(w.schema.Types[fragment.TypeCondition], fragment.SelectionSet)
	delete(w.within, name)
	w.fragments[name] = t
	return t
}

func (w *walk) field(on *ast.Definition, f *ast.Field) tally {
	definition := fieldOf(on, f.Name)
	inner := w.set(w.typeOf(definition), f.SelectionSet)
	t := tally{
		fields: 1, selections: plus(1, inner.selections), aliases: inner.aliases, depth: plus(1, inner.depth),
		incremental: inner.incremental || incremental(f.Directives), conditional: conditional(f.Directives),
	}
	if f.Alias != f.Name {
		t.aliases = plus(t.aliases, 1)
	}
	if on == w.schema.Query && (f.Name == "__schema" || f.Name == "__type") {
		t.depth = 1 // what it leads to is the schema and no data
	}
	cost := w.cost(on, definition, f, inner)
	if isPagePart(on, f.Name) {
		t.perItem = cost
	} else {
		t.fixed = cost
	}
	return t
}

// conditional reports whether directives make what they are on depend on a value.
func conditional(directives ast.DirectiveList) bool {
	return directives.ForName("skip") != nil || directives.ForName("include") != nil
}

// incremental reports whether directives put a part of the answer off.
func incremental(directives ast.DirectiveList) bool {
	return directives.ForName("defer") != nil
}
