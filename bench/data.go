package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// dataset is the world that everything is measured in, whole or a part of it: the same rows for the same size. Nothing of it is
// kept in memory; each row is made from its number.
type dataset struct {
	partners, customers int
}

// The sizes. The whole has 1,000 partners, 500,000 customers and 1,500,000 relationships, and parts of it as many partners with less each.
// That by which growth is told has a hundredth of everything: what a usual partner has is the same there, and only what others have grows.
var sizes = map[string]dataset{
	"full":    {partners: 1000, customers: 500_000},
	"tenth":   {partners: 1000, customers: 50_000},
	hundredth: {partners: 1000, customers: 5_000},
	growth:    {partners: 10, customers: 5_000},
}

const (
	hundredth = "hundredth"
	growth    = "growth"
)

const (
	// layers is how many relationships a customer has: one that stands and two that have ended.
	layers = 3
	// largeShare is which part of all relationships the first partner has, one in so many.
	largeShare = 10
)

// maxAdmins bounds how many customers have somebody who can accept.
const maxAdmins = 150_000

// services are the catalogue's codes.
var services = []string{"OFFICE365", "AZURE", "DYNAMICS365", "INTUNE"}

var (
	firstAcceptance = time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	lastAcceptance  = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
)

type partnerRow struct{ key, name, email string }

func (d dataset) partner(n int) partnerRow {
	return partnerRow{
		key: fmt.Sprintf("p%d", n), name: fmt.Sprintf("%s Cloud %03d", pick(partnerNames, n), n),
		email: fmt.Sprintf("admin@p%d.bench.example", n),
	}
}

type customerRow struct{ key, name, domain, email string }

func (d dataset) customer(n int) customerRow {
	c := customerRow{key: fmt.Sprintf("c%d", n), domain: fmt.Sprintf("c%06d.bench.example", n), email: fmt.Sprintf("admin@c%d.bench.example", n)}
	c.name = fmt.Sprintf("%s %s %06d", pick(customerNames, n), pick(trades, n/len(customerNames)), n)
	if n%2 == 1 {
		c.name = fmt.Sprintf("%s%s科技有限公司 %06d", pick(places, n), pick(chineseNames, n/len(places)), n)
	}
	return c
}

// admins is how many customers have a global administrator: the first, who accept.
func (d dataset) admins() int { return min(d.customers, maxAdmins) }

func (d dataset) relationships() int { return layers * d.customers }

type relationshipRow struct {
	partner, customer int
	acceptedAt        time.Time
	// endedAt is zero for one that stands; services are those with DAP, of one that stands.
	endedAt  time.Time
	services []string
}

// relationship makes a row: a customer has one in each layer, of which the first stands. One in largeShare is the first partner's, in
// each layer with other customers.
func (d dataset) relationship(n int) relationshipRow {
	layer, customer := n/d.customers, n%d.customers
	random := rand.New(rand.NewPCG(uint64(n), 7)) //nolint:gosec // no secret; a row's number is positive
	r := relationshipRow{customer: customer, partner: 1 + random.IntN(d.partners-1)}
	if customer%largeShare == layer*layers {
		r.partner = 0
	}
	r.acceptedAt = firstAcceptance.Add(time.Duration(random.Int64N(int64(lastAcceptance.Sub(firstAcceptance)))).Truncate(time.Second))
	if layer > 0 {
		r.endedAt = r.acceptedAt.Add(time.Duration(1+random.IntN(300)) * 24 * time.Hour)
		return r
	}
	first := random.IntN(len(services))
	r.services = []string{services[first], services[(first+1+random.IntN(len(services)-1))%len(services)]}
	return r
}

// sellEvery: one customer in so many has a subscription, sold by the partner whose relationship stands.
const sellEvery = 5

func (d dataset) subscriptions() int { return d.customers / sellEvery }

type subscriptionRow struct {
	key, offer        string
	partner, customer int
	seats             int
	startedAt         time.Time
}

func (d dataset) subscription(n int) subscriptionRow {
	random := rand.New(rand.NewPCG(uint64(n), 11)) //nolint:gosec // no secret; a row's number is positive
	r := d.relationship(n * sellEvery)
	return subscriptionRow{
		key: fmt.Sprintf("s%d", n), offer: offerOf(r.services[0]), partner: r.partner, customer: r.customer,
		seats: 1 + random.IntN(300), startedAt: r.acceptedAt.Add(24 * time.Hour),
	}
}

// offerOf is the code of what is sold of a service.
func offerOf(service string) string { return service + "_SEAT" }

// acceptance is what a customer with an administrator accepts: the link of a partner that it has nothing to do with, for the two
// services that nobody holds.
type acceptance struct {
	customer, partner int
	services          []string
}

func (d dataset) acceptance(customer int) acceptance {
	a := acceptance{customer: customer, partner: 1 + (customer*31)%(d.partners-1)}
	var held []string
	taken := map[int]bool{0: true} // the large one stays as it is
	for layer := range layers {
		r := d.relationship(layer*d.customers + customer)
		taken[r.partner] = true
		held = append(held, r.services...)
	}
	for taken[a.partner] {
		a.partner = 1 + a.partner%(d.partners-1)
	}
	for _, s := range services {
		if s != held[0] && s != held[1] {
			a.services = append(a.services, s)
		}
	}
	return a
}

func pick(from []string, n int) string { return from[n%len(from)] }

var (
	partnerNames  = []string{"Bright", "云桥", "Harbour", "三禾", "Northwind", "鹿鸣", "Lantern", "青松"}
	customerNames = []string{"Harbour", "Pinewood", "Heron", "Jade", "Orchid", "Summit", "Willow", "Cedar", "Delta", "Ember"}
	trades        = []string{"Foods", "Home", "Logistics", "Clinic", "Trading", "Textiles", "Energy"}
	places        = []string{"北京", "上海", "广州", "深圳", "杭州", "成都", "沈阳"}
	chineseNames  = []string{"晨曦", "华夏", "天地", "宇宙", "日月", "辰宿", "寒来", "秋收", "闰余", "律吕"}
)
