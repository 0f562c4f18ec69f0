package resolvers

import (
	"context"

	"accord/graph/model"
	"accord/reseller"
)

// mutate asks a use case with a decoded input and shows its answer. A refusal – of the use case, or of decoding – becomes the
// payload's userErrors; errors of the request itself stay at the top level.
func mutate[In, A, P any](ctx context.Context, in In, decoding error, use func(context.Context, reseller.Viewer, In) (A, error),
	show func(context.Context, A) (*P, error), refuse func([]model.UserError) *P,
) (*P, error) {
	v, err := viewer(ctx)
	if err != nil {
		return nil, err
	}
	var answer A
	if err = decoding; err == nil {
		answer, err = use(ctx, v, in)
	}
	if err == nil {
		return show(ctx, answer)
	}
	refusals, err := refused(ctx, err)
	return refuse(refusals), err
}
