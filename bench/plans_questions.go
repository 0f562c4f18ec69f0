package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
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

// buyer has a subscription.
func buyer(d dataset) string { return d.customer(sellEvery).email }

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
		name: "registering a partner", email: operator, changes: true, scans: []string{"charges", "subscriptions"}, // as above
		query: `mutation { registerPartner(input: {name: "New", type: ADVISOR, country: "CN", services: ["AZURE"], adminEmail: "new@new.example", adminName: "New"}) { userErrors { code } } }`,
	},
	{
		name: "the largest partner's subscriptions, and how many there are", email: largest,
		query: `{ viewer { partner { subscriptions(first: 50) { totalCount nodes { ` + subscriptionFields + ` } } } } }`,
	},
	{
		name: "the largest partner's subscriptions of an offer", email: largest,
		query: `{ viewer { partner { subscriptions(first: 50, filter: {status: ACTIVE, offer: "AZURE_SEAT"}) { nodes { id } } } } }`,
	},
	{
		name: "a partner's subscriptions of a service that are suspended", email: usual,
		query: `{ viewer { partner { subscriptions(first: 50, filter: {status: SUSPENDED, service: "AZURE"}) { nodes { id } } } } }`,
	},
	{name: "a partner's subscriptions that are offered to it", email: usual, query: `{ viewer { partner { subscriptions(first: 50, filter: {transferOffered: true}) { totalCount nodes { id } } } } }`},
	{
		name: "the largest partner's subscriptions of a moment, and how many there were", email: largest,
		query: `{ viewer { partner { subscriptions(first: 50, asOf: "2025-07-01T00:00:00Z") { totalCount nodes { ` + subscriptionFields + ` unitPrice { amount } } } } } }`,
	},
	{
		name: "a partner's subscriptions of a moment, of an offer and a service that were in use", email: usual,
		query: `{ viewer { partner { subscriptions(first: 50, asOf: "2025-07-01T00:00:00Z", filter: {status: ACTIVE, offer: "AZURE_SEAT", service: "AZURE"}) { totalCount nodes { id } } } } }`,
	},
	{
		name: "a partner's subscriptions that were offered to it at a moment", email: usual,
		query: `{ viewer { partner { subscriptions(first: 50, asOf: "2025-07-01T00:00:00Z", filter: {transferOffered: true}) { totalCount nodes { id } } } } }`,
	},
	{
		name: "a customer's subscriptions of a moment", email: buyer,
		query: `{ viewer { customer { subscriptions(first: 50, asOf: "2025-07-01T00:00:00Z") { totalCount nodes { ` + subscriptionFields + ` unitPrice { amount } } } } } }`,
	},
	{
		name: "a customer's subscriptions", email: buyer,
		query: `{ viewer { customer { subscriptions(first: 50) { totalCount nodes { ` + subscriptionFields + ` } } } } }`,
	},
	{
		name: "a partner's bill", email: usual,
		query: `{ viewer { partner { billing(month: "2026-01") { total { amount } lines(first: 50) { totalCount nodes { customer { name } amount { amount } } } customers(first: 50) { totalCount nodes { customer { name } total { amount } } } } } } }`,
	},
	{
		name: "a partner's bill of a past moment", email: usual,
		query: `{ viewer { partner { billing(month: "2026-01", asOf: "2026-01-20T00:00:00Z") { total { amount } lines(first: 50) { totalCount nodes { amount { amount } } } customers(first: 50) { totalCount nodes { total { amount } } } } } } }`,
	},
	{name: "the largest partner's bill", email: largest, query: `{ viewer { partner { billing(month: "2026-01") { lines(first: 50) { nodes { subscription { id } amount { amount } } } } } } }`},
	{name: "suspending", email: largest, changes: true, variables: newestSubscription, query: `mutation($id: ID!) { suspendSubscription(input: {subscriptionId: $id, reason: NON_PAYMENT}) { userErrors { code } } }`},
	{name: "cancelling", email: largest, changes: true, variables: newestSubscription, query: `mutation($id: ID!) { cancelSubscription(input: {subscriptionId: $id}) { userErrors { code } } }`},
	{
		name: "the largest partner's report", email: largest,
		query: `{ viewer { partner { report(from: "2025-01-01", to: "2026-01-01") { relationships { begun { total } } services { standing { total } } resellers { reseller { name } } } } } }`,
	},
	{
		name: "what came of the largest partner's links", email: largest,
		query: `{ viewer { partner { report(from: "2025-01-01", to: "2026-01-01") { invites { rate links { invite { id } timeToAccept { median } } } } } } }`,
	},
	{
		name: "the acceptances and declines of one figure", email: usual,
		query: `{ viewer { partner { invites(first: 50) { nodes { acceptances(first: 2, filter: {acceptedBetween: {from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z"}}) { totalCount } declines(first: 2, filter: {declinedBetween: {from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z"}}) { totalCount } } } } } }`,
	},
	{
		name: "customers in the largest partner's report", email: largest,
		query: `{ viewer { partner { report(from: "2025-01-01", to: "2026-01-01") { customers { gained { total } standing { total } } } } } }`,
	},
	{
		name: "who holds what in a partner's report", email: usual,
		query: `{ viewer { partner { report(from: "2025-01-01", to: "2026-01-01") { coverage { withPrivilege { total } withoutPrivilege { total } } } } } }`,
	},
	{ // of the largest partner a tenth of all charges is read, and for that all of the table is quicker
		name: "offers in a partner's report", email: usual,
		query: `{ viewer { partner { report(from: "2025-01-01", to: "2026-01-01") { offers { subscriptions { standing { total } } seats { total } } } } } }`,
	},
	{
		name: "what the report of a partner tells of its bills", email: usual,
		query: `{ viewer { partner { report(from: "2025-11-01", to: "2026-02-01") { billed { months { month } total { amount } } } } } }`,
	},
	{
		name: "customers that the largest partner has gained", email: largest,
		query: `{ viewer { partner { relationships(first: 50, filter: {customerGainedBetween: {from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z"}}) { totalCount nodes { id } } } } }`,
	},
	{
		name: "customers that a partner has lost", email: usual,
		query: `{ viewer { partner { relationships(first: 50, filter: {customerLostBetween: {from: "2025-01-01T00:00:00Z", to: "2025-02-01T00:00:00Z"}}) { totalCount nodes { id } } } } }`,
	},
	{
		name: "customers that the largest partner had, with a service and without another", email: largest,
		query: `{ viewer { partner { relationships(first: 50, filter: {customerStandingAt: "2025-01-01T00:00:00Z", withDelegatedAdminFor: ["AZURE"], withoutDelegatedAdminFor: ["INTUNE"]}) { totalCount nodes { id } } } } }`,
	},
	{
		name: "a partner's relationships with customers that grant it a service", email: usual,
		query: `{ viewer { partner { relationships(first: 50, filter: {withDelegatedAdminFor: ["AZURE"]}) { totalCount nodes { id } } } } }`,
	},
	{
		name: "what the largest partner is charged for", email: largest,
		query: `{ viewer { partner { charges(first: 50) { totalCount nodes { seats offer { code } customer { name } subscription { id } } } } } }`,
	},
	{
		name: "what a partner began to be charged for", email: usual,
		query: `{ viewer { partner { charges(first: 50, filter: {offer: "AZURE_SEAT", begunBetween: {from: "2025-01-01", to: "2025-02-01"}}) { totalCount nodes { seats } } } } }`,
	},
	{
		name: "what a partner ceased to be charged for", email: usual,
		query: `{ viewer { partner { charges(first: 50, filter: {endedBetween: {from: "2025-01-01", to: "2025-02-01"}, standingOn: "2025-01-01"}) { totalCount nodes { seats } } } } }`,
	},
	{
		name: "customers in a report of the past, and who held what", email: usual,
		query: `{ viewer { partner { report(from: "2025-01-01", asOf: "2025-07-01T00:00:00Z") { customers { standing { total } } coverage { withPrivilege { total } } } } } }`,
	},
	{
		name: "offers in a report of the past", email: usual,
		query: `{ viewer { partner { report(from: "2025-01-01", asOf: "2025-07-01T00:00:00Z") { offers { subscriptions { standing { total } } seats { total } } } } } }`,
	},
	{
		name: "what a report of the past tells of bills", email: usual,
		query: `{ viewer { partner { report(from: "2025-11-01", asOf: "2026-01-20T00:00:00Z") { billed { months { month } total { amount } } } } } }`,
	},
	{
		name: "what had come of a partner's links", email: usual,
		query: `{ viewer { partner { report(from: "2025-01-01", asOf: "2025-07-01T00:00:00Z") { invites { rate } } } } }`,
	},
	{
		name: "who had accepted and declined a partner's links", email: usual,
		query: `{ viewer { partner { invites(first: 50) { nodes { acceptances(first: 2, asOf: "2025-07-01T00:00:00Z") { totalCount } declines(first: 2, asOf: "2025-07-01T00:00:00Z") { totalCount } } } } } }`,
	},
	{
		name: "what a partner was charged for, with what began and ceased then", email: usual,
		query: `{ viewer { partner { charges(first: 50, asOf: "2025-07-01T00:00:00Z", filter: {begunBetween: {from: "2025-01-01"}, endedBetween: {to: "2026-01-01"}}) { totalCount nodes { seats } } } } }`,
	},
	{name: "the partners ranked", email: operator, query: `{ partnerRanking(from: "2025-01-01", to: "2026-01-01", first: 5) { begun partner { name } } }`},
	{
		name: "the rows of the largest partner's figures", email: largest,
		query: `{ viewer { partner { relationships(first: 50, filter: {endedBetween: {from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z"}}) { nodes { id } } } } }`,
	},
	{
		name: "a partner's relationships that stood", email: usual,
		query: `{ viewer { partner { relationships(first: 50, filter: {standingAt: "2025-01-01T00:00:00Z"}) { totalCount nodes { id } } } } }`,
	},
	{
		name: "the largest partner's privileges that were granted in a time", email: largest,
		query: `{ viewer { partner { delegatedAdminPrivileges(first: 50, filter: {service: "AZURE", grantedBetween: {from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z"}}) { totalCount nodes { id } } } } }`,
	},
	{name: "what came of some links, and of those seen just now", beside: funnelOfSome},
	{name: "live events", beside: liveEvents},
	{name: "what time brings", beside: whatTimeBrings},
}

