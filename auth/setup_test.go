package auth

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"accord/reseller"
)

var (
	testTime = time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC)
	oldKey   = bytes.Repeat([]byte{1}, minKeySize)
	newKey   = bytes.Repeat([]byte{2}, minKeySize)
	otherKey = bytes.Repeat([]byte{3}, minKeySize)
)

const ann = "ann@example.com"

// directory is a database of one user, ann, and of addresses that stand for what may go wrong.
type directory struct{}

var errFault = errors.New("a fault of ours")

func (directory) Identify(_ context.Context, email string) (reseller.Viewer, error) {
	switch email {
	case ann:
		user := reseller.User{ID: reseller.ID{1}, Email: ann, Tenant: reseller.TenantOperator, Roles: []reseller.Role{reseller.RoleOperator}}
		return reseller.Viewer{User: user}, nil
	case "down@example.com":
		return reseller.Viewer{}, errors.Join(reseller.ErrUnavailable, errors.New("connection refused"))
	case "fault@example.com":
		return reseller.Viewer{}, errFault
	case "zero@example.com":
		return reseller.Viewer{}, nil
	}
	return reseller.Viewer{}, reseller.ErrNotFound
}

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

func development(t testing.TB, now time.Time, keys ...[]byte) *Development {
	t.Helper()
	d, err := NewDevelopment(keys, at(now))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func issue(t testing.TB, d *Development, email string) string {
	t.Helper()
	token, err := d.Issue(email)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// setup gives an Authenticator over the development identity, and a maker of good Authorization values.
func setup(t testing.TB, opts ...Option) (*Authenticator, func(email string) string) {
	t.Helper()
	d := development(t, testTime, oldKey)
	return New(d, directory{}, opts...), func(email string) string { return "Bearer " + issue(t, d, email) }
}

// goodClaims are those of a token that Issue makes.
func goodClaims() jwt.MapClaims {
	return jwt.MapClaims{
		"email": ann,
		"iss":   developmentIssuer,
		"aud":   developmentAudience,
		"iat":   testTime.Unix(),
		"nbf":   testTime.Unix(),
		"exp":   testTime.Add(time.Hour).Unix(),
	}
}

// forge signs claims, changed by edit, in any way.
func forge(t testing.TB, method jwt.SigningMethod, key any, edit func(jwt.MapClaims)) string {
	t.Helper()
	claims := goodClaims()
	if edit != nil {
		edit(claims)
	}
	token, err := jwt.NewWithClaims(method, claims).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// tellsNothing fails when the text holds a part of the token.
func tellsNothing(t testing.TB, text, token string) {
	t.Helper()
	for part := range strings.FieldsFuncSeq(token, func(r rune) bool { return strings.ContainsRune(". ", r) }) {
		if len(part) > len("Bearer") && strings.Contains(text, part) {
			t.Errorf("the text %q holds a part of the token %q", text, token)
		}
	}
}
