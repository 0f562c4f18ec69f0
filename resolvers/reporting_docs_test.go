package resolvers_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"accord/db/dbtest"
	"accord/importer"
)

// TestReportingDocs runs every question of docs/reporting.md in the demonstration data, as a partner's user and as a provider's.
func TestReportingDocs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/reporting.md")
	if err != nil {
		t.Fatal(err)
	}
	questions := regexp.MustCompile(`(?m)^## .*\?$`).FindAllString(string(text), -1)
	queries := regexp.MustCompile("(?s)```graphql\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(questions) < 10 || len(queries) < len(questions) {
		t.Errorf("%d questions have %d queries", len(questions), len(queries))
	}
	dbtest.EachBackend(t, func(t *testing.T, b dbtest.Backend) {
		w := newWorld(t, b.Store(t), testSecret)
		if _, err := importer.Run(t.Context(), w.app, importer.Demo(), nil); err != nil {
			t.Fatal(err)
		}
		for _, query := range queries {
			for _, email := range []string{"admin@brightcloud.example", "admin@sanhe.example"} {
				w.tells(email, query[1])
			}
		}
	})
}

// tells expects that a user is answered all that a document asks for.
func (w *world) tells(email, document string) {
	w.t.Helper()
	a := w.ask(email, document, nil)
	told := a.get("viewer.partner")
	if strings.HasPrefix(document, "mutation") {
		told = a.payload().Data
	}
	if len(a.Errors) > 0 || told == nil {
		w.t.Errorf("%s is answered %v: %s", email, a.Errors, document)
	}
	if holdsNull(told) {
		w.t.Errorf("%s is told nothing in %v", email, a.Data)
	}
}

// holdsNull reports whether a field of a partner, or of a payload, is null, as it is to who may not see it.
func holdsNull(told any) bool {
	fields, ok := told.(map[string]any)
	for _, value := range fields {
		if value == nil {
			return true
		}
	}
	return !ok
}
