package main

import (
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

// refused runs a command that must fail with one clear line.
func refused(t testing.TB, p place, reason string, args ...string) string {
	t.Helper()
	r := p.accord(t, args...)
	if r.code == 0 || r.code == 2 { // 2 is a panic's
		t.Errorf("accord %s: exit code %d\n%s%s", strings.Join(args, " "), r.code, r.stdout, r.stderr)
	}
	said := strings.TrimSuffix(r.stderr, "\n")
	if !strings.HasPrefix(said, "accord: ") || strings.Contains(said, "\n") || !strings.Contains(said, reason) {
		t.Errorf("accord %s: no single line that tells %q:\n%s", strings.Join(args, " "), reason, r.stderr)
	}
	return said
}

// unchanged checks which files there are.
func unchanged(t testing.TB, p place, want []string) {
	t.Helper()
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("there are the files %v, want %v", got, want)
	}
}

// TestBadInputs are refused with one line, and nothing is changed.
func TestBadInputs(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	key, other := strings.Repeat("ab", 32), strings.Repeat("cd", 32)
	const free = "127.0.0.1:0"
	tests := []struct {
		name, reason string
		args         []string
	}{
		{"unknown kind of database", `of kind "mysql" is not known`, []string{"--listen", free, "--database-url", "mysql://localhost/accord"}},
		{"no file named", "names no file", []string{"--listen", free, "--database-url", "sqlite:"}},
		{"missing directory", "cannot be written", []string{"--listen", free, "--database-url", "sqlite:missing/accord.db"}},
		{"a directory for a file", "cannot be written", []string{"--listen", free, "--database-url", "sqlite:."}},
		{"port taken", "cannot listen on " + taken.Addr().String(), []string{"--listen", taken.Addr().String()}},
		{"listen to nonsense", "development identity", []string{"--listen", "nonsense"}},
		{"listen to all", "development identity", []string{"--listen", "0.0.0.0:0"}},
		{"listen to all by an empty host", "development identity", []string{"--listen", ":0"}},
		{"listen to a name", "development identity", []string{"--listen", "accord.example:0"}},
		{"short key", "64 hex digits", []string{"--listen", free, "--secret-key", "abc"}},
		{"long key", "64 hex digits", []string{"--listen", free, "--secret-key", key + "a"}},
		{"key not hex", "not a hex digit", []string{"--listen", free, "--secret-key", strings.Repeat("xy", 32)}},
		{"key given twice", "given twice", []string{"--listen", free, "--secret-key", key + "," + other + "," + key}},
		{"no Redis address", "redis", []string{"--listen", free, "--redis-url", "http://:hunter2@127.0.0.1:6379"}},
		{"broken Redis address", "edis", []string{"--listen", free, "--redis-url", "redis://:hunter2@127.0.0.1:6379:1/x"}},
		{"no origin", `"https://app.example/" is no origin`, []string{"--listen", free, "--allowed-origins", "https://other.example,https://app.example/"}},
		{"all origins and one", "* stands alone", []string{"--listen", free, "--allowed-origins", "*,https://app.example"}},
		{"public address without scheme", "--public-url", []string{"--listen", free, "--public-url", "accord.example"}},
		{"public address of a script", "--public-url", []string{"--listen", free, "--public-url", "javascript:alert(1)"}},
		{"replica of SQLite", "an SQLite database has no replicas", []string{"--listen", free, "--database-replica-url=postgres://accord:sesame@127.0.0.1/accord"}},
		{"lag of replicas", "--database-replica-lag must be more than 0", []string{"--listen", free, "--database-replica-lag=0s"}},
		{"a long lag of replicas", "1m0s at most", []string{"--listen", free, "--database-replica-lag=61s"}},
		{"number of readers", "--database-readers must not be less than 0", []string{"--listen", free, "--database-readers=-1"}},
		{"rate of tax", "write a rate as CN=6%", []string{"--listen", free, "--tax-rate", "CN=0.06"}},
		{"issuer without audience", "--oidc-audience", []string{"--listen", free, "--oidc-issuer", "https://login.example"}},
		{"audience without issuer", "--oidc-issuer", []string{"--listen", free, "--oidc-audience", "accord"}},
		{"issuer by http", "https://", []string{"--listen", free, "--oidc-issuer", "http://login.example", "--oidc-audience", "accord"}},
		{"issuer is a word", "--oidc-issuer", []string{"--listen", free, "--oidc-issuer", "login", "--oidc-audience", "accord"}},
		{"no signature", "anybody could sign", []string{"--listen", free, "--oidc-issuer", "https://login.example", "--oidc-audience", "accord", "--oidc-algorithms", "RS256,none"}},
		{"shared secret", "anybody could sign", []string{"--listen", free, "--oidc-issuer", "https://login.example", "--oidc-audience", "accord", "--oidc-algorithms", "HS256"}},
		{"clocks an hour apart", "--oidc-clock-skew", []string{"--listen", free, "--oidc-issuer", "https://login.example", "--oidc-audience", "accord", "--oidc-clock-skew", "1h"}},
		{"client without issuer", "--oidc-client-id needs --oidc-issuer", []string{"--listen", free, "--oidc-client-id", "accord-pages"}},
		{"scopes without issuer", "--oidc-scopes needs --oidc-issuer", []string{"--listen", free, "--oidc-scopes", "openid"}},
		{"token without issuer", "--oidc-token needs --oidc-issuer", []string{"--listen", free, "--oidc-token", "id"}},
		{"token without client", "--oidc-token needs --oidc-client-id", []string{"--listen", free, "--oidc-issuer", "https://login.example", "--oidc-audience", "accord", "--oidc-token", "id"}},
		{"unknown token", "choose access or id", []string{"--listen", free, "--oidc-issuer", "https://login.example", "--oidc-audience", "accord", "--oidc-client-id", "accord", "--oidc-token", "refresh"}},
		{"token of another client", "an ID token is for its client", []string{"--listen", free, "--oidc-issuer", "https://login.example", "--oidc-audience", "accord", "--oidc-client-id", "pages", "--oidc-token", "id"}},
		{"scopes without openid", "lacks openid", []string{"--listen", free, "--oidc-issuer", "https://login.example", "--oidc-audience", "accord", "--oidc-client-id", "pages", "--oidc-scopes", "email profile"}},
		{"unknown flag", "unknown flag", []string{"--bogus"}},
		{"broken PostgreSQL address", "cannot be read", []string{"--listen", free, "--secret-key", key, "--database-url", "postgres://u:hunter2@:x:y/accord"}},
		{"no key for PostgreSQL", "ACCORD_SECRET_KEY", []string{"--listen", free, "--database-url", "postgres://127.0.0.1:1/accord"}},
		{"PostgreSQL away", "127.0.0.1", []string{"--listen", free, "--secret-key", key, "--database-url", "postgres://u:hunter2@127.0.0.1:1/accord?sslmode=disable"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := place{}.in(t)
			said := refused(t, p, test.reason, append([]string{"serve"}, test.args...)...)
			for _, secret := range []string{"hunter2", key, strings.Repeat("xy", 32)} {
				if strings.Contains(said, secret) {
					t.Errorf("a secret is told: %s", said)
				}
			}
			unchanged(t, p, nil)
		})
	}
}

