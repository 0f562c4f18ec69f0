package dbtest

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"accord/reseller"
)

var memoCases = []testCase{
	{"R26_an_answer_is_remembered", remembers},
	{"R26_keys_are_per_user_and_mutation", keysApart},
	{"R26_an_old_answer_is_replaced", replacesOld},
	{"R26_a_young_twin_is_ErrTwin", youngTwin},
	{"R26_ForgetKeys_forgets_the_old", forgets},
}

const window = reseller.IdempotencyWindow

func (k *kit) remember(t *testing.T, key reseller.IdempotencyKey, answer string, at time.Time) error {
	t.Helper()
	return k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		return tx.Remember(ctx, key, reseller.Remembered{InputHash: []byte{0, 255, 1}, Answer: []byte(answer)}, at, at.Add(-window))
	})
}

func (k *kit) recall(t *testing.T, key reseller.IdempotencyKey, since time.Time) (string, error) {
	t.Helper()
	found, err := k.store.Remembered(t.Context(), key, since)
	if err == nil {
		equal(t, found.InputHash, []byte{0, 255, 1})
	}
	return string(found.Answer), err
}

func (k *kit) key() reseller.IdempotencyKey {
	return reseller.IdempotencyKey{UserID: k.ID(), Mutation: "acceptRelationship", Key: "k-1"}
}

func remembers(t *testing.T, k *kit) {
	for _, answer := range []string{`{}`, `{"id": "关系", "n": [1, 2]}`, `null`} {
		key := k.key()
		key.Key = strings.Repeat("长", 85) // 255 bytes
		if _, err := k.recall(t, key, Start); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("%v, want ErrNotFound", err)
		}
		check(t, k.remember(t, key, answer, Start))
		got, err := k.recall(t, key, Start.Add(-time.Microsecond))
		check(t, err)
		equal(t, got, answer)
		if _, err := k.recall(t, key, Start); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("from then: %v, want ErrNotFound", err)
		}
	}
}

func keysApart(t *testing.T, k *kit) {
	key := k.key()
	check(t, k.remember(t, key, "1", Start))
	for _, change := range []func(*reseller.IdempotencyKey){
		func(key *reseller.IdempotencyKey) { key.UserID = k.ID() },
		func(key *reseller.IdempotencyKey) { key.Mutation = "declineRelationship" },
		func(key *reseller.IdempotencyKey) { key.Key = "K-1" },
		func(key *reseller.IdempotencyKey) { key.Key = "k-1 " },
	} {
		other := key
		change(&other)
		if _, err := k.recall(t, other, Start.Add(-window)); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("%+v: %v, want ErrNotFound", other, err)
		}
		check(t, k.remember(t, other, "2", Start))
	}
	got, err := k.recall(t, key, Start.Add(-window))
	check(t, err)
	equal(t, got, "1")
}

// replacesOld: what Remembered no longer finds, Remember replaces, to the microsecond.
func replacesOld(t *testing.T, k *kit) {
	key := k.key()
	check(t, k.remember(t, key, "1", Start))
	then := Start.Add(window)
	if _, err := k.recall(t, key, then.Add(-window)); !errors.Is(err, reseller.ErrNotFound) {
		t.Fatalf("%v, want ErrNotFound", err)
	}
	check(t, k.remember(t, key, "2", then))
	got, err := k.recall(t, key, Start)
	check(t, err)
	equal(t, got, "2")
}

func youngTwin(t *testing.T, k *kit) {
	key := k.key()
	check(t, k.remember(t, key, "1", Start))
	for _, at := range []time.Time{Start, Start.Add(time.Second), Start.Add(window - time.Microsecond)} {
		err := k.store.Update(t.Context(), AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			check(t, put(ctx, tx, "a"))
			return tx.Remember(ctx, key, reseller.Remembered{InputHash: []byte("h"), Answer: []byte("2")}, at, at.Add(-window))
		})
		if !errors.Is(err, reseller.ErrTwin) {
			t.Errorf("after %s: %v, want ErrTwin", at.Sub(Start), err)
		}
	}
	got, err := k.recall(t, key, Start.Add(-window))
	check(t, err)
	equal(t, got, "1")
	hasServices(t, k)
}

// twinAtWork: of several at once one writes, and the others find its answer the moment they are told of it.
func twinAtWork(t *testing.T, k *kit) {
	const twins = 4
	key := k.key()
	var wrote, told atomic.Int32
	var errs [twins]error
	together(twins, func(i int) {
		err := k.remember(t, key, "1", Start)
		switch {
		case err == nil:
			wrote.Add(1)
		case errors.Is(err, reseller.ErrTwin):
			told.Add(1)
			_, errs[i] = k.store.Remembered(t.Context(), key, Start.Add(-window))
		default:
			errs[i] = err
		}
	})
	check(t, errors.Join(errs[:]...))
	equal(t, [2]int32{wrote.Load(), told.Load()}, [2]int32{1, twins - 1})
}

func forgets(t *testing.T, k *kit) {
	old, edge, young := k.key(), k.key(), k.key()
	check(t, k.remember(t, old, "1", Start.Add(-time.Microsecond)))
	check(t, k.remember(t, edge, "2", Start))
	check(t, k.remember(t, young, "3", Start.Add(time.Hour)))
	check(t, k.store.ForgetKeys(t.Context(), Start))
	for key, there := range map[reseller.IdempotencyKey]bool{old: false, edge: true, young: true} {
		_, err := k.recall(t, key, Start.Add(-window))
		equal(t, err == nil, there)
	}
}
