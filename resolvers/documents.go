package resolvers

import (
	"container/list"
	"context"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

// documents keeps parsed documents, those of late in the place of those that nobody has asked for in a while. Anybody may send
// documents, and a short text may be a large tree: so it is their weight that is bounded.
type documents struct {
	mu sync.Mutex
	// most is how many there may be, and heaviest what all of them may weigh.
	most     int
	heaviest int
	weight   int
	// gone is told of documents that are kept no more; nil is nobody.
	gone func(*ast.QueryDocument)
	// latest has those asked for latest at its front.
	latest *list.List
	byText map[string]*list.Element
}

// kept is a document that is kept.
type kept struct {
	text     string
	document *ast.QueryDocument
	weight   int
}

func newDocuments(most, heaviest int) *documents {
	return &documents{most: most, heaviest: heaviest, latest: list.New(), byText: map[string]*list.Element{}}
}

// Get implements graphql.Cache.
func (d *documents) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found, ok := d.byText[text]
	if !ok {
		return nil, false
	}
	d.latest.MoveToFront(found)
	return found.Value.(*kept).document, true //nolint:errcheck,forcetypeassert // nothing else is put there
}

// Add implements graphql.Cache.
func (d *documents) Add(_ context.Context, text string, document *ast.QueryDocument) {
	gone := d.add(&kept{text, document, weightOf(text, document)})
	if d.gone == nil {
		return
	}
	for _, g := range gone { // with the lock released: whoever is told may ask for documents
		d.gone(g)
	}
}

// add gives the documents that it makes room for.
func (d *documents) add(k *kept) (gone []*ast.QueryDocument) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if old, ok := d.byText[k.text]; ok {
		gone = append(gone, d.remove(old))
	}
	d.byText[k.text] = d.latest.PushFront(k)
	d.weight += k.weight
	for d.latest.Len() > d.most || d.weight > d.heaviest {
		gone = append(gone, d.remove(d.latest.Back()))
	}
	return gone
}

func (d *documents) remove(e *list.Element) *ast.QueryDocument {
	gone := d.latest.Remove(e).(*kept) //nolint:errcheck,forcetypeassert // nothing else is put there
	delete(d.byText, gone.text)
	d.weight -= gone.weight
	return gone.document
}

// nodeWeight is what a node of a document takes in bytes, its place in the text with it: a field, an argument, a value.
const nodeWeight = 300

// weightOf is about how many bytes a document takes. Its text is there twice: texts in it may be written out anew.
func weightOf(text string, document *ast.QueryDocument) int {
	n := len(document.Operations) + len(document.Fragments)
	for _, o := range document.Operations {
		n += nodesOf(o.SelectionSet) + nodesOfDirectives(o.Directives)
		for _, v := range o.VariableDefinitions {
			n += 2 + nodesOfValue(v.DefaultValue) + nodesOfDirectives(v.Directives) // it has a type
		}
	}
	for _, f := range document.Fragments {
		n += nodesOf(f.SelectionSet) + nodesOfDirectives(f.Directives)
	}
	return 2*len(text) + n*nodeWeight
}

func nodesOf(set ast.SelectionSet) int {
	n := len(set)
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if s.Name == "__typename" {
				n++ // its definition is made for it
			}
			n += nodesOfArguments(s.Arguments) + nodesOfDirectives(s.Directives) + nodesOf(s.SelectionSet)
		case *ast.InlineFragment:
			n += nodesOfDirectives(s.Directives) + nodesOf(s.SelectionSet)
		case *ast.FragmentSpread:
			n += nodesOfDirectives(s.Directives)
		}
	}
	return n
}

func nodesOfDirectives(directives ast.DirectiveList) int {
	n := len(directives)
	for _, d := range directives {
		n += nodesOfArguments(d.Arguments)
	}
	return n
}

func nodesOfArguments(arguments ast.ArgumentList) int {
	n := len(arguments)
	for _, a := range arguments {
		n += nodesOfValue(a.Value)
	}
	return n
}

func nodesOfValue(value *ast.Value) int {
	if value == nil {
		return 0
	}
	n := 1
	for _, child := range value.Children {
		n += 1 + nodesOfValue(child.Value)
	}
	return n
}
