package resolvers_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"accord/cache"
	"accord/reseller"
	"accord/resolvers"
)

// forgetful is a store that cannot be asked what is remembered of an earlier call while it is away.
type forgetful struct {
	reseller.Store

	away atomic.Bool
}

// Remembered implements reseller.Store.
func (s *forgetful) Remembered(ctx context.Context, key reseller.IdempotencyKey, since time.Time) (reseller.Remembered, error) {
	if s.away.Load() {
		return reseller.Remembered{}, reseller.ErrUnavailable
	}
	return s.Store.Remembered(ctx, key, since)
}

// doubtful is a store that does not tell how some commits end: as one does whose database goes away meanwhile.
type doubtful struct {
	reseller.Store

	// doubts is how many commits are left of which it does not tell; committed is how they end.
	doubts    atomic.Int32
	committed bool
}

var errUndone = errors.New("undone")

// Update implements reseller.Store.
func (s *doubtful) Update(ctx context.Context, scope reseller.Scope, fn func(context.Context, reseller.Tx) error) error {
	if s.doubts.Load() == 0 {
		return s.Store.Update(ctx, scope, fn)
	}
	err := s.Store.Update(ctx, scope, func(ctx context.Context, tx reseller.Tx) error {
		if err := fn(ctx, tx); err != nil || s.committed {
			return err
		}
		return errUndone
	})
	if err == nil || errors.Is(err, errUndone) {
		s.doubts.Add(-1)
		return reseller.ErrUncertain
	}
	return err
}

// doubt puts a doubtful store into the world.
func (w *world) doubt(committed bool) *doubtful {
	w.t.Helper()
	s := &doubtful{Store: w.store, committed: committed}
	w.serveFrom(s)
	return s
}

// serveFrom has the world's server work on another store.
func (w *world) serveFrom(s reseller.Store) {
	w.t.Helper()
	memory := cache.NewMemory(cache.MemoryOptions{Clock: w.clock.now})
	w.app = w.newApp(s, testSecret, cache.NewLookup(memory, s.InviteView, w.clock.now))
	w.serve(resolvers.Options{}, testLimits())
}

// TestR26_AMutationInDoubtIsDoneOnce: with a key it is found out whether a commit was done of which that is not known, and done again if not.
func TestR26_AMutationInDoubtIsDoneOnce(t *testing.T) {
	t.Parallel()
	for name, committed := range map[string]bool{"committed": true, "undone": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachRepeat(t, func(t *testing.T, w *world, r again, in vars) {
				w.doubt(committed).doubts.Store(1)
				keyed := with(in, vars{"idempotencyKey": "k"})
				if events := w.written(func() { w.do(r.email, r.doc, keyed).ok() }); len(events) != r.events {
					t.Errorf("%d events, want %d: %s", len(events), r.events, w.kinds(events))
				}
				w.unchanged(func() { w.do(r.email, r.doc, keyed).ok() })
			})
		})
	}
}

// TestR26_ARepetitionIsNotRefusedForItsOwnSuccess, when what is remembered of that cannot be asked.
func TestR26_ARepetitionIsNotRefusedForItsOwnSuccess(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		s := &forgetful{Store: w.store}
		w.serveFrom(s)
		in := with(w.linkID(), vars{"version": 1, "idempotencyKey": "k"})
		w.do("admin@alpha.example", rotateDoc, in).ok()
		s.away.Store(true)
		if a := w.do("admin@alpha.example", rotateDoc, in); a.topCode() != "UNAVAILABLE" {
			t.Errorf("it says %s", a.body)
		}
		s.away.Store(false)
		w.unchanged(func() { w.do("admin@alpha.example", rotateDoc, in).ok() })
	})
}

// TestAMutationInDoubtSaysSo: without a key, and where doubts do not end, whoever asks learns that it may have been done.
func TestAMutationInDoubtSaysSo(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		s := w.doubt(false)
		in := w.linkID()
		for _, keyed := range []vars{in, with(in, vars{"idempotencyKey": "k"})} {
			s.doubts.Store(100)
			a := w.do("admin@alpha.example", rotateDoc, keyed)
			if a.topCode() != "UNAVAILABLE" || !strings.Contains(a.Errors[0].Message, "idempotencyKey") {
				t.Errorf("it says %v", a.Errors)
			}
			if tried := 100 - s.doubts.Load(); tried > 3 {
				t.Errorf("it was tried %d times", tried)
			}
		}
	})
}

// TestALinkRevokedInDoubtIsForgotten: what is cached of a link is dropped though it is not known whether the change was committed.
func TestALinkRevokedInDoubtIsForgotten(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		s := w.doubt(true)
		id, token := w.invite("admin@alpha.example", vars{})
		w.previewed("", token)
		s.doubts.Store(1)
		if a := w.do("admin@alpha.example", revokeDoc, vars{"inviteId": id}); a.topCode() != "UNAVAILABLE" {
			t.Fatalf("it says %v", a.Errors)
		}
		if a := w.ask("", `query($token: String!) { invite(token: $token) { expiresAt } }`, vars{"token": token}); a.topCode() != "INVITE_REVOKED" {
			t.Errorf("the link gives %v", a.body)
		}
	})
}
