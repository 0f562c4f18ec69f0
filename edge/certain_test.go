package edge_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"accord/auth"
	"accord/cache"
)

// TestChangesAreMadeByWhoIsThereNow: queries may take who asked a moment ago at its word; a change may not, by whatever transport.
func TestChangesAreMadeByWhoIsThereNow(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	recent := cache.NewRecent[auth.TokenHash, auth.Identity](cache.RecentOptions{TTL: time.Hour, MaxEntries: 10})
	h.auth = auth.New(testTokens{}, h.store, auth.WithRecent(recent))
	h.rebuild(h.executor, nil)
	token := bearer(partner, time.Hour)
	send := func(query, accept string) *reply {
		r := h.post("", object{"query": query})
		r.Header.Set("Authorization", token)
		r.Header.Set("Accept", accept)
		return h.send(r)
	}
	const who = `{ viewer { user { roles } } }`
	send(who, "application/json").want("before", http.StatusOK, "")

	// As another process changes it, of which this one hears nothing.
	h.load(map[string]string{"users.csv": "email,name,tenant,tenant_key,roles\n" + partner + ",Ann,partner,alpha,HELPDESK_AGENT\n"})
	if r := send(who, "application/json"); !strings.Contains(r.body, "ADMIN_AGENT") {
		t.Errorf("a query asks again: %s", r.body)
	}
	if r := send(requestLink, "application/json"); !strings.Contains(r.body, "FORBIDDEN_ROLE") {
		t.Errorf("a role that is gone changes something: %s", r.body)
	}
	if r := send(requestLink, "text/event-stream"); !strings.Contains(r.body, "FORBIDDEN_ROLE") {
		t.Errorf("a role that is gone changes something, over events: %s", r.body)
	}
	h.load(map[string]string{"users.csv": "email,name,tenant,tenant_key,roles\n" + partner + ",Ann,partner,alpha,ADMIN_AGENT\n"})
	h.remove(partner)
	if r := send(who, "application/json"); !strings.Contains(r.body, "ADMIN_AGENT") {
		t.Errorf("a query asks again: %s", r.body)
	}
	if r := send(`subscription { relationshipEvents { kind } }`, "text/event-stream"); !strings.Contains(r.body, "UNAUTHENTICATED") {
		t.Errorf("a stream begins for a user who was removed: %s", r.body)
	}
	recent.Forget()
	if r := send(who, "application/json"); r.status != http.StatusUnauthorized {
		t.Errorf("after all was forgotten: %d %s", r.status, r.body)
	}
}
