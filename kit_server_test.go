package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"accord/cache/cachetest"
	"accord/db/dbtest"
)

// instance is a server that is ready, with what its clients hold.
type instance struct {
	*process

	client *http.Client
	mu     sync.Mutex
	tokens map[string]string
	// secrets are what must never be in the log.
	secrets []string
}

// serve starts a server on a free port and waits until it is ready. When the test ends, so does the server, which must
// exit with 0, have logged nothing but lines of JSON, and none of the tokens.
func serve(t testing.TB, p place, args ...string) *instance {
	t.Helper()
	s := &instance{client: &http.Client{Timeout: patience}, tokens: map[string]string{}}
	t.Cleanup(func() { s.checkLog(t) }) // after the server's end
	s.process = launch(t, p, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	s.base = s.log(t, "readiness", func(l logLine) bool { return l.Msg == "ready" }).Address
	return s
}

// demo is serve with the demonstration data.
func demo(t testing.TB, p place, args ...string) *instance {
	t.Helper()
	return serve(t, p, append([]string{"--demo"}, args...)...)
}

// beside is another server on the data of this one.
func (s *instance) beside(t testing.TB) *instance {
	t.Helper()
	other := serve(t, s.place)
	other.tokens = s.tokens
	return other
}

// each runs a test on both kinds of places: SQLite alone, and PostgreSQL with Redis.
func each(t *testing.T, f func(t *testing.T, p place)) {
	t.Helper()
	dbtest.EachBackend(t, func(t *testing.T, b dbtest.Backend) {
		if b.Name == dbtest.SQLite.Name {
			f(t, place{}.in(t))
		} else {
			f(t, shared(t))
		}
	})
}

// shared is a place that several processes can share: an empty PostgreSQL database of its own, and Redis.
func shared(t testing.TB) place {
	t.Helper()
	return place{database: dbtest.PostgreSQL.Blank(t), redis: redisURL(t)}.in(t)
}

func redisURL(t testing.TB) string {
	t.Helper()
	address := os.Getenv("TEST_REDIS_URL")
	if address == "" {
		t.Fatal("run make test, or set TEST_REDIS_URL")
	}
	return address
}

// throughProxy puts a proxy, which can be cut, before the server that an address names.
func throughProxy(t testing.TB, address string) (through string, proxy *cachetest.Proxy) {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal("an address of a server is no URL") // the error would show its password
	}
	proxy = cachetest.NewProxy(t, parsed.Host)
	parsed.Host = proxy.Addr
	return parsed.String(), proxy
}

func (s *instance) checkLog(t testing.TB) {
	t.Helper()
	log := s.stderr.String()
	if strings.Contains(log, "DATA RACE") || strings.Contains(log, "panic") {
		t.Errorf("the server is broken:\n%s", log)
	}
	for line := range strings.Lines(log) {
		if !json.Valid([]byte(line)) {
			t.Errorf("a line of the log is no JSON: %s", line)
			break
		}
	}
	printed := log + s.stdout.String()
	slices.Sort(s.secrets)
	for _, secret := range slices.Compact(s.secrets) {
		if at := strings.Index(printed, secret); at >= 0 {
			t.Errorf("a token is in the log: %s", printed[strings.LastIndexByte(printed[:at], '\n')+1:at])
		}
	}
}

// hide notes a secret.
func (s *instance) hide(secret string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets = append(s.secrets, secret)
	return secret
}

// token is a user's bearer token, made by the command as people make it.
func (s *instance) token(t testing.TB, email string) string {
	t.Helper()
	s.mu.Lock()
	token := s.tokens[email]
	s.mu.Unlock()
	if token == "" {
		token = strings.TrimSuffix(s.succeed(t, "token", "--as", email), "\n")
		s.mu.Lock()
		s.tokens[email] = token
		s.mu.Unlock()
	}
	return s.hide(token)
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
	// Data and Errors are of an answer in GraphQL.
	Data   any `json:"data"`
	Errors []struct {
		Message    string `json:"message"`
		Extensions struct {
			Code string `json:"code"`
		} `json:"extensions"`
	} `json:"errors"`
}

// send makes any request. A header named Host sets the request's.
func (s *instance) send(t testing.TB, method, path, body string, header map[string]string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	if host := header["Host"]; host != "" {
		r.Host = host
	}
	response, err := s.client.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	a := answer{status: response.StatusCode, header: response.Header, body: string(content)}
	if strings.Contains(response.Header.Get("Content-Type"), "json") {
		decoder := json.NewDecoder(bytes.NewReader(content))
		decoder.UseNumber()
		if err := decoder.Decode(&a); err != nil {
			t.Fatalf("%s %s: %v: %s", method, path, err, content)
		}
	}
	return a
}

func (s *instance) get(t testing.TB, path string) answer {
	t.Helper()
	return s.send(t, http.MethodGet, path, "", nil)
}

// headers are those of a request in GraphQL by a user; "" is nobody.
func (s *instance) headers(t testing.TB, email string) map[string]string {
	t.Helper()
	h := map[string]string{"Content-Type": "application/json"}
	if email != "" {
		h["Authorization"] = "Bearer " + s.token(t, email)
	}
	return h
}

// ask runs an operation as a user, "" is nobody, and gives whatever comes.
func (s *instance) ask(t testing.TB, email, query string, variables map[string]any) answer {
	t.Helper()
	return s.send(t, http.MethodPost, "/graphql", document(t, query, variables), s.headers(t, email))
}

func document(t testing.TB, query string, variables map[string]any) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// do is ask for what has to go well: no errors at the top.
func (s *instance) do(t testing.TB, email, query string, variables map[string]any) answer {
	t.Helper()
	a := s.ask(t, email, query, variables)
	if a.status != http.StatusOK || len(a.Errors) > 0 {
		t.Fatalf("as %q: status %d: %s", email, a.status, a.body)
	}
	return a
}

// code is that of the first error at the top.
func (a answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

// at gives what stands at a path of names and numbers, such as "viewer.user.roles.0", as text; "" for null and nothing.
func (a answer) at(path string) string {
	value := a.Data
	for name := range strings.SplitSeq(path, ".") {
		switch node := value.(type) {
		case map[string]any:
			value = node[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(node) {
				return ""
			}
			value = node[i]
		default:
			return ""
		}
	}
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}
