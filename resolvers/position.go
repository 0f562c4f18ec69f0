package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/reseller"
)

// positionExtension is where an answer tells its position, and a request may; positionHeader is the same of HTTP. Where the database has
// replicas, every mutation is answered with the position from which on it is seen. A query that names one may read from a replica that has
// reached it, and so sees what its client has written; one that names none sees all there is.
const (
	positionExtension = "position"
	positionHeader    = "Accord-Position"
)

// positioned gives the context of an operation its freshness, and refuses what is no position.
func (e *Executor) positioned(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	freshness, err := freshnessOf(graphql.GetOperationContext(ctx))
	if err != nil {
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{e.present(ctx, err)}})
	}
	return next(reseller.WithFreshness(ctx, freshness))
}

// freshnessOf says how new an operation has to be. Events of a subscription are always the newest.
func freshnessOf(op *graphql.OperationContext) (*reseller.Freshness, error) {
	named := op.Headers.Get(positionHeader)
	if extension, ok := op.Extensions[positionExtension]; ok {
		text, isText := extension.(string)
		if !isText {
			text = "?" // which is none
		}
		named = text
	}
	if named == "" {
		return reseller.Newest(), nil
	}
	after, err := reseller.ParseLogPosition(named)
	if err != nil || op.Operation.Operation != ast.Query {
		return reseller.Newest(), err
	}
	return reseller.AtLeast(after), nil
}

// tellsPosition answers an operation with the position from which on is seen what it has written, or read from a replica.
func tellsPosition(ctx context.Context, app *reseller.App, answer func(context.Context) *graphql.Response) *graphql.Response {
	response := answer(ctx)
	op, freshness := graphql.GetOperationContext(ctx), reseller.FreshnessFrom(ctx)
	if response == nil || freshness == nil || op.Operation.Operation == ast.Subscription { // nil for what was refused before it began
		return response
	}
	position, known := freshness.Reached()
	if !known && op.Operation.Operation == ast.Mutation {
		position, known = writtenBefore(ctx, app)
	}
	if known {
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions[positionExtension] = position.String()
	}
	return response
}

// writtenBefore is the position of a mutation of whose commits none is known: it may have found what was committed before.
func writtenBefore(ctx context.Context, app *reseller.App) (position reseller.LogPosition, known bool) {
	position, err := app.Position(ctx)
	return position, err == nil // whoever gets none has to send none
}
