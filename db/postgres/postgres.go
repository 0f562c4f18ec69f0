// Package postgres is what is particular to PostgreSQL.
package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"

	"accord/db/dialect"
	"accord/reseller"
)

//go:embed migrations/*.sql
var migrations embed.FS

// The bounds of one process's pools. Writers may have to wait for each other's locks; readers have connections of their own,
// so that they never wait for those. What no request waits for is little at once.
const (
	// leastReaders and readersForEach are how many connections read where nobody says: at least so many, and so many for each
	// processor. More have their turns in the server's memory instead of here: sixteen readers on the same two processors gave a quarter
	// less pages than four, and the slowest of a hundred took three times as long.
	leastReaders   = 4
	readersForEach = 2

	maxWriters  = 12
	maxPatient  = 6
	lockTimeout = "3s"
	// stepLockTimeout is how long a step of a migration waits for a lock. Whatever comes after it for that table waits behind it, so it is
	// less than what writers wait for theirs.
	stepLockTimeout = "1s"
)

// Dialect is PostgreSQL's.
func Dialect() *dialect.Dialect {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return &dialect.Dialect{
		Name: "postgres", BindType: sqlx.DOLLAR, Goose: goose.DialectPostgres, Migrations: steps,
		ForUpdate:         " FOR NO KEY UPDATE", // which foreign keys to the row do not wait for
		WaitForLocks:      "SET LOCAL lock_timeout = 0",
		ForUpdateUnlocked: " FOR NO KEY UPDATE SKIP LOCKED",
		AllEventsSince:    allEventsSince,
		EventsSince:       eventsSince,
		Quarter:           func(column string) string { return "floor(extract(epoch FROM " + column + ") / 900)::bigint" },
		Field:             func(column, name string) string { return column + "::jsonb ->> '" + name + "'" },
		IDType:            "uuid", BytesType: "bytea", TimeType: "timestamptz",
		InIDs:               " = ANY (?::uuid[])",
		InTexts:             " = ANY (?::text[])",
		InNumbers:           " = ANY (?::bigint[])",
		EachID:              "unnest(?::uuid[])",
		FoundBy:             foundBy,
		EachNumber:          "(SELECT unnest(?::bigint[]) AS number)",
		Settled:             "tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
		EventsEnd:           "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS tx, 0 AS seq",
		AfterEvent:          "(e.tx, e.seq) > (?, ?)",
		Position:            "strpos",
		Grams:               grams,
		HasGrams:            "customer_grams(c.name_sort, c.domain, c.number) @> ?::bigint[]",
		InBlocks:            inBlocks,
		BlockBits:           blockBits,
		HasTable:            "SELECT to_regclass(?) IS NOT NULL",
		Behind:              behind,
		DomainHolder:        "accord_domain_holder(?)",
		EmailTaken:          "accord_email_taken(?)",
		AcceptancesOf:       "accord_acceptances(?)",
		PrivilegesChangedAt: "accord_privileges_changed(?)",
		Replicas:            &dialect.Replicas{Written: written, Flushed: flushed, Replayed: replayed, Positioned: positioned},
		Snapshot:            &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		ByIndex:             "SET LOCAL enable_sort = off",
		Explain:             "EXPLAIN ",
		PlanLines:           planLines,
		InsertsInWith:       true,
		MaxParameters:       65535,
		Lists:               lists,
		EachRow:             eachRow,
		Together:            together,
		Bind:                bind, Classify: classify,
	}
}

// Pools are a process's connections: for what writes, for what reads, for both where no statement is cut, and for migrations.
type Pools struct{ Write, Read, Patient, Migrate *sql.DB }

// Open opens pools of connections; on those of Write and Read a statement may run for the limit, unless the address says
// otherwise or the limit is 0. Of Read there are so many, 0 is as many as are usual. It does not connect yet. The errors never show the
// address's password.
func Open(url string, limit time.Duration, readers int) (Pools, error) {
	reading, err := readingFrom(url, limit)
	if err != nil {
		return Pools{}, err
	}
	writing := reading.Copy()
	unlessGiven(writing, "lock_timeout", lockTimeout)
	patient := writing.Copy()
	patient.RuntimeParams["statement_timeout"] = "0"
	// What a use case sends finds rows by their ids, however many there are: planning it anew each time, as PostgreSQL does where
	// policies make plans look dear, made 1,219 acceptances a second of 1,469.
	unlessGiven(writing, "plan_cache_mode", "force_generic_plan")
	return Pools{Write: pool(writing, maxWriters), Read: pool(reading, orUsual(readers)), Patient: pool(patient, maxPatient), Migrate: migrating(patient)}, nil
}

// OpenReplica opens a pool that reads from a replica, as Read of Open does.
func OpenReplica(url string, limit time.Duration, readers int) (*sql.DB, error) {
	reading, err := readingFrom(url, limit)
	if err != nil {
		return nil, err
	}
	return pool(reading, orUsual(readers)), nil
}

