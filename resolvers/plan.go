package resolvers

import (
	"context"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/auth"
	"accord/reseller"
)

// Plans. The executor resolves a document field by field, with a context and a marshaler for each of the 650 fields of a page. For
// queries all of whose fields are at hand once a page is read, that takes several times as long as to read the page. Such a query
// is compiled into a plan, once for each document, which reads what it needs and writes the answer.
//
// planned is the executor's schema with plans in front: what has no plan, and what does not go smoothly – a refusal, a value that is
// not what is taken, a database that does not answer – the schema itself executes, from the beginning. So a plan knows nothing of
// errors, and its answers are the schema's to the byte, which TestPlansAnswerAsTheSchemaDoes holds it to. It made a page of 50
// relationships with customers and privileges 4.5 times as fast on PostgreSQL, and a link's preview 1.5 times (docs/performance.md).
type planned struct {
	graphql.ExecutableSchema

	app *reseller.App
	// parsed are the documents that are kept, and with them their plans.
	parsed graphql.Cache[*ast.QueryDocument]

	mu    sync.RWMutex
	plans map[*ast.OperationDefinition]*plansOf
}

// maxPlans bounds how many operations have plans at once: as many as documents are kept. Beyond it all are made anew.
const maxPlans = documentCache

// plansOf are the plans of an operation: one for each combination of the variables that its @skip and @include ask.
type plansOf struct {
	conditions []string
	mu         sync.Mutex
	plans      map[uint]object[struct{}]
}

// maxConditions bounds those variables.
const maxConditions = 4

func withPlans(schema graphql.ExecutableSchema, app *reseller.App, parsed graphql.Cache[*ast.QueryDocument]) *planned {
	return &planned{ExecutableSchema: schema, app: app, parsed: parsed, plans: map[*ast.OperationDefinition]*plansOf{}}
}

// Exec implements graphql.ExecutableSchema.
func (p *planned) Exec(ctx context.Context) graphql.ResponseHandler {
	oc := graphql.GetOperationContext(ctx)
	plan := p.planOf(ctx, oc)
	if plan == nil {
		return p.ExecutableSchema.Exec(ctx)
	}
	var general graphql.ResponseHandler
	done := false
	return func(ctx context.Context) *graphql.Response {
		if general != nil {
			return general(ctx)
		}
		if done {
			return nil
		}
		if data, ok := p.answer(ctx, plan, oc.Variables); ok {
			done = true
			return &graphql.Response{Data: data}
		}
		general = p.ExecutableSchema.Exec(ctx)
		return general(ctx)
	}
}

func (p *planned) answer(ctx context.Context, plan object[struct{}], variables map[string]any) (data []byte, ok bool) {
	w := &planWriter{ctx: ctx, app: p.app, viewer: auth.ViewerFrom(ctx), variables: variables}
	plan.write(w, struct{}{})
	return w.text, !w.failed
}

// planOf gives an operation's plan; nil where it has none.
func (p *planned) planOf(ctx context.Context, oc *graphql.OperationContext) object[struct{}] {
	if oc.Operation.Operation != ast.Query || len(oc.RawQuery) > maxCachedDocument {
		return nil
	}
	p.mu.RLock()
	of := p.plans[oc.Operation]
	p.mu.RUnlock()
	if of == nil {
		if of = p.begin(ctx, oc); of == nil {
			return nil
		}
	}
	return of.plan(oc)
}

// begin makes room for the plans of an operation; nil where its document is not kept. A plan holds on to its document, and would keep it
// from making room for others.
func (p *planned) begin(ctx context.Context, oc *graphql.OperationContext) *plansOf {
	of := &plansOf{conditions: conditionsOf(oc), plans: map[uint]object[struct{}]{}}
	p.mu.Lock()
	defer p.mu.Unlock()
	if document, ok := p.parsed.Get(ctx, oc.RawQuery); !ok || document != oc.Doc {
		return nil
	}
	if len(p.plans) >= maxPlans {
		clear(p.plans)
	}
	p.plans[oc.Operation] = of
	return of
}

// forget drops the plans of a document that is kept no more.
func (p *planned) forget(document *ast.QueryDocument) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, o := range document.Operations {
		delete(p.plans, o)
	}
}

func (of *plansOf) plan(oc *graphql.OperationContext) object[struct{}] {
	if len(of.conditions) > maxConditions {
		return nil
	}
	var combination uint
	for i, name := range of.conditions {
		if value, ok := oc.Variables[name].(bool); ok && value {
			combination |= 1 << i
		}
	}
	of.mu.Lock()
	defer of.mu.Unlock()
	plan, known := of.plans[combination]
	if !known {
		plan = compileQuery(oc)
		of.plans[combination] = plan
	}
	return plan
}

// conditionsOf lists the variables that @skip and @include of an operation ask.
func conditionsOf(oc *graphql.OperationContext) []string {
	var names []string
	note := func(directives ast.DirectiveList) {
		for _, d := range directives {
			for _, a := range d.Arguments {
				if a.Value.Kind == ast.Variable {
					names = append(names, a.Value.Raw)
				}
			}
		}
	}
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				note(s.Directives)
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				note(s.Directives)
				walk(s.SelectionSet)
			case *ast.FragmentSpread:
				note(s.Directives)
			}
		}
	}
	walk(oc.Operation.SelectionSet)
	for _, f := range oc.Doc.Fragments {
		walk(f.SelectionSet)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
