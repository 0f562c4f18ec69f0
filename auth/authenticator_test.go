package auth

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"accord/reseller"
)

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	a, header := setup(t)
	good := header(ann)
	token := strings.TrimPrefix(good, "Bearer ")
	tests := map[string]struct {
		authorization string
		email         string
		err           error
	}{
		"nobody":               {"", "", nil},
		"good":                 {good, ann, nil},
		"e-mail in upper case": {header("ANN@EXAMPLE.COM"), ann, nil},
		"scheme in lower case": {"bearer " + token, ann, nil},
		"scheme in upper case": {"BEARER " + token, ann, nil},
		"several spaces":       {"Bearer   " + token + " ", ann, nil},
		"other scheme":         {"Basic " + token, "", ErrBadToken},
		"no scheme":            {token, "", ErrBadToken},
		"scheme alone":         {"Bearer", "", ErrBadToken},
		"empty bearer":         {"Bearer   ", "", ErrBadToken},
		"blank":                {" ", "", ErrBadToken},
		"two tokens":           {good + ", " + good, "", ErrBadToken},
		"two words":            {good + " " + token, "", ErrBadToken},
		"tab":                  {"Bearer\t" + token, "", ErrBadToken},
		"line end within":      {good[:len(good)-2] + "\n" + good[len(good)-2:], "", ErrBadToken},
		"not UTF-8":            {good + "\xff", "", ErrBadToken},
		"huge":                 {good + strings.Repeat(" ", maxAuthorization), "", ErrBadToken},
		"user missing":         {header("eve@example.com"), "", ErrBadToken},
		"user zero":            {header("zero@example.com"), "", ErrBadToken},
		"database unavailable": {header("down@example.com"), "", reseller.ErrUnavailable},
		"database at fault":    {header("fault@example.com"), "", errFault},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, err := a.Authenticate(t.Context(), test.authorization)
			if !errors.Is(err, test.err) || id.Viewer.User.Email != test.email {
				t.Fatalf("got %v, %v", id, err)
			}
			if id.Viewer.Known() != (test.email != "") || id.ExpiresAt.IsZero() != (test.email == "") {
				t.Errorf("half an identity: %v", id)
			}
			if errors.Is(err, ErrBadToken) && err.Error() != ErrBadToken.Error() {
				t.Errorf("a bad token has words of its own: %q", err)
			}
			if err != nil {
				tellsNothing(t, err.Error(), test.authorization)
			}
		})
	}
}

func TestAuthenticateExpiresWithToken(t *testing.T) {
	t.Parallel()
	a, header := setup(t)
	id, err := a.Authenticate(t.Context(), header(ann))
	if err != nil || !id.ExpiresAt.Equal(testTime.Add(DevelopmentLifetime)) {
		t.Errorf("got %v, %v", id, err)
	}
}

// verifier stands for one of another kind, such as an issuer's.
type verifier struct {
	claims Claims
	err    error
}

func (v verifier) Verify(context.Context, string) (Claims, error) { return v.claims, v.err }

func TestAuthenticateOtherVerifiers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		verifier verifier
		err      error
	}{
		"folds the e-mail":    {verifier{claims: Claims{Email: " Ann@Example.com", ExpiresAt: testTime}}, nil},
		"no e-mail":           {verifier{claims: Claims{Email: " ", ExpiresAt: testTime}}, ErrBadToken},
		"bad token":           {verifier{err: bad("it is odd")}, ErrBadToken},
		"issuer unavailable":  {verifier{err: reseller.ErrUnavailable}, reseller.ErrUnavailable},
		"claims with a fault": {verifier{claims: Claims{Email: ann}, err: errFault}, errFault},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, err := New(test.verifier, directory{}).Authenticate(t.Context(), "Bearer x")
			if !errors.Is(err, test.err) || id.Viewer.Known() != (test.err == nil) {
				t.Errorf("got %v, %v", id, err)
			}
		})
	}
}

