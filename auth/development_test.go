package auth

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"accord/reseller"
)

func TestDevelopmentRoundTrip(t *testing.T) {
	t.Parallel()
	d := development(t, testTime, oldKey)
	for _, email := range []string{ann, "ANN@Example.COM", "  Ann@example.com\n"} {
		token := issue(t, d, email)
		claims, err := d.Verify(t.Context(), token)
		if err != nil {
			t.Fatalf("%q: %v", email, err)
		}
		if want := (Claims{Email: ann, ExpiresAt: testTime.Add(12 * time.Hour)}); claims != want {
			t.Errorf("%q: got %v, want %v", email, claims, want)
		}
		payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
		if err != nil || !strings.Contains(string(payload), `"`+ann+`"`) {
			t.Errorf("%q: the address is not folded in the token: %s, %v", email, payload, err)
		}
	}
}

func TestDevelopmentKeyring(t *testing.T) {
	t.Parallel()
	ring, err := reseller.ParseKeyring(strings.Repeat("ab", reseller.SecretSize))
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewDevelopment(ring.Derive(DevelopmentPurpose), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Verify(t.Context(), issue(t, d, ann)); err != nil {
		t.Error(err)
	}
}

func TestDevelopmentClock(t *testing.T) {
	t.Parallel()
	issued := issue(t, development(t, testTime, oldKey), ann)
	tests := map[string]struct {
		passed time.Duration
		good   bool
	}{
		"a second before it was issued": {-time.Second, false},
		"at once":                       {0, true},
		"just before the end":           {DevelopmentLifetime - time.Nanosecond, true},
		"at the end":                    {DevelopmentLifetime, false},
		"a year later":                  {365 * 24 * time.Hour, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := development(t, testTime.Add(test.passed), oldKey).Verify(t.Context(), issued)
			if (err == nil) != test.good {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestDevelopmentRefuses(t *testing.T) {
	t.Parallel()
	d := development(t, testTime, oldKey)
	good := issue(t, d, ann)
	parts := strings.Split(good, ".")
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	signed := func(edit func(jwt.MapClaims)) string { return forge(t, jwt.SigningMethodHS256, oldKey, edit) }
	with := func(claim string, value any) string { return signed(func(c jwt.MapClaims) { c[claim] = value }) }
	without := func(claim string) string { return signed(func(c jwt.MapClaims) { delete(c, claim) }) }
	tests := map[string]struct{ token, reason string }{
		"expired":              {with("exp", testTime.Unix()), "expired"},
		"not yet":              {with("nbf", testTime.Unix()+1), "not valid yet"},
		"issued later":         {with("iat", testTime.Unix()+1), "issued in the future"},
		"no end":               {without("exp"), "lacks a required claim"},
		"end is no number":     {with("exp", "tomorrow"), "not a JWT"},
		"other issuer":         {with("iss", "https://example.com"), "another issuer"},
		"no issuer":            {without("iss"), "lacks a required claim"},
		"other audience":       {with("aud", "discord"), "another audience"},
		"no audience":          {without("aud"), "lacks a required claim"},
		"no e-mail":            {without("email"), "names no e-mail"},
		"blank e-mail":         {with("email", "  "), "names no e-mail"},
		"e-mail is no string":  {with("email", []string{ann}), "not a JWT"},
		"alg none":             {forge(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil), "not signed with a key of ours"},
		"alg none, old sig":    {segment(`{"alg":"none","typ":"JWT"}`) + "." + parts[1] + "." + parts[2], "not signed with a key of ours"},
		"alg absent":           {segment(`{"typ":"JWT"}`) + "." + parts[1] + "." + parts[2], "algorithm is not known"},
		"alg unheard of":       {segment(`{"alg":"`+parts[2]+`"}`) + "." + parts[1] + "." + parts[2], "algorithm is not known"},
		"alg HS512, right key": {forge(t, jwt.SigningMethodHS512, oldKey, nil), "not signed with a key of ours"},
		"alg RS256":            {forge(t, jwt.SigningMethodRS256, rsaKey, nil), "not signed with a key of ours"},
		"wrong key":            {forge(t, jwt.SigningMethodHS256, otherKey, nil), "not signed with a key of ours"},
		"empty key":            {forge(t, jwt.SigningMethodHS256, []byte{}, nil), "not signed with a key of ours"},
		"truncated":            {good[:len(good)-3], "not signed with a key of ours"},
		"truncated by a digit": {good[:len(good)-1], ""},
		"no signature":         {parts[0] + "." + parts[1] + ".", "not signed with a key of ours"},
		"two parts":            {parts[0] + "." + parts[1], "not a JWT"},
		"four parts":           {good + "." + parts[2], "not a JWT"},
		"claims changed":       {parts[0] + "." + segment(`{"email":"eve@example.com"}`) + "." + parts[2], "not signed with a key of ours"},
		"claims null":          {parts[0] + "." + segment(`null`) + "." + parts[2], "not signed with a key of ours"},
		"header is no JSON":    {segment(parts[1]) + "." + parts[1] + "." + parts[2], "not a JWT"},
		"no base64":            {"!" + good, "not a JWT"},
		"loose last bits":      {loosen(good), "not a JWT"},
		"empty":                {"", "not a JWT"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			claims, err := d.Verify(t.Context(), test.token)
			if !errors.Is(err, ErrBadToken) || claims != (Claims{}) {
				t.Fatalf("got %v, %v, want ErrBadToken", claims, err)
			}
			if !strings.Contains(err.Error(), test.reason) {
				t.Errorf("got %q, want %q in it", err, test.reason)
			}
			tellsNothing(t, err.Error(), test.token)
		})
	}
}

func segment(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// loosen spells the same signature otherwise: of the last of 43 digits for 32 bytes, two bits mean nothing.
func loosen(token string) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(digits, token[len(token)-1])
	return token[:len(token)-1] + digits[last|1:last|1+1]
}

func TestDevelopmentRotation(t *testing.T) {
	t.Parallel()
	before := development(t, testTime, oldKey)
	during := development(t, testTime, newKey, oldKey)
	after := development(t, testTime, newKey)
	tests := map[string]struct {
		signs, verifies *Development
		good            bool
	}{
		"the second key verifies":   {before, during, true},
		"the first key signs":       {during, after, true},
		"the second does not sign":  {during, before, false},
		"a withdrawn key is no key": {before, after, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := test.verifies.Verify(t.Context(), issue(t, test.signs, ann))
			if (err == nil) != test.good {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestDevelopmentRefusesToBeMade(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string][][]byte{
		"no keys":        nil,
		"an empty key":   {{}},
		"a short second": {oldKey, newKey[:minKeySize-1]},
	} {
		if d, err := NewDevelopment(keys, nil); err == nil || d != nil {
			t.Errorf("%s: got %v, %v", name, d, err)
		}
	}
	if token, err := development(t, testTime, oldKey).Issue(" "); err == nil {
		t.Errorf("nobody got the token %q", token)
	}
}

func TestDevelopmentConcurrent(t *testing.T) {
	t.Parallel()
	a, header := setup(t)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for range 50 {
				if id, err := a.Authenticate(t.Context(), header(ann)); err != nil || id.Viewer.User.Email != ann {
					t.Errorf("got %v, %v", id, err)
				}
				if _, err := a.Authenticate(t.Context(), header("eve@example.com")); !errors.Is(err, ErrBadToken) {
					t.Errorf("got %v", err)
				}
			}
		})
	}
	group.Wait()
}
