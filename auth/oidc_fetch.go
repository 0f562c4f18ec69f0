package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

const (
	// providerTimeout bounds discovery and the keys together.
	providerTimeout = 5 * time.Second
	// maxProviderAnswer bounds an answer of the provider in bytes; they have a few thousand.
	maxProviderAnswer = 1 << 20
	// maxProviderError bounds what is logged of an error in bytes, as go-oidc quotes whole answers.
	maxProviderError = 300
)

// providerClient asks the provider. It follows no redirects: an https address could lead to an http one.
func providerClient() *http.Client {
	return &http.Client{
		Timeout:   providerTimeout,
		Transport: boundedAnswers{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("it answers with a redirect; give the address that this leads to")
		},
	}
}

// boundedAnswers cuts answers off at maxProviderAnswer.
type boundedAnswers struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b boundedAnswers) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.next.RoundTrip(r)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxProviderAnswer)
	}
	return response, err
}

// discovered is what a provider tells of itself.
type discovered struct {
	// keys verify its signatures.
	keys []jose.JSONWebKey
	// tokenOrigin is where browsers exchange their codes for tokens, "" where that is no address to send them to.
	tokenOrigin string
}

// askProvider asks a provider by discovery where its keys are, and for the keys that verify signatures.
func askProvider(ctx context.Context, client *http.Client, issuer string) (discovered, error) {
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, client), issuer)
	if err != nil {
		return discovered{}, fmt.Errorf("discovery: %w", shortened(err))
	}
	var metadata struct {
		Keys string `json:"jwks_uri"`
	}
	if err := provider.Claims(&metadata); err != nil {
		return discovered{}, fmt.Errorf("discovery: %w", shortened(err))
	}
	if err := checkProviderURL(metadata.Keys); err != nil {
		return discovered{}, fmt.Errorf("its jwks_uri %w", err)
	}
	keys, err := readKeys(ctx, client, metadata.Keys)
	return discovered{keys: keys, tokenOrigin: originOf(provider.Endpoint().TokenURL)}, err
}

// originOf is the scheme and host of an address whose answers nobody on the way could have written, "" for any other.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Host)) {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

func readKeys(ctx context.Context, client *http.Client, address string) ([]jose.JSONWebKey, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/jwk-set+json, application/json")
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("its keys: it answers %s", response.Status)
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.NewDecoder(response.Body).Decode(&set); err != nil {
		return nil, fmt.Errorf("its keys cannot be read: %w", shortened(err))
	}
	keys := usable(set.Keys)
	if len(keys) == 0 {
		return nil, errors.New("it publishes no key that verifies signatures")
	}
	return keys, nil
}

// usable leaves out keys for encryption and those of kinds that the library does not know, as RFC 7517 has it: what else
// a provider publishes must not lock everybody out.
func usable(published []json.RawMessage) []jose.JSONWebKey {
	var keys []jose.JSONWebKey
	for _, text := range published {
		var key jose.JSONWebKey
		if err := json.Unmarshal(text, &key); err != nil || key.Use == "enc" || !key.IsPublic() || !key.Valid() {
			continue
		}
		keys = append(keys, key)
	}
	return keys
}

// shortened is an error for the log.
func shortened(err error) error {
	if text := err.Error(); len(text) > maxProviderError {
		return errors.New(text[:maxProviderError] + "…")
	}
	return err
}
