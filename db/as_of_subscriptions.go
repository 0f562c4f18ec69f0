package db

import (
	"context"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"accord/reseller"
)

// Subscriptions have no columns of from when and until when, but each event of theirs tells all of them, without prices. So a list of a past
// moment finds the subscriptions by the rows of now and by the transfers since, and what each was like by its events; what nothing was
// recorded of since stands as it did.

const (
	transferred = "'SUBSCRIPTION_TRANSFERRED'"
	// ofTransfers is the condition of the index of transfers by the partner that gave or was offered, on events b.
	ofTransfers = "b.kind IN ('SUBSCRIPTION_TRANSFERRED', 'SUBSCRIPTION_TRANSFER_OFFERED')"
	// byTransfers joins these events to subscriptions s.
	byTransfers = " JOIN events b ON b.subscription_id = s.id"
	// partyToTransfers is the column of that partner.
	partyToTransfers = "b.reseller_id"
)

// said is an expression for something of the latest event e of a subscription s up to a moment, its parameter. Which is the latest the numbers
// of events tell, not their moments: every change holds the customer's lock, but of two servers the clock of one may be behind, and an
// import says of all that it changes that it occurred when it began. So what is told of now is what the row has come to.
func said(expression string) string {
	return "(SELECT " + expression + " FROM events e WHERE e.subscription_id = s.id AND e.occurred_at <= ? ORDER BY e.seq DESC LIMIT 1)"
}

// lastBy is the number of that event; whatever has a greater one came later.
var lastBy = "COALESCE(" + said("e.seq") + ", 0)"

// hadBegun is the condition that there was a subscription s at a moment. One that was imported ahead of its start is there from the import on,
// and so is an add-on that was imported for what had moved to another partner by then.
func hadBegun(at time.Time) clause {
	var c clause
	c.and("(s.ordered_at <= ? AND (s.ordered_by IS NOT NULL OR s.base_id IS NULL OR 1 > (SELECT count(*) FROM events i WHERE i.subscription_id = s.id"+
		" AND i.kind = 'SUBSCRIPTION_IMPORTED' AND i.occurred_at > ?))"+
		" OR s.ordered_by IS NULL AND 0 < (SELECT count(*) FROM events i WHERE i.subscription_id = s.id AND i.occurred_at <= ?))", at, at, at)
	return c
}

// later is the condition that an event was recorded after all that had occurred by a moment, which is asked of the few that say so alone.
func later(alias string, at time.Time) clause {
	var c clause
	c.and(alias+".occurred_at > ? AND 1 > (SELECT count(*) FROM events l WHERE l.subscription_id = "+alias+".subscription_id AND l.seq > "+alias+".seq AND l.occurred_at <= ?)", at, at)
	return c
}

// What must not be there is counted to be less than one: PostgreSQL expects that hardly any number is just zero (relationships_kept.go).

// stayed is the condition that whoever is billed for a subscription s now was so at a moment.
func stayed(at time.Time) clause {
	var c clause
	since := later("t", at)
	c.and("1 > (SELECT count(*) FROM events t WHERE t.subscription_id = s.id AND t.kind = "+transferred+" AND "+since.sql()+")", since.args...)
	return c
}

// gave is the condition that an event b is the first transfer of its subscription s after a moment: whoever gave it was billed then.
func gave(at time.Time) clause {
	c, since := later("b", at), later("t", at)
	c.and(ofTransfers + " AND b.kind = " + transferred)
	c.and("1 > (SELECT count(*) FROM events t WHERE t.subscription_id = s.id AND t.kind = "+transferred+" AND t.seq < b.seq AND "+since.sql()+")", since.args...)
	return c
}

// offered is the condition that an event b is an offer of a transfer of its subscription s that stood at a moment.
func offered(at time.Time) clause {
	var c clause
	c.and(ofTransfers+" AND b.kind = 'SUBSCRIPTION_TRANSFER_OFFERED' AND b.seq <= "+lastBy, at)
	c.and("1 > (SELECT count(*) FROM events t WHERE t.subscription_id = s.id AND t.kind IN ("+transferred+
		", 'SUBSCRIPTION_TRANSFER_OFFERED', 'SUBSCRIPTION_TRANSFER_WITHDRAWN', 'SUBSCRIPTION_CANCELLED')"+
		" AND t.seq > b.seq AND t.seq <= "+lastBy+")", at)
	return c
}

