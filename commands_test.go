package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestServeDemo is the first thing that anybody does: start it, find everything told, come back later.
func TestServeDemo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		first := demo(t, p)
		eventually(t, "the greeting has come", func() bool { return strings.Contains(first.stdout.String(), "Next:") })
		greeting := first.stdout.String()
		for _, part := range []string{
			first.base + "/\n", first.base + "/playground", first.base + "/graphql", first.base + "/readyz", first.base + "/metrics",
			"admin@brightcloud.example", "partner:Brightcloud", "SALES_AGENT;BILLING_ADMIN", "operator@accord.example", "Next:", "accord token --as",
		} {
			if !strings.Contains(greeting, part) {
				t.Errorf("the greeting does not tell %q:\n%s", part, greeting)
			}
		}
		users := p.succeed(t, "token", "--list")
		before := first.do(t, brightcloud, countRelationships, nil)
		token := first.story(t, harbourFoods)
		key := keyOf(t, p)
		if code := first.stop(t); code != 0 {
			t.Fatalf("exit code %d", code)
		}

		second := demo(t, p)
		if again := p.succeed(t, "token", "--list"); again != users {
			t.Errorf("the second start changed the users: %s", again)
		}
		if again := keyOf(t, p); again != key {
			t.Error("the second start made another key")
		}
		// A token from before the restart and a link from before it are still good.
		after := second.send(t, "POST", "/graphql", document(t, countRelationships, nil), first.headers(t, brightcloud))
		if got, want := after.at("viewer.partner.customers.totalCount"), fmt.Sprint(number(t, before.at("viewer.partner.customers.totalCount"))+1); got != want {
			t.Errorf("%s customers after the second start, want %s: %s", got, want, after.body)
		}
		if a := second.do(t, harbourFoods, previewLink, map[string]any{"token": second.hide(token)}); a.at("invite.forViewer.alreadyRelated") != "true" {
			t.Errorf("the link after the second start: %s", a.body)
		}
	})
}

func number(t testing.TB, text string) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(text, &n); err != nil {
		t.Fatalf("%q is no number", text)
	}
	return n
}

// keyOf reads the key's file: beside the SQLite file, in the working directory for PostgreSQL. Here that is the same.
func keyOf(t testing.TB, p place) string {
	t.Helper()
	path := filepath.Join(p.dir, "accord.key")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file has mode %v", info.Mode())
	}
	key, err := os.ReadFile(path)
	if err != nil || !regexp.MustCompile(`^[0-9a-f]{64}\n$`).Match(key) {
		t.Errorf("the key's file does not hold a key: %v", err)
	}
	return string(key)
}

// TestKeyStandsBesideTheDatabase also where that is another directory than the working one.
func TestKeyStandsBesideTheDatabase(t *testing.T) {
	t.Parallel()
	p := place{database: "sqlite:data/reseller.sqlite"}.in(t)
	if err := os.Mkdir(filepath.Join(p.dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	s := serve(t, p)
	s.stop(t)
	found := map[string]bool{}
	for _, pattern := range []string{"*", "data/*.key"} {
		names, err := filepath.Glob(filepath.Join(p.dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			found[strings.TrimPrefix(name, p.dir)] = true
		}
	}
	if got := slices.Sorted(maps.Keys(found)); !slices.Equal(got, []string{"/data", "/data/reseller.key"}) {
		t.Errorf("there are %v", got)
	}
}

func TestTokenList(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		demo(t, p).stop(t)
		lines := strings.Split(strings.TrimSuffix(p.succeed(t, "token", "--list"), "\n"), "\n")
		for _, want := range []string{
			"admin@brightcloud.example\tpartner:Brightcloud\tADMIN_AGENT",
			"billing@brightcloud.example\tpartner:Brightcloud\tSALES_AGENT;BILLING_ADMIN",
			"reader@harbourfoods.example\tcustomer:Harbour Foods\tUSER",
			"admin@sanhe.example\tpartner:三禾分销 Sanhe Distribution\tADMIN_AGENT",
			"operator@accord.example\toperator\tOPERATOR",
		} {
			if !slices.Contains(lines, want) {
				t.Errorf("no line %q in\n%s", want, strings.Join(lines, "\n"))
			}
		}
		for _, line := range lines {
			if strings.Count(line, "\t") != 2 {
				t.Errorf("not three columns: %q", line)
			}
		}
	})
}

// TestToken prints a token alone on its line, whatever the case of the address.
func TestToken(t *testing.T) {
	t.Parallel()
	s := demo(t, place{})
	printed := s.succeed(t, "token", "--as", "Admin@BrightCloud.example")
	if !regexp.MustCompile(`^[\w-]+\.[\w-]+\.[\w-]+\n$`).MatchString(printed) {
		t.Errorf("printed %q", printed)
	}
	a := s.send(t, "POST", "/graphql", document(t, `{ viewer { user { email roles } partner { name } } }`, nil),
		map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + s.hide(strings.TrimSpace(printed))})
	if a.at("viewer.user.email") != brightcloud || a.at("viewer.partner.name") != "Brightcloud" {
		t.Errorf("the token names %s", a.body)
	}
}

