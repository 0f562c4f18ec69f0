package dbtest

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"accord/internal/conformance"
	"accord/reseller"
)

// Maker makes a store with nothing in it. The store calls trace with the text of every statement that it sends.
type Maker func(t testing.TB, trace func(statement string)) reseller.Store

// RunStore is the suite that every reseller.Store has to pass: what the interface promises, method by method, and the
// rules that the database itself enforces. Cases run in parallel, each on a store of its own.
//
// It ends with a line such as "conformance: 63 cases of the store on postgres", of the cases that have passed. Where TEST_STORES has
// the race detector look at what happens at once alone, it is of those.
func RunStore(t *testing.T, name string, open Maker) {
	t.Helper()
	var passed atomic.Int64
	t.Cleanup(func() { // after the last of the parallel cases
		how := ""
		if conformance.Raced {
			how = ", with the race detector"
		}
		conformance.Report(t, fmt.Sprintf("conformance: %d cases of the store on %s%s", passed.Load(), name, how))
	})
	for _, c := range casesOn(t, name) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			conformance.Prove(t, name)
			k := &kit{passed: &passed}
			k.store = open(t, func(string) { k.sent.Add(1) })
			k.World = NewWorld(t, k.store)
			k.counted(t)
			c.run(t, k)
		})
	}
}

// casesOn gives the cases for a store: all, or those about what happens at once where all others are left to another run.
func casesOn(t *testing.T, store string) []testCase {
	t.Helper()
	if isIn(named(t), store) {
		return slices.Concat(atOnceCases, otherCases())
	}
	for _, c := range otherCases() {
		conformance.Leave(t, store, c.name)
	}
	return atOnceCases
}

func otherCases() []testCase {
	return slices.Concat(
		readCases, scopeCases, listCases, filterCases, searchCases, seenCases, inviteCases, relationshipCases, delegationCases, updateCases,
		memoCases, eventCases, importCases, tenantCases, lifeCases, lifeListCases, subscriptionCases, pastSubscriptionCases, subscriptionScopeCases, chargeCases, apiKeyCases,
		scopeMoneyCases, scopeTxCases, lineCases, factCases, funnelCases, keptCases, pastChargeCases, pastFunnelCases,
	)
}

// atOnceCases are those of every topic about what happens at once: the race detector looks at them on both stores, see AtOnce.
var atOnceCases = []testCase{
	{"R12_concurrent_replacements_never_leave_two_holders", replacing},
	{"R25_readers_miss_nothing_of_concurrent_writers", concurrentEvents},
	{"R1_of_two_who_make_the_default_link_one_conflicts", racingInvites},
	{"R8_views_add_up_from_several_at_once", addsViewsAtOnce},
	{"lines_given_up_leave_nothing_behind", linesGivenUp},
	{"R26_a_twin_at_work_is_waited_for", twinAtWork},
	{"R10_of_two_who_accept_at_once_one_makes_the_relationship", racingRelationships},
	{"LockCustomer_waits_for_the_other", lockWaits},
	{"Update_undoes_all_when_its_goroutine_ends", updateGoexits},
}

// testCase is one case of the suite.
type testCase struct {
	name string
	run  func(t *testing.T, k *kit)
}

// kit is what a case works with: a store, rows for it, and a count of the statements that it sends.
type kit struct {
	*World
	store  reseller.Store
	sent   atomic.Int64
	passed *atomic.Int64
	// divided: the case has parts, which count in its place.
	divided bool
}

// counted has the case counted when it passes.
func (k *kit) counted(t *testing.T) {
	t.Helper()
	t.Cleanup(func() {
		if !t.Failed() && !k.divided {
			k.passed.Add(1)
		}
	})
}

// part runs a part of a case as a case of its own, on the same store.
func (k *kit) part(t *testing.T, name string, run func(t *testing.T)) {
	t.Helper()
	k.divided = true
	if t.Run(name, run) {
		k.passed.Add(1)
	}
}

// statements counts the statements that f sends.
func (k *kit) statements(f func()) int64 {
	before := k.sent.Load()
	f()
	return k.sent.Load() - before
}

// check ends the test on an error.
func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// equal compares what was read with what should have been.
func equal[T any](t testing.TB, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\ngot  %+v\nwant %+v", got, want)
	}
}

// together runs f in so many goroutines at once and waits for all. They are numbered from 0.
func together(n int, f func(i int)) {
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range n {
		done.Go(func() {
			start.Wait()
			f(i)
		})
	}
	start.Done()
	done.Wait()
}

// Eventually asks again and again until the answer is yes: for what another transaction's end may hold up. The test ends
// when that takes longer than the slowest machine would.
func Eventually(t testing.TB, what string, yes func() bool) {
	t.Helper()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	late := time.NewTimer(30 * time.Second)
	defer late.Stop()
	for !yes() {
		select {
		case <-again.C:
		case <-late.C:
			t.Fatalf("in vain: %s", what)
		}
	}
}

// idsOf gives the keys of a map.
func idsOf[T any](found map[reseller.ID]T) []reseller.ID {
	ids := make([]reseller.ID, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	return ids
}
