package cachetest

import (
	"reflect"
	"testing"
	"time"

	"accord/reseller"
)

func same(t *testing.T, got, want reseller.InviteView) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("the view came back as\n%+v\nwant\n%+v", got, want)
	}
}

func testMiss(t *testing.T, s Subject) {
	s.misses(t, NewID(t))
	s.misses(t, reseller.ID{})
}

func testEveryField(t *testing.T, s Subject) {
	view := NewView(t)
	s.put(t, view)
	s.hits(t, view)
	s.hits(t, view)
}

func testEmptyFields(t *testing.T, s Subject) {
	for name, change := range map[string]func(*reseller.InviteView){
		"terms without services": func(v *reseller.InviteView) { v.Invite.Terms.Services = nil },
		"terms of no services":   func(v *reseller.InviteView) { v.Invite.Terms.Services = []string{} },
		"partner's services nil": func(v *reseller.InviteView) { v.Partner.Services = nil },
		"asks for nothing known": func(v *reseller.InviteView) { v.Services = nil },
		"asks for no service":    func(v *reseller.InviteView) { v.Services = []reseller.Service{} },
		"no reseller":            func(v *reseller.InviteView) { v.Reseller = nil },
		"an empty reseller":      func(v *reseller.InviteView) { v.Reseller = &reseller.Partner{} },
		"no DAP":                 func(v *reseller.InviteView) { v.Invite.Terms.DelegatedAdmin = false },
		"never expires":          func(v *reseller.InviteView) { v.Invite.Terms.ExpiresAt = time.Time{} },
		"expires at a microsecond": func(v *reseller.InviteView) {
			v.Invite.Terms.ExpiresAt = time.Date(2031, time.December, 31, 23, 59, 59, 999_999_000, time.UTC)
		},
		"nothing but its id": func(v *reseller.InviteView) {
			*v = reseller.InviteView{Invite: reseller.Invite{ID: v.Invite.ID}}
		},
	} {
		view := NewView(t)
		change(&view)
		s.put(t, view)
		got, ok := s.Cache.Get(t.Context(), view.Invite.ID)
		if !ok || !reflect.DeepEqual(got, view) {
			t.Errorf("%s: the view came back as (%v)\n%+v\nwant\n%+v", name, ok, got, view)
		}
	}
}

func testReplace(t *testing.T, s Subject) {
	view := NewView(t)
	s.put(t, view)
	view.Invite.Version++
	view.Partner.Name = "renamed"
	s.put(t, view)
	s.hits(t, view)
}

func testExpiry(t *testing.T, s Subject) {
	view := NewView(t)
	s.put(t, view)
	s.Advance(s.TTL-time.Second, view.Invite.ID)
	s.hits(t, view)

	// Another, because a Get may bring an entry nearer and so keep it a little longer.
	unread := NewView(t)
	s.put(t, unread)
	s.Advance(s.TTL, unread.Invite.ID)
	s.misses(t, unread.Invite.ID)
	s.put(t, unread)
	s.hits(t, unread)
}

func testInvalidate(t *testing.T, s Subject) {
	view, other := NewView(t), NewView(t)
	s.put(t, view)
	s.put(t, other)
	s.Cache.Invalidate(t.Context(), view.Invite.ID)
	s.misses(t, view.Invite.ID)
	s.hits(t, other)
}

func testInvalidateMany(t *testing.T, s Subject) {
	first, second := NewView(t), NewView(t)
	s.put(t, first)
	s.put(t, second)
	s.Cache.Invalidate(t.Context())
	s.hits(t, first)
	ids := []reseller.ID{first.Invite.ID, first.Invite.ID}
	for range 2500 {
		ids = append(ids, NewID(t))
	}
	s.Cache.Invalidate(t.Context(), append(ids, second.Invite.ID)...)
	s.misses(t, first.Invite.ID)
	s.misses(t, second.Invite.ID)
}

func testLateFill(t *testing.T, s Subject) {
	view := NewView(t)
	readAt := s.Now()
	s.Advance(time.Millisecond)
	s.Cache.Invalidate(t.Context(), view.Invite.ID)
	s.Cache.Put(t.Context(), view, readAt)
	s.misses(t, view.Invite.ID)

	// As late as a fill can be that is not slow: the tombstone must still stand.
	s.Advance(reseller.FillTimeout-time.Millisecond, view.Invite.ID)
	s.Cache.Put(t.Context(), view, readAt)
	s.misses(t, view.Invite.ID)

	// The tombstone has gone: now the fill is refused for its age.
	s.Advance(reseller.InvalidationWindow, view.Invite.ID)
	s.Cache.Put(t.Context(), view, readAt)
	s.misses(t, view.Invite.ID)
}

func testWindow(t *testing.T, s Subject) {
	view := NewView(t)
	s.Cache.Invalidate(t.Context(), view.Invite.ID)
	s.put(t, view)
	s.misses(t, view.Invite.ID)
	s.Advance(reseller.InvalidationWindow-time.Second, view.Invite.ID)
	s.put(t, view)
	s.misses(t, view.Invite.ID)

	// A second change begins a window of its own.
	s.Cache.Invalidate(t.Context(), view.Invite.ID)
	s.Advance(reseller.InvalidationWindow-time.Second, view.Invite.ID)
	s.put(t, view)
	s.misses(t, view.Invite.ID)
}

func testAfterWindow(t *testing.T, s Subject) {
	view := NewView(t)
	s.put(t, view)
	s.Cache.Invalidate(t.Context(), view.Invite.ID)
	s.Advance(reseller.InvalidationWindow, view.Invite.ID)
	s.misses(t, view.Invite.ID)
	view.Invite.Version++
	s.put(t, view)
	s.hits(t, view)
}

func testSlowFill(t *testing.T, s Subject) {
	view := NewView(t)
	readAt := s.Now()
	s.Advance(reseller.FillTimeout)
	s.Cache.Put(t.Context(), view, readAt)
	s.hits(t, view)

	slow := NewView(t)
	s.Advance(time.Microsecond)
	s.Cache.Put(t.Context(), slow, readAt)
	s.misses(t, slow.Invite.ID)
}
