package resolvers

import (
	"context"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// TestPositionOfWhatIsRefusedEarly: who is refused before there is an operation – with a database that is away, for one – gets that answer.
func TestPositionOfWhatIsRefusedEarly(t *testing.T) {
	t.Parallel()
	ctx := graphql.WithOperationContext(t.Context(), &graphql.OperationContext{})
	want := graphql.ErrorResponse(ctx, "away")
	if got := tellsPosition(ctx, nil, func(context.Context) *graphql.Response { return want }); got != want {
		t.Errorf("the answer is %v", got)
	}
}
