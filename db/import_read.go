package db

import (
	"context"
	"slices"
	"time"

	"accord/reseller"
)

const offerColumns = "code, services, name_en, name_zh, min_seats, max_seats, monthly_price_minor, currency, add_on_of, upgrades_to"

type offerRow struct {
	Code              string `db:"code"`
	Services          string `db:"services"`
	NameEN            string `db:"name_en"`
	NameZH            string `db:"name_zh"`
	MinSeats          int64  `db:"min_seats"`
	MaxSeats          int64  `db:"max_seats"`
	MonthlyPriceMinor int64  `db:"monthly_price_minor"`
	Currency          string `db:"currency"`
	AddOnOf           string `db:"add_on_of"`
	UpgradesTo        string `db:"upgrades_to"`
}

func (r offerRow) offer() reseller.OfferRow {
	return reseller.OfferRow{
		Code: r.Code, Services: splitCodes(r.Services), NameEN: r.NameEN, NameZH: r.NameZH, MinSeats: r.MinSeats,
		MaxSeats: r.MaxSeats, MonthlyPriceMinor: r.MonthlyPriceMinor, Currency: r.Currency,
		AddOnOf: splitCodes(r.AddOnOf), UpgradesTo: splitCodes(r.UpgradesTo),
	}
}

// byText reads rows by a column of texts and arranges them by it.
func byText[R, T any](ctx context.Context, t *tx, texts []string, selecting, column, ending string, convert func(R) T,
	keyOf func(T) string,
) (map[string]T, error) {
	found := make(map[string]T, len(texts))
	if len(texts) == 0 {
		return found, nil
	}
	texts = slices.Compact(slices.Sorted(slices.Values(texts)))
	var rows []R
	if err := t.all(ctx, &rows, "SELECT "+selecting+" WHERE "+column+t.dialect.InTexts+ending, texts); err != nil {
		return nil, err
	}
	for _, row := range rows {
		item := convert(row)
		found[keyOf(item)] = item
	}
	return found, nil
}

// OffersByCode implements reseller.ImportTx.
func (t *tx) OffersByCode(ctx context.Context, codes []string) (map[string]reseller.OfferRow, error) {
	return byText(ctx, t, codes, offerColumns+" FROM offers", "code", "", offerRow.offer,
		func(o reseller.OfferRow) string { return o.Code })
}

// PartnersByKey implements reseller.ImportTx.
func (t *tx) PartnersByKey(ctx context.Context, keys []string) (map[string]reseller.Partner, error) {
	return byText(ctx, t, keys, partnerColumns+" FROM partners p", "p.external_key", "", partnerRow.partner,
		func(p reseller.Partner) string { return p.ExternalKey })
}

// CustomersByKey implements reseller.ImportTx.
func (t *tx) CustomersByKey(ctx context.Context, keys []string) (map[string]reseller.Customer, error) {
	return t.customersBy(ctx, "c.external_key", keys, func(c reseller.Customer) string { return c.ExternalKey })
}

// CustomersByDomain implements reseller.ImportTx.
func (t *tx) CustomersByDomain(ctx context.Context, domains []string) (map[string]reseller.Customer, error) {
	return t.customersBy(ctx, "c.domain", domains, func(c reseller.Customer) string { return c.Domain })
}

// LockCustomers implements reseller.ImportTx.
func (t *tx) LockCustomers(ctx context.Context, keys []string) (map[string]reseller.LockedCustomer, error) {
	rows, err := byText(ctx, t, keys, "c.id, c.country, c.external_key FROM customers c", "c.external_key", " ORDER BY c.id"+t.dialect.ForUpdate,
		func(row lockedRow) lockedRow { return row }, func(row lockedRow) string { return row.ExternalKey })
	locked := make(map[string]reseller.LockedCustomer, len(rows))
	for key, row := range rows {
		locked[key] = reseller.LockedCustomer{ID: reseller.ID(row.ID), Country: row.Country}
	}
	return locked, err
}

type lockedRow struct {
	ID          uid    `db:"id"`
	Country     string `db:"country"`
	ExternalKey string `db:"external_key"`
}

func (t *tx) customersBy(ctx context.Context, column string, texts []string, keyOf func(reseller.Customer) string) (map[string]reseller.Customer, error) {
	return byText(ctx, t, texts, customerColumns+" FROM customers c", column, "", customerRow.customer, keyOf)
}

