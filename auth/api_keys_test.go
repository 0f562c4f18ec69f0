package auth

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

const annsKey = "ak_annskey"

// apiKeys is a domain that knows one API key, ann's, until it is told to forget it.
type apiKeys struct {
	forgotten bool
	renewed   []reseller.ID
}

func (k *apiKeys) IdentifyAPIKey(_ context.Context, secret string) (reseller.Viewer, time.Time, error) {
	switch {
	case secret == annsKey && !k.forgotten:
		user := reseller.User{ID: reseller.ID{1}, Email: ann, Tenant: reseller.TenantOperator, Roles: []reseller.Role{reseller.RoleOperator}}
		return reseller.Viewer{User: user, APIKeyID: reseller.ID{7}}, testTime, nil
	case secret == "ak_down":
		return reseller.Viewer{}, time.Time{}, reseller.ErrUnavailable
	case secret == "ak_fault":
		return reseller.Viewer{}, time.Time{}, errFault
	case secret == "ak_zero":
		return reseller.Viewer{}, testTime, nil
	}
	return reseller.Viewer{}, time.Time{}, reseller.ErrNotFound
}

func (k *apiKeys) RenewAPIKey(ctx context.Context, id reseller.ID) (reseller.Viewer, time.Time, error) {
	k.renewed = append(k.renewed, id)
	return k.IdentifyAPIKey(ctx, annsKey)
}

func TestAPIKeysAreTakenBesideTokens(t *testing.T) {
	t.Parallel()
	a, header := setup(t, WithAPIKeys(&apiKeys{}))
	for name, c := range map[string]struct {
		authorization string
		key           bool
		err           error
	}{
		"a token":              {header(ann), false, nil},
		"an API key":           {"Bearer " + annsKey, true, nil},
		"unknown":              {"Bearer ak_other", false, ErrBadToken},
		"the prefix alone":     {"Bearer ak_", false, ErrBadToken},
		"the prefix in large":  {"Bearer AK_annskey", false, ErrBadToken},
		"no scheme":            {annsKey, false, ErrBadToken},
		"of nobody":            {"Bearer ak_zero", false, ErrBadToken},
		"database unavailable": {"Bearer ak_down", false, reseller.ErrUnavailable},
		"database at fault":    {"Bearer ak_fault", false, errFault},
	} {
		id, err := a.Authenticate(t.Context(), c.authorization)
		if !errors.Is(err, c.err) || id.Viewer.Known() != (c.err == nil) || id.Viewer.APIKeyID.IsZero() == c.key {
			t.Errorf("%s: %+v, %v", name, id, err)
		}
		if c.key && !id.ExpiresAt.Equal(testTime) {
			t.Errorf("%s: until %s", name, id.ExpiresAt)
		}
		if errors.Is(err, ErrBadToken) && err.Error() != ErrBadToken.Error() {
			t.Errorf("%s has words of its own: %v", name, err)
		}
		if err != nil {
			tellsNothing(t, err.Error(), c.authorization)
		}
	}
}

func TestAPIKeysAreNotTakenUnasked(t *testing.T) {
	t.Parallel()
	a, _ := setup(t)
	if id, err := a.Authenticate(t.Context(), "Bearer "+annsKey); !errors.Is(err, ErrBadToken) || id.Viewer.Known() {
		t.Errorf("%+v, %v", id, err)
	}
}

func TestAPIKeysComeOverLoopbackOnlyWhereTokensDo(t *testing.T) {
	t.Parallel()
	a, _ := setup(t, LoopbackRequests(), WithAPIKeys(&apiKeys{}))
	for host, want := range map[string]int{"localhost": http.StatusOK, "accord.example": http.StatusUnauthorized} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+host+"/graphql", http.NoBody)
		r.Header.Set("Authorization", "Bearer "+annsKey)
		w := httptest.NewRecorder()
		a.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if IdentityFrom(r.Context()).Viewer.APIKeyID.IsZero() {
				t.Error("not as an API key")
			}
		})).ServeHTTP(w, r)
		if w.Code != want || strings.Contains(w.Body.String(), annsKey) {
			t.Errorf("%s: %d %s", host, w.Code, w.Body)
		}
	}
}

func TestRenewLooksTheAPIKeyUpAgain(t *testing.T) {
	t.Parallel()
	keys := &apiKeys{}
	a, _ := setup(t, WithAPIKeys(keys))
	id, err := a.FromInit(t.Context(), map[string]any{"Authorization": "Bearer " + annsKey})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := a.Renew(t.Context(), id); err != nil || again.Viewer.APIKeyID != id.Viewer.APIKeyID || len(keys.renewed) != 1 {
		t.Errorf("%+v, %v, renewed %v", again, err, keys.renewed)
	}
	keys.forgotten = true
	if again, err := a.Renew(t.Context(), id); !errors.Is(err, ErrBadToken) || again.Viewer.Known() {
		t.Errorf("%+v, %v", again, err)
	}
}
