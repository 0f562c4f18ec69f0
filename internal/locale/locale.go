// Package locale chooses the language in which a request is answered (R19).
package locale

import (
	"context"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"accord/reseller"
)

// maxHeader is far more than any browser sends, in bytes.
const maxHeader = 1000

// locales are the languages that there are, the one for whoever prefers none of them first; matcher finds the nearest.
var (
	locales = []reseller.Locale{reseller.English, reseller.Chinese}
	matcher = language.NewMatcher([]language.Tag{language.English, language.SimplifiedChinese})
)

// Choose picks the language among ours that a request asks for most (Accept-Language), and marks the response as one that
// varies by it. A header that cannot be read, or is too long to be meant, asks for none.
func Choose(w http.ResponseWriter, r *http.Request) reseller.Locale {
	w.Header().Add("Vary", "Accept-Language")
	return preferred(strings.Join(r.Header.Values("Accept-Language"), ","))
}

func preferred(header string) reseller.Locale {
	if len(header) > maxHeader {
		return locales[0]
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return locales[0]
	}
	_, i, _ := matcher.Match(tags...)
	return locales[i]
}

type contextKey struct{}

// With puts the language of a request into its context.
func With(ctx context.Context, l reseller.Locale) context.Context {
	return context.WithValue(ctx, contextKey{}, l)
}

// From is the language of the request; English where none was put there.
func From(ctx context.Context) reseller.Locale {
	if l, ok := ctx.Value(contextKey{}).(reseller.Locale); ok {
		return l
	}
	return reseller.English
}
