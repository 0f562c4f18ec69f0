package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"accord/internal/locale"
	"accord/reseller"
)

// shells are the built pages. Their actions are what shell has.
var shells = template.Must(template.ParseFS(static, "static/index.html", "static/playground.html"))

// The names of the shells.
const (
	applicationShell = "index.html"
	playgroundShell  = "playground.html"
)

// shell is what the server writes into a built page.
type shell struct {
	Lang, Title string
	Config      pageConfig
	// Content is what the page shows before any script has run.
	Content template.HTML
}

// render panics on an error: the templates are part of the program, and take any shell.
func (s shell) render(name string) []byte {
	var html bytes.Buffer
	if err := shells.ExecuteTemplate(&html, name, s); err != nil {
		panic(fmt.Sprintf("web: static/%s: %v", name, err))
	}
	return html.Bytes()
}

// language is the one that a page is asked for in: by its address, so that a link can be to one of the two, or else by the
// browser.
func language(w http.ResponseWriter, r *http.Request) reseller.Locale {
	chosen := locale.Choose(w, r)
	switch asked := reseller.Locale(r.URL.Query().Get("lang")); asked {
	case reseller.English, reseller.Chinese:
		return asked
	default:
		return chosen
	}
}

// page is a rendered shell. It is small and names its assets by their hashes, so browsers have to ask for it every time.
type page struct {
	html []byte
	etag string
}

func newPage(html []byte) page {
	return page{html: html, etag: etagOf(html)}
}

func etagOf(content []byte) string {
	sum := sha256.Sum256(content)
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

func (p page) serve(w http.ResponseWriter, r *http.Request, policy string) {
	h := w.Header()
	harden(h, policy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", p.etag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(p.html))
}

// application is the page of every address of the application, which finds its way by the address itself.
func (s Site) application() http.Handler {
	pages := map[reseller.Locale]page{}
	for _, l := range []reseller.Locale{reseller.English, reseller.Chinese} {
		pages[l] = newPage(shell{Lang: string(l), Title: "Accord", Config: s.config()}.render(applicationShell))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l := language(w, r)
		w.Header().Set("Content-Language", string(l))
		pages[l].serve(w, r, applicationPolicy(r.Host, s.origins()))
	})
}

// playground is GraphiQL, in English.
func (s Site) playground() http.Handler {
	config := s.config()
	config.Examples = Examples()
	built := newPage(shell{Config: config}.render(playgroundShell))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		built.serve(w, r, playgroundPolicy(r.Host, s.origins()))
	})
}
