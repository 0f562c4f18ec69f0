package resolvers

import "slices"

// MaskedSentences are what errors of documents and variables say in production.
func MaskedSentences() []string {
	sentences := []string{errVariable.Message, errDocument.Message}
	for _, refusal := range maskedSentences {
		sentences = append(sentences, refusal.Message)
	}
	slices.Sort(sentences)
	return slices.Compact(sentences)
}

// UnsaidSentences are those that no document draws: the schema has every kind of operation, and the library no rule that has
// no sentence.
func UnsaidSentences() []string {
	return []string{errDocument.Message, maskedSentences["KnownRootType"].Message}
}

// Redact takes tokens out of a message.
func Redact(message string) string { return redact(message) }
