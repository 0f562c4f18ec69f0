package web

import "net/http"

// Site is what the pages are made for.
type Site struct {
	// Invites shows what a link asks for.
	Invites Previewer
	// Users are whom one may be with the development identity; nil where a provider signs users in.
	Users Identities
	// Guard stands before what the development identity has for this machine alone, the playground and the users; nil lets
	// everybody in.
	Guard func(http.Handler) http.Handler
	// Provider signs users in; nil with the development identity.
	Provider *Provider
}

// Provider is an OpenID Connect provider, and how these pages sign in there: as a public client, in the browser.
type Provider struct {
	Issuer string
	// ClientID is what the provider calls these pages; where it is empty, they offer no sign-in.
	ClientID string
	// Scope is what they ask for, separated by spaces.
	Scope string
	// Token is which of the provider's tokens the API takes: access or id.
	Token string
	// Audience is what an access token shall be for; empty where the provider is not to be told.
	Audience string
	// Origins gives those that the browser asks in order to sign in, as they are known by now.
	Origins func() []string
}

// Register hands every page and all that belongs to it to handle, each under its pattern of http.ServeMux.
func (s Site) Register(handle func(pattern string, h http.Handler)) {
	application := s.application()
	handle("GET /{$}", application)
	handle("GET /app", application)
	handle("GET /app/{path...}", application)
	// Whatever follows is a token, and a bad one gets a page that says so.
	handle("GET /invite/{token...}", s.invite())
	handle("GET /playground", s.guarded(s.playground()))
	handle("GET /playground/{$}", http.RedirectHandler("/playground", http.StatusPermanentRedirect))
	handle("GET /assets/{name}", http.HandlerFunc(serveAsset))
	if s.Users != nil {
		handle("GET /identity/users", s.guarded(sameOrigin(listUsers(s.Users))))
		handle("POST /identity/token", s.guarded(sameOrigin(issueToken(s.Users))))
	}
}

func (s Site) guarded(h http.Handler) http.Handler {
	if s.Guard == nil {
		return h
	}
	return s.Guard(h)
}

// origins are those that a page asks beside its own.
func (s Site) origins() []string {
	if s.Provider == nil || s.Provider.ClientID == "" || s.Provider.Origins == nil {
		return nil
	}
	return s.Provider.Origins()
}
