package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"accord/db/dialect"
	"accord/db/postgres"
	"accord/db/sqlite"
	"accord/reseller"
)

// Store implements reseller.Store.
type Store struct {
	reader
	dialect *dialect.Dialect
	write   pool
	read    pool
	limit   time.Duration
	readers int
	// replicas are nil where there are none, as where none are named.
	replicas    *replicas
	replicaURLs []string
	replicaLag  time.Duration
	// asked is the connection on which it is asked where the log is, for those that follow.
	asked *sqlx.DB
	// migrating is what steps of the schema run on, and lockPatience how long they try for their locks.
	migrating    *sql.DB
	lockPatience time.Duration
	log          *slog.Logger
	// pools are all there are, by name.
	pools map[string]*sqlx.DB
}

var _ reseller.Store = (*Store)(nil)

// Option changes how a Store works.
type Option func(*Store)

// WithTrace has f called with the text of every statement, before it is sent. It must be safe for concurrent use.
func WithTrace(f func(statement string)) Option {
	return func(s *Store) { s.trace = f }
}

// Open opens the database that a URL names: sqlite:FILE, or postgres://…. It neither connects nor migrates.
func Open(url string, options ...Option) (*Store, error) {
	s := &Store{reader: reader{querier{bounds: usualBounds}}, lockPatience: usualLockPatience, log: slog.Default()}
	for _, option := range options {
		option(s)
	}
	var err error
	switch kind, rest, _ := strings.Cut(url, ":"); kind {
	case "sqlite":
		err = s.openSQLite(strings.TrimPrefix(rest, "//"))
	case "postgres", "postgresql":
		err = s.openPostgreSQL(url)
	default:
		err = fmt.Errorf("a database URL of kind %q is not known; use sqlite:FILE or postgres://…", kind)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Store) openSQLite(path string) error {
	if s.replicaURLs != nil {
		return errors.New("an SQLite database has no replicas: name them for PostgreSQL, or not at all")
	}
	if path == "" || path == ":memory:" { // each connection would have a memory of its own
		return errors.New("the database URL names no file; it looks like sqlite:accord.db")
	}
	writer, reader, err := sqlite.Open(path)
	if err != nil {
		return err
	}
	write, read := sqlx.NewDb(writer, "sqlite"), sqlx.NewDb(reader, "sqlite")
	s.use(sqlite.Dialect(), pool{usual: write, patient: write}, pool{usual: read, patient: read})
	s.migrating = writer
	s.pools = map[string]*sqlx.DB{"write": write, "read": read}
	return nil
}

// use settles where statements run.
func (s *Store) use(d *dialect.Dialect, write, read pool) {
	s.dialect, s.write, s.read = d, write, read
	s.querier.ext, s.querier.dialect = read, d
	s.querier.again = s.readAgain
}

func (s *Store) openPostgreSQL(url string) error {
	p, err := postgres.Open(url, s.limit, s.readers)
	if err != nil {
		return err
	}
	write, read, patient := sqlx.NewDb(p.Write, "pgx"), sqlx.NewDb(p.Read, "pgx"), sqlx.NewDb(p.Patient, "pgx")
	s.migrating = p.Migrate
	s.pools = map[string]*sqlx.DB{"write": write, "read": read, "patient": patient}
	if err := s.openReplicas(url); err != nil {
		return errors.Join(err, s.Close())
	}
	s.use(postgres.Dialect(), pool{usual: write, patient: patient}, pool{usual: read, patient: patient, replicas: s.replicas})
	return nil
}

// Close closes all connections.
func (s *Store) Close() error {
	err := s.migrating.Close() // on SQLite that which writes, and closing it again does nothing
	for _, p := range s.pools {
		err = errors.Join(err, p.Close())
	}
	return err
}

// Kind is "sqlite" or "postgres".
func (s *Store) Kind() string { return s.dialect.Name }

// Stats tells of the pools of connections, by name.
func (s *Store) Stats() map[string]sql.DBStats {
	stats := make(map[string]sql.DBStats, len(s.pools))
	for name, p := range s.pools {
		stats[name] = p.Stats()
	}
	return stats
}

// Update implements reseller.Store.
func (s *Store) Update(ctx context.Context, scope reseller.Scope, fn func(context.Context, reseller.Tx) error) error {
	return s.positioned(ctx, s.behind(ctx, scope), fn)
}

// update runs fn in a transaction of the platform's, and again when another one was first.
func (s *Store) update(ctx context.Context, fn func(context.Context, reseller.Tx) error) error {
	return s.positioned(ctx, ctx, fn)
}

// positioned runs fn in a transaction that begins with the context beginning, and again where that is of use, and notes from which position
// on it is seen, if there is somebody to ask.
func (s *Store) positioned(ctx, beginning context.Context, fn func(context.Context, reseller.Tx) error) error {
	freshness := reseller.FreshnessFrom(ctx)
	if s.replicas == nil || freshness == nil {
		return s.again(ctx, writePatience, func() error { return s.once(ctx, beginning, fn) })
	}
	beginning, position := s.dialect.Replicas.Positioned(beginning)
	err := s.again(ctx, writePatience, func() error { return s.once(ctx, beginning, fn) })
	switch at := position(); {
	case err != nil:
	case at > 0:
		freshness.Reach(at)
	default: // the commit was answered, and what was asked with it was not
		freshness.Forget()
	}
	return err
}

// behind gives the context for a transaction of a scope to begin with: behind the database's wall between tenants, where it has one.
// The platform's own is not.
func (s *Store) behind(ctx context.Context, scope reseller.Scope) context.Context {
	if scope.All() || s.dialect.Behind == nil {
		return ctx
	}
	var partner, customer reseller.ID // both zero for one who has nothing
	if id, ok := scope.Partner(); ok {
		partner = id
	}
	if id, ok := scope.Customer(); ok {
		customer = id
	}
	walled, statement := s.dialect.Behind(ctx, partner, customer)
	if s.trace != nil {
		s.trace(statement)
	}
	return walled
}

// begin takes a connection and begins a transaction on it. One of the pool may have died unseen, with the database that has come back
// since; as nothing has been done on it, another is tried at once.
func (s *Store) begin(ctx context.Context) (*sqlx.Conn, *sqlx.Tx, error) {
	for {
		connection, err := s.write.of(ctx).Connx(ctx)
		if err == nil {
			var began *sqlx.Tx
			if began, err = connection.BeginTxx(ctx, nil); err == nil {
				return connection, began, nil
			}
			_ = connection.Close() // out of the pool, if it is broken
		}
		if !errors.Is(err, driver.ErrBadConn) || ctx.Err() != nil {
			return nil, nil, s.failure(err)
		}
	}
}

// once runs fn in a transaction that begins with the context beginning, which is ctx or behind a wall.
func (s *Store) once(ctx, beginning context.Context, fn func(context.Context, reseller.Tx) error) (err error) {
	connection, began, err := s.begin(beginning)
	if err != nil {
		return err
	}
	defer func() { release(connection, err) }()
	// On every way out, a panic and the end of the goroutine too. After the commit it does nothing.
	defer began.Rollback()
	t := &tx{reader{querier{
		ext: began, connection: connection.Conn, dialect: s.dialect, trace: s.trace, bounds: s.bounds, waiting: &waiting{}, ended: ctx.Err,
	}}}
	if err := fn(ctx, t); err != nil {
		return err
	}
	if err := t.flush(ctx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return s.failure(ctx.Err())
	}
	return s.committed(began.Commit())
}

// committed is what the end of a commit means. One that was sent and not answered may have been done or not.
func (s *Store) committed(err error) error {
	if failed := s.failure(err); !errors.Is(failed, reseller.ErrUnavailable) {
		return failed
	}
	return fmt.Errorf("%w: %w", reseller.ErrUncertain, err)
}

// release gives a connection back to the pool. One that was lost to a transaction is not given to another: what it leads to may be a
// server that is there, and writes no more.
func release(connection *sqlx.Conn, err error) {
	if errors.Is(err, errLost) || errors.Is(err, reseller.ErrUncertain) {
		_ = connection.Raw(func(any) error { return driver.ErrBadConn })
	}
	_ = connection.Close()
}

// runner is a database, or one transaction of it.
type runner interface {
	sqlx.QueryerContext
	sqlx.ExecerContext
}

// querier runs statements of shared SQL on one database or one transaction of it.
type querier struct {
	ext     runner
	dialect *dialect.Dialect
	trace   func(string)
	bounds  searchBounds
	// waiting are the inserts of a transaction that have not been sent yet, and connection is what it runs on; nil outside of one.
	waiting    *waiting
	connection *sql.Conn
	// ended tells why the transaction has ended without having been told to; nil outside of one.
	ended func() error
	// again runs a read again when its connection was lost; nil within a transaction, which is done again as a whole.
	again func(ctx context.Context, read reading) error
}

// prepare writes a statement that is about to be sent, and its parameters, as the dialect wants them.
func (q querier) prepare(ctx context.Context, statement string, args []any) (string, []any) {
	if q.trace != nil {
		q.trace(statement)
	}
	bound := make([]any, len(args))
	for i, arg := range args {
		bound[i] = q.dialect.Bind(arg)
	}
	statement = sqlx.Rebind(q.dialect.BindType, statement)
	q.explain(ctx, statement, bound)
	return statement, bound
}

// exec runs a statement and tells how many rows it changed.
func (q querier) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	if err := q.flush(ctx); err != nil {
		return 0, err
	}
	return q.send(ctx, statement, args)
}

