// Package dialect says in what the two databases differ, as named capabilities. All else is shared SQL in package db.
package dialect

import (
	"context"
	"database/sql"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"

	"accord/reseller"
)

// Failure is what an error of the driver means to the store.
type Failure int

// The kinds of failure.
const (
	// Other is a fault of ours, or one that nothing is known about.
	Other Failure = iota
	// Conflict is a unique index that refused a row: another transaction was first.
	Conflict
	// Retry is a transaction that the database gave up for reasons of concurrency: a serialization failure, a deadlock.
	Retry
	// Lost is a connection that could not be made or is broken, or leads to a server that is starting, stopping, or no longer the one that
	// writes: what was not committed is undone, and may be done again on another connection.
	Lost
	// Unavailable is a database that did not answer in time, or has no room.
	Unavailable
)

// Cells are the columns of one row, by their numbers from 0. NULL is the zero value. A cell that cannot be read as what is asked for
// makes EachRow fail.
type Cells interface {
	ID(column int) reseller.ID
	Text(column int) string
	// Word is a text of which there are few, such as a status.
	Word(column int) string
	Time(column int) time.Time
	Int(column int) int32
	Day(column int) reseller.Day
}

// Rows are a statement's rows, as sqlx scans them.
type Rows interface {
	Columns() ([]string, error)
	Next() bool
	Scan(into ...any) error
	Err() error
	Close() error
}

// Statement is one of several: its parameters are bound.
type Statement struct {
	SQL  string
	Args []any
	Read func(Rows) error
}

// Replicas says how to ask for positions in the log of changes, as reseller.LogPosition has them.
type Replicas struct {
	// Written selects a position from which on all is seen that was committed before. The others select a position and whether it is
	// followed there: Flushed up to where the log is for good, which is what replicas reach when nothing more is written; Replayed up to
	// where a replica has followed, 0 for one that is no replica, and whether it is connected to what it follows.
	Written, Flushed, Replayed string
	// Positioned gives a context with which a transaction begins whose commit is to tell the position from which on it is seen, and a
	// function that tells it afterwards: 0 where it is not known.
	Positioned func(ctx context.Context) (asking context.Context, position func() reseller.LogPosition)
}

// Dialect is one kind of database.
type Dialect struct {
	// Name is "sqlite" or "postgres".
	Name string
	// BindType is sqlx's number for the way parameters are written.
	BindType int
	// Goose is the migration tool's name of the database.
	Goose goose.Dialect
	// Migrations holds the schema's steps as *.sql at its root.
	Migrations fs.FS

	// ForUpdate ends a SELECT that locks its rows; empty where a writing transaction has the database to itself.
	ForUpdate string
	// ForUpdateUnlocked ends one that locks them unless another transaction has, and then does not find them.
	ForUpdateUnlocked string
	// WaitForLocks has a transaction wait for locks as long as it takes; empty where it waits for none once it has begun.
	WaitForLocks string
	// InIDs and InTexts follow a column: "is one of the list in this one parameter".
	InIDs, InTexts, InNumbers string
	// EachID is a row for each id of the list in its one parameter, to join LATERAL selects with; empty where there is no
	// LATERAL.
	EachID string
	// FoundBy is a table of those rows of another one in which a column is one of the ids in its one parameter: found by the column's
	// index, whatever is thought to be quicker. Of what the transaction itself has written, nothing is known to the planner.
	FoundBy func(table, column string) string
	// EachNumber is a table of the numbers in the list that is its one parameter; an alias names it, and its column is number.
	EachNumber string
	// Settled is a condition on an event's tx: no transaction that may still commit stands before it.
	Settled string
	// EventsEnd selects tx and seq of the place after which what is not settled comes.
	EventsEnd string
	// AfterEvent is a condition on an event's place: after the tx and seq of its two parameters.
	AfterEvent string
	// EventsSince is what to select from for the events e of which a column is the id in its one parameter, and which come after the
	// position p up to which reports are counted: by the column's index, for of what is seldom statistics say that there is none.
	EventsSince func(column string) string
	// AllEventsSince is the same for all events.
	AllEventsSince string
	// Quarter is in which quarter of an hour since 1970 a column's moment lies, those before it below zero.
	Quarter func(column string) string
	// Field is what a column of JSON has under a name, as a text.
	Field func(column, name string) string
	// IDType, BytesType and TimeType are the types of ids, of bytes and of moments.
	IDType, BytesType, TimeType string
	// Position names a function of a text and another one: where in the first the second begins, from 1; 0 for nowhere.
	Position string
	// Grams gives the parameter of HasGrams and InOrder for the grams of a search.
	Grams func(of []string) any
	// HasGrams is a condition on customers c: they have all the grams of its one parameter.
	HasGrams string
	// GramsInOrder and InOrder are what to select from, and under which condition, where the index of grams gives the
	// customers c one by one in the order of their numbers. They are empty where it gives all of them at once.
	GramsInOrder, InOrder string
	// There InBlocks is a further condition on customers c: they are in one of the blocks that expressions number. BlockBits
	// are the lowest bits of a customer's number, which tell where in a block it is.
	InBlocks  func(blocks ...string) string
	BlockBits int
	// HasTable tells whether there is a table of the name in its one parameter.
	HasTable string
	// Behind gives a context with which a transaction begins behind the database's own wall between tenants, of a partner or of a
	// customer, of which the other is zero, and the statement that raises it, which is sent along with the beginning; nil where there
	// is none.
	Behind func(ctx context.Context, partner, customer reseller.ID) (walled context.Context, statement string)
	// DomainHolder, EmailTaken, AcceptancesOf and PrivilegesChangedAt are expressions for what a transaction of one tenant has to know of all
	// tenants' rows: the id of the customer that has a domain, whether a user has an e-mail, how many have accepted through a link, when
	// a privilege on a customer was granted or ended last.
	DomainHolder, EmailTaken, AcceptancesOf, PrivilegesChangedAt string
	// Replicas says how far the database and its replicas are; nil where there are none.
	Replicas *Replicas
	// Snapshot are the options of a transaction that reads, and all of whose reads see the same moment.
	Snapshot *sql.TxOptions
	// ByIndex has a transaction read lists in the order of their indexes; empty where the database does so anyway.
	ByIndex string
	// Explain stands before a statement to ask for its plan, whose lines PlanLines reads; rows.Err is its caller's to ask.
	Explain   string
	PlanLines func(*sql.Rows) ([]string, error)
	// InsertsInWith tells that inserts may stand within WITH, so that several go as one statement.
	InsertsInWith bool
	// MaxParameters bounds the parameters of one statement.
	MaxParameters int
	// Lists writes rows of so many columns, to follow INSERT INTO t (columns), with a list of each column's cells in the place of a
	// parameter for each cell: for many rows; nil where that gains nothing.
	Lists func(columns int, args []any) (rows string, lists []any)

	// EachRow runs a statement and gives its rows to each, one by one, as the driver has them: for pages, where to read columns by
	// reflection took as long as to find them. The cells are good until each returns.
	EachRow func(ctx context.Context, pool *sql.DB, statement string, args []any, each func(Cells)) error

	// Together runs statements one after another on a connection, sent all at once, and gives the rows of each to its Read; nil where
	// sending costs nothing.
	Together func(ctx context.Context, connection *sql.Conn, statements []Statement) error

	// Bind gives a parameter the form that the driver takes. It knows reseller.ID, reseller.Day, time.Time, lists of ids,
	// texts and numbers, and passes on all else; zero ids, days and times become NULL.
	Bind func(arg any) any
	// Classify tells what a driver's error means. It goes by codes, never by texts.
	Classify func(err error) Failure
}
