// Package conformance tells what the tests have proven: how many cases the conformance suites ran, and which rules of the
// domain which tests hold on which store.
package conformance

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"
)

// Report writes a line to the log and, since go test shows no log of what has passed, to the end of the file that
// CONFORMANCE_REPORT names, if it does.
func Report(t *testing.T, line string) {
	t.Helper()
	t.Log(line)
	note(t, line)
}

// ruleNumber matches the rules in a test's name, such as R6 and R24 in TestR6_R24_EndingAPairing/sqlite.
var ruleNumber = regexp.MustCompile(`R[0-9]+`)

// Prove has it told, once the test has passed, that it ran on a store and proves there the rules that its name carries.
// scripts/rules makes a table of it.
func Prove(t *testing.T, store string) {
	t.Helper()
	rules := ruleNumber.FindAllString(t.Name(), -1)
	slices.Sort(rules)
	t.Cleanup(func() {
		note(t, fmt.Sprintf("ran: %s %s", store, t.Name()))
		for _, rule := range slices.Compact(rules) {
			note(t, fmt.Sprintf("proof: %s %s %s", rule, store, t.Name()))
		}
	})
}

// Leave has it told that a part of the test, of the name that it would have, is left to another run, on a store. scripts/rules
// fails where there was none.
func Leave(t *testing.T, store, part string) {
	t.Helper()
	note(t, fmt.Sprintf("left: %s %s/%s", store, t.Name(), part))
}

func note(t *testing.T, line string) {
	t.Helper()
	path := os.Getenv("CONFORMANCE_REPORT")
	if path == "" || t.Failed() {
		return
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the path is that of whoever runs the tests
	if err != nil {
		t.Error(err)
		return
	}
	if _, err := fmt.Fprintln(file, line); err != nil {
		t.Error(err)
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
}
