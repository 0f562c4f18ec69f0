package db_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/reseller"
)

// TestManyRowsAreWrittenAsFewAre writes rows of all that is written by the thousand into two databases, in the one all at once and in
// the other a few at a time, which goes by other statements.
func TestManyRowsAreWrittenAsFewAre(t *testing.T) {
	t.Parallel()
	dbtest.EachBackend(t, func(t *testing.T, b dbtest.Backend) {
		written := func(atOnce int) []string {
			url := b.New(t)
			write(t, dbtest.Open(t, url), func(ctx context.Context, tx reseller.Tx) error { return writeMany(ctx, tx, atOnce) })
			return slices.DeleteFunc(slices.Sorted(slices.Values(dbtest.Rows(t, url))), func(row string) bool {
				table, _, _ := strings.Cut(row, " ")
				return table == "goose_db_version" || strings.HasPrefix(table, "customer_grams_") // of when, and in which order, it was written
			})
		}
		many, few := written(manyAtOnce), written(7)
		if len(many) < 10*manyAtOnce {
			t.Fatalf("%d rows are too few to tell", len(many))
		}
		for i, row := range many {
			if i >= len(few) || few[i] != row {
				t.Fatalf("all at once %d rows, a few at a time %d, and there is none as %s", len(many), len(few), row)
			}
		}
	})
}

const manyAtOnce = 40

// writeMany writes rows of each kind, of which every other has all that such a row can have.
func writeMany(ctx context.Context, tx reseller.Tx, atOnce int) error {
	for _, err := range []error{
		tx.PutServices(ctx, []reseller.Service{{Code: "A", NameEN: "A", NameZH: "甲"}}),
		eachFew(ctx, atOnce, tx.PutOffers, manyOffer),
		eachFew(ctx, atOnce, tx.PutPrices, func(n int, _ bool) reseller.PriceRow {
			return reseller.PriceRow{Offer: fmt.Sprintf("o%d", n), Month: "2026-03", MonthlyPriceMinor: int64(n) << 33, Currency: "CNY"}
		}),
		eachFew(ctx, atOnce, tx.PutPartners, manyPartner),
		eachFew(ctx, atOnce, tx.PutCustomers, func(n int, full bool) reseller.Customer {
			c := buyer(n)
			if full {
				c.Name, c.Contact.Phone, c.Billing.TaxID = "晨曦 \\ \" {,} NULL\x00\xff", "+86 10", "NULL"
			}
			return c
		}),
		eachFew(ctx, atOnce, tx.PutUsers, manyUser),
		eachFew(ctx, atOnce, tx.PutRelationships, manyRelationship),
		eachFew(ctx, atOnce, tx.PutDelegations, func(n int, full bool) reseller.Delegation { return manyDelegation(2000+n, n, full) }),
		eachFew(ctx, atOnce, tx.InsertDelegations, func(n int, _ bool) reseller.Delegation { return manyDelegation(2100+n, n, true) }),
		eachFew(ctx, atOnce, tx.PutSubscriptions, manySubscription),
		eachFew(ctx, atOnce, tx.InsertCharges, manyCharge),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func eachFew[T any](ctx context.Context, atOnce int, put func(context.Context, []T) error, item func(n int, full bool) T) error {
	items := make([]T, manyAtOnce)
	for n := range items {
		items[n] = item(n, n%2 == 1)
	}
	for some := range slices.Chunk(items, atOnce) {
		if err := put(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

func manyOffer(n int, full bool) reseller.OfferRow {
	o := reseller.OfferRow{Code: fmt.Sprintf("o%d", n), Services: []string{"A"}, NameEN: "", NameZH: "甲", MinSeats: 1, MaxSeats: 1<<31 - 1, Currency: "CNY"}
	if full {
		o.AddOnOf, o.UpgradesTo, o.MonthlyPriceMinor = []string{"o0", "o2"}, []string{"o4"}, 1<<40
	}
	return o
}

func manyPartner(n int, full bool) reseller.Partner {
	p := company(n, reseller.IndirectProvider)
	if full {
		p.Type, p.ProviderID, p.BilledSince, p.Support.URL = reseller.IndirectReseller, id(n-1), 20_000, "https://a.example"
		p.Agreement = reseller.Agreement{Version: "2026-01", SignedAt: importedAt, SignedBy: id(n)}
	}
	return p
}

func manyUser(n int, full bool) reseller.User {
	u := reseller.User{ID: id(500 + n), Tenant: reseller.TenantOperator, Email: fmt.Sprintf("u%d@a.example", n), CreatedAt: importedAt, Version: 1}
	if full {
		u.Tenant, u.TenantID, u.Roles = reseller.TenantPartner, id(n), []reseller.Role{reseller.RoleAdminAgent}
		u.Email, u.RemovedAt = "", importedAt.Add(time.Hour)
	}
	return u
}

func manyRelationship(n int, full bool) reseller.Relationship {
	r := reseller.Relationship{
		ID: id(1000 + n), PartnerID: id(n), CustomerID: id(n), Status: reseller.RelationshipActive, AcceptedAt: importedAt, Version: 1,
	}
	if full {
		r.PartnerID, r.ResellerID, r.Status, r.ConsentVersion, r.GrantsWithFirstOrder = id(n-1), id(n), reseller.RelationshipEnding, "2026-01", true
		r.AcceptedBy, r.End = id(500+n), reseller.EndProposal{By: reseller.SideCustomer, At: importedAt, Reason: "why not"}
	}
	return r
}

func manyDelegation(number, n int, ended bool) reseller.Delegation {
	r := manyRelationship(n, n%2 == 1)
	d := reseller.Delegation{
		ID: id(number), RelationshipID: r.ID, PartnerID: r.PartnerID, CustomerID: r.CustomerID, Service: "A", Transacting: true,
		Status: reseller.DelegationActive, GrantedAt: importedAt,
	}
	if ended {
		d.Status, d.EndedAt, d.EndReason, d.GrantedBy = reseller.DelegationEnded, importedAt.Add(time.Hour), reseller.EndCustomerRemoved, id(500+n)
	}
	return d
}

func manySubscription(n int, full bool) reseller.Subscription {
	s := reseller.Subscription{
		ID: id(3000 + n), CustomerID: id(n), Offer: "o0", Service: "A", Seats: 1, Status: reseller.SubscriptionActive,
		UnitPrice: reseller.Money{Currency: "CNY"}, Term: reseller.Term{StartsOn: 20_000, EndsOn: 20_365, FirstBilledOn: 20_031},
		OrderedAt: importedAt, Version: 1,
	}
	if full {
		s.ExternalKey, s.BaseID, s.OriginalReseller, s.BilledPartner, s.SupportPartner = fmt.Sprintf("s%d", n), id(3000), id(n-1), id(n-1), id(n)
		s.Transfer = reseller.TransferOffer{To: id(n), At: importedAt}
	}
	return s
}

func manyCharge(n int, full bool) reseller.BegunCharge {
	c := reseller.BegunCharge{Charge: reseller.Charge{
		PartnerID: id(n), CustomerID: id(n), SubscriptionID: id(3000 + n), From: 20_000, Until: reseller.NoEnd, ChargedFrom: 20_031,
		Term: reseller.Term{StartsOn: 20_000, EndsOn: 20_365, FirstBilledOn: 20_031}, Offer: "o0", Seats: 1, UnitPrice: reseller.Money{Minor: 1 << 29, Currency: "CNY"},
	}}
	if full {
		c.ResellerID, c.BegunAt = id(n), importedAt
	}
	return c
}
