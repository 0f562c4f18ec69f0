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
	mailToken = "inv_2Z0byONNipasFvE0yVd1Cz0gPnWqjijAt4mCFAm5oaBWJ0f1f"
	mailLink  = "https://accord.example/invite/" + mailToken
)

var (
	mailServices = []Service{{Code: "O", NameEN: "Office 365", NameZH: "Office 365"}, {Code: "A", NameEN: "Azure", NameZH: "Azure"}, {Code: "I", NameEN: "Intune (illustrative)", NameZH: "Intune（示例）"}}
	mailContacts = Support{URL: "https://support.yunqiao.example", Email: "help@yunqiao.example", Phone: "+86 21 5550 0100"}
)

// mailCases are the mails of which the whole text is kept.
func mailCases() map[string]mailFacts {
	cases := map[string]mailFacts{
		"default":         {},
		"one-service":     {services: mailServices[:1]},
		"no-services-yet": {services: []Service{}},
		"no-paragraphs":   {openings: []string{}},
		"own-paragraphs":  {openings: []string{"Dear <b>Ada</b> & team,\r\nas agreed.", "“100%” sûr – 好的！"}},
		"support":         {support: mailContacts},
		"two-tiers":       {reseller: "鹿鸣信息 Luming IT", partner: "三禾分销 Sanhe Distribution", kind: IndirectProvider},
		"advisor":         {partner: "青灯顾问 Lantern Advisors", kind: Advisor},
	}
	for name, f := range cases {
		f.link, f.delegatedAdmin = mailLink, true
		if f.partner == "" {
			f.partner, f.kind = "云桥科技 Yunqiao", DirectReseller
		}
		if f.services == nil {
			f.services = mailServices
		}
		cases[name] = f
	}
	for _, name := range []string{"default", "two-tiers", "advisor"} {
		f := cases[name]
		f.delegatedAdmin = false
		cases[name+"-without-dap"] = f
	}
	return cases
}

// The texts are kept whole, to be read by people who know the language.
func TestR2_GoldenMails(t *testing.T) {
	t.Parallel()
	for name, facts := range mailCases() {
		for _, locale := range []Locale{English, Chinese} {
			mail := writeMail(locale, facts)
			file := filepath.Join("testdata", "mail", name+"."+string(locale))
			golden(t, file+".txt", "Subject: "+mail.Subject+"\n\n"+mail.Text)
			golden(t, file+".html", mail.HTML)
			golden(t, file+".mailto", readable.Replace(mail.Mailto)+"\n")
		}
	}
}

// readable breaks an address, which has no line breaks of its own, where the mail's lines and parts begin.
var readable = strings.NewReplacer("?", "?\n", "&", "\n&", "%0D%0A", "%0D%0A\n")

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wanted, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(wanted) {
		t.Errorf("%s has changed; if that is meant, run go test ./reseller -run GoldenMails -update and read the difference:\n%s", file, got)
	}
}

// What R2 asks of every mail, whoever sends it.
func TestR2_EveryMailHasItsParts(t *testing.T) {
	t.Parallel()
	words := map[Locale][]string{
		English: {"reseller relationship request", "lobal administrator", "Partner Relationships", "elegated admin privileges"},
		Chinese: {"经销商关系请求", "全局管理员", "合作伙伴关系", "委派的管理权限", "您", "贵公司"},
	}
	for name, facts := range mailCases() {
		for locale := range words {
			mail := writeMail(locale, facts)
			for _, word := range words[locale] {
				if !strings.Contains(mail.Subject+mail.Text, word) {
					t.Errorf("%s in %s lacks %q", name, locale, word)
				}
			}
			parts := 6
			if facts.openings != nil {
				parts = 4 + len(facts.openings)
			}
			if len(mail.Paragraphs) != parts || !strings.HasSuffix(mail.Paragraphs[parts-3], "\n"+mailLink) {
				t.Errorf("%s in %s has the parts %q", name, locale, mail.Paragraphs)
			}
			if strings.ContainsAny(mail.Text, "{}") {
				t.Errorf("%s in %s is not filled in: %s", name, locale, mail.Text)
			}
		}
	}
}

func TestR2_AnAdvisorDoesNotAskToSell(t *testing.T) {
	t.Parallel()
	facts := mailCases()["advisor"]
	for locale, words := range map[Locale][]string{English: {"your reseller", "supply"}, Chinese: {"成为贵公司的经销商", "提供新的订阅"}} {
		for _, word := range words {
			if text := writeMail(locale, facts).Text; strings.Contains(text, word) {
				t.Errorf("%s promises %q: %s", locale, word, text)
			}
		}
	}
}

