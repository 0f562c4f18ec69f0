// Package edge is where strangers meet the API: GraphQL over HTTP, server-sent events and WebSocket, as each protocol says,
// and the gate that every operation passes before it is executed. It decodes requests, chooses how to answer, and refuses what
// is no request, is too large, or comes too often. It knows no field of the schema and no rule of the domain.
//
//	request.go              what is asked
//	answer.go, stream.go    one answer, or many as server-sent events
//	socket*.go              graphql-transport-ws
//	gate.go                 what every operation passes: documents.go, limits.go, budget.go
//	alive.go                connections end with the identity that opened them
package edge
