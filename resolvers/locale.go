package resolvers

import (
	"context"
	"net/http"

	"accord/internal/locale"
	"accord/reseller"
)

type localeKey struct{}

// withLocale puts the language that a request prefers (Accept-Language) into its context (R19).
func withLocale(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), localeKey{}, locale.Choose(w, r))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// localeOf is the language of the request; English where none was asked for.
func localeOf(ctx context.Context) reseller.Locale {
	if l, ok := ctx.Value(localeKey{}).(reseller.Locale); ok {
		return l
	}
	return reseller.English
}
