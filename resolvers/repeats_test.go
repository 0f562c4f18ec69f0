package resolvers_test

import (
	"encoding/json"
	"maps"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/db/dbtest"
)

// again is a mutation to be repeated: who sends it, in a world made ready for it, and the kinds of its events.
type again struct {
	email, doc string
	// ready makes the world ready and gives the input.
	ready func(w *world) vars
	// other is what another input differs in.
	other  vars
	events int
	// spent: the world that it leaves would refuse it.
	spent string
}

func (w *world) standing() vars {
	w.t.Helper()
	return vars{"relationshipId": w.joined("admin@one.example", w.link("admin@alpha.example", vars{}))}
}

func (w *world) proposed() vars {
	w.t.Helper()
	in := w.standing()
	w.do("admin@alpha.example", proposeDoc, vars{"relationshipId": in["relationshipId"]}).ok()
	return in
}

func (w *world) linkID() vars {
	w.t.Helper()
	id, _ := w.invite("admin@alpha.example", vars{})
	return vars{"inviteId": id}
}

var repeats = map[string]again{
	"rotate":     {"admin@alpha.example", rotateDoc, (*world).linkID, vars{"gracePeriodSeconds": 7}, 2, "INVITE_REVOKED"},
	"revoke":     {"admin@alpha.example", revokeDoc, (*world).linkID, vars{"version": 1}, 1, ""},
	"relinquish": {"admin@alpha.example", relinquishDoc, (*world).standing, vars{"services": []string{"AZURE"}}, 2, ""},
	"propose":    {"admin@one.example", proposeDoc, (*world).standing, vars{"reason": "other"}, 1, "NO_RELATIONSHIP"},
	"confirm":    {"admin@one.example", confirmDoc, (*world).proposed, vars{"reason": "other"}, 3, "VALIDATION_FAILED"},
	"withdraw":   {"admin@alpha.example", withdrawDoc, (*world).proposed, vars{"reason": "other"}, 1, "VALIDATION_FAILED"},
	"decline": {"admin@one.example", declineDoc, func(w *world) vars {
		return vars{"token": w.link("admin@alpha.example", vars{}), "reason": "no"}
	}, vars{"reason": "other"}, 1, ""},
	"request in a name": {"admin@prov.example", requestDoc, func(w *world) vars {
		return vars{"onBehalfOfPartnerId": w.partner("admin@tier2.example")}
	}, vars{"campaign": "other"}, 1, ""},
	"accept with grants": {"admin@one.example", acceptDoc, func(w *world) vars {
		_, token := w.named("admin@tier2.example", nil)
		return vars{"token": token, "grants": []vars{{"service": "AZURE", "partnerId": w.partner("admin@prov.example")}}}
	}, vars{"replaceExisting": true}, 2, ""},
}

func eachRepeat(t *testing.T, test func(t *testing.T, w *world, r again, in vars)) {
	t.Helper()
	for name, r := range repeats {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachLife(t, func(t *testing.T, w *world) {
				in := r.ready(w)
				test(t, w, r, in)
			})
		})
	}
}

// with is an input with more in it.
func with(in, more vars) vars {
	all := maps.Clone(in)
	maps.Copy(all, more)
	return all
}

func TestR26_NewMutationsRepeated(t *testing.T) {
	t.Parallel()
	eachRepeat(t, func(t *testing.T, w *world, r again, in vars) {
		keyed := with(in, vars{"idempotencyKey": "k"})
		// A refusal is not kept.
		stale := w.do(r.email, r.doc, with(keyed, vars{"version": 99}))
		stale.refusedBy("STALE_VERSION", "R26")
		var first *answer
		if events := w.written(func() { first = w.do(r.email, r.doc, keyed).ok() }); len(events) != r.events {
			t.Errorf("%d events, want %d: %s", len(events), r.events, w.kinds(events))
		}
		w.unchanged(func() {
			if diff := cmp.Diff(first.Data, w.do(r.email, r.doc, keyed).ok().Data); diff != "" {
				t.Errorf("repeated: %s", diff)
			}
			conflict := w.do(r.email, r.doc, with(keyed, r.other))
			conflict.refusedBy("IDEMPOTENCY_CONFLICT", "R26")
			conflict.payload().want("userErrors.0.path", `["idempotencyKey"]`)
			if r.spent != "" {
				w.do(r.email, r.doc, in).refused(r.spent)
			}
		})
	})
}

func TestR26_NewMutationsAtOnce(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachRepeat(t, func(t *testing.T, w *world, r again, in vars) {
		keyed := with(in, vars{"idempotencyKey": "twin"})
		answers := make([]string, 5)
		events := w.written(func() {
			var twins sync.WaitGroup
			for i := range answers {
				twins.Go(func() {
					a := w.do(r.email, r.doc, keyed)
					text, _ := json.Marshal(a.Data)
					answers[i] = a.outcome() + string(text)
				})
			}
			twins.Wait()
		})
		for _, a := range answers[1:] {
			if a != answers[0] {
				t.Errorf("twins differ: %s and %s", answers[0], a)
			}
		}
		if len(events) != r.events {
			t.Errorf("%d events, want %d: %s", len(events), r.events, w.kinds(events))
		}
	})
}

// Two sides, or one twice, act upon one relationship at once: exactly one step is taken.
func TestR23_StepsAtOnce(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	type step struct{ email, doc string }
	proposing, confirming := step{"admin@alpha.example", proposeDoc}, step{"admin@one.example", confirmDoc}
	for name, c := range map[string]struct {
		ready func(*world) vars
		steps []step
		loser string
	}{
		"both propose":         {(*world).standing, []step{proposing, {"admin@one.example", proposeDoc}}, "NO_RELATIONSHIP"},
		"confirmed twice":      {(*world).proposed, []step{confirming, confirming}, "VALIDATION_FAILED"},
		"confirmed, withdrawn": {(*world).proposed, []step{confirming, {"admin@alpha.example", withdrawDoc}}, "VALIDATION_FAILED"},
		"with one version":     {(*world).standing, []step{proposing, {"boss@alpha.example", proposeDoc}}, "STALE_VERSION"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachLife(t, func(t *testing.T, w *world) {
				in := c.ready(w)
				if c.loser == "STALE_VERSION" {
					in["version"] = 1
				}
				outcomes := make([]string, len(c.steps))
				events := w.written(func() {
					var both sync.WaitGroup
					for i, s := range c.steps {
						both.Go(func() { outcomes[i] = w.do(s.email, s.doc, in).outcome() })
					}
					both.Wait()
				})
				if outcomes[0]+outcomes[1] != c.loser {
					t.Errorf("outcomes %q", outcomes)
				}
				w.kinds(events) // of one change
			})
		})
	}
}

// Accepting and ending at once leave no privilege without a relationship that stands.
func TestR23_AcceptingWhileItEnds(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		in := w.proposed()
		token := w.link("admin@alpha.example", vars{})
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		var both sync.WaitGroup
		both.Go(func() { _ = w.do("admin@one.example", confirmDoc, in).outcome() })
		both.Go(func() { _ = w.accept("admin@one.example", vars{"token": token}).outcome() })
		both.Wait()
		a := w.ask("admin@one.example", `{ viewer { customer { relationships(filter: {status: ENDED}) { nodes { delegatedAdminPrivileges(status: ACTIVE) { id } } } } } }`, nil)
		a.want("viewer.customer.relationships.nodes", `[{"delegatedAdminPrivileges":[]}]`)
	})
}
