//go:build race

package resolvers_test

// raced is whether the tests run with the race detector.
const raced = true
