package db

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"accord/reseller"
)

// AddViews implements reseller.Store. All is written in the order of ids, the links' sums first, so that two processes writing the same
// links' views do not block each other for ever.
func (s *Store) AddViews(ctx context.Context, views reseller.Views) error {
	return s.update(ctx, func(ctx context.Context, t reseller.Tx) error {
		q := t.(*tx).querier //nolint:forcetypeassert,errcheck // update gives no other
		if err := q.addViews(ctx, views.Of()); err != nil {
			return err
		}
		if err := q.addViewsByQuarter(ctx, views.Counts); err != nil {
			return err
		}
		return q.addPreviews(ctx, views)
	})
}

// maxViews bounds what one statement writes of views.
const maxViews = 200

// addViews adds to the sums of links, each of which it looks up in a list of all.
func (q querier) addViews(ctx context.Context, views map[reseller.ID]int32) error {
	for ids := range slices.Chunk(slices.SortedFunc(maps.Keys(views), compareIDs), maxViews) {
		args := make([]any, 0, 2*len(ids)+1)
		for _, id := range ids {
			args = append(args, id, views[id])
		}
		_, err := q.exec(ctx, "INSERT INTO invite_views (invite_id, views) SELECT id, CASE id"+
			strings.Repeat(" WHEN ? THEN CAST(? AS integer)", len(ids))+" END FROM invites WHERE id"+q.dialect.InIDs+
			" ORDER BY id ON CONFLICT (invite_id) DO UPDATE SET views = invite_views.views + excluded.views", append(args, ids)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (q querier) addViewsByQuarter(ctx context.Context, counts map[reseller.InviteQuarter]int32) error {
	inOrder := slices.SortedFunc(maps.Keys(counts), func(a, b reseller.InviteQuarter) int {
		return cmp.Or(compareIDs(a.InviteID, b.InviteID), cmp.Compare(a.Quarter, b.Quarter))
	})
	for some := range slices.Chunk(inOrder, maxViews) {
		args := make([]any, 0, 3*len(some))
		for _, at := range some {
			args = append(args, at.InviteID, int32(at.Quarter), counts[at])
		}
		_, err := q.exec(ctx, "WITH viewed (invite_id, quarter, views) AS ("+typedRows(len(some), q.dialect.IDType, "integer", "integer")+`)
			INSERT INTO invite_views_by_quarter (invite_id, quarter, views)
			SELECT v.invite_id, v.quarter, v.views FROM viewed v, invites i WHERE i.id = v.invite_id ORDER BY v.invite_id, v.quarter
			ON CONFLICT (invite_id, quarter) DO UPDATE SET views = invite_views_by_quarter.views + excluded.views`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (q querier) addPreviews(ctx context.Context, views reseller.Views) error {
	inOrder := slices.SortedFunc(maps.Keys(views.Previews), func(a, b reseller.InviteCustomer) int {
		return cmp.Or(compareIDs(a.InviteID, b.InviteID), compareIDs(a.CustomerID, b.CustomerID))
	})
	for some := range slices.Chunk(inOrder, maxViews) {
		args := make([]any, 0, 3*len(some))
		for _, who := range some {
			args = append(args, who.InviteID, who.CustomerID, views.Previews[who])
		}
		_, err := q.exec(ctx, "WITH seen (invite_id, customer_id, previewed_at) AS ("+typedRows(len(some), q.dialect.IDType, q.dialect.IDType, q.dialect.TimeType)+`)
			INSERT INTO previews (invite_id, customer_id, previewed_at)
			SELECT s.invite_id, s.customer_id, s.previewed_at FROM seen s, invites i, customers c
			WHERE i.id = s.invite_id AND c.id = s.customer_id ORDER BY s.invite_id, s.customer_id
			ON CONFLICT (invite_id, customer_id) DO UPDATE SET previewed_at = excluded.previewed_at WHERE excluded.previewed_at < previews.previewed_at`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// typedRows are VALUES of parameters of these types.
func typedRows(count int, types ...string) string {
	row := "(CAST(? AS " + strings.Join(types, "), CAST(? AS ") + "))"
	return "VALUES " + row + strings.Repeat(", "+row, count-1)
}
