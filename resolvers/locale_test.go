package resolvers_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"github.com/coder/websocket"
)

// languages are headers, and whether they ask for Chinese.
var languages = map[string]bool{
	"zh-CN": true, "zh-Hans;q=0.9,en;q=0.5": true, "zh": true,
	"en-GB": false, "fr": false, "*": false, "": false, "garbage;;;q=\x00": false, strings.Repeat("zh-CN,", 1700): false,
}

const unknownLink = `{ invite(token: "inv_nothing") { expiresAt } }`

// inLanguage asks as ask does, in a language.
func (w *world) inLanguage(language, email, query string, variables vars) *answer {
	w.t.Helper()
	r := w.post(email, query, variables)
	r.Header.Set("Accept-Language", language)
	return w.send(r)
}

// tells expects the first refusal of an answer, of its payload or of the top level, to have a code and a language.
func (a *answer) tells(code string, chinese bool) string {
	a.t.Helper()
	var got, message string
	if len(a.Errors) > 0 {
		got, message = a.topCode(), a.Errors[0].Message
	} else {
		first := a.payload().list("userErrors")[0]
		got, message = first.text("code"), first.text("message")
	}
	if got != code || message == "" || hasHan(message) != chinese {
		a.t.Errorf("%s %q; want %s, in Chinese: %t", got, message, code, chinese)
	}
	return message
}

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func TestR19_TheLanguageOfARequest(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for language, chinese := range languages {
			for _, a := range []*answer{
				w.inLanguage(language, "help@alpha.example", requestDoc, vars{"in": vars{}}),
				w.inLanguage(language, "", unknownLink, nil),
				w.inGET(language, unknownLink),
				w.inEvents(language, unknownLink, nil),
			} {
				code := "INVITE_INVALID"
				if len(a.Errors) == 0 {
					code = "FORBIDDEN_ROLE"
				}
				a.tells(code, chinese)
				if vary := a.header.Values("Vary"); strings.Count(strings.Join(vary, ","), "Accept-Language") != 1 {
					t.Errorf("Vary: %q", vary)
				}
			}
		}
	})
}

func (w *world) inGET(language, query string) *answer {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, "/graphql?query="+url.QueryEscape(query), http.NoBody)
	r.Header.Set("Accept-Language", language)
	return w.send(r)
}

// inEvents asks over server-sent events and gives the first.
func (w *world) inEvents(language, query string, variables vars) *answer {
	w.t.Helper()
	r := w.post("", query, variables)
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Accept-Language", language)
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	_, event, _ := strings.Cut(recorder.Body.String(), "data: ")
	event, _, _ = strings.Cut(event, "\n")
	a := &answer{t: w.t, header: recorder.Header()}
	if err := json.Unmarshal([]byte(event), a); err != nil {
		w.t.Fatalf("no event: %s", recorder.Body)
	}
	return a
}

func TestR19_TheLanguageOfAWebSocket(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		for language, chinese := range map[string]bool{"zh-CN": true, "en-GB": false} {
			s := w.dial(server, language, "")
			s.next("connection_ack")
			s.ask("1", unknownLink, nil).tells("INVITE_INVALID", chinese)
			s.ask("2", requestDoc, vars{"in": vars{}}).tells("UNAUTHENTICATED", chinese)

			refused := w.dial(server, language, "Basic YTpi")
			_, _, err := refused.conn.Read(t.Context())
			closed, ok := errors.AsType[websocket.CloseError](err)
			if !ok || closed.Reason == "" || hasHan(closed.Reason) != chinese {
				t.Errorf("%s: a bad token in connection_init: %v", language, err)
			}
		}
	})
}

func TestR19_TheLanguageOfABadToken(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		for language, chinese := range languages {
			a := w.inLanguage(language, "nobody@nowhere.example", unknownLink, nil)
			a.tells("UNAUTHENTICATED", chinese)
			if vary := strings.Join(a.header.Values("Vary"), ", "); vary != "Accept, Authorization, Accept-Language" {
				w.t.Errorf("Vary: %q", vary)
			}
		}
	})
}

