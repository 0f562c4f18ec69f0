package web

import (
	"bytes"
	"context"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode"

	"accord/internal/locale"
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
	Lang, Title, Asks, For, Nothing, Suspended, Country, Provider, Expires, Next, Playground, Unusable, Later, Unavailable string
}

var inviteTextsOf = map[reseller.Locale]inviteTexts{
	reseller.English: {
		Lang: "en", Title: "Reseller relationship request", Asks: "asks to be your reseller",
		For:       "It asks to administer these services for you (delegated admin privileges):",
		Nothing:   "It asks for no delegated admin privileges.",
		Suspended: "This partner is suspended at the moment: its request cannot be accepted until the suspension is lifted.",
		Country:   "Country or region", Provider: "Together with its provider", Expires: "The link is good until",
		Next:       "Nothing changes until a global administrator of your organisation signs in and accepts. You can review or remove the partner at any time under Partner Relationships.",
		Playground: "Sign in and accept", Unusable: "This link cannot be used",
		Later: "The link cannot be shown at the moment", Unavailable: "Nothing is wrong with the link. Try again in a minute.",
	},
	reseller.Chinese: {
		Lang: "zh-CN", Title: "经销商关系请求", Asks: "希望成为贵公司的经销商",
		For:       "对方请求以下服务的委派的管理权限，即代表贵公司管理这些服务：",
		Nothing:   "对方不请求委派的管理权限。",
		Suspended: "该合作伙伴目前已被暂停，在恢复之前无法接受其请求。",
		Country:   "国家或地区", Provider: "与其间接提供商共同提出", Expires: "链接有效期至",
		Next:       "在贵公司的全局管理员登录并接受之前，不会有任何更改。您可以随时在“合作伙伴关系”中查看或删除该合作伙伴。",
		Playground: "登录并接受", Unusable: "此链接无法使用",
		Later: "暂时无法显示此链接", Unavailable: "链接本身没有问题，请稍后重试。",
	},
}

// invitePage is what the template shows.
type invitePage struct {
	Text inviteTexts
	// Partner is the name of who asks; empty when the link cannot be used. Provider is the one in whose relationship it would
	// serve the customer, for a link in a reseller's name (R6).
	Partner   string
	Provider  string
	Country   string
	Suspended bool
	Services  []string
	// Expires is for people, ExpiresAt for programs; both are empty for a link that does not.
	Expires, ExpiresAt string
	// Headline and Problem say why there is nothing to show.
	Headline, Problem string
}

// InvitePage is where an invite link leads: /invite/{token}, a page that shows who asks and for what (R9). It answers 200
// for a link that can be used, 404 for one that is unknown, 410 for one that is over, and 503 when it cannot tell.
func InvitePage(p Previewer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chosen := locale.Choose(w, r)
		page := invitePage{Text: inviteTextsOf[chosen]}
		status := http.StatusOK
		preview, err := p.PreviewInvite(r.Context(), reseller.Viewer{}, r.PathValue("token"))
		if err != nil {
			status = page.explain(r.Context(), err, chosen)
		} else {
			page.show(preview, chosen)
		}
		writeInvitePage(w, status, page)
	})
}

func (page *invitePage) show(p reseller.Preview, l reseller.Locale) {
	page.Partner, page.Country = undirected(p.Partner.Name), p.Partner.Country
	page.Suspended = p.Partner.Status == reseller.PartnerSuspended
	if p.Reseller != nil {
		page.Provider, page.Partner = page.Partner, undirected(p.Reseller.Name)
		page.Suspended = page.Suspended || p.Reseller.Status == reseller.PartnerSuspended
	}
	for _, s := range p.Services {
		page.Services = append(page.Services, undirected(s.Name(l)))
	}
	if !p.ExpiresAt.IsZero() {
		page.Expires = p.ExpiresAt.UTC().Format("2006-01-02 15:04 MST")
		page.ExpiresAt = p.ExpiresAt.UTC().Format(time.RFC3339)
	}
}

// unusable are the statuses of links that are of no use, by what the preview is refused with.
var unusable = map[reseller.Code]int{
	reseller.CodeInviteInvalid:   http.StatusNotFound,
	reseller.CodeInviteRevoked:   http.StatusGone,
	reseller.CodeInviteExpired:   http.StatusGone,
	reseller.CodeInviteExhausted: http.StatusGone,
}

// explain says why there is no preview, in the words of the refusal, and with which status.
func (page *invitePage) explain(ctx context.Context, err error, l reseller.Locale) int {
	if refusals := reseller.AsRefusals(err); len(refusals) > 0 {
		if status, ok := unusable[refusals[0].Code]; ok {
			page.Headline, page.Problem = page.Text.Unusable, refusals[0].In(l)
			return status
		}
	}
	slog.WarnContext(ctx, "invite page not shown", "error", err)
	page.Headline, page.Problem = page.Text.Later, page.Text.Unavailable
	return http.StatusServiceUnavailable
}

// undirected leaves out the characters that turn the direction of the text around them: a name must not rearrange the
// page that it stands on.
func undirected(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, name)
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
	// The token is in the address: it must not stay in a cache, nor go to where a link on the page leads.
	harden(h, invitePolicy)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = body.WriteTo(w) // a reader that has gone needs no answer
}

// InviteStyle is the style sheet of the invite page.
func InviteStyle() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeFileFS(w, r, inviteFiles, "invite.css")
	})
}
