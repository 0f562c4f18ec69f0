package main

import "slices"

// chosen gives one of several, by a number that was drawn; the zero value of none.
func chosen[T any](some []T, pick uint32) (one T) {
	if len(some) == 0 {
		return one
	}
	return some[int(pick)%len(some)]
}

// recent is how many of the objects that clients know they go on to choose from, so that the load stays in one place.
const recent = 40

func keep[T any](some []T, one T) []T {
	some = append(some, one)
	return some[max(0, len(some)-recent):]
}

// learnLink keeps a link. The default one stays.
func (b *book) learnLink(slot int, l inviteLink) {
	b.mu.Lock()
	defer b.mu.Unlock()
	links := b.links[slot]
	if slices.ContainsFunc(links, func(known inviteLink) bool { return known.id == l.id }) {
		return
	}
	if len(links) > recent {
		links = slices.Delete(links, 1, 2)
	}
	b.links[slot] = append(links, l)
}

// link gives a link of the slot that is intended; every other time the default one.
func (b *book) link(in intention) inviteLink {
	b.mu.Lock()
	defer b.mu.Unlock()
	if in.pick%2 == 0 {
		return b.links[in.slot][0]
	}
	return chosen(b.links[in.slot], in.pick/2)
}

func (b *book) learnRelationship(partner, customer int, id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.relationships[[2]int{partner, customer}] = id
}

// relationship gives the latest one of two; empty where none is known.
func (b *book) relationship(partner, customer int) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.relationships[[2]int{partner, customer}]
}

// owner is the partner under whose relationships a partner has its privileges: itself, or a reseller's provider (R6).
func (w *world) owner(partner int) int {
	for _, s := range w.slots {
		if s.named == partner {
			return s.partner
		}
	}
	return partner
}

func (b *book) learnSubscription(partner int, id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subscriptions[partner] = keep(b.subscriptions[partner], id)
}

// subscription gives one of the intended partner's; empty where none is known.
func (b *book) subscription(in intention) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return chosen(b.subscriptions[in.partner], in.pick)
}

func (b *book) learnCustomer(partner int, id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.created[partner] = keep(b.created[partner], id)
}

// createdBy gives a customer that the intended partner has created; empty where it has none.
func (b *book) createdBy(in intention) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return chosen(b.created[in.partner], in.pick)
}

// learnImported keeps a relationship that was there from the start.
func (w *world) learnImported(customer *company, partner, id string) {
	p := slices.IndexFunc(w.partners, func(c *company) bool { return c.id == partner })
	if p >= 0 {
		w.book.learnRelationship(p, slices.Index(w.customers, customer), id)
	}
}
