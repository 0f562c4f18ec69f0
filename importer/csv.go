package importer

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"accord/reseller"
)

// csvRows reads a CSV with a header, whose columns may stand in any order.
type csvRows[R any] struct {
	schema schema[R]
	csv    *csv.Reader
	bound  *bounded
	// header gives the column of the schema for each column of the file.
	header []int
	// line is where the last row began.
	line int
}

func newCSV[R any](s schema[R], content io.Reader) (*csvRows[R], error) {
	bound := &bounded{content: content}
	r := &csvRows[R]{schema: s, csv: csv.NewReader(bound), bound: bound, line: 1}
	r.csv.ReuseRecord = true
	err := r.readHeader()
	return r, err
}

// bounded ends the reading when a record, as one with a quotation mark left open, grows beyond maxRecord: the CSV
// reader itself would take in the whole file.
type bounded struct {
	content io.Reader
	// read is how many bytes have been read, complete how many of them are of records that are complete.
	read, complete int64
}

var errLongRecord = errors.New("record too long")

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	if b.read-b.complete > maxRecord {
		return 0, errLongRecord
	}
	n, err := b.content.Read(p)
	b.read += int64(n)
	return n, err
}

func (r *csvRows[R]) readHeader() error {
	names, err := r.csv.Read()
	switch {
	case errors.Is(err, io.EOF):
		return fault(0, "is empty; its first line must name the columns: %s", r.schema.names())
	case errors.Is(err, errLongRecord):
		return fault(1, "the header is longer than 1 MiB; is a quotation mark left open?")
	case err != nil:
		return fault(1, "the header cannot be read: %s", csvReason(err))
	}
	for _, name := range names {
		if !utf8.ValidString(name) {
			return notUTF8(1)
		}
		at := r.schema.index(strings.TrimSpace(name))
		switch {
		case strings.ContainsRune(name, 0):
			return fault(1, "holds a NUL character, as UTF-16 does; %s", saveAsUTF8)
		case at < 0:
			return fault(1, "%s", unknownColumn(name, r.schema.names()))
		case slices.Contains(r.header, at):
			return fault(1, "the column %s stands there twice", r.schema[at].name)
		}
		r.header = append(r.header, at)
	}
	for at, c := range r.schema {
		if !c.optional && !slices.Contains(r.header, at) {
			return fault(1, "the column %s is missing; the columns are %s", c.name, r.schema.names())
		}
	}
	return nil
}

func (r *csvRows[R]) next() (reseller.Line[R], error) {
	record, err := r.csv.Read()
	r.bound.complete = r.csv.InputOffset()
	var broken *csv.ParseError
	switch {
	case errors.As(err, &broken):
		r.line = broken.StartLine
		return reseller.Line[R]{Number: r.line, Problems: []RowError{{Line: r.line, Reason: csvReason(err)}}}, nil
	case errors.Is(err, errLongRecord):
		return reseller.Line[R]{}, fault(r.line, "the row after this one is longer than 1 MiB; is a quotation mark left open?")
	case err != nil:
		return reseller.Line[R]{}, err
	}
	r.line, _ = r.csv.FieldPos(0)
	return r.read(r.line, record)
}

func (r *csvRows[R]) read(number int, record []string) (reseller.Line[R], error) {
	line := reseller.Line[R]{Number: number}
	for i, value := range record {
		column := r.schema[r.header[i]]
		if !utf8.ValidString(value) {
			return line, notUTF8(number)
		}
		reason := "holds a NUL character"
		if strings.IndexByte(value, 0) < 0 {
			reason = column.cell.fromText(&line.Row, value)
		}
		if reason != "" {
			line.Problems = append(line.Problems, RowError{Line: number, Column: column.name, Reason: reason})
		}
	}
	return line, nil
}

func csvReason(err error) string {
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		return "does not have as many columns as the header"
	case errors.Is(err, csv.ErrBareQuote):
		return `a quotation mark stands within a cell; put the cell in quotation marks and double those within: "a ""b"" c"`
	case errors.Is(err, csv.ErrQuote):
		return "a quotation mark is left open, or followed by something other than a comma"
	}
	return fmt.Sprint(err)
}
