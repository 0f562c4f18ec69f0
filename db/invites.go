package db

import (
	"context"
	"slices"
	"strings"

	"accord/reseller"
)

// InviteView implements reseller.Reader.
func (r reader) InviteView(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	views, err := r.inviteViews(ctx, []reseller.ID{id}, clause{})
	return found(views, id, err)
}

// InviteParties implements reseller.Tx.
func (t *tx) InviteParties(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	views, err := t.inviteParties(ctx, []reseller.ID{id}, clause{})
	return found(views, id, err)
}

// found gives one of what was read; reseller.ErrNotFound when it is not there.
func found[T any](all map[reseller.ID]T, id reseller.ID, err error) (T, error) {
	one, ok := all[id]
	if err == nil && !ok {
		err = reseller.ErrNotFound
	}
	return one, err
}

// InviteViews implements reseller.Reader.
func (r reader) InviteViews(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.InviteView, error) {
	return r.inviteViews(ctx, ids, within(scopeInvites, scope))
}

// inviteViews reads what links under a condition show.
func (r reader) inviteViews(ctx context.Context, ids []reseller.ID, where clause) (map[reseller.ID]reseller.InviteView, error) {
	views, err := r.inviteParties(ctx, ids, where)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, view := range views {
		codes = append(codes, view.AskedFor()...)
	}
	if len(codes) == 0 {
		return views, nil
	}
	services, err := r.services(ctx, "code"+r.dialect.InTexts, slices.Compact(slices.Sorted(slices.Values(codes))))
	for id, view := range views {
		for _, s := range services {
			if slices.Contains(view.AskedFor(), s.Code) {
				view.Services = append(view.Services, s)
			}
		}
		views[id] = view
	}
	return views, err
}

// inviteParties reads links under a condition, and the partners that they name.
func (r reader) inviteParties(ctx context.Context, ids []reseller.ID, where clause) (map[reseller.ID]reseller.InviteView, error) {
	if len(ids) == 0 {
		return map[reseller.ID]reseller.InviteView{}, nil
	}
	var rows []partiesRow
	statement, args := r.partiesOf(ids, where)
	err := r.all(ctx, &rows, statement, args...)
	return viewsOf(rows), err
}

// partiesRow is a link and one of the partners that it names.
type partiesRow struct {
	inviteRow
	partnerRow
}

func (q querier) partiesOf(ids []reseller.ID, where clause) (statement string, args []any) {
	where.and("i.id"+q.dialect.InIDs, distinct(ids))
	return "SELECT " + inviteColumns + ", " + partnerColumns + ` FROM invites i
		JOIN partners p ON p.id = i.partner_id OR p.id = i.reseller_id WHERE ` + where.sql(), where.args
}

func viewsOf(rows []partiesRow) map[reseller.ID]reseller.InviteView {
	views := make(map[reseller.ID]reseller.InviteView, len(rows))
	for _, row := range rows {
		id := reseller.ID(row.inviteRow.ID)
		view := views[id]
		view.Invite = row.invite()
		if p := row.partner(); p.ID == view.Invite.PartnerID {
			view.Partner = p
		} else {
			view.Reseller = &p
		}
		views[id] = view
	}
	return views
}

// InviteCounts implements reseller.Reader.
func (r reader) InviteCounts(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.InviteCounts, error) {
	type row struct {
		ID       uid   `db:"id"`
		Views    int32 `db:"views"`
		Accepts  int32 `db:"accepts"`
		Declines int32 `db:"declines"`
	}
	return byID(ctx, r.querier, ids, `i.id AS id,
		COALESCE((SELECT v.views FROM invite_views v WHERE v.invite_id = i.id), 0) AS views,
		(SELECT count(*) FROM acceptances a WHERE a.invite_id = i.id) AS accepts,
		(SELECT count(*) FROM declines x WHERE x.invite_id = i.id) AS declines FROM invites i`,
		"i.id", within(scopeInvites, scope),
		func(row row) reseller.InviteCounts {
			return reseller.InviteCounts{Views: row.Views, Accepts: row.Accepts, Declines: row.Declines}
		},
		func(row row) uid { return row.ID })
}

