package main

import (
	"context"
	"errors"
	"net/http"
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
	Production               *bool         `help:"Introspection and suggestions off; so by default with an issuer." env:"ACCORD_PRODUCTION" negatable:""`
}

// check refuses what can be told to be wrong before anybody is asked.
func (f *identityFlags) check(listen string) error {
	if f.OIDCIssuer != "" {
		return f.oidc().Check()
	}
	if f.OIDCAudience != "" {
		return errors.New("--oidc-audience needs --oidc-issuer: without it, users sign in with the development identity")
	}
	return auth.RequireLoopback(listen)
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

func (f *identityFlags) identity(keys *reseller.Keyring, store *db.Store, app *reseller.App, recent auth.Recent) (*identity, error) {
	options := []auth.Option{auth.WithAPIKeys(app), auth.WithRecent(recent)}
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

// playground asks for a bearer token where a provider gives it, and offers the users otherwise.
func (i *identity) playground() http.Handler {
	if i.users == nil {
		return web.Playground(nil)
	}
	return auth.LoopbackOnly(web.Playground(pickable{i.users}))
}

// pickable offers the users of the development identity to the playground.
type pickable struct{ users *auth.DevelopmentUsers }

// maxPickable bounds the playground's list of users.
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
