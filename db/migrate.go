package db

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"accord/db/sqlite"
)

// Revision compares the database's schema with this build's.
type Revision struct {
	Database int64
	Build    int64
}

// Current reports whether the schema is this build's.
func (r Revision) Current() bool { return r.Database == r.Build }

// Check says in words what to do about a schema that is not this build's.
func (r Revision) Check() error {
	switch {
	case r.Database > r.Build:
		return fmt.Errorf("the database is at schema revision %d, from a newer build; this build knows %d: run the newer build", r.Database, r.Build)
	case r.Database < r.Build:
		return fmt.Errorf("the database is at schema revision %d, this build needs %d: run accord migrate", r.Database, r.Build)
	}
	return nil
}

func (s *Store) provider() (*goose.Provider, error) {
	options := []goose.ProviderOption{}
	if s.dialect.Goose == goose.DialectPostgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // every second, for five minutes
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(s.dialect.Goose, s.write.patient.DB, s.dialect.Migrations, options...)
}

// Revision reads the schema's revision, and changes nothing: 0 for an empty database.
func (s *Store) Revision(ctx context.Context) (Revision, error) {
	steps, err := fs.Glob(s.dialect.Migrations, "*.sql")
	if err != nil {
		return Revision{}, err
	}
	var r Revision
	for _, step := range steps {
		number, err := goose.NumericComponent(step)
		if err != nil {
			return r, err
		}
		r.Build = max(r.Build, number)
	}
	var begun bool
	if err := s.get(ctx, &begun, s.dialect.HasTable, goose.DefaultTablename); err != nil || !begun {
		return r, err
	}
	err = s.get(ctx, &r.Database, "SELECT COALESCE(max(version_id), 0) FROM "+goose.DefaultTablename+" WHERE is_applied")
	return r, err
}

// RevisionOf reads the revision of an SQLite file that nobody has open, and leaves the file and its directory as they are: 0 where the
// schema is none of Accord's.
func RevisionOf(ctx context.Context, path string) (Revision, error) {
	sealed, err := sqlite.OpenSealed(path)
	if err != nil {
		return Revision{}, err
	}
	defer func() { _ = sealed.Close() }() // it was only read
	reading := sqlx.NewDb(sealed, "sqlite")
	var s Store
	s.use(sqlite.Dialect(), pool{}, pool{usual: reading, patient: reading})
	var ours bool
	if err := s.get(ctx, &ours, s.dialect.HasTable, "delegated_admin_privileges"); err != nil || !ours {
		return Revision{}, err
	}
	return s.Revision(ctx)
}

// Migrate brings the schema to this build's and tells from which revision. A database from a newer build is left alone
// and refused. Several processes may call it at once. No statement_timeout cuts it.
func (s *Store) Migrate(ctx context.Context) (Revision, error) {
	ctx = WithoutTimeLimit(ctx)
	before, err := s.revisionAgain(ctx)
	if err != nil {
		return before, err
	}
	if before.Database >= before.Build {
		return before, before.Check()
	}
	for reached := before; ; {
		err := s.again(ctx, writePatience, func() error { return s.up(ctx) })
		if err == nil {
			return before, nil
		}
		// SQLite has no lock for this: a step fails when another process has been first with it. Then the rest is tried.
		now, unread := s.revisionAgain(ctx)
		if unread != nil || now == reached {
			return before, err
		}
		reached = now
	}
}

// revisionAgain is Revision, again while the database is busy: SQLite says so without waiting, when a connection is to turn the
// write-ahead log on while another process is at work.
func (s *Store) revisionAgain(ctx context.Context) (r Revision, err error) {
	err = s.again(ctx, writePatience, func() error {
		r, err = s.Revision(ctx)
		return err
	})
	return r, err
}

func (s *Store) up(ctx context.Context) error {
	provider, err := s.provider()
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return s.failure(err)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.failure(s.read.of(ctx).PingContext(ctx))
}