// dealtWith is the condition that a scope's partner had to do with a subscription s at a moment: was billed for it, held DAP for its service, or
// had its transfer offered to it. What was before is its previous partner's affair, as it is in histories; who took it over, or was given DAP,
// sees it since. Whether a partner was given something is not looked up in indexes by partner, in which each row would find all that it has.
func (r reader) dealtWith(scope reseller.Scope, at time.Time) clause {
	var c clause
	partner, ofPartner := scope.Partner()
	if !ofPartner {
		return c
	}
	since, wasOffered, then := later("t", at), offered(at), wasActive(at)
	c.and("(COALESCE((SELECT t.reseller_id FROM events t WHERE t.subscription_id = s.id AND t.kind = "+transferred+
		" AND "+since.sql()+" ORDER BY t.seq LIMIT 1), s.billed_partner_id) = ?"+
		" OR 0 < (SELECT count(*) FROM events b WHERE b.subscription_id = s.id AND ("+partyToTransfers+" = ?) IS TRUE AND "+wasOffered.sql()+")"+
		" OR 0 < (SELECT sum((SELECT count(*) FROM delegated_admin_privileges d WHERE d.relationship_id = u.id AND (d.partner_id = ?) IS TRUE AND "+then.sql()+
		" AND d.service = "+said(r.dialect.Field("e.after", "service"))+")) FROM relationships u WHERE u.customer_id = s.customer_id))",
		slices.Concat(since.args, []any{partner, partner}, wasOffered.args, []any{partner}, then.args, []any{at})...)
	return c
}

// pastSubscriptions turns the list of a partner's or a customer's subscriptions into that of a past moment.
func (r reader) pastSubscriptions(l listing, scope reseller.Scope, list reseller.SubscriptionList) listing {
	l.where.add(hadBegun(list.AsOf))
	switch {
	case list.Filter.TransferOffered:
		l.from, l.owners = l.from+byTransfers, []string{partyToTransfers}
		l.where.add(offered(list.AsOf))
		if list.Owner == reseller.TenantCustomer {
			partner, _ := scope.Partner()
			l.owners = []string{"s.customer_id"}
			l.where.and(partyToTransfers+" = ?", partner)
		}
	case list.Owner == reseller.TenantCustomer:
		l.owners = []string{"s.customer_id"}
		l.where.add(r.dealtWith(scope, list.AsOf))
	default:
		l.owners = append(l.owners, partyToTransfers)
		l.joined = func(column string) string {
			if column == partyToTransfers {
				return byTransfers
			}
			return ""
		}
		l.foundBy = func(column string) clause {
			if column == partyToTransfers {
				return gave(list.AsOf)
			}
			return stayed(list.AsOf)
		}
	}
	r.filterPastSubscriptions(&l.where, list.Filter, list.AsOf)
	return l
}

// filterPastSubscriptions looks at what subscriptions were like at a moment.
func (r reader) filterPastSubscriptions(where *clause, f reseller.SubscriptionFilter, at time.Time) {
	if f.Status != "" { // that an imported one was suspended or cancelled is known from the import on, as Retelling has it
		where.and(said("CASE WHEN e.kind = 'SUBSCRIPTION_IMPORTED' AND e.recorded_at > ? THEN 'ACTIVE' ELSE "+r.dialect.Field("e.after", "subscriptionStatus")+" END")+" = ?", at, at, string(f.Status))
	}
	if f.Offer != "" {
		where.and(said(r.dialect.Field("e.after", "offer"))+" = ?", at, f.Offer)
	}
	if f.Service != "" {
		where.and(said(r.dialect.Field("e.after", "service"))+" = ?", at, f.Service)
	}
}

