package reseller

import (
	"context"
	"slices"
)

// end ends privileges that stand, for a reason and, if one led to it, through a link; it raises the versions of their
// relationships and records it. It serves every use case that takes privileges away.
func (c *change) end(ctx context.Context, tx Tx, standing Standing, ds []Delegation, reason EndReason, through ID) ([]ID, error) {
	if len(ds) == 0 {
		return nil, nil
	}
	var ids, relationships []ID
	for _, d := range ds {
		ids = append(ids, d.ID)
		if !slices.Contains(relationships, d.RelationshipID) {
			relationships = append(relationships, d.RelationshipID)
		}
		c.record(standing.Under(d).endedEvent(d, reason, through))
	}
	if err := tx.EndDelegations(ctx, ids, c.at, reason); err != nil {
		return nil, err
	}
	return ids, tx.TouchRelationships(ctx, relationships)
}
