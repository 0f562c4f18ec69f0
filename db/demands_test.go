package db_test

import (
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"accord/db/dbtest"
)

// demand is what a schema demands of who writes to some columns of a table. With no columns it is of the whole table.
type demand struct{ table, columns, text string }

// demands are all of a schema, and which columns its tables have: those with a default as true.
type demands struct {
	of      []demand
	columns map[string]bool
}

const (
	columnsOfSQLite = `
		SELECT t.name || '.' || c.name, c.dflt_value IS NOT NULL FROM sqlite_schema t JOIN pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'`
	demandsOfSQLite = `
		SELECT t.name, c.name, 'NOT NULL' FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c."notnull"
		UNION ALL SELECT t.name, c.name, 'type ' || c.type FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'
		UNION ALL SELECT t.name, f."from", 'REFERENCES ' || f."table" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
		UNION ALL SELECT t.name, coalesce((SELECT group_concat(name) FROM pragma_index_info(i.name)), ''), 'UNIQUE ' || coalesce((SELECT sql FROM sqlite_schema s WHERE s.name = i.name), '')
			FROM sqlite_schema t JOIN pragma_index_list(t.name) i WHERE t.type = 'table' AND i."unique"
		UNION ALL SELECT tbl_name, '', sql FROM sqlite_schema WHERE type = 'trigger'
		UNION ALL SELECT name, '', 'CHECK ' || sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%CHECK%'`

	columnsOfPostgreSQL = `
		SELECT c.relname || '.' || a.attname, a.atthasdef OR a.attidentity <> '' FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`
	demandsOfPostgreSQL = `
		WITH tables AS (SELECT oid, relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'),
		named AS (SELECT t.oid, t.relname, a.* FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid WHERE a.attnum > 0 AND NOT a.attisdropped)
		SELECT relname, attname, 'NOT NULL' FROM named WHERE attnotnull
		UNION ALL SELECT relname, attname, 'type ' || format_type(atttypid, atttypmod) || attgenerated::text || attidentity::text FROM named
		UNION ALL SELECT t.relname, coalesce((SELECT string_agg(a.attname, ',') FROM named a WHERE a.oid = t.oid AND a.attnum = ANY (k.conkey)), ''), pg_get_constraintdef(k.oid)
			FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid
		UNION ALL SELECT t.relname, coalesce((SELECT string_agg(a.attname, ',') FROM named a WHERE a.oid = t.oid AND a.attnum = ANY (i.indkey::int2[])), ''), pg_get_indexdef(i.indexrelid)
			FROM pg_index i JOIN tables t ON t.oid = i.indrelid WHERE i.indisunique
		UNION ALL SELECT t.relname, '', pg_get_triggerdef(g.oid) FROM pg_trigger g JOIN tables t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal
		UNION ALL SELECT relname, '', 'row-level security' FROM tables WHERE relrowsecurity
		UNION ALL SELECT tablename, '', 'restrictive policy ' || policyname FROM pg_policies WHERE permissive = 'RESTRICTIVE'`
)

func demandsOn(t testing.TB, conn *sql.DB, kind string) demands {
	t.Helper()
	columns, all := columnsOfSQLite, demandsOfSQLite
	if kind == dbtest.PostgreSQL.Name {
		columns, all = columnsOfPostgreSQL, demandsOfPostgreSQL
	}
	d := demands{columns: map[string]bool{}}
	each(t, conn, columns, func(rows *sql.Rows) error {
		var name string
		var hasDefault bool
		err := rows.Scan(&name, &hasDefault)
		d.columns[name] = hasDefault
		return err
	})
	each(t, conn, all, func(rows *sql.Rows) error {
		var one demand
		err := rows.Scan(&one.table, &one.columns, &one.text)
		d.of = append(d.of, one.checks()...)
		return err
	})
	return d
}

func each(t testing.TB, conn *sql.DB, query string, scan func(*sql.Rows) error) {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), query)
	check(t, err)
	defer func() { check(t, rows.Close()) }()
	for rows.Next() {
		check(t, scan(rows))
	}
	check(t, rows.Err())
}

// aCheck is a CHECK in the text of a table of SQLite, which has no other list of them; parentheses within it are two deep at most.
var (
	aCheck = regexp.MustCompile(`(?s)CHECK \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)`)
	aWord  = regexp.MustCompile(`[a-z_]+`)
)

// checks are the several checks of a table of SQLite, each with the words in it for its columns, or the demand itself.
func (d demand) checks() (all []demand) {
	if !strings.HasPrefix(d.text, "CHECK CREATE") {
		return []demand{d}
	}
	for _, text := range aCheck.FindAllString(d.text, -1) {
		all = append(all, demand{d.table, strings.Join(aWord.FindAllString(text, -1), ","), strings.Join(strings.Fields(text), " ")})
	}
	return all
}

// narrowed are the demands that a newer schema makes on what an older one has, too, and that builds of the older one may not meet. On
// columns that it has not they meet what a column's default, or NULL, does.
func narrowed(older, newer demands) (more []string) {
	for _, d := range newer.of {
		if slices.Contains(older.of, d) || !older.has(d.table) {
			continue
		}
		onNew, required := older.lacksAll(d, newer), false
		if d.text == "NOT NULL" && onNew {
			required = !newer.columns[d.table+"."+d.columns]
		}
		if !onNew || required {
			more = append(more, fmt.Sprintf("%s (%s): %s", d.table, d.columns, d.text))
		}
	}
	for name := range maps.Keys(older.columns) {
		if hasDefault, there := newer.columns[name]; !there || older.columns[name] && !hasDefault {
			more = append(more, name+" is gone, or its default")
		}
	}
	return more
}

