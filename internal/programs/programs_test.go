package programs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"accord/internal/programs"
)

// TestPostgreSQLIsFoundWhole: a directory of PATH that has links to some of its programs leads to the one that has all.
func TestPostgreSQLIsFoundWhole(t *testing.T) {
	installed, linked := t.TempDir(), t.TempDir()
	for _, name := range []string{"initdb", "one-more"} {
		if err := os.WriteFile(filepath.Join(installed, name), []byte("#!/bin/sh\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(installed, "initdb"), filepath.Join(linked, "initdb")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", linked)
	want, err := filepath.EvalSymlinks(installed)
	if err != nil {
		t.Fatal(err)
	}
	if dir, err := programs.PostgreSQL("initdb", "one-more"); err != nil || dir != want {
		t.Errorf("found in %q, %v; it is in %q", dir, err, want)
	}
	if dir, err := programs.PostgreSQL("initdb"); err != nil || dir != linked {
		t.Errorf("what is in PATH itself is found in %q, %v", dir, err)
	}
	if _, err := programs.PostgreSQL("initdb", "nobody-has-it"); err == nil || !strings.Contains(err.Error(), "nobody-has-it") {
		t.Errorf("what is nowhere: %v", err)
	}
}

func TestRedisIsFoundByEitherName(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	if _, err := programs.Redis(); err == nil {
		t.Error("found where there is none")
	}
	path := filepath.Join(dir, "valkey-server")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if found, err := programs.Redis(); err != nil || found != path {
		t.Errorf("found %q, %v", found, err)
	}
}
