package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"accord/reseller"
)

// maxAuthorization bounds an Authorization value in bytes, so that no one has us decode megabytes.
const maxAuthorization = 8 << 10

// usualPatience is how long it may take to tell who is asking; after that it is unavailable.
const usualPatience = 5 * time.Second

// Directory finds users; the Store is one.
type Directory interface {
	// Identify finds the user with that e-mail, case-folded, together with its tenant. It returns reseller.ErrNotFound
	// when there is none, reseller.ErrUnavailable when the database does not answer.
	Identify(ctx context.Context, email string) (reseller.Viewer, error)
}

// Authenticator turns bearer tokens into viewers. It is safe for concurrent use.
type Authenticator struct {
	verifier  Verifier
	directory Directory
	// apiKeys is nil where API keys are not taken.
	apiKeys APIKeys
	// recent is nil where everybody is looked up for each request.
	recent   Recent
	now      func() time.Time
	patience time.Duration
	// loopback takes tokens only from requests that came over loopback.
	loopback bool
}

// Option changes how an Authenticator works.
type Option func(*Authenticator)

// LoopbackRequests takes tokens only from requests that came to a loopback Host and through no proxy, as the development
// identity has to. Middleware looks at the request and marks its context; Authenticate and FromInit then refuse every
// token whose context is marked otherwise, or not at all. Requests without a token pass.
func LoopbackRequests() Option { return func(a *Authenticator) { a.loopback = true } }

// WithPatience bounds how long it may take to tell who is asking, where that is to be less than is usual.
func WithPatience(limit time.Duration) Option {
	return func(a *Authenticator) { a.patience = min(a.patience, limit) }
}

// New makes an Authenticator of both steps: who a token names, and whom the database knows by that.
func New(v Verifier, d Directory, opts ...Option) *Authenticator {
	a := &Authenticator{verifier: v, directory: d, now: time.Now, patience: usualPatience}
	for _, opt := range opts {
		opt(a)
	}
	return a
}

// Authenticate turns the value of an Authorization header into who is asking; "" is nobody. It returns
//   - ErrBadToken, as it is, for everything but a good bearer token of a user in the database; the reason is logged,
//   - a *reseller.Error with CodeUnauthenticated that says why, for a token that LoopbackRequests forbids,
//   - reseller.ErrUnavailable, wrapped, when the database does not answer,
//   - any other error for a fault of ours.
//
// With an error comes the zero Identity.
func (a *Authenticator) Authenticate(ctx context.Context, authorization string) (Identity, error) {
	if authorization == "" {
		return Identity{}, nil
	}
	if err := a.mayCarryToken(ctx); err != nil {
		return Identity{}, err
	}
	bearer, err := parseBearer(authorization)
	if err != nil {
		return Identity{}, settle(ctx, err)
	}
	ctx, cancel := context.WithTimeout(ctx, a.patience)
	defer cancel()
	id, err := a.identify(ctx, bearer)
	if err != nil {
		return Identity{}, settle(ctx, err)
	}
	return id, nil
}

// Renew looks an identity's user, or API key, up again, for connections that outlive a request: a role or a user taken away is gone with
// the next operation. It returns ErrBadToken when the token has ended or the user is no longer there, and the errors of
// Authenticate. Nobody stays nobody.
func (a *Authenticator) Renew(ctx context.Context, id Identity) (Identity, error) {
	if !id.Viewer.Known() {
		return id, nil
	}
	ctx, cancel := context.WithTimeout(ctx, a.patience)
	defer cancel()
	if key := id.Viewer.APIKeyID; !key.IsZero() {
		return a.renewAPIKey(ctx, key)
	}
	if !a.now().Before(id.ExpiresAt) {
		return Identity{}, ErrBadToken
	}
	viewer, err := a.directory.Identify(ctx, id.Viewer.User.Email)
	if errors.Is(err, reseller.ErrNotFound) {
		return Identity{}, ErrBadToken
	}
	if err != nil {
		return Identity{}, settle(ctx, err)
	}
	return Identity{Viewer: viewer, ExpiresAt: id.ExpiresAt}, nil
}

