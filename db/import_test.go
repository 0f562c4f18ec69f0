package db_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

var importedAt = time.Date(2026, 3, 14, 15, 9, 26, 535897000, time.UTC)

// id gives the same id for the same number.
func id(n int) reseller.ID {
	return reseller.ID{0: 1, 6: 0x70, 8: 0x80, 14: byte(n >> 8), 15: byte(n)}
}

func company(n int, kind reseller.PartnerType) reseller.Partner {
	return reseller.Partner{
		ID: id(n), ExternalKey: fmt.Sprintf("p%d", n), Name: fmt.Sprintf("Partner %d", n), Type: kind, Country: "CN",
		Status: reseller.PartnerActive, Services: []string{"A"}, CreatedAt: importedAt, Version: 1,
	}
}

func buyer(n int) reseller.Customer {
	return reseller.Customer{
		ID: id(n), ExternalKey: fmt.Sprintf("c%d", n), Name: "Customer", Domain: fmt.Sprintf("c%d.example", n), Country: "CN",
		CreatedAt: importedAt, Version: 1,
	}
}

// inTx runs fn in one attempt at a transaction: fn's first ErrConflict is final.
func inTx(t *testing.T, s *db.Store, fn func(ctx context.Context, tx reseller.Tx) error) error {
	t.Helper()
	var failure error
	err := s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		failure = fn(ctx, tx)
		if failure != nil {
			return errors.New("undone")
		}
		return nil
	})
	if failure != nil {
		return failure
	}
	return err
}

func write(t *testing.T, s *db.Store, fn func(ctx context.Context, tx reseller.Tx) error) {
	t.Helper()
	if err := inTx(t, s, fn); err != nil {
		t.Fatal(err)
	}
}

func TestPutRefusesAVersionThatHasMovedOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		put := func(version int32, name string) error {
			return inTx(t, s, func(ctx context.Context, tx reseller.Tx) error {
				p, other := company(1, reseller.Advisor), company(2, reseller.Advisor)
				p.Version, p.Name, other.Version = version, name, version
				return tx.PutPartners(ctx, []reseller.Partner{other, p})
			})
		}
		for i, step := range []struct {
			version int32
			name    string
			want    error
		}{{1, "first", nil}, {2, "second", nil}, {2, "late", reseller.ErrConflict}, {4, "early", reseller.ErrConflict}, {3, "third", nil}} {
			if err := put(step.version, step.name); !errors.Is(err, step.want) {
				t.Errorf("step %d: got %v, want %v", i, err, step.want)
			}
		}
		write(t, s, func(ctx context.Context, tx reseller.Tx) error {
			found, err := tx.PartnersByKey(ctx, []string{"p1", "p1", "p9"})
			if p := found["p1"]; len(found) != 1 || p.Name != "third" || p.Version != 3 || !p.CreatedAt.Equal(importedAt) {
				t.Errorf("got %+v", found)
			}
			return err
		})
	})
}

func TestPutTakesMoreRowsThanOneStatementHolds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		const n = 3500 // of PostgreSQL's 65,535 parameters each partner takes 19
		partners := make([]reseller.Partner, n)
		keys := make([]string, n)
		for i := range partners {
			partners[i] = company(i, reseller.Advisor)
			keys[i] = partners[i].ExternalKey
		}
		write(t, s, func(ctx context.Context, tx reseller.Tx) error {
			if err := tx.PutPartners(ctx, partners); err != nil {
				return err
			}
			found, err := tx.PartnersByKey(ctx, keys)
			if len(found) != n || !reflect.DeepEqual(found["p3499"], partners[3499]) {
				t.Errorf("found %d partners, the last is %+v", len(found), found["p3499"])
			}
			return err
		})
	})
}

func TestLockTakesMoreKeysThanOneStatementHolds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		keys := make([]string, 70_000)
		for i := range keys {
			keys[i] = fmt.Sprintf("c%d", i)
		}
		customers := []reseller.Customer{buyer(0), buyer(9999)}
		write(t, s, func(ctx context.Context, tx reseller.Tx) error {
			if err := tx.PutCustomers(ctx, customers); err != nil {
				return err
			}
			found, err := tx.LockCustomers(ctx, keys)
			if len(found) != 2 || found["c9999"].ID != customers[1].ID {
				t.Errorf("found %d customers, the last is %+v", len(found), found["c9999"])
			}
			return err
		})
	})
}

func TestPutReportsWhatAnIndexRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		write(t, s, func(ctx context.Context, tx reseller.Tx) error {
			return tx.PutCustomers(ctx, []reseller.Customer{buyer(1)})
		})
		for name, change := range map[string]func(*reseller.Customer){
			"domain": func(c *reseller.Customer) { c.Domain = "c1.example" },
			"key":    func(c *reseller.Customer) { c.ExternalKey = "c1" },
		} {
			err := inTx(t, s, func(ctx context.Context, tx reseller.Tx) error {
				other := buyer(2)
				change(&other)
				return tx.PutCustomers(ctx, []reseller.Customer{other})
			})
			if !errors.Is(err, reseller.ErrConflict) {
				t.Errorf("%s: got %v", name, err)
			}
		}
	})
}

// TestR39_RivalsAreFoundBeforeTheIndexRefuses has two advisors and a reseller with DAP for one service of one customer.
func TestR39_RivalsAreFoundBeforeTheIndexRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		partners := []reseller.Partner{company(1, reseller.Advisor), company(2, reseller.Advisor), company(3, reseller.DirectReseller)}
		write(t, s, func(ctx context.Context, tx reseller.Tx) error { return relate(ctx, tx, partners) })
		write(t, s, func(ctx context.Context, tx reseller.Tx) error {
			rivals, err := tx.Rivals(ctx, []reseller.ID{id(1), id(2)})
			if want := (reseller.Rival{Key: "p2", Conflicts: 2}); rivals[id(1)] != want || len(rivals) != 2 {
				t.Errorf("got %v, want %v for the first", rivals, want)
			}
			return err
		})
		err := inTx(t, s, func(ctx context.Context, tx reseller.Tx) error {
			risen := partners[0]
			risen.Type, risen.Version = reseller.IndirectProvider, 2
			return tx.PutPartners(ctx, []reseller.Partner{risen})
		})
		if !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("got %v", err)
		}
	})
}

// relate gives each partner a relationship with DAP for A.
func relate(ctx context.Context, tx reseller.Tx, partners []reseller.Partner) error {
	if err := tx.PutServices(ctx, []reseller.Service{{Code: "A", NameEN: "A", NameZH: "A"}}); err != nil {
		return err
	}
	if err := tx.PutCustomers(ctx, []reseller.Customer{buyer(100)}); err != nil {
		return err
	}
	if err := tx.PutPartners(ctx, partners); err != nil {
		return err
	}
	var rs []reseller.Relationship
	var ds []reseller.Delegation
	for i, p := range partners {
		r := reseller.Relationship{ID: id(200 + i), PartnerID: p.ID, CustomerID: id(100), Status: reseller.RelationshipActive, AcceptedAt: importedAt, Version: 1}
		rs = append(rs, r)
		ds = append(ds, reseller.Delegation{
			ID: id(300 + i), RelationshipID: r.ID, PartnerID: p.ID, CustomerID: id(100), Service: "A",
			Transacting: p.Type.Transacting(), Status: reseller.DelegationActive, GrantedAt: importedAt,
		})
	}
	if err := tx.PutRelationships(ctx, rs); err != nil {
		return err
	}
	return tx.PutDelegations(ctx, ds)
}
