package reseller

import "regexp"

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
func RedactTokens(text string) string { return likeSecrets.ReplaceAllString(text, "[token]") }

// holdsToken reports whether a token, or the secret of an API key, stands in a text that others are to read.
func holdsToken(text string) bool { return secrets.MatchString(text) }
