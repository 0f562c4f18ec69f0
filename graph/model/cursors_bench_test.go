package model

import (
	"testing"
	"time"

	"accord/reseller"
)

var benchKey = reseller.Key{Time: time.Date(2026, 3, 1, 8, 0, 0, 123_000, time.UTC), ID: reseller.ID{1, 2, 3}}

func BenchmarkAppendCursor(b *testing.B) {
	list := RelationshipsList(reseller.TenantPartner, false, reseller.DefaultOrder)
	var text []byte
	b.ReportAllocs()
	for b.Loop() {
		text = AppendCursor(text[:0], list, benchKey)
	}
}

func BenchmarkParseCursor(b *testing.B) {
	list := RelationshipsList(reseller.TenantPartner, false, reseller.DefaultOrder)
	text := Cursor(list, benchKey)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseCursor(list, &text, "after"); err != nil {
			b.Fatal(err)
		}
	}
}
