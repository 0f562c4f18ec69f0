package resolvers_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// record keeps the statements that a store sends.
type record struct {
	mu         sync.Mutex
	statements []string
}

func (r *record) add(statement string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.statements = append(r.statements, statement)
}

// of gives the statements that f sends.
func (r *record) of(f func()) []string {
	r.mu.Lock()
	r.statements = nil
	r.mu.Unlock()
	f()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.statements
}

// Between begin and commit an acceptance waits for the database this often on PostgreSQL, idempotency key and all, and not
// otherwise: under the customer's lock every round trip counts. The first puts the transaction behind the database's wall between
// tenants.
func TestR10_StatementsOfAnAcceptance(t *testing.T) {
	t.Parallel()
	var sent record
	w := newWorld(t, dbtest.PostgreSQL.Store(t, db.WithTrace(sent.add)), testSecret)
	w.load(fixture)
	w.load(lifeFixture)
	byDefault, other := w.link("admin@alpha.example", vars{}), w.link("admin@beta.example", vars{})
	limited := w.link("admin@adv.example", vars{"maxUses": 5})
	_, named := w.named("admin@tier2.example", nil)
	for _, c := range []struct {
		name string
		in   reseller.AcceptInput
		want int
	}{
		{"the common case", reseller.AcceptInput{Token: byDefault}, 4},
		{"what is so already", reseller.AcceptInput{Token: byDefault}, 4},
		{"through a reseller", reseller.AcceptInput{Token: named}, 4},
		{"through a link with a limit", reseller.AcceptInput{Token: limited}, 6},
		{"replacing another's", reseller.AcceptInput{Token: other, ReplaceExisting: true}, 7},
	} {
		v, err := w.store.Identify(t.Context(), "admin@one.example")
		w.must(err)
		key := c.name
		c.in.Common = reseller.Common{IdempotencyKey: &key}
		statements := sent.of(func() {
			_, err := w.app.AcceptRelationship(t.Context(), v, c.in)
			w.must(err)
		})
		if len(statements) != c.want {
			t.Errorf("%s: %d statements, all between begin and commit, want %d:\n%s", c.name, len(statements), c.want, strings.Join(statements, "\n"))
		}
	}
}

// TestR10_AcceptanceAnswersWithWhatIsWritten: the rows that an acceptance answers with are those that a read finds after it.
func TestR10_AcceptanceAnswersWithWhatIsWritten(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		t.Helper()
		alpha, beta, provider := w.link("admin@alpha.example", vars{}), w.link("admin@beta.example", vars{}), w.link("admin@prov.example", vars{})
		_, named := w.named("admin@tier2.example", nil)
		v, err := w.store.Identify(t.Context(), "admin@one.example")
		w.must(err)
		for _, in := range []reseller.AcceptInput{
			{Token: alpha, Services: []string{"AZURE"}},
			{Token: alpha, Services: []string{"AZURE"}}, // again, and nothing changes
			{Token: alpha}, // for more
			{Token: beta, ReplaceExisting: true},
			{Token: provider, ReplaceExisting: true},
			{Token: named}, // the relationship gets a reseller
		} {
			answer, err := w.app.AcceptRelationship(t.Context(), v, in)
			w.must(err)
			relationships, err := w.store.RelationshipsByID(t.Context(), v.Scope(), []reseller.ID{answer.RelationshipID})
			w.must(err)
			privileges, err := w.store.DelegationsByID(t.Context(), v.Scope(), answer.Granted)
			w.must(err)
			if diff := cmp.Diff(relationships, map[reseller.ID]reseller.Relationship{answer.Relationship.ID: answer.Relationship}); diff != "" {
				t.Errorf("%+v: the relationship (-read +answered):\n%s", in, diff)
			}
			answered := map[reseller.ID]reseller.Delegation{}
			for _, d := range answer.Privileges {
				answered[d.ID] = d
			}
			if diff := cmp.Diff(privileges, answered); diff != "" {
				t.Errorf("%+v: the privileges (-read +answered):\n%s", in, diff)
			}
		}
	})
}
