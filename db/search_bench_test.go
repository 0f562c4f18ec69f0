package db_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// How many customers the benchmark has, and how many come in one transaction.
const (
	benchCustomers = 500_000
	benchBatch     = 5_000
)

// BenchmarkCustomerSearch measures searches among half a million customers: for the operator, for partners with 1,500 and
// with 150,000 of them here and there, for one whose 50,000 are the last that came, and for one whose 25,000 have nothing in
// common with the others but the ending of their domains. It reports percentiles in milliseconds of a page of 25. Run it with
//
//	scripts/with-servers go test ./db -run '^$' -bench CustomerSearch -benchtime 100x -timeout 30m
func BenchmarkCustomerSearch(b *testing.B) {
	for _, backend := range dbtest.Backends() {
		b.Run(backend.Name, func(b *testing.B) {
			url := backend.New(b)
			m := newSearchMarket(b, dbtest.Open(b, url))
			if backend.Name == "postgres" { // which does so by itself within minutes of such an import
				_, err := raw(b, url).ExecContext(b.Context(), "VACUUM (ANALYZE)")
				check(b, err)
			}
			m.measure(b)
		})
	}
}

var benchSearches = []struct{ name, text string }{
	{"exact", "customer 123456"},
	{"exact_domain", "c123456.example.com"},
	{"prefix_rare", "customer 12345"},
	{"prefix_frequent", "cust"},
	{"inside_rare", "2345"},
	{"inside_frequent", "tomer"},
	{"inside_of_the_last", "er 49"},
	{"two_Chinese_rare", "鸿鹄"},
	{"two_Chinese_frequent", "公司"},
	{"domain_prefix_frequent", "c0"},
	{"domain_inside_frequent", "xample"},
	{"one_letter", "a"},
	{"one_Chinese_rare", "鹄"},
	{"no_match", "zzqqxx"},
}

// measure runs f and reports how long it took.
func measure(b *testing.B, f func(context.Context) error) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if err := f(b.Context()); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	milliseconds := func(percent int) float64 {
		return float64(took[min(len(took)*percent/100, len(took)-1)].Microseconds()) / 1000
	}
	b.ReportMetric(milliseconds(50), "p50-ms")
	b.ReportMetric(milliseconds(99), "p99-ms")
	b.ReportMetric(0, "ns/op")
}

type searchMarket struct {
	store   *db.Store
	large   reseller.ID
	viewers []struct {
		name  string
		scope reseller.Scope
	}
}

func (m *searchMarket) viewer(name string, scope reseller.Scope) {
	m.viewers = append(m.viewers, struct {
		name  string
		scope reseller.Scope
	}{name, scope})
}

// measure measures pages and totals of each search for each viewer, and lists of relationships that are searched.
func (m *searchMarket) measure(b *testing.B) {
	b.Helper()
	page := reseller.Page{Limit: 25}
	for _, search := range benchSearches {
		for _, viewer := range m.viewers {
			b.Run(viewer.name+"/"+search.name, func(b *testing.B) {
				measure(b, func(ctx context.Context) error {
					_, err := m.store.Customers(ctx, viewer.scope, search.text, page)
					return err
				})
			})
			b.Run(viewer.name+"/total/"+search.name, func(b *testing.B) {
				measure(b, func(ctx context.Context) error {
					_, err := m.store.CountCustomers(ctx, viewer.scope, search.text)
					return err
				})
			})
		}
		b.Run("list/"+search.name, func(b *testing.B) {
			list := reseller.RelationshipList{
				Owner: reseller.TenantPartner, Order: reseller.DefaultOrder,
				Filter: reseller.RelationshipFilter{Standing: true, Search: search.text},
			}
			measure(b, func(ctx context.Context) error {
				_, err := m.store.Relationships(ctx, dbtest.AsPartner(m.large), []reseller.ID{m.large}, list, page)
				return err
			})
		})
	}
}

// newSearchMarket fills a store, and reports how long the customers took.
func newSearchMarket(b *testing.B, s *db.Store) *searchMarket {
	b.Helper()
	w := dbtest.NewWorld(b, s)
	partners := w.Partners(reseller.Partner{}, reseller.Partner{}, reseller.Partner{}, reseller.Partner{})
	small, large, late, other := partners[0].ID, partners[1].ID, partners[2].ID, partners[3].ID
	m := &searchMarket{store: s, large: large}
	m.viewer("operator", dbtest.AsOperator())
	m.viewer("partner_1500", dbtest.AsPartner(small))
	m.viewer("partner_150000", dbtest.AsPartner(large))
	m.viewer("partner_late", dbtest.AsPartner(late))
	m.viewer("partner_other", dbtest.AsPartner(other))
	random := rand.New(rand.NewPCG(1, 2))
	began := time.Now()
	var writing time.Duration
	for first := 0; first < benchCustomers; first += benchBatch {
		cs := make([]reseller.Customer, benchBatch)
		for i := range cs {
			cs[i] = benchCustomer(random, first+i)
		}
		at := time.Now()
		cs = w.Customers(cs...)
		writing += time.Since(at)
		var rs []reseller.Relationship
		for i, c := range cs {
			if random.IntN(benchCustomers) < 1_500 {
				rs = append(rs, reseller.Relationship{PartnerID: small, CustomerID: c.ID})
			}
			if random.IntN(10) < 3 {
				rs = append(rs, reseller.Relationship{PartnerID: large, CustomerID: c.ID})
			}
			if first+i >= benchCustomers-50_000 {
				rs = append(rs, reseller.Relationship{PartnerID: late, CustomerID: c.ID})
			}
			if (first+i)%20 == 0 { // a company with a name of its own
				rs = append(rs, reseller.Relationship{PartnerID: other, CustomerID: c.ID})
			}
		}
		w.Relationships(rs...)
		if first+benchBatch == 100_000 {
			b.Logf("the first 100,000 customers were written in %v", writing)
		}
	}
	b.Logf("%d customers in %v, with their relationships %v", benchCustomers, writing, time.Since(began))
	return m
}

// benchCustomer makes up a customer: names in Latin and in Chinese, of which the Chinese nearly all have the same ending.
func benchCustomer(random *rand.Rand, i int) reseller.Customer {
	c := reseller.Customer{Name: fmt.Sprintf("Customer %06d", i), Domain: fmt.Sprintf("c%06d.example.com", i)}
	pick := func(from string) string {
		letters := []rune(from)
		return string(letters[random.IntN(len(letters))])
	}
	switch {
	case i%10_000 == 77: // 50 of them
		c.Name = pick("北南东西") + "鸿鹄" + pick("信网软智") + "科技有限公司"
	case i%2 == 1:
		c.Name = pick("北南东西上下中") + pick("京海州圳阳江") + pick("晨曦华夏天地玄黄宇宙洪荒日月盈昃辰宿列张") +
			pick("寒来暑往秋收冬藏闰余成岁律吕调阳") + "科技有限公司"
	case i%10 == 0:
		c.Name = fmt.Sprintf("%s%s%s Trading Ltd %d", pick("ABCDEFGHIJ"), pick("aeiou"), pick("lmnrst"), i)
	}
	return c
}
