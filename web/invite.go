package web

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strings"

	"accord/reseller"
)

//go:embed invite.html invite.css
var inviteFiles embed.FS

var inviteTemplate = template.Must(template.ParseFS(inviteFiles, "invite.html"))

// Previewer shows what a link asks for.
type Previewer interface {
	PreviewInvite(ctx context.Context, v reseller.Viewer, token string) (reseller.Preview, error)
}

// inviteTexts are the page's texts in one language.
type inviteTexts struct {
	Lang, Title, Asks, For, Nothing, Suspended, Country, Expires, Next, Playground, Unusable string
}

var inviteTextsOf = map[reseller.Locale]inviteTexts{
	reseller.English: {
		Lang: "en", Title: "Reseller relationship request", Asks: "asks to be your reseller",
		For:       "It asks for delegated admin privileges – that is, to administer – these services for you:",
		Nothing:   "It asks for no delegated admin privileges.",
		Suspended: "This partner is suspended at the moment: its request cannot be accepted until the suspension is lifted.",
		Country:   "Country or region", Expires: "The link is good until",
		Next:       "Nothing changes until a global administrator of your organisation signs in and accepts. You can review or remove the partner at any time under Partner Relationships.",
		Playground: "Sign in and accept", Unusable: "This link cannot be used",
	},
	reseller.Chinese: {
		Lang: "zh-CN", Title: "经销商关系请求", Asks: "希望成为贵公司的经销商",
		For:       "对方请求以下服务的委派的管理权限，即代表贵公司管理这些服务：",
		Nothing:   "对方不请求委派的管理权限。",
		Suspended: "该合作伙伴目前已被暂停，在恢复之前无法接受其请求。",
		Country:   "国家或地区", Expires: "链接有效期至",
		Next:       "在贵公司的全局管理员登录并接受之前，不会有任何更改。您可以随时在“合作伙伴关系”中查看或删除该合作伙伴。",
		Playground: "登录并接受", Unusable: "此链接无法使用",
	},
}

// invitePage is what the template shows.
type invitePage struct {
	Text     inviteTexts
	Preview  *reseller.Preview
	Services []string
	Expires  string
	Problem  string
}

// InvitePage is where an invite link leads: /invite/{token}, a page that shows who asks and for what (R9). It answers 200
// for a link that can be used, 404 for one that is unknown and 410 for one that is over.
func InvitePage(p Previewer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		locale := preferred(r.Header.Get("Accept-Language"))
		page := invitePage{Text: inviteTextsOf[locale]}
		status := http.StatusOK
		preview, err := p.PreviewInvite(r.Context(), reseller.Viewer{}, r.PathValue("token"))
		if err != nil {
			status, page.Problem = problemOf(r.Context(), err)
		} else {
			page.show(preview, locale)
		}
		writeInvitePage(w, status, page)
	})
}

func (page *invitePage) show(p reseller.Preview, locale reseller.Locale) {
	page.Preview = &p
	for _, s := range p.Services {
		page.Services = append(page.Services, s.Name(locale))
	}
	if !p.ExpiresAt.IsZero() {
		page.Expires = p.ExpiresAt.UTC().Format("2006-01-02 15:04 MST")
	}
}

// problemOf says why there is no preview, and with which status.
func problemOf(ctx context.Context, err error) (int, string) {
	var refusal *reseller.Error
	switch {
	case errors.As(err, &refusal) && refusal.Code == reseller.CodeInviteInvalid:
		return http.StatusNotFound, refusal.Message
	case errors.As(err, &refusal):
		return http.StatusGone, refusal.Message
	}
	slog.WarnContext(ctx, "invite page not shown", "error", err)
	return http.StatusServiceUnavailable, "The service cannot answer at the moment. Try again in a minute."
}

func writeInvitePage(w http.ResponseWriter, status int, page invitePage) {
	var body bytes.Buffer
	if err := inviteTemplate.Execute(&body, page); err != nil {
		http.Error(w, "The page cannot be shown.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", page.Text.Lang)
	h.Set("Vary", "Accept-Language")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	// The token is in the address: it must not stay in a cache, nor go to where a link on the page leads.
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = body.WriteTo(w) // a reader that has gone needs no answer
}

// InviteStyle is the style sheet of the invite page.
func InviteStyle() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		http.ServeFileFS(w, r, inviteFiles, "invite.css")
	})
}

// preferred picks the language that the browser names first, of those that there are.
func preferred(acceptLanguage string) reseller.Locale {
	for tag := range strings.SplitSeq(acceptLanguage, ",") {
		tag, _, _ = strings.Cut(strings.TrimSpace(tag), ";")
		if tag == "" {
			continue
		}
		if locale, err := reseller.ParseLocale(tag); err == nil {
			return locale
		}
	}
	return reseller.English
}
