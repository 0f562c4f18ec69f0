package web

import (
	"net/http"
	"regexp"
	"strings"
)

const (
	// basePolicy is for answers that are no pages: should a browser show one all the same, nothing in it runs or loads, and
	// nobody frames it.
	basePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	// invitePolicy lets the page of a link have its style sheet.
	invitePolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	// transportSecurity has browsers come by HTTPS alone for a year. Hosts below this one are not ours to speak for.
	transportSecurity = "max-age=31536000"
)

// Secured gives every answer the headers that keep browsers from doing more with it than they should: errors of the router
// and JSON as well. What comes later may set a header anew, as pages do with their Content-Security-Policy, and files with
// Cache-Control, which forbids every cache unless something says otherwise. With https, which is when the public address
// is such a one, browsers are told to stay with it.
func Secured(https bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		harden(header, basePolicy)
		header.Set("Cache-Control", "no-store")
		if https {
			header.Set("Strict-Transport-Security", transportSecurity)
		}
		next.ServeHTTP(w, r)
	})
}

// secured is Secured for the playground: it sets the headers of its page, and of its workers, which have a policy of their
// own.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		harden(w.Header(), playgroundPolicy(r.Host))
		next.ServeHTTP(w, r)
	})
}

// harden sets what every answer carries.
func harden(header http.Header, policy string) {
	header.Set("Content-Security-Policy", policy)
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	// An address may hold the token of a link: it goes to nobody.
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
}

// plainHost keeps a made-up Host header from adding words to the policy.
var plainHost = regexp.MustCompile(`^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?$`)

// playgroundPolicy allows the page its own origin only. Styles have to be allowed inline, because Monaco writes
// them; scripts are not. The WebSocket is named, because 'self' does not cover ws: in every browser, and for both
// schemes, because the server may stand behind a proxy that speaks TLS.
func playgroundPolicy(host string) string {
	connect := "'self'"
	if plainHost.MatchString(host) {
		connect += " ws://" + host + " wss://" + host
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"worker-src 'self'",
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data:",
		"font-src 'self' data:",
		"connect-src " + connect,
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}
