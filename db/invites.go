package db

import (
	"context"
	"maps"
	"slices"
	"strings"

	"accord/reseller"
)

// InviteView implements reseller.Reader.
func (r reader) InviteView(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	var row struct {
		inviteRow
		partnerRow
	}
	err := r.get(ctx, &row, "SELECT "+inviteColumns+", "+partnerColumns+` FROM invites i
		JOIN partners p ON p.id = i.partner_id WHERE i.id = ?`, id)
	if err != nil {
		return reseller.InviteView{}, err
	}
	view := reseller.InviteView{Invite: row.invite(), Partner: row.partner()}
	if !view.Invite.ResellerID.IsZero() {
		named, err := r.partner(ctx, view.Invite.ResellerID)
		if err != nil {
			return reseller.InviteView{}, err
		}
		view.Reseller = &named
	}
	asked := view.Invite.Terms.Services
	if asked == nil {
		asked = view.Partner.Services
	}
	if !view.Invite.Terms.DelegatedAdmin {
		return view, nil // a link without delegated admin privileges names no services
	}
	view.Services, err = r.services(ctx, "code"+r.dialect.InTexts, slices.Clone(asked))
	return view, err
}

// InviteCounts implements reseller.Reader.
func (r reader) InviteCounts(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.InviteCounts, error) {
	type row struct {
		ID      uid   `db:"id"`
		Views   int32 `db:"views"`
		Accepts int32 `db:"accepts"`
	}
	return byID(ctx, r.querier, ids, `i.id AS id,
		COALESCE((SELECT v.views FROM invite_views v WHERE v.invite_id = i.id), 0) AS views,
		(SELECT count(*) FROM acceptances a WHERE a.invite_id = i.id) AS accepts FROM invites i`,
		"i.id", within(scopeInvites, scope),
		func(row row) reseller.InviteCounts {
			return reseller.InviteCounts{Views: row.Views, Accepts: row.Accepts}
		},
		func(row row) uid { return row.ID })
}

// AddViews implements reseller.Store.
func (s *Store) AddViews(ctx context.Context, views map[reseller.ID]int32) error {
	ids := slices.SortedFunc(maps.Keys(views), compareIDs)
	return s.Update(ctx, func(ctx context.Context, t reseller.Tx) error {
		q := t.(*tx).querier //nolint:forcetypeassert,errcheck // Update gives no other
		for some := range slices.Chunk(ids, maxViews) {
			if err := q.addViews(ctx, some, views); err != nil {
				return err
			}
		}
		return nil
	})
}

// maxViews bounds the links whose views one statement adds: it looks each up in a list of all.
const maxViews = 200

// addViews writes in the order of ids, so that two processes writing the same links' views do not block each other for ever.
func (q querier) addViews(ctx context.Context, ids []reseller.ID, views map[reseller.ID]int32) error {
	args := make([]any, 0, 2*len(ids)+1)
	for _, id := range ids {
		args = append(args, id, views[id])
	}
	_, err := q.exec(ctx, "INSERT INTO invite_views (invite_id, views) SELECT id, CASE id"+
		strings.Repeat(" WHEN ? THEN CAST(? AS integer)", len(ids))+" END FROM invites WHERE id"+q.dialect.InIDs+
		" ORDER BY id ON CONFLICT (invite_id) DO UPDATE SET views = invite_views.views + excluded.views", append(args, ids)...)
	return err
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

// InvitesOfPartners implements reseller.Reader.
func (r reader) InvitesOfPartners(ctx context.Context, externalKeys []string) ([]reseller.ID, error) {
	if len(externalKeys) == 0 {
		return nil, nil
	}
	named := "(SELECT id FROM partners WHERE external_key" + r.dialect.InTexts + ")"
	var rows []uid
	err := r.all(ctx, &rows, "SELECT id FROM invites WHERE partner_id IN "+named+" UNION SELECT id FROM invites WHERE reseller_id IN "+named,
		externalKeys, externalKeys)
	ids := make([]reseller.ID, len(rows))
	for i, row := range rows {
		ids[i] = reseller.ID(row)
	}
	return ids, err
}

func inviteListing(scope reseller.Scope) listing {
	return listing{
		columns: inviteColumns, from: "invites i", owner: "i.partner_id", where: within(scopeInvites, scope),
		key: "i.created_at", id: "i.id", descending: true, keyOf: func(k reseller.Key) any { return k.Time },
	}
}

// Invites implements reseller.Reader.
func (r reader) Invites(ctx context.Context, scope reseller.Scope, partners []reseller.ID, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.Invite], error) {
	return pages(ctx, r.querier, inviteListing(scope), partners, page,
		func(row inviteRow) (reseller.Invite, error) { return row.invite(), nil },
		func(i reseller.Invite) reseller.ID { return i.PartnerID })
}

// CountInvites implements reseller.Reader.
func (r reader) CountInvites(ctx context.Context, scope reseller.Scope, partners []reseller.ID) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, "invites i", "i.partner_id", within(scopeInvites, scope), partners)
}

// countEach counts the rows of each owner's list, without loading them.
func (r reader) countEach(ctx context.Context, from, owner string, where clause, owners []reseller.ID) (map[reseller.ID]int32, error) {
	type row struct {
		Owner uid   `db:"owner"`
		Count int32 `db:"n"`
	}
	counts := make(map[reseller.ID]int32, len(owners))
	if len(owners) == 0 {
		return counts, nil
	}
	where.and(owner+r.dialect.InIDs, distinct(owners))
	var rows []row
	err := r.all(ctx, &rows, "SELECT "+owner+" AS owner, count(*) AS n FROM "+from+" WHERE "+where.sql()+" GROUP BY "+owner, where.args...)
	for _, row := range rows {
		counts[reseller.ID(row.Owner)] = row.Count
	}
	return counts, err
}
