package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

// stubPreviewer answers every token in one way.
type stubPreviewer struct {
	preview reseller.Preview
	err     error
	// asked is what it was asked.
	asked *string
}

func (s stubPreviewer) PreviewInvite(_ context.Context, v reseller.Viewer, token string) (reseller.Preview, error) {
	if v.Known() {
		return reseller.Preview{}, errors.New("the page is nobody's")
	}
	if s.asked != nil {
		*s.asked = token
	}
	return s.preview, s.err
}

var harbour = reseller.Preview{
	Partner: reseller.Partner{Name: "Harbour Partners", Country: "CN", Status: reseller.PartnerActive},
	Services: []reseller.Service{
		{Code: "OFFICE365", NameEN: "Office 365", NameZH: "Office 365"}, {Code: "INTUNE", NameEN: "Intune (illustrative)", NameZH: "Intune（示例）"},
	},
}

func visit(p Previewer, language string) *httptest.ResponseRecorder {
	return serve(Site{Invites: p}, request("GET", "/invite/inv_0123", "", map[string]string{"Accept-Language": language}))
}

func TestInvitePageLanguages(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"": "en", "en": "en", "en-GB,en;q=0.8": "en", "fr-FR,fr;q=0.9": "en", "*": "en", "nonsense;;;q=": "en", "fr,zh;q=0.5,en;q=0.3": "zh-CN",
		"zh": "zh-CN", "zh-CN,zh;q=0.9,en;q=0.8": "zh-CN", "zh-Hans-SG": "zh-CN", "zh-TW,zh;q=0.9": "zh-CN",
		"en;q=0.1, zh-CN;q=0.9": "zh-CN", "zh;q=0, en": "en", strings.Repeat("zh,", 5000): "en",
	}
	texts := map[string][]string{
		"en":    {`<html lang="en">`, "asks to be your reseller", "Intune (illustrative)", "Sign in to answer"},
		"zh-CN": {`<html lang="zh-CN">`, "希望成为贵公司的经销商", "Intune（示例）", "登录并答复"},
	}
	for accept, want := range tests {
		w := visit(stubPreviewer{preview: harbour}, accept)
		if got := w.Header().Get("Content-Language"); w.Code != http.StatusOK || got != want {
			t.Errorf("%.40q: %d in %q, want %q", accept, w.Code, got, want)
		}
		for _, text := range append(texts[want], "Harbour Partners", "CN", "Office 365") {
			if !strings.Contains(w.Body.String(), text) {
				t.Errorf("%.40q: no %q in %s", accept, text, w.Body)
			}
		}
	}
}

func TestInvitePageHeaders(t *testing.T) {
	t.Parallel()
	for _, err := range []error{nil, &reseller.Error{Code: reseller.CodeInviteInvalid}, errors.New("down")} {
		header := visit(stubPreviewer{preview: harbour, err: err}, "").Header()
		for name, want := range map[string]string{
			"Content-Type":           "text/html; charset=utf-8",
			"Cache-Control":          "no-store",
			"Referrer-Policy":        "no-referrer",
			"X-Content-Type-Options": "nosniff",
			"Vary":                   "Accept-Language",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%v: %s: %q, want %q", err, name, got, want)
			}
		}
	}
}