// TestSilentPostgreSQL gives up within seconds on a server that accepts and never answers.
func TestSilentPostgreSQL(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	p := place{database: "postgres://u:hunter2@" + silent.Addr().String() + "/accord?sslmode=disable"}.in(t)
	if said := refused(t, p, silent.Addr().String(), "migrate"); strings.Contains(said, "hunter2") {
		t.Errorf("a secret is told: %s", said)
	}
}

// TestBrokenKeyFile names the file and shows nothing of it.
func TestBrokenKeyFile(t *testing.T) {
	t.Parallel()
	p := place{}.in(t)
	half := strings.Repeat("ab", 16)
	writeFile(t, p, "accord.key", half+"\n")
	if said := refused(t, p, "accord.key", "serve", "--listen", "127.0.0.1:0"); strings.Contains(said, half) {
		t.Errorf("a secret is told: %s", said)
	}
	unchanged(t, p, []string{"accord.key"})
}

// TestNewerDatabase is left alone.
func TestNewerDatabase(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		p.env = []string{"ACCORD_SECRET_KEY=" + strings.Repeat("ab", 32)}
		p.succeed(t, "migrate")
		database := p.open(t)
		newer(t, database)
		database.MustExec(`UPDATE schema_support SET oldest_build = 9001`)
		for _, args := range [][]string{
			{"serve", "--listen", "127.0.0.1:0"},
			{"serve", "--listen", "127.0.0.1:0", "--demo"},
			{"migrate"},
			{"token", "--list"},
			{"import", writeFile(t, p, "services.csv", "code,name_en,name_zh\nA,A,A\n")},
		} {
			refused(t, p, "revision 9001, from a newer build", args...)
		}
		var services int
		if err := database.Get(&services, `SELECT count(*) FROM services`); err != nil || services != 0 {
			t.Errorf("%d services, error %v", services, err)
		}
	})
}

// newer makes the schema one of a newer build, which serves this one too.
func newer(t testing.TB, database *sqlx.DB) {
	t.Helper()
	if _, err := database.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9001, TRUE)`); err != nil {
		t.Fatal(err)
	}
}

// TestBesideANewerBuild: when another one brings the schema to its own, this one goes on, is ready and can be started, until the schema
// serves it no longer.
func TestBesideANewerBuild(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		s := demo(t, p)
		database := s.open(t)
		newer(t, database)
		for _, each := range []*instance{s, s.beside(t)} {
			if status, body := each.ready(t); status != http.StatusOK {
				t.Errorf("/readyz: %d %s", status, body)
			}
		}
		s.request(t, brightcloud)
		if got := s.succeed(t, "migrate"); !strings.Contains(got, "revision 9001, from a newer build, and serves this one") {
			t.Errorf("migrate: %q", got)
		}
		database.MustExec(`UPDATE schema_support SET oldest_build = 9001`)
		if status, body := s.ready(t); status != http.StatusServiceUnavailable {
			t.Errorf("/readyz of one that is too old: %d %s", status, body)
		}
	})
}

// TestUnknownUser gets no token, and is told where the others are.
func TestUnknownUser(t *testing.T) {
	t.Parallel()
	p := place{}.in(t)
	demo(t, p).stop(t)
	refused(t, p, "there is no user nobody@nowhere.example: accord token --list", "token", "--as", "nobody@nowhere.example")
	refused(t, p, "can't be used together", "token", "--as", brightcloud, "--list")
	refused(t, p, "missing flags", "token")
}
