package importer

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"accord/reseller"
)

// FuzzCSV and FuzzNDJSON hold the readers to what they promise of any content: no panic, lines that grow, reasons that
// are short and show nothing raw, and the same again when the file is read again.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("offer,month,monthly_price_minor,currency\nE1,2026-03,5,CNY\n"))
	f.Add([]byte("services,status,ended_at,accepted_at,customer_key,partner_key\nA;B,,2025-01-01,x,c,p\n"))
	f.Add([]byte("\xef\xbb\xbfkey,name,type,country,services\n\"a\nb\",\"x\"y\n\"open,\n"))
	f.Add([]byte("key,customer_key,offer,seats,started_at\ns,c,E1,2147483648,2026-02-30\n"))
	f.Add([]byte("key,name,type,country,services\r\na\x00,\xff,,,\r\n"))
	f.Fuzz(func(t *testing.T, content []byte) { readAll(t, content, false) })
}

func FuzzNDJSON(f *testing.F) {
	f.Add([]byte(`{"key":"a","name":"A","type":"ADVISOR","country":"CN","services":["X"]}` + "\n\n{}\n[]\n"))
	f.Add([]byte(`{"offer":"E1","month":"2026-03","monthly_price_minor":9223372036854775808,"currency":null}`))
	f.Add([]byte(`{"partner_key":"a","accepted_at":"2025-02-11T10:30:00.123456789+08:00","services":[1]} {"a":{"b":[[]]}}`))
	f.Fuzz(func(t *testing.T, content []byte) { readAll(t, content, true) })
}

func readAll(t *testing.T, content []byte, ndjson bool) {
	t.Helper()
	file := File{Name: "file", ndjson: ndjson, open: func() (io.ReadCloser, int64, error) {
		return io.NopCloser(bytes.NewReader(content)), int64(len(content)), nil
	}}
	readAs(t, services, file)
	readAs(t, offers, file)
	readAs(t, partners, file)
	readAs(t, users, file)
	readAs(t, relationships, file)
	readAs(t, prices, file)
	readAs(t, subscriptions, file)
}

func readAs[R any](t *testing.T, s schema[R], file File) {
	t.Helper()
	rows, err := collect(t, s, file)
	again, _ := collect(t, s, file)
	if rows != again {
		t.Errorf("%d rows, then %d", rows, again)
	}
	var fault *FileError
	if err != nil && (!errors.As(err, &fault) || fault.File != "file") {
		t.Errorf("not an error of the file: %v", err)
	}
	if fault != nil {
		checkReason(t, fault.Reason)
	}
}

func collect[R any](t *testing.T, s schema[R], file File) (rows int, failure error) {
	t.Helper()
	last := 0
	for line, err := range s.lines(t.Context(), file, func(Progress) {}) {
		if err != nil {
			return rows, err
		}
		rows++
		if line.Number <= last {
			t.Errorf("line %d after line %d", line.Number, last)
		}
		last = line.Number
		checkProblems(t, line)
	}
	return rows, nil
}

func checkProblems[R any](t *testing.T, line reseller.Line[R]) {
	t.Helper()
	for _, p := range line.Problems {
		if p.Line != line.Number {
			t.Errorf("a problem of line %d is on line %d", p.Line, line.Number)
		}
		checkReason(t, p.Reason)
	}
}

func checkReason(t *testing.T, reason string) {
	t.Helper()
	const longest = 1000
	if reason == "" || len(reason) > longest || !utf8.ValidString(reason) || strings.ContainsAny(reason, "\x00\x1b\n\u202e") {
		t.Errorf("a reason of %d bytes: %.200q", len(reason), reason)
	}
}
