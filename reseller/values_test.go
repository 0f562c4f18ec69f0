package reseller

import (
	"strings"
	"testing"
)

func TestPlausibleValues(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		check     func(string) bool
		good, bad []string
	}{
		"domain": {
			plausibleDomain,
			[]string{"a.example", "xn--fiqs8s.example", "新公司.中国", "a-b.c.example", strings.Repeat("a", 63) + ".example"},
			[]string{"", "a", ".", "a.", ".a", "-a.example", "a-.example", "a_b.example", "a.1", "a b.example", "a\x00.example", strings.Repeat("a.", 150) + "example"},
		},
		"email": {
			plausibleEmail,
			[]string{"a@b.example", "a+b@c.example", "张@公司.example"},
			[]string{"", "a", "a@", "@b.example", "a@b", "a b@c.example", "A <a@b.example>", "a@b.example\n", "a@b.example, c@d.example", strings.Repeat("a", 300) + "@b.example"},
		},
		"phone": {
			plausiblePhone,
			[]string{"110", "+86 (21) 5555-0100", "400-820-3800 转 2", "555 0100 ext 12", "5550100x12"},
			[]string{"", "12", "call us", "+86 21 abc", "1+1=2\n", "<b>110</b>", strings.Repeat("1", 51)},
		},
		"url": {
			plausibleURL,
			[]string{"https://a.example", "http://a.example:8080/b?c=d#e", "HTTPS://a.example/帮助"},
			[]string{"", "a.example", "//a.example", "mailto:a@b.example", "javascript:alert(1)", "https://", "https://:80", "https://u@a.example", "https://a.example/ b", "https://a.example/\u202e"},
		},
	} {
		for _, value := range c.good {
			if !c.check(value) {
				t.Errorf("%s: %q is refused", name, value)
			}
		}
		for _, value := range c.bad {
			if c.check(value) {
				t.Errorf("%s: %q is accepted", name, value)
			}
		}
	}
}

func FuzzFieldsRefuseWhatCannotBeSeen(f *testing.F) {
	for _, seed := range []string{"Ann", "a\nb", "a\u202eb", "\xff", "a@b.example", "+86 21 5555 0100", "https://a.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for name, check := range map[string]func(*fields, string) string{
			"line":   func(f *fields, v string) string { return f.line("x", v) },
			"domain": func(f *fields, v string) string { return f.domain("x", v) },
			"email":  func(f *fields, v string) string { return f.email("x", v) },
			"phone":  func(f *fields, v string) string { return f.phone("x", v) },
			"url":    func(f *fields, v string) string { return f.url("x", v) },
		} {
			var checked fields
			kept := check(&checked, value)
			if checked.err() != nil {
				continue
			}
			if hasControls(kept) {
				t.Errorf("%s keeps %q", name, kept)
			}
			var again fields
			if twice := check(&again, kept); twice != kept || again.err() != nil {
				t.Errorf("%s: %q, checked again, is %q, %v", name, kept, twice, again.err())
			}
		}
	})
}
