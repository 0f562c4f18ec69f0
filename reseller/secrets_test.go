package reseller

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is asked first of a text must not let pass what the pattern would take out.
func TestRedactTokensTakesOutAllThatLooksLikeOne(t *testing.T) {
	t.Parallel()
	pieces := []string{"inv_", "INV_", "ak_", "Ak_", "eyJ", "EYj", "nv_", "k_", "a", "é", " ", "0123456789abcdefABCDEF", "._-", "ſ", "K"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(t, "pieces"), "")
		if got, want := RedactTokens(text), likeSecrets.ReplaceAllString(text, "[token]"); got != want {
			t.Fatalf("%q: %q, want %q", text, got, want)
		}
	})
}
