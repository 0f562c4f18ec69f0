package dbtest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

var listCases = []testCase{
	{"Partners_page", pagesOfPartners},
	{"Customers_page", pagesOfCustomers},
	{"Relationships_page_in_every_order", pagesOfRelationships},
	{"Invites_page", pagesOfInvites},
	{"History_pages", pagesOfHistory},
	{"Partners_sort_alike_everywhere", sortsNames},
	{"Relationships_sort_names_alike_everywhere", sortsCustomers},
	{"several_owners_cost_one_statement", severalOwners},
	{"hundreds_of_owners_each_get_their_page", manyOwners},
	{"a_page_between_two_keys", betweenKeys},
}

const (
	listLength = 33
	pageSize   = 10
)

// walk reads a whole list by pages, forward and backward, and checks that both are the list that one page gives, without
// repeats, and that each page tells whether there is more. It returns the list.
func walk[T any](t *testing.T, read func(reseller.Page) (reseller.Slice[T], error), keyOf func(T) reseller.Key) []T {
	t.Helper()
	whole, err := read(wholePage)
	check(t, err)
	if whole.HasNext || whole.HasPrevious {
		t.Error("the whole list says that it goes on")
	}
	for _, size := range []int{pageSize, listLength / 3, listLength - 1, listLength} {
		var forward, backward []T
		var last, first *reseller.Key
		for more := true; more; {
			page, err := read(reseller.Page{Limit: size, After: last})
			check(t, err)
			equal(t, page.HasPrevious, last != nil)
			forward = append(forward, page.Items...)
			last, more = keyAt(page.Items, len(page.Items)-1, keyOf), page.HasNext
			checkWalk(t, more, len(forward), len(whole.Items), len(page.Items), size)
		}
		for more := true; more; {
			page, err := read(reseller.Page{Limit: size, Before: first, Backward: true})
			check(t, err)
			equal(t, page.HasNext, first != nil)
			backward = slices.Concat(page.Items, backward)
			first, more = keyAt(page.Items, 0, keyOf), page.HasPrevious
			checkWalk(t, more, len(backward), len(whole.Items), len(page.Items), size)
		}
		equal(t, forward, whole.Items)
		equal(t, backward, whole.Items)
	}
	return whole.Items
}

func keyAt[T any](items []T, i int, keyOf func(T) reseller.Key) *reseller.Key {
	if i < 0 || i >= len(items) {
		return nil
	}
	key := keyOf(items[i])
	return &key
}

// checkWalk checks that a page is as long as asked for while there is more, and that "more" is true.
func checkWalk(t *testing.T, more bool, seen, total, got, size int) {
	t.Helper()
	if more != (seen < total) || more && got != size || got == 0 {
		t.Fatalf("a page of %d gives %d; %d of %d seen, more: %v", size, got, seen, total, more)
	}
}

// listNames are names of which many sort alike, and some alike but for case.
func listNames() []string {
	names := make([]string, listLength)
	for i := range names {
		names[i] = [...]string{"Contoso", "CONTOSO", "contoso", "华夏", "Zebra", "ähre"}[i%6]
	}
	return names
}

func pagesOfPartners(t *testing.T, k *kit) {
	var ps []reseller.Partner
	for _, name := range listNames() {
		ps = append(ps, reseller.Partner{Name: name})
	}
	want := k.Partners(ps...)
	type item = reseller.Listed[reseller.Partner]
	got := walk(t, func(page reseller.Page) (reseller.Slice[item], error) {
		return k.store.Partners(t.Context(), AsOperator(), "", page)
	}, func(i item) reseller.Key { return i.Key })
	slices.SortFunc(want, func(a, b reseller.Partner) int {
		return cmp.Or(cmp.Compare(folded(a.Name), folded(b.Name)), compareIDs(a.ID, b.ID))
	})
	equal(t, unlisted(got), want)
	n, err := k.store.CountPartners(t.Context(), AsOperator(), "")
	check(t, err)
	equal(t, n, listLength)
}

