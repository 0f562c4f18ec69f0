package reseller

import "context"

// QueryPlan is how the database goes about a statement, in its own words.
type QueryPlan struct {
	Statement string `json:"statement"`
	Plan      string `json:"plan"`
}

// Explain gives the operator a context for one operation in which the database is asked how it goes about each statement, and a
// function that tells what it has said. What the operation does, it does all the same.
//
// Refusals: CodeForbiddenRole.
func (a *App) Explain(ctx context.Context, v Viewer) (context.Context, func() []QueryPlan, error) {
	if !v.Known() {
		return ctx, nil, ErrUnauthenticated
	}
	if err := v.may(actOperate); err != nil {
		return ctx, nil, err
	}
	ctx, plans := a.store.Explaining(ctx)
	return ctx, plans, nil
}
