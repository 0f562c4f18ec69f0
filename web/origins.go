package web

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rs/cors"

	"accord/internal/answer"
	"accord/reseller"
)

// preflightAge is how long browsers may remember what a preflight said; Chromium caps it there.
const preflightAge = 2 * time.Hour

// What a page of another origin may send beside what browsers let every page send, and read beside what they let it read.
// Cookies and other credentials that a browser adds by itself are never among it: who asks, a bearer token says.
var (
	crossOriginHeaders = []string{
		"Accept", "Accept-Language", "Authorization", "Content-Type", "Last-Event-ID", "Traceparent", "Tracestate",
		"Apollo-Require-Preflight", "GraphQL-Require-Preflight", "X-Apollo-Operation-Name", "Accord-Position",
	}
	crossOriginExposed = []string{"Accord-Position", "Allow", "Content-Language", "Retry-After", "WWW-Authenticate"}
)

// Origins are the sites whose pages may ask the API from a browser: this server's own, and those on a list.
type Origins struct {
	own, listed []string
	any         bool
	cors        *cors.Cors // nil where no other origin may ask
	protection  *http.CrossOriginProtection
}

// ParseOrigins reads a list of origins such as https://app.example; "*" alone is all. The server's own is that of its
// public address, for proxies that do not pass the Host on; "" is none. An error names the entry that is no origin.
func ParseOrigins(public string, list []string) (*Origins, error) {
	o := &Origins{any: slices.Equal(list, []string{"*"}), protection: http.NewCrossOriginProtection()}
	if !o.any {
		o.listed = list
	}
	if u, err := url.Parse(public); err == nil && public != "" {
		o.own = []string{strings.ToLower(u.Scheme + "://" + u.Host)}
	}
	for _, origin := range o.listed {
		if !isOrigin(origin) {
			return nil, fmt.Errorf("%q is no origin; one looks like https://app.example, in small letters, without a path, "+
				"a slash at its end, or the port that its scheme has anyway; * stands alone", origin)
		}
	}
	for _, origin := range slices.Concat(o.own, o.listed) {
		if err := o.protection.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	if len(list) > 0 { // none is all to the library
		o.cors = cors.New(cors.Options{
			AllowedOrigins: list, AllowedMethods: []string{http.MethodGet, http.MethodPost},
			AllowedHeaders: crossOriginHeaders, ExposedHeaders: crossOriginExposed, MaxAge: int(preflightAge.Seconds()),
		})
	}
	return o, nil
}

var (
	originPattern = regexp.MustCompile(`^https?://([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?$`)
	// ofScheme is a port that browsers leave out.
	ofScheme = regexp.MustCompile(`^(http://.*:80|https://.*:443)$`)
)

// isOrigin reports whether a text is an origin, spelled as browsers spell it.
func isOrigin(text string) bool {
	return originPattern.MatchString(text) && !ofScheme.MatchString(text)
}

// Allowed reports whether the page that a request comes from may open a WebSocket, for which browsers ask nobody: none, which
// is a program, the server's own, and those on the list.
func (o *Origins) Allowed(r *http.Request) bool {
	origins := r.Header.Values("Origin")
	if len(origins) == 0 || o.any {
		return true
	}
	origin := strings.ToLower(origins[0])
	if slices.Contains(o.listed, origin) || slices.Contains(o.own, origin) {
		return len(origins) == 1
	}
	u, err := url.Parse(origin)
	return err == nil && len(origins) == 1 && strings.EqualFold(u.Host, r.Host)
}

// Guard holds requests to the list: it answers preflights, lets the pages of listed origins read answers, and refuses with 403
// what the page of another origin may send all the same: WebSockets, and what a plain form can.
func (o *Origins) Guard(next http.Handler) http.Handler {
	guarded := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" && !o.Allowed(r) || o.isForgery(r) {
			refuseOrigin(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
	if o.cors == nil {
		return guarded
	}
	return o.cors.Handler(guarded)
}

// isForgery reports whether a request that may change something comes from the page of a site that may not ask. Where all may,
// it is what a form sends and no program does.
func (o *Origins) isForgery(r *http.Request) bool {
	if o.any && !isForm(r) {
		return false
	}
	return o.protection.Check(r) != nil
}

// isForm reports whether a plain form, or a script without a preflight, could have sent the request.
func isForm(r *http.Request) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err != nil || slices.Contains([]string{"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}, mediaType)
}

func refuseOrigin(w http.ResponseWriter, r *http.Request) {
	refusal := reseller.Refuse(reseller.CodeValidationFailed,
		"Pages of the site that this request comes from may not ask here. The operator can allow its origin (--allowed-origins).")
	answer.VaryBy(w.Header(), "Origin")
	answer.Refuse(w, r, http.StatusForbidden, refusal)
}
