package reseller

import (
	"strings"
	"unicode"
)

// ListSeparator stands between the values of a list in one text: a cell of an import file, a column, a field of an event.
// No code holds it.
const ListSeparator = ";"

// FoldEmail brings an e-mail address to the one form in which it is kept and looked for: small letters, no space around.
func FoldEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// hasControls reports whether a text of one line holds characters that a reader cannot see but a program obeys: line
// breaks, control characters, invisible and direction marks.
func hasControls(text string) bool {
	for _, r := range text {
		if isControl(r) {
			return true
		}
	}
	return false
}

func isControl(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Noncharacter_Code_Point) || r == unicode.ReplacementChar ||
		r == '\u2028' || r == '\u2029' || r == '\u200b' || r == '\ufeff' || r == '\u2060'
}

// plainLine makes a text one line without what hasControls finds: a space for a line break, nothing for the rest.
func plainLine(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\u2028' || r == '\u2029' || unicode.IsControl(r) && unicode.IsSpace(r):
			return ' '
		case isControl(r):
			return -1
		}
		return r
	}, text))
}
