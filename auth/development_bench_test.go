package auth

import "testing"

// BenchmarkDevelopment is the proof of a token of the development identity.
func BenchmarkDevelopment(b *testing.B) {
	d := development(b, testTime, oldKey)
	token := issue(b, d, ann)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Verify(b.Context(), token); err != nil {
			b.Fatal(err)
		}
	}
}
