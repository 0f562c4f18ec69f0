package db_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/db/dbtest"
	"accord/internal/conformance"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What transactions of tenants may is written down beside the migrations that grant it, so that whoever widens it does so in a file that
// is read: each right of the role on tables, columns and functions, everybody's included, and each policy.
func TestR27_TheWallIsAsItIsWritten(t *testing.T) {
	t.Parallel()
	address := dbtest.PostgreSQL.New(t)
	conformance.Prove(t, "postgres")
	var text strings.Builder
	for _, part := range []struct{ title, query string }{
		{"Tables, and what may be done with all columns of each, or some", wallRights},
		{"Policies: on which table, for what, and which rows", wallPolicies},
		{"Functions that may be called", wallFunctions},
	} {
		fmt.Fprintf(&text, "# %s\n\n%s\n\n", part.title, strings.Join(lines(t, address, part.query), "\n"))
	}
	file := filepath.Join("testdata", "wall.txt")
	if *update {
		check(t, os.MkdirAll("testdata", 0o750))
		check(t, os.WriteFile(file, []byte(text.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	check(t, err)
	if diff := cmp.Diff(string(want), text.String()); diff != "" {
		t.Errorf("what transactions of tenants may has changed; if that is meant, run go test ./db -run TheWallIsAsItIsWritten -update and read the difference:\n%s", diff)
	}
}

// wallRights are the rights of the tenants' role, its own or everybody's: on a table, or on some of its columns.
const wallRights = `
WITH rights AS (
	SELECT c.relname, p.privilege, has_table_privilege('accord_tenant', c.oid, p.privilege) AS whole,
		(SELECT string_agg(a.attname, ', ' ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			AND p.privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AND has_column_privilege('accord_tenant', c.oid, a.attnum, p.privilege)) AS columns
	FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) WITH ORDINALITY AS p (privilege, place)
	WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
	ORDER BY c.relname, p.place
)
SELECT relname || ': ' || coalesce(string_agg(CASE WHEN whole THEN privilege ELSE privilege || ' (' || columns || ')' END, '; ')
	FILTER (WHERE whole OR columns IS NOT NULL), 'nothing')
FROM rights GROUP BY relname ORDER BY relname`

// wallPolicies are the policies of all roles, with what they ask in one line.
const wallPolicies = `
SELECT tablename || ': ' || policyname || ', ' || permissive || ' for ' || cmd || ' to ' || array_to_string(roles, ', ')
	|| coalesce(E'\n    using ' || regexp_replace(qual, '\s+', ' ', 'g'), '') || coalesce(E'\n    check ' || regexp_replace(with_check, '\s+', ' ', 'g'), '')
FROM pg_policies WHERE schemaname = 'public' ORDER BY tablename, policyname`

// wallFunctions are the functions of ours that the tenants' role may call, and as whom they run.
const wallFunctions = `
SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' || CASE WHEN p.prosecdef THEN ', as the owner' ELSE '' END
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND has_function_privilege('accord_tenant', p.oid, 'EXECUTE')
	AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
ORDER BY 1`

// lines reads the texts that a query gives.
func lines(t *testing.T, address, query string) []string {
	t.Helper()
	rows, err := raw(t, address).Query(query)
	check(t, err)
	defer rows.Close()
	var found []string
	for rows.Next() {
		var line string
		check(t, rows.Scan(&line))
		found = append(found, line)
	}
	check(t, rows.Err())
	return found
}
