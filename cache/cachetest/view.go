package cachetest

import (
	"crypto/rand"
	"fmt"
	"reflect"
	"testing"
	"time"

	"accord/reseller"
)

// NewID makes an ID that no other test has.
func NewID(t testing.TB) reseller.ID {
	t.Helper()
	return reseller.NewID(time.Now(), 0, rand.Reader)
}

// NewView makes a view of a link of its own with every field set, whatever fields there are: one that a cache forgets to
// keep is missed.
func NewView(t testing.TB) reseller.InviteView {
	t.Helper()
	var view reseller.InviteView
	n := uint32(0)
	fill(t, reflect.ValueOf(&view).Elem(), &n)
	view.Invite.ID = NewID(t)
	return view
}

// fill sets every field to a value of its own.
func fill(t testing.TB, v reflect.Value, n *uint32) {
	t.Helper()
	*n++
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, time.January, 2, 3, 4, int(*n), 6_000, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(t, field, n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	default:
		fillPlain(t, v, *n)
	}
}

func fillPlain(t testing.TB, v reflect.Value, n uint32) {
	t.Helper()
	switch v.Kind() {
	case reflect.Array:
		for i := range v.Len() {
			n = n*31 + 7
			v.Index(i).SetUint(uint64(n % 256))
		}
	case reflect.String:
		v.SetString(fmt.Sprintf("text 名称 \"<&>\u2028\\ %d", n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32:
		v.SetInt(int64(n))
	default:
		t.Fatalf("cachetest cannot fill a %s: teach it to", v.Type())
	}
}
