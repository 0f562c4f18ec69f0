package reseller

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestR18_SecretsOfAPIKeys(t *testing.T) {
	t.Parallel()
	one, other := newAPIKeySecret(rand.Reader), newAPIKeySecret(rand.Reader)
	hash, err := hashAPIKey(one)
	again, _ := hashAPIKey(one)
	unlike, _ := hashAPIKey(other)
	if err != nil || !IsAPIKey(one) || one == other || hash != again || hash == unlike {
		t.Errorf("%s, %s: %v", one, other, err)
	}
	least, most := newAPIKeySecret(strings.NewReader(strings.Repeat("\x00", 32))), newAPIKeySecret(strings.NewReader(strings.Repeat("\xff", 32)))
	for _, extreme := range []string{least, most} {
		if _, err := hashAPIKey(extreme); err != nil || len(extreme) != len(one) {
			t.Errorf("%s: %v", extreme, err)
		}
	}
	for _, bad := range []string{
		"", "ak_", one[3:], "AK_" + one[3:], one + "0", one[:len(one)-1], one[:len(one)-1] + "-", " " + one, "ak_" + strings.Repeat("Z", apiKeyDigits),
	} {
		if _, err := hashAPIKey(bad); err == nil {
			t.Errorf("%q is taken for a secret", bad)
		}
	}
}

// usesStore is a store of which only the uses of API keys matter.
type usesStore struct {
	Store

	down    bool
	written []map[ID]time.Time
}

func (s *usesStore) NoteAPIKeyUses(_ context.Context, at time.Time, ids []ID) error {
	if s.down {
		return ErrUnavailable
	}
	uses := map[ID]time.Time{}
	for _, id := range ids {
		uses[id] = at
	}
	s.written = append(s.written, uses)
	return nil
}

func (s *usesStore) SubscriptionsDue(context.Context, Day, ID, int) ([]Subscription, error) {
	return nil, nil
}

// usesApp is an App whose clock the test moves.
func usesApp() (*App, *usesStore, *time.Time) {
	s, now := &usesStore{}, time.Date(2026, 3, 1, 8, 0, 0, 5000, time.UTC)
	return New(Config{Store: s, Clock: func() time.Time { return now }}), s, &now
}

// use has a key act.
func use(t *testing.T, a *App, key APIKey) {
	t.Helper()
	key.Roles, key.ExpiresAt = []Role{RoleUser}, a.now().Add(time.Hour)
	if _, _, err := a.actingFor(key, Viewer{User: User{ID: ID{9}, Roles: key.Roles}}); err != nil {
		t.Fatal(err)
	}
}

func TestR18_UsesOfAPIKeysAreWrittenOnceAMinute(t *testing.T) {
	t.Parallel()
	a, s, now := usesApp()
	start := now.Truncate(time.Second)
	for second := range 125 {
		use(t, a, APIKey{ID: ID{1}})
		if second >= 30 {
			use(t, a, APIKey{ID: ID{2}, LastUsedAt: start.Add(-10 * time.Second)}) // as another process has written
		}
		if err := a.FlushAPIKeyUses(t.Context()); err != nil {
			t.Fatal(err)
		}
		*now = now.Add(time.Second)
	}
	var got []string
	for _, uses := range s.written {
		for _, id := range slices.SortedFunc(maps.Keys(uses), func(x, y ID) int { return int(x[0]) - int(y[0]) }) {
			got = append(got, string('0'+rune(id[0]))+" after "+uses[id].Sub(start).String())
		}
	}
	if want := "1 after 0s, 2 after 50s, 1 after 1m0s, 2 after 1m50s, 1 after 2m0s"; strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
}

func TestR18_UsesOfAPIKeysThatCannotBeWrittenAreKept(t *testing.T) {
	t.Parallel()
	a, s, now := usesApp()
	first := now.Truncate(time.Second)
	s.down = true
	use(t, a, APIKey{ID: ID{1}})
	use(t, a, APIKey{ID: ID{2}})
	if err := a.FlushAPIKeyUses(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v", err)
	}
	*now = now.Add(2 * time.Minute)
	use(t, a, APIKey{ID: ID{1}})
	if err := a.FlushAPIKeyUses(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v", err)
	}
	s.down = false
	// What is left is written at the end, after ctx is over.
	ctx, stop := context.WithCancel(t.Context())
	stop()
	a.Run(ctx)
	written := map[ID]time.Time{}
	for _, uses := range s.written {
		maps.Copy(written, uses)
	}
	if want := (map[ID]time.Time{{1}: first.Add(2 * time.Minute), {2}: first}); !maps.Equal(written, want) {
		t.Errorf("%v, want %v", written, want)
	}
	if err := a.FlushAPIKeyUses(t.Context()); err != nil || len(a.apiKeyUses.pending) > 0 {
		t.Errorf("%v, %v", a.apiKeyUses.pending, err)
	}
}

func TestR18_AnAPIKeysRolesAreItsMakersToo(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	good := APIKey{ID: ID{1}, Tenant: TenantPartner, TenantID: ID{3}, Roles: []Role{RoleSalesAgent, RoleGlobalAdmin}, ExpiresAt: at.Add(time.Microsecond)}
	for name, c := range map[string]struct {
		change func(*APIKey, *User)
		roles  []Role
	}{
		"as made":         {func(*APIKey, *User) {}, []Role{RoleSalesAgent, RoleGlobalAdmin}},
		"one taken away":  {func(_ *APIKey, u *User) { u.Roles = []Role{RoleAdminAgent, RoleGlobalAdmin} }, []Role{RoleGlobalAdmin}},
		"all taken away":  {func(_ *APIKey, u *User) { u.Roles = []Role{RoleAdminAgent, RoleUserAdmin} }, nil},
		"narrower":        {func(k *APIKey, _ *User) { k.Roles = []Role{RoleSalesAgent} }, []Role{RoleSalesAgent}},
		"expired":         {func(k *APIKey, _ *User) { k.ExpiresAt = at }, nil},
		"revoked":         {func(k *APIKey, _ *User) { k.RevokedAt = at.Add(-time.Hour) }, nil},
		"another company": {func(_ *APIKey, u *User) { u.TenantID = ID{4} }, nil},
		"another kind":    {func(_ *APIKey, u *User) { u.Tenant = TenantCustomer }, nil},
		"maker removed":   {func(_ *APIKey, u *User) { u.RemovedAt = at }, nil},
		"revoked to come": {func(k *APIKey, _ *User) { k.RevokedAt = at.Add(time.Hour) }, nil}, // a clock that went back
	} {
		key, maker := good, User{ID: ID{2}, Tenant: TenantPartner, TenantID: ID{3}, Roles: []Role{RoleSalesAgent, RoleGlobalAdmin}}
		c.change(&key, &maker)
		v, until, err := New(Config{Clock: func() time.Time { return at }}).actingFor(key, Viewer{User: maker})
		if c.roles == nil {
			if !errors.Is(err, ErrNotFound) || v.Known() {
				t.Errorf("%s: %+v, %v", name, v, err)
			}
			continue
		}
		if err != nil || !slices.Equal(v.User.Roles, c.roles) || v.APIKeyID != key.ID || !until.Equal(key.ExpiresAt) {
			t.Errorf("%s: %+v until %s, %v", name, v, until, err)
		}
	}
}
