package db_test

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"testing"
	"time"

	"accord/cache/cachetest"
	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// endConnections ends those of a store of which a transaction is open, as a server does that is stopped.
func endConnections(ctx context.Context, t testing.TB, beside *sql.DB) {
	t.Helper()
	_, err := beside.ExecContext(ctx, `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = 'accord' AND state = 'idle in transaction'`)
	check(t, err)
}

func put(code string) func(context.Context, reseller.Tx) error {
	return func(ctx context.Context, tx reseller.Tx) error {
		if err := tx.PutServices(ctx, []reseller.Service{{Code: code}}); err != nil {
			return err
		}
		_, err := tx.Services(ctx) // what was put is sent
		return err
	}
}

// codes are the services that there are.
func codes(t testing.TB, s *db.Store) (codes []string) {
	t.Helper()
	services, err := s.Services(t.Context())
	check(t, err)
	for _, service := range services {
		codes = append(codes, service.Code)
	}
	return codes
}

func TestATransactionWhoseConnectionIsLostIsDoneAgain(t *testing.T) {
	t.Parallel()
	address := dbtest.PostgreSQL.New(t)
	s, beside := dbtest.Open(t, address), raw(t, address)
	calls := 0
	check(t, s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		calls++
		if err := put("x")(ctx, tx); err != nil {
			return err
		}
		if calls > 1 {
			return nil
		}
		endConnections(ctx, t, beside)
		_, err := tx.Services(ctx)
		if !errors.Is(err, reseller.ErrUnavailable) {
			t.Errorf("within it: %v, want ErrUnavailable", err)
		}
		return err
	}))
	if got := codes(t, s); calls != 2 || len(got) != 1 {
		t.Errorf("after %d calls there are %v", calls, got)
	}
}

func TestACommitThatIsNotAnsweredIsUncertain(t *testing.T) {
	t.Parallel()
	address := dbtest.PostgreSQL.New(t)
	s, beside := dbtest.Open(t, address), raw(t, address)
	calls := 0
	err := s.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		calls++
		defer endConnections(ctx, t, beside)
		return put("x")(ctx, tx)
	})
	if !errors.Is(err, reseller.ErrUncertain) || !errors.Is(err, reseller.ErrUnavailable) || calls != 1 {
		t.Errorf("after %d calls: %v, want ErrUncertain", calls, err)
	}
	if got := codes(t, s); len(got) != 0 {
		t.Errorf("%v is left of it", got)
	}
}

// TestTheDatabaseComesBack: what was asked while it was away is done when it is back, and no sooner than that is anything refused.
func TestTheDatabaseComesBack(t *testing.T) {
	t.Parallel()
	s, proxy := throughProxy(t)
	check(t, s.Update(t.Context(), dbtest.AsOperator(), put("before")))
	proxy.Set(cachetest.Cut)
	const writers = 20 // more than there are connections
	done := make(chan error, writers)
	for range writers {
		go func() { done <- s.Update(t.Context(), dbtest.AsOperator(), put("during")) }()
	}
	if _, err := s.Services(t.Context()); !errors.Is(err, reseller.ErrUnavailable) {
		t.Errorf("a read without a database: %v", err)
	}
	proxy.Set(cachetest.Forward)
	for range writers {
		check(t, <-done)
	}
	if got := codes(t, s); len(got) != 2 {
		t.Errorf("there are %v", got)
	}
}

// TestTheDatabaseStaysAway: what was asked is refused within its time.
func TestTheDatabaseStaysAway(t *testing.T) {
	t.Parallel()
	s, proxy := throughProxy(t)
	proxy.Set(cachetest.Cut)
	limited, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	err := s.Update(limited, dbtest.AsOperator(), put("x"))
	if !errors.Is(err, reseller.ErrUnavailable) || errors.Is(err, reseller.ErrUncertain) {
		t.Errorf("%v, want ErrUnavailable and no doubt", err)
	}
}

// throughProxy opens a store through a proxy that can be cut.
func throughProxy(t testing.TB) (*db.Store, *cachetest.Proxy) {
	t.Helper()
	address, err := url.Parse(dbtest.PostgreSQL.New(t))
	check(t, err)
	proxy := cachetest.NewProxy(t, address.Host)
	address.Host = proxy.Addr
	return dbtest.Open(t, address.String()), proxy
}
