package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// fakeIdentities knows one user; with an error it knows none.
type fakeIdentities struct{ err error }

func (f fakeIdentities) List(context.Context) ([]Identity, error) {
	return []Identity{{Email: "ada@example.com", Name: "Ada", Tenant: "Northwind", Roles: []string{"ADMIN"}}}, f.err
}

func (f fakeIdentities) Token(_ context.Context, email string) (string, error) {
	if f.err != nil || email != "ada@example.com" {
		return "", errors.New("a detail that stays inside")
	}
	return "token of Ada", nil
}

// emptyIdentities lists nobody.
type emptyIdentities struct{ fakeIdentities }

func (emptyIdentities) List(context.Context) ([]Identity, error) { return nil, nil }

func request(method, target, body string, header map[string]string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for name, value := range header {
		r.Header.Set(name, value)
	}
	return r
}

func serve(ids Identities, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	Playground(ids).ServeHTTP(w, r)
	return w
}

func TestPageHeaders(t *testing.T) {
	t.Parallel()
	w := serve(fakeIdentities{}, request("GET", "/playground", "", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	for name, want := range map[string]string{
		"Content-Type":               "text/html; charset=utf-8",
		"Cache-Control":              "no-cache",
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "no-referrer",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; " +
			"img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws://example.com wss://example.com; " +
			"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestEveryAnswerIsSecured(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/playground/", "/playground/nothing", "/playground/users", assetsPath() + "/app.js"} {
		w := serve(fakeIdentities{}, request("GET", target, "", nil))
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), "script-src 'self';") {
			t.Errorf("%s has no policy", target)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may be sniffed", target)
		}
	}
}

func TestPolicyNamesPlainHostsOnly(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"localhost:8080":         "connect-src 'self' ws://localhost:8080 wss://localhost:8080;",
		"accord.example":         "connect-src 'self' ws://accord.example wss://accord.example;",
		"[::1]:8080":             "connect-src 'self' ws://[::1]:8080 wss://[::1]:8080;",
		"":                       "connect-src 'self';",
		"*":                      "connect-src 'self';",
		"a.example;script-src *": "connect-src 'self';",
		"a.example *":            "connect-src 'self';",
		"a.example\n":            "connect-src 'self';",
	}
	for host, want := range tests {
		if policy := playgroundPolicy(host); !strings.Contains(policy, want) {
			t.Errorf("%q: %s does not contain %s", host, policy, want)
		}
	}
}

var (
	loadingTag    = regexp.MustCompile(`<(?:script|link|img|iframe)\b[^>]*>`)
	reference     = regexp.MustCompile(`(?:src|href)="([^"]*)"`)
	script        = regexp.MustCompile(`(?s)<script([^>]*)>(.*?)</script>`)
	eventHandler  = regexp.MustCompile(`<[^>]*\son[a-z]+=`)
	configElement = regexp.MustCompile(`(?s)<script type="application/json" id="config">(.*?)</script>`)
)

// TestPageIsComplete checks that everything the page loads is embedded, and that nothing comes from elsewhere.
func TestPageIsComplete(t *testing.T) {
	t.Parallel()
	html := serve(nil, request("GET", "/playground", "", nil)).Body.String()
	found := 0
	for _, tag := range loadingTag.FindAllString(html, -1) {
		for _, match := range reference.FindAllStringSubmatch(tag, -1) {
			found++
			if !strings.HasPrefix(match[1], "/playground/") {
				t.Errorf("%s is not ours", tag)
				continue
			}
			if w := serve(nil, request("GET", match[1], "", nil)); w.Code != http.StatusOK || w.Body.Len() == 0 {
				t.Errorf("%s: status %d, %d bytes", match[1], w.Code, w.Body.Len())
			}
		}
	}
	if found < 3 {
		t.Errorf("the page loads %d files only", found)
	}
}

func TestPageHasNoInlineScript(t *testing.T) {
	t.Parallel()
	html := serve(nil, request("GET", "/playground", "", nil)).Body.String()
	for _, match := range script.FindAllStringSubmatch(html, -1) {
		isData := strings.Contains(match[1], `type="application/json"`)
		if !isData && strings.TrimSpace(match[2]) != "" {
			t.Errorf("inline script: %.100s", match[0])
		}
	}
	if handler := eventHandler.FindString(html); handler != "" {
		t.Errorf("inline handler: %s", handler)
	}
}

