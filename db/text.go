package db

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxSortKey bounds a sort key in bytes: NFKC may write one character as eighteen, and an index takes no row of any length.
const maxSortKey = 1000

// SortKey is what names are ordered and searched by: NFKC, case-folded. Its bytes compare alike in both databases.
func SortKey(name string) string {
	key := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(strings.TrimSpace(name))))
	if len(key) > maxSortKey {
		key = strings.ToValidUTF8(key[:maxSortKey], "") // the cut may go through a character
	}
	return key
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// contains is a LIKE pattern for texts, written as SortKey writes them, that contain the search. SQLite would take U+0000
// for the pattern's end.
func contains(search string) string {
	return "%" + likeEscaper.Replace(SortKey(strings.ReplaceAll(search, "\x00", "\uFFFD"))) + "%"
}
