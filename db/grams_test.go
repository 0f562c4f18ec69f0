package db

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestGramsOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a": "a", "公": "公", "公司": "公司", "abc": "abc", "abcd": "abc bcd", "aaaaa": "aaa", "er 49": " 49,r 4,er ",
		"c12.example": "c12,12.,2.e,.ex", "ab公司": "b公司,ab公",
	} {
		separator := " "
		if strings.Contains(want, ",") {
			separator = ","
		}
		if got := strings.Join(gramsOf(text), separator); got != want {
			t.Errorf("%q has the grams %q, want %q", text, got, want)
		}
	}
}

// FuzzGrams: every gram of a search is a run of the search, and so of each text that contains it, and no longer than those
// that are indexed.
func FuzzGrams(f *testing.F) {
	for _, text := range []string{"a", "公司", "Customer 123456", "%_\\'\"", "👩‍👩‍👧‍👦", "\x00a", "\xff\xfe", strings.Repeat("长", 200)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, search string) {
		text := searched(search)
		if text == "" {
			return
		}
		if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
			t.Fatalf("%q is searched as %q", search, text)
		}
		grams := gramsOf(text)
		if len(grams) == 0 || len(grams) > maxGrams {
			t.Fatalf("%d grams", len(grams))
		}
		for _, gram := range grams {
			if n := utf8.RuneCountInString(gram); n > gramLength || n < min(gramLength, utf8.RuneCountInString(text)) {
				t.Errorf("%q is of %d characters", gram, n)
			}
			if !strings.Contains(text, gram) {
				t.Errorf("%q is not in %q", gram, text)
			}
		}
	})
}

// FuzzBeyondPrefix: what lies between a prefix and its end is what begins with it.
func FuzzBeyondPrefix(f *testing.F) {
	for _, pair := range [][2]string{
		{"a", "ab"}, {"公", "公司"}, {"a", "b"}, {"\U0010FFFF", "\U0010FFFFa"}, {"a\U0010FFFF", "b"}, {"\uD7FF", "\uE000"}, {"a\x7f", "a\u0080"},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, prefix, text string) {
		if !utf8.ValidString(prefix) || !utf8.ValidString(text) || prefix == "" {
			return
		}
		end, ok := beyondPrefix(prefix)
		within := text >= prefix && (!ok || text < end)
		if ok && !utf8.ValidString(end) || within != strings.HasPrefix(text, prefix) {
			t.Errorf("from %q to %q lies %q: %t", prefix, end, text, within)
		}
	})
}
