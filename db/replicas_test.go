package db_test

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"accord/cache/cachetest"
	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// replicated is a store with one replica, through a proxy that can be cut.
type replicated struct {
	*db.Store

	t       testing.TB
	cluster *dbtest.Cluster
	proxy   *cachetest.Proxy
}

func newReplicated(t testing.TB, lag time.Duration) *replicated {
	t.Helper()
	r := &replicated{t: t, cluster: dbtest.Replicated(t)}
	address, err := url.Parse(r.cluster.Replica)
	check(t, err)
	r.proxy = cachetest.NewProxy(t, address.Host)
	address.Host = r.proxy.Addr
	r.Store = dbtest.Open(t, r.cluster.Primary, db.Replicas([]string{address.String()}, lag))
	_, err = r.Migrate(t.Context())
	check(t, err)
	watching, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.WatchReplicas(watching)
	}()
	t.Cleanup(func() {
		stop()
		<-done
	})
	return r
}

// until waits until the replica is used, or is not.
func (r *replicated) until(used bool) {
	r.t.Helper()
	eventually(r.t, "the replica is used or left out", func() bool { return r.Replicas()[0].Used == used })
}

// eventually asks until it is so.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	limited, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for !is() {
		select {
		case <-again.C:
		case <-limited.Done():
			t.Fatalf("it did not come about that %s", what)
		}
	}
}

// puts adds a service and gives the position from which on it is seen.
func (r *replicated) puts(code string) reseller.LogPosition {
	r.t.Helper()
	freshness := reseller.Newest()
	check(r.t, r.Update(reseller.WithFreshness(r.t.Context(), freshness), dbtest.AsOperator(), put(code)))
	at, known := freshness.Reached()
	if !known || at <= 0 {
		r.t.Fatal("the position of a commit is not known")
	}
	return at
}

// sees counts the services that an operation sees that may read from a replica, and tells what it has reached.
func (r *replicated) sees(after reseller.LogPosition) (services int, reached reseller.LogPosition) {
	r.t.Helper()
	freshness := reseller.AtLeast(after)
	found, err := r.Services(reseller.WithFreshness(r.t.Context(), freshness))
	check(r.t, err)
	reached, _ = freshness.Reached()
	return len(found), reached
}

func TestReplicasAreReadFromAsFarAsTheyAre(t *testing.T) {
	t.Parallel()
	r := newReplicated(t, time.Hour)
	before := r.puts("before")
	eventually(t, "the replica has it", func() bool { n, reached := r.sees(0); return n == 1 && reached >= before })
	r.cluster.PauseReplay()
	after := r.puts("after")

	if n, _ := r.sees(after); n != 2 {
		t.Errorf("whoever has written sees %d of 2", n)
	}
	if n, reached := r.sees(before); n != 1 || reached < before || reached >= after {
		t.Errorf("whoever has written before sees %d services and reaches %d, of %d and %d: it does not come from the replica", n, reached, before, after)
	}
	for what, ctx := range map[string]context.Context{
		"nothing was said": t.Context(), "the newest": reseller.WithFreshness(t.Context(), reseller.Newest()),
		"for others as well": reseller.WithFreshness(reseller.WithFreshness(t.Context(), reseller.AtLeast(0)), nil),
	} {
		if found, err := r.Services(ctx); err != nil || len(found) != 2 {
			t.Errorf("%s: %d of 2 are seen: %v", what, len(found), err)
		}
	}

	r.cluster.ResumeReplay()
	eventually(t, "the replica has followed", func() bool { _, reached := r.sees(before); return reached >= after })
	if n, _ := r.sees(after); n != 2 {
		t.Errorf("the replica has %d of 2", n)
	}
}

func TestAReplicaThatLagsIsLeftOut(t *testing.T) {
	t.Parallel()
	r := newReplicated(t, 500*time.Millisecond)
	r.until(true)
	r.cluster.PauseReplay()
	r.puts("late")
	r.until(false)
	if n, _ := r.sees(0); n != 1 {
		t.Error("it is read from though it lags")
	}
	if state := r.Replicas()[0]; state.Name != "replica-1" || state.Lag < 500*time.Millisecond {
		t.Errorf("it is said to lag by %s", state.Lag)
	}
	r.cluster.ResumeReplay()
	r.until(true)
}

func TestAReplicaThatIsGoneIsLeftOut(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]cachetest.Mode{"cut off": cachetest.Cut, "silent": cachetest.Hang} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newReplicated(t, time.Hour)
			r.puts("x")
			r.until(true)
			r.sees(0) // there are connections to it
			r.proxy.Set(mode)
			if n, _ := r.sees(0); n != 1 {
				t.Error("a read that the replica cannot answer is not the database's")
			}
			r.until(false)
			if n, _ := r.sees(0); n != 1 {
				t.Error("it is not read from the database")
			}
			r.proxy.Set(cachetest.Forward)
			r.until(true)
		})
	}
}

