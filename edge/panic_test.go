package edge_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/reseller"
	"accord/resolvers"
)

// trips panics where it is told to.
type trips struct {
	*resolvers.Executor

	validating bool
}

func (e trips) CreateOperationContext(ctx context.Context, params *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	if e.validating {
		panic(secret)
	}
	return e.Executor.CreateOperationContext(ctx, params)
}

func (e trips) DispatchOperation(context.Context, *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	panic(secret)
}

// TestPanics: a fault of ours is an answer with an id, on every transport, and the server goes on.
func TestPanics(t *testing.T) {
	t.Parallel()
	for name, validating := range map[string]bool{"when a document is validated": true, "when it is executed": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, nil)
			h.rebuild(trips{h.executor, validating}, nil)
			w := h.connect(h.server(), partner, time.Hour)
			for _, id := range []string{"a", "b"} {
				w.subscribe(id, []string{codes, follow}[len(id)%2])
				kind := map[bool]string{true: "error", false: "next"}[validating]
				checkInternal(t, string(w.until(id, kind).Payload))
			}
			got := h.ask(partner, codes, nil)
			checkInternal(t, got.body)
			got.want(name, map[bool]int{true: http.StatusInternalServerError, false: http.StatusOK}[validating], reseller.CodeInternal)
			checkInternal(t, h.send(asStream(h.post(partner, object{"query": follow}))).body)
		})
	}
}

func checkInternal(t *testing.T, answer string) {
	t.Helper()
	if !strings.Contains(answer, "INTERNAL") || !strings.Contains(answer, "error id") || strings.Contains(answer, secret) {
		t.Error(answer)
	}
}
