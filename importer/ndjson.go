package importer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"accord/reseller"
)

// ndjsonRows reads one JSON object a line.
type ndjsonRows[R any] struct {
	schema  schema[R]
	content *bufio.Reader
	line    int
	// buffer is where a line is put together.
	buffer []byte
}

func newNDJSON[R any](s schema[R], content *bufio.Reader) *ndjsonRows[R] {
	return &ndjsonRows[R]{schema: s, content: content}
}

func (r *ndjsonRows[R]) next() (reseller.Line[R], error) {
	for {
		text, err := r.readLine()
		if err != nil {
			return reseller.Line[R]{}, err
		}
		if !utf8.Valid(text) {
			return reseller.Line[R]{}, notUTF8(r.line)
		}
		if text = bytes.TrimSpace(text); len(text) > 0 {
			return r.read(text), nil
		}
	}
}

// readLine gives the next line, valid until the one after; io.EOF after the last.
func (r *ndjsonRows[R]) readLine() ([]byte, error) {
	r.line++
	r.buffer = r.buffer[:0]
	for {
		part, err := r.content.ReadSlice('\n')
		r.buffer = append(r.buffer, part...)
		switch {
		case len(r.buffer) > maxRecord:
			return nil, fault(r.line, "this line is longer than 1 MiB")
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(r.buffer) > 0:
			return r.buffer, nil
		}
		return r.buffer, err
	}
}

// read reads an object's fields into a row.
func (r *ndjsonRows[R]) read(text []byte) reseller.Line[R] {
	line := reseller.Line[R]{Number: r.line}
	note := func(column, reason string) {
		if reason != "" {
			line.Problems = append(line.Problems, RowError{Line: r.line, Column: column, Reason: reason})
		}
	}
	values, reason := r.fields(text)
	if reason != "" {
		note("", reason)
		return line
	}
	for i, c := range r.schema {
		if value := values[i]; value != nil && !bytes.Equal(value, []byte("null")) {
			note(c.name, c.cell.fromJSON(&line.Row, value))
		} else {
			note(c.name, c.cell.fromText(&line.Row, ""))
		}
	}
	return line
}

const notAnObject = `is not a JSON object, such as {"key": "P-1"}`

// fields takes an object apart: a value for each column, nil where there is none. It says what is wrong with the whole.
func (r *ndjsonRows[R]) fields(text []byte) (values []json.RawMessage, reason string) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, notAnObject
	}
	values = make([]json.RawMessage, len(r.schema))
	for decoder.More() {
		token, err := decoder.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			return nil, notAnObject
		}
		at := r.schema.index(name)
		switch {
		case at < 0:
			return nil, unknownColumn(name, r.schema.names())
		case values[at] != nil:
			return nil, "has the field " + name + " twice"
		case decoder.Decode(&values[at]) != nil:
			return nil, notAnObject
		}
	}
	if _, err := decoder.Token(); err != nil {
		return nil, notAnObject
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, "has something after its object; write one object a line"
	}
	return values, ""
}