// TestReadsOutliveTheReplica: whatever its kind, a read that the replica does not answer any more is the database's.
func TestReadsOutliveTheReplica(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(context.Context, *db.Store) error{
		"of one row": func(ctx context.Context, s *db.Store) error { _, err := s.EventsEnd(ctx); return err },
		"of rows":    func(ctx context.Context, s *db.Store) error { _, err := s.Services(ctx); return err },
		"row by row": func(ctx context.Context, s *db.Store) error {
			return s.EachUser(ctx, func(reseller.TenantUser) error { return nil })
		},
		"of raw columns": func(ctx context.Context, s *db.Store) error {
			_, err := s.Identify(ctx, "nobody@nowhere.example")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newReplicated(t, time.Hour)
			r.puts("x")
			r.until(true)
			r.proxy.Set(cachetest.Hang)
			freshness := reseller.AtLeast(0)
			if err := read(reseller.WithFreshness(t.Context(), freshness), r.Store); err != nil && !errors.Is(err, reseller.ErrNotFound) {
				t.Errorf("a read is lost with the replica: %v", err)
			}
			if at, known := freshness.Reached(); !known || at == 0 {
				t.Error("it was not asked of the replica at all")
			}
		})
	}
}

// TestAReplicaThatFollowsNobodyIsLeftOut, though it lags by nothing: it may be one of a log that has gone on otherwise.
func TestAReplicaThatFollowsNobodyIsLeftOut(t *testing.T) {
	t.Parallel()
	r := newReplicated(t, time.Hour)
	r.until(true)
	r.cluster.Exec(r.cluster.Replica, "ALTER SYSTEM SET primary_conninfo = ''")
	r.cluster.Exec(r.cluster.Replica, "SELECT pg_reload_conf()")
	r.until(false)
	primary, err := url.Parse(r.cluster.Primary)
	check(t, err)
	r.cluster.Exec(r.cluster.Replica, "ALTER SYSTEM SET primary_conninfo = 'host=127.0.0.1 user=accord port="+primary.Port()+"'")
	r.cluster.Exec(r.cluster.Replica, "SELECT pg_reload_conf()")
	r.until(true)
}

// TestNoRowIsGivenTwice: a read is done again while nobody has seen a row of it.
func TestNoRowIsGivenTwice(t *testing.T) {
	t.Parallel()
	s := dbtest.Open(t, dbtest.SQLite.New(t))
	for name, lost := range map[string]error{"lost": db.ErrLost, "in conflict": reseller.ErrConflict} {
		tries := 0
		reads := func(given bool) error {
			tries = 0
			return s.ReadAgain(t.Context(), func(context.Context) (bool, error) {
				tries++
				if tries == 1 {
					return given, lost
				}
				return true, nil
			})
		}
		if err := reads(false); err != nil || tries != 2 {
			t.Errorf("%s before the first row: tried %d times, %v", name, tries, err)
		}
		if err := reads(true); !errors.Is(err, reseller.ErrUnavailable) || tries != 1 {
			t.Errorf("%s after a row: tried %d times, %v", name, tries, err)
		}
	}
}

func TestPositions(t *testing.T) {
	t.Parallel()
	r := newReplicated(t, time.Hour)
	first := r.puts("a")
	if second := r.puts("b"); second <= first {
		t.Errorf("%d comes after %d", second, first)
	}
	if at, err := r.Position(t.Context()); err != nil || at <= first {
		t.Errorf("the database is at %d: %v", at, err)
	}
	refused := errors.New("mine")
	freshness := reseller.Newest()
	err := r.Update(reseller.WithFreshness(t.Context(), freshness), dbtest.AsOperator(), func(context.Context, reseller.Tx) error { return refused })
	if _, known := freshness.Reached(); !errors.Is(err, refused) || known {
		t.Errorf("what was refused has a position: %v", err)
	}
	freshness.Reach(first)
	freshness.Forget()
	if at, known := freshness.Reached(); known {
		t.Errorf("it is told that %d shows all, though something was found elsewhere", at)
	}
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		freshness := reseller.AtLeast(first)
		if _, err := s.Services(reseller.WithFreshness(t.Context(), freshness)); err != nil {
			t.Fatal(err)
		}
		if at, known := freshness.Reached(); known {
			t.Errorf("without replicas a query tells the position %d", at)
		}
		if at, err := s.Position(t.Context()); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("without replicas there is a position %d: %v", at, err)
		}
		if s.Replicas() != nil {
			t.Error("there are replicas")
		}
	})
}

func TestOpenRefusesReplicas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ database, replica string }{
		{"sqlite:" + t.TempDir() + "/a.db", "postgres://accord@127.0.0.1/accord"},
		{"postgres://accord@127.0.0.1/accord", "postgres://accord:sesame@localhost:port/accord"},
	} {
		if s, err := db.Open(c.database, db.Replicas([]string{c.replica}, time.Second)); err == nil {
			_ = s.Close()
			t.Errorf("%v opens", c)
		} else if err.Error() == "" || len(err.Error()) > 200 {
			t.Errorf("it says %v", err)
		}
	}
}