// readingFrom configures connections that read.
func readingFrom(url string, limit time.Duration) (*pgx.ConnConfig, error) {
	reading, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the PostgreSQL address cannot be read; it looks like postgres://USER:PASSWORD@HOST:5432/DATABASE")
	}
	unlessGiven(reading, "application_name", "accord")
	reading.RuntimeParams["timezone"] = "UTC"
	reading.RuntimeParams["jit"] = "off" // no statement here takes as long as it takes to compile one
	if reading.ConnectTimeout == 0 {
		reading.ConnectTimeout = 5 * time.Second
	}
	if limit > 0 {
		ms := (limit + time.Millisecond - 1).Milliseconds() // never 0, which would be none
		unlessGiven(reading, "statement_timeout", strconv.FormatInt(ms, 10))
	}
	return reading, nil
}

// orUsual is how many connections read.
func orUsual(readers int) int {
	if readers > 0 {
		return readers
	}
	return max(leastReaders, readersForEach*runtime.GOMAXPROCS(0))
}

// unlessGiven sets a setting of the connections that the address does not.
func unlessGiven(config *pgx.ConnConfig, name, value string) {
	if config.RuntimeParams[name] == "" {
		config.RuntimeParams[name] = value
	}
}

func pool(config *pgx.ConnConfig, connections int) *sql.DB {
	p := sql.OpenDB(connector{stdlib.GetConnector(*config)})
	p.SetMaxOpenConns(connections)
	p.SetMaxIdleConns(connections)
	p.SetConnMaxIdleTime(5 * time.Minute)
	return p
}

// planLines reads a plan as PostgreSQL writes it.
func planLines(rows *sql.Rows) (lines []string, err error) {
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// foundBy uses that no plan of a LATERAL select with an OFFSET can look at the ids as a whole.
func foundBy(table, column string) string {
	//nolint:unqueryvet // whoever selects from it names the columns
	return "(SELECT found.* FROM unnest(?::uuid[]) AS by (id) CROSS JOIN LATERAL (SELECT * FROM " + table + " WHERE " + column +
		" = by.id OFFSET 0) AS found)"
}

// allEventsSince has an upper bound that keeps nothing out: of what lies between two bounds of which it does not know one, the planner
// expects little, and of what lies beyond one a third of the table, which it would read all of.
//
//nolint:unqueryvet // whoever selects from it names the columns
const allEventsSince = "report_position p CROSS JOIN LATERAL (SELECT * FROM events" +
	" WHERE (tx, seq) > (p.tx, p.seq) AND tx >= p.tx AND tx <= 9223372036854775807 OFFSET 0) AS e"

// eventsSince keeps all other conditions out of the search for the same reason.
func eventsSince(column string) string {
	//nolint:unqueryvet // whoever selects from it names the columns
	return "report_position p CROSS JOIN LATERAL (SELECT * FROM events WHERE " + column + " = ? AND (tx, seq) > (p.tx, p.seq) OFFSET 0) AS e"
}

func bind(arg any) any {
	switch v := arg.(type) {
	case reseller.ID:
		if v.IsZero() {
			return nil
		}
		return text(v)
	case []reseller.ID:
		ids := make([]string, len(v))
		for i, id := range v {
			ids[i] = text(id)
		}
		return "{" + strings.Join(ids, ",") + "}"
	case reseller.Day:
		if v == 0 {
			return nil
		}
		return v.String()
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v
	case string:
		return storable(v)
	case []string:
		texts := make([]string, len(v))
		for i, one := range v {
			texts[i] = storable(one)
		}
		return texts
	}
	return arg
}

// storable replaces what PostgreSQL's texts cannot hold, and what it would refuse a whole transaction for.
func storable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

// text is an id in the five groups of a UUID.
func text(id reseller.ID) string {
	var to [36]byte
	at := to[:0]
	for i, group := range [...][]byte{id[0:4], id[4:6], id[6:8], id[8:10], id[10:]} {
		if i > 0 {
			at = append(at, '-')
		}
		at = hex.AppendEncode(at, group)
	}
	return string(at)
}

func classify(err error) dialect.Failure {
	if fromServer, ok := errors.AsType[*pgconn.PgError](err); ok {
		return classifyCode(fromServer.Code)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return dialect.Unavailable
	}
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) {
		return dialect.Lost
	}
	for _, lost := range []error{io.EOF, io.ErrUnexpectedEOF, driver.ErrBadConn, sql.ErrConnDone} {
		if errors.Is(err, lost) {
			return dialect.Lost
		}
	}
	return dialect.Other
}

// classifyCode goes by SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
func classifyCode(code string) dialect.Failure {
	switch code {
	case "23505": // unique_violation
		return dialect.Conflict
	case "40001", "40P01", "55P03": // serialization_failure, deadlock_detected, lock_not_available
		return dialect.Retry
	// Shutting down, starting up, idle for too long, read only, too many connections.
	case "57P01", "57P02", "57P03", "57P05", "25P03", "25006", "53300":
		return dialect.Lost
	case "57014": // canceled
		return dialect.Unavailable
	}
	switch {
	case strings.HasPrefix(code, "08"): // connection exceptions
		return dialect.Lost
	case strings.HasPrefix(code, "53"), strings.HasPrefix(code, "58"): // insufficient resources, errors of the system
		return dialect.Unavailable
	}
	return dialect.Other
}