func TestInvitePageProblems(t *testing.T) {
	t.Parallel()
	refusal := func(code reseller.Code) error {
		return fmt.Errorf("wrapped: %w", &reseller.Error{Code: code, Message: "The partner <b> says why.", Chinese: "原因如此。"})
	}
	const why, whyZH = "The partner &lt;b&gt; says why.", "原因如此。" // the domain's words, whatever they are
	tests := []struct {
		err        error
		status     int
		en, zh     string
		headEN, zz string
	}{
		{refusal(reseller.CodeInviteInvalid), http.StatusNotFound, why, whyZH, "cannot be used", "无法使用"},
		{refusal(reseller.CodeInviteRevoked), http.StatusGone, why, whyZH, "cannot be used", "无法使用"},
		{refusal(reseller.CodeInviteExpired), http.StatusGone, why, whyZH, "cannot be used", "无法使用"},
		{refusal(reseller.CodeInviteExhausted), http.StatusGone, why, whyZH, "cannot be used", "无法使用"},
		{refusal(reseller.CodeUnavailable), http.StatusServiceUnavailable, "Try again", "稍后重试", "at the moment", "暂时无法"},
		{fmt.Errorf("%w: a detail that stays inside", reseller.ErrUnavailable), http.StatusServiceUnavailable, "Try again", "稍后重试", "at the moment", "暂时无法"},
	}
	for _, test := range tests {
		for language, want := range map[string][]string{"en": {test.en, test.headEN}, "zh-CN": {test.zh, test.zz}} {
			w := visit(stubPreviewer{err: test.err}, language)
			body := w.Body.String()
			if w.Code != test.status || strings.Contains(body, "stays inside") || test.status == http.StatusServiceUnavailable && strings.Contains(body, why) || strings.Contains(body, "inv_0123") || strings.Contains(body, "/app/sign-in") {
				t.Errorf("%v in %s: %d %s", test.err, language, w.Code, body)
			}
			for _, text := range want {
				if !strings.Contains(body, text) {
					t.Errorf("%v in %s: no %q in %s", test.err, language, text, body)
				}
			}
		}
	}
}

