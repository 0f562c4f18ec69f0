package db_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// endless are statements that nobody waits for to the end.
var endless = map[string]string{
	"sqlite":   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
	"postgres": "SELECT pg_sleep(3600)::text",
}

// asking asks a store in its two ways: outside of a transaction, and within one.
func asking(s *db.Store) map[string]func(ctx context.Context, into *string, statement string) error {
	return map[string]func(context.Context, *string, string) error{
		"a read": func(ctx context.Context, into *string, statement string) error { return s.Ask(ctx, into, statement) },
		"a transaction": func(ctx context.Context, into *string, statement string) error {
			return s.Update(ctx, dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
				return db.AskWithin(ctx, tx, into, statement)
			})
		},
	}
}

// TestContextsEndStatements: and leave connections that work.
func TestContextsEndStatements(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]time.Duration{"without a limit": 0, "within the limit": time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, s *db.Store) {
				var got string
				for what, ask := range asking(s) {
					ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
					if err := ask(ctx, &got, endless[s.Kind()]); !errors.Is(err, reseller.ErrUnavailable) {
						t.Errorf("%s: %v; want ErrUnavailable", what, err)
					}
					cancel()
					check(t, ask(t.Context(), &got, "SELECT 'well'"))
				}
				if s.Kind() == "postgres" {
					dbtest.Eventually(t, "the server has ended the statements too", func() bool {
						var n int
						check(t, s.Ask(t.Context(), &n, `SELECT count(*) FROM pg_stat_activity
							WHERE datname = current_database() AND state = 'active' AND query LIKE '%pg_sleep(3600)::text'`))
						return n == 0
					})
				}
			}, db.StatementTimeout(limit))
		})
	}
}

// TestStatementTimeout: the database ends by itself what takes longer than a request may.
func TestStatementTimeout(t *testing.T) {
	t.Parallel()
	s := dbtest.PostgreSQL.Store(t, db.StatementTimeout(time.Second))
	for what, ask := range asking(s) {
		var got string
		err := ask(t.Context(), &got, endless["postgres"])
		var refused *pgconn.PgError
		if !errors.Is(err, reseller.ErrUnavailable) || !errors.As(err, &refused) || refused.Code != "57014" {
			t.Errorf("%s: %v; want ErrUnavailable of the code 57014", what, err)
		}
		check(t, ask(t.Context(), &got, "SELECT 'well'"))
	}
}

// TestWhomTheTimeoutBounds: requests, and neither what is done without a limit nor what nobody has set one for.
func TestWhomTheTimeoutBounds(t *testing.T) {
	t.Parallel()
	url := dbtest.PostgreSQL.New(t)
	and := "?"
	if strings.Contains(url, "?") {
		and = "&"
	}
	for name, test := range map[string]struct {
		url    string
		limit  time.Duration
		bounds string
	}{
		"no limit":               {url, 0, "0"},
		"a limit":                {url, 10 * time.Second, "10s"},
		"a limit between two":    {url, 10*time.Second + time.Nanosecond, "10001ms"},
		"a limit of the address": {url + and + "statement_timeout=7000", 10 * time.Second, "7s"},
		"the address alone":      {url + and + "statement_timeout=8s", 0, "8s"},
		"none by the address":    {url + and + "statement_timeout=0", 10 * time.Second, "0"},
	} {
		s := dbtest.Open(t, test.url, db.StatementTimeout(test.limit))
		for what, ask := range asking(s) {
			var usual, patient string
			check(t, ask(t.Context(), &usual, "SHOW statement_timeout"))
			check(t, ask(db.WithoutTimeLimit(t.Context()), &patient, "SHOW statement_timeout"))
			if usual != test.bounds || patient != "0" {
				t.Errorf("%s: %s may take %s, without a limit %s; want %s and 0", name, what, usual, patient, test.bounds)
			}
		}
	}
}

func TestMigrationsTakeTheirTime(t *testing.T) {
	t.Parallel()
	dbtest.EachBlankURL(t, func(t *testing.T, url string) {
		s := dbtest.Open(t, url, db.StatementTimeout(time.Millisecond))
		_, err := s.Migrate(t.Context())
		check(t, err)
	})
}

// TestReaders: so many read from PostgreSQL at once as are asked for, and never none.
func TestReaders(t *testing.T) {
	t.Parallel()
	for _, asked := range []int{0, 1, 40} {
		s, err := db.Open("postgres://nobody@127.0.0.1:1/none", db.Readers(asked))
		check(t, err)
		read := s.Stats()["read"].MaxOpenConnections
		if asked == 0 && read < 4 || asked != 0 && read != asked {
			t.Errorf("%d asked for, %d may read", asked, read)
		}
		check(t, s.Close())
	}
}
