package reseller

import (
	"html"
	"net/url"
	"strings"
	"unicode"
)

const (
	maxMailtoLength = 2000
	ellipsis        = "…"
)

// mailHTML writes paragraphs as HTML: everything escaped, line breaks kept, and the link, the last line of the locked
// paragraph, made one to follow.
func mailHTML(locale Locale, paragraphs []string, locked int, link string) string {
	var b strings.Builder
	b.WriteString(`<div lang="` + string(locale) + "\">\n")
	for i, p := range paragraphs {
		escaped := strings.ReplaceAll(html.EscapeString(p), "\n", "<br>\n")
		if i == locked {
			address := html.EscapeString(link)
			escaped = strings.TrimSuffix(escaped, address) + `<a href="` + address + `">` + address + `</a>`
		}
		b.WriteString("<p>" + escaped + "</p>\n")
	}
	b.WriteString("</div>\n")
	return b.String()
}

// mailto gives the address that opens a mail program with the mail in it. One that would be too long has the link alone
// under the subject; if that is too long still, the name in the subject is shortened, and the link never.
func (w mailWords) mailto(name, text, link string) string {
	if whole := mailtoAddress(w.subjectFor(name), text); len(whole) <= maxMailtoLength {
		return whole
	}
	room := maxMailtoLength - len(mailtoAddress(w.subjectFor(""), link))
	return mailtoAddress(w.subjectFor(shortened(name, room)), link)
}

func mailtoAddress(subject, body string) string {
	return "mailto:?subject=" + mailtoEscape(subject) + "&body=" + mailtoEscape(body)
}

// mailtoEscape escapes as RFC 6068 wants it: a space is %20, a line break %0D%0A.
func mailtoEscape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(strings.ReplaceAll(text, "\n", "\r\n")), "+", "%20")
}

// shortened cuts a name such that it has room bytes at most when escaped. It cuts between characters as people see them: no
// mark comes off its letter, and nothing joined comes apart.
func shortened(name string, room int) string {
	if len(mailtoEscape(name)) <= room {
		return name
	}
	room -= len(mailtoEscape(ellipsis))
	used, end, joined := 0, 0, false
	for i, r := range name {
		if used > room {
			break
		}
		joins := unicode.Is(unicode.Join_Control, r)
		if !joined && !joins && !unicode.Is(unicode.M, r) {
			end = i
		}
		used, joined = used+len(mailtoEscape(string(r))), joins
	}
	return strings.TrimSpace(name[:end]) + ellipsis
}
