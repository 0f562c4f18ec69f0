package reseller

import "strings"

// Locale is a language of the texts.
type Locale string

// The languages.
const (
	English Locale = "en"
	Chinese Locale = "zh-CN"
)

// ParseLocale reads a language tag: en, zh-CN and their relatives (en-GB, zh, zh-Hans …); empty is English. Others are
// refused with CodeValidationFailed.
func ParseLocale(tag string) (Locale, error) {
	primary, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	switch primary {
	case "", "en":
		return English, nil
	case "zh":
		return Chinese, nil
	}
	return "", Invalid([]string{"locale"}, "There are texts in en and zh-CN, not in %s.", quote(tag))
}