// TestInvitePageIsNotAbused by names that partners and operators have chosen.
func TestInvitePageIsNotAbused(t *testing.T) {
	t.Parallel()
	hostile := harbour
	hostile.Partner.Name = "<script>alert(1)</script>\"'&\u202egnp.exe\u2066\u2069\u200f\x00 Ltd"
	hostile.Reseller = &reseller.Partner{Name: "</script><!--\u2028\u202e {{.Config}}"}
	hostile.Services = []reseller.Service{{Code: "X", NameEN: "</li><img src=x onerror=alert(1)>\u202e", NameZH: "</script>\u2067X"}}
	body := visit(stubPreviewer{preview: hostile}, "en").Body.String()
	for _, bad := range []string{"<script>alert", "<img", "<!--", "\u202e", "\u2066", "\u2067", "\u2069", "\u200f", "\x00", `\u202e`, `\u2067`} {
		if strings.Contains(body, bad) {
			t.Errorf("%q is on the page: %s", bad, body)
		}
	}
	if scripts := strings.Count(body, "</script>"); scripts != 2 {
		t.Errorf("%d scripts end on the page: %s", scripts, body)
	}
	for _, want := range []string{`<bdi class="name">&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;gnp.exe Ltd</bdi>`, `<li><bdi class="name">&lt;/li&gt;&lt;img src=x onerror=alert(1)&gt;</bdi></li>`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
	var config pageConfig
	if err := json.Unmarshal([]byte(configOf(t, body)), &config); err != nil {
		t.Fatal(err)
	}
	preview := config.Invite.Preview
	if preview.Partner.Name != "<script>alert(1)</script>\"'&gnp.exe Ltd" || preview.Reseller.Name != "</script><!--\u2028 {{.Config}}" || preview.Services[0].Names["zh-CN"] != "</script>X" {
		t.Errorf("the application is given %+v", preview)
	}
}

// TestInvitePageConfig: the application is given what the server has read, so that it need not ask again.
func TestInvitePageConfig(t *testing.T) {
	t.Parallel()
	full := harbour
	full.Reseller = &reseller.Partner{Name: "Luming IT", Status: reseller.PartnerSuspended}
	full.ExpiresAt = time.Date(2026, 12, 31, 23, 59, 0, 0, time.FixedZone("CST", 8*3600))
	bare := harbour
	bare.Services = nil
	const services = `[{"code":"OFFICE365","names":{"en":"Office 365","zh-CN":"Office 365"}},{"code":"INTUNE","names":{"en":"Intune (illustrative)","zh-CN":"Intune（示例）"}}]`
	const partner = `"partner":{"country":"CN","name":"Harbour Partners","suspended":false}`
	for _, c := range []struct {
		previewer stubPreviewer
		want      string
	}{
		{stubPreviewer{preview: full}, `{"preview":{"expiresAt":"2026-12-31T15:59:00Z",` + partner + `,"reseller":{"name":"Luming IT","suspended":true},"services":` + services + `},"problem":null,"token":"inv_0123"}`},
		{stubPreviewer{preview: bare}, `{"preview":{"expiresAt":null,` + partner + `,"reseller":null,"services":[]},"problem":null,"token":"inv_0123"}`},
		{stubPreviewer{err: &reseller.Error{Code: reseller.CodeInviteRevoked, Message: "why", Chinese: "why"}}, `{"preview":null,"problem":"INVITE_REVOKED","token":""}`},
		{stubPreviewer{err: errors.New("down")}, `{"preview":null,"problem":"UNAVAILABLE","token":""}`},
	} {
		got := plain(t, configOf(t, visit(c.previewer, "").Body.String()))
		if want := `{"endpoint":"/graphql","identity":"development","invite":` + c.want + `}`; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestInvitePageTells(t *testing.T) {
	t.Parallel()
	suspended, bare, bounded := harbour, harbour, harbour
	suspended.Partner.Status = reseller.PartnerSuspended
	bare.Services = nil
	bounded.ExpiresAt = time.Date(2026, 12, 31, 23, 59, 0, 0, time.FixedZone("CST", 8*3600))
	tests := []struct {
		name                 string
		preview              reseller.Preview
		language, has, lacks string
	}{
		{"a suspended partner", suspended, "en", "This partner is suspended", "/app/sign-in"},
		{"a suspended partner in Chinese", suspended, "zh", "已被暂停", "/app/sign-in"},
		{"an active partner", harbour, "en", "/app/sign-in?returnTo=%2finvite%2finv_0123", "at the moment"},
		{"no privileges", bare, "en", "It asks for no delegated admin privileges:", "<li>"},
		{"an end", bounded, "en", `<time datetime="2026-12-31T15:59:00Z">2026-12-31 15:59 UTC</time>`, "CST"},
		{"no end", harbour, "en", "Harbour", "<time"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := visit(stubPreviewer{preview: test.preview}, test.language)
			if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, test.has) || strings.Contains(body, test.lacks) {
				t.Errorf("%d: %q, or %q: %s", w.Code, test.has, test.lacks, body)
			}
		})
	}
}

// TestInvitePageAsksForItsToken, whatever stands in its place in the address, and says of none that it does not know.
func TestInvitePageAsksForItsToken(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/invite/inv_0123": "inv_0123", "/invite/": "", "/invite/inv_0123/": "inv_0123/", "/invite/a/b%2fc%20": "a/b/c ", "/invite/%3Cb%3E?token=x": "<b>",
	} {
		asked := "nothing"
		invalid := stubPreviewer{err: &reseller.Error{Code: reseller.CodeInviteInvalid, Message: "why", Chinese: "why"}, asked: &asked}
		w := serve(Site{Invites: invalid}, request("GET", path, "", nil))
		if asked != want || w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), `<section class="ask">`) || want != "" && strings.Contains(w.Body.String(), want) {
			t.Errorf("%s asked for %q: %d %s", path, asked, w.Code, w.Body)
		}
	}
}

func TestR6_TheInvitePageNamesTheResellerAndItsProvider(t *testing.T) {
	t.Parallel()
	preview := harbour
	preview.Reseller = &reseller.Partner{Name: "Luming IT", Country: "CN", Status: reseller.PartnerActive}
	body := visit(stubPreviewer{preview: preview}, "en").Body.String()
	for _, text := range []string{"<bdi>Luming IT</bdi> asks to be your reseller", "Together with its provider</dt><dd><bdi class=\"name\">Harbour Partners</bdi>"} {
		if !strings.Contains(body, text) {
			t.Errorf("no %q in %s", text, body)
		}
	}
	preview.Reseller.Status = reseller.PartnerSuspended
	if body := visit(stubPreviewer{preview: preview}, "en").Body.String(); !strings.Contains(body, "suspended at the moment") {
		t.Errorf("nothing of the suspension in %s", body)
	}
}