// TestTokenChangesNothing where there is nothing yet.
func TestTokenChangesNothing(t *testing.T) {
	t.Parallel()
	p := place{}.in(t)
	refused(t, p, "there is no database yet", "token", "--list")
	refused(t, p, "there is no database yet", "token", "--as", brightcloud)
	unchanged(t, p, nil)
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		if got := p.succeed(t, "migrate"); !regexp.MustCompile(`from schema revision 0 to [1-9]`).MatchString(got) {
			t.Errorf("first: %q", got)
		}
		if got := p.succeed(t, "migrate"); !regexp.MustCompile(`^The database is at this build's schema, revision [1-9]\d*\.\n$`).MatchString(got) {
			t.Errorf("second: %q", got)
		}
		p.succeed(t, "token", "--list") // needs no key, and finds nobody
	})
}

// TestServeLeavesPostgreSQLAlone without --migrate.
func TestServeLeavesPostgreSQLAlone(t *testing.T) {
	t.Parallel()
	p := shared(t)
	p.env = []string{"ACCORD_SECRET_KEY=" + strings.Repeat("ab", 32)}
	refused(t, p, "accord migrate", "serve", "--listen", "127.0.0.1:0")
	refused(t, p, "accord migrate", "token", "--list")
	refused(t, p, "accord migrate", "import", writeFile(t, p, "services.csv", "code,name_en,name_zh\nA,A,A\n"))
	serve(t, p, "--migrate").stop(t)
	serve(t, p)
}

func TestVersion(t *testing.T) {
	t.Parallel()
	want := "accord v1.2.3-test\ncommit c0ffee\n" + runtime.Version() + "\n"
	if got := (place{}).in(t).succeed(t, "version"); got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
}

