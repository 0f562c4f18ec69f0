package main

import "strings"

// privilegeFields are those of a privilege in an answer.
const privilegeFields = `{ id service { code } partner { id } customer { id } }`

// change makes the document of a mutation, whose payload has the given fields beside its refusals.
func change(mutation, fields string) string {
	return `mutation($input: ` + strings.ToUpper(mutation[:1]) + mutation[1:] + `Input!) { done: ` + mutation + `(input: $input) { ` + fields +
		` userErrors { code message ... on ServiceAlreadyDelegatedError { service { code } holder { id } } } } }`
}

// changes are the documents of the mutations.
var changes = map[string]string{
	"requestRelationship":      change("requestRelationship", `invite { id token version }`),
	"acceptRelationship":       change("acceptRelationship", `relationship { id version } granted `+privilegeFields+` displaced `+privilegeFields+` alreadyAccepted`),
	"removeDelegatedAdmin":     change("removeDelegatedAdmin", `ended `+privilegeFields),
	"relinquishDelegatedAdmin": change("relinquishDelegatedAdmin", `relationship { id version } ended `+privilegeFields),
	"proposeRelationshipEnd":   change("proposeRelationshipEnd", `relationship { id version }`),
	"withdrawRelationshipEnd":  change("withdrawRelationshipEnd", `relationship { id version }`),
	"confirmRelationshipEnd":   change("confirmRelationshipEnd", `relationship { id version } ended `+privilegeFields),
	"declineRelationship":      change("declineRelationship", ``),
	"provisionSubscription":    change("provisionSubscription", `subscription { id version }`),
	"changeSeats":              change("changeSeats", `subscription { id version }`),
	"cancelSubscription":       change("cancelSubscription", `subscription { id version }`),
	"createCustomer":           change("createCustomer", `customer { id } relationship { id version }`),
}

// queries are the documents of the queries.
var queries = map[string]string{
	"holders": `query($id: ID!) { customer(id: $id) { delegations { service { code } holder { id } } } }`,
	"own": `query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Relationship { version } ... on Invite { version } ... on CustomerSubscription { version }
		... on DelegatedAdminPrivilege { privilege: status } } }`,
	"preview": `query($token: String!) { invite(token: $token) { partner { id } services { code } forViewer { alreadyRelated conflicts { service { code } } } } }`,
	"list":    `{ viewer { partner { customers(first: 20) { totalCount nodes { id name relationships(first: 2) { nodes { id status } } } } } } }`,
	"report":  `{ viewer { partner { report(from: "2025-01-01", interval: MONTH) { relationships { begun { values } standing { values } } services { granted { values } } } } } }`,
	"latest":  `{ viewer { partner { history(last: 1) { nodes { id cursor } } } } }`,
	"counts":  `query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Invite { acceptCount } } }`,
}

const liveEvents = `subscription($since: String) { relationshipEvents(since: $since) { id cursor } }`
