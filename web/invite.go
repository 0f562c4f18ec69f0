package web

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"accord/reseller"
)

//go:embed preview.html
var previewHTML string

var previewTemplate = template.Must(template.New("preview").Parse(previewHTML))

// Previewer shows what a link asks for.
type Previewer interface {
	PreviewInvite(ctx context.Context, v reseller.Viewer, token string) (reseller.Preview, error)
}

// inviteTexts are the page's texts in one language: those that the application goes on to show (app/src/i18n). Asks follows
// the name.
type inviteTexts struct {
	Lang, Title, Asks, For, Nothing, Suspended, Lifted, Country, Provider, Expires, Next, SignIn, Unusable, Later, Unavailable string
}

var inviteTextsOf = map[reseller.Locale]inviteTexts{
	reseller.English: {
		Lang: "en", Title: "Reseller relationship request", Asks: " asks to be your reseller",
		For:       "It asks to administer these services for you (delegated admin privileges):",
		Nothing:   "It asks for no delegated admin privileges: you would only be able to buy through it.",
		Suspended: "This partner is suspended at the moment",
		Lifted:    "Its request cannot be accepted until the suspension is lifted. The link works again then.",
		Country:   "Country or region", Provider: "Together with its provider", Expires: "The link is good until",
		Next:   "Nothing changes until a global administrator of your organisation accepts. You can review the partner, or remove its privileges, at any time under Partner Relationships.",
		SignIn: "Sign in to answer", Unusable: "This link cannot be used",
		Later: "The link cannot be shown at the moment", Unavailable: "Nothing is wrong with the link. Try again in a minute.",
	},
	reseller.Chinese: {
		Lang: "zh-CN", Title: "经销商关系请求", Asks: "希望成为贵公司的经销商",
		For:       "对方请求以下服务的委派的管理权限，即代表贵公司管理这些服务：",
		Nothing:   "对方不请求委派的管理权限：贵公司只能通过其购买。",
		Suspended: "该合作伙伴目前已被暂停",
		Lifted:    "在恢复之前无法接受其请求，恢复后此链接可再次使用。",
		Country:   "国家或地区", Provider: "与其间接提供商共同提出", Expires: "链接有效期至",
		Next:   "在贵公司的全局管理员接受之前，不会有任何更改。您可以随时在“合作伙伴关系”中查看该合作伙伴或收回其权限。",
		SignIn: "登录并答复", Unusable: "此链接无法使用",
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
	// Path is where one comes back to after sign-in.
	Path string
	// Headline and Problem say why there is nothing to show.
	Headline, Problem string
}

// invite is where a link leads: /invite/{token}, the application's page, with who asks and for what (R9) in it before any
// script has run. It answers 200 for a link that can be used, 404 for one that is unknown, 410 for one that is over, and
// 503 when it cannot tell. It counts the view; the application shows what it is given, and asks again only as who has
// signed in.
func (s Site) invite() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chosen, token := language(w, r), r.PathValue("token")
		shown := invitePage{Text: inviteTextsOf[chosen], Path: "/invite/" + url.PathEscape(token)}
		config, status := s.config(), http.StatusOK
		preview, err := s.Invites.PreviewInvite(r.Context(), reseller.Viewer{}, token)
		if err != nil {
			var problem string
			status, problem = shown.explain(r.Context(), err, chosen)
			config.Invite = &inviteConfig{Problem: &problem}
		} else {
			shown.show(preview, chosen)
			config.Invite = &inviteConfig{Token: token, Preview: previewOf(preview)}
		}
		page := shell{Lang: shown.Text.Lang, Title: shown.Text.Title, Config: config, Content: shown.render()}
		writeInvite(w, status, page, applicationPolicy(r.Host, s.origins()))
	})
}

func (page *invitePage) show(p reseller.Preview, l reseller.Locale) {
	page.Partner, page.Country = undirected(p.Partner.Name), p.Partner.Country
	page.Suspended = suspended(p.Partner)
	if p.Reseller != nil {
		page.Provider, page.Partner = page.Partner, undirected(p.Reseller.Name)
		page.Suspended = page.Suspended || suspended(*p.Reseller)
	}
	for _, s := range p.Services {
		page.Services = append(page.Services, undirected(s.Name(l)))
	}
	if !p.ExpiresAt.IsZero() {
		page.Expires = p.ExpiresAt.UTC().Format("2006-01-02 15:04 MST")
		page.ExpiresAt = p.ExpiresAt.UTC().Format(time.RFC3339)
	}
}

func suspended(p reseller.Partner) bool { return p.Status == reseller.PartnerSuspended }

// previewOf is the same for the application, in both languages.
func previewOf(p reseller.Preview) *previewConfig {
	config := &previewConfig{
		Partner:  partnerConfig{Name: undirected(p.Partner.Name), Country: p.Partner.Country, Suspended: suspended(p.Partner)},
		Services: make([]serviceConfig, len(p.Services)),
	}
	if p.Reseller != nil {
		config.Reseller = &resellerConfig{Name: undirected(p.Reseller.Name), Suspended: suspended(*p.Reseller)}
	}
	for i, s := range p.Services {
		names := map[string]string{}
		for _, l := range []reseller.Locale{reseller.English, reseller.Chinese} {
			names[string(l)] = undirected(s.Name(l))
		}
		config.Services[i] = serviceConfig{Code: s.Code, Names: names}
	}
	if !p.ExpiresAt.IsZero() {
		at := p.ExpiresAt.UTC().Format(time.RFC3339)
		config.ExpiresAt = &at
	}
	return config
}

// unusable are the statuses of links that are of no use, by what the preview is refused with.
var unusable = map[reseller.Code]int{
	reseller.CodeInviteInvalid:   http.StatusNotFound,
	reseller.CodeInviteRevoked:   http.StatusGone,
	reseller.CodeInviteExpired:   http.StatusGone,
	reseller.CodeInviteExhausted: http.StatusGone,
}

// explain says why there is no preview, in the words of the refusal, and with which status and code.
func (page *invitePage) explain(ctx context.Context, err error, l reseller.Locale) (status int, problem string) {
	if refusals := reseller.AsRefusals(err); len(refusals) > 0 {
		if status, ok := unusable[refusals[0].Code]; ok {
			page.Headline, page.Problem = page.Text.Unusable, refusals[0].In(l)
			return status, string(refusals[0].Code)
		}
	}
	slog.WarnContext(ctx, "invite page not shown", "error", err)
	page.Headline, page.Problem = page.Text.Later, page.Text.Unavailable
	return http.StatusServiceUnavailable, string(reseller.CodeUnavailable)
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

// render panics on an error, as the template takes any page.
func (page *invitePage) render() template.HTML {
	var html bytes.Buffer
	if err := previewTemplate.Execute(&html, page); err != nil {
		panic(fmt.Sprintf("web: preview.html: %v", err))
	}
	return template.HTML(html.String()) //nolint:gosec // the template has escaped what is in it
}

func writeInvite(w http.ResponseWriter, status int, page shell, policy string) {
	h := w.Header()
	harden(h, policy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", page.Lang)
	h.Set("Cache-Control", "no-store") // the token is in the address, and on the page
	w.WriteHeader(status)
	_, _ = w.Write(page.render(applicationShell)) // a reader that has gone needs no answer
}
