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

// refusesPlans refuses an operation whole, before anything of it is done, whose plans are not for who asks.
func (e *Executor) refusesPlans(ctx context.Context, app *reseller.App, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Headers.Get(explainHeader) != "" {
		if err := app.MayExplain(auth.ViewerFrom(ctx)); err != nil {
			return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{e.present(ctx, err)}})
		}
	}
	return next(ctx)
}

// explained answers an operation, with plans where they are asked for.
func explained(ctx context.Context, app *reseller.App, answer func(context.Context) *graphql.Response) *graphql.Response {
	if graphql.GetOperationContext(ctx).Headers.Get(explainHeader) == "" {
		return answer(ctx)
	}
	explaining, plans := app.Explain(ctx)
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
