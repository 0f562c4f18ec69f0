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

// Between begin and commit an acceptance sends this many statements on PostgreSQL, idempotency key and all, and no others: four of them
// – the lock and what is read under it – go together, since under the customer's lock every round trip counts. The first puts the transaction behind the database's wall between
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
		{"the common case", reseller.AcceptInput{Token: byDefault}, 6},
		{"what is so already", reseller.AcceptInput{Token: byDefault}, 6},
		{"through a reseller", reseller.AcceptInput{Token: named}, 6},
		{"through a link with a limit", reseller.AcceptInput{Token: limited}, 8},
		{"replacing another's", reseller.AcceptInput{Token: other, ReplaceExisting: true}, 9},
	} {
		v, err := w.store.Identify(t.Context(), "admin@one.example")
		w.must(err)
		key := c.name
		c.in.Common = reseller.Common{IdempotencyKey: &key}
		statements := sent.of(func() {
			_, err := w.app.AcceptRelationship(t.Context(), v, c.in)
			w.must(err)
		})
		if !strings.HasPrefix(statements[0], "SELECT set_config") {
			t.Errorf("%s: begins with %s", c.name, statements[0])
		}
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
			w.acceptsAsWritten(v, in)
		}
	})
}

// TestR12_AResellerThatOrdersForItselfGivesWay: one that has come to do so stands in the way under the very relationship that it was
// named in, whose version its end raises once more.
func TestR12_AResellerThatOrdersForItselfGivesWay(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		t.Helper()
		provider := w.link("admin@prov.example", vars{})
		_, named := w.named("admin@tier2.example", nil)
		v, err := w.store.Identify(t.Context(), "admin@one.example")
		w.must(err)
		w.acceptsAsWritten(v, reseller.AcceptInput{Token: named})
		w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\ntier2,Tier Two,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365\n"})
		answer := w.acceptsAsWritten(v, reseller.AcceptInput{Token: provider, ReplaceExisting: true})
		if len(answer.Displaced) == 0 || answer.Relationship.Version != 3 {
			t.Errorf("%d gave way, and the version is %d", len(answer.Displaced), answer.Relationship.Version)
		}
	})
}

// acceptsAsWritten accepts, and holds the rows of the answer to what a read finds after it.
func (w *world) acceptsAsWritten(v reseller.Viewer, in reseller.AcceptInput) reseller.AcceptAnswer {
	w.t.Helper()
	answer, err := w.app.AcceptRelationship(w.t.Context(), v, in)
	w.must(err)
	relationships, err := w.store.RelationshipsByID(w.t.Context(), v.Scope(), []reseller.ID{answer.RelationshipID})
	w.must(err)
	privileges, err := w.store.DelegationsByID(w.t.Context(), v.Scope(), answer.Granted)
	w.must(err)
	if diff := cmp.Diff(relationships, map[reseller.ID]reseller.Relationship{answer.Relationship.ID: answer.Relationship}); diff != "" {
		w.t.Errorf("%+v: the relationship (-read +answered):\n%s", in, diff)
	}
	answered := map[reseller.ID]reseller.Delegation{}
	for _, d := range answer.Privileges {
		answered[d.ID] = d
	}
	if diff := cmp.Diff(privileges, answered); diff != "" {
		w.t.Errorf("%+v: the privileges (-read +answered):\n%s", in, diff)
	}
	return answer
}
