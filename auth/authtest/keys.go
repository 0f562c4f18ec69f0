package authtest

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// rsaSize is the smallest size of RSA keys in bits that is allowed.
const rsaSize = 2048

// NewKeys makes a private key for each of ES256, RS256, PS256 and EdDSA; their key ids begin with the name.
func NewKeys(t testing.TB, name string) []jose.JSONWebKey {
	t.Helper()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := rsa.GenerateKey(rand.Reader, rsaSize)
	if err != nil {
		t.Fatal(err)
	}
	probabilistic, err := rsa.GenerateKey(rand.Reader, rsaSize)
	if err != nil {
		t.Fatal(err)
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return []jose.JSONWebKey{
		{KeyID: name + "-ES256", Algorithm: string(jose.ES256), Use: "sig", Key: curve},
		{KeyID: name + "-RS256", Algorithm: string(jose.RS256), Use: "sig", Key: plain},
		{KeyID: name + "-PS256", Algorithm: string(jose.PS256), Use: "sig", Key: probabilistic},
		{KeyID: name + "-EdDSA", Algorithm: string(jose.EdDSA), Use: "sig", Key: edwards},
	}
}

// NewKey makes one private key, for ES256, in less time.
func NewKey(t testing.TB, name string) jose.JSONWebKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return jose.JSONWebKey{KeyID: name, Algorithm: string(jose.ES256), Use: "sig", Key: key}
}
