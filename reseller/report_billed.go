package reseller

import (
	"context"
	"errors"
	"time"
)

// maxBilledMonths is how many bills a report sums up at most.
const maxBilledMonths = 24

// BilledMonth is what the bill of a month comes to.
type BilledMonth struct {
	BillTotal

	// Month is written YYYY-MM.
	Month  string
	Period Period
}

// BilledReport are the bills of a partner whose periods start in a report's time, by month.
type BilledReport struct {
	Currency string
	Months   []BilledMonth
}

// Sum is what all bills together come to.
func (r BilledReport) Sum() (sum BillTotal) {
	for _, m := range r.Months {
		sum.addAll(m.BillTotal)
	}
	return sum
}

// BilledReport sums up the bills whose periods start in the report's time, to who may see bills. It reads what the partner was charged once,
// whatever the number of bills.
//
// Refusals: CodeForbiddenRole (R18), CodeLimitExceeded.
func (a *App) BilledReport(ctx context.Context, v Viewer, r Report) (BilledReport, error) {
	if err := v.MaySeeBills(); err != nil {
		return BilledReport{}, err
	}
	var report BilledReport
	for _, period := range a.billedIn(r) {
		report.Months = append(report.Months, BilledMonth{Month: period.From.Month(), Period: period})
	}
	if len(report.Months) > maxBilledMonths {
		return report, Refuse(CodeLimitExceeded, "The report has %d bills; at most %d are summed up. Ask for a shorter time.", len(report.Months), maxBilledMonths)
	}
	var err error
	if report.Currency, err = billedCurrency(ctx, a.store, v.Scope(), r.Partner.ID, r.AsOf); err != nil || len(report.Months) == 0 {
		return report, err
	}
	return report, a.sumUp(ctx, v.Scope(), r, report.Months)
}

// billedIn are the periods of the partner's bills that start in a report's time and by its moment, by the days of the partner's own zone.
func (a *App) billedIn(r Report) []Period {
	p, days := r.Partner, r.days()
	if p.BilledSince == 0 {
		return nil
	}
	from := max(days[0], billingDayFrom(p.BilledSince.firstPeriod(), p.billingDay()))
	to := min(days[r.Parts()], DayIn(a.orNow(r.AsOf), ZoneOf(p.Country))+1)
	var periods []Period
	for day := billingDayFrom(from, p.billingDay()); day < to; day = day.addMonths(1) {
		periods = append(periods, Period{From: day, Until: day.addMonths(1)})
	}
	return periods
}

// sumUp adds up the lines of a report's bills, which are in order. Nothing changes a bill once the first day of its period has begun but what
// comes of that day itself, such as a transfer, and an import: as of a past moment these are left out.
func (a *App) sumUp(ctx context.Context, scope Scope, r Report, months []BilledMonth) error {
	book, err := readPriceBook(ctx, a.store)
	if err != nil {
		return err
	}
	query := ChargeQuery{AsOf: r.AsOf}
	query.Over, _ = months[0].Period.charges()
	_, query.Begun = months[len(months)-1].Period.charges()
	return eachSubscription(ctx, a.store, scope, r.Partner.ID, query, func(stretches []Charge) error {
		for i := range months {
			m := &months[i]
			lines := billing{period: m.Period, price: book.price, rate: func(month string) int64 { return a.taxes.at(r.Partner.Country, month) }}
			for _, line := range lines.lines(m.Period.among(stretches)) {
				m.add(line)
			}
		}
		return nil
	})
}

// among keeps the stretches that the bill of a period is made of.
func (p Period) among(stretches []Charge) []Charge {
	over, begun := p.charges()
	var kept []Charge
	for _, c := range stretches {
		if c.From <= begun && c.Until > over {
			kept = append(kept, c)
		}
	}
	return kept
}

// billedCurrency is that in which a partner is billed as of a moment, zero for now; NoCurrency where nothing has been charged yet.
func billedCurrency(ctx context.Context, store Reader, scope Scope, partner ID, asOf time.Time) (string, error) {
	currency, err := store.BilledCurrency(ctx, scope, partner, asOf)
	if errors.Is(err, ErrNotFound) {
		return NoCurrency, nil
	}
	return currency, err
}
