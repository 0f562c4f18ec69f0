package reseller

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// ReportRequest is what to report.
type ReportRequest struct {
	// From is the first day, and To the day after the last; nil, and any later one, is the day after today: nothing is told of what is to
	// come.
	From     Day
	To       *Day
	Interval ReportInterval
	// Zone is the IANA's name of the zone whose days are meant; empty is that of the partner's country.
	Zone string
	// Services are the codes of those to report; nil is all.
	Services []string
	// Countries keeps customers of these countries; nil is all. A partner's are all of its own (R7), which has to be among them.
	Countries []string
	// AsOf is the past moment at which the report is told, and with which it ends; nil is now.
	AsOf *time.Time
}

// Report is what happened to a partner, part by part of a time.
type Report struct {
	Partner  Partner
	Interval ReportInterval
	Zone     *time.Location
	// From and To are its days, half-open.
	From, To Day
	// Services are the codes that it tells of, in the catalogue's order.
	Services []string
	// narrowed: these are named, and not all.
	narrowed bool
	// ResellerID: it tells of the relationships that name this reseller; zero for all.
	ResellerID ID
	// AsOf is the past moment at which it is told; zero is now.
	AsOf time.Time

	// cells is how many figures all lines of one kind have.
	cells int
	// bounds are where each part begins, and where the last one ends.
	bounds []Quarter
	// parts are what happened in each part, and before what before the first.
	parts  map[FactKey][]int32
	before map[FactKey]int32
}

// Report reports to those who see the partner's affairs.
//
// Refusals: CodeLimitExceeded for more figures than are told at once; CodeValidationFailed for a time that is empty, inverted, to come or of too many parts, for an unknown zone or service, for
// countries in which the partner has no customers, and for a moment to come.
func (a *App) Report(ctx context.Context, v Viewer, p Partner, in ReportRequest) (Report, error) {
	r, err := a.frame(ctx, p, in)
	if err != nil {
		return r, err
	}
	facts, err := a.reportFacts(ctx, v.Scope(), p.ID, r)
	if err != nil {
		return r, err
	}
	return r.filled(facts), nil
}

// frame is a report of which nothing has been counted yet.
func (a *App) frame(ctx context.Context, p Partner, in ReportRequest) (Report, error) {
	r := Report{Partner: p, Interval: in.Interval, From: in.From, narrowed: in.Services != nil}
	err := errors.Join(CheckListed(len(in.Services), "services"), CheckListed(len(in.Countries), "customerCountries"))
	if err != nil {
		return r, err
	}
	if r.Zone, err = zoneNamed(in.Zone, p.Country); err != nil {
		return r, err
	}
	now := a.now()
	if in.AsOf != nil {
		now, r.AsOf = *in.AsOf, in.AsOf.UTC()
	}
	if err := a.CheckAsOf(r.AsOf); err != nil {
		return r, err
	}
	if r.To, err = reportEnd(now, in.From, in.To, r.Zone); err != nil {
		return r, err
	}
	if r.bounds, err = r.Interval.bounds(r.From, r.To, r.Zone); err != nil {
		return r, err
	}
	if r.Services, err = a.reported(ctx, in.Services); err != nil {
		return r, err
	}
	if r.cells = r.Parts() * (len(r.Services) + 1); r.cells > maxCells {
		return r, Refuse(CodeLimitExceeded, "The report has %d figures for each line; at most %d are told. Ask for a shorter time, longer parts or fewer services.", r.cells, maxCells)
	}
	if in.Countries != nil && !slices.Contains(in.Countries, p.Country) {
		return r, Invalid([]string{"customerCountries"}, "All customers of %s are in %s, as it is itself (R7); name that, or leave it out.", p.Name, p.Country)
	}
	return r, nil
}

// reportEnd is the day after the last one of a report's time, which is today at the latest. It refuses a time of which there is nothing to
// tell.
func reportEnd(now time.Time, from Day, to *Day, zone *time.Location) (Day, error) {
	end := DayIn(now, zone) + 1
	if to != nil {
		end = min(end, *to)
	}
	switch {
	case to != nil && *to <= from:
		return 0, Invalid([]string{"to"}, "The time from %s to %s is empty; to is the day after the last one, later than from.", from, *to)
	case from >= end:
		return 0, Invalid([]string{"from"}, "%s is to come; there is nothing to report yet.", from)
	case from < firstReportDay:
		return 0, Invalid([]string{"from"}, "%s is before %s; there is nothing to report.", from, firstReportDay)
	}
	return end, nil
}

// reported are the services that are asked for, all of them where none is named.
func (a *App) reported(ctx context.Context, asked []string) ([]string, error) {
	catalogue, err := a.store.Services(ctx)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, s := range catalogue {
		if asked == nil || slices.Contains(asked, s.Code) {
			codes = append(codes, s.Code)
		}
	}
	for _, code := range asked {
		if !slices.Contains(codes, code) {
			return nil, Invalid([]string{"services"}, "There is no service %s.", quote(code))
		}
	}
	return codes, nil
}

