package db

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"accord/reseller"
)

// factRow is a row of any source: of what is kept a month, packed; of events what they say after the change; of rows a count.
type factRow struct {
	Source int `db:"source"`
	// Partner is the one whose facts they are; in ResellerFacts the reseller that its relationships name.
	Partner uid     `db:"partner_id"`
	Month   int32   `db:"month"`
	Packed  []byte  `db:"packed"`
	Kind    string  `db:"kind"`
	Service string  `db:"service"`
	Reason  string  `db:"reason"`
	After   *string `db:"after"`
	Quarter int64   `db:"quarter"`
	N       int64   `db:"n"`
}

// factsPosition is the source of the row that tells up to which event is counted.
const factsPosition = 0

func (row factRow) addTo(facts reseller.Facts, parts *reseller.Parts) error {
	source := reseller.FactSource(row.Source)
	if source == reseller.FactsKept || source == reseller.FactsSums {
		return unpackFacts(reseller.Month(row.Month), row.Packed, parts, facts)
	}
	key := reseller.FactKey{Kind: reseller.EventKind(row.Kind), Service: row.Service, Reason: reseller.EndReason(row.Reason)}
	if source == reseller.FactsSince {
		after, err := readState(row.After)
		if err != nil {
			return err
		}
		key = reseller.FactKeyOf(reseller.EventKind(row.Kind), after)
	}
	at := parts.Of(reseller.Quarter(row.Quarter))                        //nolint:gosec // within 60,000 years
	facts.Add(key, reseller.FactPoint{Quarter: at, Count: int32(row.N)}) //nolint:gosec // far fewer
	return nil
}

// factSelect is the list of a SELECT that gives rows of a source; what is left out is empty.
type factSelect struct {
	source                                                           reseller.FactSource
	partner, month, packed, kind, service, reason, after, quarter, n string
}

func (r reader) factList(f factSelect) string {
	null := func(of string) string { return "CAST(NULL AS " + of + ")" }
	return "SELECT " + strconv.Itoa(int(f.source)) + " AS source, " + cmp.Or(f.partner, null(r.dialect.IDType)) + " AS partner_id, " + cmp.Or(f.month, "0") + " AS month, " +
		cmp.Or(f.packed, null(r.dialect.BytesType)) + " AS packed, " + cmp.Or(f.kind, "''") + " AS kind, " + cmp.Or(f.service, "''") + " AS service, " + cmp.Or(f.reason, "''") +
		" AS reason, " + cmp.Or(f.after, "NULL") + " AS after, " + cmp.Or(f.quarter, "0") + " AS quarter, " + cmp.Or(f.n, "0") + " AS n"
}

// eachFact reads the rows of statements as of one moment, by source. ErrNotCounted when one of them tells that nothing is counted yet.
func (r reader) eachFact(ctx context.Context, asked clause, each func(factRow) error) error {
	var rows []factRow
	if err := r.all(ctx, &rows, strings.Join(asked.parts, " UNION ALL "), asked.args...); err != nil {
		return err
	}
	for _, row := range rows {
		switch {
		case row.Source != factsPosition:
			if err := each(row); err != nil {
				return err
			}
		case row.Quarter < 0:
			return reseller.ErrNotCounted
		}
	}
	return nil
}

// factsBy adds rows up by what names them.
type factsBy[K comparable] map[K]reseller.Facts

func (f factsBy[K]) add(name K, row factRow, parts *reseller.Parts) error {
	if f[name] == nil {
		f[name] = reseller.Facts{}
	}
	return row.addTo(f[name], parts)
}

func (f factsBy[K]) settled() map[K]reseller.Facts {
	for _, facts := range f {
		facts.Settle()
	}
	return f
}

// Facts implements reseller.Reader. One statement reads all sources, and so all as of one moment.
func (r reader) Facts(ctx context.Context, scope reseller.Scope, partner reseller.ID, query reseller.FactQuery) (map[reseller.FactSource]reseller.Facts, error) {
	found := factsBy[reseller.FactSource]{}
	if !ownFacts(scope, partner) {
		return found, nil
	}
	parts := reseller.NewParts(query.Bounds)
	err := r.eachFact(ctx, r.factsOf(partner, query), func(row factRow) error { return found.add(reseller.FactSource(row.Source), row, parts) })
	return found.settled(), err
}

// ownFacts tells whether the scope is the partner's own, or that of all.
func ownFacts(scope reseller.Scope, partner reseller.ID) bool {
	own, ok := scope.Partner()
	return scope.All() || ok && own == partner
}

