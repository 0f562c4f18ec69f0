package model

import (
	"context"
	"time"

	"accord/reseller"
)

// CustomerReport shows what has happened to customers.
type CustomerReport struct{ report reseller.Report }

// Customers are the partner's.
func (r *PartnerReport) Customers(ctx context.Context) (*CustomerReport, error) {
	counted, err := r.CountCustomers(ctx)
	return &CustomerReport{counted}, err
}

// Gained are those that were gained.
func (r *CustomerReport) Gained() *ReportLine {
	gained, _, _ := r.report.Customers()
	return newReportLine(r.report, gained, ReportListRelationships, within("customerGainedBetween"))
}

// Lost are those that were lost.
func (r *CustomerReport) Lost() *ReportLine {
	_, lost, _ := r.report.Customers()
	return newReportLine(r.report, lost, ReportListRelationships, within("customerLostBetween"))
}

// Standing are those that there were.
func (r *CustomerReport) Standing() *ReportLine {
	_, _, standing := r.report.Customers()
	return newReportLine(r.report, standing, ReportListRelationships, atEnd("customerStandingAt"))
}

// CoverageReport shows customers with and without a service.
type CoverageReport struct {
	report reseller.Report
	Code   string
}

// Coverage tells of those customers, service by service.
func (r *PartnerReport) Coverage(ctx context.Context) ([]*CoverageReport, error) {
	counted, err := r.CountCustomers(ctx)
	reports := make([]*CoverageReport, len(counted.Services))
	for i, code := range counted.Services {
		reports[i] = &CoverageReport{counted, code}
	}
	return reports, err
}

// WithPrivilege are those on whom the partner held it.
func (r *CoverageReport) WithPrivilege() *ReportLine {
	with, _ := r.report.Coverage(r.Code)
	return r.line(with, "withDelegatedAdminFor")
}

// WithoutPrivilege are those on whom it did not.
func (r *CoverageReport) WithoutPrivilege() *ReportLine {
	_, without := r.report.Coverage(r.Code)
	return r.line(without, "withoutDelegatedAdminFor")
}

func (r *CoverageReport) line(f reseller.Figures, field string) *ReportLine {
	return newReportLine(r.report, f, ReportListRelationships, func(f map[string]any, from, to time.Time) {
		f[field] = []string{r.Code}
		atEnd("customerStandingAt")(f, from, to)
	})
}

// OfferReport shows what a partner is charged for of an offer.
type OfferReport struct{ reseller.OfferReport }

// Subscriptions are those of the offer.
func (r *OfferReport) Subscriptions() *SubscriptionReport { return &SubscriptionReport{r.OfferReport} }

// Seats are those of the subscriptions that there were.
func (r *OfferReport) Seats() *ReportLine { return chargeLine(r.OfferReport, r.OfferReport.Seats, "") }

// SubscriptionReport shows what has happened to subscriptions of an offer.
type SubscriptionReport struct{ report reseller.OfferReport }

// Begun are those that began.
func (r *SubscriptionReport) Begun() *ReportLine {
	return chargeLine(r.report, r.report.Begun, "begunBetween")
}

// Ended are those that ceased.
func (r *SubscriptionReport) Ended() *ReportLine {
	return chargeLine(r.report, r.report.Ended, "endedBetween")
}

// Standing are those that there were.
func (r *SubscriptionReport) Standing() *ReportLine {
	return chargeLine(r.report, r.report.Standing, "")
}

// chargeLine is a line of what happened within days, or where no field is named of what stood at the end of the last of them.
func chargeLine(r reseller.OfferReport, f reseller.Figures, field string) *ReportLine {
	filter := func(filter map[string]any, from, to time.Time) {
		first, end := r.DaysOf(from, to)
		filter["offer"] = r.Offer
		if field == "" {
			filter["standingOn"] = (end - 1).String()
			return
		}
		filter[field] = map[string]any{"from": first.String(), "to": end.String()}
	}
	return newReportLine(r.Report, f, ReportListCharges, filter)
}

// BilledReport shows bills and their sums.
type BilledReport struct{ reseller.BilledReport }

// Months are the bills.
func (r *BilledReport) Months() []*BilledMonth {
	months := make([]*BilledMonth, len(r.BilledReport.Months))
	for i, m := range r.BilledReport.Months {
		months[i] = &BilledMonth{m, r.Currency}
	}
	return months
}

// Amount is what they come to before tax.
func (r *BilledReport) Amount() *Money { return NewMoney(r.Sum().Amount, r.Currency) }

// Tax is the tax on it.
func (r *BilledReport) Tax() *Money { return NewMoney(r.Sum().Tax, r.Currency) }

// Total is both together.
func (r *BilledReport) Total() *Money { return NewMoney(r.Sum().Total, r.Currency) }

// BilledMonth shows what a bill comes to.
type BilledMonth struct {
	reseller.BilledMonth

	Currency string
}

// Amount is what it comes to before tax.
func (m *BilledMonth) Amount() *Money { return NewMoney(m.BillTotal.Amount, m.Currency) }

// Tax is the tax on it.
func (m *BilledMonth) Tax() *Money { return NewMoney(m.BillTotal.Tax, m.Currency) }

// Total is both together.
func (m *BilledMonth) Total() *Money { return NewMoney(m.BillTotal.Total, m.Currency) }

// LineCount is how many lines of the bill it sums up.
func (m *BilledMonth) LineCount() int32 { return Count(m.Lines) }

// Charge shows a stretch of days for which a partner is charged for a subscription.
type Charge struct{ reseller.Charge }

// SubscriptionID is the global id of the subscription.
func (c *Charge) SubscriptionID() string { return GlobalID(KindSubscription, c.Charge.SubscriptionID) }

// Since is its first day.
func (c *Charge) Since() reseller.Day { return c.Begins() }

// Until is null while it lasts.
func (c *Charge) Until() *reseller.Day {
	if c.Charge.Until == reseller.NoEnd {
		return nil
	}
	return &c.Charge.Until
}
