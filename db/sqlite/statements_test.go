package sqlite

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"accord/db/dialect"
)

// TestStatementsMakeRoom: more ways to ask than are kept prepared, many at once: each is answered.
func TestStatementsMakeRoom(t *testing.T) {
	t.Parallel()
	writer, reader, err := Open(filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = reader.Close(), writer.Close() })
	var s Statements
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			for n := range 3 * maxStatements {
				got := int32(-1)
				err := s.eachRow(t.Context(), reader, fmt.Sprintf("SELECT %d + ?", n), []any{1}, func(c dialect.Cells) { got = c.Int(0) })
				if err != nil || got != int32(n+1) {
					t.Errorf("%d: %d, %v", n, got, err)
					return
				}
			}
		})
	}
	asking.Wait()
	if n := len(s.prepared); n > maxStatements {
		t.Errorf("%d are kept", n)
	}
}
