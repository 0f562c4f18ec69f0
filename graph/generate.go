// Package graph is the executable schema that gqlgen generates from schema.graphqls and schema/*.graphqls.
package graph

//go:generate go tool gqlgen generate
