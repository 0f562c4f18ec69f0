//go:build !race

package conformance

// Raced is whether the tests run with the race detector.
const Raced = false
