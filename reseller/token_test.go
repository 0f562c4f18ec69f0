package reseller

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const (
	secretA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	secretB = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
)

func ring(t testing.TB, secrets string) *Keyring {
	t.Helper()
	k, err := ParseKeyring(secrets)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestParseKeyringRefusesBadKeys(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"none": "", "short": secretA[:62], "long": secretA + "aa", "not hex": secretA[:63] + "g", "twice": secretA + "," + secretA,
		"a good and a bad one": secretA + ",abc", "trailing comma": secretA + ",",
	} {
		if _, err := ParseKeyring(text); err == nil {
			t.Errorf("%s: taken", name)
		} else if strings.Contains(err.Error(), secretA[:16]) {
			t.Errorf("%s: the error tells the key: %v", name, err)
		}
	}
}

func TestR1_TokensAreStableAndNameTheirKey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var id ID
		copy(id[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		a, err := ParseKeyring(secretA)
		if err != nil {
			t.Fatal(err)
		}
		both, err := ParseKeyring(secretB + "," + secretA)
		if err != nil {
			t.Fatal(err)
		}
		token, ok := a.Token(a.Current(), id)
		again, _ := both.Token(a.Current(), id)
		if !ok || token != again || len(token) != len(tokenPrefix)+tokenDigits {
			t.Fatalf("tokens %q and %q", token, again)
		}
		if got, err := both.Verify(token); err != nil || got != id {
			t.Fatalf("verify: %v, %v", got, err)
		}
	})
}

// Changing any character, anywhere, to any other digit makes a token that is refused.
func TestR8_AChangedTokenIsRefused(t *testing.T) {
	t.Parallel()
	k := ring(t, secretA)
	token, _ := k.Token(k.Current(), NewID(time.Now(), 1, rand.Reader))
	const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for i := range token {
		for _, c := range []byte(digits) {
			if token[i] == c {
				continue
			}
			changed := token[:i] + string(c) + token[i+1:]
			if _, err := k.Verify(changed); !refusedWith(err, CodeInviteInvalid) {
				t.Fatalf("%s is taken for %s", changed, token)
			}
		}
	}
}

func TestR8_AWithdrawnKeyRevokes(t *testing.T) {
	t.Parallel()
	a, b := ring(t, secretA), ring(t, secretB)
	token, _ := a.Token(a.Current(), ID{1})
	if _, err := b.Verify(token); !refusedWith(err, CodeInviteInvalid) {
		t.Error("a token of a key not held is taken")
	}
	if _, ok := b.Token(a.Current(), ID{1}); ok {
		t.Error("signed with a key not held")
	}
	if status := (Invite{Status: InviteActive, KeyID: a.Current()}).StatusAt(time.Now(), b); status != InviteRevoked {
		t.Errorf("status %s", status)
	}
}

func TestDerivedKeysDiffer(t *testing.T) {
	t.Parallel()
	k := ring(t, secretA+","+secretB)
	one, two := k.Derive("one"), k.Derive("two")
	if len(one) != 2 || bytes.Equal(one[0], one[1]) || bytes.Equal(one[0], two[0]) {
		t.Error("keys for two purposes, or of two secrets, are the same")
	}
}

func FuzzVerify(f *testing.F) {
	k := ring(f, secretA)
	token, _ := k.Token(k.Current(), ID{1, 2, 3})
	for _, seed := range []string{token, token[:20], "inv_", "", "inv_" + strings.Repeat("Z", 49), strings.Repeat("0", 53), "inv_\x00", "inv_" + strings.Repeat("é", 25)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := k.Verify(text)
		if err == nil {
			if again, _ := k.Token(k.Current(), id); again != text {
				t.Errorf("%q is taken, but the token is %q", text, again)
			}
		} else if !refusedWith(err, CodeInviteInvalid) || strings.Contains(err.Error(), text) && len(text) > 8 {
			t.Errorf("error %v", err)
		}
	})
}

func refusedWith(err error, code Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}