func (q querier) send(ctx context.Context, statement string, args []any) (int64, error) {
	statement, args = q.prepare(ctx, statement, args)
	result, err := q.ext.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, q.failure(err)
	}
	return result.RowsAffected()
}

// get reads one row; reseller.ErrNotFound when there is none.
func (q querier) get(ctx context.Context, into any, statement string, args ...any) error {
	if err := q.flush(ctx); err != nil {
		return err
	}
	statement, args = q.prepare(ctx, statement, args)
	return q.asking(ctx, q.whole(func(ctx context.Context) error { return sqlx.GetContext(ctx, q.ext, into, statement, args...) }))
}

// all reads all rows, behind those that are there.
func (q querier) all(ctx context.Context, into any, statement string, args ...any) error {
	if err := q.flush(ctx); err != nil {
		return err
	}
	statement, args = q.prepare(ctx, statement, args)
	rows := reflect.ValueOf(into).Elem()
	before := rows.Len()
	return q.asking(ctx, q.whole(func(ctx context.Context) error {
		rows.SetLen(before) // without what a lost connection has given
		return sqlx.SelectContext(ctx, q.ext, into, statement, args...)
	}))
}

// each calls take with each row that a statement gives, one at a time.
func (q querier) each(ctx context.Context, take func(*sqlx.Rows) error, statement string, args ...any) error {
	if err := q.flush(ctx); err != nil {
		return err
	}
	statement, args = q.prepare(ctx, statement, args)
	return q.asking(ctx, func(ctx context.Context) (given bool, err error) {
		rows, err := q.ext.QueryxContext(ctx, statement, args...)
		if err != nil {
			return false, q.failure(err)
		}
		defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
		for rows.Next() {
			given = true
			if err := take(rows); err != nil {
				return given, err
			}
		}
		return given, q.failure(rows.Err())
	})
}

