package importer_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver with which test databases are made

	"accord/db"
	"accord/importer"
	"accord/reseller"
)

// recorded is when every import of these tests happens.
var recorded = time.Date(2026, 3, 14, 15, 9, 26, 535897000, time.UTC)

// bundle is a world with its parts at hand.
type bundle struct {
	app      *reseller.App
	store    *db.Store
	invites  *invites
	notifier *notifier
}

// eachStore runs a test on both stores.
func eachStore(t *testing.T, test func(t *testing.T, b *bundle)) {
	t.Helper()
	for kind, open := range map[string]func(testing.TB) string{"sqlite": sqliteURL, "postgres": postgresURL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			test(t, setup(t, open(t)))
		})
	}
}

// onSQLite gives a world where the kind of store makes no difference.
func onSQLite(t testing.TB) *bundle {
	t.Helper()
	return setup(t, sqliteURL(t))
}

func setup(t testing.TB, address string) *bundle {
	t.Helper()
	store, err := db.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if _, err := store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	keys, err := reseller.ParseKeyring(strings.Repeat("ab", reseller.SecretSize))
	if err != nil {
		t.Fatal(err)
	}
	b := &bundle{store: store, invites: &invites{store: store}, notifier: &notifier{}}
	b.app = reseller.New(reseller.Config{
		Store: store, Invites: b.invites, Notifier: b.notifier, Keys: keys, Random: rand.Reader,
		Clock: func() time.Time { return recorded },
	})
	return b
}

func sqliteURL(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "accord.db")
}

// postgresURL makes a database that is dropped after the test.
func postgresURL(t testing.TB) string {
	t.Helper()
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" {
		t.Fatal("no PostgreSQL: run make test, or set TEST_DATABASE_URL")
	}
	server, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	name := "importer_" + strings.ToLower(rand.Text())
	if _, err := server.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, err := server.ExecContext(context.WithoutCancel(t.Context()), "DROP DATABASE "+name+" WITH (FORCE)")
		if err := errors.Join(err, server.Close()); err != nil {
			t.Error(err)
		}
	})
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	parsed.Path = "/" + name
	return parsed.String()
}

// invites is a look-up without a cache that keeps what it was told to forget.
type invites struct {
	store     *db.Store
	forgotten []reseller.ID
}

func (i *invites) View(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	return i.store.InviteView(ctx, id)
}

func (i *invites) Invalidate(_ context.Context, ids ...reseller.ID) {
	i.forgotten = append(i.forgotten, ids...)
}

// notifier counts wakes.
type notifier struct{ wakes int }

func (n *notifier) Notify(context.Context) { n.wakes++ }

func (n *notifier) Subscribe(context.Context) <-chan struct{} { return nil }

// write writes files, given as name and content by turns, and opens them. Their paths are such that messages show the
// names alone.
func write(t testing.TB, namesAndContents ...string) []importer.File {
	t.Helper()
	dir := t.TempDir()
	var paths, names []string
	for pair := range slices.Chunk(namesAndContents, 2) {
		path := filepath.Join(dir, pair[0])
		if err := os.WriteFile(path, []byte(pair[1]), 0o600); err != nil {
			t.Fatal(err)
		}
		paths, names = append(paths, path), append(names, pair[0])
	}
	files, err := importer.Open(paths)
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i].Name = names[i]
	}
	return files
}

// load loads files that are expected to be good.
func (b *bundle) load(t testing.TB, namesAndContents ...string) []importer.Report {
	t.Helper()
	reports, err := b.try(t, namesAndContents...)
	if err != nil {
		t.Fatal(err)
	}
	return reports
}

func (b *bundle) try(t testing.TB, namesAndContents ...string) ([]importer.Report, error) {
	t.Helper()
	return importer.Run(t.Context(), b.app, write(t, namesAndContents...), nil)
}

// operator is a scope that sees everything.
var operator = reseller.Viewer{User: reseller.User{ID: reseller.ID{1}, Tenant: reseller.TenantOperator}}.Scope()

// events reads all events in order.
func (b *bundle) events(t testing.TB) []reseller.Event {
	t.Helper()
	var all []reseller.Event
	var after reseller.Position
	for {
		events, err := b.store.EventsAfter(t.Context(), operator, after, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			return all
		}
		all = append(all, events...)
		after = events[len(events)-1].Position
	}
}

// everything that is in the store, to compare.
type everything struct {
	partners      map[string]reseller.Partner
	customers     map[string]reseller.Customer
	users         []reseller.TenantUser
	relationships map[string]reseller.Relationship
	// delegations are written "partner customer service status reason".
	delegations []string
	events      int
}