// FromInit tells who opens a WebSocket, from the payload of its connection_init: the field "Authorization" or
// "authorization" is read like the header. Where neither is there, or it is null or "", that is who sent the upgrade
// request. A value that is no string, or both fields, is ErrBadToken; the other errors are those of Authenticate.
func (a *Authenticator) FromInit(ctx context.Context, payload map[string]any) (Identity, error) {
	authorization, err := initAuthorization(payload)
	if err != nil {
		return Identity{}, settle(ctx, err)
	}
	if authorization == "" {
		return IdentityFrom(ctx), nil
	}
	return a.Authenticate(ctx, authorization)
}

func initAuthorization(payload map[string]any) (string, error) {
	var found string
	for _, name := range []string{"Authorization", "authorization"} {
		value := payload[name]
		if value == nil || value == "" {
			continue
		}
		text, ok := value.(string)
		if !ok {
			return "", bad("its field in connection_init is no string")
		}
		if found != "" {
			return "", bad("connection_init has two of them")
		}
		found = text
	}
	return found, nil
}

// identify tells who asks. It answers a user that is not there as it answers a bad token.
func (a *Authenticator) identify(ctx context.Context, bearer string) (Identity, error) {
	if a.ofAPIKey(bearer) {
		return a.identifyAPIKey(ctx, bearer)
	}
	token := hashToken(bearer)
	if id, ok := a.remembered(token); ok {
		return id, nil
	}
	var mark uint64
	if a.recent != nil {
		mark = a.recent.Mark()
	}
	id, err := a.find(ctx, bearer)
	if err == nil && a.recent != nil {
		a.recent.Put(token, id, mark)
	}
	return id, err
}

// find verifies a token and looks up whom it names.
func (a *Authenticator) find(ctx context.Context, bearer string) (Identity, error) {
	claims, err := a.verifier.Verify(ctx, bearer)
	if err != nil {
		return Identity{}, err
	}
	email := reseller.FoldEmail(claims.Email)
	if email == "" {
		return Identity{}, bad("it names no e-mail address")
	}
	viewer, err := a.directory.Identify(ctx, email)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && !viewer.Known() {
		return Identity{}, bad("the database has no such user")
	}
	if err != nil {
		return Identity{}, err
	}
	return Identity{Viewer: viewer, ExpiresAt: claims.ExpiresAt}, nil
}

// parseBearer takes the token out of an Authorization value. Only the characters of RFC 6750 pass, which also keeps out
// the "Bearer a, Bearer b" that a proxy makes of two headers.
func parseBearer(authorization string) (string, error) {
	if len(authorization) > maxAuthorization {
		return "", bad("the header is too long")
	}
	scheme, token, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", bad("the scheme is not Bearer")
	}
	token = strings.Trim(token, " ")
	if token == "" {
		return "", bad("it is empty")
	}
	if strings.ContainsFunc(token, notTokenRune) {
		return "", bad("it has characters that no token has")
	}
	return token, nil
}

func notTokenRune(r rune) bool {
	alphanumeric := '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	return !alphanumeric && !strings.ContainsRune("-._~+/=", r)
}

// bad makes an ErrBadToken with a reason for the log.
func bad(reason string) error { return fmt.Errorf("%w (%s)", ErrBadToken, reason) }

// settle strips a bad token's reason, which is for the log alone: what a client gets is the same each time.
func settle(ctx context.Context, err error) error {
	if errors.Is(err, ErrBadToken) {
		slog.DebugContext(ctx, "auth: bad token", "reason", err)
		return ErrBadToken
	}
	if errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, reseller.ErrUnavailable) {
		err = fmt.Errorf("%w: %w", reseller.ErrUnavailable, err)
	}
	return fmt.Errorf("auth: %w", err)
}
