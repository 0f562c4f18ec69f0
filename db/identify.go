package db

import (
	"context"

	"accord/db/dialect"
	"accord/reseller"
)

// Identify implements reseller.Store: in one statement, since every mutation begins with it.
func (s *Store) Identify(ctx context.Context, email string) (v reseller.Viewer, err error) {
	return s.viewer(ctx, "u.email = ?", reseller.FoldEmail(email))
}

// viewer reads the user for whom a condition holds, together with its tenant.
func (s *Store) viewer(ctx context.Context, condition string, arg any) (v reseller.Viewer, err error) {
	err = s.eachRow(ctx, viewers+condition, []any{arg}, func(c dialect.Cells) { v = viewerOf(c) })
	if err == nil && !v.Known() {
		err = reseller.ErrNotFound
	}
	return v, err
}

const viewers = "SELECT " + userColumns + ", " + partnerColumns + ", " + customerColumns + ` FROM users u
	LEFT JOIN partners p ON p.id = u.partner_id LEFT JOIN customers c ON c.id = u.customer_id WHERE `

// ofUser and ofPartner are how many columns come before the next kind's, in the order of userColumns, partnerColumns and customerColumns.
const (
	ofUser    = 9
	ofPartner = 19
)

func viewerOf(c dialect.Cells) reseller.Viewer {
	v := reseller.Viewer{User: userOf(c)}
	switch v.User.Tenant {
	case reseller.TenantPartner:
		p := partnerOf(c, ofUser)
		v.Partner = &p
	case reseller.TenantCustomer:
		customer := customerOf(c, ofUser+ofPartner)
		v.Customer = &customer
	case reseller.TenantOperator:
	}
	return v
}

func userOf(c dialect.Cells) reseller.User {
	return userRow{
		ID: uid(c.ID(0)), Email: c.Text(1), Name: c.Text(2), Tenant: c.Word(3), TenantID: uid(c.ID(4)), Roles: c.Word(5),
		CreatedAt: stamp(c.Time(6)), RemovedAt: stamp(c.Time(7)), Version: c.Int(8),
	}.user()
}

func partnerOf(c dialect.Cells, first int) reseller.Partner {
	return partnerRow{
		ID: uid(c.ID(first)), ExternalKey: c.Text(first + 1), Name: c.Text(first + 2), NameSort: c.Text(first + 3), Type: c.Word(first + 4),
		Country: c.Word(first + 5), Status: c.Word(first + 6), ProviderID: uid(c.ID(first + 7)), Services: c.Text(first + 8),
		SupportURL: c.Text(first + 9), SupportMail: c.Text(first + 10), SupportTel: c.Text(first + 11), Pinned: c.Text(first + 12),
		Agreement: c.Text(first + 13), SignedAt: stamp(c.Time(first + 14)), SignedBy: uid(c.ID(first + 15)),
		BilledSince: day(c.Day(first + 16)), CreatedAt: stamp(c.Time(first + 17)), Version: c.Int(first + 18),
	}.partner()
}

func customerOf(c dialect.Cells, first int) reseller.Customer {
	return customerRow{
		ID: uid(c.ID(first)), ExternalKey: c.Text(first + 1), Name: c.Text(first + 2), NameSort: c.Text(first + 3), Domain: c.Text(first + 4),
		Country: c.Word(first + 5), ContactName: c.Text(first + 6), ContactEmail: c.Text(first + 7), ContactPhone: c.Text(first + 8),
		BillingName: c.Text(first + 9), BillingAddress: c.Text(first + 10), BillingEmail: c.Text(first + 11), TaxID: c.Text(first + 12),
		CreatedAt: stamp(c.Time(first + 13)), Version: c.Int(first + 14),
	}.customer()
}
