package reseller

import (
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

func TestR2_BadParagraphsAreRefused(t *testing.T) {
	t.Parallel()
	for name, paragraphs := range map[string][]string{
		"a third": {"a", "b", "c"}, "100,000 characters": {strings.Repeat("字", 100_000)}, "one too many": {strings.Repeat("字", maxOpeningLength+1)},
		"nothing": {""}, "white space": {"fine", " \n\u3000"}, "a bell": {"a\ab"}, "NUL": {"\x00"}, "a lone return": {"a\rb"}, "C1": {"a\u0085b"},
		"override": {"a\u202eb"}, "isolate": {"a\u2066b"}, "mark": {"a\u200fb"}, "Arabic mark": {"a\u061cb"}, "zero width space": {"a\u200bb"},
		"line separator": {"a\u2028b"}, "no text": {"a\xff"}, "no character": {"a\uffff"},
	} {
		if code := AsRefusals(checkParagraphs(paragraphs)); len(code) != 1 || code[0].Code != CodeValidationFailed {
			t.Errorf("%s: %v", name, code)
		}
	}
	for _, fine := range [][]string{nil, {}, {"a\nb\r\nc\td", strings.Repeat("字", maxOpeningLength)}, {"<b>&amp;</b>", "a family 👨‍👩‍👧"}, {"שלום"}} {
		if err := checkParagraphs(fine); err != nil {
			t.Errorf("%q: %v", fine, err)
		}
	}
}

func TestR2_ALinkInDisguiseIsSeenThrough(t *testing.T) {
	t.Parallel()
	for _, disguised := range []string{
		mailToken, strings.ToUpper(mailToken), "http://x.example/%69nvite/%69nv%5F0jJD", "http://x.example/%2569nvite/x", "HTTPS://X.EXAMPLE/INVITE/",
		"inv_2Z0by\u200dONNip\u00adasFvE0yVd1Cz0g", "ｉｎｖ＿2Z0byONNipasFvE0yVd1", "／ｉｎｖｉｔｅ／x", "https:\\\\x.example\\invite\\x",
		"&#105;nv&UnderBar;2Z0byONNipasFvE0yVd1", "&amp;sol;invite&amp;sol;", "inv_2Z0byONN\nipasFvE0yVd1", "/in\r\nvite/", "inv\u3164_2Z0byONNipasFvE0yVd1",
		"%EF%BC%8Finvite／", "%25EF%BC%258Finvite/", "%" + strings.Repeat("25", 400) + "2Finvite/",
	} {
		if got := linkAltered([]string{"fine", disguised}); len(got) != 1 || !slices.Equal(got[0].Path, []string{"openingParagraphs", "1"}) {
			t.Errorf("%q is let through: %v", disguised, got)
		}
	}
	for _, fine := range []string{
		"We invite you.", "100% sure", "inv_ short", "a family 👨‍👩‍👧", "see https://example.com/invitees", "accept / invite / share",
		"R&D; 5 %25 off, 1 < 2 &c.", "c:\\invites", "मार्च, é, e\u0301",
	} {
		if len(linkAltered([]string{fine})) != 0 {
			t.Errorf("%q is refused", fine)
		}
	}
}

// A link put into a paragraph is found, whatever stands around it and in however many disguises; and what is let through
// holds none, by another way of looking.
func FuzzParagraphs(f *testing.F) {
	for i, seed := range nasty {
		f.Add(seed, nasty[len(nasty)-1-i], []byte{byte(i), byte(i * 7), 3, 40, 5, 33, byte(i), 34})
	}
	f.Add("%6", "", []byte{1, 0})
	f.Add("&#3", "&", []byte{2, 0, 1, 3, 0, 200})
	f.Fuzz(func(t *testing.T, before, after string, recipe []byte) {
		if len(before)+len(after) > 2*maxOpeningLength {
			return
		}
		for _, secret := range []string{mailLink, mailToken} {
			if text := before + disguise(secret, recipe) + after; !holdsLink(text) {
				t.Errorf("let through: %q", text)
			}
		}
		openings := []string{before, after}
		if checkParagraphs(openings) != nil || len(linkAltered(openings)) > 0 {
			return
		}
		for _, p := range openings {
			if bare := strings.ToLower(stripped(p)); strings.Contains(bare, strings.ToLower(mailToken)) || strings.Contains(bare, "/invite/") {
				t.Errorf("let through: %q, which is %q", p, bare)
			}
		}
	})
}

// maxLayers is how many disguises a fuzzed link wears at most; each can be an escape of an escape.
const maxLayers = maxDisguises - 2

// disguise dresses a text up as a recipe says: pairs of what to do and where. Of an escape for HTML it escapes the & again
// and nothing else: with another part escaped, it would be none to a browser either.
func disguise(text string, recipe []byte) string {
	for step := range slices.Chunk(recipe[:min(len(recipe), 2*maxLayers)], 2) {
		if len(step) < 2 {
			break
		}
		runes := []rune(text)
		at := int(step[1]) % len(runes)
		if how := int(step[0]) % disguises; how >= disguiseHTML || !strings.Contains(text, "&") || runes[at] == '&' {
			text = string(runes[:at]) + dress(runes[at], how) + string(runes[at+1:])
		}
	}
	return text
}

// The first disguiseHTML of the disguises are escapes for HTML.
const (
	disguises    = 9
	disguiseHTML = 2
)

func dress(r rune, how int) string {
	switch how {
	case 0:
		return "&#" + strconv.Itoa(int(r)) + ";"
	case 1:
		return "&#x" + strconv.FormatInt(int64(r), 16) + ";"
	case 2:
		return percent(string(r))
	case 3:
		return strings.ToUpper(string(r))
	case 4:
		return string(r) + "\u200d"
	case 5:
		return "\u0301" + string(r)
	case 6:
		return string(r) + "\r\n"
	case 7:
		if r == '/' {
			return `\`
		}
	case 8:
		if r > ' ' && r <= '~' {
			return string(r - '!' + '！')
		}
	}
	return string(r)
}

func percent(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.WriteString("%" + strconv.FormatInt(int64(c>>4), 16) + strconv.FormatInt(int64(c&15), 16))
	}
	return b.String()
}

// stripped undoes disguises in the plainest way: character by character, then what the libraries unescape.
func stripped(text string) string {
	for range maxDisguises {
		text = html.UnescapeString(strings.Map(func(r rune) rune {
			switch {
			case unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me):
				return -1
			case r >= '！' && r <= '～':
				return r - '！' + '!'
			}
			return r
		}, text))
		if whole, err := url.PathUnescape(text); err == nil {
			text = whole
		}
	}
	return text
}
