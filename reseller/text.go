package reseller

import "unicode"

// ListSeparator stands between the values of a list in one text: a cell of an import file, a column, a field of an event.
// No code holds it.
const ListSeparator = ";"

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
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar ||
		r == '\u2028' || r == '\u2029' || r == '\u200b' || r == '\ufeff' || r == '\u2060'
}
