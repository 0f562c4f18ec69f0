// Package programs finds the programs of the servers that tests and benches start, where scripts/with-servers finds and installs them.
package programs

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// systems are where the packages of Debian, Red Hat and Homebrew have PostgreSQL, whose programs need not be in PATH.
var systems = []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin"}

// PostgreSQL gives the directory that has those of its programs, all of one installation.
func PostgreSQL(names ...string) (dir string, err error) {
	candidates := inPath(names)
	for _, pattern := range systems {
		found, _ := filepath.Glob(pattern) // the patterns are well formed
		slices.Reverse(found)              // the newest first
		candidates = append(candidates, found...)
	}
	for _, dir := range candidates {
		if hasAll(dir, names) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("of PostgreSQL are needed, in PATH, %s: scripts/with-servers true installs it, and says how where it may not; on Debian its package is postgresql", strings.Join(names, ", "))
}

// inPath gives the directories of PATH in which programs are, and those in which they are that are linked from there: some systems link
// a few of them.
func inPath(names []string) (dirs []string) {
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		dirs = append(dirs, filepath.Dir(path))
		if linked, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(linked))
		}
	}
	return dirs
}

func hasAll(dir string, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		_, err := exec.LookPath(filepath.Join(dir, name))
		return err != nil
	})
}

// Redis gives the path of redis-server, or of what some systems have in its place.
func Redis() (path string, err error) {
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("redis-server, or valkey-server, is needed in PATH: scripts/with-servers true installs it, and says how where it may not: %w", err)
}
