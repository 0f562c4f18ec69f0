package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accord/web"
)

const (
	listed   = "https://app.example"
	stranger = "https://evil.example"
)

func origins(t *testing.T, public string, list ...string) *web.Origins {
	t.Helper()
	o, err := web.ParseOrigins(public, list)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestParseOrigins(t *testing.T) {
	t.Parallel()
	for _, good := range [][]string{nil, {"*"}, {listed}, {"http://localhost:3000", "http://[::1]:8080", "https://a-b.c_d.example:8443"}} {
		origins(t, "", good...)
	}
	for _, bad := range []string{
		"", "null", "app.example", "https://", "https://app.example/", "https://app.example/path", "https://app.example?x", "https://app.example#x",
		"https://*.example", "https://user@app.example", "https://App.example", "https://app.example:443", "http://app.example:80", "https://app.example:0",
		"ftp://app.example", "https://app.example ", "https://app..example", "//app.example", "https://app.example:", "https://[::1", "**",
	} {
		for _, list := range [][]string{{bad}, {listed, bad}, {"*", bad}} {
			if _, err := web.ParseOrigins("", list); err == nil || !strings.Contains(err.Error(), "is no origin") {
				t.Errorf("%q: %v", list, err)
			}
		}
	}
	if _, err := web.ParseOrigins("", []string{listed, "*"}); err == nil {
		t.Error("* beside others")
	}
}

// Pages open WebSockets of their own server and where the list has their origin; programs, which send none, as they like.
func TestOriginsAllowed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		list    []string
		origins []string
		want    bool
	}{
		"none":                  {nil, nil, true},
		"same host":             {nil, []string{"http://accord.example"}, true},
		"same host, other case": {nil, []string{"HTTP://ACCORD.example"}, true},
		"public address":        {nil, []string{"https://public.example"}, true},
		"other scheme of it":    {nil, []string{"http://public.example"}, false},
		"stranger":              {nil, []string{stranger}, false},
		"null":                  {nil, []string{"null"}, false},
		"empty":                 {nil, []string{""}, false},
		"nonsense":              {nil, []string{"http://%zz"}, false},
		"listed":                {[]string{listed}, []string{listed}, true},
		"beside the listed":     {[]string{listed}, []string{stranger}, false},
		"below the listed":      {[]string{listed}, []string{"https://x.app.example"}, false},
		"begins like the listed": {
			[]string{listed}, []string{listed + ".evil.example"}, false,
		},
		"other scheme": {[]string{listed}, []string{"http://app.example"}, false},
		"other port":   {[]string{listed}, []string{listed + ":8443"}, false},
		"two":          {[]string{listed}, []string{listed, stranger}, false},
		"two at home":  {nil, []string{"http://accord.example", stranger}, false},
		"all":          {[]string{"*"}, []string{stranger}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := origins(t, "https://public.example/accord", c.list...)
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://accord.example/graphql", http.NoBody)
			r.Header["Origin"] = c.origins
			if got := o.Allowed(r); got != c.want {
				t.Errorf("%v", got)
			}
			r.Header.Set("Upgrade", "websocket")
			if got := guard(o, r); (got.Code != http.StatusForbidden) != c.want {
				t.Errorf("an upgrade: %d", got.Code)
			}
		})
	}
}

// guard lets a request through a guard; what comes through is 200.
func guard(o *web.Origins, r *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	o.Guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })).ServeHTTP(recorder, r)
	return recorder
}