// UsersByEmail implements reseller.ImportTx.
func (t *tx) UsersByEmail(ctx context.Context, emails []string) (map[string]reseller.User, error) {
	return byText(ctx, t, emails, userColumns+" FROM users u", "u.email", "", userRow.user,
		func(u reseller.User) string { return u.Email })
}

// RelationshipsBetween implements reseller.ImportTx.
func (t *tx) RelationshipsBetween(ctx context.Context, partners, customers []reseller.ID) ([]reseller.Relationship, error) {
	if len(partners) == 0 || len(customers) == 0 {
		return nil, nil
	}
	// By the customers: they have few, while a partner may have all that there are.
	var rows []relationshipRow
	err := t.all(ctx, &rows, "SELECT "+relationshipColumns+" FROM "+t.dialect.FoundBy("relationships", "customer_id")+
		" AS r WHERE r.partner_id"+t.dialect.InIDs+" ORDER BY r.id", customers, partners)
	rs := make([]reseller.Relationship, len(rows))
	for i, row := range rows {
		rs[i] = row.relationship()
	}
	return rs, err
}

// FreedServices implements reseller.ImportTx.
func (t *tx) FreedServices(ctx context.Context, customers []reseller.ID) ([]reseller.FreedService, error) {
	if len(customers) == 0 {
		return nil, nil
	}
	var rows []struct {
		CustomerID uid    `db:"customer_id"`
		Service    string `db:"service"`
		At         stamp  `db:"freed_at"`
	}
	err := t.all(ctx, &rows, `SELECT d.customer_id, d.service, max(d.ended_at) AS freed_at FROM delegated_admin_privileges d
		WHERE d.status = 'ENDED' AND d.transacting AND d.customer_id`+t.dialect.InIDs+" GROUP BY d.customer_id, d.service", customers)
	freed := make([]reseller.FreedService, len(rows))
	for i, row := range rows {
		freed[i] = reseller.FreedService{CustomerID: reseller.ID(row.CustomerID), Service: row.Service, At: time.Time(row.At)}
	}
	return freed, err
}

// Rivals implements reseller.ImportTx.
func (t *tx) Rivals(ctx context.Context, partners []reseller.ID) (map[reseller.ID]reseller.Rival, error) {
	found := map[reseller.ID]reseller.Rival{}
	if len(partners) == 0 {
		return found, nil
	}
	var rows []struct {
		ID        uid    `db:"id"`
		Key       string `db:"rival"`
		Conflicts int    `db:"conflicts"`
	}
	err := t.all(ctx, &rows, `SELECT d.partner_id AS id, min(COALESCE(p.external_key, p.name)) AS rival, count(*) AS conflicts
		FROM delegated_admin_privileges d
		JOIN delegated_admin_privileges e ON e.customer_id = d.customer_id AND e.service = d.service AND e.partner_id <> d.partner_id
		JOIN partners p ON p.id = e.partner_id
		WHERE d.status = 'ACTIVE' AND e.status = 'ACTIVE' AND d.partner_id`+t.dialect.InIDs+
		" AND (e.transacting OR e.partner_id"+t.dialect.InIDs+") GROUP BY d.partner_id", partners, partners)
	for _, row := range rows {
		found[reseller.ID(row.ID)] = reseller.Rival{Key: row.Key, Conflicts: row.Conflicts}
	}
	return found, err
}

// ProvidersOf implements reseller.ImportTx.
func (t *tx) ProvidersOf(ctx context.Context, partners []reseller.ID) ([]reseller.ID, error) {
	return t.idsAmong(ctx, "SELECT DISTINCT provider_id AS id FROM partners WHERE provider_id", partners)
}

// WithRelationships implements reseller.ImportTx.
func (t *tx) WithRelationships(ctx context.Context, partners []reseller.ID) ([]reseller.ID, error) {
	return t.idsAmong(ctx, "SELECT DISTINCT partner_id AS id FROM relationships WHERE status <> 'ENDED' AND partner_id", partners)
}

// idsAmong gives the ids that a statement finds, which ends with a column that is one of some.
func (r reader) idsAmong(ctx context.Context, selecting string, among []reseller.ID, args ...any) ([]reseller.ID, error) {
	if len(among) == 0 {
		return nil, nil
	}
	var rows []uid
	err := r.all(ctx, &rows, selecting+r.dialect.InIDs, append(args, among)...)
	ids := make([]reseller.ID, len(rows))
	for i, row := range rows {
		ids[i] = reseller.ID(row)
	}
	return ids, err
}
