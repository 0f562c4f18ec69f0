package web

import (
	"context"
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
	mux := http.NewServeMux()
	mux.Handle("GET /invite/{token}", InvitePage(p))
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, request("GET", "/invite/inv_0123", "", map[string]string{"Accept-Language": language}))
	return w
}

func TestInvitePageLanguages(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"": "en", "en": "en", "en-GB,en;q=0.8": "en", "fr-FR,fr;q=0.9": "en", "*": "en", "nonsense;;;q=": "en", "fr,zh;q=0.5,en;q=0.3": "zh-CN",
		"zh": "zh-CN", "zh-CN,zh;q=0.9,en;q=0.8": "zh-CN", "zh-Hans-SG": "zh-CN", "zh-TW,zh;q=0.9": "zh-CN",
		"en;q=0.1, zh-CN;q=0.9": "zh-CN", "zh;q=0, en": "en", strings.Repeat("zh,", 5000): "en",
	}
	texts := map[string][]string{
		"en":    {`<html lang="en">`, "asks to be your reseller", "Intune (illustrative)", "Sign in and accept"},
		"zh-CN": {`<html lang="zh-CN">`, "希望成为贵公司的经销商", "Intune（示例）", "登录并接受"},
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
			"Content-Type":            "text/html; charset=utf-8",
			"Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"Cache-Control":           "no-store",
			"Referrer-Policy":         "no-referrer",
			"X-Content-Type-Options":  "nosniff",
			"Vary":                    "Accept-Language",
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
			if w.Code != test.status || strings.Contains(body, "stays inside") || test.status == http.StatusServiceUnavailable && strings.Contains(body, why) || strings.Contains(body, "inv_0123") || strings.Contains(body, "/playground") {
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
	hostile.Services = []reseller.Service{{Code: "X", NameEN: "</li><img src=x onerror=alert(1)>\u202e", NameZH: "X"}}
	body := visit(stubPreviewer{preview: hostile}, "en").Body.String()
	for _, bad := range []string{"<script", "<img", "\u202e", "\u2066", "\u2069", "\u200f", "\x00"} {
		if strings.Contains(body, bad) {
			t.Errorf("%q is on the page: %s", bad, body)
		}
	}
	for _, want := range []string{`<bdi>&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;gnp.exe Ltd</bdi>`, `<li><bdi>&lt;/li&gt;&lt;img src=x onerror=alert(1)&gt;</bdi></li>`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in %s", want, body)
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
		{"a suspended partner", suspended, "en", "This partner is suspended", "/playground"},
		{"a suspended partner in Chinese", suspended, "zh", "已被暂停", "/playground"},
		{"an active partner", harbour, "en", "/playground", "suspended"},
		{"no privileges", bare, "en", "It asks for no delegated admin privileges.", "<li>"},
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

// TestInvitePageAsksForItsToken and keeps it to itself.
func TestInvitePageAsksForItsToken(t *testing.T) {
	t.Parallel()
	var asked string
	w := visit(stubPreviewer{preview: harbour, asked: &asked}, "")
	if asked != "inv_0123" || strings.Contains(w.Body.String(), asked) {
		t.Errorf("asked for %q: %s", asked, w.Body)
	}
}

func TestInviteStyle(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	InviteStyle().ServeHTTP(w, request("GET", "/invite.css", "", nil))
	for name, want := range map[string]string{"Content-Type": "text/css; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=3600"} {
		if got := w.Header().Get(name); w.Code != http.StatusOK || got != want {
			t.Errorf("%d: %s: %q, want %q", w.Code, name, got, want)
		}
	}
	if style := w.Body.String(); strings.Contains(style, "url(") || strings.Contains(style, "@import") || !strings.Contains(style, "prefers-color-scheme: dark") {
		t.Errorf("the style: %s", style)
	}
}

func TestR6_TheInvitePageNamesTheResellerAndItsProvider(t *testing.T) {
	t.Parallel()
	preview := harbour
	preview.Reseller = &reseller.Partner{Name: "Luming IT", Country: "CN", Status: reseller.PartnerActive}
	body := visit(stubPreviewer{preview: preview}, "en").Body.String()
	for _, text := range []string{"<bdi>Luming IT</bdi> asks to be your reseller", "Together with its provider</dt><dd><bdi>Harbour Partners</bdi>"} {
		if !strings.Contains(body, text) {
			t.Errorf("no %q in %s", text, body)
		}
	}
	preview.Reseller.Status = reseller.PartnerSuspended
	if body := visit(stubPreviewer{preview: preview}, "en").Body.String(); !strings.Contains(body, "suspended at the moment") {
		t.Errorf("nothing of the suspension in %s", body)
	}
}
