package resolvers_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/reseller"
)

// storm is how many acceptances and removals TestReportsInAStorm makes together on each store. 100,000 take some minutes.
var storm = flag.Int("storm", 600, "acceptances and removals in TestReportsInAStorm")

// Thirty-two clients accept and take back at once, of one partner and of several, while two servers count and one counts anew: reports
// come to what the rows tell.
func TestReportsInAStorm(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	const clients = 32
	dbtest.EachBackend(t, func(t *testing.T, b dbtest.Backend) {
		w := newWorld(t, b.Store(t), testSecret)
		w.load(fixture)
		var customers, users strings.Builder
		customers.WriteString("key,name,domain,country\n")
		users.WriteString("email,name,tenant,tenant_key,roles\n")
		for i := range clients {
			fmt.Fprintf(&customers, "s%d,Storm %d,s%d.example,CN\n", i, i, i)
			fmt.Fprintf(&users, "admin@s%d.example,S,customer,s%d,GLOBAL_ADMIN\n", i, i)
		}
		w.load(map[string]string{"customers.csv": customers.String(), "users.csv": users.String()})
		var tokens []string
		for _, partner := range []string{"alpha", "alpha", "beta", "prov", "adv"} { // alpha more often than others
			tokens = append(tokens, w.link("admin@"+partner+".example", vars{}))
		}
		var stopped atomic.Bool
		var counters sync.WaitGroup
		for _, count := range []func(context.Context) error{w.app.CountEvents, w.app.CountEvents, func(ctx context.Context) error { return w.app.RebuildReports(ctx, nil) }} {
			counters.Go(func() {
				for !stopped.Load() {
					if err := count(t.Context()); err != nil && !errors.Is(err, reseller.ErrConflict) {
						t.Error(err)
						return
					}
				}
			})
		}
		var left atomic.Int64
		left.Store(int64(*storm))
		var clientsDone sync.WaitGroup
		for i := range clients {
			clientsDone.Go(func() { w.rage(i, tokens, &left) })
		}
		clientsDone.Wait()
		stopped.Store(true)
		counters.Wait()
		for _, when := range []string{"with events that are not counted", "counted"} {
			w.must(w.app.VerifyReports(t.Context(), nil, func(d reseller.Drift) { t.Errorf("%s: %+v", when, d) }))
			w.must(w.app.CountEvents(t.Context()))
		}
	})
}

// rage has a customer accept and take back by turns, until nothing is left to do.
func (w *world) rage(client int, tokens []string, left *atomic.Int64) {
	v, err := w.store.Identify(w.t.Context(), fmt.Sprintf("admin@s%d.example", client))
	if err != nil {
		w.t.Error(err)
		return
	}
	random := rand.New(rand.NewPCG(uint64(client), 1))
	for left.Add(-1) >= 0 {
		w.clock.pass(time.Second)
		if random.IntN(2) == 0 {
			_, err = w.app.AcceptRelationship(w.t.Context(), v, reseller.AcceptInput{Token: tokens[random.IntN(len(tokens))], ReplaceExisting: true})
		} else {
			_, err = w.app.RemoveDelegatedAdmin(w.t.Context(), v, reseller.RemoveInput{AllPartners: true})
		}
		if err != nil && reseller.AsRefusals(err) == nil {
			w.t.Error(err)
			return
		}
	}
}
