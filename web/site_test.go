package web

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pages are one address of each page.
var pages = []string{"/", "/app", "/app/relationships/rel_1", "/invite/inv_0123", "/playground"}

func TestPageHeaders(t *testing.T) {
	t.Parallel()
	for _, target := range pages {
		w := serve(with(fakeIdentities{}), request("GET", target, "", nil))
		cache := "no-cache"
		if strings.HasPrefix(target, "/invite/") {
			cache = "no-store"
		}
		for name, want := range map[string]string{
			"Content-Type": "text/html; charset=utf-8", "Cache-Control": cache, "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := w.Header().Get(name); w.Code != http.StatusOK || got != want {
				t.Errorf("%s: %d, %s: %q, want %q", target, w.Code, name, got, want)
			}
		}
	}
}

// TestPolicies: each page may do what it needs, and ask a provider where there is one to sign in with.
func TestPolicies(t *testing.T) {
	t.Parallel()
	const application = "default-src 'none'; script-src 'self'; " +
		"style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=' 'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='; img-src 'self'; font-src 'self'; connect-src %; "
	const playground = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; " +
		"img-src 'self' data:; font-src 'self' data:; connect-src %; "
	const own, end = "'self' ws://example.com wss://example.com", "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	unregistered := withProvider("https://login.example")
	unregistered.Provider.ClientID = ""
	for name, c := range map[string]struct {
		site    Site
		connect string
	}{
		"development":         {with(fakeIdentities{}), own},
		"a provider":          {withProvider("https://login.example", "https://tokens.example:8443"), own + " https://login.example https://tokens.example:8443"},
		"no client of theirs": {unregistered, own},
		"a strange origin":    {withProvider("https://login.example; script-src *", "*", ""), own},
	} {
		for _, target := range pages {
			want := application
			if target == "/playground" {
				want = playground
			}
			want = strings.Replace(want, "%", c.connect, 1) + end
			if got := serve(c.site, request("GET", target, "", nil)).Header().Get("Content-Security-Policy"); got != want {
				t.Errorf("%s: %s:\n%s, want\n%s", name, target, got, want)
			}
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
		for _, policy := range []string{applicationPolicy(host, nil), playgroundPolicy(host, nil)} {
			if !strings.Contains(policy, want) {
				t.Errorf("%q: %s does not contain %s", host, policy, want)
			}
		}
	}
}

// TestLibraryStylesAreCurrent: the styles that the policy allows by their hashes are those in the pages' scripts. Where
// the library that writes them has others, these belong into headers.go.
func TestLibraryStylesAreCurrent(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`\$\{[\w$]+\}`) // which the build may fill in, or leave to a variable
	style := regexp.MustCompile("[`\"']\\s*(@layer \\{[^`\"']*\\})\\s*[`\"']")
	for script, a := range assets() {
		if !strings.HasSuffix(script, ".js") {
			continue
		}
		text := name.ReplaceAllString(strings.ReplaceAll(string(a.content), `\n`, "\n"), "data-react-aria-pressable")
		if strings.Contains(text, "pan-x pan-y pinch-zoom") && !strings.Contains(text, libraryStyles[0]) {
			t.Errorf("%s has another style for what can be pressed", script)
		}
		for _, match := range style.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(libraryStyles, match[1]) {
				t.Errorf("%s writes a style that the policy does not allow: %s", script, match[1])
			}
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

// TestPagesAreComplete checks that everything the pages load is embedded, and that nothing comes from elsewhere.
func TestPagesAreComplete(t *testing.T) {
	t.Parallel()
	site := with(fakeIdentities{})
	for _, target := range pages {
		html := serve(site, request("GET", target, "", nil)).Body.String()
		found := 0
		for _, tag := range loadingTag.FindAllString(html, -1) {
			for _, match := range reference.FindAllStringSubmatch(tag, -1) {
				found++
				if !strings.HasPrefix(match[1], "/assets/") || strings.Contains(tag, "<script") && !strings.HasSuffix(match[1], ".js") {
					t.Errorf("%s: %s is not ours", target, tag)
					continue
				}
				if w := serve(site, request("GET", match[1], "", nil)); w.Code != http.StatusOK || w.Body.Len() == 0 {
					t.Errorf("%s: status %d, %d bytes", match[1], w.Code, w.Body.Len())
				}
			}
		}
		if found < 3 {
			t.Errorf("%s loads %d files only", target, found)
		}
	}
}

func TestPagesHaveNoInlineScript(t *testing.T) {
	t.Parallel()
	for _, target := range pages {
		html := serve(with(fakeIdentities{}), request("GET", target, "", nil)).Body.String()
		for _, match := range script.FindAllStringSubmatch(html, -1) {
			isData := strings.Contains(match[1], `type="application/json"`)
			if !isData && strings.TrimSpace(match[2]) != "" {
				t.Errorf("%s: inline script: %.100s", target, match[0])
			}
		}
		if handler := eventHandler.FindString(html); handler != "" {
			t.Errorf("%s: inline handler: %s", target, handler)
		}
	}
}

// configOf reads the data block of a page.
func configOf(t *testing.T, html string) string {
	t.Helper()
	match := configElement.FindStringSubmatch(html)
	if match == nil {
		t.Fatalf("there is no config in %s", html)
	}
	return match[1]
}

// plain is JSON with its keys in order, and without the escapes that keep it from ending its element.
func plain(t *testing.T, text string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	written, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}

func TestPageConfig(t *testing.T) {
	t.Parallel()
	const provider = `{"endpoint":"/graphql","identity":"oidc",` +
		`"oidc":{"audience":"","clientId":"accord-pages","issuer":"https://login.example/tenant","scope":"openid email","token":"id"}}`
	for name, c := range map[string]struct {
		site Site
		want string
	}{
		"development": {with(fakeIdentities{}), `{"endpoint":"/graphql","identity":"development"}`},
		"a provider":  {withProvider(), provider},
	} {
		if got := plain(t, configOf(t, serve(c.site, request("GET", "/app/x", "", nil)).Body.String())); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	var config pageConfig
	html := serve(with(fakeIdentities{}), request("GET", "/playground", "", nil)).Body.String()
	if err := json.Unmarshal([]byte(configOf(t, html)), &config); err != nil || len(config.Examples) != len(Examples()) {
		t.Errorf("%v: %d examples", err, len(config.Examples))
	}
}

// TestLanguages: a page is in the language of the browser, or in the one that its address asks for.
func TestLanguages(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/", "/app/links", "/invite/inv_0123"} {
		for _, c := range [][3]string{
			{"", "", "en"},
			{"", "zh-CN,en;q=0.5", "zh-CN"},
			{"?lang=zh-CN", "en", "zh-CN"},
			{"?lang=en", "zh", "en"},
			{"?lang=fr", "zh", "zh-CN"},
			{"?lang=%22%3E", "", "en"},
		} {
			w := serve(with(fakeIdentities{}), request("GET", target+c[0], "", map[string]string{"Accept-Language": c[1]}))
			if !strings.Contains(w.Body.String(), `<html lang="`+c[2]+`">`) || w.Header().Get("Content-Language") != c[2] || w.Header().Get("Vary") != "Accept-Language" {
				t.Errorf("%s%s with %q: %v\n%s", target, c[0], c[1], w.Header(), w.Body)
			}
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
		{"GET", "/nothing", nil, http.StatusNotFound},
		{"GET", "/app/", nil, http.StatusOK},
		{"GET", "/app/any/thing%2F..%2Fat-all.js", nil, http.StatusOK},
		{"POST", "/app/sign-in", nil, http.StatusMethodNotAllowed},
		{"GET", "/invite", nil, http.StatusTemporaryRedirect},
		{"POST", "/invite/inv_0123", nil, http.StatusMethodNotAllowed},
		{"GET", "/assets/nothing.js", nil, http.StatusNotFound},
		{"GET", "/assets/%2e%2e/index.html", nil, http.StatusNotFound},
		{"GET", "/assets/", nil, http.StatusNotFound},
		{"GET", "/identity/users", nil, http.StatusNotFound},
		{"POST", "/identity/token", nil, http.StatusNotFound},
		{"GET", "/identity/users", fakeIdentities{}, http.StatusOK},
		{"POST", "/identity/users", fakeIdentities{}, http.StatusMethodNotAllowed},
		{"GET", "/identity/token", fakeIdentities{}, http.StatusMethodNotAllowed},
	}
	for _, test := range tests {
		if w := serve(with(test.ids), request(test.method, test.target, "", nil)); w.Code != test.want {
			t.Errorf("%s %s: status %d, want %d", test.method, test.target, w.Code, test.want)
		}
	}
}

// TestGuard stands before the playground and the users, and before nothing that others need.
func TestGuard(t *testing.T) {
	t.Parallel()
	site := with(fakeIdentities{})
	site.Guard = func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	}
	for target, want := range map[string]int{
		"/playground": http.StatusForbidden, "/identity/users": http.StatusForbidden,
		"/": http.StatusOK, "/app/x": http.StatusOK, "/invite/inv_0123": http.StatusOK,
	} {
		if w := serve(site, request("GET", target, "", nil)); w.Code != want {
			t.Errorf("%s: %d, want %d", target, w.Code, want)
		}
	}
	if w := serve(site, request("POST", "/identity/token", "{}", nil)); w.Code != http.StatusForbidden {
		t.Errorf("a token: %d", w.Code)
	}
}
