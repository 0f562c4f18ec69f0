package main

import (
	"slices"
	"sync"
	"time"
)

// outcome is how a call ended, as far as its client can know.
type outcome int

const (
	// acknowledged: answered with data and no refusal. What it says was done has been done.
	acknowledged outcome = iota
	// refused: answered with userErrors, or with a top-level code that says that nothing was done.
	refused
	// unknown: not answered, or with UNAVAILABLE or INTERNAL. It may have been done, or be done yet.
	unknown
)

// String names it.
func (o outcome) String() string { return [...]string{"acknowledged", "refused", "unknown"}[o] }

// networkCode is the code of calls whose connection broke, or that nobody answered in time.
const networkCode = "NETWORK"

// nothingCode is the code of calls that were answered with nothing and without a reason.
const nothingCode = "NOTHING"

// call is one request and what came of it. A mutation that was tried again is several calls with one key.
type call struct {
	// Client is who asked, and Instance the number of the target that it asked.
	Client, Instance int
	// Operation is the name of the mutation or query.
	Operation string
	// Sent and Answered are since the history began, by a monotonic clock.
	Sent, Answered time.Duration
	// Written is when the request was on a connection; 0 where it never was.
	Written time.Duration
	Outcome outcome
	// Code is that of the refusal or failure; empty without one. Trouble is what went wrong on the way, of those of the network.
	Code, Trouble string
	// TurnedAway tells of a refusal that is none of the domain's, but of whoever takes the call for a stranger's, a crowd's or no sound one.
	TurnedAway bool

	// Tenant is the key of the partner, customer or operator that asked, and User the id of its user.
	Tenant, User string
	// Key is the idempotency key of a mutation; empty for queries.
	Key string
	// Wanted is what was asked for, and Told what the answer says.
	Wanted wanted
	Told   told
	// MayLag tells of a query that names the position of its client's last write: a replica that has come so far may have answered it, from
	// some moments ago.
	MayLag bool
}

// mutation reports whether the call asked for a change.
func (c call) mutation() bool { return c.Key != "" }

// wanted is what a call asked for. Ids are those of the API.
type wanted struct {
	// Customer is the customer whose holders the call reads or may change.
	Customer string
	// Partners are those that get privileges, or lose them. None for those of all partners.
	Partners []string
	// Services are the codes of the services asked for.
	Services []string
	// Replace is replaceExisting.
	Replace bool
	// Invite and Subscription are the objects acted on.
	Invite, Subscription string
	// Seats is the number of seats that is ordered; no other call orders as many.
	Seats int
	// Sights are what a reader has to find of its own writes, at least as new as given.
	Sights []sight
}

// told is what an answer says. Ids are those of the API.
type told struct {
	Relationship, Invite, Subscription, Customer string
	Granted, Ended                               []privilege
	// Unchanged: all was so already.
	Unchanged bool
	// Holders are the transacting holders that the answer names, by service; empty for nobody. A refusal names some, a query all.
	Holders map[string]string
	// Sights are objects with their versions.
	Sights []sight
	// Position is the database's position after a mutation, where the server tells it.
	Position string
}

// privilege is a delegated admin privilege that an answer names.
type privilege struct{ ID, Service, Partner, Customer string }

// sight is an object as somebody saw it. Version is 0 where the object has none.
type sight struct {
	ID      string
	Version int
	// Ended tells of a privilege that has ended.
	Ended bool
}

// delivery is a live event as a watcher got it.
type delivery struct {
	ID     string `json:"id"`
	Cursor string `json:"cursor"`
}

// history is all that was asked and answered, in the order of the answers. It is safe for concurrent use.
type history struct {
	began time.Time

	mu      sync.Mutex
	all     []call
	watched map[string][]delivery
}

func newHistory() *history { return &history{began: time.Now(), watched: map[string][]delivery{}} }

// now is the time since the history began.
func (h *history) now() time.Duration { return time.Since(h.began) }

// add keeps a call.
func (h *history) add(c call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all = append(h.all, c)
}

// calls gives all that was kept so far.
func (h *history) calls() []call {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.all)
}

// deliver keeps a live event that the watcher of a tenant got.
func (h *history) deliver(tenant string, d delivery) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watched[tenant] = append(h.watched[tenant], d)
}

// deliveries gives the live events that the watcher of a tenant has got, in order; the first is the one after which it began.
func (h *history) deliveries(tenant string) []delivery {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.watched[tenant])
}

// watchers names the tenants whose live events were followed.
func (h *history) watchers() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var tenants []string
	for tenant := range h.watched {
		tenants = append(tenants, tenant)
	}
	slices.Sort(tenants)
	return tenants
}

// errand is one thing that a client wanted done, and all calls that it took: the tries of one idempotency key.
type errand struct {
	tries []call
	// final is the try that has settled it: the first one acknowledged, else the last one.
	final call
}

// outcome is that of the whole. A refusal settles nothing while an earlier try may be at work.
func (e errand) outcome() outcome {
	if e.final.Outcome == refused && len(e.tries) > 1 {
		return unknown
	}
	return e.final.Outcome
}

// sent is when the first try was.
func (e errand) sent() time.Duration { return e.tries[0].Sent }

// errands gathers the mutations by their keys, in the order of their first answers.
func errands(calls []call) []errand {
	byKey := map[string]*errand{}
	var order []*errand
	for _, c := range calls {
		if !c.mutation() {
			continue
		}
		r := byKey[c.Key]
		if r == nil {
			r = &errand{}
			byKey[c.Key] = r
			order = append(order, r)
		}
		r.tries = append(r.tries, c)
		if len(r.tries) == 1 || r.final.Outcome != acknowledged {
			r.final = c
		}
	}
	all := make([]errand, len(order))
	for i, r := range order {
		all[i] = *r
	}
	return all
}
