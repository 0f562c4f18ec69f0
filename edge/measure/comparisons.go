package measure

import "github.com/vektah/gqlparser/v2/ast"

// Comparisons counts, up to about most, how many pairs of fields of the same name in the answer lie in the same object: which
// a validator compares with each other, to see that they do not conflict. A fragment spread twice in one object is compared
// once. No fragment may spread itself, and expanded the selections must be few: see Operation.
func Comparisons(document *ast.QueryDocument, selections ast.SelectionSet, most int64) int64 {
	c := &comparisons{document: document, most: most}
	c.count([]ast.SelectionSet{selections})
	return c.pairs
}

type comparisons struct {
	document    *ast.QueryDocument
	pairs, most int64
}

// object is what is selected of one object of the answer.
type object struct {
	// fields are the selections made within the fields of each name; names are in the order of the document.
	fields map[string][]ast.SelectionSet
	names  []string
	// spread are the fragments that are in it.
	spread map[string]bool
}

// count counts the pairs in an object of which all these selections are made.
func (c *comparisons) count(sets []ast.SelectionSet) {
	o := &object{fields: map[string][]ast.SelectionSet{}, spread: map[string]bool{}}
	for _, set := range sets {
		c.collect(o, set)
	}
	for _, name := range o.names {
		inner := o.fields[name]
		n := int64(len(inner))
		if c.pairs += n * (n - 1) / 2; c.pairs > c.most {
			return
		}
		c.count(inner)
	}
}

func (c *comparisons) collect(o *object, set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if _, again := o.fields[s.Alias]; !again {
				o.names = append(o.names, s.Alias)
			}
			o.fields[s.Alias] = append(o.fields[s.Alias], s.SelectionSet)
		case *ast.InlineFragment:
			c.collect(o, s.SelectionSet)
		case *ast.FragmentSpread:
			if fragment := c.document.Fragments.ForName(s.Name); fragment != nil && !o.spread[s.Name] {
				o.spread[s.Name] = true
				c.collect(o, fragment.SelectionSet)
			}
		}
	}
}