// factsOf are the statements that find a partner's facts, one for each part of each source.
func (r reader) factsOf(partner reseller.ID, query reseller.FactQuery) clause {
	var c clause
	asks := func(source reseller.FactSource) bool { return query.Sources&source != 0 }
	if asks(reseller.FactsKept | reseller.FactsSums | reseller.FactsSince) {
		r.factsCounted(&c)
	}
	if asks(reseller.FactsKept) {
		r.factsKept(&c, query.Bounds, "partner_id = ?", partner)
	}
	if asks(reseller.FactsSums) {
		c.and(r.factList(factSelect{source: reseller.FactsSums, month: "month", packed: "totals"})+" FROM report_months WHERE partner_id = ?", partner)
	}
	if asks(reseller.FactsSince) {
		r.factsSince(&c, partner)
	}
	if asks(reseller.FactsOfRows) {
		r.factsOfRelationships(&c, reseller.FactsOfRows, "", query.AsOf, "relationships r WHERE r.partner_id = ?", partner)
		r.factsOfPrivileges(&c, "", query.AsOf, "delegated_admin_privileges d WHERE d.partner_id = ?", partner)
	}
	if asks(reseller.FactsNaming) {
		r.factsOfRelationships(&c, reseller.FactsNaming, "", query.AsOf, "relationships r WHERE r.reseller_id = ? AND r.partner_id <> ?", partner, partner)
	}
	return c
}

// factsCounted tells up to which event is counted.
func (r reader) factsCounted(c *clause) {
	c.and(r.factList(factSelect{source: factsPosition, quarter: "tx", n: "seq"}) + " FROM report_position")
}

// factsKept are the months that are kept: those that are over before the first bound as their sums, and none from after the last one.
func (r reader) factsKept(c *clause, bounds []reseller.Quarter, which string, args ...any) {
	whole, last := int32(math.MinInt32), int32(math.MaxInt32)
	if bounds != nil {
		whole, last = int32(bounds[0].Month()), int32(bounds[len(bounds)-1].Month())
	}
	kept := factSelect{source: reseller.FactsKept, partner: "partner_id", month: "month", packed: "CASE WHEN month < ? THEN totals ELSE facts END"}
	c.and(r.factList(kept)+" FROM report_months WHERE month <= ? AND "+which, append([]any{whole, last}, args...)...)
}

// factsSince are the facts of events that are not counted yet. An event of a privilege names the holder where that is not the
// relationship's partner as the reseller; only the privilege tells which of the two it is.
func (r reader) factsSince(c *clause, partner reseller.ID) {
	since := r.factList(sinceSelect(r)) + " FROM "
	c.and(since+r.dialect.EventsSince("partner_id")+withPrivileges+" AND (e.delegation_id IS NULL OR d.partner_id = ?)", partner, partner)
	c.and(since+r.dialect.EventsSince("reseller_id")+withPrivileges+" AND d.partner_id = ? AND e.partner_id <> ?", partner, partner, partner)
}

func sinceSelect(r reader) factSelect {
	return factSelect{
		source: reseller.FactsSince, partner: "COALESCE(d.partner_id, e.partner_id)", kind: "e.kind", after: "e.after",
		quarter: r.dialect.Quarter("e.occurred_at"), n: "1",
	}
}

// countedEvents is a condition on events: reports count them. What an import does – nobody of a tenant acts then – is counted by the import
// itself, which knows what stood in the rows that it replaces.
const countedEvents = "e.actor_tenant <> '' AND e.kind IN ('RELATIONSHIP_CREATED', 'RELATIONSHIP_ENDED', 'DELEGATED_ADMIN_GRANTED', 'DELEGATED_ADMIN_ENDED')"

// withPrivileges goes on from events since the position p, of which there are none to read where nothing is counted.
const withPrivileges = " LEFT JOIN delegated_admin_privileges d ON d.id = e.delegation_id WHERE p.tx >= 0 AND " + countedEvents

// factsOfRelationships counts the beginnings and the ends, up to a moment, of relationships r; by a column of theirs, if one is given.
func (r reader) factsOfRelationships(c *clause, source reseller.FactSource, by string, asOf time.Time, from string, args ...any) {
	of := factSelect{source: source, partner: by, kind: "'RELATIONSHIP_CREATED'"}
	r.factsCount(c, of, "r.accepted_at", asOf, from, args)
	of.kind = "'RELATIONSHIP_ENDED'"
	r.factsCount(c, of, "r.ended_at", asOf, from+" AND r.status = 'ENDED'", args)
}

// factsOfPrivileges does so with privileges d.
func (r reader) factsOfPrivileges(c *clause, by string, asOf time.Time, from string, args ...any) {
	of := factSelect{source: reseller.FactsOfRows, partner: by, kind: "'DELEGATED_ADMIN_GRANTED'", service: "d.service"}
	r.factsCount(c, of, "d.granted_at", asOf, from, args)
	of.kind, of.reason = "'DELEGATED_ADMIN_ENDED'", "d.end_reason"
	r.factsCount(c, of, "d.ended_at", asOf, from+" AND d.status = 'ENDED'", args)
}

