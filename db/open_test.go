package db_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, test := range map[string]struct{ url, says string }{
		"nothing":             {"", `kind ""`},
		"another kind":        {"mysql://root:sesame@localhost/accord", `kind "mysql"`},
		"a bare file":         {"accord.db", `kind "accord.db"`},
		"no file":             {"sqlite:", "names no file"},
		"no file either":      {"sqlite://", "names no file"},
		"a directory":         {"sqlite:" + dir, "cannot be written"},
		"a missing directory": {"sqlite:" + filepath.Join(dir, "missing", "accord.db"), "cannot be written"},
		"memory":              {"sqlite::memory:", "names no file"},
		"a bad port":          {"postgres://accord:sesame@localhost:port/accord", "postgres://USER:PASSWORD@HOST"},
		"a bad host":          {"postgres://accord:sesame@[::1/accord", "postgres://USER:PASSWORD@HOST"},
		"a bad option":        {"postgres://accord:sesame@localhost/accord?sslmode=perhaps", "postgres://USER:PASSWORD@HOST"},
		"a bad password":      {"postgresql://accord:sesame%zz@localhost/accord", "postgres://USER:PASSWORD@HOST"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := db.Open(test.url)
			if err == nil {
				_ = s.Close()
				t.Fatal("it opens")
			}
			if !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "sesame") {
				t.Errorf("%v; want %q in it, and no password", err, test.says)
			}
		})
	}
}

func TestOpenTakesFilesOfAnyName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"accord.db", "a b.db", "a?b=c.db", "a#b.db", "100%.db", "a%41.db", "数据.db", "a&b;c:d.db"} {
		path := filepath.Join(dir, name)
		s := dbtest.Open(t, "sqlite:"+path)
		_, err := s.Migrate(t.Context())
		check(t, err)
		info, err := os.Stat(path)
		check(t, err)
		if info.Size() == 0 {
			t.Errorf("%s is empty: the database is elsewhere", name)
		}
	}
	check(t, dbtest.Open(t, "sqlite://"+filepath.Join(dir, "accord.db")).Ping(t.Context()))
}

func TestAFileThatIsNoDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "accord.db")
	check(t, os.WriteFile(path, []byte(strings.Repeat("This is a letter, not a database. ", 200)), 0o600))
	s := dbtest.Open(t, "sqlite:"+path)
	for name, err := range map[string]error{
		"Ping":    s.Ping(t.Context()),
		"Migrate": func() error { _, err := s.Migrate(t.Context()); return err }(),
		"Update":  s.Update(t.Context(), dbtest.AsOperator(), func(context.Context, reseller.Tx) error { return nil }),
	} {
		if err == nil || errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if text, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(text), "This is a letter") {
		t.Errorf("the letter is lost: %v", err)
	}
}

// Nobody listens; and somebody who listens never answers.
func TestUnreachableIsErrUnavailable(t *testing.T) {
	t.Parallel()
	listening, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	silent := listening.Addr().String()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	nobody := gone.Addr().String()
	check(t, gone.Close())
	t.Cleanup(func() { _ = listening.Close() })

	for name, address := range map[string]string{"nobody": nobody, "silence": silent} {
		s := dbtest.Open(t, "postgres://accord:sesame@"+address+"/accord?sslmode=disable&connect_timeout=1")
		began := time.Now()
		for what, err := range map[string]error{
			"Ping":     s.Ping(t.Context()),
			"Revision": func() error { _, err := s.Revision(t.Context()); return err }(),
			"Services": func() error { _, err := s.Services(t.Context()); return err }(),
			"Update":   s.Update(t.Context(), dbtest.AsOperator(), func(context.Context, reseller.Tx) error { return nil }),
		} {
			if !errors.Is(err, reseller.ErrUnavailable) || strings.Contains(err.Error(), "sesame") {
				t.Errorf("%s of %s: %v, want ErrUnavailable", what, name, err)
			}
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s is noticed after %s", name, took)
		}
	}
}

func TestKindAndStats(t *testing.T) {
	t.Parallel()
	dbtest.EachBackend(t, func(t *testing.T, b dbtest.Backend) {
		s := b.Store(t)
		check(t, s.Ping(t.Context()))
		if s.Kind() != b.Name {
			t.Errorf("kind %q", s.Kind())
		}
		stats := s.Stats()
		for _, pool := range map[string][]string{"sqlite": {"read", "write"}, "postgres": {"read", "write"}}[b.Name] {
			if stats[pool].MaxOpenConnections == 0 {
				t.Errorf("no bounded pool %q in %+v", pool, stats)
			}
		}
	})
}
