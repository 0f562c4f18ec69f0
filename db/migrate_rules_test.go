package db_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"accord/db/postgres"
)

// beforeAnyRelease is the last revision whose steps need not mind traffic: there was no release, and so no large table, before it.
const beforeAnyRelease = 13

var (
	comment      = regexp.MustCompile(`(?m)--.*$`)
	makesTable   = regexp.MustCompile(`(?i)^CREATE TABLE (?:IF NOT EXISTS )?(\w+)`)
	makesIndex   = regexp.MustCompile(`(?i)^CREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?(?:IF NOT EXISTS )?(\w+) ON (\w+)`)
	dropsIndex   = regexp.MustCompile(`(?i)^DROP INDEX CONCURRENTLY IF EXISTS (\w+)$`)
	changesTable = regexp.MustCompile(`(?i)^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(\w+) (.*)$`)
	function     = regexp.MustCompile(`(?s)-- \+goose StatementBegin.*?-- \+goose StatementEnd`)
	never        = regexp.MustCompile(`^\b$`)
	changesRows  = regexp.MustCompile(`(?i)^(?:UPDATE|DELETE FROM) (\w+)`)
)

// whileServing are the changes to a table that is in use for which there is a way without keeping others waiting, by what finds them.
var whileServing = []struct {
	found *regexp.Regexp
	// spared is what one that is done in that way has.
	spared *regexp.Regexp
	why    string
}{
	{regexp.MustCompile(`(?i)\bADD (CONSTRAINT|CHECK|FOREIGN KEY|UNIQUE|PRIMARY KEY|EXCLUDE)`), regexp.MustCompile(`(?i)NOT VALID|USING INDEX`), "looks at all rows under a lock: add it NOT VALID, and validate it in a step of its own"},
	{regexp.MustCompile(`(?i)\bADD COLUMN .*\b(CHECK|UNIQUE|PRIMARY KEY)\b`), never, "looks at all rows under a lock: add the column alone, and the constraint NOT VALID"},
	{regexp.MustCompile(`(?i)\bADD COLUMN .*(DEFAULT [^,]*\(|\bGENERATED\b|SERIAL\b)`), never, "writes the table anew: add the column with no default, or a constant"},
	{regexp.MustCompile(`(?i)\bSET NOT NULL\b`), never, "looks at all rows under a lock: add CHECK (… IS NOT NULL) NOT VALID, and validate it in a step of its own"},
	{regexp.MustCompile(`(?i)\bALTER (COLUMN )?\w+ (SET DATA )?TYPE\b`), never, "may write the table anew: add a column of the new type beside it"},
}

// What stands around the statements of a step without a transaction, which may wait for others as long as it takes: nobody waits for it.
const noBound, usualBound = "SET lock_timeout = 0", "RESET lock_timeout"

// keepsWaiting tells what a step does to tables of PostgreSQL that are in use, for which there is a way that keeps nobody waiting.
func keepsWaiting(step string) []string {
	r := rules{made: map[string]bool{"schema_support": true}, dropped: map[string]bool{}}
	statements := upOf(step)
	for _, s := range statements {
		r.look(s)
	}
	if strings.Contains(step, "-- +goose NO TRANSACTION") {
		r.lookAlone(statements)
	}
	return r.complaints
}

// rules look at the statements of a step one after another.
type rules struct {
	// made are the tables that the step has made, which nobody uses yet, and dropped the indexes that it has dropped if they were there.
	made, dropped map[string]bool
	// added: it has added a constraint.
	added      bool
	complaints []string
}

func (r *rules) complain(statement, why string) {
	r.complaints = append(r.complaints, fmt.Sprintf("%q %s", statement, why))
}

func (r *rules) look(s string) {
	if table := makesTable.FindStringSubmatch(s); table != nil {
		r.made[table[1]] = true
	}
	if index := dropsIndex.FindStringSubmatch(s); index != nil {
		r.dropped[index[1]] = true
	}
	if index := makesIndex.FindStringSubmatch(s); index != nil {
		r.index(s, index[1] != "", index[2], index[3])
	}
	if table := changesTable.FindStringSubmatch(s); len(table) == 3 && !r.made[table[1]] {
		r.table(s, table[2])
	}
	if table := changesRows.FindStringSubmatch(s); len(table) == 2 && !r.made[table[1]] {
		r.complain(s, "keeps the rows locked until all are changed: have the server change them, some at a time")
	}
}

func (r *rules) index(s string, concurrently bool, name, table string) {
	switch {
	case concurrently && !r.dropped[name]:
		r.complain(s, "may have failed before and left half an index: begin with DROP INDEX CONCURRENTLY IF EXISTS "+name)
	case !concurrently && !r.made[table]:
		r.complain(s, "keeps all writers waiting: make it CONCURRENTLY, in a step with -- +goose NO TRANSACTION")
	}
}

func (r *rules) table(s, change string) {
	if strings.Contains(change, "VALIDATE CONSTRAINT") && r.added {
		r.complain(s, "looks at all rows while the step still has the lock for what it has added: validate in a step of its own")
	}
	r.added = r.added || strings.Contains(change, "NOT VALID")
	for _, c := range whileServing {
		if c.found.MatchString(change) && !c.spared.MatchString(change) {
			r.complain(s, c.why)
		}
	}
}