// factsCount counts rows by the quarter of a column, and by whatever else tells them apart; without those of after a moment, unless that is
// zero.
func (r reader) factsCount(c *clause, f factSelect, at string, asOf time.Time, from string, args []any) {
	f.n, f.quarter = "count(*)", r.dialect.Quarter(at)
	if !asOf.IsZero() {
		from, args = from+" AND "+at+" <= ?", append(slices.Clone(args), asOf)
	}
	groups := []string{f.quarter}
	for _, group := range []string{f.partner, f.service, f.reason} {
		if group != "" {
			groups = append(groups, group)
		}
	}
	c.and(r.factList(f)+" FROM "+from+" GROUP BY "+strings.Join(groups, ", "), args...)
}

// FactSums implements reseller.Reader.
func (r reader) FactSums(ctx context.Context, scope reseller.Scope, from, to reseller.Quarter) (map[reseller.ID]reseller.Facts, error) {
	sums := factsBy[reseller.ID]{}
	if !scope.All() {
		return sums, nil
	}
	bounds := []reseller.Quarter{from, to}
	parts := reseller.NewParts(bounds)
	var c clause
	r.factsCounted(&c)
	r.factsKept(&c, bounds, "1 = 1")
	c.and(r.factList(sinceSelect(r)) + " FROM " + r.dialect.AllEventsSince + withPrivileges)
	r.factsOfRelationships(&c, reseller.FactsNaming, "r.reseller_id", time.Time{}, "relationships r WHERE r.reseller_id IS NOT NULL AND r.partner_id <> r.reseller_id")
	err := r.eachFact(ctx, c, func(row factRow) error { return sums.add(reseller.ID(row.Partner), row, parts) })
	return sums.settled(), err
}

// ResellerFacts implements reseller.Reader.
func (r reader) ResellerFacts(ctx context.Context, scope reseller.Scope, partner reseller.ID, query reseller.FactQuery) (map[reseller.ID]reseller.Facts, error) {
	found := factsBy[reseller.ID]{}
	if !ownFacts(scope, partner) {
		return found, nil
	}
	const naming, by = "relationships r", "r.reseller_id"
	const which = " WHERE r.partner_id = ? AND r.reseller_id IS NOT NULL"
	var c clause
	r.factsOfRelationships(&c, reseller.FactsOfRows, by, query.AsOf, naming+which, partner)
	r.factsOfPrivileges(&c, by, query.AsOf, naming+" JOIN delegated_admin_privileges d ON d.relationship_id = r.id AND d.partner_id = r.partner_id"+which, partner)
	parts := reseller.NewParts(query.Bounds)
	err := r.eachFact(ctx, c, func(row factRow) error { return found.add(reseller.ID(row.Partner), row, parts) })
	return found.settled(), err
}

// FactEvents implements reseller.Reader.
func (r reader) FactEvents(ctx context.Context, after, end reseller.Position, limit int) ([]reseller.Event, error) {
	var rows []eventRow
	err := r.all(ctx, &rows, "SELECT "+eventColumns+" FROM events e WHERE "+r.dialect.AfterEvent+" AND NOT ("+r.dialect.AfterEvent+") AND "+countedEvents+
		" ORDER BY e.tx, e.seq LIMIT ?", after.Tx, after.Seq, end.Tx, end.Seq, limit)
	if err != nil {
		return nil, err
	}
	return convertAll(rows, eventRow.event)
}

// FactPartners implements reseller.Reader.
func (r reader) FactPartners(ctx context.Context, scope reseller.Scope, after reseller.ID, limit int) ([]reseller.ID, error) {
	where := within(scopePartners, scope)
	if !after.IsZero() {
		where.and("p.id > ?", after)
	}
	var rows []uid
	err := r.all(ctx, &rows, "SELECT p.id FROM partners p WHERE "+where.sql()+" ORDER BY p.id LIMIT ?", append(where.args, limit)...)
	ids := make([]reseller.ID, len(rows))
	for i, row := range rows {
		ids[i] = reseller.ID(row)
	}
	return ids, err
}

// LockFacts implements reseller.Tx.
func (t *tx) LockFacts(ctx context.Context, wait bool) (at reseller.Position, counted bool, err error) {
	var row struct {
		Tx  int64 `db:"tx"`
		Seq int64 `db:"seq"`
	}
	lock := t.dialect.ForUpdateUnlocked
	if wait {
		if lock = t.dialect.ForUpdate; t.dialect.WaitForLocks != "" {
			if _, err := t.exec(ctx, t.dialect.WaitForLocks); err != nil {
				return at, false, err
			}
		}
	}
	err = t.get(ctx, &row, "SELECT tx, seq FROM report_position WHERE single"+lock)
	if err != nil || row.Tx < 0 {
		return reseller.Position{}, false, err
	}
	return reseller.Position{Tx: row.Tx, Seq: row.Seq}, true, nil
}

