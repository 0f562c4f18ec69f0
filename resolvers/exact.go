package resolvers

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/reseller"
)

// exactEnums refuses enum values in variables that are not spelled as the schema has them. The library lets capital and small
// letters pass for each other there, and nothing behind it would know such a value.
type exactEnums struct{ schema *ast.Schema }

var _ graphql.OperationContextMutator = exactEnums{}

// ExtensionName implements graphql.HandlerExtension.
func (exactEnums) ExtensionName() string { return "ExactEnums" }

// Validate implements graphql.HandlerExtension.
func (exactEnums) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext implements graphql.OperationContextMutator. It changes nothing.
func (e exactEnums) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	path := ast.Path{ast.PathName("variable")} // where the library says that it found what is wrong with one
	for _, v := range oc.Operation.VariableDefinitions {
		value := reflect.ValueOf(oc.Variables[v.Variable])
		if err := e.check(v.Type, value, append(path, ast.PathName(v.Variable))); err != nil {
			return err
		}
	}
	return nil
}

// check looks for misspelled enum values within a value that is otherwise of its type.
func (e exactEnums) check(t *ast.Type, value reflect.Value, path ast.Path) *gqlerror.Error {
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
	return nil // the library has checked it
}

// checkList checks the elements of a list, of which one alone may stand for a list of it.
func (e exactEnums) checkList(element *ast.Type, value reflect.Value, path ast.Path) *gqlerror.Error {
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

func (e exactEnums) checkInput(def *ast.Definition, value reflect.Value, path ast.Path) *gqlerror.Error {
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
	// The library's code gives the response the status of a request that is not valid; what clients read is the refusal's.
	return &gqlerror.Error{Err: refusal, Message: refusal.Message, Path: path, Extensions: map[string]any{"code": errcode.ValidationFailed}}
}
