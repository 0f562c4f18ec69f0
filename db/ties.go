package db

import (
	"bytes"
	"context"
	"slices"

	"accord/reseller"
)

// tie is a partner and another that it has to do with.
type tie struct{ partner, other reseller.ID }

// tieTogether keeps that partners have to do with each other, for good: each sees the other from then on (R27). Zero ids are passed
// over. The rows are written in one order, so that two that tie the same partners do not block each other for ever.
func (t *tx) tieTogether(ctx context.Context, ties []tie) error {
	var both []tie
	for _, one := range ties {
		if !one.partner.IsZero() && !one.other.IsZero() {
			both = append(both, one, tie{one.other, one.partner})
		}
	}
	slices.SortFunc(both, func(a, b tie) int {
		return bytes.Compare(slices.Concat(a.partner[:], a.other[:]), slices.Concat(b.partner[:], b.other[:]))
	})
	for some := range slices.Chunk(slices.Compact(both), t.dialect.MaxParameters/2) {
		args := make([]any, 0, 2*len(some))
		for _, one := range some {
			args = append(args, one.partner, one.other)
		}
		rows, args := t.rows(2, args)
		if err := t.insert(ctx, "partner_ties", "(partner_id, other_id) "+rows+" ON CONFLICT DO NOTHING", args...); err != nil {
			return err
		}
	}
	return nil
}

func tiesOf[T any](items []T, of func(T) tie) []tie {
	ties := make([]tie, len(items))
	for i, item := range items {
		ties[i] = of(item)
	}
	return ties
}

func tieOfPartner(p reseller.Partner) tie { return tie{p.ID, p.ProviderID} }

func tieOfRelationship(r reseller.Relationship) tie { return tie{r.PartnerID, r.ResellerID} }

func tieOfTransfer(s reseller.Subscription) tie { return tie{s.BilledPartner, s.Transfer.To} }

func tieOfSupport(s reseller.Subscription) tie { return tie{s.BilledPartner, s.SupportPartner} }
