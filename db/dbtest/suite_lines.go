package dbtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"accord/reseller"
)

var lineCases = []testCase{
	{"R27_lines_say_what_the_other_reads_find", linesAndReads},
	{"lines_cost_one_statement", linesAtOnce},
}

// lined is a market with what lines tell apart: relationships of both tiers that stand and have ended, privileges of both, ended and
// not, and a name that several customers have.
type lined struct{ provider, tier2, other reseller.Partner }

func (k *kit) lined() lined {
	var l lined
	l.provider, l.tier2, _ = k.tiers()
	l.other = k.Partner(reseller.Partner{Type: reseller.Advisor})
	codes := k.Services("MAIL", "OFFICE", "AZURE")
	for i, name := range listNames() {
		c := k.Customer(reseller.Customer{Name: name})
		r := reseller.Relationship{PartnerID: l.provider.ID, CustomerID: c.ID, AcceptedAt: sometimes(i)}
		switch i % 4 {
		case 1, 2:
			r.ResellerID = l.tier2.ID
		case 3:
			r.PartnerID = l.tier2.ID
		}
		if i%5 == 0 {
			r.Status, r.EndedAt = reseller.RelationshipEnded, r.AcceptedAt.Add(time.Hour)
		}
		r = k.Relationship(r)
		for j, code := range codes[:i%4%3+1] {
			d := reseller.Delegation{RelationshipID: r.ID, PartnerID: r.PartnerID, CustomerID: c.ID, Service: code.Code, GrantedAt: sometimes(j)}
			if !r.ResellerID.IsZero() && j%2 == 1 {
				d.PartnerID = r.ResellerID
			}
			if j == 2 || i%5 == 0 {
				d.Status, d.EndedAt, d.EndReason = reseller.DelegationEnded, d.GrantedAt.Add(time.Minute), reseller.EndCustomerRemoved
			}
			k.Delegation(d)
		}
	}
	return l
}

// linesAndReads holds lines, for each who may ask, to what the other reads find of the same list.
func linesAndReads(t *testing.T, k *kit) {
	l := k.lined()
	scopes := map[string]reseller.Scope{
		"the operator": AsOperator(), "the provider": AsPartner(l.provider.ID), "the reseller": AsPartner(l.tier2.ID), "another": AsPartner(l.other.ID),
		"nobody": {},
	}
	yes, no := true, false
	filters := []reseller.RelationshipFilter{
		{},
		{Status: reseller.RelationshipEnded},
		{Service: "MAIL"},
		{HasDelegatedAdmin: &yes},
		{HasDelegatedAdmin: &no},
		{Search: "contoso"},
		{WithoutDelegatedAdminFor: []string{"OFFICE"}},
	}
	for name, scope := range scopes {
		for _, owner := range []reseller.ID{l.provider.ID, l.tier2.ID} {
			for _, order := range []reseller.OrderField{reseller.OrderAcceptedAt, reseller.OrderCustomerName} {
				for i, filter := range filters {
					list := reseller.RelationshipList{Owner: reseller.TenantPartner, Filter: filter, Order: reseller.Order{Field: order, Descending: i%2 == 0}}
					t.Run(fmt.Sprintf("%s/%s/%d", name, order, i), func(t *testing.T) { compareLines(t, k, scope, owner, list) })
				}
			}
		}
	}
}

func compareLines(t *testing.T, k *kit, scope reseller.Scope, owner reseller.ID, list reseller.RelationshipList) {
	t.Helper()
	for _, page := range []reseller.Page{wholePage, {Limit: 7}, {Limit: 7, Backward: true}} {
		all, err := k.store.Relationships(t.Context(), scope, []reseller.ID{owner}, list, page)
		check(t, err)
		want := all[owner]
		got, err := k.store.RelationshipLines(t.Context(), scope, owner, list, page, reseller.LineParts{Customer: true, Privileges: true})
		check(t, err)
		equal(t, got, reseller.Slice[reseller.RelationshipLine]{Items: k.linesOf(t, scope, want.Items), HasNext: want.HasNext, HasPrevious: want.HasPrevious})
		bare, err := k.store.RelationshipLines(t.Context(), scope, owner, list, page, reseller.LineParts{})
		check(t, err)
		for i := range got.Items {
			got.Items[i].Customer, got.Items[i].Privileges = reseller.CustomerLine{}, nil
		}
		equal(t, bare, got)
		if len(want.Items) == 0 {
			return
		}
		between := reseller.Page{Limit: 5, After: &want.Items[0].Key, Before: &want.Items[len(want.Items)-1].Key}
		all, err = k.store.Relationships(t.Context(), scope, []reseller.ID{owner}, list, between)
		check(t, err)
		got, err = k.store.RelationshipLines(t.Context(), scope, owner, list, between, reseller.LineParts{Customer: true, Privileges: true})
		check(t, err)
		equal(t, got.Items, k.linesOf(t, scope, all[owner].Items))
	}
}