const subscriptionFields = `id seats status offer { code } customer { name } base { id } addOns { id } billedPartner { name } delegatedAdmin { name } capabilities { action allowed }`

// newestSubscription is the largest partner's.
func newestSubscription(ctx context.Context, h *house, d dataset) (map[string]any, error) {
	body, err := h.ask(ctx, h.keeping, largest(d), `{ viewer { partner { subscriptions(first: 1) { nodes { id } } } } }`, nil)
	var answer struct {
		Data struct {
			Viewer struct {
				Partner struct {
					Subscriptions struct {
						Nodes []struct {
							ID string `json:"id"`
						} `json:"nodes"`
					} `json:"subscriptions"`
				} `json:"partner"`
			} `json:"viewer"`
		} `json:"data"`
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &answer)
	}
	nodes := answer.Data.Viewer.Partner.Subscriptions.Nodes
	if err == nil && len(nodes) == 0 {
		err = fmt.Errorf("no subscription: %s", body)
	}
	if err != nil {
		return nil, err
	}
	return map[string]any{"id": nodes[0].ID}, nil
}

func linkOfAPartner(ctx context.Context, h *house, d dataset) (map[string]any, error) {
	token, err := h.linkOf(ctx, d.partner(7).email)
	return map[string]any{"token": token}, err
}

