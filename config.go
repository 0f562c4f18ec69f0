package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"accord/db"
	"accord/reseller"
)

// databaseFlags say where the data is.
type databaseFlags struct {
	DatabaseURL string `help:"An SQLite file (sqlite:FILE) or a PostgreSQL address (postgres://…)." env:"DATABASE_URL" default:"sqlite:accord.db" name:"database-url"`
}

// secretFlags say what signs.
type secretFlags struct {
	SecretKey string `help:"64 hex digits; several separated by commas: the first signs, all verify. With SQLite or --demo it is made once and kept in a file beside the database; otherwise it is required." env:"ACCORD_SECRET_KEY" placeholder:"HEX"`
}

// openCurrent opens a database whose schema serves this build; an SQLite one, or any with migrate, is brought to its own first, which
// may take as long as it needs.
func (f databaseFlags) openCurrent(ctx context.Context, migrate bool, options ...db.Option) (*db.Store, error) {
	store, err := db.Open(f.DatabaseURL, options...)
	if err != nil {
		return nil, err
	}
	if err := bringToSchema(ctx, store, migrate || store.Kind() == "sqlite"); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

func bringToSchema(ctx context.Context, store *db.Store, migrate bool) error {
	if migrate {
		_, err := store.Migrate(ctx)
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	revision, err := store.Revision(ctx)
	if err != nil {
		return err
	}
	return revision.Check()
}

// openExisting opens a database that is there and whose schema serves this build. It changes nothing.
func (f databaseFlags) openExisting(ctx context.Context) (*db.Store, error) {
	if f.embedded() {
		if _, err := os.Stat(f.path()); err != nil {
			return nil, fmt.Errorf("there is no database yet (accord serve --demo makes one): %w", err)
		}
	}
	store, err := db.Open(f.DatabaseURL)
	if err != nil {
		return nil, err
	}
	if err := bringToSchema(ctx, store, false); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// embedded reports whether the database is an SQLite file.
func (f databaseFlags) embedded() bool { return strings.HasPrefix(f.DatabaseURL, "sqlite:") }

// path is the SQLite file's.
func (f databaseFlags) path() string {
	return strings.TrimPrefix(strings.TrimPrefix(f.DatabaseURL, "sqlite:"), "//")
}

// secretFile is where a key that nobody gave is kept: beside the SQLite file, or in the working directory.
func (f databaseFlags) secretFile() string {
	if f.embedded() {
		return strings.TrimSuffix(f.path(), filepath.Ext(f.path())) + ".key"
	}
	return "accord.key"
}

// keyring reads the key given, or the one kept in the file; with mayMake it makes that file where there is none.
func (f secretFlags) keyring(file string, mayMake bool) (*reseller.Keyring, error) {
	if f.SecretKey != "" {
		return reseller.ParseKeyring(f.SecretKey)
	}
	kept, err := os.ReadFile(file) //nolint:gosec // the path is the operator's own
	if errors.Is(err, fs.ErrNotExist) {
		if !mayMake {
			return nil, noKeyError{file}
		}
		kept, err = makeSecret(file)
	}
	if err != nil {
		return nil, fmt.Errorf("the secret key's file cannot be used: %w", err)
	}
	ring, err := reseller.ParseKeyring(strings.TrimSpace(string(kept)))
	if err != nil {
		return nil, fmt.Errorf("in %s: %w", file, err)
	}
	return ring, nil
}

// noKeyError says that there is no key at all; it is fs.ErrNotExist.
type noKeyError struct{ file string }

// Error implements error.
func (e noKeyError) Error() string {
	return fmt.Sprintf("no secret key: give --secret-key or ACCORD_SECRET_KEY (make one with: openssl rand -hex 32); there is no file %s either", e.file)
}

// Is implements the interface that errors.Is asks for.
func (noKeyError) Is(target error) bool { return target == fs.ErrNotExist }

// makeSecret writes a new key to a file that must not be there yet. Another process that was first wins: its key is read.
func makeSecret(file string) ([]byte, error) {
	secret := make([]byte, reseller.SecretSize)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	text := hex.EncodeToString(secret) + "\n"
	// Written whole under another name and then linked, so that nobody ever reads half a key.
	temporary, err := os.CreateTemp(filepath.Dir(file), ".accord-key-*") // mode 0600
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(temporary.Name()) }() // the link stays
	if _, err := temporary.WriteString(text); err != nil {
		return nil, errors.Join(err, temporary.Close())
	}
	if err := errors.Join(temporary.Sync(), temporary.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(temporary.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(file) //nolint:gosec // the path is the operator's own
}

// startTimeout bounds what a command does before it serves: reaching the database, reading its schema.
const startTimeout = 30 * time.Second
