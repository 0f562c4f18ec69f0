package db

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// gramLength is the length of the longest grams in characters. Customers are indexed by all runs of one to so many
	// characters of their names and domains (R28).
	gramLength = 3
	// maxGrams bounds the grams of one search: they only narrow, and more of them narrow no further.
	maxGrams = 4
)

// searched writes the text of a search as SortKey writes names. SQLite would take U+0000 for a text's end.
func searched(search string) string {
	return SortKey(strings.ReplaceAll(strings.ToValidUTF8(search, "\uFFFD"), "\x00", "\uFFFD"))
}

// gramsOf gives grams that every text has which contains this one; a text that has them need not contain it.
func gramsOf(text string) []string {
	letters := []rune(text)
	var grams []string
	for start := 0; start == 0 || start+gramLength <= len(letters); start++ {
		gram := string(letters[start:min(start+gramLength, len(letters))])
		if !slices.Contains(grams, gram) {
			grams = append(grams, gram)
		}
	}
	slices.SortStableFunc(grams, func(a, b string) int { return telling(b) - telling(a) })
	return grams[:min(len(grams), maxGrams)]
}

// telling guesses how well a gram tells customers apart: digits and Chinese characters do better than Latin letters.
func telling(gram string) int {
	n := 0
	for _, letter := range gram {
		if letter > unicode.MaxASCII || '0' <= letter && letter <= '9' {
			n++
		}
	}
	return n
}

// beyondPrefix gives the first text, in the order of bytes, that follows all those that begin with prefix; ok is false when
// there is none.
func beyondPrefix(prefix string) (text string, ok bool) {
	letters := []rune(prefix)
	for len(letters) > 0 {
		last := &letters[len(letters)-1]
		if *last < utf8.MaxRune {
			*last++
			if !utf8.ValidRune(*last) { // surrogates are no characters
				*last = 0xE000
			}
			return string(letters), true
		}
		letters = letters[:len(letters)-1]
	}
	return "", false
}
