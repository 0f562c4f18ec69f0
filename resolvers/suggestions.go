package resolvers

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// maxSuggested is how many errors of a document are told with names that might have been meant. Each such name is looked for among all
// there are, and a document has room for thousands that are none: where so much is wrong, none is looked for.
const maxSuggested = 20

// suggesting are the rules that look for what might have been meant.
var suggesting = []core.Rule{
	rules.FieldsOnCorrectTypeRule, rules.ScalarLeafsRule, rules.KnownArgumentNamesRule, rules.KnownTypeNamesRule, rules.ValuesOfCorrectTypeRule,
}

// CreateOperationContext implements graphql.GraphExecutor. Documents are validated without suggestions; errors of one that is nearly
// right get theirs afterwards. Of numbers that are none of their type the library names another number than was sent.
func (e *Executor) CreateOperationContext(ctx context.Context, params *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	oc, errs := e.Executor.CreateOperationContext(ctx, params)
	if oc.Doc == nil && e.suggests && len(errs) <= maxSuggested {
		suggest(e.Schema, params.Query, errs)
	}
	for _, e := range errs {
		sayNumber(e)
	}
	return oc, errs
}

// Validate says what is wrong with a document, as people read it who know the schema.
func (e *Executor) Validate(document *ast.QueryDocument) gqlerror.List {
	return validator.ValidateWithRules(e.Schema, document, validationRules(false)())
}

// suggest adds to the errors of a document what might have been meant.
func suggest(schema *ast.Schema, text string, errs gqlerror.List) {
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return
	}
	for _, better := range validator.ValidateWithRules(schema, document, rules.NewRules(suggesting...)) {
		for _, e := range errs {
			if slices.Equal(e.Locations, better.Locations) && strings.HasPrefix(better.Message, e.Message) {
				e.Message = better.Message
			}
		}
	}
}
