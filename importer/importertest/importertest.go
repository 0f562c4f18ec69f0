// Package importertest fills a store from files, for tests of the rooms above.
package importertest

import (
	"os"
	"path/filepath"
	"testing"

	"accord/importer"
	"accord/reseller"
)

// Load imports files given as name and text. What is wrong in them ends the test.
func Load(t testing.TB, app *reseller.App, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	opened, err := importer.Open(paths)
	if err == nil {
		_, err = importer.Run(t.Context(), app, opened, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
}
