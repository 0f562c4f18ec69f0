package db_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"accord/db"
	"accord/db/dbtest"
)

// The environment of a process that only migrates a database, with one step more than this build has.
const (
	migrateURL  = "ACCORD_TEST_MIGRATE_URL"
	migrateStep = "ACCORD_TEST_MIGRATE_STEP"
)

func TestMain(m *testing.M) {
	url := os.Getenv(migrateURL)
	if url == "" {
		os.Exit(m.Run())
	}
	if err := migrateAlone(url, os.Getenv(migrateStep)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func migrateAlone(url, step string) error {
	s, err := db.Open(url)
	if err != nil {
		return err
	}
	more, err := newerSteps(s.Kind(), step)
	if err != nil {
		return err
	}
	s.KnowSteps(more)
	_, err = s.Migrate(context.Background())
	return err
}

// midway are steps that make a table and then do not come to an end; PostgreSQL 13, which does not notice the end of who asks, comes to
// it in time.
var midway = map[string]string{
	"sqlite": "CREATE TABLE half (id INTEGER); CREATE TABLE whole AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;",
	"postgres": "CREATE TABLE half (id integer); CREATE TABLE whole AS SELECT " +
		"pg_sleep(CASE WHEN current_setting('server_version_num')::int < 140000 THEN 5 ELSE 3600 END)::text;",
}

// A process that is killed within a step leaves nothing of it, and its lock to the next, which takes the step.
func TestAMigrationThatIsKilledIsTakenOver(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		next := newerBuild(t, url, "CREATE TABLE half (id integer); CREATE TABLE whole (id integer);")
		killed := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // this test's own program
		killed.Env = append(os.Environ(), migrateURL+"="+url, migrateStep+"="+midway[next.Kind()])
		check(t, killed.Start())
		t.Cleanup(func() { _ = killed.Process.Kill() }) // is dead already unless the test has failed
		atWork(t, next, url)
		migrated := make(chan error, 1)
		go func() {
			_, err := next.Migrate(t.Context())
			migrated <- err
		}()
		check(t, killed.Process.Kill())
		if err := killed.Wait(); err == nil {
			t.Error("the process was not killed within its step")
		}
		check(t, <-migrated)
		found, err := next.Revision(t.Context())
		if err != nil || !found.Current() {
			t.Errorf("after it: %+v, %v", found, err)
		}
		var rows int
		check(t, next.Ask(t.Context(), &rows, "SELECT (SELECT count(*) FROM half) + (SELECT count(*) FROM whole)"))
		if rows != 0 {
			t.Errorf("%d rows are of the process that was killed", rows)
		}
	})
}

// atWork returns when a process is within its step.
func atWork(t testing.TB, s *db.Store, url string) {
	t.Helper()
	if s.Kind() == dbtest.PostgreSQL.Name {
		dbtest.Eventually(t, "the process is within its step", func() (yes bool) {
			check(t, s.Ask(t.Context(), &yes, "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')"))
			return yes
		})
		return
	}
	other, err := raw(t, url).Conn(t.Context())
	check(t, err)
	defer func() { check(t, other.Close()) }()
	_, err = other.ExecContext(t.Context(), "PRAGMA busy_timeout = 0")
	check(t, err)
	dbtest.Eventually(t, "the process is within its step", func() bool {
		if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
			return true // it has the database to itself
		}
		_, err := other.ExecContext(t.Context(), "ROLLBACK")
		check(t, err)
		return false
	})
}
