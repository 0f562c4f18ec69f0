package edge

import (
	"github.com/vektah/gqlparser/v2/ast"

	"accord/edge/measure"
	"accord/reseller"
)

// maxComparisons is how many pairs of fields a validator may have to compare in a document. Its time grows with these before
// all else, and with the errors that it makes of them: people's documents have some hundreds, where fragments ask for the same
// fields; a hostile one has half a million.
const maxComparisons = 10_000

// whole is what the operations and fragments of a document come to together.
type whole struct {
	limits                        Limits
	squares, unknown, comparisons int64
}

// add refuses what would take a validator too long, once all that is in the document so far is counted together.
func (w *whole) add(size measure.Size, document *ast.QueryDocument, selections ast.SelectionSet) *refusal {
	if size.Circular { // which the rest could not count
		return refuse(0, reseller.CodeValidationFailed, "A fragment of the document spreads itself, by others perhaps. Leave that out.")
	}
	// Each spread is compared with each.
	if w.unknown += size.Unknown; w.unknown > int64(w.limits.Errors) {
		return refuse(0, reseller.CodeValidationFailed, "The document spreads many fragments that it does not have. Send it with all of them.")
	}
	// Many operations that spread large fragments: all together may be little more than one that is as large as it may be, with
	// the fragments that make it so.
	w.squares += size.Selections * size.Selections
	w.comparisons += measure.Comparisons(document, selections, maxComparisons)
	if w.squares > 4*w.limits.Selections*w.limits.Selections || w.comparisons > maxComparisons {
		return refuse(0, reseller.CodeLimitExceeded, "The operations and fragments of the document select too many fields together, or the same ones too often. Send each operation with the fragments that it needs.")
	}
	return nil
}
