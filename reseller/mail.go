package reseller

import (
	"fmt"
	"html"
	"net/url"
	"strings"
)

const (
	maxMailtoLength    = 2000
	mailtoPrefixFormat = "mailto:?subject=%s&body=%s"
)

// Email is the text of a request (R2). The partner sends it; the product sends nothing.
type Email struct {
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

type mailFacts struct {
	partner        string
	services       []Service
	delegatedAdmin bool
	link           string
	// openings replace the two opening paragraphs; nil keeps them.
	openings []string
}

// mailWords are the texts of one language. The verbs take, where they have any: the partner's name, then the list of
// services.
type mailWords struct {
	subject, greeting        string
	introduction, offer      string
	lockedWith, lockedPlain  string
	closing, signature       string
	separator, lastSeparator string
}

var mailWordsOf = map[Locale]mailWords{
	English: {
		subject:       "%s: reseller relationship request",
		greeting:      "Hello,",
		introduction:  "We are %s, and we would like to be your reseller.",
		offer:         "As your reseller we would advise you, sell you new subscriptions and look after these services with you: %s. Your existing subscriptions, their terms, their bills and their partner of record stay exactly as they are.",
		lockedWith:    "Following the link below lets you accept our request and authorise %s with delegated admin privileges for these services: %s. A global administrator of your organisation needs to sign in to accept.",
		lockedPlain:   "Following the link below lets you accept our request and begin a reseller relationship with %s. It asks for no delegated admin privileges. A global administrator of your organisation needs to sign in to accept.",
		closing:       "You can review what we may do, or remove us, at any time under Partner Relationships. You will find our support contacts there as well.",
		signature:     "%s",
		separator:     ", ",
		lastSeparator: " and ",
	},
	Chinese: {
		subject:       "%s：经销商关系请求",
		greeting:      "您好！",
		introduction:  "我们是%s，希望成为贵公司的经销商。",
		offer:         "成为贵公司的经销商后，我们将为您提供咨询、销售新的订阅，并与您一同管理以下服务：%s。贵公司现有的订阅及其条款、账单和记录合作伙伴均保持不变。",
		lockedWith:    "通过以下链接，您可以接受我们的请求，并向%s授予以下服务的委派的管理权限：%s。接受请求需要由贵公司的全局管理员登录。",
		lockedPlain:   "通过以下链接，您可以接受我们的请求，与%s建立经销商关系。本请求不要求委派的管理权限。接受请求需要由贵公司的全局管理员登录。",
		closing:       "您可以随时在“合作伙伴关系”中查看或删除我们。我们的支持联系方式也列在其中。",
		signature:     "%s",
		separator:     "、",
		lastSeparator: "和",
	},
}

// writeMail writes the mail for a link in a language. The caller has checked the opening paragraphs.
func writeMail(locale Locale, f mailFacts) Email {
	w := mailWordsOf[locale]
	services := w.list(f.services, locale)
	openings := f.openings
	if openings == nil {
		openings = []string{fmt.Sprintf(w.introduction, f.partner), fmt.Sprintf(w.offer, services)}
	}
	locked := fmt.Sprintf(w.lockedPlain, f.partner)
	if f.delegatedAdmin {
		locked = fmt.Sprintf(w.lockedWith, f.partner, services)
	}
	paragraphs := []string{w.greeting}
	for _, p := range openings {
		paragraphs = append(paragraphs, strings.ReplaceAll(p, "\r\n", "\n"))
	}
	paragraphs = append(paragraphs, locked+"\n"+f.link, w.closing, fmt.Sprintf(w.signature, f.partner))
	mail := Email{
		Subject:    fmt.Sprintf(w.subject, f.partner),
		Paragraphs: paragraphs,
		Text:       strings.Join(paragraphs, "\n\n") + "\n",
		HTML:       mailHTML(locale, paragraphs, f.link),
	}
	mail.Mailto = mailto(mail.Subject, mail.Text, f.link)
	return mail
}

func (w mailWords) list(services []Service, locale Locale) string {
	names := make([]string, len(services))
	for i, s := range services {
		names[i] = s.Name(locale)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], w.separator) + w.lastSeparator + names[last]
}

// mailHTML writes paragraphs as HTML: everything escaped, line breaks kept, and the link, where it stands alone on a
// line, made one to follow.
func mailHTML(locale Locale, paragraphs []string, link string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<div lang=%q>\n", string(locale))
	for _, p := range paragraphs {
		lines := strings.Split(html.EscapeString(p), "\n")
		for i, line := range lines {
			if line == html.EscapeString(link) {
				lines[i] = `<a href="` + line + `">` + line + `</a>`
			}
		}
		b.WriteString("<p>" + strings.Join(lines, "<br>\n") + "</p>\n")
	}
	b.WriteString("</div>\n")
	return b.String()
}

func mailto(subject, text, link string) string {
	whole := fmt.Sprintf(mailtoPrefixFormat, mailtoEscape(subject), mailtoEscape(text))
	if len(whole) <= maxMailtoLength {
		return whole
	}
	short := fmt.Sprintf(mailtoPrefixFormat, mailtoEscape(subject), mailtoEscape(link))
	if len(short) <= maxMailtoLength {
		return short
	}
	return fmt.Sprintf("mailto:?body=%s", mailtoEscape(link))
}

// mailtoEscape escapes as RFC 6068 wants it: a space is %20, a line break %0D%0A.
func mailtoEscape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(strings.ReplaceAll(text, "\n", "\r\n")), "+", "%20")
}
