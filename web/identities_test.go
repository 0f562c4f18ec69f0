package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
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

func serve(s Site, r *http.Request) *httptest.ResponseRecorder {
	mux := http.NewServeMux()
	s.Register(mux.Handle)
	w := httptest.NewRecorder()
	Secured(false, mux).ServeHTTP(w, r)
	return w
}

// with is a site with a development identity.
func with(ids Identities) Site { return Site{Invites: stubPreviewer{preview: harbour}, Users: ids} }

// withProvider is a site whose users a provider signs in.
func withProvider(origins ...string) Site {
	return Site{Invites: stubPreviewer{preview: harbour}, Provider: &Provider{
		Issuer: "https://login.example/tenant", ClientID: "accord-pages", Scope: "openid email", Token: "id",
		Origins: func() []string { return origins },
	}}
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
			w := serve(with(test.ids), request("GET", "/identity/users", "", nil))
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
			w := serve(with(fakeIdentities{}), request("POST", "/identity/token", test.body, map[string]string{"Content-Type": test.contentType}))
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
			users := request("GET", "/identity/users", "", test.header)
			token := request("POST", "/identity/token", `{"email":"ada@example.com"}`, test.header)
			token.Header.Set("Content-Type", "application/json")
			for _, r := range []*http.Request{users, token} {
				w := serve(with(fakeIdentities{}), r)
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
