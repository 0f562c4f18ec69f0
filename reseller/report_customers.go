package reseller

import "context"

// What reports count of customers, as kinds of a FactKey: customers that were gained and lost, and those for which the partner has begun
// and ceased to hold a service. A customer counts once, however many relationships there are with it: a reseller may be named by several
// providers, and imports may tell of times that overlap.
const (
	FactCustomerGained EventKind = "CUSTOMER_GAINED"
	FactCustomerLost   EventKind = "CUSTOMER_LOST"
	FactCoverageBegun  EventKind = "COVERAGE_BEGUN"
	FactCoverageEnded  EventKind = "COVERAGE_ENDED"
)

// CustomerReport reports on the partner's customers as its lists have them, and, where covered is set, on those of them for which it holds
// privileges, service by service, as of the same moment. It is counted of the rows.
func (a *App) CustomerReport(ctx context.Context, v Viewer, r Report, covered bool) (Report, error) {
	var services []string
	if covered {
		services = r.Services
	}
	facts, err := a.store.CustomerFacts(ctx, v.Scope(), r.Partner.ID, services, FactQuery{Bounds: r.bounds, AsOf: r.AsOf})
	return r.filled(facts), err
}

// Customers are how many were gained and lost in each part, and how many there were at its end.
func (r Report) Customers() (gained, lost, standing Figures) {
	begun, over := FactKey{Kind: FactCustomerGained}, FactKey{Kind: FactCustomerLost}
	return r.Flow(begun), r.Flow(over), r.Level(begun, over)
}

// Coverage is for how many customers the partner held a service at the end of each part, and for how many it did not.
func (r Report) Coverage(service string) (with, without Figures) {
	with = r.Level(FactKey{Kind: FactCoverageBegun, Service: service}, FactKey{Kind: FactCoverageEnded, Service: service})
	_, _, without = r.Customers()
	for i, n := range with.Values {
		without.Values[i] -= n
	}
	without.Total -= with.Total
	return with, without
}
