package db

import (
	"context"
	"strings"
	"sync"

	"accord/reseller"
)

// explaining is the key of contexts made by Explaining.
type explaining struct{}

// explanations are the plans of the statements that were sent in a context.
type explanations struct {
	mu    sync.Mutex
	plans []reseller.QueryPlan
}

// Explaining implements reseller.Store.
func (s *Store) Explaining(ctx context.Context) (context.Context, func() []reseller.QueryPlan) {
	e := &explanations{}
	return context.WithValue(ctx, explaining{}, e), func() []reseller.QueryPlan {
		e.mu.Lock()
		defer e.mu.Unlock()
		return e.plans
	}
}

// explain asks the database for the plan of a statement that is about to be sent, where the context is to tell it.
func (q querier) explain(ctx context.Context, statement string, args []any) {
	e, ok := ctx.Value(explaining{}).(*explanations)
	if !ok || !hasPlan(statement) {
		return
	}
	plan, err := q.plan(ctx, statement, args)
	if err != nil {
		plan = err.Error() // the statement itself is going to fail of it too
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.plans = append(e.plans, reseller.QueryPlan{Statement: statement, Plan: plan})
}

func (q querier) plan(ctx context.Context, statement string, args []any) (plan string, err error) {
	rows, err := q.ext.QueryContext(ctx, q.dialect.Explain+statement, args...)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	lines, err := q.dialect.PlanLines(rows)
	if err == nil {
		err = rows.Err()
	}
	return strings.Join(lines, "\n"), err
}

// hasPlan tells statements that read or write rows from those that steer a transaction.
func hasPlan(statement string) bool {
	switch strings.Fields(statement)[0] {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}