func pagesOfCustomers(t *testing.T, k *kit) {
	var cs []reseller.Customer
	for _, name := range listNames() {
		cs = append(cs, reseller.Customer{Name: name})
	}
	want := k.Customers(cs...)
	type item = reseller.Listed[reseller.Customer]
	got := walk(t, func(page reseller.Page) (reseller.Slice[item], error) {
		return k.store.Customers(t.Context(), AsOperator(), "", page)
	}, func(i item) reseller.Key { return i.Key })
	slices.SortFunc(want, func(a, b reseller.Customer) int {
		return cmp.Or(cmp.Compare(folded(a.Name), folded(b.Name)), compareIDs(a.ID, b.ID))
	})
	equal(t, unlisted(got), want)
	n, err := k.store.CountCustomers(t.Context(), AsOperator(), "")
	check(t, err)
	equal(t, n, listLength)
}

// folded is enough for the names of listNames.
func folded(name string) string { return strings.ToLower(name) }

func compareIDs(a, b reseller.ID) int { return bytes.Compare(a[:], b[:]) }

func unlisted[T any](listed []reseller.Listed[T]) []T {
	items := make([]T, len(listed))
	for i, l := range listed {
		items[i] = l.Item
	}
	return items
}

// orders are all the orders that a list of relationships can have.
var orders = []reseller.Order{
	{Field: reseller.OrderAcceptedAt},
	{Field: reseller.OrderAcceptedAt, Descending: true},
	{Field: reseller.OrderCustomerName},
	{Field: reseller.OrderCustomerName, Descending: true},
}

func pagesOfRelationships(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	customer := k.Customer(reseller.Customer{}).ID
	ofPartner := ownedBy(k, partner)
	var ps []reseller.Partner
	for range listLength {
		ps = append(ps, reseller.Partner{})
	}
	var rs []reseller.Relationship
	for i, p := range k.Partners(ps...) {
		rs = append(rs, reseller.Relationship{PartnerID: p.ID, CustomerID: customer, AcceptedAt: sometimes(i)})
	}
	k.Relationships(rs...)
	for _, order := range orders {
		name := fmt.Sprintf("by_%s_descending_%t", order.Field, order.Descending)
		k.part(t, name, func(t *testing.T) {
			got := walkRelationships(t, k, reseller.TenantPartner, partner, order)
			slices.SortFunc(ofPartner, func(a, b reseller.RelationshipItem) int {
				return compareItems(order, a, b)
			})
			equal(t, bare(got), ofPartner)
			walkRelationships(t, k, reseller.TenantCustomer, customer, order)
		})
	}
}

// ownedBy relates a partner to customers of many names, at times of which many are equal.
func ownedBy(k *kit, partner reseller.ID) []reseller.RelationshipItem {
	var cs []reseller.Customer
	for _, name := range listNames() {
		cs = append(cs, reseller.Customer{Name: name})
	}
	cs = k.Customers(cs...)
	rs := make([]reseller.Relationship, len(cs))
	for i, c := range cs {
		rs[i] = reseller.Relationship{PartnerID: partner, CustomerID: c.ID, AcceptedAt: sometimes(i)}
	}
	all := make([]reseller.RelationshipItem, len(cs))
	for i, r := range k.Relationships(rs...) {
		all[i] = reseller.RelationshipItem{Relationship: r, Customer: cs[i]}
	}
	return all
}

// sometimes gives times, some equal and some a microsecond apart.
func sometimes(i int) time.Time { return Start.Add(time.Duration(i%5) * time.Microsecond) }

func compareItems(order reseller.Order, a, b reseller.RelationshipItem) int {
	by := a.Relationship.AcceptedAt.Compare(b.Relationship.AcceptedAt)
	if order.Field == reseller.OrderCustomerName {
		by = cmp.Compare(folded(a.Customer.Name), folded(b.Customer.Name))
	}
	by = cmp.Or(by, compareIDs(a.Relationship.ID, b.Relationship.ID))
	if order.Descending {
		return -by
	}
	return by
}

