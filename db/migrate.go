package db

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"

	"accord/db/dialect"
	"accord/db/sqlite"
)

// Revision compares the database's schema with this build's.
type Revision struct {
	Database int64
	Build    int64
	// Oldest is the revision of the oldest build that the schema of a newer one still serves; 0 where it is of no newer one.
	Oldest int64
}

// Current reports whether the schema is this build's.
func (r Revision) Current() bool { return r.Database == r.Build }

// Newer reports whether the schema is a newer build's that serves this one too.
func (r Revision) Newer() bool { return r.Database > r.Build && r.Build >= r.Oldest }

// Check says in words what to do about a schema that does not serve this build. That of a newer one may: then builds of both run side
// by side (docs/decisions/0026-schema-side-by-side.md).
func (r Revision) Check() error {
	switch {
	case r.Newer():
		return nil
	case r.Database > r.Build:
		return fmt.Errorf("the database is at schema revision %d, from a newer build, which serves builds of revision %d and later; this one knows %d: run the newer build",
			r.Database, r.Oldest, r.Build)
	case r.Database < r.Build:
		return fmt.Errorf("the database is at schema revision %d, this build needs %d: run accord migrate", r.Database, r.Build)
	}
	return nil
}

func (s *Store) provider() (*goose.Provider, error) {
	options := []goose.ProviderOption{}
	if s.dialect.Goose == goose.DialectPostgres {
		turn, err := newTurn(s.log)
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(turn))
	}
	return goose.NewProvider(s.dialect.Goose, s.migrating, s.dialect.Migrations, options...)
}

// Revision reads the schema's revision, and changes nothing: 0 for an empty database.
func (s *Store) Revision(ctx context.Context) (r Revision, err error) {
	if r.Build, err = s.newestStep(); err != nil {
		return r, err
	}
	var begun bool
	if err := s.get(ctx, &begun, s.dialect.HasTable, goose.DefaultTablename); err != nil || !begun {
		return r, err
	}
	err = s.get(ctx, &r.Database, "SELECT COALESCE(max(version_id), 0) FROM "+goose.DefaultTablename+" WHERE is_applied")
	if err == nil && r.Database > r.Build {
		err = s.get(ctx, &r.Oldest, "SELECT oldest_build FROM schema_support")
	}
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

// newestStep is the revision of this build's schema.
func (s *Store) newestStep() (newest int64, err error) {
	steps, err := fs.Glob(s.dialect.Migrations, "*.sql")
	if err != nil {
		return 0, err
	}
	for _, step := range steps {
		number, err := goose.NumericComponent(step)
		if err != nil {
			return 0, err
		}
		newest = max(newest, number)
	}
	return newest, nil
}

// Migrate brings the schema to this build's and tells from which revision. A newer build's is left alone, and refused where it does not
// serve this one. Several processes may call it at once, of which all but one wait, for as long as ctx lets them, and others may work on the
// database meanwhile. No statement_timeout cuts it.
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

// How long a migration tries for its locks, and how long it lets others go first between two tries.
const (
	usualLockPatience        = 10 * time.Minute
	firstPause, longestPause = 100 * time.Millisecond, 5 * time.Second
)

// up takes the steps that are left. Where one does not get its locks in a moment, it is undone and tried again later: were it to wait for a
// long transaction, all that comes after it for the same table would wait behind it.
func (s *Store) up(ctx context.Context) error {
	provider, err := s.provider()
	if err != nil {
		return err
	}
	// Its time begins when it waits for the first time: until then it may have waited for its turn.
	waits := waiter{log: s.log, what: "locks that transactions of others hold"}
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		_, err := provider.Up(ctx)
		if err == nil || s.dialect.Classify(err) != dialect.Retry {
			return s.failure(err)
		}
		waits.tell(ctx, "error", err)
		if waits.waited() >= s.lockPatience {
			return fmt.Errorf("a migration got no locks in %v, as transactions of others hold them: end those "+
				"(on PostgreSQL they are in pg_stat_activity), and run accord migrate again: %w", s.lockPatience, err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return s.failure(ctx.Err())
		}
	}
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.failure(s.read.of(ctx).PingContext(ctx))
}