// HasAccepted implements reseller.Reader.
func (r reader) HasAccepted(ctx context.Context, scope reseller.Scope, invite reseller.ID) (bool, error) {
	customer, ok := scope.Customer()
	if !ok {
		return false, nil
	}
	return r.exists(ctx, "SELECT 1 FROM acceptances WHERE invite_id = ? AND customer_id = ?", invite, customer)
}

// IsRelated implements reseller.Reader.
func (r reader) IsRelated(ctx context.Context, scope reseller.Scope, partner reseller.ID) (bool, error) {
	customer, ok := scope.Customer()
	if !ok {
		return false, nil
	}
	return r.exists(ctx, "SELECT 1 FROM relationships WHERE customer_id = ? AND partner_id = ? AND status <> 'ENDED'", customer, partner)
}

func (r reader) exists(ctx context.Context, query string, args ...any) (bool, error) {
	var yes bool
	err := r.get(ctx, &yes, "SELECT EXISTS ("+query+")", args...)
	return yes, err
}

// InvitesShowing implements reseller.Reader.
func (r reader) InvitesShowing(ctx context.Context, scope reseller.Scope, partners []reseller.ID) ([]reseller.ID, error) {
	if len(partners) == 0 {
		return nil, nil
	}
	own, named := within(scopeInvites, scope), within(scopeInvites, scope)
	own.and("i.partner_id"+r.dialect.InIDs, partners)
	named.and("i.reseller_id"+r.dialect.InIDs, partners)
	var rows []uid
	err := r.all(ctx, &rows, "SELECT i.id FROM invites i WHERE "+own.sql()+" UNION SELECT i.id FROM invites i WHERE "+named.sql(),
		slices.Concat(own.args, named.args)...)
	ids := make([]reseller.ID, len(rows))
	for i, row := range rows {
		ids[i] = reseller.ID(row)
	}
	return ids, err
}

// inviteListing is a partner's list of links: a reseller's has those in its name (R6).
func inviteListing(scope reseller.Scope) listing {
	return listing{
		columns: inviteColumns, from: "invites i", owners: []string{"i.partner_id", "i.reseller_id"}, where: within(scopeInvites, scope),
		key: "i.created_at", id: "i.id", descending: true, keyOf: func(k reseller.Key) any { return k.Time },
	}
}

type listedInviteRow struct {
	ownerRow
	inviteRow
}

// Invites implements reseller.Reader.
func (r reader) Invites(ctx context.Context, scope reseller.Scope, partners []reseller.ID, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.Invite], error) {
	return pages(ctx, r.querier, inviteListing(scope), partners, page,
		func(row listedInviteRow) (reseller.Invite, error) { return row.invite(), nil })
}

// CountInvites implements reseller.Reader.
func (r reader) CountInvites(ctx context.Context, scope reseller.Scope, partners []reseller.ID) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, inviteListing(scope), partners)
}

// answeredWithin keeps answers of a time, up to a moment; zero is no bound.
func answeredWithin(where *clause, column string, f reseller.AnswerFilter) {
	if !f.From.IsZero() {
		where.and(column+" >= ?", f.From)
	}
	if !f.To.IsZero() {
		where.and(column+" < ?", f.To)
	}
	if !f.AsOf.IsZero() {
		where.and(column+" <= ?", f.AsOf)
	}
}

// acceptanceListing is a link's list of who accepted through it (R8), newest first.
func acceptanceListing(scope reseller.Scope, f reseller.AnswerFilter) listing {
	l := listing{
		columns: acceptanceColumns, from: "acceptances a JOIN invites i ON i.id = a.invite_id", owners: []string{"a.invite_id"},
		where: within(scopeInvites, scope), key: "a.accepted_at", id: "a.id", descending: true,
		keyOf: func(k reseller.Key) any { return k.Time },
	}
	answeredWithin(&l.where, l.key, f)
	return l
}

type listedAcceptanceRow struct {
	ownerRow
	acceptanceRow
}