// SubscriptionsAsOf implements reseller.Reader.
func (r reader) SubscriptionsAsOf(ctx context.Context, scope reseller.Scope, ids []reseller.ID, asOf time.Time) (map[reseller.ID]reseller.Subscription, error) {
	wall := within(scopeSubscriptions, scope)
	wall.add(hadBegun(asOf))
	wall.add(r.dealtWith(scope, asOf))
	found, err := byID(ctx, r.querier, ids, subscriptionColumns+" FROM subscriptions s", "s.id", wall,
		func(row subscriptionRow) *reseller.Subscription {
			s := row.subscription()
			return &s
		}, func(row subscriptionRow) uid { return row.ID })
	if err != nil {
		return nil, err
	}
	items := make([]*reseller.Subscription, 0, len(found))
	for _, s := range found {
		items = append(items, s)
	}
	if err := r.subscriptionsAt(ctx, items, asOf); err != nil {
		return nil, err
	}
	then := make(map[reseller.ID]reseller.Subscription, len(found))
	for id, s := range found {
		then[id] = *s
	}
	return then, nil
}

// subscriptionsAt tells of subscriptions as they stood at a moment after they began; of now when it is zero.
func (r reader) subscriptionsAt(ctx context.Context, items []*reseller.Subscription, moment time.Time) error {
	if moment.IsZero() || len(items) == 0 {
		return nil
	}
	changed, err := r.changedSince(ctx, items, moment)
	if err != nil {
		return err
	}
	told, err := r.retell(ctx, items, changed, moment)
	if err != nil {
		return err
	}
	var unpriced []*reseller.Subscription
	for _, item := range items {
		item.AsOf = moment
		if told[item.ID] == nil {
			continue
		}
		*item = told[item.ID].Told()
		if item.UnitPrice == (reseller.Money{}) && !item.BilledPartner.IsZero() {
			unpriced = append(unpriced, item)
		}
	}
	return r.priceAt(ctx, unpriced, moment)
}

// changedRow is a subscription of which something was recorded after a moment, by the numbers of its events: Last of those that had occurred
// by then, and Priced of those that gave it another price.
type changedRow struct {
	ID     uid   `db:"id"`
	Last   int64 `db:"last"`
	Priced int64 `db:"priced"`
}

