package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"

	"accord/reseller"
)

const (
	// refreshEvery is how long a key that the provider has withdrawn may go on signing people in.
	refreshEvery = 5 * time.Minute
	// keepKeys is how long keys are good while the provider does not answer: long enough for any outage, and not for
	// ever, since somebody with a stolen key could keep the news of its withdrawal from us.
	keepKeys = 24 * time.Hour
	// firstRetry and lastRetry are how long to wait when the provider does not answer.
	firstRetry = 500 * time.Millisecond
	lastRetry  = 10 * time.Second
	// Key ids that nobody knows come with new keys, and with forged tokens: so many times they make us ask the provider
	// at once, and then once in unknownEvery.
	unknownBurst = 5
	unknownEvery = 10 * time.Second
)

// providerKeys are the public keys of a provider. Its own key set, go-oidc's, asks the provider for each bad signature,
// and keeps withdrawn keys until then.
type providerKeys struct {
	issuer     string
	algorithms []jose.SignatureAlgorithm
	client     *http.Client
	now        func() time.Time
	// changed is called when the provider has other keys than before; nil is nobody's.
	changed func()

	unknown *rate.Limiter
	flights singleflight.Group
	// loading keeps answers in order, so that an old one never replaces a newer one.
	loading sync.Mutex
	// failed wakes run.
	failed chan struct{}

	mu   sync.RWMutex
	keys []jose.JSONWebKey
	at   time.Time
	err  error
	// tokenOrigin is the latest known, "" before the provider has answered.
	tokenOrigin string
}

var errNeverAsked = errors.New("it has not been asked yet")

func newProviderKeys(config OIDCConfig, now func() time.Time) *providerKeys {
	k := &providerKeys{
		issuer: config.Issuer, client: providerClient(), now: now, changed: config.KeysChanged, err: errNeverAsked,
		unknown: rate.NewLimiter(rate.Every(unknownEvery), unknownBurst), failed: make(chan struct{}, 1),
	}
	for _, name := range config.Algorithms {
		k.algorithms = append(k.algorithms, jose.SignatureAlgorithm(name))
	}
	return k
}

// current gives the keys to verify with, reseller.ErrUnavailable when there are none of any use.
func (k *providerKeys) current() ([]jose.JSONWebKey, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.at.IsZero() || k.now().Sub(k.at) > keepKeys {
		return nil, unavailable(k.err)
	}
	return k.keys, nil
}

func unavailable(err error) error {
	return fmt.Errorf("the identity provider: %w: %w", reseller.ErrUnavailable, err)
}

// origins are those that browsers ask to sign in: the issuer's and, once the provider has told of it, that of its token
// endpoint.
func (k *providerKeys) origins() []string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	all := []string{originOf(k.issuer)}
	if k.tokenOrigin != "" && k.tokenOrigin != all[0] {
		all = append(all, k.tokenOrigin)
	}
	return all
}

// failure is what went wrong last, nil for nothing.
func (k *providerKeys) failure() error {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.err
}

// load asks the provider. What it has failed to answer leaves the keys as they are.
func (k *providerKeys) load(ctx context.Context) error {
	k.loading.Lock()
	defer k.loading.Unlock()
	asking, cancel := context.WithTimeout(ctx, providerTimeout)
	defer cancel()
	answer, err := askProvider(asking, k.client, k.issuer)
	if err != nil && ctx.Err() != nil {
		return err // whoever asked has gone, which tells nothing of the provider
	}
	if k.note(ctx, answer, err) && k.changed != nil {
		k.changed()
	}
	return err
}

// note keeps what came of asking, logs when that is news, and reports whether there are other keys than before.
func (k *providerKeys) note(ctx context.Context, answer discovered, err error) (changed bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	before := k.err
	k.err = err
	if err == nil {
		changed = !slices.EqualFunc(k.keys, answer.keys, sameKey)
		k.keys, k.at, k.tokenOrigin = answer.keys, k.now(), answer.tokenOrigin
		if before != nil {
			slog.InfoContext(ctx, "auth: the identity provider answers", "issuer", k.issuer, "keys", len(answer.keys))
		}
		return changed
	}
	if before == nil || errors.Is(before, errNeverAsked) {
		slog.WarnContext(ctx, "auth: the identity provider does not answer; it is asked again and again",
			"issuer", k.issuer, "known_keys", len(k.keys), "error", err)
	}
	select {
	case k.failed <- struct{}{}:
	default: // it is about to wake already
	}
	return false
}

