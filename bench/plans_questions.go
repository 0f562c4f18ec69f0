package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"accord/reseller"
)

// planned is something that is asked of the databases, of which the plans are kept.
type planned struct {
	name string
	// email is who asks query, with variables where it takes any; it changes something, which is undone.
	email     func(dataset) string
	query     string
	variables func(context.Context, *house, dataset) (map[string]any, error)
	changes   bool
	// beside is what the server does by itself, in the place of a query.
	beside func(context.Context, *house, dataset) error
	// scans are the tables all of whose rows it reads, for a reason.
	scans []string
}

func largest(d dataset) string  { return d.partner(0).email }
func usual(d dataset) string    { return d.partner(5).email }
func customer(d dataset) string { return d.customer(1).email }

// operator is nobody of the data.
func operator(dataset) string { return "" }

// everything is what the server asks its databases. No question has two fields beside each other that look up the same: which of them
// finds what the other has read, is chance.
var everything = []planned{
	{name: "the largest partner's newest relationships", email: largest, query: `{ viewer { partner { relationships(first: 50) { ` + pageFields + ` } } } }`},
	{name: "a partner's newest relationships", email: usual, query: `{ viewer { partner { relationships(first: 50) { ` + pageFields + ` } } } }`},
	{
		name: "the largest partner's relationships that stand, by name, and how many there are", email: largest,
		query: `{ viewer { partner { relationships(first: 50, filter: {status: ACTIVE}, orderBy: {field: CUSTOMER_NAME, direction: ASC}) { totalCount ` + pageFields + `} } } }`,
	},
	{
		name: "the largest partner's relationships with privileges, of a time", email: largest,
		query: `{ viewer { partner { relationships(first: 50, filter: {hasDelegatedAdmin: true, service: "AZURE", acceptedBetween: {from: "2024-01-01T00:00:00Z", to: "2024-06-01T00:00:00Z"}}) { nodes { id status } } } } }`,
	},
	{name: "a partner's relationships with a customer", email: usual, query: `{ viewer { partner { relationships(first: 50, filter: {search: "c0000"}) { nodes { id } } } } }`},
	{name: "the largest partner's customers", email: largest, query: `{ viewer { partner { customers(first: 3) { nodes { id name relationships(first: 2) { nodes { id } } } } } } }`},
	{name: "a partner's customers by a rare text", email: usual, query: `{ viewer { partner { customers(first: 50, search: "c000005") { nodes { id name } } } } }`},
	{name: "the largest partner's customers by a frequent text", email: largest, query: `{ viewer { partner { customers(first: 50, search: "科技") { nodes { id name } } } } }`},
	{name: "a partner's history", email: usual, query: `{ viewer { partner { history(first: 50) { nodes { id kind occurredAt } } } } }`},
	{
		name: "a partner's users, links and resellers", email: usual,
		query: `{ viewer { partner { users(first: 50) { totalCount nodes { id } } invites(first: 50) { totalCount nodes { id viewCount acceptCount declineCount acceptances(first: 2) { totalCount } declines(first: 2) { totalCount } } } resellers(first: 50) { totalCount } } } }`,
	},
	{
		name: "who may administer what of a customer", email: customer,
		query: `{ viewer { customer { delegations { holder { name } beside { name } } } } }`,
	},
	{
		name: "a customer's relationships, users, subscriptions and history", email: customer,
		query: `{ viewer { customer { users(first: 5) { totalCount } history(first: 5) { totalCount nodes { id } } relationships(first: 50) { totalCount nodes { id partner { name } history(first: 2) { nodes { id } } } } subscriptions(first: 5) { totalCount } } } }`,
	},
	{name: "the operator's customers", email: operator, query: `{ customers(first: 3) { nodes { id name relationships(first: 2) { nodes { id } } users(first: 2) { nodes { id } } } } }`},
	{name: "the operator's customers by a rare text", email: operator, query: `{ customers(first: 50, search: "c000005") { nodes { id } } }`},
	{name: "the operator's customers by a frequent text", email: operator, query: `{ customers(first: 50, search: "科技") { nodes { id } } }`},
	{name: "the operator's partners", email: operator, query: `{ partners(first: 3) { totalCount nodes { id name relationships(first: 2) { nodes { id } } customers(first: 2) { nodes { id } } } } }`},
	{name: "how many customers there are", email: operator, query: `{ customers(first: 1) { totalCount } }`, scans: []string{"customers"}}, // it counts them
	{name: "a link's preview", email: customer, query: `query($token: String!) { invite(token: $token) { partner { name } services { code } forViewer { alreadyRelated conflicts { service { code } } } } }`, variables: linkOfAPartner},
	{name: "asking for a relationship", email: usual, changes: true, query: `mutation { requestRelationship(input: {campaign: "another"}) { invite { id } } }`},
	{
		name: "accepting", email: customer, changes: true, variables: linkOfAPartner,
		query: `mutation($token: String!) { acceptRelationship(input: {token: $token, replaceExisting: true, idempotencyKey: "k"}) { userErrors { code } } }`,
	},
	{name: "declining", email: customer, changes: true, variables: linkOfAPartner, query: `mutation($token: String!) { declineRelationship(input: {token: $token, reason: "no"}) { userErrors { code } } }`},
	{name: "taking all privileges back", email: customer, changes: true, query: `mutation { removeDelegatedAdmin(input: {allPartners: true}) { userErrors { code } } }`},
	{
		// On SQLite the plan of an upsert has what would happen to rows below, were the id another one, which it never is.
		name: "creating a customer", email: usual, changes: true, scans: []string{"delegated_admin_privileges"},
		query: `mutation { createCustomer(input: {name: "New", domain: "new.example", country: "CN", adminEmail: "new@new.example", adminName: "New"}) { userErrors { code } } }`,
	},
	{
		name: "adding a user", email: operator, changes: true,
		query: `mutation { registerPartner(input: {name: "New", type: ADVISOR, country: "CN", services: ["AZURE"], adminEmail: "new@new.example", adminName: "New"}) { userErrors { code } } }`,
	},
	{name: "live events", beside: liveEvents},
	{name: "what time brings", beside: whatTimeBrings},
}

