package edge

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"accord/edge/measure"
	"accord/reseller"
)

// operation is one that has passed the gate.
type operation struct {
	*graphql.OperationContext

	cost *Cost
}

// admit lets an operation through the gate: its document is known, it is no larger than it may be, its tenant's budget
// lasts, it is valid, and its transport can carry it – in this order, so that what is refused has cost little. A panic on the
// way is one refusal and not, as in a goroutine of a WebSocket, the end of the process.
func (h *Handler) admit(ctx context.Context, r *request) (op *operation, refused *refusal) {
	defer func() {
		if panicked := recover(); panicked != nil {
			op, refused = nil, &refusal{status: http.StatusInternalServerError, errors: gqlerror.List{h.shown(ctx, panicked)}}
		}
	}()
	return h.pass(ctx, r)
}

func (h *Handler) pass(ctx context.Context, r *request) (*operation, *refusal) {
	register, size, refused := h.look(ctx, r)
	cost := &Cost{Requested: size.Cost, Maximum: h.limits.Cost}
	due := size.Cost
	if refused != nil {
		due = 0 // as little as anything can
	}
	if tooMuch := h.spend(ctx, cost, due); tooMuch != nil {
		return nil, tooMuch
	}
	if refused != nil {
		refused.cost = cost
		return nil, refused
	}
	oc, errs := h.executor.CreateOperationContext(ctx, &r.RawParams)
	if len(errs) > 0 && oc.Doc != nil && oc.Operation == nil { // what the executor says repeats the name that was asked for
		refused := refuse(0, reseller.CodeValidationFailed, "Choose one operation of the document: set operationName.")
		refused.cost = cost
		return nil, refused
	}
	if len(errs) > 0 {
		return nil, &refusal{errors: errs, cost: cost}
	}
	if refused := carried(oc.Operation.Operation, size, r.carries); refused != nil {
		refused.cost = cost
		return nil, refused
	}
	h.documents.register(ctx, register, r.Query)
	return &operation{OperationContext: oc, cost: cost}, nil
}

// look finds the document and weighs it.
func (h *Handler) look(ctx context.Context, r *request) (register string, size measure.Size, refused *refusal) {
	if register, refused = h.documents.find(ctx, r); refused != nil {
		return "", size, refused
	}
	size, refused = h.weigh(ctx, r)
	return register, size, refused
}

// weigh looks at a document before it is validated. One that cannot be parsed passes: the executor says what is wrong with it.
func (h *Handler) weigh(ctx context.Context, r *request) (size measure.Size, refused *refusal) {
	document, known := h.parsed.Get(ctx, r.Query)
	if !known {
		if refused := h.limits.checkText(r.Query); refused != nil {
			return size, refused
		}
		parsed, err := parser.ParseQuery(&ast.Source{Input: r.Query})
		if err != nil {
			return size, nil
		}
		document = parsed
		if refused := h.limits.weighAll(h.schema, document, r.Variables); refused != nil {
			return size, refused
		}
	}
	chosen := document.Operations.ForName(r.OperationName)
	if chosen == nil {
		return size, nil // the executor says that there is none
	}
	size = measure.Operation(h.schema, document, chosen, r.Variables, h.limits.pages())
	return size, h.limits.checkSize(size)
}

// weighAll holds every operation and every fragment of a new document to the limits: all of them are validated, whichever is
// executed.
func (l Limits) weighAll(schema *ast.Schema, document *ast.QueryDocument, variables map[string]any) *refusal {
	all := whole{limits: l}
	for size, selections := range measure.All(schema, document, variables, l.pages()) {
		size.Cost = 0 // that one of them is executed is not said
		if refused := l.checkSize(size); refused != nil {
			return refused
		}
		if refused := all.add(size, document, selections); refused != nil {
			return refused
		}
	}
	return nil
}

// carried refuses what a transport would do wrongly or lose.
func carried(kind ast.Operation, size measure.Size, by carriage) *refusal {
	switch {
	case kind == ast.Mutation && !by.mutations:
		return refuse(http.StatusMethodNotAllowed, reseller.CodeValidationFailed, "A mutation needs POST: GET changes nothing.").with("Allow", http.MethodPost)
	case kind == ast.Subscription && !by.streams:
		return refuse(0, reseller.CodeValidationFailed,
			"A subscription needs a transport that streams: WebSocket (graphql-transport-ws), or server-sent events (Accept: text/event-stream).")
	case kind == ast.Subscription && (size.RootFields != 1 || size.Conditional):
		return refuse(0, reseller.CodeValidationFailed, "A subscription asks for exactly one field, always: leave out all others, and @skip and @include on it.")
	case size.Incremental:
		return refuse(0, reseller.CodeValidationFailed, "Answers come whole: leave out @defer.")
	}
	return nil
}