// AcceptancesOf implements reseller.Reader.
func (r reader) AcceptancesOf(ctx context.Context, scope reseller.Scope, invites []reseller.ID, f reseller.AnswerFilter, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.Acceptance], error) {
	return pages(ctx, r.querier, acceptanceListing(scope, f), invites, page,
		func(row listedAcceptanceRow) (reseller.Acceptance, error) { return row.acceptance(), nil })
}

// CountAcceptances implements reseller.Reader.
func (r reader) CountAcceptances(ctx context.Context, scope reseller.Scope, invites []reseller.ID, f reseller.AnswerFilter) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, acceptanceListing(scope, f), invites)
}

// AcceptancesByID implements reseller.Reader.
func (r reader) AcceptancesByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.Acceptance, error) {
	return byID(ctx, r.querier, ids, acceptanceColumns+" FROM "+acceptanceListing(scope, reseller.AnswerFilter{}).from, "a.id", within(scopeInvites, scope),
		acceptanceRow.acceptance, func(row acceptanceRow) uid { return row.ID })
}

// DeclinesByID implements reseller.Reader.
func (r reader) DeclinesByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.Decline, error) {
	return byID(ctx, r.querier, ids, declineColumns+" FROM "+declineListing(scope, reseller.AnswerFilter{}).from, "x.id", within(scopeInvites, scope),
		declineRow.decline, func(row declineRow) uid { return row.ID })
}

// declineListing is a link's list of who has declined it (R14), newest first.
func declineListing(scope reseller.Scope, f reseller.AnswerFilter) listing {
	table, columns := declinesAt(f.AsOf, "1 = 1", "x"), declineColumns
	if !f.AsOf.IsZero() {
		columns += ", x.said AS x_said"
	}
	l := listing{
		columns: columns, from: table.sql() + " JOIN invites i ON i.id = x.invite_id JOIN customers c ON c.id = x.customer_id", fromArgs: table.args,
		owners: []string{"x.invite_id"}, where: within(scopeInvites, scope), key: "x.declined_at", id: "x.id", descending: true,
		keyOf: func(k reseller.Key) any { return k.Time },
	}
	answeredWithin(&l.where, l.key, f)
	return l
}

type listedDeclineRow struct {
	ownerRow
	declineRow

	Said *string `db:"x_said"`
}

// listed is the decline with the reason that the customer had given then.
func (r listedDeclineRow) listed() (reseller.Decline, error) {
	d := r.decline()
	said, err := readState(r.Said)
	if said != nil {
		d.Reason = said.Fields["reason"]
	}
	return d, err
}

// DeclinesOf implements reseller.Reader.
func (r reader) DeclinesOf(ctx context.Context, scope reseller.Scope, invites []reseller.ID, f reseller.AnswerFilter, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.Decline], error) {
	return pages(ctx, r.querier, declineListing(scope, f), invites, page, listedDeclineRow.listed)
}

// CountDeclines implements reseller.Reader.
func (r reader) CountDeclines(ctx context.Context, scope reseller.Scope, invites []reseller.ID, f reseller.AnswerFilter) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, declineListing(scope, f), invites)
}

// countEach counts the rows of each owner's list, without loading them.
func (r reader) countEach(ctx context.Context, l listing, owners []reseller.ID) (map[reseller.ID]int32, error) {
	type row struct {
		Owner uid   `db:"owner_id"`
		Count int32 `db:"n"`
	}
	counts := make(map[reseller.ID]int32, len(owners))
	if len(owners) == 0 {
		return counts, nil
	}
	parts := make([]string, len(l.owners))
	var args []any
	for i, column := range l.owners {
		where := l.whereOf(column)
		parts[i] = "SELECT " + column + " AS owner_id, count(*) AS n FROM " + l.fromFor(column) + " WHERE " + where.sql() + " AND " + column +
			r.dialect.InIDs + " GROUP BY " + column
		args = append(slices.Concat(args, l.fromArgs, where.args), distinct(owners))
	}
	var rows []row
	err := r.all(ctx, &rows, strings.Join(parts, " UNION ALL "), args...)
	for _, row := range rows {
		counts[reseller.ID(row.Owner)] += row.Count
	}
	return counts, err
}
