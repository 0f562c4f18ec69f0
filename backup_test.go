package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestBackupBesideWriters: while fifty write, a backup has every write that was acknowledged before it began, and what came of
// each whole: its reports are what the rows tell. Restored, it is served, and repeats give the first answers.
func TestBackupBesideWriters(t *testing.T) {
	t.Parallel()
	s := demo(t, place{})
	writers := crowd(t, s, 50)
	const before = 4 // writes of each that a backup must have
	var reached, working sync.WaitGroup
	reached.Add(len(writers))
	stop := make(chan struct{})
	working.Go(func() {
		all(t, s, writers, func(w *writer, ok bool) bool {
			if !ok {
				t.Errorf("while it is copied: %v", w.failed)
				return false
			}
			if len(w.done) == before {
				reached.Done()
			}
			select {
			case <-stop:
				return len(w.done) < before
			default:
				return true
			}
		})
	})
	reached.Wait()
	said := s.succeed(t, "backup", "copy.db")
	close(stop)
	working.Wait()
	for _, want := range []string{"copy.db: ", " bytes at schema revision ", "SHA-256 ", "The secret key is not in it: keep accord.key"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not tell %q: %s", want, said)
		}
	}

	p := place{}.in(t)
	for name, to := range map[string]string{"copy.db": "copy.db", "accord.key": "accord.key"} {
		move(t, filepath.Join(s.dir, name), filepath.Join(p.dir, to))
	}
	_, rest, _ := strings.Cut(said, "SHA-256 ")
	digest := strings.Fields(rest)[0]
	if said := p.succeed(t, "restore", "copy.db", "--digest", digest); !strings.Contains(said, "Next: see that the secret key is the backup's (accord.key") {
		t.Errorf("restored: %s", said)
	}
	if said := p.succeed(t, "reports", "verify"); !strings.Contains(said, "are what the rows tell") {
		t.Errorf("the reports: %s", said)
	}
	restored := serve(t, p)
	for _, w := range writers {
		w.done = w.done[:before]
	}
	repeated(t, restored, writers)
}

func move(t testing.TB, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600) //nolint:gosec // in the test's own directory
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestRestoreBesideAServer is refused, and the server goes on; once it has stopped, the database is replaced, and may come back.
func TestRestoreBesideAServer(t *testing.T) {
	t.Parallel()
	s := demo(t, place{})
	s.succeed(t, "backup", "before.db")
	s.story(t, harbourFoods)
	refused(t, s.place, "is in use: stop the server", "restore", "before.db")
	s.accept(t, silverfin, s.request(t, brightcloud))
	customers := s.do(t, brightcloud, countRelationships, nil).at("viewer.partner.customers.totalCount")
	s.stop(t)

	said := s.succeed(t, "restore", "before.db")
	_, after, found := strings.Cut(said, "is kept as ")
	kept, _, _ := strings.Cut(after, ":")
	if !found {
		t.Fatalf("what was before is not told of: %s", said)
	}
	again := demo(t, s.place)
	if a := again.do(t, harbourFoods, `{ viewer { customer { relationships { totalCount } } } }`, nil); a.at("viewer.customer.relationships.totalCount") != "0" {
		t.Errorf("restored: %s", a.body)
	}
	again.stop(t)
	again.succeed(t, "restore", kept)
	last := demo(t, s.place)
	if got := last.do(t, brightcloud, countRelationships, nil).at("viewer.partner.customers.totalCount"); got != customers {
		t.Errorf("%s customers after all is undone, want %s", got, customers)
	}
}

// TestBackupRefuses with one line, and leaves nothing.
func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	p := place{}.in(t)
	refused(t, p, "no database to back up", "backup", "copy.db")
	unchanged(t, p, nil)
	p.succeed(t, "migrate")
	p.succeed(t, "backup", "copy.db")
	refused(t, p, "is there already: name another file, or write over it with --force", "backup", "copy.db")
	p.succeed(t, "backup", "--force", "copy.db")
	refused(t, p, "is the database itself", "backup", "--force", "accord.db")
	refused(t, p, "belongs to the database", "backup", "--force", "accord.db-wal")
	refused(t, p, "is a directory", "backup", ".")
	refused(t, p, "there is no directory", "backup", "none/copy.db")
	refused(t, p, "expected \"<file>\"", "backup")
	refused(t, p, "there is no backup", "restore", "none.db")
	refused(t, p, "is not the backup that was written", "restore", "copy.db", "--digest", "abcd")
	refused(t, p, "no SQLite database, or a damaged one", "restore", writeFile(t, p, "text.db", "this is no backup"))
	unchanged(t, p, []string{"accord.db", "copy.db", "text.db"})

	postgres := place{database: "postgres://accord@127.0.0.1:1/accord"}.in(t)
	refused(t, postgres, "use pg_dump", "backup", "copy.db")
	refused(t, postgres, "use pg_restore", "restore", "copy.db")
}

// TestNobodyIsToldThatItIsBusy: a hundred write at once, while files are imported and the database is copied by other processes.
func TestNobodyIsToldThatItIsBusy(t *testing.T) {
	t.Parallel()
	s := demo(t, place{})
	writers := crowd(t, s, 100)
	files := demoFiles(t, s.place)
	var beside sync.WaitGroup
	stop := make(chan struct{})
	for name, args := range map[string][]string{"import": append([]string{"import"}, files...), "backup": {"backup", "--force", "copy.db"}} {
		beside.Go(func() {
			for range 3 {
				if r := s.accord(t, args...); r.code != 0 {
					t.Errorf("%s: %s", name, r.stderr)
				}
			}
		})
	}
	go func() {
		beside.Wait()
		close(stop)
	}()
	all(t, s, writers, func(_ *writer, ok bool) bool {
		select {
		case <-stop:
			return false
		default:
			return ok
		}
	})
	beside.Wait()
	if all := failures(writers); len(all) > 0 {
		t.Errorf("answered: %v", all)
	}
	kept(t, s.place, writers)
	if a := s.send(t, http.MethodGet, "/readyz", "", nil); a.status != http.StatusOK {
		t.Errorf("/readyz: %s", a.body)
	}
}
