package db

import (
	"context"

	"accord/reseller"
)

// PricesOf implements reseller.Reader.
func (r reader) PricesOf(ctx context.Context, offers []string) ([]reseller.PriceRow, error) {
	if len(offers) == 0 {
		return nil, nil
	}
	var rows []struct {
		Offer             string `db:"offer"`
		Month             string `db:"month"`
		MonthlyPriceMinor int64  `db:"monthly_price_minor"`
		Currency          string `db:"currency"`
	}
	err := r.all(ctx, &rows, "SELECT offer, month, monthly_price_minor, currency FROM prices WHERE offer"+r.dialect.InTexts, offers)
	prices := make([]reseller.PriceRow, len(rows))
	for i, row := range rows {
		prices[i] = reseller.PriceRow(row)
	}
	return prices, err
}

// CurrentPrices implements reseller.Reader.
func (r reader) CurrentPrices(ctx context.Context, month string) (map[string]reseller.Money, error) {
	var rows []struct {
		Offer    string `db:"code"`
		Minor    int64  `db:"minor"`
		Currency string `db:"currency"`
	}
	err := r.all(ctx, &rows, `SELECT o.code, COALESCE(p.monthly_price_minor, o.monthly_price_minor) AS minor, COALESCE(p.currency, o.currency) AS currency
		FROM offers o LEFT JOIN prices p ON p.offer = o.code
		AND p.month = (SELECT max(l.month) FROM prices l WHERE l.offer = o.code AND l.month <= ?)`, month)
	prices := make(map[string]reseller.Money, len(rows))
	for _, row := range rows {
		prices[row.Offer] = reseller.Money{Minor: row.Minor, Currency: row.Currency}
	}
	return prices, err
}
