package dbtest

import (
	"context"
	"errors"
	"testing"

	"accord/reseller"
)

// scopeTxCases prove what a transaction of a tenant knows of the rows of all.
var scopeTxCases = []testCase{
	{"R29_DomainHolder_knows_all_customers", domainHolder},
	{"R27_EmailTaken_knows_all_users", emailTaken},
	{"R8_Acceptances_counts_those_of_all_customers", acceptancesOfAll},
}

// eachScope runs fn in a transaction of each kind of tenant, strangers all, and of the platform.
func eachScope(t *testing.T, k *kit, fn func(ctx context.Context, tx reseller.Tx) error) {
	t.Helper()
	partner, customer := k.Partner(reseller.Partner{}).ID, k.Customer(reseller.Customer{}).ID
	for _, scope := range []reseller.Scope{AsOperator(), AsPartner(partner), AsCustomer(customer)} {
		check(t, k.store.Update(t.Context(), scope, fn))
	}
}

func domainHolder(t *testing.T, k *kit) {
	customer := k.Customer(reseller.Customer{Domain: "held.example"})
	eachScope(t, k, func(ctx context.Context, tx reseller.Tx) error {
		if holder, err := tx.DomainHolder(ctx, "held.example"); err != nil || holder != customer.ID {
			t.Errorf("%v holds it, want %v: %v", holder, customer.ID, err)
		}
		if _, err := tx.DomainHolder(ctx, "free.example"); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("nobody's: %v, want ErrNotFound", err)
		}
		return nil
	})
}

func emailTaken(t *testing.T, k *kit) {
	user := k.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: k.Partner(reseller.Partner{}).ID})
	eachScope(t, k, func(ctx context.Context, tx reseller.Tx) error {
		for email, want := range map[string]bool{user.Email: true, "free@accord.example": false} {
			taken, err := tx.EmailTaken(ctx, email)
			check(t, err)
			equal(t, taken, want)
		}
		return nil
	})
}

func acceptancesOfAll(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	link := k.Invite(reseller.Invite{PartnerID: partner})
	var last reseller.ID
	for range 3 {
		last = k.Customer(reseller.Customer{}).ID
		k.Acceptance(link.ID, k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: last}).ID)
	}
	check(t, k.store.Update(t.Context(), AsCustomer(last), func(ctx context.Context, tx reseller.Tx) error {
		mine, total, err := tx.Acceptances(ctx, link.ID, last)
		equal(t, mine, true)
		equal(t, total, int32(3))
		return err
	}))
	stranger := k.Customer(reseller.Customer{}).ID
	check(t, k.store.Update(t.Context(), AsCustomer(stranger), func(ctx context.Context, tx reseller.Tx) error {
		mine, total, err := tx.Acceptances(ctx, link.ID, stranger)
		equal(t, mine, false)
		equal(t, total, int32(3))
		return err
	}))
}
