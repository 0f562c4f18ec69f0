package reseller

import (
	"context"
	"math"
	"slices"
	"time"
)

// OfferPoint is what happened on a day to what a partner is charged for of one offer: subscriptions that began to be and ceased to be of it,
// and the seats that came and went with these and with changes.
type OfferPoint struct {
	Day                 Day
	Begun, Ended, Seats int64
}

// OfferReport is what a partner has been charged for of one offer, part by part of a report's time. Renewals and changes of seats are no end;
// an upgrade ends one of one offer and begins one of another; a transfer ends one for its giver and begins one for its receiver (R41). What
// is suspended is charged on (R35). The days are those of the partner's own zone, in which it is billed (R33): a day lies in the part in
// which it begins there.
type OfferReport struct {
	Report

	Offer string
	// Begun and Ended are subscriptions; Standing and Seats those at the end of each part.
	Begun, Ended, Standing, Seats Figures
}

// OfferReports report on the offers that the partner is charged for in the report's time, by their codes; where services are named, on those
// that include one of them.
//
// Refusals: CodeLimitExceeded.
func (a *App) OfferReports(ctx context.Context, v Viewer, r Report) ([]OfferReport, error) {
	catalogue, err := a.store.Offers(ctx)
	if err != nil {
		return nil, err
	}
	bounds := r.days()
	facts, err := a.store.OfferFacts(ctx, v.Scope(), r.Partner.ID, bounds[r.Parts()], r.AsOf)
	if err != nil {
		return nil, err
	}
	var reports []OfferReport
	for _, offer := range catalogue {
		points, charged := facts[offer.Code]
		if !charged || r.narrowed && !slices.ContainsFunc(offer.Services, func(code string) bool { return slices.Contains(r.Services, code) }) {
			continue
		}
		if of := r.ofOffer(offer.Code, points, bounds); of.tells() {
			reports = append(reports, of)
		}
	}
	cells := r.Parts() * len(reports)
	if cells > maxCells {
		return nil, Refuse(CodeLimitExceeded, "The report of %d offers has %d figures for each line; at most %d are told. Ask for a shorter time, longer parts or fewer services.",
			len(reports), cells, maxCells)
	}
	for i := range reports {
		reports[i].cells = cells
	}
	return reports, nil
}

// days are the first days, of the partner's own zone, that begin in each part, and the first one that begins after the last.
func (r Report) days() []Day {
	zone := ZoneOf(r.Partner.Country)
	days := make([]Day, len(r.bounds))
	for i, bound := range r.bounds {
		days[i] = dayFrom(bound.Time(), zone)
	}
	return days
}

// dayFrom is the first day that begins in a zone at a moment or after it.
func dayFrom(at time.Time, zone *time.Location) Day {
	day := DayIn(at, zone)
	if day.startIn(zone).Before(at) {
		day++
	}
	return day
}

// DaysOf are the days of the partner's own zone that begin in a time, half-open; none where no day does.
func (r OfferReport) DaysOf(from, to time.Time) (first, end Day) {
	zone := ZoneOf(r.Partner.Country)
	return dayFrom(from, zone), dayFrom(to, zone)
}

// ofOffer counts points, in order, by the parts that days begin.
func (r Report) ofOffer(offer string, points []OfferPoint, days []Day) OfferReport {
	parts := r.Parts()
	begun, ended, standing, seats := make([]int64, parts), make([]int64, parts), make([]int64, parts), make([]int64, parts)
	var at OfferPoint // how many there are
	next := 0
	for part := range parts {
		for ; next < len(points) && points[next].Day < days[part+1]; next++ {
			p := points[next]
			if p.Day >= days[part] {
				begun[part], ended[part] = begun[part]+p.Begun, ended[part]+p.Ended
			}
			at.Begun, at.Seats = at.Begun+p.Begun-p.Ended, at.Seats+p.Seats
		}
		standing[part], seats[part] = at.Begun, at.Seats
	}
	return OfferReport{
		Report: r, Offer: offer, Begun: flowOf(begun), Ended: flowOf(ended), Standing: levelOf(standing), Seats: levelOf(seats),
	}
}

// tells reports whether there is anything to tell.
func (r OfferReport) tells() bool {
	some := func(n int32) bool { return n != 0 }
	return r.Begun.Total > 0 || r.Ended.Total > 0 || slices.ContainsFunc(r.Standing.Values, some)
}

// flowOf are the figures of what happened in each part.
func flowOf(values []int64) Figures {
	f := Figures{Values: make([]int32, len(values))}
	var total int64
	for i, n := range values {
		f.Values[i] = figure(n)
		total += n
	}
	f.Total = figure(total)
	return f
}

// levelOf are the figures of what stood at the end of each part.
func levelOf(values []int64) Figures {
	f := flowOf(values)
	f.Total = f.Values[len(values)-1]
	return f
}

// figure is a number that is told, the largest of them where there are more: of seats there may be.
func figure(n int64) int32 { return int32(min(n, math.MaxInt32)) } //nolint:gosec // bounded here