// lookAlone looks at a step without a transaction: nothing that it has done is undone when it fails.
func (r *rules) lookAlone(statements []string) {
	last := len(statements) - 1
	for i, s := range statements {
		switch {
		case i == 0 && s != noBound:
			r.complain(s, "comes first, where a step without a transaction begins with "+noBound)
		case i == last && s != usualBound:
			r.complain(s, "comes last, where a step without a transaction ends with "+usualBound)
		case i > 0 && i < last && !strings.Contains(s, "INDEX CONCURRENTLY"):
			r.complain(s, "is not undone when the step fails: give it a step of its own, with a transaction")
		}
	}
}

// upOf are the statements that take a step, each in one line; not those within goose's StatementBegin and End, which make functions.
func upOf(step string) (statements []string) {
	up, _, _ := strings.Cut(step, "-- +goose Down")
	up = function.ReplaceAllString(up, "")
	for s := range strings.SplitSeq(comment.ReplaceAllString(up, ""), ";") {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			statements = append(statements, s)
		}
	}
	return statements
}

// Steps of PostgreSQL's schema keep nobody who uses its tables waiting for longer than a moment.
func TestMigrationsKeepNobodyWaiting(t *testing.T) {
	t.Parallel()
	all := postgres.Dialect().Migrations
	names, err := fs.Glob(all, "*.sql")
	check(t, err)
	for _, name := range names {
		number, err := goose.NumericComponent(name)
		check(t, err)
		if number <= beforeAnyRelease {
			continue
		}
		text, err := fs.ReadFile(all, name)
		check(t, err)
		for _, complaint := range keepsWaiting(string(text)) {
			t.Errorf("%s: %s", name, complaint)
		}
	}
}

const alone = "-- +goose NO TRANSACTION\n-- +goose Up\n"

// What the rules find, by a part of what they say, and what they let pass.
func TestTheRulesOfMigrations(t *testing.T) {
	t.Parallel()
	for step, want := range map[string]string{
		"CREATE INDEX i ON events (seq);":                                                                                           "keeps all writers waiting",
		"CREATE UNIQUE INDEX IF NOT EXISTS i ON events (seq);":                                                                      "keeps all writers waiting",
		"CREATE TABLE made (id uuid); CREATE INDEX i ON made (id);":                                                                 "",
		alone + noBound + "; CREATE INDEX CONCURRENTLY i ON events (seq); " + usualBound + ";":                                      "DROP INDEX CONCURRENTLY IF EXISTS i",
		alone + "DROP INDEX CONCURRENTLY IF EXISTS i; CREATE INDEX CONCURRENTLY i ON events (seq);":                                 "begins with " + noBound,
		alone + noBound + "; DROP INDEX CONCURRENTLY IF EXISTS i;":                                                                  "ends with " + usualBound,
		alone + noBound + "; ALTER TABLE events ADD COLUMN c text; " + usualBound + ";":                                             "is not undone",
		alone + noBound + "; DROP INDEX CONCURRENTLY IF EXISTS i; CREATE INDEX CONCURRENTLY i ON events (seq); " + usualBound + ";": "",
		"ALTER TABLE events ADD CONSTRAINT c CHECK (seq > 0);":                                                                      "add it NOT VALID",
		"ALTER TABLE events ADD FOREIGN KEY (user_id) REFERENCES users;":                                                            "add it NOT VALID",
		"ALTER TABLE events ADD CONSTRAINT c CHECK (seq > 0) NOT VALID;":                                                            "",
		"ALTER TABLE events ADD CONSTRAINT c CHECK (seq > 0) NOT VALID; ALTER TABLE events VALIDATE CONSTRAINT c;":                  "in a step of its own",
		"ALTER TABLE events VALIDATE CONSTRAINT c;":                                                                                 "",
		"ALTER TABLE events ADD CONSTRAINT c UNIQUE USING INDEX i;":                                                                 "",
		"ALTER TABLE events ADD COLUMN c text CHECK (c <> '');":                                                                     "add the column alone",
		"ALTER TABLE events ADD COLUMN c uuid DEFAULT gen_random_uuid();":                                                           "writes the table anew",
		"ALTER TABLE events ADD COLUMN c bigint GENERATED ALWAYS AS IDENTITY;":                                                      "writes the table anew",
		"ALTER TABLE events ADD COLUMN c bigint NOT NULL DEFAULT 0; -- CREATE INDEX i ON events (c)":                                "",
		"ALTER TABLE events ALTER COLUMN seq SET NOT NULL;":                                                                         "IS NOT NULL) NOT VALID",
		"ALTER TABLE ONLY events ALTER COLUMN seq TYPE text;":                                                                       "a column of the new type",
		"UPDATE events SET seq = 0;":                                                                                                "some at a time",
		"DELETE FROM events;":                                                                                                       "some at a time",
		"UPDATE schema_support SET oldest_build = 20;":                                                                              "",
		"-- +goose StatementBegin\nCREATE FUNCTION f() AS $$ UPDATE events SET seq = 0; $$;\n-- +goose StatementEnd":                "",
		"CREATE TABLE made (id uuid);\n-- +goose Down\nDELETE FROM events;":                                                         "",
	} {
		got := strings.Join(keepsWaiting(step), "; ")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s\n got %q\nwant %q", step, got, want)
		}
	}
}