// changedSince gives those subscriptions of which something was recorded after a moment, and that something had been recorded of before.
func (r reader) changedSince(ctx context.Context, items []*reseller.Subscription, moment time.Time) ([]changedRow, error) {
	ids := make([]reseller.ID, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	var changed []changedRow
	err := r.all(ctx, &changed, `SELECT e.subscription_id AS id, max(CASE WHEN e.occurred_at <= ? THEN e.seq ELSE 0 END) AS last,
		max(CASE WHEN e.kind IN ('SUBSCRIPTION_UPGRADED', 'SUBSCRIPTION_RENEWED') THEN e.seq ELSE 0 END) AS priced
		FROM events e WHERE e.subscription_id`+r.dialect.InIDs+` GROUP BY e.subscription_id
		HAVING max(CASE WHEN e.recorded_at > ? OR e.occurred_at > ? THEN 1 ELSE 0 END) = 1`, moment, distinct(ids), moment, moment)
	return changed, err
}

// retell tells of those that have changed as they stood, by their events up to the last that had occurred. There may be any number of these,
// of a thousand subscriptions: they are read one at a time, and none is kept.
func (r reader) retell(ctx context.Context, items []*reseller.Subscription, changed []changedRow, moment time.Time) (map[reseller.ID]*reseller.Retelling, error) {
	if len(changed) == 0 {
		return nil, nil //nolint:nilnil // of none there is nothing to tell
	}
	now := make(map[reseller.ID]*reseller.Subscription, len(items))
	for _, item := range items {
		now[item.ID] = item
	}
	told, last, until := make(map[reseller.ID]*reseller.Retelling, len(changed)), make(map[reseller.ID]int64, len(changed)), int64(0)
	ids := make([]reseller.ID, len(changed))
	for i, row := range changed {
		id := reseller.ID(row.ID)
		ids[i], last[id], until = id, row.Last, max(until, row.Last)
		told[id] = now[id].At(moment, row.Priced > row.Last)
	}
	err := r.eachToldEvent(ctx, func(e toldEventRow) error {
		id := reseller.ID(e.SubscriptionID)
		if e.Seq > last[id] {
			return nil
		}
		event, err := e.event()
		if err != nil {
			return err
		}
		return told[id].Follow(event)
	}, "e.seq <= ? AND e.subscription_id"+r.dialect.InIDs, until, ids)
	return told, err
}

// toldEventRow is what of an event tells of a subscription.
type toldEventRow struct {
	Seq            int64   `db:"seq"`
	Kind           string  `db:"kind"`
	OccurredAt     stamp   `db:"occurred_at"`
	RecordedAt     stamp   `db:"recorded_at"`
	ResellerID     uid     `db:"reseller_id"`
	SubscriptionID uid     `db:"subscription_id"`
	After          *string `db:"after"`
}

func (r toldEventRow) event() (reseller.Event, error) {
	after, err := readState(r.After)
	return reseller.Event{
		Position: reseller.Position{Seq: r.Seq}, Kind: reseller.EventKind(r.Kind), OccurredAt: time.Time(r.OccurredAt), RecordedAt: time.Time(r.RecordedAt),
		ResellerID: reseller.ID(r.ResellerID), SubscriptionID: reseller.ID(r.SubscriptionID), After: after,
	}, err
}

// eachToldEvent calls yield with each event for which a condition holds, one at a time, those of a subscription in the order in which they
// were recorded: one subscription after another, as an index has them, and not by number alone, for which PostgreSQL may read all events.
func (r reader) eachToldEvent(ctx context.Context, yield func(toldEventRow) error, which string, args ...any) error {
	return r.each(ctx, func(rows *sqlx.Rows) error {
		var row toldEventRow
		if err := rows.StructScan(&row); err != nil {
			return r.failure(err)
		}
		return yield(row)
	}, `SELECT e.seq, e.kind, e.occurred_at, e.recorded_at, e.reseller_id, e.subscription_id, e.after
		FROM events e WHERE `+which+" ORDER BY e.subscription_id, e.seq", args...)
}

// priceAt gives subscriptions of a past moment the prices of then, by what was charged: of the stretches of the partner, the offer and the
// term of then the last that had begun.
func (r reader) priceAt(ctx context.Context, items []*reseller.Subscription, moment time.Time) error {
	if len(items) == 0 {
		return nil
	}
	of := make(map[reseller.ID]*reseller.Subscription, len(items))
	var ids, partners []reseller.ID
	for _, item := range items {
		of[item.ID] = item
		ids, partners = append(ids, item.ID), append(partners, item.BilledPartner)
	}
	var rows []struct {
		SubscriptionID uid    `db:"subscription_id"`
		PartnerID      uid    `db:"partner_id"`
		Country        string `db:"country"`
		Begins         day    `db:"begins"`
		TermEndsOn     day    `db:"term_ends_on"`
		Offer          string `db:"offer"`
		UnitPriceMinor int64  `db:"unit_price_minor"`
		Currency       string `db:"currency"`
	}
	err := r.all(ctx, &rows, `SELECT h.subscription_id, h.partner_id, p.country, COALESCE(h.since_day, h.from_day) AS begins, h.term_ends_on, h.offer,
		h.unit_price_minor, h.currency FROM subscriptions s JOIN charges h ON h.customer_id = s.customer_id AND h.subscription_id = s.id
		JOIN partners p ON p.id = h.partner_id WHERE s.id`+r.dialect.InIDs+" AND h.partner_id"+r.dialect.InIDs+" ORDER BY h.number",
		distinct(ids), distinct(partners))
	for _, row := range rows {
		s := of[reseller.ID(row.SubscriptionID)]
		same := reseller.ID(row.PartnerID) == s.BilledPartner && row.Offer == s.Offer && reseller.Day(row.TermEndsOn) == s.Term.EndsOn
		if same && reseller.Day(row.Begins) <= reseller.DayIn(moment, reseller.ZoneOf(row.Country)) {
			s.UnitPrice = reseller.Money{Minor: row.UnitPriceMinor, Currency: row.Currency}
		}
	}
	return err
}

// pointers are those to the items of a list.
func pointers[T any](items []T) []*T {
	to := make([]*T, len(items))
	for i := range items {
		to[i] = &items[i]
	}
	return to
}
