package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"accord/internal/answer"
	"accord/internal/locale"
	"accord/reseller"
)

// RequireLoopback refuses a listen address, host:port, at which others than this machine's own programs could sign in as
// anybody. The host has to be a loopback IP address or localhost; an empty one means all addresses and is refused. The
// server asks it at start when it has no issuer.
func RequireLoopback(addr string) error {
	if isLoopback(addr) {
		return nil
	}
	return fmt.Errorf("listening on %q with the development identity would let anyone on the network sign in as anybody: "+
		"give --oidc-issuer, or listen on 127.0.0.1", addr)
}

// isLoopback reports whether the host of a host[:port] is localhost or a loopback IP address. Names are compared and
// never looked up: whoever owns a name may let it point to 127.0.0.1 once a browser has loaded their page from it.
func isLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil { // no port
		host = hostport
		if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
			host = host[1 : len(host)-1]
		}
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// forwardingHeaders are what proxies add to a request, in canonical form, besides those that begin with
// forwardingPrefix. Via is among them: RFC 9110 has every proxy add it, and no client sends it by itself, so taking it
// for a sign of a proxy costs nothing but a developer's tracing proxy.
var forwardingHeaders = map[string]bool{
	"Forwarded":                true,
	"Via":                      true,
	"X-Real-Ip":                true,
	"X-Client-Ip":              true,
	"X-Cluster-Client-Ip":      true,
	"X-Original-Forwarded-For": true,
	"X-Original-Host":          true,
	"X-Envoy-External-Address": true,
	"Cf-Connecting-Ip":         true,
	"Cf-Connecting-Ipv6":       true,
	"Cdn-Loop":                 true,
	"Fastly-Client-Ip":         true,
	"Fly-Client-Ip":            true,
	"True-Client-Ip":           true,
}

// forwardingPrefix begins X-Forwarded-For, -Host, -Proto, -Port, -Server and whatever else proxies make of it.
const forwardingPrefix = "X-Forwarded"

// forwardedBy names a forwarding header of the request, "" when it has none. Being there is enough, also with no value.
func forwardedBy(header http.Header) string {
	for name := range header {
		name = http.CanonicalHeaderKey(name)
		if forwardingHeaders[name] || strings.HasPrefix(name, forwardingPrefix) {
			return name
		}
	}
	return ""
}

// checkLoopback refuses a request that may have come from another machine, or from a page that has had its name pointed
// to this one. It says why, and what to do about it.
func checkLoopback(r *http.Request) error {
	if !isLoopback(r.Host) {
		return reseller.Refuse(reseller.CodeUnauthenticated, "The development identity is for programs on the server's own machine, "+
			"but the Host of this request is neither localhost nor a loopback address. "+
			"Ask at http://127.0.0.1 or http://localhost, or start the server with --oidc-issuer.")
	}
	if name := forwardedBy(r.Header); name != "" {
		return reseller.Refuse(reseller.CodeUnauthenticated, "The development identity is for programs on the server's own machine, "+
			"but the header %s of this request says that it came through a proxy. "+
			"Ask at http://127.0.0.1 or http://localhost, or start the server with --oidc-issuer.", name)
	}
	return nil
}

// LoopbackOnly answers 403 to requests that may not carry a token of the development identity, whether or not they do:
// those for a Host that is not loopback and those with a forwarding header. The body is {"error": …}, as the pages,
// whose endpoints it guards, read it.
func LoopbackOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refusals := reseller.AsRefusals(checkLoopback(r)); len(refusals) > 0 {
			writeForbidden(w, r, refusals[0].In(locale.Choose(w, r)))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func writeForbidden(w http.ResponseWriter, r *http.Request, message string) {
	w.Header().Set("Content-Type", answer.MediaJSON)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusForbidden)
	if err := json.NewEncoder(w).Encode(map[string]string{"error": message}); err != nil {
		slog.DebugContext(r.Context(), "auth: write a refusal", "error", err) // the client has gone
	}
}

// origin is what Middleware saw of where a request came from: nil, or why its tokens are refused. A WebSocket's context
// is its upgrade request's, and so FromInit still knows.
type origin struct{ refusal error }

type originKey struct{}

func withOrigin(ctx context.Context, refusal error) context.Context {
	return context.WithValue(ctx, originKey{}, origin{refusal})
}

// mayCarryToken refuses tokens that LoopbackRequests forbids. A context that Middleware has not seen is refused too:
// forgetting to mount it must not open a door.
func (a *Authenticator) mayCarryToken(ctx context.Context) error {
	if !a.loopback {
		return nil
	}
	from, seen := ctx.Value(originKey{}).(origin)
	if !seen {
		return reseller.Refuse(reseller.CodeUnauthenticated, "The development identity is for programs on the server's own machine, "+
			"but where this request came from is not known. "+
			"Ask at http://127.0.0.1 or http://localhost, or start the server with --oidc-issuer.")
	}
	return from.refusal
}
