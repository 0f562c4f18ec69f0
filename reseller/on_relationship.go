package reseller

import "context"

// onRelationship runs fn on a relationship that the viewer sees, with its customer's row locked, once the viewer's role and
// the version named have been checked.
func onRelationship[A any](ctx context.Context, a *App, v Viewer, m mutation, act action, id ID,
	fn func(context.Context, Tx, *change, Relationship) (A, error),
) (A, error) {
	var none A
	if !v.Known() {
		return none, ErrUnauthenticated
	}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (A, error) {
		seen, err := visibleRelationship(ctx, tx, v, id)
		if err != nil {
			return none, err
		}
		if err := v.may(act); err != nil {
			return none, err
		}
		if _, err := tx.LockCustomer(ctx, seen.CustomerID); err != nil {
			return none, err
		}
		r, err := visibleRelationship(ctx, tx, v, id) // as it is now that nobody else changes it
		if err != nil {
			return none, err
		}
		if err := m.checkVersion(r.Version); err != nil {
			return none, err
		}
		return fn(ctx, tx, c, r)
	})
}

func visibleRelationship(ctx context.Context, tx Tx, v Viewer, id ID) (Relationship, error) {
	visible, err := tx.RelationshipsByID(ctx, v.Scope(), []ID{id})
	if err != nil {
		return Relationship{}, err
	}
	r, ok := visible[id]
	if !ok {
		return Relationship{}, notFound(aRelationship).at("relationshipId")
	}
	return r, nil
}
