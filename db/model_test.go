package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// slot is one service of one customer; the model keeps who holds DAP for each.
type slot struct{ customer, service int }

// step is one thing that happens to a slot.
type step struct {
	What    string
	Partner int
	slot
}

// market is a store under test beside its model.
type market struct {
	store     *db.Store
	world     *dbtest.World
	partners  []reseller.Partner
	customers []reseller.Customer
	// related are the relationships' ids, by partner and customer.
	related map[[2]int]reseller.ID
	// held are the privileges' ids, by slot and partner: the model.
	held map[slot]map[int]reseller.ID
}

var marketServices = []string{"a", "b"}

// TestR11_whatever_happens: after any sequence of grants, ends and displacements no service of a customer has two
// transacting holders, the store has refused what the model refuses, and it lists the very privileges that the model has.
func TestR11_whatever_happens(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		w := dbtest.NewWorld(t, s)
		w.Services(marketServices...)
		partners := w.Partners(
			reseller.Partner{Type: reseller.DirectReseller}, reseller.Partner{Type: reseller.IndirectProvider},
			reseller.Partner{Type: reseller.Advisor}, reseller.Partner{Type: reseller.IndirectReseller},
		)
		steps := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) step {
			return step{
				What:    rapid.SampledFrom([]string{"grant", "grant", "displace", "end", "end all"}).Draw(r, "what"),
				Partner: rapid.IntRange(0, len(partners)-1).Draw(r, "partner"),
				slot:    slot{rapid.IntRange(0, 1).Draw(r, "customer"), rapid.IntRange(0, 1).Draw(r, "service")},
			}
		}), 1, 20)
		rapid.Check(t, func(r *rapid.T) {
			m := newMarket(s, w, partners) // new customers: what came before does not matter
			for _, step := range steps.Draw(r, "steps") {
				if err := m.take(t.Context(), step); err != nil {
					r.Fatalf("%+v: %v", step, err)
				}
			}
			if err := m.compare(t.Context()); err != nil {
				r.Fatal(err)
			}
		})
	})
}

func newMarket(s *db.Store, w *dbtest.World, partners []reseller.Partner) *market {
	m := &market{
		store: s, world: w, partners: partners, customers: w.Customers(reseller.Customer{}, reseller.Customer{}),
		related: map[[2]int]reseller.ID{}, held: map[slot]map[int]reseller.ID{},
	}
	var rs []reseller.Relationship
	for p := range partners {
		for c := range m.customers {
			id := w.ID()
			m.related[[2]int{p, c}] = id
			rs = append(rs, reseller.Relationship{ID: id, PartnerID: partners[p].ID, CustomerID: m.customers[c].ID})
		}
	}
	w.Relationships(rs...)
	return m
}

// errRefused stands for ErrConflict, so that Update does not try again.
var errRefused = errors.New("refused by an index")

func refused(err error) error {
	if errors.Is(err, reseller.ErrConflict) {
		return errRefused
	}
	return err
}

// take does one step to the store and to the model, and compares what they say to it.
func (m *market) take(ctx context.Context, s step) error {
	ends, grants := m.plan(s)
	d := m.world.Privilege(reseller.Delegation{RelationshipID: m.related[[2]int{s.Partner, s.customer}], Service: marketServices[s.service]})
	var ids []reseller.ID
	for _, p := range ends {
		ids = append(ids, m.held[s.slot][p])
	}
	err := m.store.Update(ctx, dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		if err := tx.EndDelegations(ctx, ids, d.GrantedAt, reseller.EndDisplaced); err != nil || !grants {
			return err
		}
		return refused(tx.Nested(ctx, func(ctx context.Context) error { // which has it sent at once
			return tx.InsertDelegations(ctx, []reseller.Delegation{d})
		}))
	})
	if expected := m.refuses(s, ends, grants); expected || err != nil {
		if expected && errors.Is(err, errRefused) {
			return nil
		}
		return fmt.Errorf("the store says %w; should refuse: %t", err, expected)
	}
	for _, p := range ends {
		delete(m.held[s.slot], p)
	}
	if grants {
		if m.held[s.slot] == nil {
			m.held[s.slot] = map[int]reseller.ID{}
		}
		m.held[s.slot][s.Partner] = d.ID
	}
	return nil
}

// plan gives whose privileges a step ends, and whether it grants one.
func (m *market) plan(s step) (ends []int, grants bool) {
	for p := range m.held[s.slot] {
		others := p != s.Partner && m.transacts(p) && m.transacts(s.Partner)
		if s.What == "end all" || s.What == "end" && p == s.Partner || s.What == "displace" && others {
			ends = append(ends, p)
		}
	}
	return ends, s.What == "grant" || s.What == "displace"
}

func (m *market) transacts(p int) bool { return m.partners[p].Type.Transacting() }

// refuses tells whether R11, or a partner's second privilege, is in the way of a grant.
func (m *market) refuses(s step, ends []int, grants bool) bool {
	left := map[int]bool{}
	for p := range m.held[s.slot] {
		left[p] = true
	}
	for _, p := range ends {
		delete(left, p)
	}
	for p := range left {
		if grants && (p == s.Partner || m.transacts(p) && m.transacts(s.Partner)) {
			return true
		}
	}
	return false
}

// compare holds the store's list of ACTIVE privileges against the model.
func (m *market) compare(ctx context.Context) error {
	for c, customer := range m.customers {
		found, err := m.store.ActiveDelegations(ctx, dbtest.AsCustomer(customer.ID), []reseller.ID{customer.ID}, time.Time{})
		if err != nil {
			return err
		}
		got, holders := map[reseller.ID]bool{}, map[string]int{}
		for _, d := range found[customer.ID] {
			got[d.ID] = true
			if d.Transacting {
				holders[d.Service]++
			}
		}
		for service, n := range holders {
			if n > 1 {
				return fmt.Errorf("R11: %d hold %s of customer %d", n, service, c)
			}
		}
		if err := m.has(c, got); err != nil {
			return err
		}
	}
	return nil
}

// has compares the ids of a customer's ACTIVE privileges.
func (m *market) has(customer int, got map[reseller.ID]bool) error {
	n := 0
	for s := range marketServices {
		for p, id := range m.held[slot{customer, s}] {
			n++
			if !got[id] {
				return fmt.Errorf("customer %d, service %d: the store lacks the privilege of partner %d", customer, s, p)
			}
		}
	}
	if n != len(got) {
		return fmt.Errorf("customer %d: the store has %d privileges, the model %d", customer, len(got), n)
	}
	return nil
}
