package dbtest

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"accord/internal/conformance"
)

// chosen gives the kinds of databases that a test runs on: those that are named, and all for one of what happens at once.
func chosen(t testing.TB) []Backend {
	t.Helper()
	if conformance.Raced && isAtOnce(t) {
		return Backends()
	}
	return named(t)
}

// left gives the kinds that a test does not run on.
func left(t testing.TB) []Backend {
	t.Helper()
	here := chosen(t)
	return slices.DeleteFunc(Backends(), func(b Backend) bool { return isIn(here, b.Name) })
}

func isIn(kinds []Backend, name string) bool {
	return slices.ContainsFunc(kinds, func(b Backend) bool { return b.Name == name })
}

// named gives both kinds, or the one that TEST_STORES names. The test fails where that is neither, and so never passes for having
// run on none.
func named(t testing.TB) []Backend {
	t.Helper()
	name := os.Getenv("TEST_STORES")
	if name == "" {
		return Backends()
	}
	for _, b := range Backends() {
		if b.Name == name {
			return []Backend{b}
		}
	}
	t.Fatalf("TEST_STORES is %q: name sqlite or postgres, or leave it unset for both", name)
	return nil
}

// Any gives one of the kinds, for a test to which it makes no difference: SQLite, unless TEST_STORES names the other.
func Any(t testing.TB) Backend {
	t.Helper()
	return chosen(t)[0]
}

// atOnce has the names of the tests that have called AtOnce.
var atOnce sync.Map

// AtOnce is called first by a test of what happens at once. The race detector looks at it on both kinds of databases, whatever
// TEST_STORES says. All else it may look at on PostgreSQL alone: SQLite is C made into Go, and takes five times as long under it.
func AtOnce(t testing.TB) {
	t.Helper()
	atOnce.Store(t.Name(), true)
}

// isAtOnce is whether a test, or the one that it is a part of, has called AtOnce.
func isAtOnce(t testing.TB) bool {
	t.Helper()
	name, _, _ := strings.Cut(t.Name(), "/")
	_, is := atOnce.Load(name)
	return is
}