// Preflights are answered for those on the list, and never with credentials.
func TestGuardPreflight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		list          []string
		origin, allow string
	}{
		{nil, listed, ""},
		{[]string{listed}, listed, listed},
		{[]string{listed}, stranger, ""},
		{[]string{listed}, "null", ""},
		{[]string{"*"}, stranger, "*"},
		{[]string{"*"}, "null", "*"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodOptions, "http://accord.example/graphql", http.NoBody)
		r.Header.Set("Origin", c.origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		r.Header.Set("Access-Control-Request-Headers", "accept-language,authorization,content-type,traceparent")
		h := guard(origins(t, "", c.list...), r).Header()
		if h.Get("Access-Control-Allow-Origin") != c.allow || (h.Get("Access-Control-Allow-Headers") == "") != (c.allow == "") || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%v, %s: %v", c.list, c.origin, h)
		}
		if c.allow != "" && (h.Get("Access-Control-Max-Age") != "7200" || !strings.Contains(h.Get("Access-Control-Allow-Methods"), "POST")) {
			t.Errorf("%v, %s: %v", c.list, c.origin, h)
		}
		r.Header.Set("Access-Control-Request-Method", "DELETE")
		if got := guard(origins(t, "", c.list...), r).Header().Get("Access-Control-Allow-Methods"); got != "" {
			t.Errorf("DELETE: %s", got)
		}
		r.Header.Set("Access-Control-Request-Method", "POST")
		r.Header.Set("Access-Control-Request-Headers", "cookie")
		if got := guard(origins(t, "", c.list...), r).Header().Get("Access-Control-Allow-Headers"); got != "" {
			t.Errorf("a cookie: %s", got)
		}
	}
}

// What may change something is refused from the pages of others, whatever it looks like, and for everybody where all may ask
// when a plain form could have sent it.
func TestGuardForgery(t *testing.T) {
	t.Parallel()
	const form, typed = "application/x-www-form-urlencoded", "application/json"
	for _, c := range []struct {
		list                        []string
		method, content, origin, at string
		want                        int
	}{
		{nil, "POST", typed, "", "", 200},
		{nil, "POST", form, "", "", 200}, // a program; the transport refuses the type
		{nil, "POST", typed, "http://accord.example", "", 200},
		{nil, "POST", typed, "", "same-origin", 200},
		{nil, "POST", typed, stranger, "", 403},
		{nil, "POST", form, stranger, "cross-site", 403},
		{nil, "POST", "text/plain", "null", "cross-site", 403},
		{nil, "POST", "", "", "cross-site", 403},
		{nil, "POST", "multipart/form-data; boundary=x", "http://x.accord.example", "same-site", 403},
		{nil, "PUT", typed, stranger, "cross-site", 403},
		{nil, "GET", "", stranger, "cross-site", 200}, // changes nothing
		{[]string{listed}, "POST", typed, listed, "cross-site", 200},
		{[]string{listed}, "POST", typed, stranger, "cross-site", 403},
		{[]string{"*"}, "POST", typed, stranger, "cross-site", 200},
		{[]string{"*"}, "POST", "Application/JSON; charset=utf-8", stranger, "cross-site", 200},
		{[]string{"*"}, "POST", form, stranger, "cross-site", 403},
		{[]string{"*"}, "POST", "text/plain; x=application/json", stranger, "cross-site", 403},
		{[]string{"*"}, "POST", "", stranger, "cross-site", 403},
		{[]string{"*"}, "POST", "nonsense;;", stranger, "cross-site", 403},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, "http://accord.example/graphql", strings.NewReader("x"))
		for name, value := range map[string]string{"Content-Type": c.content, "Origin": c.origin, "Sec-Fetch-Site": c.at} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		got := guard(origins(t, "", c.list...), r)
		if got.Code != c.want {
			t.Errorf("%+v: %d", c, got.Code)
		}
		if c.want == 403 && (!strings.Contains(got.Body.String(), "--allowed-origins") || !strings.Contains(got.Body.String(), `"VALIDATION_FAILED"`)) {
			t.Errorf("%+v: %s", c, got.Body)
		}
		if vary := strings.Join(got.Header().Values("Vary"), ", "); c.want == 403 && strings.Count(vary, "Origin") != 1 {
			t.Errorf("%+v: Vary: %s", c, vary)
		}
		if h := got.Header(); c.want == 200 && c.origin == listed && (h.Get("Access-Control-Allow-Origin") != listed || !strings.Contains(h.Get("Access-Control-Expose-Headers"), "Retry-After")) {
			t.Errorf("%+v: %v", c, h)
		}
	}
}
