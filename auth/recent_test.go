package auth

import (
	"context"
	"errors"
	"testing"
	"time"

	"accord/reseller"
)

// memory is a Recent without bounds.
type memory struct {
	kept       map[TokenHash]Identity
	generation uint64
}

func (m *memory) Get(token TokenHash) (Identity, bool) { id, ok := m.kept[token]; return id, ok }
func (m *memory) Mark() uint64                         { return m.generation }
func (m *memory) Forget()                              { m.kept = map[TokenHash]Identity{}; m.generation++ }

func (m *memory) Put(token TokenHash, id Identity, mark uint64) {
	if mark == m.generation {
		m.kept[token] = id
	}
}

// counting is a directory that counts, and does something before it answers.
type counting struct {
	directory
	asked  int
	before func()
}

func (c *counting) Identify(ctx context.Context, email string) (reseller.Viewer, error) {
	c.asked++
	if c.before != nil {
		c.before()
	}
	return c.directory.Identify(ctx, email)
}

// TestRecentIdentities: whoever asked a moment ago is not looked up again, until everything is forgotten or the token has ended.
func TestRecentIdentities(t *testing.T) {
	t.Parallel()
	now := testTime
	recent, users := &memory{kept: map[TokenHash]Identity{}}, &counting{}
	a := New(development(t, testTime, oldKey), users, WithRecent(recent))
	a.now = func() time.Time { return now }
	header := "Bearer " + issue(t, development(t, testTime, oldKey), ann)
	as := func(what string, asked int, remembered bool) {
		t.Helper()
		id, err := a.Authenticate(t.Context(), header)
		if err != nil || id.Viewer.User.Email != ann || users.asked != asked || id.Remembered != remembered {
			t.Errorf("%s: %v, %v, asked %d times, want %d; remembered: %v", what, id.Viewer.User.Email, err, users.asked, asked, id.Remembered)
		}
	}
	as("the first time", 1, false)
	as("the second time", 1, true)
	if id, err := a.Renew(t.Context(), Identity{Viewer: reseller.Viewer{User: reseller.User{ID: reseller.ID{1}, Email: ann}}, ExpiresAt: now.Add(time.Hour), Remembered: true}); err != nil || id.Remembered || users.asked != 2 {
		t.Errorf("renewed: %v, %v, asked %d times", id.Remembered, err, users.asked)
	}
	recent.Forget()
	as("forgotten", 3, false)

	recent.Forget()
	users.before = recent.Forget // something changes while the database answers
	as("overtaken by a change", 4, false)
	users.before = nil
	as("which is not kept", 5, false)
	now = now.Add(DevelopmentLifetime)
	if _, ok := a.remembered(hashOf(header)); ok {
		t.Error("a token that has ended is remembered")
	}
	for _, email := range []string{"eve@example.com", "zero@example.com", "down@example.com"} {
		before := len(recent.kept)
		if _, err := a.Authenticate(t.Context(), "Bearer "+issue(t, development(t, testTime, oldKey), email)); err == nil || len(recent.kept) != before {
			t.Errorf("%s is kept: %v", email, err)
		}
	}
	if _, err := a.Authenticate(t.Context(), header+"x"); !errors.Is(err, ErrBadToken) {
		t.Errorf("another token: %v", err)
	}
}

func hashOf(header string) TokenHash { return hashToken(header[len("Bearer "):]) }
