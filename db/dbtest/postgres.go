package dbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"accord/db/postgres"
)

func blankPostgreSQL(t testing.TB) string {
	t.Helper()
	return createDatabase(t, "TEMPLATE template0"+otherSorting())
}

func newPostgreSQL(t testing.TB) string {
	t.Helper()
	serverURL(t)
	template, err := template()
	if err != nil {
		t.Fatal(err)
	}
	return createDatabase(t, "TEMPLATE "+template)
}

// serverURL is the address of a database on the server, with the right to create others.
func serverURL(t testing.TB) string {
	t.Helper()
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" {
		t.Fatal("run make test, or set TEST_DATABASE_URL")
	}
	return address
}

// createDatabase makes a database that is dropped when the test ends, and gives its URL.
func createDatabase(t testing.TB, options string) string {
	t.Helper()
	address, err := url.Parse(serverURL(t))
	if err != nil {
		t.Fatal("TEST_DATABASE_URL is no URL") // the error would show its password
	}
	name := "accord_test_" + strings.ToLower(rand.Text())
	if err := onServer("CREATE DATABASE " + name + " " + options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := onServer("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	address.Path = "/" + name
	return address.String()
}

// onServer runs a statement on the server's own database.
func onServer(statement string) error {
	return connected(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, statement)
		return err
	})
}

// isSo asks the server a question.
func isSo(query string, args ...any) (yes bool, err error) {
	err = connected(func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, query, args...).Scan(&yes)
	})
	return yes, err
}

func connected(f func(context.Context, *pgx.Conn) error) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, os.Getenv("TEST_DATABASE_URL"))
	if err != nil {
		return err
	}
	return errors.Join(f(ctx, conn), conn.Close(ctx))
}

// template gives the name of a database with the schema in it, from which others are copied. It is named after the
// schema and stays on the server, so that one is made for all packages and runs.
var template = sync.OnceValues(func() (string, error) {
	name, err := templateName()
	if err != nil {
		return "", err
	}
	there, err := isSo("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name)
	if there || err != nil {
		return name, err
	}
	draft := name + "_" + strings.ToLower(rand.Text()[:8])
	err = onServer("CREATE DATABASE " + draft + " TEMPLATE template0" + otherSorting())
	if err != nil {
		return "", err
	}
	// Nobody sees it before it is whole. Where another process was first, that one's serves.
	err = errors.Join(migrateDatabase(draft), onServer("ALTER DATABASE "+draft+" RENAME TO "+name))
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "42P04" { // duplicate_database
		err = onServer("DROP DATABASE " + draft)
	}
	return name, err
})

func migrateDatabase(name string) error {
	address, err := url.Parse(os.Getenv("TEST_DATABASE_URL"))
	if err != nil {
		return errors.New("TEST_DATABASE_URL is no URL")
	}
	address.Path = "/" + name
	return migrate(address.String())
}

func templateName() (string, error) {
	hash := sha256.New()
	hash.Write([]byte(otherSorting()))
	steps := postgres.Dialect().Migrations
	names, err := fs.Glob(steps, "*.sql")
	if err != nil {
		return "", err
	}
	for _, name := range names {
		text, err := fs.ReadFile(steps, name)
		if err != nil {
			return "", err
		}
		hash.Write([]byte(name))
		hash.Write(text)
	}
	return "accord_test_" + hex.EncodeToString(hash.Sum(nil)[:8]), nil
}

// otherSorting has databases sort texts by a language's rules, as most people's do, where the server can: what relies on
// the order of bytes has to say so.
var otherSorting = sync.OnceValue(func() string {
	can, err := isSo(`SELECT current_setting('server_version_num')::int >= 150000
		AND EXISTS (SELECT 1 FROM pg_collation WHERE collprovider = 'i' AND collname = 'en-x-icu')`)
	if err != nil || !can {
		return ""
	}
	return " LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C' ENCODING 'UTF8'"
})
