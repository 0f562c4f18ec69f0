package reseller

import (
	"fmt"
	"strings"
)

// word is something that a sentence names by a word of its language.
type word interface{ in(l Locale) string }

// spoken puts the words of a language in the place of what they stand for.
func spoken(l Locale, args []any) []any {
	said := make([]any, len(args))
	for i, arg := range args {
		said[i] = arg
		if w, ok := arg.(word); ok {
			said[i] = w.in(l)
		}
	}
	return said
}

// sentence renders a format in a language, from the table chinese where that is Chinese.
func sentence(l Locale, format string, args []any) string {
	return fmt.Sprintf(inLanguage(l, format), spoken(l, args)...)
}

// inLanguage gives the words of a language for English ones.
func inLanguage(l Locale, english string) string {
	if l == Chinese {
		if translated, ok := chinese[english]; ok {
			return translated
		}
	}
	return english
}

func (o object) in(l Locale) string { return inLanguage(l, string(o)) }

func (a action) in(l Locale) string { return inLanguage(l, string(a)) }

// in names a kind of tenant with its article, where the language has one.
func (k TenantKind) in(l Locale) string {
	switch {
	case l == Chinese:
		return inLanguage(l, string(k))
	case k == TenantOperator:
		return "the " + string(k)
	}
	return "a " + string(k)
}

// allOf are names that a sentence lists one after the other.
type allOf[T ~string] []T

func (names allOf[T]) in(l Locale) string { return strings.Join(spelled(l, names), comma(l)) }

// anyOf are names of which one is meant, or needed.
type anyOf[T ~string] []T

func (names anyOf[T]) in(l Locale) string {
	said := spelled(l, names)
	last := len(said) - 1
	if last < 1 {
		return strings.Join(said, "")
	}
	or := " or "
	if l == Chinese {
		or = "或"
	}
	return strings.Join(said[:last], comma(l)) + or + said[last]
}

// spelled gives names as a language has them; those that are no words, such as roles, stay as they are.
func spelled[T ~string](l Locale, names []T) []string {
	said := make([]string, len(names))
	for i, name := range names {
		said[i] = string(name)
		if w, ok := any(name).(word); ok {
			said[i] = w.in(l)
		}
	}
	return said
}

// comma is what stands between the parts of a list.
func comma(l Locale) string {
	if l == Chinese {
		return "、"
	}
	return ", "
}

// in names a service as the catalogue does.
func (s Service) in(l Locale) string { return s.Name(l) }
