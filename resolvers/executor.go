package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/graph"
	"accord/reseller"
)

// documentCache is how many documents found valid are kept, maxCachedDocument how long one may be, and maxCachedDocuments what all
// may take, in bytes: anybody may send documents, and what is kept of them must not grow.
const (
	documentCache      = 1000
	maxCachedDocument  = 8 << 10
	maxCachedDocuments = 32 << 20
)

// Options are what the executor needs beside the use cases.
type Options struct {
	// Observer is told of every operation; nil is nobody.
	Observer Observer
	// Production turns introspection and suggestions off.
	Production bool
	// WithoutPlans has all operations executed field by field, to compare with.
	WithoutPlans bool
}

// Executor executes operations for the viewer in the context.
type Executor struct {
	*executor.Executor

	plans *planned
	// Schema is what it executes.
	Schema *ast.Schema
	// Parsed are the documents found valid.
	Parsed graphql.Cache[*ast.QueryDocument]
	// present gives the error that a client is shown.
	present graphql.ErrorPresenterFunc
	// suggests tells that errors of documents say what might have been meant.
	suggests bool
}

// NewExecutor makes the executor of the schema over the use cases. It bounds nothing: whatever brings it operations does.
func NewExecutor(app *reseller.App, o Options) *Executor {
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: &Resolver{app: app}})
	parsed := newDocuments(documentCache, maxCachedDocuments)
	plans := withPlans(schema, app, parsed)
	parsed.gone = plans.forget
	if !o.WithoutPlans {
		schema = plans
	}
	e := &Executor{
		Executor: executor.New(schema), plans: plans, Schema: schema.Schema(),
		Parsed:   shortDocuments{parsed},
		present:  presenter(o.Production),
		suggests: !o.Production,
	}
	e.SetQueryCache(e.Parsed)
	e.SetDisableSuggestion(true) // see suggest
	e.SetDefaultRulesFn(validationRules(o.Production))
	if !o.Production {
		e.Use(extension.Introspection{})
	}
	e.Use(exactValues{e.Schema})
	e.SetErrorPresenter(e.present)
	e.SetRecoverFunc(recovered)
	e.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return e.refusesPlans(ctx, app, next)
	})
	e.AroundOperations(e.positioned)
	e.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		return observe(ctx, o.Observer, func(ctx context.Context) *graphql.Response {
			return tellsPosition(ctx, app, func(ctx context.Context) *graphql.Response {
				return explained(ctx, app, func(ctx context.Context) *graphql.Response { return next(withLoaders(ctx, app)) })
			})
		})
	})
	e.AroundRootFields(func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
		if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
			// What one mutation has read is old for the next.
			ctx = withLoaders(ctx, app)
		}
		return next(ctx)
	})
	return e
}

// shortDocuments keeps parsed documents that are not too long.
type shortDocuments struct {
	graphql.Cache[*ast.QueryDocument]
}

// Add implements graphql.Cache.
func (c shortDocuments) Add(ctx context.Context, text string, document *ast.QueryDocument) {
	if len(text) <= maxCachedDocument {
		c.Cache.Add(ctx, text, document)
	}
}