// bare gives the items without their keys, which are the store's own.
func bare(items []reseller.RelationshipItem) []reseller.RelationshipItem {
	out := slices.Clone(items)
	for i := range out {
		out[i].Key = reseller.Key{}
	}
	return out
}

func walkRelationships(t *testing.T, k *kit, kind reseller.TenantKind, owner reseller.ID, order reseller.Order) []reseller.RelationshipItem {
	t.Helper()
	list := reseller.RelationshipList{Owner: kind, Order: order}
	got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.RelationshipItem], error) {
		pages, err := k.store.Relationships(t.Context(), AsOperator(), []reseller.ID{owner}, list, page)
		return pages[owner], err
	}, func(i reseller.RelationshipItem) reseller.Key { return i.Key })
	equal(t, len(got), listLength)
	counts, err := k.store.CountRelationships(t.Context(), AsOperator(), []reseller.ID{owner}, list)
	check(t, err)
	equal(t, counts, map[reseller.ID]int32{owner: listLength})
	return got
}

// sortNewest brings items into the order of a list that begins with the newest.
func sortNewest[T any](items []T, keyOf func(T) reseller.Key) {
	slices.SortFunc(items, func(a, b T) int {
		return -cmp.Or(keyOf(a).Time.Compare(keyOf(b).Time), compareIDs(keyOf(a).ID, keyOf(b).ID))
	})
}

func pagesOfInvites(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	var want []reseller.Invite
	for i := range listLength {
		want = append(want, k.Invite(reseller.Invite{
			PartnerID: partner, CreatedAt: sometimes(i), Terms: reseller.Terms{Label: fmt.Sprint(i)},
		}))
	}
	got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.Invite], error) {
		pages, err := k.store.Invites(t.Context(), AsPartner(partner), []reseller.ID{partner}, page)
		return pages[partner], err
	}, func(i reseller.Invite) reseller.Key { return reseller.Key{Time: i.CreatedAt, ID: i.ID} })
	sortNewest(want, func(i reseller.Invite) reseller.Key { return reseller.Key{Time: i.CreatedAt, ID: i.ID} })
	equal(t, got, want)
	counts, err := k.store.CountInvites(t.Context(), AsPartner(partner), []reseller.ID{partner, k.ID()})
	check(t, err)
	equal(t, counts, map[reseller.ID]int32{partner: listLength})
}

func pagesOfHistory(t *testing.T, k *kit) {
	relationship, partner := k.ID(), k.ID()
	var want []reseller.Event
	for range listLength / 3 {
		want = append(want, k.Events(
			reseller.Event{RelationshipID: relationship, PartnerID: partner},
			reseller.Event{RelationshipID: relationship, PartnerID: partner},
			reseller.Event{RelationshipID: relationship, PartnerID: partner, OccurredAt: Start},
		)...)
		k.Events(reseller.Event{RelationshipID: k.ID(), PartnerID: partner})
	}
	got := walk(t, func(page reseller.Page) (reseller.Slice[reseller.Event], error) {
		pages, err := k.store.History(t.Context(), AsPartner(partner), []reseller.ID{relationship}, ofRelationship, page)
		return pages[relationship], err
	}, func(e reseller.Event) reseller.Key { return reseller.Key{Event: e.Position} })
	equal(t, placeless(got), want)
	counts, err := k.store.CountHistory(t.Context(), AsPartner(partner), []reseller.ID{relationship, k.ID()}, ofRelationship)
	check(t, err)
	equal(t, counts, map[reseller.ID]int32{relationship: listLength})
}

// ofRelationship asks for histories of relationships.
var ofRelationship = reseller.HistoryList{Of: reseller.HistoryOfRelationship}

