package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"accord/reseller"
)

// writer writes rows of one kind.
type writer[T any] interface {
	Write(rows []T) error
	// Close writes what ends the file.
	Close() error
}

// newWriter makes the writer of a format. The rest of a file, which follows what was fetched of it before, has no head.
func newWriter[T any](format reseller.ExportFormat, to io.Writer, rest bool) (writer[T], error) {
	switch format {
	case reseller.ExportCSV:
		return newCSVWriter[T](to, rest)
	case reseller.ExportNDJSON:
		return &ndjsonWriter[T]{json.NewEncoder(to)}, nil
	case reseller.ExportParquet:
		return newParquetWriter[T](to), nil
	}
	return nil, fmt.Errorf("no writer of %q", format)
}

// ndjsonWriter writes a JSON object for each row, a line each.
type ndjsonWriter[T any] struct{ to *json.Encoder }

func (w *ndjsonWriter[T]) Write(rows []T) error {
	for _, row := range rows {
		if err := w.to.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

func (w *ndjsonWriter[T]) Close() error { return nil }

// groupRows is how many rows a Parquet file keeps together: as many are in memory until they are written.
const groupRows = 20_000

// parquetWriter writes Parquet, compressed with Snappy, which all readers know.
type parquetWriter[T any] struct {
	to   *parquet.GenericWriter[T]
	rows int
}

func newParquetWriter[T any](to io.Writer) *parquetWriter[T] {
	return &parquetWriter[T]{to: parquet.NewGenericWriter[T](to, parquet.Compression(&parquet.Snappy), parquet.CreatedBy("accord", "", ""))}
}

func (w *parquetWriter[T]) Write(rows []T) error {
	if _, err := w.to.Write(rows); err != nil {
		return err
	}
	if w.rows += len(rows); w.rows < groupRows {
		return nil
	}
	w.rows = 0
	return w.to.Flush()
}

func (w *parquetWriter[T]) Close() error { return w.to.Close() }

// csvWriter writes CSV as RFC 4180 has it. It begins with the mark by which Excel knows UTF-8.
type csvWriter[T any] struct {
	to    *csv.Writer
	cells []string
}

const byteOrderMark = "\uFEFF"

func newCSVWriter[T any](to io.Writer, rest bool) (*csvWriter[T], error) {
	row := reflect.TypeFor[T]()
	w := &csvWriter[T]{to: csv.NewWriter(to), cells: make([]string, row.NumField())}
	w.to.UseCRLF = true
	if rest {
		return w, nil
	}
	for i := range w.cells {
		w.cells[i] = row.Field(i).Tag.Get("json")
	}
	if _, err := io.WriteString(to, byteOrderMark); err != nil {
		return nil, err
	}
	return w, w.to.Write(w.cells)
}

func (w *csvWriter[T]) Write(rows []T) error {
	for _, row := range rows {
		fields := reflect.ValueOf(row)
		for i := range w.cells {
			w.cells[i] = cell(fields.Field(i).Interface())
		}
		if err := w.to.Write(w.cells); err != nil {
			return err
		}
	}
	w.to.Flush()
	return w.to.Error()
}

func (w *csvWriter[T]) Close() error {
	w.to.Flush()
	return w.to.Error()
}

// cell writes a value; nothing for null.
func cell(value any) string {
	switch v := value.(type) {
	case string:
		return plainText(v)
	case *string:
		if v != nil {
			return plainText(*v)
		}
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case *time.Time:
		if v != nil {
			return v.Format(time.RFC3339Nano)
		}
	case int32:
		return strconv.Itoa(int(v))
	case []string:
		return plainText(strings.Join(v, ";"))
	default:
		panic(fmt.Sprintf("no cell for a %T", v)) // a row type of ours, which a test writes
	}
	return ""
}

// plainText keeps a spreadsheet from taking a text for a formula: such a one begins with an apostrophe, which spreadsheets do not show.
func plainText(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + text
	}
	return text
}
