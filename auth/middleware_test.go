package auth

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accord/internal/answer"
	"accord/reseller"
)

// whoAmI answers with the viewer's e-mail.
var whoAmI = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	_, _ = w.Write([]byte("viewer:" + ViewerFrom(r.Context()).User.Email))
})

func request(authorization ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://accord.example.com/graphql", http.NoBody)
	for _, value := range authorization {
		r.Header.Add("Authorization", value)
	}
	return r
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// refusal reads a GraphQL response that is one error and nothing else.
func refusal(t *testing.T, w *httptest.ResponseRecorder) (code reseller.Code, message string) {
	t.Helper()
	var body struct {
		Errors []struct {
			Message    string `json:"message"`
			Extensions struct {
				Code reseller.Code `json:"code"`
			} `json:"extensions"`
		} `json:"errors"`
	}
	decoder := json.NewDecoder(w.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil || len(body.Errors) != 1 || body.Errors[0].Message == "" {
		t.Fatalf("got %v, %v", body, err)
	}
	return body.Errors[0].Extensions.Code, body.Errors[0].Message
}

func TestMiddlewarePasses(t *testing.T) {
	t.Parallel()
	a, header := setup(t)
	upgrade := request()
	upgrade.Header.Set("Connection", "Upgrade")
	upgrade.Header.Set("Upgrade", "websocket")
	for name, test := range map[string]struct {
		request *http.Request
		email   string
	}{
		"nobody":       {request(), ""},
		"empty header": {request(""), ""},
		"WebSocket":    {upgrade, ""},
		"ann":          {request(header(ann)), ann},
	} {
		w := serve(a.Middleware(whoAmI), test.request)
		if got, want := w.Body.String(), "viewer:"+test.email; w.Code != http.StatusOK || got != want {
			t.Errorf("%s: got %d %q, want %q", name, w.Code, got, want)
		}
	}
}

func TestMiddlewareRefuses(t *testing.T) {
	t.Parallel()
	a, header := setup(t)
	good := header(ann)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	tests := map[string]struct {
		request *http.Request
		status  int
		code    reseller.Code
	}{
		"bad":          {request(good + "x"), 401, reseller.CodeUnauthenticated},
		"other scheme": {request("Basic YTpi"), 401, reseller.CodeUnauthenticated},
		"empty bearer": {request("Bearer "), 401, reseller.CodeUnauthenticated},
		"two headers":  {request(good, good), 401, reseller.CodeUnauthenticated},
		"one empty":    {request("", good), 401, reseller.CodeUnauthenticated},
		"huge":         {request("Bearer " + strings.Repeat("a", maxAuthorization)), 401, reseller.CodeUnauthenticated},
		"no such user": {request(header("eve@example.com")), 401, reseller.CodeUnauthenticated},
		"unavailable":  {request(header("down@example.com")), 503, reseller.CodeUnavailable},
		"fault":        {request(header("fault@example.com")), 500, reseller.CodeInternal},
		"client gone":  {request(header("fault@example.com")).WithContext(gone), 503, reseller.CodeUnavailable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(a.Middleware(whoAmI), test.request)
			tellsNothing(t, w.Body.String(), test.request.Header.Get("Authorization"))
			code, message := refusal(t, w)
			if w.Code != test.status || code != test.code {
				t.Errorf("got %d %s", w.Code, code)
			}
			if want := reseller.AsRefusals(ErrBadToken)[0].Message; test.status == http.StatusUnauthorized && message != want {
				t.Errorf("got %q, want %q", message, want)
			}
			if got := w.Header().Get("WWW-Authenticate"); (got == `Bearer error="invalid_token"`) != (test.status == 401) {
				t.Errorf("WWW-Authenticate: %q", got)
			}
			if got := w.Header().Get("Retry-After"); (got != "") != (test.status == 503) {
				t.Errorf("Retry-After: %q", got)
			}
		})
	}
}

func TestMiddlewareContentType(t *testing.T) {
	t.Parallel()
	a, _ := setup(t)
	for accept, want := range map[string]string{
		"":                                  answer.MediaJSON,
		"*/*":                               answer.MediaJSON,
		"application/json":                  answer.MediaJSON,
		"text/event-stream":                 answer.MediaJSON,
		"application/graphql-response+json": answer.MediaGraphQL,
		"Application/GraphQL-Response+JSON": answer.MediaGraphQL,
		"application/graphql-response+json; charset=utf-8, application/json; charset=utf-8": answer.MediaGraphQL,
		"application/graphql-response+json;q=0.4, application/json;q=0.5":                   answer.MediaJSON,
		"application/json;q=0.4, application/graphql-response+json;q=0.5":                   answer.MediaGraphQL,
		"application/graphql-response+json;q=0":                                             answer.MediaJSON,
		"application/graphql-response+json;q=NaN":                                           answer.MediaJSON,
		"application/graphql-response+json;q=much":                                          answer.MediaJSON,
		", ;,": answer.MediaJSON,
	} {
		r := request("Bearer x")
		r.Header.Set("Accept", accept)
		if got := serve(a.Middleware(whoAmI), r).Header().Get("Content-Type"); got != want+"; charset=utf-8" {
			t.Errorf("%q: got %q, want %q", accept, got, want)
		}
	}
}

// Whoever is refused here is told why in the language of the request, and caches keep the answers apart.
func TestR19_MiddlewareRefusesInTheLanguageOfTheRequest(t *testing.T) {
	t.Parallel()
	a, header := setup(t, LoopbackRequests())
	for language, want := range map[string]string{"zh-CN": "令牌无效", "en": "not valid"} {
		bad := request("Basic YTpi")
		bad.Host = "localhost"
		bad.Header.Set("Accept-Language", language)
		w := serve(a.Middleware(whoAmI), bad)
		if code, message := refusal(t, w); code != reseller.CodeUnauthenticated || !strings.Contains(message, want) {
			t.Errorf("%s: %s %q", language, code, message)
		}
		if vary := strings.Join(w.Header().Values("Vary"), ", "); vary != "Accept, Authorization, Accept-Language" {
			t.Errorf("Vary: %q", vary)
		}
	}
	remote := request(header(ann))
	remote.Header.Set("Accept-Language", "zh")
	if _, message := refusal(t, serve(a.Middleware(whoAmI), remote)); !strings.Contains(message, "开发身份") {
		t.Errorf("through middleware: %q", message)
	}
	if w := serve(LoopbackOnly(whoAmI), remote); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "开发身份") {
		t.Errorf("behind LoopbackOnly: %d %s", w.Code, w.Body)
	}
}
