package web

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

const (
	// basePolicy is for answers that are no pages: should a browser show one all the same, nothing in it runs or loads, and
	// nobody frames it.
	basePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
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

// libraryStyles are the style sheets that the library of the application's controls writes into the page, letter for
// letter: so that buttons do not zoom on a double tap, and that the page behind a dialog does not scroll on a phone.
var libraryStyles = []string{
	"@layer {\n  [data-react-aria-pressable] {\n    touch-action: pan-x pan-y pinch-zoom;\n  }\n}",
	"@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}",
}

// styleHashes allow them, and no other style in the page.
var styleHashes = func() string {
	var sources strings.Builder
	for _, style := range libraryStyles {
		sum := sha256.Sum256([]byte(style))
		sources.WriteString(" 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'")
	}
	return sources.String()
}()

// applicationPolicy allows the application its own origin, and the identity provider's to sign in.
func applicationPolicy(host string, provider []string) string {
	return policy(
		"script-src 'self'",
		"style-src 'self'"+styleHashes,
		"img-src 'self'",
		"font-src 'self'",
		connectSources(host, provider),
	)
}

// playgroundPolicy allows the playground the same, and workers. Styles have to be allowed inline, because Monaco writes
// them; scripts are not.
func playgroundPolicy(host string, provider []string) string {
	return policy(
		"script-src 'self'",
		"worker-src 'self'",
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data:",
		"font-src 'self' data:",
		connectSources(host, provider),
	)
}

// policy is a Content-Security-Policy that allows what it is given and nothing else.
func policy(directives ...string) string {
	all := slices.Concat([]string{"default-src 'none'"}, directives, []string{"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"})
	return strings.Join(all, "; ")
}

// connectSources are whom a page may ask: this server, and the identity provider. The WebSocket is named, because 'self'
// does not cover ws: in every browser, and for both schemes, because the server may stand behind a proxy that speaks TLS.
func connectSources(host string, provider []string) string {
	sources := []string{"connect-src 'self'"}
	if plainHost.MatchString(host) {
		sources = append(sources, "ws://"+host, "wss://"+host)
	}
	for _, origin := range provider {
		if _, name, ok := strings.Cut(origin, "://"); ok && plainHost.MatchString(name) {
			sources = append(sources, origin)
		}
	}
	return strings.Join(sources, " ")
}
