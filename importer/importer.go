// Package importer loads files into the database: it reads them, and reseller checks and merges their rows.
package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"accord/reseller"
)

// Report is what became of one file.
type Report struct {
	// File is the file's name, as it was given.
	File string
	// Kind is what it holds, such as "partners".
	Kind string
	// ImportReport counts its rows.
	reseller.ImportReport
}

// Progress tells how far the reading of a file has come. It goes back to the start when the database asks for another
// attempt.
type Progress struct {
	// File is the file's name, as it was given.
	File string
	// Rows is how many rows have been read, bad ones included.
	Rows int
	// Bytes is how many bytes of the file's Total have been read.
	Bytes, Total int64
	// Done: the file is loaded.
	Done bool
}

// RowError says what is wrong with a row: its line, its column unless it is the whole row, and the reason.
type RowError = reseller.RowError

// BadRows is the error of a file of which nothing was loaded, because some of its rows are bad.
type BadRows struct { //nolint:errname // a list of rows rather than one error
	// File is the file's name, as it was given.
	File string
	// Total is the number of bad rows.
	Total int
	// First are all errors of the first 100 bad rows, by line.
	First []RowError
}

// Error lists the errors, one a line: FILE:LINE: COLUMN: REASON.
func (b *BadRows) Error() string {
	var text strings.Builder
	if b.Total == 1 {
		fmt.Fprintf(&text, "%s: 1 bad row; nothing of this file is loaded", b.File)
	} else {
		fmt.Fprintf(&text, "%s: %d bad rows; nothing of this file is loaded", b.File, b.Total)
	}
	named, last := 0, 0
	for _, e := range b.First {
		if e.Line != last {
			named, last = named+1, e.Line
		}
		column := ""
		if e.Column != "" {
			column = e.Column + ": "
		}
		fmt.Fprintf(&text, "\n%s:%d: %s%s", b.File, e.Line, column, e.Reason)
	}
	if more := b.Total - named; more > 0 {
		fmt.Fprintf(&text, "\n… and %d more", more)
	}
	return text.String()
}

// FileError is the error of a file that cannot be read as what its name says. Nothing of it is loaded.
type FileError struct {
	// File is the file's name, as it was given.
	File string
	// Line is the line at fault, from 1; 0 when it is the whole file.
	Line int
	// Reason says what is wrong and what to do.
	Reason string
}

// Error implements error: FILE:LINE: REASON.
func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Reason
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason)
}

// Run loads files, each in one transaction, services before offers before partners and so on, whatever order they are
// in; of one kind in theirs. It stops at the first that cannot be loaded, and returns the reports of those that were.
// progress is called about every thousand rows and at the end of each file; nil is not to be told.
//
// Errors: *BadRows, *FileError; reseller.ErrUnavailable, reseller.ErrConflict when other writers were in the way again
// and again, and others of ctx, the disk and the database, all with the file's name.
func Run(ctx context.Context, app *reseller.App, files []File, progress func(Progress)) ([]Report, error) {
	if progress == nil {
		progress = func(Progress) {}
	}
	ordered := slices.Clone(files)
	slices.SortStableFunc(ordered, func(x, y File) int { return cmp.Compare(rank(x.kind), rank(y.kind)) })
	var reports []Report
	for _, f := range ordered {
		counts, err := f.kind.load(ctx, app, f, progress)
		if err != nil {
			return reports, nameFile(f, err)
		}
		reports = append(reports, Report{File: f.Name, Kind: f.kind.name, ImportReport: counts})
	}
	return reports, nil
}

// nameFile says of which file an error is.
func nameFile(f File, err error) error {
	var rows *reseller.BadRows
	var file *FileError
	switch {
	case errors.As(err, &rows):
		return &BadRows{File: f.Name, Total: rows.Total, First: rows.First}
	case errors.As(err, &file):
		return err
	case errors.Is(err, reseller.ErrConflict):
		return fmt.Errorf("%s: others kept changing the same rows, and nothing of this file is loaded; load it again: %w", f.Name, err)
	}
	return fmt.Errorf("%s: nothing of this file is loaded: %w", f.Name, err)
}

// opened is a file under way: its content, and how much of it has been read.
type opened struct {
	io.Reader
	close func() error
	file  File
	total int64
	read  int64
}

func (f File) start() (*opened, error) {
	content, total, err := f.open()
	if err != nil {
		return nil, err
	}
	return &opened{Reader: content, close: content.Close, file: f, total: total}, nil
}

// Read implements io.Reader.
func (o *opened) Read(p []byte) (int, error) {
	n, err := o.Reader.Read(p)
	o.read += int64(n)
	return n, err
}