// What is refused before an operation runs is told in both languages too. What the library says of a document is for
// programmers, in English alone.
func TestR19_RequestsThatAreNone(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		raw := func(language, body string) *answer {
			r := w.post("", "", nil)
			r.Body = io.NopCloser(strings.NewReader(body))
			r.Header.Set("Accept-Language", language)
			return w.send(r)
		}
		for language, chinese := range map[string]bool{"zh-CN": true, "en": false} {
			raw(language, "[]").tells("VALIDATION_FAILED", chinese)
			raw(language, strings.Repeat(" ", 2<<20)).tells("LIMIT_EXCEEDED", chinese)
			w.inLanguage(language, "", `subscription { relationshipEvents { kind } }`, nil).tells("VALIDATION_FAILED", chinese)
			w.inLanguage(language, "", `{ node(id: "par_x") { id } }`, nil).tells("VALIDATION_FAILED", chinese)
			w.inLanguage(language, "", `{ nothing }`, nil).tells("VALIDATION_FAILED", false)
		}
	})
}

func TestR19_ARevokedLinkInChinese(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		made := w.request("admin@alpha.example", vars{}).ok()
		token := made.text("requestRelationship.invite.token")
		w.ask("admin@alpha.example", `mutation($in: RevokeInviteInput!) { revokeInvite(input: $in) { userErrors { code } } }`,
			vars{"in": vars{"inviteId": made.text("requestRelationship.invite.id")}}).ok()
		const preview = `query($t: String!) { invite(token: $t) { expiresAt } }`
		if said := w.inLanguage("zh-CN", "", preview, vars{"t": token}).tells("INVITE_REVOKED", true); !strings.Contains(said, "已撤回") {
			t.Error(said)
		}
		w.inLanguage("en", "", preview, vars{"t": token}).tells("INVITE_REVOKED", false)
	})
}

func TestR19_TheMissingRoleIsNamed(t *testing.T) {
	t.Parallel()
	const roles = `mutation { requestRelationship(input: {}) { userErrors { code message ... on ForbiddenRoleError { requiredRoles } } } }`
	eachStore(t, func(t *testing.T, w *world) {
		for language, chinese := range map[string]bool{"zh-CN": true, "en": false} {
			a := w.inLanguage(language, "help@alpha.example", roles, nil)
			a.want("requestRelationship.userErrors.0.requiredRoles", `["ADMIN_AGENT","SALES_AGENT","GLOBAL_ADMIN"]`)
			containsAll(t, a.tells("FORBIDDEN_ROLE", chinese), "ADMIN_AGENT", "SALES_AGENT", "GLOBAL_ADMIN", "HELPDESK_AGENT")
			other := w.inLanguage(language, "op@x.example", roles, nil)
			other.want("requestRelationship.userErrors.0.requiredRoles", `[]`)
			containsAll(t, other.tells("FORBIDDEN_ROLE", chinese), map[bool]string{true: "合作伙伴的用户", false: "a user of a partner"}[chinese])
		}
	})
}

func TestR19_WhoIsInTheWayIsNamed(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.accept("admin@one.example", vars{"token": w.link("admin@beta.example", vars{})}).ok()
		token := w.link("admin@alpha.example", vars{"services": []string{"OFFICE365"}})
		conflict := vars{"in": vars{"token": token}}
		containsAll(t, w.inLanguage("zh-CN", "admin@one.example", acceptDoc, conflict).tells("SERVICE_ALREADY_DELEGATED", true), "Beta", "办公 365", "Alpha", "replaceExisting")
		containsAll(t, w.inLanguage("en", "admin@one.example", acceptDoc, conflict).tells("SERVICE_ALREADY_DELEGATED", false), "Beta", "Office 365", "Alpha", "replaceExisting")

		w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\nalpha,Alpha,DIRECT_RESELLER,CN,SUSPENDED,,OFFICE365;AZURE\n"})
		for language, chinese := range map[string]bool{"zh-CN": true, "en": false} {
			containsAll(t, w.inLanguage(language, "admin@one.example", acceptDoc, conflict).tells("PARTNER_SUSPENDED", chinese), "Alpha")
			containsAll(t, w.inLanguage(language, "admin@alpha.example", requestDoc, vars{"in": vars{}}).tells("PARTNER_SUSPENDED", chinese), "Alpha")
		}
	})
}

func containsAll(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in %q", part, text)
		}
	}
}