// placeless gives events without the positions that the store has given them.
func placeless(events []reseller.Event) []reseller.Event {
	out := slices.Clone(events)
	for i := range out {
		out[i].Position = reseller.Position{}
	}
	return out
}

// sorted are names in the order that both stores give them: by code points of the folded, normalised name. Those in one
// line sort alike, and so by id.
var sorted = [][]string{
	{"-dash"},
	{"21Vianet"},
	{"_line"},
	{"ACME", "acme", "Ａｃｍｅ", " acme "},
	{"acme-b"},
	{"acmea"},
	{"Zebra"},
	{"ähre", "Ähre", "A\u0308hre"},
	{"Łódź"},
	{"上海"},
	{"北京"},
	{"😀"},
}

func sortsNames(t *testing.T, k *kit) {
	var ps []reseller.Partner
	var want []string
	for _, alike := range sorted {
		for _, name := range alike {
			ps = append(ps, reseller.Partner{Name: name})
		}
		want = append(want, alike...)
	}
	ps = k.Partners(ps...) // their ids ascend
	names := map[reseller.ID]string{}
	for _, p := range ps {
		names[p.ID] = p.Name
	}
	page, err := k.store.Partners(t.Context(), AsOperator(), "", wholePage)
	check(t, err)
	var got []string
	for _, p := range page.Items {
		got = append(got, names[p.Item.ID])
	}
	equal(t, got, want)
}

func sortsCustomers(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	var want, got []string
	for _, alike := range slices.Backward(sorted) {
		name := alike[0]
		want = append([]string{name}, want...)
		k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{Name: name}).ID})
	}
	list := reseller.RelationshipList{Owner: reseller.TenantPartner, Order: reseller.Order{Field: reseller.OrderCustomerName}}
	pages, err := k.store.Relationships(t.Context(), AsPartner(partner), []reseller.ID{partner, k.ID()}, list, wholePage)
	check(t, err)
	for _, i := range pages[partner].Items {
		got = append(got, i.Customer.Name)
	}
	equal(t, got, want)
}

// ownersPages reads the pages of many owners, of each kind of list that has owners.
func ownersPages(t *testing.T, k *kit, page reseller.Page, order reseller.Order) map[string]func(owners []reseller.ID) any {
	t.Helper()
	list := reseller.RelationshipList{Owner: reseller.TenantPartner, Order: order}
	return map[string]func([]reseller.ID) any{
		"Relationships": func(owners []reseller.ID) any {
			pages, err := k.store.Relationships(t.Context(), AsOperator(), owners, list, page)
			check(t, err)
			return pages
		},
		"Invites": func(owners []reseller.ID) any {
			pages, err := k.store.Invites(t.Context(), AsOperator(), owners, page)
			check(t, err)
			return pages
		},
		"History": func(owners []reseller.ID) any {
			pages, err := k.store.History(t.Context(), AsOperator(), owners, ofRelationship, page)
			check(t, err)
			return pages
		},
	}
}

// severalOwners: what several get at once is what each gets alone.
func severalOwners(t *testing.T, k *kit) {
	owners := manyPartners(k, 5, 7)
	second := reseller.Key{Time: Start.Add(2 * time.Second), Text: "customer 2", Event: reseller.Position{Seq: 9}}
	for i, page := range []reseller.Page{
		{Limit: 3}, {Limit: 3, Backward: true}, {Limit: 7}, {Limit: 1, After: &second}, {Limit: 2, Before: &second, Backward: true},
	} {
		for name, read := range ownersPages(t, k, page, orders[i%len(orders)]) {
			var together any
			if n := k.statements(func() { together = read(append(owners, owners...)) }); n != 1 {
				t.Errorf("%s sends %d statements", name, n)
			}
			for _, owner := range owners {
				equal(t, pageOf(together, owner), pageOf(read([]reseller.ID{owner}), owner))
			}
		}
	}
}