func TestPageConfig(t *testing.T) {
	t.Parallel()
	for name, ids := range map[string]Identities{"picker": fakeIdentities{}, "token": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			html := serve(ids, request("GET", "/playground", "", nil)).Body.String()
			match := configElement.FindStringSubmatch(html)
			if match == nil {
				t.Fatal("there is no config")
			}
			var config pageConfig
			if err := json.Unmarshal([]byte(match[1]), &config); err != nil {
				t.Fatal(err)
			}
			if config.Endpoint != "/graphql" || config.Picker != (ids != nil) || len(config.Examples) != len(Examples()) {
				t.Errorf("%+v", config)
			}
		})
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	types := map[string]string{
		"app.js": "text/javascript; charset=utf-8", "app.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml",
		"editor.worker.js": "text/javascript; charset=utf-8", "graphql.worker.js": "text/javascript; charset=utf-8",
		"json.worker.js": "text/javascript; charset=utf-8", "THIRD-PARTY-NOTICES.txt": "text/plain; charset=utf-8",
	}
	for name, want := range types {
		w := serve(nil, request("GET", assetsPath()+"/"+name, "", nil))
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: status %d, %d bytes", name, w.Code, w.Body.Len())
		}
		if got := w.Header().Get("Content-Type"); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
		if got := w.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
	}
	for name := range assets().files {
		if contentTypes[filepath.Ext(name)] == "" {
			t.Errorf("%s has no content type", name)
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/playground", assetsPath() + "/app.css"} {
		etag := serve(nil, request("GET", target, "", nil)).Header().Get("ETag")
		w := serve(nil, request("GET", target, "", map[string]string{"If-None-Match": etag}))
		if etag == "" || w.Code != http.StatusNotModified {
			t.Errorf("%s with ETag %q: status %d", target, etag, w.Code)
		}
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, target string
		ids            Identities
		want           int
	}{
		{"HEAD", "/playground", nil, http.StatusOK},
		{"POST", "/playground", nil, http.StatusMethodNotAllowed},
		{"GET", "/playground/", nil, http.StatusPermanentRedirect},
		{"GET", "/playground/nothing", nil, http.StatusNotFound},
		{"GET", "/playground/assets/0123456789abcdef/app.js", nil, http.StatusNotFound},
		{"GET", assetsPath() + "/nothing.js", nil, http.StatusNotFound},
		{"GET", assetsPath() + "/%2e%2e/app.js", nil, http.StatusNotFound},
		{"GET", assetsPath() + "/", nil, http.StatusNotFound},
		{"DELETE", assetsPath() + "/app.js", nil, http.StatusMethodNotAllowed},
		{"GET", "/playground/users", nil, http.StatusNotFound},
		{"POST", "/playground/token", nil, http.StatusNotFound},
		{"GET", "/playground/users", fakeIdentities{}, http.StatusOK},
		{"POST", "/playground/users", fakeIdentities{}, http.StatusMethodNotAllowed},
		{"GET", "/playground/token", fakeIdentities{}, http.StatusMethodNotAllowed},
	}
	for _, test := range tests {
		if w := serve(test.ids, request(test.method, test.target, "", nil)); w.Code != test.want {
			t.Errorf("%s %s: status %d, want %d", test.method, test.target, w.Code, test.want)
		}
	}
}

