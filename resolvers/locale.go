package resolvers

import (
	"context"
	"net/http"

	"golang.org/x/text/language"

	"accord/reseller"
)

// locales are the languages in which refusals are told, the first of which is the one for whoever prefers none of them.
var (
	locales  = []reseller.Locale{reseller.English, reseller.Chinese}
	matching = language.NewMatcher([]language.Tag{language.English, language.SimplifiedChinese})
)

type localeKey struct{}

// withLocale puts the language that a request prefers (Accept-Language) into its context (R19).
func withLocale(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Language")
		ctx := context.WithValue(r.Context(), localeKey{}, preferred(r.Header.Get("Accept-Language")))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// preferred is the language among ours that a header asks for most; a header that cannot be read asks for none.
func preferred(header string) reseller.Locale {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return locales[0]
	}
	_, i, _ := matching.Match(tags...)
	return locales[i]
}

// localeOf is the language of the request; English where none was asked for.
func localeOf(ctx context.Context) reseller.Locale {
	if l, ok := ctx.Value(localeKey{}).(reseller.Locale); ok {
		return l
	}
	return reseller.English
}