// reportFacts are those that are kept and those since; where nothing is kept yet, and of a past moment, which may be within a quarter of
// an hour, those of the rows. Relationships that name the partner as their reseller are in its lists, and so in its reports (R6).
func (a *App) reportFacts(ctx context.Context, scope Scope, partner ID, r Report) (Facts, error) {
	query := FactQuery{Sources: FactsKept | FactsSince | FactsNaming, Bounds: r.bounds, AsOf: r.AsOf}
	if !r.AsOf.IsZero() {
		query.Sources = FactsOfRows | FactsNaming
	}
	found, err := a.store.Facts(ctx, scope, partner, query)
	if errors.Is(err, ErrNotCounted) {
		query.Sources = FactsOfRows | FactsNaming
		found, err = a.store.Facts(ctx, scope, partner, query)
	}
	if err != nil {
		return nil, err
	}
	kept := found[FactsKept]
	delete(found, FactsKept)
	for _, others := range found {
		if len(others) > 0 {
			kept = addUp(kept, others)
		}
	}
	return kept, nil
}

// filled is the report with what has been counted.
func (r Report) filled(facts Facts) Report {
	r.parts, r.before = make(map[FactKey][]int32, len(facts)), make(map[FactKey]int32, len(facts))
	for key, points := range facts {
		r.before[key], r.parts[key] = bucketsOf(points, r.bounds)
	}
	return r
}

// Parts is how many parts the report has.
func (r Report) Parts() int { return len(r.bounds) - 1 }

// Part is when a part begins, and when the next one does.
func (r Report) Part(i int) (from, to time.Time) { return r.bounds[i].Time(), r.bounds[i+1].Time() }

// Figures are the values of one line of a report, one for each part, in order.
type Figures struct {
	Values []int32
	// Total is their sum; of a level, which stands on from part to part, the last of them.
	Total int32
}

// Flow is how often something happened in each part.
func (r Report) Flow(keys ...FactKey) Figures {
	f := Figures{Values: make([]int32, r.Parts())}
	for _, key := range keys {
		for i, n := range r.parts[key] {
			f.Values[i] += n
			f.Total += n
		}
	}
	return f
}

// Level is how many stood at the end of each part: of those that began, without those that ended.
func (r Report) Level(began FactKey, ended ...FactKey) Figures {
	f, out := r.Flow(began), r.Flow(ended...)
	at := r.before[began]
	for _, key := range ended {
		at -= r.before[key]
	}
	for i := range f.Values {
		at += f.Values[i] - out.Values[i]
		f.Values[i] = at
	}
	f.Total = at
	return f
}

// ResellerReports report on the relationships of a provider that name each of its resellers, by the resellers' names (R6), and on its own
// privileges under these. What they name today counts, as in lists; it is counted of the rows themselves.
//
// Refusals: CodeLimitExceeded.
func (a *App) ResellerReports(ctx context.Context, v Viewer, r Report) ([]Report, error) {
	facts, err := a.store.ResellerFacts(ctx, v.Scope(), r.Partner.ID, FactQuery{Bounds: r.bounds, AsOf: r.AsOf})
	if err != nil {
		return nil, err
	}
	cells := r.cells * len(facts)
	if cells > maxResellerCells {
		return nil, Refuse(CodeLimitExceeded, "The reports of %d resellers have %d figures for each line; at most %d are told. Ask for a shorter time, by MONTH, or for fewer services.",
			len(facts), cells, maxResellerCells)
	}
	named, err := a.store.PartnersByID(ctx, v.Scope(), slices.Collect(maps.Keys(facts)))
	if err != nil {
		return nil, err
	}
	reports := make([]Report, 0, len(facts))
	for id, of := range facts {
		report := r.filled(of)
		report.ResellerID, report.cells = id, cells
		reports = append(reports, report)
	}
	slices.SortFunc(reports, func(x, y Report) int {
		return cmp.Or(
			cmp.Compare(strings.ToLower(named[x.ResellerID].Name), strings.ToLower(named[y.ResellerID].Name)),
			bytes.Compare(x.ResellerID[:], y.ResellerID[:]),
		)
	})
	return reports, nil
}

const (
	// maxCells is how many figures all lines of one kind have at most: those of relationships and of each service. maxResellerCells is so of
	// all resellers together, and maxOpened of what opens its rows, each of which is an object.
	maxCells         = 50_000
	maxResellerCells = 200_000
	maxOpened        = 5_000
)

// CheckOpened refuses to say of each figure which rows it counts where there are too many, with CodeLimitExceeded.
func (r Report) CheckOpened() error {
	if r.cells <= maxOpened {
		return nil
	}
	return Refuse(CodeLimitExceeded, "The report has %d figures for each line; of at most %d it is told which rows they count. Ask for values, a shorter time, longer parts or fewer services.",
		r.cells, maxOpened)
}
