package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func writeFile(t testing.TB, p place, name, content string) (path string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, name), []byte(content), 0o600); err != nil { //nolint:gosec // in the test's own directory
		t.Fatal(err)
	}
	return name
}

// demoFiles copies the demonstration data into the working directory.
func demoFiles(t testing.TB, p place) (names []string) {
	t.Helper()
	paths, err := filepath.Glob("importer/demo/*.csv")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no demonstration data: %v", err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, writeFile(t, p, filepath.Base(path), string(content)))
	}
	return names
}

// TestImport loads files named in any order, twice.
func TestImport(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		files := demoFiles(t, p)
		slices.Sort(files)
		slices.Reverse(files) // users come before the partners whose users they are
		first := p.succeed(t, append([]string{"import", "--migrate"}, files...)...)
		order := regexp.MustCompile(`(?m)^(\w+)\.csv: (\d+) rows: (\d+) added, 0 changed, 0 unchanged$`).FindAllStringSubmatch(first, -1)
		var kinds []string
		for _, match := range order {
			kinds = append(kinds, match[1])
			if match[2] != match[3] {
				t.Errorf("not all are added: %s", match[0])
			}
		}
		if want := []string{"services", "offers", "partners", "customers", "users", "relationships", "prices", "subscriptions"}; !slices.Equal(kinds, want) {
			t.Errorf("loaded %v, want %v:\n%s", kinds, want, first)
		}
		again := p.succeed(t, append([]string{"import"}, files...)...)
		if strings.Count(again, ": 0 added, 0 changed, ")+strings.Count(again, " 0 added, 0 changed, ") < len(files) {
			t.Errorf("the second time:\n%s", again)
		}
		if users := p.succeed(t, "token", "--list"); !strings.Contains(users, brightcloud+"\tpartner:Brightcloud\tADMIN_AGENT\n") {
			t.Errorf("the users:\n%s", users)
		}
		// What was imported is served.
		s := serve(t, p, demoOnlyForTheKey(p)...)
		s.story(t, harbourFoods)
	})
}

// demoOnlyForTheKey: --demo makes a key for PostgreSQL, and loads nothing into a database that is not empty.
func demoOnlyForTheKey(p place) []string {
	if p.database == "" {
		return nil
	}
	return []string{"--demo"}
}

// TestImportRefusesBadRows names all of them, loads none of the file's rows, and changes what is there in no way.
func TestImportRefusesBadRows(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		files := demoFiles(t, p)
		p.succeed(t, append([]string{"import", "--migrate"}, files...)...)
		before := p.succeed(t, "token", "--list")
		bad := writeFile(t, p, "users.csv", "email,name,tenant,tenant_key,roles\n"+
			"good@brightcloud.example,Good,partner,brightcloud,ADMIN_AGENT\n"+
			"bad@nowhere.example,Bad,partner,nowhere,ADMIN_AGENT\n"+
			"worse@brightcloud.example,Worse,partner,brightcloud,EMPEROR\n")
		r := p.accord(t, "import", bad)
		if r.code != 1 {
			t.Errorf("exit code %d", r.code)
		}
		for _, want := range []string{"users.csv: 2 bad rows; nothing of this file is loaded", "users.csv:3: tenant_key: ", "users.csv:4: roles: "} {
			if !strings.Contains(r.stderr, want) {
				t.Errorf("does not tell %q:\n%s", want, r.stderr)
			}
		}
		if after := p.succeed(t, "token", "--list"); after != before {
			t.Errorf("the users are now\n%s", after)
		}
	})
}

// TestImportBesideServers: what servers have cached of a changed partner is dropped through Redis.
func TestImportBesideServers(t *testing.T) {
	t.Parallel()
	s := demo(t, shared(t))
	token := s.request(t, brightcloud)
	if a := s.do(t, "", previewLink, map[string]any{"token": token}); a.at("invite.partner.name") != "Brightcloud" {
		t.Fatalf("the preview: %s", a.body)
	}
	partners, err := os.ReadFile("importer/demo/partners.csv")
	if err != nil {
		t.Fatal(err)
	}
	renamed := strings.Replace(string(partners), "brightcloud,Brightcloud,", "brightcloud,Brighter Cloud,", 1)
	if out := s.succeed(t, "import", writeFile(t, s.place, "partners.csv", renamed)); !strings.Contains(out, "0 added, 1 changed") {
		t.Errorf("printed %s", out)
	}
	eventually(t, "the preview shows the new name", func() bool {
		return s.do(t, "", previewLink, map[string]any{"token": token}).at("invite.partner.name") == "Brighter Cloud"
	})
}

func TestImportRefusesFiles(t *testing.T) {
	t.Parallel()
	p := place{}.in(t)
	refused(t, p, "its name does not tell what it holds", "import", writeFile(t, p, "things.csv", "code\n"))
	refused(t, p, "no such file", "import", "partners.csv")
	refused(t, p, "expected \"<file> ...\"", "import")
	unchanged(t, p, []string{"things.csv"})
}
