package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"accord/auth"
	"accord/db"
	"accord/ops"
	"accord/reseller"
	"accord/web"
)

// identityFlags say who signs users in.
type identityFlags struct {
	OIDCIssuer               string        `help:"The OpenID Connect provider that signs users in, as its tokens name it (https://…); none: the development identity, on loopback only." env:"OIDC_ISSUER" name:"oidc-issuer" placeholder:"URL"`
	OIDCAudience             string        `help:"What the provider's tokens have to be for, their claim aud; required with an issuer." env:"OIDC_AUDIENCE" name:"oidc-audience"`
	OIDCAlgorithms           []string      `help:"What tokens may be signed by, separated by commas; asymmetric algorithms only." env:"OIDC_ALGORITHMS" name:"oidc-algorithms" default:"RS256,ES256,PS256,EdDSA"`
	OIDCClockSkew            time.Duration `help:"How far the provider's clock and this one may be apart." env:"OIDC_CLOCK_SKEW" name:"oidc-clock-skew" default:"30s"`
	OIDCEmailClaim           string        `help:"The claim that holds the user's e-mail address." env:"OIDC_EMAIL_CLAIM" name:"oidc-email-claim" default:"email"`
	OIDCRequireVerifiedEmail bool          `help:"Take only tokens whose claim email_verified is true. Switch this off only where nobody can write an address of another into an account." env:"OIDC_REQUIRE_VERIFIED_EMAIL" name:"oidc-require-verified-email" default:"true" negatable:""`
	OIDCClientID             string        `help:"The public client as which the pages sign users in at the provider, by the authorization code flow with PKCE; its redirect address is /app/signed-in below the public URL. None: the pages offer no sign-in, and say so." env:"OIDC_CLIENT_ID" name:"oidc-client-id" placeholder:"ID"`
	OIDCScopes               string        `help:"What the pages ask the provider for, separated by spaces." env:"OIDC_SCOPES" name:"oidc-scopes" default:"openid email profile offline_access"`
	OIDCToken                string        `help:"Which of the provider's tokens the pages send: access or id. By default id where the client is the audience, and access otherwise." env:"OIDC_TOKEN" name:"oidc-token" placeholder:"access|id"`
	Production               *bool         `help:"Introspection and suggestions off; so by default with an issuer." env:"ACCORD_PRODUCTION" negatable:""`
}

// check refuses what can be told to be wrong before anybody is asked.
func (f *identityFlags) check(listen string) error {
	if f.OIDCIssuer != "" {
		if err := f.oidc().Check(); err != nil {
			return err
		}
		return f.checkPages()
	}
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"--oidc-audience", f.OIDCAudience != ""},
		{"--oidc-client-id", f.OIDCClientID != ""},
		{"--oidc-scopes", f.OIDCScopes != "" && f.OIDCScopes != defaultScopes},
		{"--oidc-token", f.OIDCToken != ""},
	} {
		if flag.set {
			return fmt.Errorf("%s needs --oidc-issuer: without it, users sign in with the development identity", flag.name)
		}
	}
	return auth.RequireLoopback(listen)
}

// defaultScopes, which is the flag's default as well, ask who it is, and for a token to renew the others with.
const defaultScopes = "openid email profile offline_access"

// checkPages refuses what the pages could not sign in with.
func (f *identityFlags) checkPages() error {
	if f.OIDCToken != "" && f.OIDCToken != accessToken && f.OIDCToken != idToken {
		return fmt.Errorf("--oidc-token %q is none of the provider's; choose access or id", f.OIDCToken)
	}
	if !slices.Contains(strings.Fields(f.OIDCScopes), "openid") {
		return fmt.Errorf("--oidc-scopes %q lacks openid, without which a provider signs nobody in", f.OIDCScopes)
	}
	if f.OIDCClientID == "" && f.OIDCToken != "" {
		return errors.New("--oidc-token needs --oidc-client-id, the client as which the pages ask for one")
	}
	if f.OIDCToken == idToken && f.OIDCClientID != f.OIDCAudience {
		return fmt.Errorf("--oidc-token id needs the same --oidc-client-id and --oidc-audience: an ID token is for its client, %s, and the server takes those for %s",
			f.OIDCClientID, f.OIDCAudience)
	}
	return nil
}

// The kinds of tokens that a provider gives to the pages.
const (
	accessToken = "access"
	idToken     = "id"
)

