package resolvers

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"accord/reseller"
)

// In production the schema is not for strangers to read: introspection is off, and so that nobody spells the names out by
// guessing, no error of a document or its variables tells a name. The library's sentences do, beyond suggestions: they say of
// which type a field is, and what it takes. So each rule has a sentence of ours, and the place in the document stays with it.

// maskedSentences are what the rules say in production, by the names that the library gives them.
var maskedSentences = map[string]*reseller.Error{
	"ExactLiterals":                         hidden("A value is not what is taken here. See the locations for the place in the document."),
	"FieldsOnCorrectTypeWithoutSuggestions": hidden("There is no such field here. See the locations for the place in the document."),
	"FragmentsOnCompositeTypes":             hidden("A fragment is on something that has no fields. See the locations for the place in the document."),
	"KnownArgumentNamesWithoutSuggestions":  hidden("There is no such argument here. See the locations for the place in the document."),
	"KnownDirectives":                       hidden("There is no such directive here. See the locations for the place in the document."),
	"KnownFragmentNames":                    hidden("The document spreads a fragment that it does not define."),
	"KnownRootType":                         hidden("Operations of this kind are not offered."),
	"KnownTypeNamesWithoutSuggestions":      hidden("There is no such type. See the locations for the place in the document."),
	"LoneAnonymousOperation":                hidden("An operation without a name must be the only one of its document."),
	"MaxIntrospectionDepth":                 errIntrospection,
	"NoIntrospection":                       errIntrospection,
	"NoUndefinedVariables":                  hidden("An operation uses a variable that it does not define."),
	"NoUnusedFragments":                     hidden("The document defines a fragment that nothing uses."),
	"NoUnusedVariables":                     hidden("An operation defines a variable that it does not use."),
	"OverlappingFieldsCanBeMerged":          hidden("Different things are asked for under one name. Give one of them an alias."),
	"PossibleFragmentSpreads":               hidden("A fragment stands where it can never apply. See the locations for the place in the document."),
	"ProvidedRequiredArguments":             hidden("An argument is missing. See the locations for the place in the document."),
	"ScalarLeafsWithoutSuggestions":         hidden("A selection of fields is missing here, or there can be none. See the locations for the place in the document."),
	"SingleFieldSubscriptions":              hidden("A subscription asks for exactly one thing, and that is none of introspection."),
	"UniqueArgumentNames":                   hidden("An argument is given twice. See the locations for the place in the document."),
	"UniqueDirectivesPerLocation":           hidden("A directive is given twice. See the locations for the place in the document."),
	"UniqueFragmentNames":                   hidden("Two fragments have one name."),
	"UniqueInputFieldNames":                 hidden("A value is given twice. See the locations for the place in the document."),
	"UniqueOperationNames":                  hidden("Two operations have one name."),
	"UniqueVariableNames":                   hidden("Two variables have one name."),
	"ValuesOfCorrectTypeWithoutSuggestions": hidden("A value is not what is taken here. See the locations for the place in the document."),
	"VariablesAreInputTypes":                hidden("A variable is of a type that no variable can have."),
	"VariablesInAllowedPosition":            hidden("A variable is used where its type does not fit. See the locations for the place in the document."),
}

var (
	errIntrospection = hidden("Introspection is off on this server.")
	// errDocument is for a rule that a later version of the library brings.
	errDocument = hidden("The document is not valid. See the locations for the place in it.")
	errVariable = hidden("A variable is missing, or its value is not what is taken here. See the path for which.")
)

func hidden(format string, args ...any) *reseller.Error { //nolint:unparam // go vet and the translations take what it is given for a format
	return reseller.Refuse(reseller.CodeValidationFailed, format, args...)
}

// withoutSuggestions are the rules that have a twin which suggests nothing: looking for suggestions takes time, and comes later if at
// all. The executor takes the first two as its own, and leaves them alone when it finds the twins.
var withoutSuggestions = map[string]core.Rule{
	rules.FieldsOnCorrectTypeRule.Name: rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
	rules.ScalarLeafsRule.Name:         rules.ScalarLeafsRuleWithoutSuggestions,
	rules.KnownArgumentNamesRule.Name:  rules.KnownArgumentNamesRuleWithoutSuggestions,
	rules.KnownTypeNamesRule.Name:      rules.KnownTypeNamesRuleWithoutSuggestions,
	rules.ValuesOfCorrectTypeRule.Name: rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
}

// validationRules gives what documents are validated by: with production no error of theirs tells a name of the schema. The
// executor changes the rules that it gets, so that every call makes new ones. It needs SetDisableSuggestion as well.
func validationRules(production bool) func() *rules.Rules {
	all := []core.Rule{exactLiterals}
	for name, check := range rules.NewDefaultRules().GetInner() {
		rule, ok := withoutSuggestions[name]
		if !ok {
			rule = core.Rule{Name: name, RuleFunc: check}
		}
		all = append(all, rule)
	}
	if production {
		all = append(all, core.Rule{Name: "NoIntrospection", RuleFunc: refuseIntrospection})
		for i, rule := range all {
			all[i] = mask(rule)
		}
	}
	return func() *rules.Rules { return rules.NewRules(all...) }
}

// mask puts a sentence of ours in the place of a rule's.
func mask(rule core.Rule) core.Rule {
	refusal := maskedSentences[rule.Name]
	if refusal == nil {
		refusal = errDocument
	}
	say := func(e *gqlerror.Error) { e.Err, e.Message = refusal, refusal.Message }
	return core.Rule{Name: rule.Name, RuleFunc: func(observers *core.Events, addError core.AddErrFunc) {
		rule.RuleFunc(observers, func(options ...core.ErrorOption) { addError(append(options, say)...) })
	}}
}

// refuseIntrospection refuses to tell of the schema. The library would do so as late as when it executes, as a fault of ours.
func refuseIntrospection(observers *core.Events, addError core.AddErrFunc) {
	observers.OnField(func(_ *core.Walker, field *ast.Field) {
		if field.Name == "__schema" || field.Name == "__type" {
			addError(core.At(field.Position))
		}
	})
}

// presenter shows errors of the top level: in production nothing of the schema, and never a token.
func presenter(production bool) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		if production {
			err = maskVariable(err)
		}
		shown := present(ctx, err)
		shown.Message = redact(shown.Message)
		return shown
	}
}

// maskVariable hides what an error of a variable's value tells of its type. Of the path, the variable's name is the
// document's; what follows may be what is missing.
func maskVariable(err error) error {
	found, ok := errors.AsType[*gqlerror.Error](err)
	if !ok || len(found.Path) < 2 || found.Path[0] != ast.PathName("variable") {
		return err
	}
	return &gqlerror.Error{
		Err: errVariable, Message: errVariable.Message, Path: slices.Clone(found.Path[:2]), Extensions: found.Extensions,
	}
}

// maxRedacted is how much of a message is read for tokens, in bytes, and kept: more than an answer shows of one.
const maxRedacted = 2 << 10

// redact takes tokens out of a message: the library repeats words of a document. Refusals of the domain have none.
func redact(message string) string {
	if len(message) > maxRedacted {
		message = strings.ToValidUTF8(message[:maxRedacted], "")
	}
	return reseller.RedactTokens(message)
}
