package db

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// SortKey is what names are ordered and searched by: NFKC, case-folded. Its bytes compare alike in both databases.
func SortKey(name string) string {
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(strings.TrimSpace(name))))
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// contains is a LIKE pattern for texts, written as SortKey writes them, that contain the search. SQLite would take U+0000
// for the pattern's end.
func contains(search string) string {
	return "%" + likeEscaper.Replace(SortKey(strings.ReplaceAll(search, "\x00", "\uFFFD"))) + "%"
}
