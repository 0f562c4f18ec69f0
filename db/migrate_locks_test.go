package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/pressly/goose/v3/lock"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// reading begins a transaction that has read customers, and so keeps others from changing the table's columns until it ends.
func reading(t testing.TB, url string) *sql.Tx {
	t.Helper()
	tx, err := raw(t, url).BeginTx(t.Context(), nil)
	check(t, err)
	t.Cleanup(func() { _ = tx.Rollback() })
	_, err = tx.ExecContext(t.Context(), "SELECT count(*) FROM customers")
	check(t, err)
	return tx
}

// awaitStep returns when a step waits for customers.
func awaitStep(t testing.TB, s *db.Store) {
	t.Helper()
	dbtest.Eventually(t, "the step waits for its lock", func() (yes bool) {
		check(t, s.Ask(t.Context(), &yes, `SELECT EXISTS (SELECT 1 FROM pg_locks
			WHERE NOT granted AND relation = 'customers'::regclass AND mode = 'AccessExclusiveLock')`))
		return yes
	})
}

// A step that has to wait for a long transaction does not have all others wait behind it: they have their turn, and it has its own when
// that has ended.
func TestAMigrationThatWaitsKeepsNobodyFromWriting(t *testing.T) {
	t.Parallel()
	url := dbtest.PostgreSQL.New(t)
	s, long := dbtest.Open(t, url), reading(t, url)
	newer := newerBuild(t, url, "ALTER TABLE customers ADD COLUMN nickname text;")
	migrated := make(chan error, 1)
	go func() {
		_, err := newer.Migrate(t.Context())
		migrated <- err
	}()
	w := dbtest.NewWorld(t, s)
	for n := range 3 {
		awaitStep(t, s)
		w.Customer(reseller.Customer{Name: "Written meanwhile", Domain: fmt.Sprintf("meanwhile%d.example", n)})
		select {
		case err := <-migrated:
			t.Fatalf("the migration is over before the transaction that it waits for: %v", err)
		default:
		}
	}
	check(t, long.Rollback())
	check(t, <-migrated)
	found, err := newer.Revision(t.Context())
	if err != nil || !found.Current() {
		t.Errorf("after it: %+v, %v", found, err)
	}
}

// It does not try for ever, and says what stands in its way. What it has begun is undone.
func TestAMigrationGivesUpOnLocks(t *testing.T) {
	t.Parallel()
	url := dbtest.PostgreSQL.New(t)
	reading(t, url)
	newer := newerBuild(t, url, "CREATE TABLE nicknames (id uuid); ALTER TABLE customers ADD COLUMN nickname text;")
	newer.TryForLocks(0)
	_, err := newer.Migrate(t.Context())
	if err == nil || !strings.Contains(err.Error(), "end those (on PostgreSQL they are in pg_stat_activity), and run accord migrate again") {
		t.Errorf("%v", err)
	}
	var stays bool
	check(t, newer.Ask(t.Context(), &stays, "SELECT to_regclass('nicknames') IS NOT NULL"))
	if found, err := newer.Revision(t.Context()); err != nil || found.Database != found.Build-1 || stays {
		t.Errorf("after it: %+v, a half of the step is there: %v, %v", found, stays, err)
	}
}

// Whoever no longer wants it ends it while it waits.
func TestAMigrationThatWaitsEndsWithItsContext(t *testing.T) {
	t.Parallel()
	url := dbtest.PostgreSQL.New(t)
	reading(t, url)
	newer := newerBuild(t, url, "ALTER TABLE customers ADD COLUMN nickname text;")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := newer.Migrate(ctx)
		ended <- err
	}()
	awaitStep(t, dbtest.Open(t, url))
	cancel()
	if err := <-ended; !errors.Is(err, reseller.ErrUnavailable) {
		t.Errorf("%v", err)
	}
}

// told are the lines that are logged.
type told chan string

// Write implements io.Writer.
func (l told) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

// A migration that waits says for what, and goes on when it is there.
func TestAMigrationTellsWhatItWaitsFor(t *testing.T) {
	t.Parallel()
	for says, hold := range map[string]func(t *testing.T, url string) (release func() error){
		"another process, which is migrating": func(t *testing.T, url string) func() error {
			t.Helper()
			other, err := raw(t, url).Conn(t.Context())
			check(t, err)
			_, err = other.ExecContext(t.Context(), "SELECT pg_advisory_lock($1)", lock.DefaultLockID)
			check(t, err)
			return func() error {
				_, err := other.ExecContext(t.Context(), "SELECT pg_advisory_unlock($1)", lock.DefaultLockID)
				return errors.Join(err, other.Close())
			}
		},
		"locks that transactions of others hold": func(t *testing.T, url string) func() error {
			t.Helper()
			return reading(t, url).Rollback
		},
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			url := dbtest.PostgreSQL.New(t)
			release := hold(t, url)
			newer, logged := newerBuild(t, url, "ALTER TABLE customers ADD COLUMN nickname text;"), make(told, 1)
			newer.LogTo(slog.New(slog.NewTextHandler(logged, nil)))
			migrated := make(chan error, 1)
			go func() {
				_, err := newer.Migrate(t.Context())
				migrated <- err
			}()
			select {
			case line := <-logged:
				if !strings.Contains(line, says) {
					t.Errorf("it tells %q", line)
				}
			case err := <-migrated:
				t.Fatalf("the migration is over before what it waits for: %v", err)
			}
			check(t, release())
			check(t, <-migrated)
		})
	}
}
