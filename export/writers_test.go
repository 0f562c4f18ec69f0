package export

import (
	"flag"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

var rowCount = flag.Int("rows", 100_000, "how many rows to write")

// Of files of any length no more than a few thousand rows are kept.
func TestWritersKeepFewRows(t *testing.T) { //nolint:paralleltest // it measures the memory of all
	const most = 64 << 20
	batch := make([]event, 1_000)
	text := strings.Repeat("x", 200)
	for i := range batch {
		batch[i] = event{ID: text[:26], ChangeID: text[:26], Kind: "RELATIONSHIP_CREATED", OccurredAt: time.Unix(int64(i), 0), Before: &text, After: &text, Cursor: text[:30]}
	}
	for _, format := range []reseller.ExportFormat{reseller.ExportCSV, reseller.ExportNDJSON, reseller.ExportParquet} {
		w, err := newWriter[event](format, io.Discard, false)
		if err != nil {
			t.Fatal(err)
		}
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for range *rowCount / len(batch) {
			if err := w.Write(batch); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&now)
		if grown := int64(now.HeapAlloc) - int64(before.HeapAlloc); grown > most {
			t.Errorf("%s: %d bytes are kept of %d rows", format, grown, *rowCount)
		} else {
			t.Logf("%s: %d KiB are kept of %d rows", format, grown>>10, *rowCount)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "One": "One", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠1": "'＠1",
		"a=1": "a=1", "求和": "求和", "'=1": "'=1", "\xff": "\xff",
	} {
		if got := plainText(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Every field of every row has a cell.
func TestEveryFieldHasACell(t *testing.T) {
	t.Parallel()
	write := func(err error, w interface{ Close() error }, each error) {
		if err != nil || each != nil || w.Close() != nil {
			t.Error(err, each)
		}
	}
	r, err := newCSVWriter[relationship](io.Discard, false)
	write(err, r, r.Write([]relationship{{}}))
	s, err := newCSVWriter[subscription](io.Discard, false)
	write(err, s, s.Write([]subscription{{}}))
	e, err := newCSVWriter[event](io.Discard, false)
	write(err, e, e.Write([]event{{}}))
}
