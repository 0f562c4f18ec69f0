package model

import (
	"context"
	"time"

	"accord/reseller"
)

// PartnerReport shows a report. Its customers are counted once, when a client asks for them.
type PartnerReport struct {
	reseller.Report

	CountCustomers func(context.Context) (reseller.Report, error)
}

// TimeZone is the zone's name.
func (r *PartnerReport) TimeZone() string { return r.Zone.String() }

// Parts are the report's parts.
func (r *PartnerReport) Parts() []*ReportPart {
	parts := make([]*ReportPart, r.Report.Parts())
	for i := range parts {
		parts[i] = partOf(r.Report, i)
	}
	return parts
}

// Relationships are the partner's.
func (r *PartnerReport) Relationships() *RelationshipReport { return &RelationshipReport{r.Report} }

// Services are those that the report tells of.
func (r *PartnerReport) Services() []*ServiceReport { return serviceReports(r.Report) }

// ReportPart is a part of a report's time.
type ReportPart struct{ From, To time.Time }

func partOf(r reseller.Report, i int) *ReportPart {
	from, to := r.Part(i)
	return &ReportPart{from, to}
}

// RelationshipReport shows what has happened to relationships.
type RelationshipReport struct{ report reseller.Report }

var (
	began = reseller.FactKey{Kind: reseller.EventRelationshipCreated}
	ended = reseller.FactKey{Kind: reseller.EventRelationshipEnded}
)

// Begun are those that began.
func (r *RelationshipReport) Begun() *ReportLine {
	return newReportLine(r.report, r.report.Flow(began), ReportListRelationships, within("acceptedBetween"))
}

// Ended are those that ended.
func (r *RelationshipReport) Ended() *ReportLine {
	return newReportLine(r.report, r.report.Flow(ended), ReportListRelationships, within("endedBetween"))
}

// Standing are those that stood.
func (r *RelationshipReport) Standing() *ReportLine {
	return newReportLine(r.report, r.report.Level(began, ended), ReportListRelationships, atEnd("standingAt"))
}

// ServiceReport shows what has happened to privileges for a service.
type ServiceReport struct {
	report reseller.Report
	Code   string
}

func serviceReports(r reseller.Report) []*ServiceReport {
	reports := make([]*ServiceReport, len(r.Services))
	for i, code := range r.Services {
		reports[i] = &ServiceReport{r, code}
	}
	return reports
}

func (r *ServiceReport) granted() reseller.FactKey {
	return reseller.FactKey{Kind: reseller.EventDelegatedAdminGranted, Service: r.Code}
}

func (r *ServiceReport) endedFor(reason reseller.EndReason) reseller.FactKey {
	return reseller.FactKey{Kind: reseller.EventDelegatedAdminEnded, Service: r.Code, Reason: reason}
}

func (r *ServiceReport) endedKeys() []reseller.FactKey {
	keys := make([]reseller.FactKey, len(reseller.EndReasons))
	for i, reason := range reseller.EndReasons {
		keys[i] = r.endedFor(reason)
	}
	return keys
}

func (r *ServiceReport) line(f reseller.Figures, filter rowsFilter) *ReportLine {
	ofService := func(f map[string]any, from, to time.Time) {
		f["service"] = r.Code
		filter(f, from, to)
	}
	return newReportLine(r.report, f, ReportListDelegatedAdminPrivileges, ofService)
}

// Granted are those that were granted.
func (r *ServiceReport) Granted() *ReportLine {
	return r.line(r.report.Flow(r.granted()), within("grantedBetween"))
}

// Ended are those that ended.
func (r *ServiceReport) Ended() *ReportLine {
	return r.line(r.report.Flow(r.endedKeys()...), within("endedBetween"))
}

// EndedFor are those that ended for a reason.
func (r *ServiceReport) EndedFor(reason reseller.EndReason) *ReportLine {
	return r.line(r.report.Flow(r.endedFor(reason)), func(f map[string]any, from, to time.Time) {
		f["endReason"] = reason
		within("endedBetween")(f, from, to)
	})
}

// Standing are those that stood.
func (r *ServiceReport) Standing() *ReportLine {
	return r.line(r.report.Level(r.granted(), r.endedKeys()...), atEnd("standingAt"))
}

// ResellerReport shows what has happened to the relationships that name a reseller.
type ResellerReport struct{ reseller.Report }

// Relationships are those that name it.
func (r *ResellerReport) Relationships() *RelationshipReport { return &RelationshipReport{r.Report} }

// Services are those that the report tells of.
func (r *ResellerReport) Services() []*ServiceReport { return serviceReports(r.Report) }

// ReportLine shows a line of a report.
type ReportLine struct {
	report  reseller.Report
	figures reseller.Figures
	list    ReportList
	// owner is the id of whose list it is.
	owner  string
	filter rowsFilter
}

// rowsFilter writes the filter that lists the rows of a time: what a figure of that time counts.
type rowsFilter func(filter map[string]any, from, to time.Time)

// within is the filter of what happened in the time.
func within(field string) rowsFilter {
	return func(filter map[string]any, from, to time.Time) {
		filter[field] = map[string]any{"from": from, "to": to}
	}
}

// atEnd is the filter of what stood at the end of the time: in its last microsecond, for moments have no smaller part.
func atEnd(field string) rowsFilter {
	return func(filter map[string]any, _, to time.Time) { filter[field] = to.Add(-time.Microsecond) }
}

func newReportLine(r reseller.Report, f reseller.Figures, list ReportList, filter rowsFilter) *ReportLine {
	return &ReportLine{report: r, figures: f, list: list, owner: GlobalID(KindPartner, r.Partner.ID), filter: filter}
}

// Values are those of the figures.
func (l *ReportLine) Values() []int32 { return l.figures.Values }

// Total is their sum, or the last of them.
func (l *ReportLine) Total() int32 { return l.figures.Total }

// Figures are the values with what opens them.
func (l *ReportLine) Figures() ([]*ReportFigure, error) {
	if err := l.report.CheckOpened(); err != nil {
		return nil, err
	}
	figures := make([]*ReportFigure, len(l.figures.Values))
	for i, value := range l.figures.Values {
		part := partOf(l.report, i)
		filter := map[string]any{}
		if named := l.report.ResellerID; !named.IsZero() {
			filter["resellerId"] = GlobalID(KindPartner, named)
		}
		l.filter(filter, part.From, part.To)
		figures[i] = &ReportFigure{Part: part, Value: value, Rows: &ReportRows{List: l.list, OwnerID: l.owner, Filter: filter, AsOf: optionalTime(l.report.AsOf)}}
	}
	return figures, nil
}

// ReportFigure shows a number of a report.
type ReportFigure struct {
	Part  *ReportPart
	Value int32
	Rows  *ReportRows
}

// ReportRows shows where the rows are that a figure counts.
type ReportRows struct {
	List    ReportList
	OwnerID string
	Filter  map[string]any
	AsOf    *time.Time
}

// PartnerRank shows a partner's rank.
type PartnerRank struct{ reseller.RankedPartner }
