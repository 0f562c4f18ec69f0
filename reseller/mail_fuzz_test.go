package reseller

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var nasty = []string{
	"Hello", "<script>alert(1)</script>", "a\r\nBcc: x@y", `"><img src=x onerror=y>`, "</p></div><a href='javascript:x'>", mailToken, "a\u202eb", mailLink,
	"\n" + mailLink + "\n", "&body=x&cc=y", "%0d%0aBcc:x", "&lt;b&gt;", "{partner}{", "شركة 1", "e\u0301\u200d", "\xff\ufffe\x00", "https://accord.example/invi", "te/x",
}

// No input escapes into the HTML, forges a header, or alters the link: what comes out is parsed, and compared.
func FuzzMail(f *testing.F) {
	for i, seed := range nasty {
		next := nasty[(i+1)%len(nasty)]
		f.Add(seed, next, seed, next, seed, byte(i))
		f.Add(next, "", "", seed, next, byte(i))
	}
	f.Add(strings.Repeat("名e\u0301👨\u200d👩", 300), "", "", "", "", byte(0))
	f.Fuzz(func(t *testing.T, partner, reseller, paragraph, service, contact string, options byte) {
		facts := mailFacts{
			partner: partner, reseller: reseller, link: mailLink, delegatedAdmin: options&1 != 0,
			services: []Service{{NameEN: service, NameZH: partner}, {NameEN: service}, {NameEN: contact}},
			support:  Support{URL: contact, Email: service, Phone: reseller},
		}
		if options&2 != 0 {
			facts.kind = Advisor
		}
		if openings := []string{paragraph, paragraph}; paragraph != "" && checkParagraphs(openings) == nil && len(linkAltered(openings)) == 0 {
			facts.openings = openings
		}
		for _, locale := range []Locale{English, Chinese} {
			mail := writeMail(locale, facts)
			checkText(t, mail, facts)
			checkHTML(t, mail, locale)
			checkMailto(t, mail)
		}
	})
}

func checkText(t *testing.T, mail Email, facts mailFacts) {
	t.Helper()
	alone := 0
	for line := range strings.SplitSeq(mail.Text, "\n") {
		if line == mailLink {
			alone++
		}
	}
	if alone != 1 || strings.Count(mail.Text, mailLink) != 1 {
		t.Errorf("the link stands alone on %d lines of %q", alone, mail.Text)
	}
	if hasControls(mail.Subject) || hasControls(strings.ReplaceAll(mail.Text, "\n", "")) && facts.openings == nil {
		t.Errorf("control characters in %q, %q", mail.Subject, mail.Text)
	}
	for i, p := range facts.openings {
		if mail.Paragraphs[1+i] != strings.ReplaceAll(p, "\r\n", "\n") {
			t.Errorf("paragraph %q became %q", p, mail.Paragraphs[1+i])
		}
	}
}

// checkHTML reads the HTML as XML, which it also is but for <br>, with everything that is neither markup of ours nor
// escaped an error.
func checkHTML(t *testing.T, mail Email, locale Locale) {
	t.Helper()
	var page htmlPage
	reader := xml.NewDecoder(strings.NewReader(strings.ReplaceAll(mail.HTML, "<br>\n", "<br/>")))
	for {
		token, err := reader.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || !page.take(token, locale) {
			t.Fatalf("%v: %v in %s", err, token, mail.HTML)
		}
	}
	if page.links != 1 || !slices.Equal(page.paragraphs, mail.Paragraphs) {
		t.Errorf("%d links, paragraphs %q, want %q", page.links, page.paragraphs, mail.Paragraphs)
	}
}

// htmlPage is what a reader of the HTML has seen: the elements that are open, the text of each paragraph, how many links.
type htmlPage struct {
	open, paragraphs []string
	links            int
}

// take reads on; false for what a mail does not have.
func (p *htmlPage) take(token xml.Token, locale Locale) bool {
	switch token := token.(type) {
	case xml.StartElement:
		p.open = append(p.open, token.Name.Local)
		return p.start(strings.Join(p.open, " ")+attributes(token.Attr), locale)
	case xml.EndElement:
		p.open = p.open[:len(p.open)-1]
		return true
	case xml.CharData:
		if len(p.open) < 2 {
			return string(token) == "\n"
		}
		p.paragraphs[len(p.paragraphs)-1] += string(token)
		return true
	}
	return false
}

func (p *htmlPage) start(where string, locale Locale) bool {
	switch where {
	case "div lang=" + string(locale):
	case "div p":
		p.paragraphs = append(p.paragraphs, "")
	case "div p br":
		p.paragraphs[len(p.paragraphs)-1] += "\n"
	case "div p a href=" + mailLink:
		p.links++
	default:
		return false
	}
	return true
}

func attributes(list []xml.Attr) string {
	var b strings.Builder
	for _, a := range list {
		b.WriteString(" " + a.Name.Local + "=" + a.Value)
	}
	return b.String()
}

func checkMailto(t *testing.T, mail Email) {
	t.Helper()
	if len(mail.Mailto) > maxMailtoLength {
		t.Errorf("%d bytes: %s", len(mail.Mailto), mail.Mailto)
	}
	subject, body := mailtoParts(t, mail.Mailto)
	if whole := strings.ReplaceAll(mail.Text, "\n", "\r\n"); body != whole && body != mailLink {
		t.Errorf("the body is %q, want %q", body, whole)
	}
	if subject != mail.Subject && (body != mailLink || !strings.Contains(subject, ellipsis)) {
		t.Errorf("the subject is %q, want %q", subject, mail.Subject)
	}
	if hasControls(subject) || !utf8.ValidString(subject) {
		t.Errorf("control characters in %q", subject)
	}
}

// mailtoParts reads a mailto address as a mail program does. It has a subject and a body and nothing else, and only
// characters that need no escape.
func mailtoParts(t *testing.T, address string) (subject, body string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "mailto" || u.Opaque != "" || u.Path != "" || u.Fragment != "" || u.Host != "" {
		t.Fatalf("%v: %q", err, address)
	}
	odd := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`+"<>#`, r) }
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(values) != 2 || len(values["subject"]) != 1 || len(values["body"]) != 1 || strings.ContainsFunc(address, odd) {
		t.Fatalf("%v: %q", err, address)
	}
	return values.Get("subject"), values.Get("body")
}
