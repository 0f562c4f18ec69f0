package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/auth"
	"accord/reseller"
)

// explainHeader asks for the plans of the statements that an operation sends to the database, in the answer's extensions. Any value
// does.
const explainHeader = "Accord-Explain"

// explained answers an operation, with plans where they are asked for by the operator.
func (e *Executor) explained(ctx context.Context, app *reseller.App, answer func(context.Context) *graphql.Response) *graphql.Response {
	if graphql.GetOperationContext(ctx).Headers.Get(explainHeader) == "" {
		return answer(ctx)
	}
	explaining, plans, err := app.Explain(ctx, auth.ViewerFrom(ctx))
	if err != nil {
		return &graphql.Response{Errors: gqlerror.List{e.present(ctx, err)}}
	}
	response := answer(explaining)
	if response == nil {
		return nil // a subscription has ended
	}
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions["explain"] = append([]reseller.QueryPlan{}, plans()...)
	return response
}