// linesOf puts lines together from the reads that there are of each part.
func (k *kit) linesOf(t *testing.T, scope reseller.Scope, items []reseller.RelationshipItem) []reseller.RelationshipLine {
	t.Helper()
	var relationshipIDs, customerIDs []reseller.ID
	for _, item := range items {
		relationshipIDs, customerIDs = append(relationshipIDs, item.Relationship.ID), append(customerIDs, item.Relationship.CustomerID)
	}
	customers, err := k.store.RelatedCustomersByID(t.Context(), scope, customerIDs)
	check(t, err)
	privileges, err := k.store.DelegationsOf(t.Context(), scope, relationshipIDs, "", time.Time{})
	check(t, err)
	var lines []reseller.RelationshipLine
	for _, item := range items {
		r := item.Relationship
		c := customers[r.CustomerID]
		line := reseller.RelationshipLine{
			Key: item.Key, ID: r.ID, Status: r.Status, AcceptedAt: r.AcceptedAt, EndedAt: r.EndedAt, Version: r.Version,
			Customer: reseller.CustomerLine{ID: c.ID, Name: c.Name, Domain: c.Domain, Country: c.Country},
		}
		for _, d := range privileges[r.ID] {
			line.Privileges = append(line.Privileges, reseller.PrivilegeLine{
				ID: d.ID, Service: d.Service, Status: d.Status, GrantedAt: d.GrantedAt, EndedAt: d.EndedAt, EndReason: d.EndReason,
			})
		}
		lines = append(lines, line)
	}
	return lines
}

func linesAtOnce(t *testing.T, k *kit) {
	l := k.lined()
	list := reseller.RelationshipList{Owner: reseller.TenantPartner, Order: reseller.DefaultOrder}
	sent := k.statements(func() {
		page, err := k.store.RelationshipLines(t.Context(), AsPartner(l.provider.ID), l.provider.ID, list, wholePage, reseller.LineParts{Customer: true, Privileges: true})
		check(t, err)
		equal(t, len(page.Items) > pageSize, true)
	})
	equal(t, sent, 1)
}

// linesGivenUp: readers who give up, whenever it is, get an error or the page, and who reads next over the same connections is answered.
func linesGivenUp(t *testing.T, k *kit) {
	l := k.lined()
	list := reseller.RelationshipList{Owner: reseller.TenantPartner, Order: reseller.DefaultOrder}
	read := func(ctx context.Context) (reseller.Slice[reseller.RelationshipLine], error) {
		return k.store.RelationshipLines(ctx, AsPartner(l.provider.ID), l.provider.ID, list, wholePage, reseller.LineParts{Customer: true, Privileges: true})
	}
	want, err := read(t.Context())
	check(t, err)
	const readers, times, step = 8, 40, 50 * time.Microsecond
	var all sync.WaitGroup
	for range readers {
		all.Go(func() {
			for i := range times {
				until := time.Now().Add(time.Duration(i) * step)
				ctx, giveUp := context.WithDeadline(t.Context(), until)
				got, err := read(ctx)
				if err == nil {
					equal(t, got, want)
				} else if time.Now().Before(until) {
					t.Errorf("refused though nobody gave up: %v", err)
				}
				giveUp()
			}
		})
	}
	all.Wait()
	for range 2 * readers {
		got, err := read(t.Context())
		check(t, err)
		equal(t, got, want)
	}
}
