package reseller

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	mailToken = "inv_0000000000000000000000000000000000000000000000000"
	mailLink  = "https://accord.example/invite/" + mailToken
)

var mailServices = []Service{{Code: "O", NameEN: "Office 365", NameZH: "Office 365"}, {Code: "A", NameEN: "Azure", NameZH: "Azure"}, {Code: "I", NameEN: "Intune", NameZH: "Intune"}}

// The texts are kept whole, to be read by people who know the language.
func TestR2_GoldenMails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		locale Locale
		facts  mailFacts
	}{
		"en":          {English, mailFacts{partner: "Brightcloud", services: mailServices, delegatedAdmin: true, link: mailLink}},
		"en-plain":    {English, mailFacts{partner: "Brightcloud", link: mailLink}},
		"en-own":      {English, mailFacts{partner: "Brightcloud", services: mailServices[:1], delegatedAdmin: true, link: mailLink, openings: []string{"Dear <b>Ada</b> & team,\nas agreed."}}},
		"zh-CN":       {Chinese, mailFacts{partner: "云桥科技", services: mailServices, delegatedAdmin: true, link: mailLink}},
		"zh-CN-plain": {Chinese, mailFacts{partner: "云桥科技", link: mailLink, openings: []string{}}},
	} {
		mail := writeMail(c.locale, c.facts)
		whole := "Subject: " + mail.Subject + "\n\n" + mail.Text + "\n---- HTML\n" + mail.HTML + "\n---- mailto\n" + mail.Mailto + "\n"
		file := filepath.Join("testdata", "mail-"+name+".golden")
		if *update {
			if err := os.WriteFile(file, []byte(whole), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		wanted, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if whole != string(wanted) {
			t.Errorf("%s has changed; if that is meant, run go test ./reseller -run GoldenMails -update and read the difference:\n%s", file, whole)
		}
	}
}

func TestR2_MailtoFallsBackToTheLink(t *testing.T) {
	t.Parallel()
	long := writeMail(Chinese, mailFacts{partner: "云桥科技", services: mailServices, delegatedAdmin: true, link: mailLink, openings: []string{strings.Repeat("长", 1000)}})
	if len(long.Mailto) > maxMailtoLength || !strings.HasSuffix(long.Mailto, "&body="+mailtoEscape(mailLink)) {
		t.Errorf("mailto: %s", long.Mailto)
	}
	huge := writeMail(Chinese, mailFacts{partner: strings.Repeat("名", 500), services: mailServices, link: mailLink})
	if len(huge.Mailto) > maxMailtoLength || !strings.Contains(huge.Mailto, mailtoEscape(mailLink)) {
		t.Errorf("mailto: %s", huge.Mailto)
	}
}

var nasty = []string{
	"Hello", "<script>alert(1)</script>", "a\r\nBcc: x@y", mailToken, "a\u202eb", mailLink, "\n" + mailLink + "\n", "%0d%0aBcc:x", "&lt;b&gt;", "e\u0301\u200d",
}

// No paragraph that is let through escapes into the HTML, forges a header of the mailto address, or makes a second link.
func FuzzOpeningParagraph(f *testing.F) {
	for _, seed := range []string{"Hello", "<script>alert(1)</script>", "a\r\nBcc: x@y", `"><img src=x onerror=y>`, "inv_aaaaaaaaaaaaaaaaaaaaaaaa", "a\u202eb", mailLink, "&body=x", "%0d%0aBcc:x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, paragraph string) {
		openings := []string{paragraph}
		if !utf8.ValidString(paragraph) || checkParagraphs(openings) != nil || len(linkAltered(openings)) > 0 {
			return
		}
		mail := writeMail(English, mailFacts{partner: "P", services: mailServices, delegatedAdmin: true, link: mailLink, openings: openings})
		plain := writeMail(English, mailFacts{partner: "P", services: mailServices, delegatedAdmin: true, link: mailLink, openings: []string{"x"}})
		if strings.Count(mail.HTML, "<") != strings.Count(plain.HTML, "<")+strings.Count(mail.HTML, "<br>")-strings.Count(plain.HTML, "<br>") {
			t.Errorf("markup in %s", mail.HTML)
		}
		if strings.Count(mail.HTML, "href=") != 1 || strings.Count(mail.Text, mailLink) != 1 {
			t.Errorf("links in %s", mail.HTML)
		}
		if strings.ContainsAny(mail.Subject, "\r\n") || strings.ContainsAny(mail.Mailto, "\r\n <>\"") || strings.Count(mail.Mailto, "&") != 1 {
			t.Errorf("mailto %s", mail.Mailto)
		}
	})
}
