// Package answer has what every room that answers GraphQL's clients over HTTP shares: which media type a client wants, and the
// form of a refusal.
package answer

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"

	"accord/internal/locale"
	"accord/reseller"
)

// refused is a GraphQL response that says why nothing was executed.
type refused struct {
	Errors []refusedError `json:"errors"`
}

type refusedError struct {
	Message    string            `json:"message"`
	Extensions map[string]string `json:"extensions"`
}

// Refuse answers a request that comes as far as no operation, in the type and the language that it asks for: those who accept
// neither of GraphQL's types get JSON. Headers of its own are the caller's to set before.
func Refuse(w http.ResponseWriter, r *http.Request, status int, refusal *reseller.Error) {
	mediaType := PreferencesOf(r.Header).Single()
	if mediaType == "" {
		mediaType = MediaJSON
	}
	VaryBy(w.Header(), "Accept", "Authorization") // the language is added with the words
	body := refused{[]refusedError{{refusal.In(locale.Choose(w, r)), map[string]string{"code": string(refusal.Code)}}}}
	w.Header().Set("Content-Type", mediaType+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.DebugContext(r.Context(), "write a refusal", "error", err) // the client has gone
	}
}

// VaryBy names headers of requests by which answers differ, each once.
func VaryBy(header http.Header, names ...string) {
	for _, name := range names {
		if !slices.Contains(header.Values("Vary"), name) {
			header.Add("Vary", name)
		}
	}
}