func TestFromInit(t *testing.T) {
	t.Parallel()
	a, header := setup(t)
	good := header(ann)
	upgrade := Identity{Viewer: reseller.Viewer{User: reseller.User{ID: reseller.ID{9}, Email: "bob@example.com"}}}
	tests := map[string]struct {
		payload map[string]any
		email   string
		err     error
	}{
		"no payload":         {nil, "bob@example.com", nil},
		"other fields":       {map[string]any{"token": good}, "bob@example.com", nil},
		"null":               {map[string]any{"Authorization": nil}, "bob@example.com", nil},
		"empty":              {map[string]any{"authorization": ""}, "bob@example.com", nil},
		"upper case":         {map[string]any{"Authorization": good}, ann, nil},
		"lower case":         {map[string]any{"authorization": good}, ann, nil},
		"one null, one good": {map[string]any{"Authorization": nil, "authorization": good}, ann, nil},
		"both":               {map[string]any{"Authorization": good, "authorization": good}, "", ErrBadToken},
		"a number":           {map[string]any{"Authorization": 7.0}, "", ErrBadToken},
		"a boolean":          {map[string]any{"authorization": false}, "", ErrBadToken},
		"a list":             {map[string]any{"Authorization": []any{good}}, "", ErrBadToken},
		"an object":          {map[string]any{"Authorization": map[string]any{"Bearer": good}}, "", ErrBadToken},
		"blank":              {map[string]any{"Authorization": " "}, "", ErrBadToken},
		"bad":                {map[string]any{"Authorization": good + "x"}, "", ErrBadToken},
		"no such user":       {map[string]any{"Authorization": header("eve@example.com")}, "", ErrBadToken},
		"unavailable":        {map[string]any{"Authorization": header("down@example.com")}, "", reseller.ErrUnavailable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, err := a.FromInit(WithIdentity(t.Context(), upgrade), test.payload)
			if !errors.Is(err, test.err) || id.Viewer.User.Email != test.email {
				t.Errorf("got %v, %v", id, err)
			}
		})
	}
}

func TestFromInitNobody(t *testing.T) {
	t.Parallel()
	a, _ := setup(t, LoopbackRequests())
	if id, err := a.FromInit(t.Context(), nil); err != nil || id.Viewer.Known() {
		t.Errorf("got %v, %v", id, err)
	}
}

// FuzzAuthenticate knows tokens of all kinds but the server's key, and so is nobody however it changes them.
func FuzzAuthenticate(f *testing.F) {
	d := development(f, testTime, randomKey(f))
	a := New(d, directory{}, LoopbackRequests())
	ctx := withOrigin(f.Context(), checkLoopback(httptest.NewRequest(http.MethodGet, "http://localhost/", http.NoBody)))
	stranger := development(f, testTime, otherKey)
	for _, seed := range []string{
		"", "Bearer", "bearer ", "Basic YTpi", "Bearer a.b.c", "Bearer ..", "Bearer \x00", strings.Repeat("Bearer ", 2000),
		"Bearer " + issue(f, stranger, ann),
		"Bearer " + forge(f, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil),
		"Bearer " + forge(f, jwt.SigningMethodHS512, otherKey, nil),
		"Bearer " + segment("null") + "." + segment("null") + "." + segment("null"),
		"Bearer " + segment(`{"alg":"HS256"}`) + "." + segment(`{"exp":1e309,"aud":[1]}`) + ".",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, authorization string) {
		id, err := a.Authenticate(ctx, authorization)
		if id.Viewer.Known() || !id.ExpiresAt.IsZero() {
			t.Fatalf("%q was taken for %v", authorization, id)
		}
		if authorization != "" && !errors.Is(err, ErrBadToken) {
			t.Fatalf("%q gave %v", authorization, err)
		}
	})
}

func randomKey(t testing.TB) []byte {
	t.Helper()
	var key bytes.Buffer
	if _, err := io.CopyN(&key, rand.Reader, minKeySize); err != nil {
		t.Fatal(err)
	}
	return key.Bytes()
}
