package reseller

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// RankedBy is what partners are ranked by.
type RankedBy string

// What they can be ranked by: relationships that stand at the end of the time, that began and that ended in it, and privileges that stand at
// its end.
const (
	RankedByStanding   RankedBy = "STANDING"
	RankedByBegun      RankedBy = "BEGUN"
	RankedByEnded      RankedBy = "ENDED"
	RankedByPrivileges RankedBy = "PRIVILEGES"
)

// RankingRequest is what to rank partners by, in which time.
type RankingRequest struct {
	From Day
	// To is the day after the last one; nil, and any later one, is the day after today.
	To *Day
	// Zone is whose days are meant; empty is UTC.
	Zone string
	By   RankedBy
	// First is how many are told, 1 to MaxPageSize.
	First int
}

// RankedPartner is a partner with its figures and its rank by one of them, from 1; partners of equal figures have the same.
type RankedPartner struct {
	Rank                               int32
	PartnerID                          ID
	Begun, Ended, Standing, Privileges int32
}

func (r *RankedPartner) by(what RankedBy) int32 {
	switch what {
	case RankedByBegun:
		return r.Begun
	case RankedByEnded:
		return r.Ended
	case RankedByPrivileges:
		return r.Privileges
	case RankedByStanding:
	}
	return r.Standing
}

// Ranking ranks all partners with relationships, the one with most first; for the operator.
//
// Refusals: CodeForbiddenRole, CodeValidationFailed as Report.
func (a *App) Ranking(ctx context.Context, v Viewer, in RankingRequest) ([]RankedPartner, error) {
	if !v.Known() {
		return nil, ErrUnauthenticated
	}
	if !v.Scope().All() {
		return nil, refuse(CodeForbiddenRole, "R18", "Only the operator compares partners.")
	}
	if in.First < 1 || in.First > MaxPageSize {
		return nil, Invalid([]string{"first"}, "%s must be between 1 and %d; it is %d.", "first", MaxPageSize, in.First)
	}
	zone, err := zoneNamed(cmp.Or(in.Zone, time.UTC.String()), "")
	if err != nil {
		return nil, err
	}
	to, err := reportEnd(a.now(), in.From, in.To, zone)
	if err != nil {
		return nil, err
	}
	first, err := in.From.boundIn(zone)
	if err != nil {
		return nil, err
	}
	last, err := to.boundIn(zone)
	if err != nil {
		return nil, err
	}
	sums, err := a.store.FactSums(ctx, v.Scope(), first, last)
	if errors.Is(err, ErrNotCounted) {
		return nil, refuse(CodeUnavailable, "", "Reports are being counted for the first time; ask again in a minute.")
	}
	if err != nil {
		return nil, err
	}
	return ranked(sums, []Quarter{first, last}, in.By, in.First), nil
}

// ranked brings partners into order, and gives the first of them.
func ranked(sums map[ID]Facts, bounds []Quarter, by RankedBy, first int) []RankedPartner {
	ranks := make([]RankedPartner, 0, len(sums))
	for partner, facts := range sums {
		rank := RankedPartner{PartnerID: partner}
		for key, points := range facts {
			before, within := bucketsOf(points, bounds)
			rank.add(key.Kind, before, within[0])
		}
		ranks = append(ranks, rank)
	}
	slices.SortFunc(ranks, func(x, y RankedPartner) int {
		return cmp.Or(cmp.Compare(y.by(by), x.by(by)), bytes.Compare(x.PartnerID[:], y.PartnerID[:]))
	})
	for i := range ranks {
		ranks[i].Rank = int32(i) + 1
		if i > 0 && ranks[i].by(by) == ranks[i-1].by(by) {
			ranks[i].Rank = ranks[i-1].Rank
		}
	}
	return ranks[:min(first, len(ranks))]
}

func (r *RankedPartner) add(kind EventKind, before, within int32) {
	switch kind { //nolint:exhaustive // nothing else is counted
	case EventRelationshipCreated:
		r.Begun += within
		r.Standing += before + within
	case EventRelationshipEnded:
		r.Ended += within
		r.Standing -= before + within
	case EventDelegatedAdminGranted:
		r.Privileges += before + within
	case EventDelegatedAdminEnded:
		r.Privileges -= before + within
	}
}
