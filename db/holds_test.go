package db_test

import (
	"slices"
	"strings"
	"testing"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// Privileges that have ended are in no index by customer: who held one at a past moment is found by the customer's relationships.
func TestServiceHoldersOfAPastMomentAreFoundByIndexes(t *testing.T) {
	t.Parallel()
	stores := map[string]*db.Store{
		"sqlite": dbtest.Open(t, dbtest.SQLite.New(t)),
		// which reads small tables as a whole if it may
		"postgres": dbtest.Open(t, dbtest.PostgreSQL.New(t)+"&options=-c%20enable_seqscan%3Doff"),
	}
	for name, s := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := dbtest.NewWorld(t, s)
			at := w.Tick()
			ids, partner := []reseller.ID{w.Subscription(reseller.Subscription{}).ID}, w.Partner(reseller.Partner{}).ID
			for _, scope := range []reseller.Scope{dbtest.AsOperator(), dbtest.AsPartner(partner)} {
				ctx, plans := s.Explaining(t.Context())
				_, err := s.ServiceHolders(ctx, scope, ids, at)
				check(t, err)
				for _, p := range plans() {
					whole := slices.ContainsFunc([]string{"SCAN d", "SCAN s", "SCAN u", "Seq Scan"}, func(scan string) bool { return strings.Contains(p.Plan, scan) })
					if whole || !strings.Contains(p.Plan, "dap_by_relationship") {
						t.Error(p.Plan)
					}
				}
				if len(plans()) != 1 {
					t.Errorf("%d plans", len(plans()))
				}
			}
		})
	}
}
