package sqlite

import (
	"encoding/hex"
	"strings"
)

// grams writes the grams of a search as the view customer_gram_texts writes those of a customer: words that must all be there.
func grams(of []string) any {
	words := make([]string, len(of))
	for i, gram := range of {
		words[i] = `"` + hex.EncodeToString([]byte(gram)) + `"`
	}
	return strings.Join(words, " ")
}
