package reseller

import "testing"

// BenchmarkVerify is what each request for a link begins with.
func BenchmarkVerify(b *testing.B) {
	keys := ring(b, secretA)
	token, _ := keys.Token(keys.Current(), ID{1})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := keys.Verify(token); err != nil {
			b.Fatal(err)
		}
	}
}
