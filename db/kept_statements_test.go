package db_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

	"accord/db/dbtest"
)

// sent are the statements that a build sends, as the suite for stores has it send them.
type sent struct {
	mu   sync.Mutex
	seen map[string]bool
}

var (
	// manyRows are the places of several rows of one shape.
	manyRows = regexp.MustCompile(`(\([?, ]+\))(?:,\s*\([?, ]+\))+`)
	// writes are statements whose text counts as a whole: each names all that it writes.
	writes = regexp.MustCompile(`^(INSERT|UPDATE|DELETE)\b`)
	names  = regexp.MustCompile(`[a-z_]+(?:\.[a-z_]+)?`)
)

func (s *sent) add(statement string) {
	statement = manyRows.ReplaceAllString(strings.Join(strings.Fields(statement), " "), "$1")
	if strings.Contains(statement, "set_config(") {
		return // raises the wall, with ids in its text
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[statement] = true
}

// uses is what a statement relies on: its text where it writes, and otherwise the names in it.
func uses(statement string) []string {
	if writes.MatchString(statement) {
		return []string{statement}
	}
	return names.FindAllString(statement, -1)
}

// kept are as many of the statements as it takes to rely on all that they rely on, the shortest first.
func (s *sent) kept() (few []string) {
	all := make([]string, 0, len(s.seen))
	for statement := range s.seen {
		all = append(all, statement)
	}
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	used := map[string]bool{}
	for _, statement := range all {
		if more := uses(statement); !hasAll(used, more) {
			few = append(few, statement)
			for _, name := range more {
				used[name] = true
			}
		}
	}
	return few
}

func hasAll(used map[string]bool, these []string) bool {
	return !slices.ContainsFunc(these, func(name string) bool { return !used[name] })
}

// statementsOf is the file of the statements of the build of a revision.
func statementsOf(kind string, revision int64) string {
	return filepath.Join("testdata", "statements", kind, fmt.Sprintf("%05d.sql", revision))
}

// isKept holds what this build sends to what is kept of it, or keeps it.
func (s *sent) isKept(t *testing.T, kind string) {
	t.Helper()
	file := statementsOf(kind, newest(t, kind))
	if *update {
		check(t, os.MkdirAll(filepath.Dir(file), 0o750))
		check(t, os.WriteFile(file, []byte(strings.Join(s.kept(), "\n")+"\n"), 0o600))
	}
	used := map[string]bool{}
	for _, statement := range readStatements(t, file) {
		for _, name := range uses(statement) {
			used[name] = true
		}
	}
	for statement := range s.seen {
		if !hasAll(used, uses(statement)) {
			t.Errorf("%s does not tell of %s: run go test ./db -run '^TestConformance$' -update", file, statement)
			return
		}
	}
}

func readStatements(t testing.TB, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("there are no statements of this build: run go test ./db -run '^TestConformance$' -update (%v)", err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

// refusedOn are those of a build's statements that a schema does not understand.
func refusedOn(t testing.TB, conn *sql.DB, kind string, statements []string) (refused []string) {
	t.Helper()
	bind := sqlx.QUESTION
	if kind == dbtest.PostgreSQL.Name {
		bind = sqlx.DOLLAR
	}
	for _, statement := range statements {
		if err := understood(t, conn, sqlx.Rebind(bind, statement)); err != nil {
			refused = append(refused, fmt.Sprintf("%v: %s", err, statement))
		}
	}
	return refused
}

func understood(t testing.TB, conn *sql.DB, statement string) error {
	t.Helper()
	prepared, err := conn.PrepareContext(t.Context(), statement)
	if err != nil {
		return err
	}
	defer func() { check(t, prepared.Close()) }()
	return nil
}

// The schema understands every statement of this build, and of each older one that it serves. Those of others are not kept.
func TestTheSchemaUnderstandsTheBuildsThatItServes(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		s, conn := dbtest.Open(t, url), raw(t, url)
		var oldest int64
		check(t, s.Ask(t.Context(), &oldest, "SELECT oldest_build FROM schema_support"))
		files, err := filepath.Glob(filepath.Join("testdata", "statements", s.Kind(), "*.sql"))
		check(t, err)
		for _, file := range files {
			revision, err := strconv.ParseInt(strings.TrimSuffix(filepath.Base(file), ".sql"), 10, 64)
			check(t, err)
			if revision < oldest {
				t.Errorf("%s: the schema serves builds of revision %d and later; remove the file", file, oldest)
			}
			for _, refused := range refusedOn(t, conn, s.Kind(), readStatements(t, file)) {
				t.Errorf("%s: widen the schema only, or raise schema_support.oldest_build: %s", file, refused)
			}
		}
		if !slices.Contains(files, statementsOf(s.Kind(), newest(t, s.Kind()))) {
			t.Error("there are no statements of this build: run go test ./db -run '^TestConformance$' -update")
		}
	})
}

// What a newer schema has taken away is found by what an older build sends.
func TestANewerSchemaThatTakesAwayIsFound(t *testing.T) {
	t.Parallel()
	for _, away := range []string{
		"ALTER TABLE customers RENAME COLUMN contact_name TO contact;",
		"ALTER TABLE declines DROP COLUMN reason;",
		"ALTER TABLE report_months RENAME TO months;",
		"DROP TABLE previews;",
	} {
		t.Run(away, func(t *testing.T) {
			t.Parallel()
			dbtest.EachURL(t, func(t *testing.T, url string) {
				newer := newerBuild(t, url, away)
				_, err := newer.Migrate(t.Context())
				check(t, err)
				kept := readStatements(t, statementsOf(newer.Kind(), newest(t, newer.Kind())))
				if len(refusedOn(t, raw(t, url), newer.Kind(), kept)) == 0 {
					t.Error("no statement of the older build misses it")
				}
			})
		})
	}
}
