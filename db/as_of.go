package db

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accord/reseller"
)

// What lists tell of a moment, zero for now, comes of the columns from which and until which a row stood. That the end of a relationship
// was proposed is known of its events alone, since a withdrawn proposal is forgotten by the row; and so is what a customer that has declined a
// link again had said before.

// earlier is the earlier of two moments, of which zero is now.
func earlier(at, asOf time.Time) time.Time {
	if asOf.IsZero() || at.Before(asOf) {
		return at
	}
	return asOf
}

// stood is the condition that a relationship stood at a moment, ENDING or not.
func stood(alias string, at time.Time) clause {
	var c clause
	if at.IsZero() {
		c.and(alias + ".status <> 'ENDED'")
		return c
	}
	c.and(alias+".accepted_at <= ? AND ("+alias+".ended_at IS NULL OR "+alias+".ended_at > ?)", at, at)
	return c
}

// wasActive is the condition that a privilege d was in force at a moment.
func wasActive(at time.Time) clause {
	var c clause
	if at.IsZero() {
		c.and("d.status = 'ACTIVE'")
		return c
	}
	c.and("d.granted_at <= ? AND (d.ended_at IS NULL OR d.ended_at > ?)", at, at)
	return c
}

// hadEnded is the condition that a row had ended by a moment.
func hadEnded(alias string, at time.Time) clause {
	var c clause
	if at.IsZero() {
		c.and(alias + ".status = 'ENDED'")
		return c
	}
	c.and(alias+".ended_at <= ?", at)
	return c
}

// declinesAt is what to select declines from, as they stood at a moment, for which a condition on declines d holds; zero is now, and all of
// them. Of a past moment said is the event that tells what a customer had said by then, where the row tells what it has said since.
func declinesAt(moment time.Time, which, alias string) clause {
	var c clause
	if moment.IsZero() {
		c.and("declines " + alias)
		return c
	}
	c.and("(SELECT d.id, d.invite_id, d.customer_id, d.declined_by, d.declined_at, d.reason, NULL AS said FROM declines d WHERE d.declined_at <= ? AND "+which+
		" UNION ALL SELECT d.id, d.invite_id, d.customer_id, e.actor_id, e.occurred_at, '', e.after FROM declines d JOIN events e ON e.seq = ("+
		"SELECT t.seq FROM events t WHERE t.customer_id = d.customer_id AND t.invite_id = d.invite_id AND t.kind = 'INVITE_DECLINED' AND t.occurred_at <= ?"+
		" ORDER BY t.occurred_at DESC, t.seq DESC LIMIT 1) WHERE d.declined_at > ? AND "+which+") "+alias, moment, moment, moment)
	return c
}

// hadStatus is the condition that a relationship r had a status at a moment.
func hadStatus(status reseller.RelationshipStatus, at time.Time) clause {
	var c clause
	switch {
	case at.IsZero():
		c.and("r.status = ?", string(status))
	case status == reseller.RelationshipEnded:
		c = hadEnded("r", at)
	default:
		c = stood("r", at)
		is := "0"
		if status == reseller.RelationshipEnding {
			is = "1"
		}
		c.and("COALESCE((SELECT CASE WHEN e.after LIKE ? THEN 1 ELSE 0 END FROM events e WHERE e.relationship_id = r.id AND "+toldStatus+
			" ORDER BY e.occurred_at DESC, e.seq DESC LIMIT 1), 0) = "+is, `%"relationshipStatus":"ENDING"%`, at)
	}
	return c
}

// toldStatus is the condition on events that they tell of a relationship's status, and had occurred by a moment.
const toldStatus = `e.kind IN ('RELATIONSHIP_CREATED', 'RELATIONSHIP_CHANGED', 'RELATIONSHIP_END_PROPOSED', 'RELATIONSHIP_END_WITHDRAWN')
	AND e.after LIKE '%"relationshipStatus"%' AND e.occurred_at <= ?`

// at tells of relationships as they stood at a moment; of now when it is zero.
func (r reader) at(ctx context.Context, items []*reseller.Relationship, moment time.Time) error {
	if moment.IsZero() || len(items) == 0 {
		return nil
	}
	ids := make([]reseller.ID, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	var rows []eventRow
	err := r.all(ctx, &rows, "SELECT "+eventColumns+" FROM events e WHERE e.relationship_id"+r.dialect.InIDs+" AND "+toldStatus, distinct(ids), moment)
	if err != nil {
		return err
	}
	events, err := convertAll(rows, eventRow.event)
	if err != nil {
		return err
	}
	slices.SortFunc(events, func(x, y reseller.Event) int {
		return cmp.Or(x.OccurredAt.Compare(y.OccurredAt), cmp.Compare(x.Position.Seq, y.Position.Seq))
	})
	proposed := map[reseller.ID]reseller.EndProposal{}
	for _, e := range events {
		proposed[e.RelationshipID] = e.Proposal(proposed[e.RelationshipID])
	}
	for _, item := range items {
		*item = item.At(moment, proposed[item.ID])
	}
	return nil
}
