package reseller

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The bounds of texts in import files, in characters.
const (
	maxCodeLength = 64
	// maxQuoted is how much of a bad value a reason repeats.
	maxQuoted = 60
)

// problems notes what is wrong with one row. Its methods check one cell each and return the value as it is kept.
type problems struct {
	line int
	// at is when the file is imported.
	at   time.Time
	list []RowError
}

// addf notes a problem of a column. A column's first problem is enough.
func (p *problems) addf(column, format string, args ...any) {
	if !p.has(column) {
		p.list = append(p.list, RowError{Line: p.line, Column: column, Reason: fmt.Sprintf(format, args...)})
	}
}

// has reports whether the column has a problem; "" is the whole row.
func (p *problems) has(column string) bool {
	return slices.ContainsFunc(p.list, func(e RowError) bool { return e.Column == column })
}

// lineOfText checks a text of one line: required, 200 characters, nothing invisible.
func (p *problems) lineOfText(column, value string) string {
	value = strings.TrimSpace(value)
	n := utf8.RuneCountInString(value)
	switch {
	case n == 0:
		p.addf(column, "is required")
	case n > maxNameLength:
		p.addf(column, "has %d characters; at most %d are allowed", n, maxNameLength)
	case !utf8.ValidString(value) || hasControls(value):
		p.addf(column, "%s holds line breaks, control or direction characters", quote(value))
	}
	return value
}

func (p *problems) name(column, value string) string { return p.lineOfText(column, value) }

func (p *problems) key(column, value string) string { return p.lineOfText(column, value) }

// code checks a code of the catalogue. A semicolon would end it in a list.
func (p *problems) code(column, value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		p.addf(column, "is required")
		return value
	}
	if reason := wrongCode(value); reason != "" {
		p.addf(column, "%s", reason)
	}
	return value
}

func wrongCode(value string) string {
	odd := func(r rune) bool { return !unicode.IsPrint(r) || r == ';' || r == utf8.RuneError || isControl(r) }
	switch {
	case utf8.RuneCountInString(value) > maxCodeLength:
		return fmt.Sprintf("%s is longer than a code may be: %d characters", quote(value), maxCodeLength)
	case strings.ContainsFunc(value, odd):
		return quote(value) + " is not a code: it holds a semicolon or a character that cannot be printed"
	}
	return ""
}

// codes checks a list of codes, which may be empty, and drops repetitions.
func (p *problems) codes(column string, values []string) []string {
	var list []string
	for _, value := range values {
		value = strings.TrimSpace(value)
		if value == "" || slices.Contains(list, value) {
			continue
		}
		if reason := wrongCode(value); reason != "" {
			p.addf(column, "%s", reason)
		}
		list = append(list, value)
	}
	return list
}

// otherCodes checks a list of codes of which none may be the row's own.
func (p *problems) otherCodes(column string, values []string, own string) []string {
	list := p.codes(column, values)
	if slices.Contains(list, own) {
		p.addf(column, "%s names itself", quote(own))
	}
	return list
}

// letters checks a code of so many letters of ASCII, and makes them capitals.
func (p *problems) letters(column, value string, n int, what string) string {
	upper := strings.ToUpper(strings.TrimSpace(value))
	switch {
	case upper == "":
		p.addf(column, "is required")
	case !capitals(upper, n):
		p.addf(column, "%s is not %s", quote(value), what)
	}
	return upper
}

func (p *problems) country(column, value string) string {
	return p.letters(column, value, 2, "a country of two letters, such as CN")
}

func (p *problems) within(column string, value, least, most int64) {
	if value < least || value > most {
		p.addf(column, "%d is not between %d and %d", value, least, most)
	}
}

func (p *problems) price(minor int64) {
	switch {
	case minor < 0:
		p.addf("monthly_price_minor", "%d is less than 0", minor)
	case minor > maxPriceMinor:
		p.addf("monthly_price_minor", "%d is more than %d", minor, maxPriceMinor)
	}
}

// start checks when something began, or is to begin.
func (p *problems) start(column string, at time.Time) time.Time {
	at = at.UTC().Truncate(time.Microsecond)
	switch {
	case at.IsZero():
		p.addf(column, "is required")
	case at.Before(earliestStart):
		p.addf(column, "%s is before %s", at.Format(time.RFC3339), earliestStart.Format(dayLayout))
	case at.After(p.at.AddDate(maxYearsAhead, 0, 0)):
		p.addf(column, "%s is more than a year ahead; check the year, or load it nearer to its start", at.Format(time.RFC3339))
	}
	return at
}

func (p *problems) month(column, value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		p.addf(column, "is required")
	} else if _, err := time.Parse("2006-01", value); err != nil {
		p.addf(column, "%s is not a month; write it as YYYY-MM, such as 2026-03", quote(value))
	}
	return value
}

func (p *problems) domain(column, value string) string {
	value = FoldDomain(value)
	switch {
	case value == "":
		p.addf(column, "is required")
	case !plausibleDomain(value):
		p.addf(column, "%s is not a domain name, such as harbourfoods.example", quote(value))
	}
	return value
}

// email checks a bare address and folds its case: it finds the user (Reader.Identify).
func (p *problems) email(column, value string) string {
	value = FoldEmail(value)
	if value == "" {
		p.addf(column, "is required")
		return value
	}
	if !plausibleEmail(value) {
		p.addf(column, "%s is not an e-mail address, such as ada@brightcloud.example", quote(value))
	}
	return value
}

// quote repeats a bad value such that it does no harm on a terminal.
func quote(value string) string {
	runes := []rune(value)
	if len(runes) > maxQuoted {
		return strconv.Quote(string(runes[:maxQuoted])) + " …"
	}
	return strconv.Quote(value)
}