// pages is how the pages sign in with the provider that o asks.
func (f *identityFlags) pages(o *auth.OIDC) *web.Provider {
	p := &web.Provider{
		Issuer: f.OIDCIssuer, ClientID: f.OIDCClientID, Scope: strings.Join(strings.Fields(f.OIDCScopes), " "),
		Token: f.OIDCToken, Origins: o.Origins,
	}
	if p.Token == "" {
		p.Token = accessToken
		if f.OIDCClientID == f.OIDCAudience {
			p.Token = idToken
		}
	}
	// Some providers are told by a scope what a token is for, and refuse to be told in another way as well.
	if p.Token == accessToken && !strings.Contains(p.Scope, f.OIDCAudience) {
		p.Audience = f.OIDCAudience
	}
	return p
}

// production is on where users sign in with a provider, unless somebody has said otherwise.
func (f *identityFlags) production() bool {
	if f.Production != nil {
		return *f.Production
	}
	return f.OIDCIssuer != ""
}

func (f *identityFlags) oidc() auth.OIDCConfig {
	return auth.OIDCConfig{
		Issuer: f.OIDCIssuer, Audience: f.OIDCAudience, Algorithms: f.OIDCAlgorithms, ClockSkew: f.OIDCClockSkew,
		EmailClaim: f.OIDCEmailClaim, RequireVerifiedEmail: f.OIDCRequireVerifiedEmail,
	}
}

// identity is how users sign in: with a provider or with the development identity, never with both.
type identity struct {
	authenticator *auth.Authenticator
	// users are whom one may be; nil with a provider.
	users *auth.DevelopmentUsers
	// provider is nil with the development identity.
	provider *auth.OIDC
}

func (f *identityFlags) identity(keys *reseller.Keyring, store *db.Store, app *reseller.App, recent auth.Recent, patience time.Duration) (*identity, error) {
	options := []auth.Option{auth.WithAPIKeys(app), auth.WithRecent(recent), auth.WithPatience(patience)}
	if f.OIDCIssuer != "" {
		config := f.oidc()
		config.KeysChanged = recent.Forget // whom a withdrawn key has signed in asks no more
		provider, err := auth.NewOIDC(config, nil)
		if err != nil {
			return nil, err
		}
		return &identity{authenticator: auth.New(provider, store, options...), provider: provider}, nil
	}
	development, err := auth.NewDevelopment(keys.Derive(auth.DevelopmentPurpose), nil)
	if err != nil {
		return nil, err
	}
	return &identity{
		authenticator: auth.New(development, store, append(options, auth.LoopbackRequests())...),
		users:         auth.NewDevelopmentUsers(development, store),
	}, nil
}

// site is what the pages are made for.
func (f *identityFlags) site(s *server) web.Site {
	site := web.Site{Invites: s.app}
	if s.identity.users == nil {
		site.Provider = f.pages(s.identity.provider)
	} else {
		site.Users, site.Guard = pickable{s.identity.users}, auth.LoopbackOnly
	}
	return site
}

// dependencies are what readiness tells of beside the database.
func (i *identity) dependencies() []ops.Dependency {
	if i.provider == nil {
		return nil
	}
	return []ops.Dependency{{Name: "identity provider", Check: i.provider.Check}}
}

// prepare asks a provider for its keys, so that the first request finds them. It may be away: run asks again.
func (i *identity) prepare(ctx context.Context) {
	if i.provider != nil {
		_ = i.provider.Load(ctx) // logged
	}
}

// run keeps a provider's keys fresh until ctx ends.
func (i *identity) run(ctx context.Context) {
	if i.provider != nil {
		i.provider.Run(ctx)
	}
}

// pickable offers the users of the development identity to the pages.
type pickable struct{ users *auth.DevelopmentUsers }

// maxPickable bounds the pages' list of users.
const maxPickable = 200

// List implements web.Identities.
func (p pickable) List(ctx context.Context) ([]web.Identity, error) {
	users, err := p.users.List(ctx, maxPickable)
	identities := make([]web.Identity, len(users))
	for i, u := range users {
		identities[i] = web.Identity{Email: u.Email, Name: u.Name, Tenant: u.Tenant, Roles: u.Roles}
	}
	return identities, err
}

// Token implements web.Identities.
func (p pickable) Token(ctx context.Context, email string) (string, error) {
	return p.users.Token(ctx, email)
}