// SetCounted implements reseller.Tx.
func (t *tx) SetCounted(ctx context.Context, at reseller.Position) error {
	_, err := t.exec(ctx, "UPDATE report_position SET tx = ?, seq = ?", at.Tx, at.Seq)
	return err
}

// factMonth is a month of a partner's facts.
type factMonth struct {
	partner reseller.ID
	month   reseller.Month
	facts   reseller.Facts
}

var factMonths = table{name: "report_months", key: []string{"partner_id", "month"}, free: []string{"totals", "facts"}}

// putFacts keeps months; one in which nothing is left is kept no more.
func (t *tx) putFacts(ctx context.Context, months []factMonth) error {
	var full []factMonth
	for _, m := range months {
		if len(m.facts) > 0 {
			full = append(full, m)
			continue
		}
		if _, err := t.exec(ctx, "DELETE FROM report_months WHERE partner_id = ? AND month = ?", m.partner, int32(m.month)); err != nil {
			return err
		}
	}
	return put(ctx, t, factMonths, full, func(m factMonth) []any {
		return []any{m.partner, int32(m.month), packFacts(m.month, sumFacts(m.month, m.facts)), packFacts(m.month, m.facts)}
	})
}

// countedAtOnce is of how many partners what is kept is read at once.
const countedAtOnce = 100

// CountFacts implements reseller.Tx.
func (t *tx) CountFacts(ctx context.Context, facts map[reseller.ID]reseller.Facts) error {
	partners := slices.SortedFunc(maps.Keys(facts), func(a, b reseller.ID) int { return bytes.Compare(a[:], b[:]) })
	for some := range slices.Chunk(partners, countedAtOnce) {
		if err := t.countFacts(ctx, some, facts); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) countFacts(ctx context.Context, partners []reseller.ID, facts map[reseller.ID]reseller.Facts) error {
	var months []factMonth
	touched := map[reseller.Month]bool{}
	for _, partner := range partners {
		for month, of := range byMonth(facts[partner]) {
			months = append(months, factMonth{partner, month, of})
			touched[month] = true
		}
	}
	kept, err := t.keptFacts(ctx, partners, slices.Collect(maps.Keys(touched)))
	if err != nil {
		return err
	}
	for i, m := range months {
		if packed, ok := kept[factMonth{partner: m.partner, month: m.month}.key()]; ok {
			if err := unpackFacts(m.month, packed, reseller.NewParts(nil), months[i].facts); err != nil {
				return err
			}
			months[i].facts.Settle()
		}
	}
	return t.putFacts(ctx, months)
}

type factMonthKey struct {
	partner reseller.ID
	month   reseller.Month
}

func (m factMonth) key() factMonthKey { return factMonthKey{m.partner, m.month} }

// keptFacts reads what is kept of months, packed.
func (t *tx) keptFacts(ctx context.Context, partners []reseller.ID, months []reseller.Month) (map[factMonthKey][]byte, error) {
	numbers := make([]int64, len(months))
	for i, month := range months {
		numbers[i] = int64(month)
	}
	var rows []struct {
		Partner uid    `db:"partner_id"`
		Month   int32  `db:"month"`
		Facts   []byte `db:"facts"`
	}
	err := t.all(ctx, &rows, "SELECT partner_id, month, facts FROM report_months WHERE partner_id"+t.dialect.InIDs+" AND month"+t.dialect.InNumbers, partners, numbers)
	kept := make(map[factMonthKey][]byte, len(rows))
	for _, row := range rows {
		kept[factMonthKey{reseller.ID(row.Partner), reseller.Month(row.Month)}] = row.Facts
	}
	return kept, err
}

// byMonth divides facts.
func byMonth(facts reseller.Facts) map[reseller.Month]reseller.Facts {
	months := map[reseller.Month]reseller.Facts{}
	for key, points := range facts {
		for _, p := range points {
			month := p.Quarter.Month()
			if months[month] == nil {
				months[month] = reseller.Facts{}
			}
			months[month].Add(key, p)
		}
	}
	return months
}

// ReplaceFacts implements reseller.Tx.
func (t *tx) ReplaceFacts(ctx context.Context, partner reseller.ID, facts reseller.Facts) error {
	if _, err := t.exec(ctx, "DELETE FROM report_months WHERE partner_id = ?", partner); err != nil {
		return err
	}
	var months []factMonth
	for month, of := range byMonth(facts) {
		months = append(months, factMonth{partner, month, of})
	}
	return t.putFacts(ctx, months)
}