// linkOfAPartner is the default link of a partner, made where it is not there yet.
func linkOfAPartner(ctx context.Context, h *house, d dataset) (map[string]any, error) {
	body, err := h.ask(ctx, h.keeping, d.partner(7).email, `mutation { requestRelationship(input: {}) { invite { token } } }`, nil)
	var answer struct {
		Data struct {
			RequestRelationship struct {
				Invite struct {
					Token string `json:"token"`
				} `json:"invite"`
			} `json:"requestRelationship"`
		} `json:"data"`
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &answer)
	}
	token := answer.Data.RequestRelationship.Invite.Token
	if err == nil && token == "" {
		err = fmt.Errorf("no link: %s", body)
	}
	return map[string]any{"token": token}, err
}

func liveEvents(ctx context.Context, h *house, d dataset) error {
	for _, email := range []string{usual(d), largest(d), customer(d), operator(d)} {
		v, err := h.viewer(ctx, email)
		if err != nil {
			return err
		}
		end, err := h.store.EventsEnd(ctx)
		if err != nil {
			return err
		}
		_, passed := h.store.EventsPassed(ctx, v.Scope(), end)
		_, after := h.store.EventsAfter(ctx, v.Scope(), end, 100)
		if err := errors.Join(passed, after); err != nil {
			return err
		}
	}
	return nil
}

// whatTimeBrings is what the server does in the background; of so long ago that it changes nothing.
func whatTimeBrings(ctx context.Context, h *house, _ dataset) error {
	longAgo := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	_, due := h.store.SubscriptionsDue(ctx, reseller.DayIn(longAgo, time.UTC), reseller.ID{}, 100)
	_, remembered := h.store.Remembered(ctx, reseller.IdempotencyKey{UserID: reseller.ID{1}, Mutation: "m", Key: "k"}, longAgo)
	if errors.Is(remembered, reseller.ErrNotFound) {
		remembered = nil
	}
	return errors.Join(due, remembered, h.store.ForgetKeys(ctx, longAgo), h.store.AddViews(ctx, map[reseller.ID]int32{{1}: 1}),
		h.store.NoteAPIKeyUses(ctx, longAgo, []reseller.ID{{1}}))
}
