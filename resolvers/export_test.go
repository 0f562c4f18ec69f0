package resolvers

import (
	"maps"
	"slices"
)

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

// CheckedScalars are the scalars whose values are looked at before anything is executed.
func CheckedScalars() []string { return slices.Sorted(maps.Keys(scalars)) }

// NewDocuments makes a cache of parsed documents: how many it holds, and how heavy they may be together.
var NewDocuments = newDocuments

// Redact takes tokens out of a message.
func Redact(message string) string { return redact(message) }

// PlansMade counts the operations that an executor has a plan for, and those that it has none for.
func PlansMade(e *Executor) (made, none int) {
	e.plans.mu.Lock()
	defer e.plans.mu.Unlock()
	for _, of := range e.plans.plans {
		for _, plan := range of.plans {
			if plan == nil {
				none++
			} else {
				made++
			}
		}
	}
	return made, none
}
