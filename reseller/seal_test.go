package reseller

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
)

func repeated(digit string) string { return strings.Repeat(digit, 2*SecretSize) }

func TestWhatIsSealedIsReadWithAnyKeyAndForItsPurposeAlone(t *testing.T) {
	t.Parallel()
	plain := []byte("who, what and until when")
	sealed, err := ring(t, repeated("1")).Seal("export", plain, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(sealed, "who") {
		t.Errorf("it can be read: %s", sealed)
	}
	for _, c := range []struct {
		name, purpose, sealed string
		ring                  *Keyring
		good                  bool
	}{
		{"the key", "export", sealed, ring(t, repeated("1")), true},
		{"a new key in front", "export", sealed, ring(t, repeated("2")+","+repeated("1")), true},
		{"the key withdrawn", "export", sealed, ring(t, repeated("2")), false},
		{"another purpose", "other", sealed, ring(t, repeated("1")), false},
		{"a line that is broken", "export", sealed[:9] + "\r\n" + sealed[9:], ring(t, repeated("1")), false},
		{"nothing", "export", "", ring(t, repeated("1")), false},
		{"no base64", "export", "***", ring(t, repeated("1")), false},
	} {
		got, err := c.ring.Unseal(c.purpose, c.sealed)
		if good := err == nil && bytes.Equal(got, plain); good != c.good || !c.good && !errors.Is(err, ErrNotSealed) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

func FuzzUnseal(f *testing.F) {
	k := ring(f, repeated("1"))
	sealed, err := k.Seal("export", []byte("x"), bytes.NewReader(make([]byte, 64))) // the same in every process
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := k.Unseal("export", text); err == nil && text != sealed {
			t.Errorf("altered, and read: %s", text)
		}
	})
}