// The reseller asks; the relationship is its provider's (R6), and both are named even where the openings are left out.
func TestR6_TheMailOfTwoTiers(t *testing.T) {
	t.Parallel()
	facts := mailCases()["two-tiers"]
	facts.openings = []string{}
	for locale, words := range map[Locale][]string{
		English: {"between your organisation and our provider, 三禾分销 Sanhe Distribution", "authorise 鹿鸣信息 Luming IT", "instead, or to both"},
		Chinese: {"由贵公司与我们的提供商三禾分销 Sanhe Distribution 建立", "向鹿鸣信息 Luming IT 授予", "同时授予这两家公司"},
	} {
		mail := writeMail(locale, facts)
		if !strings.HasPrefix(mail.Subject, "鹿鸣信息 Luming IT") {
			t.Errorf("subject: %s", mail.Subject)
		}
		for _, word := range words {
			if !strings.Contains(mail.Text, word) {
				t.Errorf("%s lacks %q: %s", locale, word, mail.Text)
			}
		}
	}
}

func TestR37_TheClosingNamesTheContactsThatThereAre(t *testing.T) {
	t.Parallel()
	for closing, support := range map[string]Support{
		"Relationships. You will find our support contacts there as well.":                       {URL: " ", Phone: "\n"},
		"Relationships. For support, please contact us:\nPhone: 1":                               {Phone: "1"},
		"Relationships. For support, please contact us:\nWebsite: https://a b\nE-mail: c@d.test": {URL: "https://a\nb", Email: "\u202ec@d.test"},
	} {
		if got := mailWordsOf[English].closingFor(support); !strings.HasSuffix(got, closing) {
			t.Errorf("%q, want %q", got, closing)
		}
	}
}

func TestR2_NamesDoNoHarm(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ada & Söhne \"1\" <script>": "Ada & Söhne \"1\" <script>",
		"شركة الجسر":                 "شركة الجسر",
		"{services}%s%0a":            "{services}%s%0a",
		"A\r\nBcc: x@y.example":      "A  Bcc: x@y.example",
		"a\u2028b\u0085c\td":         "a b c d",
		"\u202egpj.exe\u2066":        "gpj.exe",
		"x\x00\x1b[31m\u200b\ufeff":  "x[31m",
		"a\xffb\ufffe":               "ab",
		" \n\u200f ":                 "…",
		mailLink:                     "…",
		"see https:\\\\x\\inVite\\y": "…",
	} {
		mail := writeMail(English, mailFacts{partner: name, link: mailLink})
		if mail.Subject != want+": reseller relationship request" || mail.Paragraphs[len(mail.Paragraphs)-1] != want {
			t.Errorf("%q becomes %q, signed %q", name, mail.Subject, mail.Paragraphs[len(mail.Paragraphs)-1])
		}
	}
}

func TestR2_ChineseStandsApartFromOtherScripts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"云桥科技":         "与云桥科技建立",
		"Yunqiao":      "与 Yunqiao 建立",
		"云桥Yunqiao":    "与云桥Yunqiao 建立",
		"Yunqiao（云桥）":  "与 Yunqiao（云桥）建立",
		"3M":           "与 3M 建立",
		"(Co.)":        "与(Co.)建立",
		"Мост":         "与 Мост 建立",
		"{partner}{云}": "与{partner}{云}建立",
	} {
		if text := writeMail(Chinese, mailFacts{partner: name, link: mailLink}).Text; !strings.Contains(text, want) {
			t.Errorf("%q: no %q in %s", name, want, text)
		}
	}
}

func TestR2_MailtoFallsBackToTheLink(t *testing.T) {
	t.Parallel()
	long := writeMail(Chinese, mailFacts{partner: "云桥科技", services: mailServices, delegatedAdmin: true, link: mailLink, openings: []string{strings.Repeat("长", 1000)}})
	if want := mailtoAddress(long.Subject, mailLink); long.Mailto != want {
		t.Errorf("mailto: %s, want %s", long.Mailto, want)
	}
}

func TestR2_ALongSubjectIsShortenedBetweenCharacters(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"名", "a", "é", "e\u0301", "&", "👨\u200d👩\u200d👧", "❤\ufe0f", "\u0301"} {
		mail := writeMail(Chinese, mailFacts{partner: strings.Repeat(unit, 2000), services: mailServices, link: mailLink})
		subject, body := mailtoParts(t, mail.Mailto)
		name, ok := strings.CutSuffix(subject, "…：经销商关系请求")
		if !ok || body != mailLink || len(mail.Mailto) > maxMailtoLength || !utf8.ValidString(subject) {
			t.Fatalf("%q: %d bytes: %s", unit, len(mail.Mailto), mail.Mailto)
		}
		if rest := strings.ReplaceAll(name, unit, ""); rest != "" {
			t.Errorf("%q is cut to %q", unit, rest)
		}
		if unit != "\u0301" && len(mail.Mailto) < maxMailtoLength-len(mailtoEscape(unit)) {
			t.Errorf("%q leaves room: %d bytes", unit, len(mail.Mailto))
		}
	}
}
