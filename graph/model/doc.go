// Package model is how the API shows the domain: the Go types of the schema, its scalars, global ids and cursors.
//
// The types of objects embed the domain's and add what the schema shows differently, such as global ids. Inputs and
// payloads are generated.
package model
