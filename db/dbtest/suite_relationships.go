package dbtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"accord/reseller"
)

var relationshipCases = []testCase{
	{"relationships_keep_every_field", relationshipsKeepFields},
	{"one_standing_relationship_of_a_pair", oneStandingRelationship},
	{"StandingRelationships_are_those_not_ended", standingRelationships},
	{"TouchRelationships_raises_versions", touches},
	{"LockCustomer_reads_the_row", locksCustomer},
}

func insertRelationship(t *testing.T, k *kit, r reseller.Relationship) error {
	t.Helper()
	return k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error { return tx.InsertRelationship(ctx, r) })
}

func relationshipsKeepFields(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID
	tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider}).ID
	customer := k.Customer(reseller.Customer{Name: "晨曦", Country: "CN", Version: 3})
	invite := k.Invite(reseller.Invite{PartnerID: provider, Terms: reseller.Terms{ResellerID: tier2}}).ID
	for _, want := range []reseller.Relationship{
		{Status: reseller.RelationshipEnded, EndedAt: Start.Add(time.Microsecond), Version: 9},
		{Status: reseller.RelationshipActive, ResellerID: tier2, InviteID: invite, AcceptedBy: k.ID(), Version: 1},
	} {
		want.ID, want.PartnerID, want.CustomerID, want.AcceptedAt = k.ID(), provider, customer.ID, k.Tick()
		check(t, insertRelationship(t, k, want))
		found, err := k.store.RelationshipsByID(t.Context(), AsCustomer(customer.ID), []reseller.ID{want.ID})
		check(t, err)
		equal(t, found, map[reseller.ID]reseller.Relationship{want.ID: want})
	}
	list := listOf(t, k, provider, reseller.RelationshipList{Owner: reseller.TenantPartner})
	equal(t, len(list), 2)
	equal(t, list[0].Customer, customer)
}

func oneStandingRelationship(t *testing.T, k *kit) {
	partner, customer := k.Partner(reseller.Partner{}).ID, k.Customer(reseller.Customer{}).ID
	pair := func(status reseller.RelationshipStatus) reseller.Relationship {
		r := reseller.Relationship{ID: k.ID(), PartnerID: partner, CustomerID: customer, Status: status, AcceptedAt: k.Tick(), Version: 1}
		if status == reseller.RelationshipEnded {
			r.EndedAt = k.Tick()
		}
		return r
	}
	for _, step := range []struct {
		status reseller.RelationshipStatus
		want   error
	}{
		{reseller.RelationshipEnded, nil},
		{reseller.RelationshipEnded, nil},
		{reseller.RelationshipEnding, nil},
		{reseller.RelationshipEnding, reseller.ErrConflict},
		{reseller.RelationshipActive, reseller.ErrConflict},
		{reseller.RelationshipEnded, nil},
	} {
		if err := insertRelationship(t, k, pair(step.status)); !errors.Is(err, step.want) {
			t.Errorf("%s: %v, want %v", step.status, err, step.want)
		}
	}
	other := pair(reseller.RelationshipActive)
	other.CustomerID = k.Customer(reseller.Customer{}).ID
	check(t, insertRelationship(t, k, other))
}

func racingRelationships(t *testing.T, k *kit) {
	partner, customer := k.Partner(reseller.Partner{}).ID, k.Customer(reseller.Customer{}).ID
	const n = 4
	var mine, got [n]reseller.ID
	var errs [n]error
	for i := range mine {
		mine[i] = k.ID()
	}
	together(n, func(i int) {
		errs[i] = k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			standing, err := tx.StandingRelationships(ctx, customer) // without the lock: the index has to hold
			if err != nil {
				return err
			}
			if len(standing.Relationships) > 0 {
				got[i] = standing.Relationships[0].ID
				return nil
			}
			got[i] = mine[i]
			return tx.InsertRelationship(ctx, reseller.Relationship{
				ID: mine[i], PartnerID: partner, CustomerID: customer, Status: reseller.RelationshipActive, AcceptedAt: Start, Version: 1,
			})
		})
	})
	for i := range got {
		check(t, errs[i])
		equal(t, got[i], got[0])
	}
}

func standingRelationships(t *testing.T, k *kit) {
	customer, other := k.Customer(reseller.Customer{}).ID, k.Customer(reseller.Customer{}).ID
	want := map[reseller.ID]reseller.Relationship{}
	for _, status := range []reseller.RelationshipStatus{reseller.RelationshipActive, reseller.RelationshipEnding, reseller.RelationshipEnded} {
		partner := k.Partner(reseller.Partner{}).ID
		r := k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: customer, Status: status})
		k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: other, Status: status})
		if status != reseller.RelationshipEnded {
			want[r.ID] = r
		}
	}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		standing, err := tx.StandingRelationships(ctx, customer)
		got := map[reseller.ID]reseller.Relationship{}
		for _, r := range standing.Relationships {
			got[r.ID] = r
		}
		equal(t, got, want)
		return err
	})
}

func touches(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	rs := k.Relationships(
		reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID},
		reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID, Version: 5},
		reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{}).ID},
	)
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		if err := tx.TouchRelationships(ctx, nil); err != nil {
			return err
		}
		return tx.TouchRelationships(ctx, []reseller.ID{rs[0].ID, rs[1].ID, k.ID()})
	})
	found, err := k.store.RelationshipsByID(t.Context(), AsPartner(partner), []reseller.ID{rs[0].ID, rs[1].ID, rs[2].ID})
	check(t, err)
	rs[0].Version, rs[1].Version = 2, 6
	equal(t, found, map[reseller.ID]reseller.Relationship{rs[0].ID: rs[0], rs[1].ID: rs[1], rs[2].ID: rs[2]})
}

func locksCustomer(t *testing.T, k *kit) {
	want := k.Customer(reseller.Customer{Name: "晨曦", Version: 4})
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		got, err := tx.LockCustomer(ctx, want.ID)
		equal(t, got, want)
		if _, err := tx.LockCustomer(ctx, k.ID()); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("an unknown customer: %v, want ErrNotFound", err)
		}
		return err
	})
}

// lockWaits: whoever has locked a customer's row sees what others did before, and they see nothing of it meanwhile.
func lockWaits(t *testing.T, k *kit) {
	const writers, rounds = 4, 5
	r := k.Relationship(reseller.Relationship{PartnerID: k.Partner(reseller.Partner{}).ID, CustomerID: k.Customer(reseller.Customer{}).ID})
	var errs [writers]error
	versions := make(chan int32, writers*rounds)
	together(writers, func(i int) {
		for range rounds {
			errs[i] = errors.Join(errs[i], k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
				if _, err := tx.LockCustomer(ctx, r.CustomerID); err != nil {
					return err
				}
				standing, err := tx.StandingRelationships(ctx, r.CustomerID)
				if err != nil {
					return err
				}
				versions <- standing.Relationships[0].Version
				return tx.TouchRelationships(ctx, []reseller.ID{r.ID})
			}))
		}
	})
	close(versions)
	check(t, errors.Join(errs[:]...))
	seen := map[int32]bool{}
	for v := range versions {
		if seen[v] {
			t.Fatalf("two have seen version %d", v)
		}
		seen[v] = true
	}
	equal(t, len(seen), writers*rounds)
}
