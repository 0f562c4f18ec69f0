package reseller

import "context"

// QueryPlan is how the database goes about a statement, in its own words.
type QueryPlan struct {
	Statement string `json:"statement"`
	Plan      string `json:"plan"`
}

// MayExplain refuses everybody but the operator what Explain tells.
//
// Refusals: CodeForbiddenRole.
func (a *App) MayExplain(v Viewer) error {
	if !v.Known() {
		return ErrUnauthenticated
	}
	return v.may(actOperate)
}

// Explain gives a context for one operation in which the database is asked how it goes about each statement, and a function that tells
// what it has said. What the operation does, it does all the same.
func (a *App) Explain(ctx context.Context) (context.Context, func() []QueryPlan) {
	return a.store.Explaining(ctx)
}
