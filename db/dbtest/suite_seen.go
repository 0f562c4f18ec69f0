package dbtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"accord/reseller"
)

var seenCases = []testCase{
	{"R27_customers_of_a_partner_follow_its_relationships", customersFollow},
	{"R27_a_customer_created_with_its_relationship_is_seen", customersCreated},
}

// seen is relationships beside the store that has them, and whom each partner sees by them.
type seen struct {
	*kit
	random        *rand.Rand
	partners      []reseller.ID
	customers     []reseller.Customer
	relationships []reseller.Relationship
}

// customersFollow: whatever happens to relationships and names, a partner is listed those customers that it has a standing
// relationship with, or is the reseller in one, by their names of now and once each.
func customersFollow(t *testing.T, k *kit) {
	s := &seen{kit: k, random: rand.New(rand.NewPCG(28, 28))} //nolint:gosec // the same steps in every run
	for _, kind := range []reseller.PartnerType{reseller.IndirectProvider, reseller.IndirectProvider, reseller.IndirectReseller} {
		s.partners = append(s.partners, k.Partner(reseller.Partner{Type: kind}).ID)
	}
	s.customers = k.Customers(reseller.Customer{}, reseller.Customer{}, reseller.Customer{}, reseller.Customer{})
	for range 120 {
		switch s.random.IntN(4) {
		case 0:
			s.begin()
		case 1:
			s.change(func(r *reseller.Relationship) { r.ResellerID = s.reseller(r.PartnerID) })
		case 2:
			s.change(func(r *reseller.Relationship) { r.Status, r.EndedAt = reseller.RelationshipEnded, s.Tick() })
		case 3:
			s.rename()
		}
		for _, partner := range s.partners {
			equal(t, s.listed(t, partner, ""), s.expected(partner))
			equal(t, s.listed(t, partner, "customer"), s.expected(partner))
		}
	}
}

// begin begins a relationship of a pair that has none.
func (s *seen) begin() {
	partner, customer := s.partners[s.random.IntN(len(s.partners))], s.customers[s.random.IntN(len(s.customers))].ID
	for _, r := range s.relationships {
		if r.PartnerID == partner && r.CustomerID == customer && r.Status != reseller.RelationshipEnded {
			return
		}
	}
	s.relationships = append(s.relationships, s.Relationship(reseller.Relationship{
		PartnerID: partner, CustomerID: customer, ResellerID: s.reseller(partner),
	}))
}

// reseller is the one that a relationship may name, or none.
func (s *seen) reseller(provider reseller.ID) reseller.ID {
	if tier2 := s.partners[2]; provider != tier2 && s.random.IntN(2) == 0 {
		return tier2
	}
	return reseller.ID{}
}

// change changes one that has not ended.
func (s *seen) change(f func(*reseller.Relationship)) {
	if len(s.relationships) == 0 {
		return
	}
	r := &s.relationships[s.random.IntN(len(s.relationships))]
	if r.Status != reseller.RelationshipEnded {
		f(r)
		r.Version++
		s.Relationship(*r)
	}
}

func (s *seen) rename() {
	c := &s.customers[s.random.IntN(len(s.customers))]
	c.Name, c.Domain, c.Version = fmt.Sprintf("Customer %d", s.next()), fmt.Sprintf("renamed-%d.example", s.next()), c.Version+1
	s.Customer(*c)
}

func (s *seen) expected(partner reseller.ID) []string {
	var names []string
	for _, c := range s.customers {
		if slices.ContainsFunc(s.relationships, func(r reseller.Relationship) bool {
			return r.CustomerID == c.ID && r.Status != reseller.RelationshipEnded && (r.PartnerID == partner || r.ResellerID == partner)
		}) {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return names
}

func (s *seen) listed(t *testing.T, partner reseller.ID, search string) []string {
	t.Helper()
	names := found(t, s.kit, AsPartner(partner), search)
	slices.Sort(names)
	return names
}

// customersCreated: the two may go in one statement.
func customersCreated(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	c := reseller.Customer{ID: k.ID(), Name: "Created", Domain: "created.example", Country: "CN", CreatedAt: k.Tick(), Version: 1}
	k.Write(func(ctx context.Context, tx reseller.Tx) error {
		if err := tx.PutCustomers(ctx, []reseller.Customer{c}); err != nil {
			return err
		}
		return tx.InsertRelationship(ctx, reseller.Relationship{
			ID: k.ID(), PartnerID: partner, CustomerID: c.ID, Status: reseller.RelationshipActive, AcceptedAt: k.Tick(), Version: 1,
		})
	})
	for _, search := range []string{"", "creat", "reate"} {
		equal(t, found(t, k, AsPartner(partner), search), []string{c.Name})
	}
}
