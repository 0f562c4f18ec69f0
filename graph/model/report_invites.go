package model

import (
	"time"

	"accord/reseller"
)

// InviteReport shows what came of links.
type InviteReport struct{ reseller.InviteReport }

// Views are those of anybody.
func (r *InviteReport) Views() *ReportCounts { return newReportCounts(r.Funnel.Views) }

// Previews are customers that first looked.
func (r *InviteReport) Previews() *ReportCounts { return newReportCounts(r.Funnel.Previews) }

// Acceptances are customers that accepted.
func (r *InviteReport) Acceptances() *ReportCounts { return newReportCounts(r.Funnel.Acceptances) }

// Declines are customers that declined.
func (r *InviteReport) Declines() *ReportCounts { return newReportCounts(r.Funnel.Declines) }

// Rate is the share that has accepted.
func (r *InviteReport) Rate() *float64 { return rateOf(&r.Funnel) }

// TimeToAccept is how long customers took.
func (r *InviteReport) TimeToAccept() *TimeToAccept { return timeToAccept(&r.Funnel) }

// LinkReport shows what came of one link.
type LinkReport struct {
	reseller.LinkReport
	Invite *Invite
}

// Views are those of anybody.
func (r *LinkReport) Views() *ReportCounts { return newReportCounts(r.Funnel.Views) }

// Previews are customers that first looked.
func (r *LinkReport) Previews() *ReportCounts { return newReportCounts(r.Funnel.Previews) }

// Acceptances are customers that accepted.
func (r *LinkReport) Acceptances() *ReportLine {
	return r.line(r.Funnel.Acceptances, ReportListInviteAcceptances, within("acceptedBetween"))
}

// Declines are customers that declined.
func (r *LinkReport) Declines() *ReportLine {
	return r.line(r.Funnel.Declines, ReportListInviteDeclines, within("declinedBetween"))
}

// Rate is the share that has accepted.
func (r *LinkReport) Rate() *float64 { return rateOf(&r.Funnel) }

// TimeToAccept is how long customers took.
func (r *LinkReport) TimeToAccept() *TimeToAccept { return timeToAccept(&r.Funnel) }

func (r *LinkReport) line(f reseller.Figures, list ReportList, filter rowsFilter) *ReportLine {
	line := newReportLine(r.Report, f, list, filter)
	line.owner = r.Invite.ID()
	return line
}

// ReportCounts shows a line of a report that opens nothing.
type ReportCounts struct {
	Values []int32
	Total  int32
}

func newReportCounts(f reseller.Figures) *ReportCounts {
	return &ReportCounts{Values: f.Values, Total: f.Total}
}

// TimeToAccept shows how long customers took, in seconds.
type TimeToAccept struct{ Median, Percentile90 int32 }

func timeToAccept(f *reseller.Funnel) *TimeToAccept {
	median, ok := f.TimeToAccept(50)
	if !ok {
		return nil
	}
	ninetieth, _ := f.TimeToAccept(90)
	return &TimeToAccept{Median: int32(median / time.Second), Percentile90: int32(ninetieth / time.Second)} //nolint:gosec // within 68 years
}

func rateOf(f *reseller.Funnel) *float64 {
	rate, ok := f.Rate()
	if !ok {
		return nil
	}
	return &rate
}
