package reseller

import "context"

// CurrentPrices gives the price of every offer in the list of the present month (R31), of the month that it is where the viewer's
// partner is. Who may not see prices is given none, without an error (R18).
func (a *App) CurrentPrices(ctx context.Context, v Viewer) (map[string]Money, error) {
	if refusal := v.MaySeePrices(); refusal != nil {
		return map[string]Money{}, nil //nolint:nilerr // the catalogue is for all, without its prices (R31)
	}
	country := ""
	if v.Partner != nil {
		country = v.Partner.Country
	}
	return a.store.CurrentPrices(ctx, DayIn(a.now(), ZoneOf(country)).Month())
}
