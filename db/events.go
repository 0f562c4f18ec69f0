package db

import (
	"context"

	"accord/reseller"
)

// eventParameters is how many parameters one event takes.
const eventParameters = 20

// AppendEvents implements reseller.Tx.
func (t *tx) AppendEvents(ctx context.Context, events []reseller.Event) error {
	for len(events) > 0 {
		n := min(len(events), t.dialect.MaxParameters/eventParameters)
		if err := t.appendEvents(ctx, events[:n]); err != nil {
			return err
		}
		events = events[n:]
	}
	return nil
}

func (t *tx) appendEvents(ctx context.Context, events []reseller.Event) error {
	args := make([]any, 0, len(events)*eventParameters)
	for _, e := range events {
		before, err := writeState(e.Before)
		if err != nil {
			return err
		}
		after, err := writeState(e.After)
		if err != nil {
			return err
		}
		args = append(args, string(e.Kind), e.ChangeID, e.OccurredAt, e.RecordedAt, e.Actor.UserID, string(e.Actor.Role),
			string(e.Actor.Tenant), e.Actor.TenantID, e.PartnerID, e.ResellerID, e.CustomerID, e.RelationshipID,
			e.DelegationID, e.InviteID, e.UserID, e.SubscriptionID,
			e.APIKeyID, e.Actor.APIKeyID, before, after)
	}
	rows, args := t.rows(eventParameters, args)
	return t.insert(ctx, "events", `(kind, change_id, occurred_at, recorded_at, actor_id, actor_role, actor_tenant,
		actor_tenant_id, partner_id, reseller_id, customer_id, relationship_id, delegation_id, invite_id, user_id, subscription_id,
		api_key_id, actor_api_key_id, before, after)
		`+rows, args...)
}

// historyListing is the history of a relationship, a customer or a partner, oldest first.
func historyListing(r reader, scope reseller.Scope, list reseller.HistoryList) listing {
	l := listing{
		columns: eventColumns, from: "events e", where: judged(within(scopeEvents, scope)), key: "e.tx", id: "e.seq",
		keyOf: func(k reseller.Key) any { return k.Event.Tx }, idOf: func(k reseller.Key) any { return k.Event.Seq },
	}
	switch list.Of {
	case reseller.HistoryOfRelationship:
		// Within one relationship sequence numbers are in order: every change holds the customer's lock.
		l.owners, l.key, l.id = []string{"e.relationship_id"}, "e.seq", ""
		l.keyOf = func(k reseller.Key) any { return k.Event.Seq }
	case reseller.HistoryOfCustomer:
		l.owners = []string{"e.customer_id"}
		if _, ok := scope.Partner(); ok { // a partner learns a decliner's name, and not which customer of its own that is (R14)
			l.where.and("e.kind <> 'INVITE_DECLINED'")
		}
	case reseller.HistoryOfPartner:
		l.owners = []string{"e.partner_id", "e.reseller_id"}
	}
	filterEvents(r, &l.where, scope, list.Filter)
	return l
}

func filterEvents(r reader, where *clause, scope reseller.Scope, f reseller.EventFilter) {
	if len(f.Kinds) > 0 {
		kinds := make([]string, len(f.Kinds))
		for i, kind := range f.Kinds {
			kinds[i] = string(kind)
		}
		where.and("e.kind"+r.dialect.InTexts, kinds)
	}
	if !f.Actor.IsZero() {
		where.and("e.actor_id = ?", f.Actor)
		if _, ofPartner := scope.Partner(); ofPartner { // which does not learn who has declined (R14)
			where.and("e.kind <> ?", string(reseller.EventInviteDeclined))
		}
	}
	if !f.From.IsZero() {
		where.and("e.occurred_at >= ?", f.From)
	}
	if !f.To.IsZero() {
		where.and("e.occurred_at < ?", f.To)
	}
}

type listedEventRow struct {
	ownerRow
	eventRow
}

// History implements reseller.Reader.
func (r reader) History(ctx context.Context, scope reseller.Scope, owners []reseller.ID, list reseller.HistoryList, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.Event], error) {
	return pages(ctx, r.querier, historyListing(r, scope, list), owners, page,
		func(row listedEventRow) (reseller.Event, error) { return row.event() })
}

// CountHistory implements reseller.Reader.
func (r reader) CountHistory(ctx context.Context, scope reseller.Scope, owners []reseller.ID, list reseller.HistoryList) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, historyListing(r, scope, list), owners)
}

// EventsBySeq implements reseller.Reader.
func (r reader) EventsBySeq(ctx context.Context, scope reseller.Scope, seqs []int64) (map[int64]reseller.Event, error) {
	found := make(map[int64]reseller.Event, len(seqs))
	if len(seqs) == 0 {
		return found, nil
	}
	where := within(scopeEvents, scope)
	where.and("e.seq"+r.dialect.InNumbers, seqs)
	var rows []eventRow
	if err := r.all(ctx, &rows, "SELECT "+eventColumns+" FROM events e WHERE "+where.sql(), where.args...); err != nil {
		return nil, err
	}
	events, err := convertAll(rows, eventRow.event)
	for _, e := range events {
		found[e.Position.Seq] = e
	}
	return found, err
}

// EventsAfter implements reseller.Reader.
func (r reader) EventsAfter(ctx context.Context, scope reseller.Scope, after reseller.Position, limit int) ([]reseller.Event, error) {
	where := within(scopeEvents, scope)
	where.and(r.dialect.AfterEvent, after.Tx, after.Seq)
	where.and(r.dialect.Settled)
	var rows []eventRow
	err := r.all(ctx, &rows, "SELECT "+eventColumns+" FROM events e WHERE "+where.sql()+" ORDER BY e.tx, e.seq LIMIT ?",
		append(where.args, limit)...)
	if err != nil {
		return nil, err
	}
	return convertAll(rows, eventRow.event)
}

// EventsEnd implements reseller.Reader.
func (r reader) EventsEnd(ctx context.Context) (reseller.Position, error) {
	var row struct {
		Tx  int64 `db:"tx"`
		Seq int64 `db:"seq"`
	}
	err := r.get(ctx, &row, r.dialect.EventsEnd)
	return reseller.Position{Tx: row.Tx, Seq: row.Seq}, err
}

// EventsPassed implements reseller.Reader.
func (r reader) EventsPassed(ctx context.Context, scope reseller.Scope, after reseller.Position) ([]int64, error) {
	where := within(scopeEvents, scope)
	where.and(r.dialect.AfterEvent, after.Tx, after.Seq)
	var passed []int64
	err := r.all(ctx, &passed, "SELECT e.seq FROM events e WHERE "+where.sql(), where.args...)
	return passed, err
}
