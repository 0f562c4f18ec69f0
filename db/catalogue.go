package db

import (
	"context"

	"accord/reseller"
)

// Services implements reseller.Reader.
func (r reader) Services(ctx context.Context) ([]reseller.Service, error) {
	return r.services(ctx, "1 = 1")
}

func (r reader) services(ctx context.Context, condition string, args ...any) ([]reseller.Service, error) {
	var rows []struct {
		Code   string `db:"code"`
		NameEN string `db:"name_en"`
		NameZH string `db:"name_zh"`
	}
	err := r.all(ctx, &rows, "SELECT code, name_en, name_zh FROM services WHERE "+condition+" ORDER BY code", args...)
	services := make([]reseller.Service, len(rows))
	for i, row := range rows {
		services[i] = reseller.Service{Code: row.Code, NameEN: row.NameEN, NameZH: row.NameZH}
	}
	return services, err
}

// Offers implements reseller.Reader.
func (r reader) Offers(ctx context.Context) ([]reseller.OfferRow, error) {
	var rows []offerRow
	err := r.all(ctx, &rows, "SELECT "+offerColumns+" FROM offers ORDER BY code")
	offers := make([]reseller.OfferRow, len(rows))
	for i, row := range rows {
		offers[i] = row.offer()
	}
	return offers, err
}
