package resolvers

import (
	"context"
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"

	"accord/graph/model"
	"accord/reseller"
)

// What a document or its variables give is either what the schema takes or an error of the request, of which nothing is executed. The
// library leaves much of that to the fields: a mutation would be done before the next one of its request is found to be wrong.

// exactValues refuses variables with values that the library lets pass: enum values that are not spelled as the schema has them, since
// capital and small letters pass for each other, numbers for texts and texts for numbers, and values of scalars of our own.
type exactValues struct{ schema *ast.Schema }

var _ graphql.OperationContextMutator = exactValues{}

// ExtensionName implements graphql.HandlerExtension.
func (exactValues) ExtensionName() string { return "ExactValues" }

// Validate implements graphql.HandlerExtension.
func (exactValues) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext implements graphql.OperationContextMutator. It changes nothing.
func (e exactValues) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	path := ast.Path{ast.PathName("variable")} // where the library says that it found what is wrong with one
	for _, v := range oc.Operation.VariableDefinitions {
		value := reflect.ValueOf(oc.Variables[v.Variable])
		if err := e.check(v.Type, value, append(path, ast.PathName(v.Variable))); err != nil {
			return err
		}
	}
	return nil
}

// check looks for what the library has let pass within a value that is otherwise of its type.
func (e exactValues) check(t *ast.Type, value reflect.Value, path ast.Path) *gqlerror.Error {
	for value.Kind() == reflect.Interface || value.Kind() == reflect.Pointer {
		value = value.Elem()
	}
	if !value.IsValid() {
		return nil // null, or not given
	}
	if t.Elem != nil {
		return e.checkList(t.Elem, value, path)
	}
	def := e.schema.Types[t.NamedType]
	if def.Kind == ast.InputObject {
		return e.checkInput(def, value, path)
	}
	if def.Kind == ast.Enum {
		return checkEnum(def, value.String(), path)
	}
	if err := checkScalar(def.Name, value.Interface()); err != nil {
		return &gqlerror.Error{Err: err, Message: err.Message, Path: path, Extensions: notValid()}
	}
	return nil
}

// checkList checks the elements of a list, of which one alone may stand for a list of it.
func (e exactValues) checkList(element *ast.Type, value reflect.Value, path ast.Path) *gqlerror.Error {
	if value.Kind() != reflect.Slice {
		return e.check(element, value, path)
	}
	for i := range value.Len() {
		if err := e.check(element, value.Index(i), append(path, ast.PathIndex(i))); err != nil {
			return err
		}
	}
	return nil
}

func (e exactValues) checkInput(def *ast.Definition, value reflect.Value, path ast.Path) *gqlerror.Error {
	for _, field := range def.Fields {
		if err := e.check(field.Type, value.MapIndex(reflect.ValueOf(field.Name)), append(path, ast.PathName(field.Name))); err != nil {
			return err
		}
	}
	return nil
}

func checkEnum(def *ast.Definition, value string, path ast.Path) *gqlerror.Error {
	if def.EnumValues.ForName(value) != nil {
		return nil
	}
	meant := slices.IndexFunc(def.EnumValues, func(v *ast.EnumValueDefinition) bool { return strings.EqualFold(v.Name, value) })
	if meant < 0 {
		return nil // the library has refused it
	}
	refusal := reseller.Refuse(reseller.CodeValidationFailed, "The variable %s holds %s, which is not a value of %s. Write %s.",
		path[1:].String(), value, def.Name, def.EnumValues[meant].Name)
	return &gqlerror.Error{Err: refusal, Message: refusal.Message, Path: path, Extensions: notValid()}
}

// notValid has the library's code, which gives the response the status of a request that is not valid; what clients read is the
// refusal's.
func notValid() map[string]any { return map[string]any{"code": errcode.ValidationFailed} }

// scalars read values as fields do, each by its type.
var scalars = map[string]func(any) error{
	"Int": reads(model.UnmarshalInt), "Long": reads(model.UnmarshalLong), "Date": reads(model.UnmarshalDate), "DateTime": reads(model.UnmarshalDateTime),
	"JSON":   func(any) error { return nil }, // which is given, and never taken
	"String": isText, "ID": isTextOrWhole, "Float": isNumber, "Boolean": reads(graphql.UnmarshalBoolean),
}

var (
	errNoText   = reseller.Invalid(nil, "A text is taken here.")
	errNoNumber = reseller.Invalid(nil, "A number is taken here.")
)

func reads[T any](read func(any) (T, error)) func(any) error {
	return func(value any) error {
		_, err := read(value)
		return err
	}
}

// isText refuses a number, which JSON's reader gives as a kind of text.
func isText(value any) error {
	if _, ok := value.(string); !ok {
		return errNoText
	}
	return nil
}

func isTextOrWhole(value any) error {
	switch v := value.(type) {
	case int64:
		return nil
	case json.Number:
		if _, err := v.Int64(); err == nil {
			return nil
		}
	}
	return isText(value)
}

func isNumber(value any) error {
	switch value.(type) {
	case json.Number, float64, int64:
		return nil
	}
	return errNoNumber
}

// checkScalar says what is wrong with the value of a scalar; nil when nothing is.
func checkScalar(name string, value any) *reseller.Error {
	read, ok := scalars[name]
	if !ok {
		return nil
	}
	if refusals := reseller.AsRefusals(read(value)); len(refusals) > 0 {
		return refusals[0]
	}
	return nil
}

// badNumber is what the library says of a number in a variable that is none of its type. The number that it names is not the one that
// was sent.
var badNumber = regexp.MustCompile(`^cannot use value \S+ as (Int|Float)$`)

// sayNumber says it as it is said of all others.
func sayNumber(e *gqlerror.Error) {
	if of := badNumber.FindStringSubmatch(e.Message); of != nil {
		refusal := checkScalar(of[1], nil) // which is no number either
		e.Err, e.Message = refusal, refusal.Message
	}
}

// exactLiterals finds in documents what exactValues finds in variables.
var exactLiterals = core.Rule{Name: "ExactLiterals", RuleFunc: func(observers *core.Events, addError core.AddErrFunc) {
	observers.OnValue(func(_ *core.Walker, value *ast.Value) {
		if value.Definition == nil || value.ExpectedType == nil || value.Definition.Kind != ast.Scalar || !leftToFields(value) {
			return
		}
		given, err := value.Value(nil)
		if err != nil {
			given = err // no value of anything, such as a number that is too long
		}
		if refusal := checkScalar(value.Definition.Name, given); refusal != nil {
			addError(core.At(value.Position), func(e *gqlerror.Error) { e.Err, e.Message = refusal, refusal.Message })
		}
	})
}}

// leftToFields reports whether the library leaves a literal of a scalar's to the field. Of the schema language's own scalars it has
// looked at all but whether an Int has 32 bits.
func leftToFields(value *ast.Value) bool {
	switch {
	case value.Kind == ast.Variable || value.Kind == ast.NullValue:
		return false
	case value.Kind == ast.ListValue && value.ExpectedType.Elem != nil:
		return false // its elements are looked at one by one
	case value.Definition.Name == "Int":
		_, err := strconv.ParseInt(value.Raw, 10, 64)
		return value.Kind == ast.IntValue && err == nil
	}
	return !value.Definition.BuiltIn
}