// question is a statement whose rows go into a slice.
type question struct {
	into      any
	statement string
	args      []any
}

// allTogether reads, within a transaction, what several statements find, of which none waits for another's answer.
func (q querier) allTogether(ctx context.Context, questions ...question) error {
	if q.dialect.Together == nil {
		for _, one := range questions {
			if err := q.all(ctx, one.into, one.statement, one.args...); err != nil {
				return err
			}
		}
		return nil
	}
	if err := q.flush(ctx); err != nil {
		return err
	}
	statements := make([]dialect.Statement, len(questions))
	for i, one := range questions {
		statements[i].SQL, statements[i].Args = q.prepare(ctx, one.statement, one.args)
		statements[i].Read = func(rows dialect.Rows) error { return sqlx.StructScan(rows, one.into) }
	}
	return q.failure(q.dialect.Together(ctx, q.connection, statements))
}

// failure wraps a driver's error into the sentinel that the domain knows.
func (q querier) failure(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return reseller.ErrNotFound
	}
	if errors.Is(err, sql.ErrTxDone) || q.ended != nil && q.ended() != nil { // by its context, which database/sql watches, and closes rows
		return fmt.Errorf("%w: %w", reseller.ErrUnavailable, err)
	}
	switch q.dialect.Classify(err) {
	case dialect.Conflict, dialect.Retry:
		return fmt.Errorf("%w: %w", reseller.ErrConflict, err)
	case dialect.Lost:
		return fmt.Errorf("%w: %w", errLost, err)
	case dialect.Unavailable:
		return fmt.Errorf("%w: %w", reseller.ErrUnavailable, err)
	case dialect.Other:
	}
	return err
}
