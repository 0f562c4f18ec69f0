package resolvers

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"accord/graph/model"
	"accord/reseller"
)

// planWriter writes the answer of a plan, as the executor would.
type planWriter struct {
	ctx       context.Context //nolint:containedctx // it lives for one answer
	app       *reseller.App
	viewer    reseller.Viewer
	variables map[string]any
	text      []byte
	// failed tells that the executor has to answer: what was written is of no use.
	failed bool
}

func (w *planWriter) fail() { w.failed = true }

func (w *planWriter) null() { w.text = append(w.text, "null"...) }

func (w *planWriter) bool(b bool) { w.text = strconv.AppendBool(w.text, b) }

func (w *planWriter) int(n int32) { w.text = strconv.AppendInt(w.text, int64(n), 10) }

func (w *planWriter) string(s string) { w.text = appendString(w.text, s) }

func (w *planWriter) time(t time.Time) {
	w.text = append(t.UTC().AppendFormat(append(w.text, '"'), time.RFC3339Nano), '"')
}

func (w *planWriter) optionalTime(t time.Time) {
	if t.IsZero() {
		w.null()
		return
	}
	w.time(t)
}

func (w *planWriter) id(kind model.Kind, id reseller.ID) {
	w.text = append(model.AppendGlobalID(append(w.text, '"'), kind, id), '"')
}

func (w *planWriter) cursor(list model.List, key reseller.Key) {
	w.text = append(model.AppendCursor(append(w.text, '"'), list, key), '"')
}

const hexDigits = "0123456789ABCDEF"

// appendString appends a text as JSON, in the spelling of the executor's own.
func appendString(to []byte, s string) []byte {
	to = append(to, '"')
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '\\' && c != '"' || c >= utf8.RuneSelf {
			continue
		}
		to = append(to, s[start:i]...)
		start = i + 1
		switch c {
		case '\t':
			to = append(to, `\t`...)
		case '\r':
			to = append(to, `\r`...)
		case '\n':
			to = append(to, `\n`...)
		case '\\', '"':
			to = append(to, '\\', c)
		default:
			to = append(to, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
	}
	return append(append(to, s[start:]...), '"')
}
