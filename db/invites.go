package db

import (
	"context"
	"slices"

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
		named, err := r.Partner(ctx, view.Invite.ResellerID)
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
	ids := make([]reseller.ID, 0, len(views))
	for id := range views {
		ids = append(ids, id)
	}
	return s.once(ctx, func(ctx context.Context, t reseller.Tx) error {
		q := t.(*tx).querier //nolint:forcetypeassert,errcheck // once gives no other
		// In one order, so that two processes writing the same links' views do not block each other for ever.
		for _, id := range distinct(ids) {
			_, err := q.exec(ctx, `INSERT INTO invite_views (invite_id, views) SELECT id, CAST(? AS integer) FROM invites WHERE id = ?
				ON CONFLICT (invite_id) DO UPDATE SET views = invite_views.views + excluded.views`, views[id], id)
			if err != nil {
				return err
			}
		}
		return nil
	})
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
	var rows []uid
	err := r.all(ctx, &rows, `SELECT i.id FROM invites i JOIN partners p ON p.id = i.partner_id OR p.id = i.reseller_id
		WHERE p.external_key`+r.dialect.InTexts, externalKeys)
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
	partners = distinct(partners)
	if len(partners) == 0 {
		return map[reseller.ID]reseller.Slice[reseller.Invite]{}, nil
	}
	statement, args := inviteListing(scope).statement(partners, page)
	var rows []inviteRow
	if err := r.all(ctx, &rows, statement, args...); err != nil {
		return nil, err
	}
	invites := make([]reseller.Invite, len(rows))
	for i, row := range rows {
		invites[i] = row.invite()
	}
	return cutEach(invites, partners, page, func(i reseller.Invite) reseller.ID { return i.PartnerID }), nil
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
