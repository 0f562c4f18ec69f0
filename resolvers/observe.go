package resolvers

import (
	"context"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/auth"
	"accord/reseller"
)

// Observer is told of every operation, and of every event of a subscription: who asked, the operation's name in the document
// (empty for one without), its kind (query, mutation, subscription; empty for a document that could not be read), "ok" or the
// code of the first error or refusal, and how long it took. It is never told variables.
type Observer interface {
	Observe(ctx context.Context, v reseller.Viewer, name, kind, outcome string, took time.Duration)
}

// outcome is what an operation has come to, as far as it is known.
type outcome struct {
	mu   sync.Mutex
	code string
}

type outcomeKey struct{}

// note keeps the first refusal of an operation for the observer.
func note(ctx context.Context, code reseller.Code) {
	o, ok := ctx.Value(outcomeKey{}).(*outcome)
	if !ok {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.code == "" {
		o.code = string(code)
	}
}

// observe answers an operation and tells the observer.
func observe(ctx context.Context, observer Observer, answer func(context.Context) *graphql.Response) *graphql.Response {
	if observer == nil {
		return answer(ctx)
	}
	began := time.Now()
	o := &outcome{}
	response := answer(context.WithValue(ctx, outcomeKey{}, o))
	if response == nil {
		return nil // a subscription has ended
	}
	name, kind := operationOf(ctx)
	observer.Observe(ctx, auth.ViewerFrom(ctx), name, kind, o.of(response), time.Since(began))
	return response
}

// of is the outcome of an operation whose answer is there.
func (o *outcome) of(response *graphql.Response) string {
	if len(response.Errors) > 0 {
		if code, ok := response.Errors[0].Extensions["code"].(string); ok {
			return code
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.code != "" {
		return o.code
	}
	return "ok"
}

func operationOf(ctx context.Context) (name, kind string) {
	if !graphql.HasOperationContext(ctx) {
		return "", ""
	}
	oc := graphql.GetOperationContext(ctx)
	if oc.Operation == nil {
		return "", "" // the name in the request is any text
	}
	return redact(oc.Operation.Name), string(oc.Operation.Operation)
}