// linkOf is the token of a partner's default link, made where it is not there yet.
func (h *house) linkOf(ctx context.Context, email string) (string, error) {
	body, err := h.ask(ctx, h.keeping, email, `mutation { requestRelationship(input: {}) { invite { token } } }`, nil)
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
	return token, err
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

// funnelOfSome reads what came of links that are named, with previews that are not written down yet.
func funnelOfSome(ctx context.Context, h *house, d dataset) error {
	v, err := h.viewer(ctx, largest(d))
	if err != nil {
		return err
	}
	query := reseller.FunnelQuery{
		Invites: []reseller.ID{{1}}, From: reseller.QuarterOf(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)), To: reseller.QuarterOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)),
		Unwritten: []reseller.InviteCustomer{{InviteID: reseller.ID{1}, CustomerID: reseller.ID{1}}},
	}
	return errors.Join(
		h.store.EachViewed(ctx, v.Scope(), v.Partner.ID, query, func(reseller.InviteQuarter, int32) {}),
		h.store.EachVisit(ctx, v.Scope(), v.Partner.ID, query, func(reseller.Visit) {}),
	)
}

// viewsOfNone are of a link and a customer that are not there.
var viewsOfNone = reseller.Views{
	Counts:   map[reseller.InviteQuarter]int32{{InviteID: reseller.ID{1}}: 1},
	Previews: map[reseller.InviteCustomer]time.Time{{InviteID: reseller.ID{1}, CustomerID: reseller.ID{1}}: {}},
}

// whatTimeBrings is what the server does in the background; of so long ago that it changes nothing.
func whatTimeBrings(ctx context.Context, h *house, _ dataset) error {
	longAgo := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	_, due := h.store.SubscriptionsDue(ctx, reseller.DayIn(longAgo, time.UTC), reseller.ID{}, 100)
	_, remembered := h.store.Remembered(ctx, reseller.IdempotencyKey{UserID: reseller.ID{1}, Mutation: "m", Key: "k"}, longAgo)
	if errors.Is(remembered, reseller.ErrNotFound) {
		remembered = nil
	}
	_, counted := h.store.FactEvents(ctx, reseller.Position{Tx: math.MaxInt64}, reseller.Position{Tx: math.MaxInt64}, 100)
	return errors.Join(due, remembered, counted, h.store.ForgetKeys(ctx, longAgo), h.store.AddViews(ctx, viewsOfNone),
		h.store.NoteAPIKeyUses(ctx, longAgo, []reseller.ID{{1}}))
}
