package reseller

import (
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What values must be like, wherever they come from: a cell of an import file, or a field of a mutation's input.

// The bounds of texts, in characters.
const (
	maxNameLength    = 200
	maxAddressLength = 500
	maxPhoneLength   = 50
	// maxURLLength, maxEmailLength and maxDomainLength are in bytes, as programs, mail and DNS count.
	maxURLLength    = 500
	maxEmailLength  = 254
	maxDomainLength = 253
	maxDomainLabel  = 63
	// minPhoneDigits is how many digits the shortest number has, such as 110.
	minPhoneDigits = 3
)

// maxListed is how many elements a list of an input has, where nothing else bounds it: each may be compared with much, and refused in a
// sentence of its own.
const maxListed = 100

// CheckListed refuses a list of an input that is too long; its path names the list.
func CheckListed(length int, path ...string) error {
	if length > maxListed {
		return Invalid(path, "At most %d are taken in one list; yours has %d.", maxListed, length)
	}
	return nil
}

// FoldDomain brings a domain to the one form in which it is kept and looked for: small letters, no space around.
func FoldDomain(domain string) string { return strings.ToLower(strings.TrimSpace(domain)) }

// plausibleDomain accepts host names of at least two labels, in any script.
func plausibleDomain(domain string) bool {
	if len(domain) > maxDomainLength {
		return false
	}
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return false
	}
	if _, err := strconv.Atoi(labels[len(labels)-1]); err == nil {
		return false // an address, or nothing of the kind
	}
	return !slices.ContainsFunc(labels, func(label string) bool { return !plausibleLabel(label) })
}

func plausibleLabel(label string) bool {
	odd := func(r rune) bool {
		return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}
	return label != "" && len(label) <= maxDomainLabel && !strings.HasPrefix(label, "-") && !strings.HasSuffix(label, "-") &&
		!strings.ContainsFunc(label, odd)
}

// plausibleEmail accepts a bare address, case-folded.
func plausibleEmail(value string) bool {
	if len(value) > maxEmailLength || hasControls(value) {
		return false
	}
	parsed, err := mail.ParseAddress(value)
	_, domain, _ := strings.Cut(value, "@")
	return err == nil && parsed.Address == value && parsed.Name == "" && plausibleDomain(domain)
}

// capitals reports whether a text is so many capital letters of ASCII.
func capitals(text string, n int) bool {
	return len(text) == n && !strings.ContainsFunc(text, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// plausibleURL accepts an address that a browser opens: absolute, http or https, and with nobody's password in it.
func plausibleURL(value string) bool {
	if len(value) > maxURLLength || hasControls(value) || strings.ContainsFunc(value, unicode.IsSpace) {
		return false
	}
	u, err := url.Parse(value)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil
}

// plausiblePhone accepts what people write for a number: digits, what stands between them, and an extension.
func plausiblePhone(value string) bool {
	if utf8.RuneCountInString(value) > maxPhoneLength {
		return false
	}
	digits := 0
	for _, r := range strings.NewReplacer("ext", "", "EXT", "", "x", "", "转", "").Replace(value) {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" +-()./#*,;", r):
			return false
		}
	}
	return digits >= minPhoneDigits
}

// fields checks the fields of a mutation's input, and notes what is wrong with them. Each of its methods checks one field,
// which may be empty unless it says otherwise, and returns the value as it is kept.
type fields struct {
	wrong Refusals
}

// err gives what was noted; nil when all is well.
func (f *fields) err() error {
	if len(f.wrong) == 0 {
		return nil
	}
	return f.wrong
}

// listed checks the length of a list.
func (f *fields) listed(name string, length int) {
	f.wrong = append(f.wrong, AsRefusals(CheckListed(length, name))...)
}

func (f *fields) refusef(name, format string, args ...any) {
	f.wrong = append(f.wrong, Invalid([]string{name}, format, args...))
}

// required checks a field that may not be empty.
func (f *fields) required(name, value string, check func(name, value string) string) string {
	if strings.TrimSpace(value) == "" {
		f.refusef(name, "This field is required.")
		return ""
	}
	return check(name, value)
}

// given checks a field that leaves things as they are when it is not given.
func (f *fields) given(name string, value *string, check func(name, value string) string) *string {
	if value == nil {
		return nil
	}
	checked := check(name, *value)
	return &checked
}

// line checks a text of one line, such as a name.
func (f *fields) line(name, value string) string {
	return f.label(name, value, maxNameLength)
}

// label checks a line of at most so many characters.
func (f *fields) label(name, value string, most int) string {
	value = strings.TrimSpace(value)
	f.text(name, value, most)
	return value
}

// name checks a line that may not be empty.
func (f *fields) name(name, value string) string { return f.required(name, value, f.line) }

// lines checks a text that may have several lines, such as an address.
func (f *fields) lines(name, value string) string {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	f.text(name, strings.ReplaceAll(value, "\n", " "), maxAddressLength)
	return value
}

func (f *fields) text(name, value string, most int) {
	switch n := utf8.RuneCountInString(value); {
	case n > most:
		f.refusef(name, "This text has %d characters; at most %d are allowed.", n, most)
	case !utf8.ValidString(value) || hasControls(value):
		f.refusef(name, "%s holds control or direction characters, or line breaks where one line belongs.", quote(value))
	}
}

func (f *fields) domain(name, value string) string {
	value = FoldDomain(value)
	if value != "" && !plausibleDomain(value) {
		f.refusef(name, "%s is not a domain name, such as harbourfoods.example.", quote(value))
	}
	return value
}

func (f *fields) country(name, value string) string {
	value = strings.ToUpper(strings.TrimSpace(value))
	if value != "" && !capitals(value, 2) {
		f.refusef(name, "%s is not a country of two letters, such as CN.", quote(value))
	}
	return value
}

func (f *fields) email(name, value string) string {
	value = FoldEmail(value)
	if value != "" && !plausibleEmail(value) {
		f.refusef(name, "%s is not an e-mail address, such as ada@brightcloud.example.", quote(value))
	}
	return value
}

func (f *fields) phone(name, value string) string {
	value = strings.TrimSpace(value)
	if value != "" && !plausiblePhone(value) {
		f.refusef(name, "%s is not a telephone number, such as +86 21 5555 0100.", quote(value))
	}
	return value
}

func (f *fields) url(name, value string) string {
	value = strings.TrimSpace(value)
	if value != "" && !plausibleURL(value) {
		f.refusef(name, "%s is not a web address, such as https://brightcloud.example/support.", quote(value))
	}
	return value
}

// set puts a value that is given in the place of another.
func set(into, value *string) {
	if value != nil {
		*into = *value
	}
}
