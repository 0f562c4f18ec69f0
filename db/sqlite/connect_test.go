package sqlite

import (
	"os"
	"path/filepath"
	"testing"

	"accord/db/dialect"
)

// Whoever connects while a database is replaced waits for the lock of the old file, and then gets the new one: what it writes is not lost.
func TestConnectionsFollowTheName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, other := filepath.Join(dir, "test.db"), filepath.Join(dir, "other.db")
	for file, text := range map[string]string{path: "old", other: "new"} {
		writer, reader, err := Open(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := writer.ExecContext(t.Context(), "CREATE TABLE which (text); INSERT INTO which VALUES (?)", text); err != nil {
			t.Fatal(err)
		}
		_, _ = reader.Close(), writer.Close()
	}
	release, err := Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	writer, reader, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = reader.Close(), writer.Close() }()
	got := make(chan string, 1)
	go func() {
		var text string
		if err := writer.QueryRowContext(t.Context(), "SELECT text FROM which").Scan(&text); err != nil {
			text = err.Error()
		}
		got <- text
	}()
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if text := <-got; text != "new" {
		t.Errorf("it is connected to %q", text)
	}
}

// A database whose file is gone is not there, instead of empty and new.
func TestNoConnectionMakesADatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "test.db")
	writer, reader, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = reader.Close(), writer.Close() }()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := writer.PingContext(t.Context()); err == nil || classify(err) != dialect.Unavailable {
		t.Errorf("it says %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("there is a file")
	}
}
