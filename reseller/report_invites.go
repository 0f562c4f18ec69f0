package reseller

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

const (
	// maxReportedLinks is how many links a report tells of one by one at most, and maxLinkCells how many figures one line has for all of
	// them.
	maxReportedLinks = 500
	maxLinkCells     = 200_000
)

// maxLinks is of how many links is told one by one in so many parts.
func maxLinks(parts int) int { return min(maxReportedLinks, maxLinkCells/parts) }

// InviteReport is what came of a partner's links in a report's time (R8), up to its moment.
type InviteReport struct {
	Report
	Funnel
	// invites are the links that were named; nil is all.
	invites []ID
	links   map[ID]*Funnel
}

// LinkReport is the part of one link. Its lines have the report's parts.
type LinkReport struct {
	Report
	Funnel
	Invite Invite
}

// InviteReport reports on a partner's links and those in its name (R6), or on those of them that are named, to those who see the
// partner's affairs: how often each was viewed, and what customers did with it. Of customers that merely looked it has no more than how
// many they are (R27).
//
// Refusals: CodeValidationFailed for too many names.
func (a *App) InviteReport(ctx context.Context, v Viewer, r Report, invites []ID) (InviteReport, error) {
	report := InviteReport{Report: r, invites: invites}
	if err := CheckListed(len(invites), "ids"); err != nil {
		return report, err
	}
	counted := newFunnels(r)
	query := FunnelQuery{Invites: invites, From: r.bounds[0], To: r.bounds[len(r.bounds)-1], AsOf: r.AsOf}
	unwritten, err := a.countViews(ctx, v, r, query, counted)
	if err != nil {
		return report, err
	}
	query.Unwritten = slices.Collect(maps.Keys(unwritten))
	err = a.store.EachVisit(ctx, v.Scope(), r.Partner.ID, query, func(c Visit) {
		if first, ok := unwritten[c.InviteCustomer]; ok && (c.PreviewedAt.IsZero() || first.Before(c.PreviewedAt)) {
			c.PreviewedAt = first
		}
		counted.met(c)
	})
	if err != nil {
		return report, err
	}
	counted.settle()
	report.Funnel, report.links = *counted.all, counted.of
	return report, nil
}

// countViews counts the views of a query, and gives the previews that were not in the store yet. Views are held back only while those that
// are in the store are read, so that none is counted twice or not at all; a preview that is written meanwhile is found in either place, or in
// both.
func (a *App) countViews(ctx context.Context, v Viewer, r Report, query FunnelQuery, counted *funnels) (map[InviteCustomer]time.Time, error) {
	unwritten, err := a.readViews(ctx, v, r, query, counted)
	if err != nil {
		return nil, err
	}
	links, err := a.linksOf(ctx, v, r, slices.Collect(maps.Keys(unwritten.Of())))
	if err != nil {
		return nil, err
	}
	others := func(id ID) bool {
		_, ok := links[id]
		return !ok || query.Invites != nil && !slices.Contains(query.Invites, id)
	}
	for at, n := range unwritten.Counts {
		if !others(at.InviteID) {
			counted.viewed(at, n)
		}
	}
	maps.DeleteFunc(unwritten.Previews, func(who InviteCustomer, at time.Time) bool {
		return others(who.InviteID) || !r.AsOf.IsZero() && at.After(r.AsOf)
	})
	return unwritten.Previews, nil
}

// readViews counts the views that are in the store, and gives all that are not.
func (a *App) readViews(ctx context.Context, v Viewer, r Report, query FunnelQuery, counted *funnels) (Views, error) {
	if a.views.hold(ctx, countPatience) {
		defer a.views.release()
	}
	return a.views.unwritten(), a.store.EachViewed(ctx, v.Scope(), r.Partner.ID, query, counted.viewed)
}

// linksOf finds those of links that are the report's partner's or in its name, and that there were at its moment.
func (a *App) linksOf(ctx context.Context, v Viewer, r Report, ids []ID) (map[ID]Invite, error) {
	links, err := a.store.InvitesByID(ctx, v.Scope(), ids)
	maps.DeleteFunc(links, func(_ ID, link Invite) bool {
		foreign := link.PartnerID != r.Partner.ID && link.Terms.ResellerID != r.Partner.ID
		return foreign || !r.AsOf.IsZero() && link.CreatedAt.After(r.AsOf)
	})
	return links, err
}

// LinkReports are the parts of the report's links: of those that were named, or else of all with which anything happened in the time; as
// the partner's list of links has them, newest first.
//
// Refusals: CodeLimitExceeded.
func (a *App) LinkReports(ctx context.Context, v Viewer, r InviteReport) ([]LinkReport, error) {
	most := maxLinks(r.Parts())
	tooMany := Refuse(CodeLimitExceeded, "Of more than %d links it is not told one by one what came of them in so many parts. Ask for a shorter time, by MONTH, or name links by ids.", most)
	if r.links == nil {
		return nil, tooMany
	}
	ids := r.invites
	if ids == nil {
		ids = slices.Collect(maps.Keys(r.links))
	}
	links, err := a.linksOf(ctx, v, r.Report, ids)
	if err != nil {
		return nil, err
	}
	if len(links) > most {
		return nil, tooMany
	}
	reports := make([]LinkReport, 0, len(links))
	for id, link := range links {
		of := LinkReport{Report: r.Report, Invite: link}
		of.cells = r.Parts() * len(links)
		if funnel := r.links[id]; funnel != nil {
			of.Funnel = *funnel
		} else {
			of.Funnel = *newFunnel(r.Parts())
		}
		reports = append(reports, of)
	}
	slices.SortFunc(reports, func(x, y LinkReport) int {
		return cmp.Or(y.Invite.CreatedAt.Compare(x.Invite.CreatedAt), bytes.Compare(y.Invite.ID[:], x.Invite.ID[:]))
	})
	return reports, nil
}