// TestHelp lists every flag of every command with its variable.
func TestHelp(t *testing.T) {
	t.Parallel()
	flags := map[string]string{
		"--listen": "LISTEN_ADDR", "--database-url": "DATABASE_URL", "--redis-url": "REDIS_URL", "--public-url": "PUBLIC_URL",
		"--secret-key": "ACCORD_SECRET_KEY", "--oidc-issuer": "OIDC_ISSUER", "--oidc-audience": "OIDC_AUDIENCE",
		"--oidc-algorithms": "OIDC_ALGORITHMS", "--oidc-clock-skew": "OIDC_CLOCK_SKEW", "--oidc-email-claim": "OIDC_EMAIL_CLAIM",
		"--oidc-client-id": "OIDC_CLIENT_ID", "--oidc-scopes": "OIDC_SCOPES", "--oidc-token": "OIDC_TOKEN",
		"--[no-]oidc-require-verified-email": "OIDC_REQUIRE_VERIFIED_EMAIL", "--[no-]production": "ACCORD_PRODUCTION",
		"--tax-rate": "ACCORD_TAX_RATE", "--database-readers": "DATABASE_READERS", "--migrate": "ACCORD_MIGRATE", "--demo": "ACCORD_DEMO",
		"--allowed-origins": "ALLOWED_ORIGINS", "--request-timeout": "ACCORD_REQUEST_TIMEOUT", "--max-body": "ACCORD_MAX_BODY",
		"--max-tokens": "ACCORD_MAX_TOKENS", "--max-depth": "ACCORD_MAX_DEPTH", "--max-aliases": "ACCORD_MAX_ALIASES",
		"--max-root-fields": "ACCORD_MAX_ROOT_FIELDS", "--max-selections": "ACCORD_MAX_SELECTIONS", "--max-cost": "ACCORD_MAX_COST",
		"--max-page": "ACCORD_MAX_PAGE", "--max-errors": "ACCORD_MAX_ERRORS", "--max-operations": "ACCORD_MAX_OPERATIONS",
		"--rate-limit": "ACCORD_RATE_LIMIT", "--documents": "ACCORD_DOCUMENTS", "--only-documents": "ACCORD_ONLY_DOCUMENTS",
		"--database-replica-url": "DATABASE_REPLICA_URL", "--database-replica-lag": "DATABASE_REPLICA_LAG",
		"--as": "", "--list": "", "--log-level": "LOG_LEVEL", "--admin-listen": "ADMIN_LISTEN_ADDR",
		"--max-work": "ACCORD_MAX_WORK", "--max-streams": "ACCORD_MAX_STREAMS", "--max-tenant-streams": "ACCORD_MAX_TENANT_STREAMS",
		"--max-connections": "ACCORD_MAX_CONNECTIONS", "--force": "", "--digest": "",
	}
	of := map[string][]string{
		"": {"serve", "migrate", "token", "import", "reports verify", "reports rebuild", "backup", "restore", "version", "accord serve --demo"},
		"serve": {
			"--listen", "--database-url", "--redis-url", "--public-url", "--secret-key", "--oidc-issuer", "--oidc-audience",
			"--oidc-algorithms", "RS256,ES256,PS256,EdDSA", "--oidc-clock-skew", "30s", "--oidc-email-claim", "--[no-]oidc-require-verified-email",
			"--oidc-client-id", "--oidc-scopes", "openid email profile offline_access", "--oidc-token", "--[no-]production",
			"--tax-rate", "CN@2027-01=9%", "--migrate", "--demo", "--log-level", "127.0.0.1:8080", "sqlite:accord.db",
			"--allowed-origins", "--request-timeout", "10s", "--max-body", "1048576", "--max-tokens", "2000", "--max-depth", "12",
			"--max-aliases", "30", "--max-root-fields", "20", "--max-selections", "1000", "--max-cost", "50000", "--max-page", "100",
			"--database-replica-url", "Accord-Position", "--database-replica-lag",
			"--max-errors", "--max-operations", "--max-work", "--max-streams", "--max-tenant-streams", "--max-connections", "--rate-limit", "600/m", "--documents", "--only-documents", "--admin-listen",
		},
		"migrate":         {"--database-url", "--log-level"},
		"token":           {"--database-url", "--secret-key", "--oidc-issuer", "--as", "--list", "--log-level"},
		"import":          {"--database-url", "--redis-url", "--migrate", "services, offers, partners, customers, users, relationships, prices and subscriptions", ".ndjson"},
		"reports verify":  {"--database-url", "--log-level", "beside a running server", "fails when it finds any drift"},
		"reports rebuild": {"--database-url", "--log-level", "a few partners at a time"},
		"backup":          {"--database-url", "--log-level", "--force", "beside a running server too", "The secret key is not in it", "pg_dump or pg_basebackup"},
		"restore":         {"--database-url", "--log-level", "--digest", "kept under another name", "Stop the server first", "from a newer build", "pg_restore"},
		"version":         {"--log-level"},
	}
	for command, parts := range of {
		t.Run("accord "+command, func(t *testing.T) {
			t.Parallel()
			help := (place{}).in(t).succeed(t, append(strings.Fields(command), "--help")...)
			checkHelp(t, strings.Join(strings.Fields(help), " "), parts, flags)
		})
	}
}

// checkHelp looks for parts of a help, for the variables of those that are flags, and for flags that are not known.
func checkHelp(t *testing.T, help string, parts []string, flags map[string]string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(help, part) {
			t.Errorf("does not tell %q: %s", part, help)
		}
		if variable := flags[part]; variable != "" && !strings.Contains(help, "($"+variable+")") {
			t.Errorf("does not tell the variable of %s: %s", part, help)
		}
	}
	for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(help, -1) {
		if _, known := flags[flag]; !known && flag != "--help" {
			t.Errorf("the flag %s is not tested", flag)
		}
	}
}

// TestFlagWins over the variable, and the variable over the default.
func TestFlagWins(t *testing.T) {
	t.Parallel()
	p := place{database: "sqlite:variable.db"}.in(t)
	p.succeed(t, "migrate")
	p.succeed(t, "migrate", "--database-url", "sqlite:flag.db")
	unchanged(t, p, []string{"flag.db", "variable.db"})

	// Empty variables are as good as none.
	empty := place{env: []string{"DATABASE_URL=", "LOG_LEVEL=", "ACCORD_MIGRATE="}}.in(t)
	empty.succeed(t, "migrate")
	unchanged(t, empty, []string{"accord.db"})

	p.env = []string{"LISTEN_ADDR=0.0.0.0:80", "PUBLIC_URL=https://variable.example", "ACCORD_PRODUCTION=true", "ACCORD_DEMO="}
	s := demo(t, p, "--public-url", "https://flag.example")
	if a := s.do(t, brightcloud, requestLink, nil); !strings.HasPrefix(a.at("requestRelationship.invite.url"), "https://flag.example/invite/"+s.hide(a.at("requestRelationship.invite.token"))) {
		t.Errorf("the link is %s", a.at("requestRelationship.invite.url"))
	}
	if a := s.ask(t, "", `{ __schema { queryType { name } } }`, nil); a.code() == "" {
		t.Errorf("introspection in production: %s", a.body)
	}
}
