// Package sqlite is what is particular to SQLite.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"accord/db/dialect"
	"accord/reseller"
)

//go:embed migrations/*.sql
var migrations embed.FS

// readers is how many connections read at once: two for each processor, between four and eight. On two processors eight read a tenth
// fewer pages than four, and what is mapped counts for each of them anew.
func readers() int { return min(max(4, 2*runtime.GOMAXPROCS(0)), 8) }

// mapped has readers see the file through the memory map, as far as SQLite maps one (2 GB). It made pages 3 times as fast: without, all
// connections take their pages from one cache behind one lock, and most with a system call. What is mapped counts as resident, but is
// the system's to take back. The writer reads as ever: a fault of the disk is an error to it, and not the end of the process.
const mapped = "mmap_size(2147418112)"

const inIDs = " IN (SELECT unhex(value) FROM json_each(?))"

// foundBy uses that a select with a LIMIT is made before conditions from around it are looked at.
func foundBy(table, column string) string {
	//nolint:unqueryvet // whoever selects from it names the columns
	return "(SELECT * FROM " + table + " WHERE " + column + inIDs + " LIMIT -1)"
}

// eventsSince uses that of a CROSS JOIN the first table is the outer one.
func eventsSince(column string) string {
	return "report_position p CROSS JOIN events e ON e." + column + " = ? AND e.tx = p.tx AND e.seq > p.seq"
}

// quarter divides towards the past, where the division of SQLite's goes towards zero.
func quarter(column string) string {
	const length = "900000000"
	return "(" + column + " - ((" + column + " % " + length + ") + " + length + ") % " + length + ") / " + length
}

// Dialect is SQLite's.
func Dialect() *dialect.Dialect {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return &dialect.Dialect{
		Name: "sqlite", BindType: sqlx.QUESTION, Goose: goose.DialectSQLite3, Migrations: steps,
		AllEventsSince: "report_position p CROSS JOIN events e ON e.tx = p.tx AND e.seq > p.seq",
		EventsSince:    eventsSince,
		Quarter:        quarter,
		Field:          func(column, name string) string { return column + " ->> '" + name + "'" },
		IDType:         "BLOB", BytesType: "BLOB", TimeType: "INTEGER",
		InIDs:        inIDs,
		InTexts:      " IN (SELECT value FROM json_each(?))",
		InNumbers:    " IN (SELECT value FROM json_each(?))",
		FoundBy:      foundBy,
		EachNumber:   "(SELECT value AS number FROM json_each(?))",
		Settled:      "1 = 1", // one writer: what is committed is in order
		EventsEnd:    "SELECT 0 AS tx, COALESCE(max(seq), 0) AS seq FROM events",
		AfterEvent:   "e.tx = ? AND e.seq > ?", // tx is always 0: so the index is used to its end
		Position:     "instr",
		Grams:        grams,
		HasGrams:     "c.number IN (SELECT rowid FROM customer_grams WHERE customer_grams MATCH ?)",
		GramsInOrder: "customer_grams g CROSS JOIN customers c ON c.number = g.rowid",
		InOrder:      "g.customer_grams MATCH ?",
		HasTable:     "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?)",
		DomainHolder: "(SELECT id FROM customers WHERE domain = ?)",
		EmailTaken:   "EXISTS (SELECT 1 FROM users WHERE email = ?)",
		PrivilegesChangedAt: "(SELECT COALESCE(d.ended_at, d.granted_at) FROM delegated_admin_privileges d WHERE d.customer_id = ?" +
			" ORDER BY COALESCE(d.ended_at, d.granted_at) DESC LIMIT 1)",
		AcceptancesOf: "(SELECT count(*) FROM acceptances WHERE invite_id = ?)",
		Snapshot:      &sql.TxOptions{ReadOnly: true}, // which does not lock as others begin with
		Explain:       "EXPLAIN QUERY PLAN ",
		PlanLines:     planLines,
		MaxParameters: 32766,
		EachRow:       (&Statements{}).eachRow,
		Bind:          bind, Classify: classify,
	}
}

// Open opens a database file, made if it is not there: one connection that writes and several that read.
func Open(path string) (writer, reader *sql.DB, err error) {
	if err := checkFile(path); err != nil {
		return nil, nil, err
	}
	if writer, err = open(path, dsn(path)); err != nil {
		return nil, nil, err
	}
	if reader, err = open(path, dsn(path)+"&_pragma=query_only(1)&_pragma="+mapped); err != nil {
		return nil, nil, errors.Join(err, writer.Close())
	}
	writer.SetMaxOpenConns(1)
	reader.SetMaxOpenConns(readers())
	reader.SetMaxIdleConns(readers())
	return writer, reader, nil
}

// dsn prepares a connection: a write-ahead log, so that readers and the writer do not wait for each other; a wait in the
// place of "busy"; every commit on the disk before it is acknowledged; a writing transaction that locks at its start.
func dsn(path string) string {
	return fileURL(path, url.Values{
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-16000)"},
		"_txlock": {"immediate"},
	})
}

// checkFile says in words what SQLite would say in a riddle: that the file cannot be written.
func checkFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return fmt.Errorf("the database file cannot be written: %w", err)
	}
	return file.Close()
}

// planLines reads a plan, each step indented below the one that it is a part of.
func planLines(rows *sql.Rows) (lines []string, err error) {
	depths := map[int]int{}
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return nil, err
		}
		depth := depths[parent]
		depths[id] = depth + 1
		lines = append(lines, strings.Repeat("  ", depth)+detail)
	}
	return lines, nil
}

func bind(arg any) any {
	switch v := arg.(type) {
	case reseller.ID:
		if v.IsZero() {
			return nil
		}
		return v[:]
	case []reseller.ID:
		ids := make([]string, len(v))
		for i, id := range v {
			ids[i] = hex.EncodeToString(id[:])
		}
		return list(ids)
	case []string:
		return list(v)
	case []int64:
		return list(v)
	case reseller.Day:
		if v == 0 {
			return nil
		}
		return v.String()
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v.UnixMicro()
	}
	return arg
}

func list(values any) any {
	written, err := json.Marshal(values)
	if err != nil {
		panic(err) // lists of texts and numbers can always be written
	}
	return string(written)
}

func classify(err error) dialect.Failure {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, fs.ErrNotExist) {
		return dialect.Unavailable
	}
	var e *driver.Error
	if !errors.As(err, &e) {
		return dialect.Other
	}
	switch e.Code() {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
		return dialect.Conflict
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return dialect.Retry
	case lib.SQLITE_IOERR, lib.SQLITE_FULL, lib.SQLITE_CANTOPEN, lib.SQLITE_READONLY, lib.SQLITE_INTERRUPT:
		return dialect.Unavailable
	}
	return dialect.Other
}