func TestUsers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		ids  Identities
		code int
		body string
	}{
		{
			"one",
			fakeIdentities{},
			http.StatusOK,
			`[{"email":"ada@example.com","name":"Ada","tenant":"Northwind","roles":["ADMIN"]}]`,
		},
		{"none", emptyIdentities{}, http.StatusOK, `[]`},
		{
			"failure",
			fakeIdentities{err: errors.New("a detail that stays inside")},
			http.StatusInternalServerError,
			`{"error":"The server could not list its users."}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := serve(test.ids, request("GET", "/playground/users", "", nil))
			if body := strings.TrimSpace(w.Body.String()); w.Code != test.code || body != test.body {
				t.Errorf("%d %s, want %d %s", w.Code, body, test.code, test.body)
			}
			if got := w.Header().Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control %q", got)
			}
		})
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	const valid = `{"email":"ada@example.com"}`
	tests := []struct {
		name, contentType, body string
		code                    int
		answer                  string
	}{
		{"known", "application/json", valid, http.StatusOK, `{"token":"token of Ada"}`},
		{"with charset", "application/json; charset=utf-8", valid, http.StatusOK, `{"token":"token of Ada"}`},
		{"unknown", "application/json", `{"email":"eve@example.com"}`, http.StatusNotFound, `{"error":"There is no such user."}`},
		{"form", "application/x-www-form-urlencoded", "email=ada%40example.com", http.StatusUnsupportedMediaType, ""},
		{"text", "text/plain", valid, http.StatusUnsupportedMediaType, ""},
		{"no type", "", valid, http.StatusUnsupportedMediaType, ""},
		{"broken type", "application/json;;", valid, http.StatusUnsupportedMediaType, ""},
		{"no body", "application/json", "", http.StatusBadRequest, ""},
		{"no JSON", "application/json", "email", http.StatusBadRequest, ""},
		{"two values", "application/json", valid + valid, http.StatusBadRequest, ""},
		{"no email", "application/json", `{}`, http.StatusBadRequest, ""},
		{"number", "application/json", `{"email":1}`, http.StatusBadRequest, ""},
		{"too large", "application/json", `{"email":"` + strings.Repeat("a", maxTokenBody) + `"}`, http.StatusRequestEntityTooLarge, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := serve(fakeIdentities{}, request("POST", "/playground/token", test.body, map[string]string{"Content-Type": test.contentType}))
			if w.Code != test.code {
				t.Errorf("status %d, want %d", w.Code, test.code)
			}
			body := strings.TrimSpace(w.Body.String())
			if test.answer != "" && body != test.answer {
				t.Errorf("%s, want %s", body, test.answer)
			}
			if strings.Contains(body, "stays inside") {
				t.Errorf("the answer tells too much: %s", body)
			}
			if got := w.Header().Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control %q", got)
			}
		})
	}
}

func TestOtherOriginsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		header map[string]string
		want   int
	}{
		{"the page itself", map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://example.com"}, http.StatusOK},
		{"an older browser", map[string]string{"Origin": "http://example.com"}, http.StatusOK},
		{"no browser", nil, http.StatusOK},
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		{"a sister site", map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		{"another origin", map[string]string{"Origin": "http://evil.example"}, http.StatusForbidden},
		{"an opaque origin", map[string]string{"Origin": "null"}, http.StatusForbidden},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			users := request("GET", "/playground/users", "", test.header)
			token := request("POST", "/playground/token", `{"email":"ada@example.com"}`, test.header)
			token.Header.Set("Content-Type", "application/json")
			for _, r := range []*http.Request{users, token} {
				w := serve(fakeIdentities{}, r)
				if w.Code != test.want {
					t.Errorf("%s %s: status %d, want %d", r.Method, r.URL, w.Code, test.want)
				}
				if allowed := w.Header().Get("Access-Control-Allow-Origin"); allowed != "" {
					t.Errorf("%s allows %s to read", r.URL, allowed)
				}
			}
		})
	}
}

// TestBuildIsCurrent fails when a source of the page was changed and the build was not checked in with it.
func TestBuildIsCurrent(t *testing.T) {
	t.Parallel()
	listed, err := static.ReadFile("static/playground/SOURCES.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(listed)) {
		want, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		content, err := os.ReadFile(filepath.Join("playground", filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
			continue
		}
		sum := sha256.Sum256(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")))
		if hex.EncodeToString(sum[:]) != want {
			t.Errorf("playground/%s has changed since the build: build it as package web says", name)
		}
	}
	sources, err := filepath.Glob("playground/src/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		if !strings.Contains(string(listed), "  src/"+filepath.Base(source)+"\n") {
			t.Errorf("%s is newer than the build: build it as package web says", source)
		}
	}
}

// TestSlashLeadsToThePage follows the redirect as a browser does.
func TestSlashLeadsToThePage(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(Playground(nil))
	t.Cleanup(server.Close)
	response, err := server.Client().Get(server.URL + "/playground/")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("Accord")) {
		t.Errorf("status %d, error %v, body %.80s", response.StatusCode, err, body)
	}
}
