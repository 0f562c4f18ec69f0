package reseller

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxOpenings      = 2
	maxOpeningLength = 1000
	// maxDisguises is how many times over an address may be escaped and still be seen through.
	maxDisguises = 10
)

// checkParagraphs refuses opening paragraphs that are too many, too long, empty, or hold hidden characters (R2).
func checkParagraphs(paragraphs []string) error {
	if len(paragraphs) > maxOpenings {
		return Invalid([]string{"openingParagraphs"}, "The mail has %d opening paragraphs at most; you give %d.", maxOpenings, len(paragraphs))
	}
	for i, p := range paragraphs {
		path := []string{"openingParagraphs", strconv.Itoa(i)}
		switch length := utf8.RuneCountInString(p); {
		case length > maxOpeningLength:
			return Invalid(path, "An opening paragraph has at most %d characters; this one has %d.", maxOpeningLength, length)
		case strings.TrimSpace(p) == "":
			return Invalid(path, "An opening paragraph is empty; leave it out of the list to delete it.")
		case hasControls(strings.NewReplacer("\r\n", "", "\n", "", "\t", "").Replace(p)):
			return Invalid(path, "An opening paragraph holds control or direction characters; write plain text.")
		}
	}
	return nil
}

// linkAltered refuses opening paragraphs that hold an invite link of their own (R2).
func linkAltered(paragraphs []string) Refusals {
	var refusals Refusals
	for i, p := range paragraphs {
		if holdsLink(p) {
			refusals = append(refusals, refuse(CodeLinkAltered, "R2",
				"An opening paragraph holds an invite link. The mail carries its link in the locked paragraph; take it out here.").
				at("openingParagraphs", strconv.Itoa(i)))
		}
	}
	return refusals
}

// looksLikeLink matches the tokens and the addresses of invite links.
var looksLikeLink = regexp.MustCompile(`(?i)inv_[0-9a-z]{16,}|/invite/`)

// holdsLink reports whether an invite link is in a text, however it is dressed up: in capitals, full width, with invisible
// characters or line breaks inside, escaped for an address or for HTML, and that several times over. Whatever is still in
// disguise after the last time is taken for a link: nobody wraps honest words like that, and a reader's time is bounded.
func holdsLink(text string) bool {
	for range maxDisguises {
		text = undressed(text)
		if looksLikeLink.MatchString(text) {
			return true
		}
		// Between the two as well: what is hidden inside of an escape for HTML would have it read as a shorter one.
		barer := html.UnescapeString(undressed(unescapePercent(text)))
		if barer == text {
			return false
		}
		text = barer
	}
	return true
}

// undressed writes a text in characters of ordinary width, without what cannot be seen and what an address loses when it
// is pasted. It leaves bytes alone that are no text (yet): half of an escaped character may stand before them.
func undressed(text string) string {
	const fullWidth = '！' - '!'
	var b strings.Builder
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case isHidden(r) || r == '\t' || r == '\n' || r == '\r':
		case r == '\\': // browsers take it for a slash
			b.WriteByte('/')
		case r >= '！' && r <= '～':
			b.WriteRune(r - fullWidth)
		default:
			b.WriteString(text[:size])
		}
		text = text[size:]
	}
	return b.String()
}

// isHidden reports whether a character shows nothing of its own: format characters, marks on the letter before, fillers.
func isHidden(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.M, unicode.Other_Default_Ignorable_Code_Point)
}

var percentEscape = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// unescapePercent undoes the percent-escapes that are there, whatever else is.
func unescapePercent(text string) string {
	return percentEscape.ReplaceAllStringFunc(text, func(escape string) string {
		raw, err := url.PathUnescape(escape)
		if err != nil {
			return escape
		}
		return raw
	})
}
