package reseller

import (
	"regexp"
	"strings"
)

// unfitLabel refuses a label, which stands in lists, and for good in the history.
const unfitLabel = "This holds what looks like a token, or the secret of an API key, and all who see the list or the history read it. Choose other words."

var (
	// likeSecrets are what looks like a link's token, the secret of an API key or a bearer token (JWT), whole or its beginning, in
	// whatever letters: a refusal may quote a value as it is kept, such as a domain, and no more of it than its beginning.
	likeSecrets = regexp.MustCompile(`(?i)(?:inv_|ak_|eyj)[0-9a-z_.-]{16,}`)
	// secrets are those that are there in full, or nearly, as they were copied: no honest text looks like that.
	secrets = regexp.MustCompile(`(?:inv_|ak_)[0-9A-Za-z]{40,}|eyJ[0-9A-Za-z_-]{16,}`)
)

// RedactTokens takes out of a text what looks like a token: answers are kept in many a client's log.
func RedactTokens(text string) string {
	if !beginsSecret(text) {
		return text
	}
	return likeSecrets.ReplaceAllString(text, "[token]")
}

// beginsSecret reports whether one of those beginnings stands in a text at all: every refusal is asked, and hardly any has one.
func beginsSecret(text string) bool {
	for i := 2; i < len(text); i++ {
		switch text[i] {
		case '_':
			if strings.EqualFold(text[i-2:i], "ak") || i > 2 && strings.EqualFold(text[i-3:i], "inv") {
				return true
			}
		case 'j', 'J':
			if strings.EqualFold(text[i-2:i], "ey") {
				return true
			}
		}
	}
	return false
}

// holdsToken reports whether a token, or the secret of an API key, stands in a text that others are to read.
func holdsToken(text string) bool { return secrets.MatchString(text) }
