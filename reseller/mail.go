package reseller

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Email is the text of a request (R2). The partner sends it; the product sends nothing.
type Email struct {
	// Subject is one line without control characters, whatever the names are.
	Subject string
	// Paragraphs are the text's, in order; the link stands alone on a line of the locked one.
	Paragraphs []string
	// Text is the paragraphs with an empty line between them.
	Text string
	// HTML is the same with everything escaped and the link as a link.
	HTML string
	// Mailto opens a mail program with the mail in it. It has at most 2,000 bytes; a longer mail has the subject and the
	// link alone.
	Mailto string
}

// mailFacts are what a mail tells. The names and contacts may hold anything; what could do harm is left out of them.
type mailFacts struct {
	// partner is the name of whose link it is; kind is its type.
	partner string
	kind    PartnerType
	// reseller is the name of the tier-2 partner in whose name the provider made the link (R6); empty for none.
	reseller       string
	services       []Service
	delegatedAdmin bool
	link           string
	// openings replace the two opening paragraphs; nil keeps them.
	openings []string
	// support are the contacts of who asks (R37); what is empty is not told.
	support Support
}

// writeMail writes the mail for a link in a language. The caller has checked the opening paragraphs.
func writeMail(locale Locale, f mailFacts) Email {
	w := mailWordsOf[locale]
	words, values := w.caseOf(f), f.values(w, locale)
	paragraphs := []string{w.greeting}
	for _, p := range words.openings(f, values) {
		paragraphs = append(paragraphs, strings.ReplaceAll(p, "\r\n", "\n"))
	}
	locked := len(paragraphs)
	paragraphs = append(paragraphs, fill(words.lockedFor(f), values)+"\n"+f.link, w.closingFor(f.support), fill(words.signature, values))
	name, text := fill(words.subjectOf, values), strings.Join(paragraphs, "\n\n")+"\n"
	return Email{
		Subject:    w.subjectFor(name),
		Paragraphs: paragraphs,
		Text:       text,
		HTML:       mailHTML(locale, paragraphs, locked, f.link),
		Mailto:     w.mailto(name, text, f.link),
	}
}

func (w mailWords) caseOf(f mailFacts) caseWords {
	switch {
	case f.reseller != "":
		return w.twoTiers
	case f.kind == Advisor:
		return w.advisor
	}
	return w.seller
}

// values are what fills the texts.
func (f mailFacts) values(w mailWords, locale Locale) map[string]string {
	return map[string]string{"partner": safeName(f.partner), "reseller": safeName(f.reseller), "services": w.list(f.services, locale)}
}

func (c caseWords) openings(f mailFacts, values map[string]string) []string {
	switch {
	case f.openings != nil:
		return f.openings
	case f.delegatedAdmin:
		return []string{fill(c.introduction, values), fill(c.offer, values)}
	}
	return []string{fill(c.introduction, values), fill(c.offerPlain, values)}
}

func (c caseWords) lockedFor(f mailFacts) string {
	if f.delegatedAdmin {
		return c.locked
	}
	return c.lockedPlain
}

func (w mailWords) subjectFor(name string) string {
	return fill(w.subject, map[string]string{"name": name})
}

// closingFor names the contacts, each on a line of its own so that no punctuation sticks to an address.
func (w mailWords) closingFor(s Support) string {
	lines := []string{w.closing + w.space + w.contactsBelow}
	for _, contact := range [][2]string{{w.website, s.URL}, {w.email, s.Email}, {w.phone, s.Phone}} {
		if value := safeName(contact[1]); value != ellipsis {
			lines = append(lines, contact[0]+value)
		}
	}
	if len(lines) == 1 {
		return w.closing + w.space + w.contactsListed
	}
	return strings.Join(lines, "\n")
}

func (w mailWords) list(services []Service, locale Locale) string {
	if len(services) == 0 {
		return w.everything
	}
	names := make([]string, len(services))
	for i, s := range services {
		names[i] = safeName(s.Name(locale))
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return fill(w.lastPair, map[string]string{"first": strings.Join(names[:last], w.separator), "last": names[last]})
}

// safeName is a name as one line of plain text, without characters that a program would obey. Such names are refused
// wherever they come in; here they could forge a header or rearrange the text around the link. A name that holds an invite
// link is not told at all: the mail has one link.
func safeName(name string) string {
	if name = plainLine(name); name == "" || holdsLink(name) {
		return ellipsis
	}
	return name
}

// fill puts values where their names stand in braces. It looks at each value once: braces in a name are just braces.
func fill(text string, values map[string]string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		value := values[name]
		b.WriteString(gap(before, value) + value + gap(value, after))
		text = after
	}
}

// gap is the space that Chinese typography wants where a Chinese character and a letter or digit of another script meet.
func gap(left, right string) string {
	a, _ := utf8.DecodeLastRuneInString(left)
	b, _ := utf8.DecodeRuneInString(right)
	if unicode.Is(unicode.Han, a) && isForeign(b) || isForeign(a) && unicode.Is(unicode.Han, b) {
		return " "
	}
	return ""
}

func isForeign(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
}