func sameKey(a, b jose.JSONWebKey) bool {
	one, errOne := a.MarshalJSON()
	other, errOther := b.MarshalJSON()
	return errOne == nil && errOther == nil && bytes.Equal(one, other)
}

// run keeps the keys fresh until ctx ends.
func (k *providerKeys) run(ctx context.Context) {
	retry := firstRetry
	for {
		wait := time.After(spread(refreshEvery))
		woken := k.failed
		if k.failure() != nil {
			wait, woken = time.After(spread(retry)), nil
			retry = min(2*retry, lastRetry)
		} else {
			retry = firstRetry
		}
		select {
		case <-ctx.Done():
			return
		case <-woken:
			continue // to wait for less long
		case <-wait:
		}
		_ = k.load(ctx) // noted
	}
}

// spread keeps several servers from asking at the same moment.
func spread(d time.Duration) time.Duration { return d - rand.N(d/4) } //nolint:gosec // nothing to guess

// reload asks the provider for a key that is not known: for everybody who waits for one together, and so rarely that
// forged key ids are no way to have us flood it. It returns reseller.ErrUnavailable when the provider does not answer,
// or has not when it was last asked.
func (k *providerKeys) reload(ctx context.Context) error {
	flight := k.flights.DoChan("", func() (any, error) {
		if !k.unknown.Allow() {
			return nil, k.failure()
		}
		return nil, k.load(context.WithoutCancel(ctx))
	})
	select {
	case <-ctx.Done():
		return unavailable(ctx.Err())
	case done := <-flight:
		if done.Err != nil {
			return unavailable(done.Err)
		}
		return nil
	}
}

// verify returns the signed content of a token that one of the keys has signed, ErrBadToken, wrapped, for any other, and
// reseller.ErrUnavailable, wrapped, when it cannot tell.
func (k *providerKeys) verify(ctx context.Context, token *jose.JSONWebSignature) ([]byte, error) {
	for attempt := range 2 {
		keys, err := k.current()
		if err != nil {
			return nil, err
		}
		payload, named := verifyWith(keys, token)
		if payload != nil {
			return payload, nil
		}
		if named || attempt > 0 {
			break // a new key has a new name
		}
		if err := k.reload(ctx); err != nil {
			return nil, err
		}
	}
	return nil, bad("it is not signed with a key of the provider")
}

// verifyWith tries the keys that a token may be signed with; named tells that one of them has the name in the token.
func verifyWith(keys []jose.JSONWebKey, token *jose.JSONWebSignature) (payload []byte, named bool) {
	header := token.Signatures[0].Header
	for _, key := range keys {
		if header.KeyID != "" && key.KeyID != header.KeyID || key.Algorithm != "" && key.Algorithm != header.Algorithm {
			continue
		}
		if content, err := token.Verify(key.Key); err == nil {
			return content, true
		}
		named = named || header.KeyID != ""
	}
	return nil, named
}

// signatureCheck checks the signature of one token for go-oidc, and keeps the error that go-oidc does not hand on.
type signatureCheck struct {
	keys *providerKeys
	good bool
	err  error
}

// VerifySignature implements oidc.KeySet.
func (s *signatureCheck) VerifySignature(ctx context.Context, bearer string) ([]byte, error) {
	token, err := jose.ParseSignedCompact(bearer, s.keys.algorithms)
	if err != nil {
		s.err = bad("it is not a JWT signed by an allowed algorithm")
		return nil, s.err
	}
	payload, err := s.keys.verify(ctx, token)
	s.good, s.err = err == nil, err
	return payload, err
}
