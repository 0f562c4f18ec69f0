package importer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"accord/reseller"
)

const (
	// maxRecord bounds a row, in bytes, so that no file fills the memory.
	maxRecord = 1 << 20
	// progressEvery is after how many rows progress is told.
	progressEvery = 1000
)

// rows gives the rows of a file one by one. An error ends the file; io.EOF is its end.
type rows[R any] interface {
	next() (reseller.Line[R], error)
}

// lines reads a file from its start.
func (s schema[R]) lines(ctx context.Context, f File, progress func(Progress)) iter.Seq2[reseller.Line[R], error] {
	return func(yield func(reseller.Line[R], error) bool) {
		o, err := f.start()
		if err != nil {
			yield(reseller.Line[R]{}, err)
			return
		}
		defer func() { _ = o.close() }() // it was only read
		if err := s.each(ctx, o, progress, yield); err != nil {
			yield(reseller.Line[R]{}, err)
		}
	}
}

// each yields every row; it returns an error unless yield has asked to stop.
func (s schema[R]) each(ctx context.Context, o *opened, progress func(Progress), yield func(reseller.Line[R], error) bool) error {
	r, err := s.rows(o)
	for n := 0; err == nil; n++ {
		if n%progressEvery == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			progress(Progress{File: o.file.Name, Rows: n, Bytes: o.read, Total: o.total})
		}
		var line reseller.Line[R]
		if line, err = r.next(); err == nil && !yield(line, nil) {
			return nil
		}
	}
	var fault *FileError
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case errors.As(err, &fault):
		fault.File = o.file.Name
	}
	return err
}

func (s schema[R]) rows(o *opened) (rows[R], error) {
	content := bufio.NewReaderSize(o, 1<<16)
	if err := skipMark(content); err != nil {
		return nil, err
	}
	if o.file.ndjson {
		return newNDJSON(s, content), nil
	}
	return newCSV(s, content)
}

const saveAsUTF8 = "save the file as UTF-8 (in Excel: “CSV UTF-8”) and load it again"

// skipMark passes over the byte order mark of UTF-8 and refuses those of UTF-16.
func skipMark(content *bufio.Reader) error {
	start, err := content.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.HasPrefix(start, []byte{0xEF, 0xBB, 0xBF}):
		_, err = content.Discard(3)
		return err
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}), bytes.HasPrefix(start, []byte{0xFE, 0xFF}):
		return fault(0, "is in UTF-16; %s", saveAsUTF8)
	}
	return nil
}

// fault makes the error of a file; the file's name is set where it is known.
func fault(line int, format string, args ...any) *FileError {
	return &FileError{Line: line, Reason: fmt.Sprintf(format, args...)}
}

func notUTF8(line int) error { return fault(line, "this line is not UTF-8; %s", saveAsUTF8) }

// unknownColumn says that there is no such column, and what may be the matter.
func unknownColumn(name, known string) string {
	advice := ""
	switch {
	case strings.ContainsRune(name, ';'):
		advice = "separate columns by commas, not semicolons; "
	case strings.ContainsRune(name, '\t'):
		advice = "separate columns by commas, not tabs; "
	}
	return fmt.Sprintf("there is no column %s here; %sthe columns are %s", clip(name), advice, known)
}