func (d demands) has(table string) bool {
	for name := range d.columns {
		if strings.HasPrefix(name, table+".") {
			return true
		}
	}
	return false
}

// lacksAll is whether a demand of a newer schema is on columns alone that this one has not.
func (d demands) lacksAll(of demand, newer demands) bool {
	some := false
	for column := range strings.SplitSeq(of.columns, ",") {
		name := of.table + "." + column
		if _, older := d.columns[name]; older {
			return false
		}
		_, there := newer.columns[name]
		some = some || there
	}
	return some
}

// demandsUpTo are those of the schema of a revision.
func demandsUpTo(t testing.TB, b dbtest.Backend, revision int64) demands {
	t.Helper()
	url := b.Blank(t)
	s, conn := dbtest.Open(t, url), raw(t, url)
	provider, err := gooseOn(s.Kind(), conn)
	check(t, err)
	_, err = provider.UpTo(t.Context(), revision)
	check(t, err)
	return demandsOn(t, conn, s.Kind())
}

// The schema demands no more of who writes than that of the oldest build which it serves.
func TestTheSchemaIsNoNarrowerForTheBuildsThatItServes(t *testing.T) {
	t.Parallel()
	dbtest.EachBackend(t, func(t *testing.T, b dbtest.Backend) {
		url := b.New(t)
		s := dbtest.Open(t, url)
		var oldest int64
		check(t, s.Ask(t.Context(), &oldest, "SELECT oldest_build FROM schema_support"))
		for _, more := range narrowed(demandsUpTo(t, b, oldest), demandsOn(t, raw(t, url), b.Name)) {
			t.Errorf("builds of revision %d may not meet it; widen the schema only, or raise schema_support.oldest_build: %s", oldest, more)
		}
	})
}

// What narrows is found, and what widens is not.
func TestNarrowerSchemasAreFound(t *testing.T) {
	t.Parallel()
	both, sqliteAlone, postgresAlone := dbtest.Backends(), []dbtest.Backend{dbtest.SQLite}, []dbtest.Backend{dbtest.PostgreSQL}
	for step, c := range map[string]struct {
		on   []dbtest.Backend
		want string
	}{
		"ALTER TABLE customers ADD COLUMN nickname text;":                                                   {both, ""},
		"ALTER TABLE customers ADD COLUMN size integer NOT NULL DEFAULT 0;":                                 {both, ""},
		"ALTER TABLE customers ADD COLUMN size integer CHECK (size > 0);":                                   {both, ""},
		"CREATE TABLE sizes (size integer NOT NULL UNIQUE CHECK (size > 0));":                               {both, ""},
		"CREATE INDEX by_country ON customers (country);":                                                   {both, ""},
		"CREATE UNIQUE INDEX one_name ON customers (name);":                                                 {both, "customers (name)"},
		"CREATE UNIQUE INDEX one_of_all ON customers (lower(name));":                                        {both, "lower(name)"},
		"ALTER TABLE customers RENAME COLUMN contact_name TO contact;":                                      {both, "customers.contact_name is gone"},
		"ALTER TABLE declines DROP COLUMN reason;":                                                          {both, "declines.reason is gone"},
		"ALTER TABLE customers ADD COLUMN size integer NOT NULL;":                                           {postgresAlone, "customers (size): NOT NULL"},
		"ALTER TABLE customers ALTER COLUMN external_key SET NOT NULL;":                                     {postgresAlone, "customers (external_key): NOT NULL"},
		"ALTER TABLE customers ALTER COLUMN country TYPE varchar(2);":                                       {postgresAlone, "customers (country): type"},
		"ALTER TABLE customers ADD CONSTRAINT c CHECK (country <> 'XX') NOT VALID;":                         {postgresAlone, "country"},
		"ALTER TABLE declines ADD FOREIGN KEY (declined_by) REFERENCES users NOT VALID;":                    {postgresAlone, "declines (declined_by)"},
		"CREATE TRIGGER g BEFORE INSERT ON services EXECUTE FUNCTION suppress_redundant_updates_trigger();": {postgresAlone, "TRIGGER g"},
		"CREATE POLICY p ON services AS RESTRICTIVE USING (FALSE);":                                         {postgresAlone, "restrictive policy p"},
		"CREATE TRIGGER g BEFORE INSERT ON services BEGIN SELECT RAISE(ABORT, 'no'); END;":                  {sqliteAlone, "TRIGGER g"},
	} {
		for _, b := range c.on {
			t.Run(b.Name+" "+step, func(t *testing.T) {
				t.Parallel()
				conn := raw(t, b.New(t))
				before := demandsOn(t, conn, b.Name)
				_, err := conn.ExecContext(t.Context(), step)
				check(t, err)
				got := narrowed(before, demandsOn(t, conn, b.Name))
				if (len(got) == 0) != (c.want == "") || !strings.Contains(strings.Join(got, "; "), c.want) {
					t.Errorf("found %q, want %q", got, c.want)
				}
			})
		}
	}
}