func pageOf(pages any, owner reseller.ID) any {
	switch p := pages.(type) {
	case map[reseller.ID]reseller.Slice[reseller.RelationshipItem]:
		return p[owner]
	case map[reseller.ID]reseller.Slice[reseller.Invite]:
		return p[owner]
	case map[reseller.ID]reseller.Slice[reseller.Event]:
		return p[owner]
	}
	panic("another kind of page")
}

// manyPartners makes partners that each have so many relationships, links, and events under their own id.
func manyPartners(k *kit, n, each int) []reseller.ID {
	ps, cs := make([]reseller.Partner, n), make([]reseller.Customer, each)
	ps, cs = k.Partners(ps...), k.Customers(cs...)
	ids := make([]reseller.ID, n)
	var rs []reseller.Relationship
	var es []reseller.Event
	for i, p := range ps {
		ids[i] = p.ID
		for j, c := range cs {
			rs = append(rs, reseller.Relationship{PartnerID: p.ID, CustomerID: c.ID, AcceptedAt: Start.Add(time.Duration(j) * time.Second)})
			es = append(es, reseller.Event{RelationshipID: p.ID})
		}
	}
	k.Relationships(rs...)
	k.Events(es...)
	for i, id := range ids {
		if i < 5 {
			for j := range each {
				k.Invite(reseller.Invite{PartnerID: id, Terms: reseller.Terms{Label: fmt.Sprint(j)}, CreatedAt: Start.Add(time.Duration(j) * time.Second)})
			}
		}
	}
	return ids
}

// manyOwners: a page of pages may have more owners than a database takes in one statement.
func manyOwners(t *testing.T, k *kit) {
	const n = 110 // which is more than a union joins for SQLite, and many takes it long
	owners := manyPartners(k, n, 2)
	others := make([]reseller.ID, 400) // which together are more than it could join
	var events []reseller.Event
	for i := range others {
		others[i] = k.ID()
		events = append(events, reseller.Event{RelationshipID: others[i]}, reseller.Event{RelationshipID: others[i]})
	}
	k.Events(events...)
	pages, err := k.store.Relationships(t.Context(), AsOperator(), owners, reseller.RelationshipList{Owner: reseller.TenantPartner}, reseller.Page{Limit: 1})
	check(t, err)
	for _, owner := range owners {
		if len(pages[owner].Items) != 1 || !pages[owner].HasNext {
			t.Fatalf("an owner gets %+v", pages[owner])
		}
	}
	owners = append(owners, others...)
	histories, err := k.store.History(t.Context(), AsOperator(), owners, ofRelationship, reseller.Page{Limit: 1})
	check(t, err)
	for _, owner := range owners {
		if len(histories[owner].Items) != 1 || !histories[owner].HasNext {
			t.Fatalf("an owner gets %+v", histories[owner])
		}
	}
}

// betweenKeys: both bounds at once, as Relay allows, and an empty stretch.
func betweenKeys(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	ownedBy(k, partner)
	list := reseller.RelationshipList{Owner: reseller.TenantPartner, Order: reseller.Order{Field: reseller.OrderCustomerName}}
	read := func(page reseller.Page) reseller.Slice[reseller.RelationshipItem] {
		pages, err := k.store.Relationships(t.Context(), AsPartner(partner), []reseller.ID{partner}, list, page)
		check(t, err)
		return pages[partner]
	}
	all := read(wholePage).Items
	after, before := all[4].Key, all[20].Key
	equal(t, read(reseller.Page{Limit: 50, After: &after, Before: &before}).Items, all[5:20])
	equal(t, read(reseller.Page{Limit: 3, After: &after, Before: &before}).Items, all[5:8])
	equal(t, read(reseller.Page{Limit: 3, After: &after, Before: &before, Backward: true}).Items, all[17:20])
	end := all[len(all)-1].Key
	beyond := read(reseller.Page{Limit: 3, After: &end})
	equal(t, [3]any{len(beyond.Items), beyond.HasNext, beyond.HasPrevious}, [3]any{0, false, true})
}
