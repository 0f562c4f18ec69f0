package edge_test

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"accord/edge"
)

// slow is an executor that waits before it validates.
type slow struct {
	edge.Executor
	begun atomic.Int64
	// seen has the documents of those that have begun.
	seen sync.Map
	// open lets those that wait go on.
	open chan struct{}
}

func (s *slow) CreateOperationContext(ctx context.Context, params *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	s.begun.Add(1)
	s.seen.Store(params.Query, true)
	<-s.open
	return s.Executor.CreateOperationContext(ctx, params)
}

// TestEndedOperationsCountUntilTheyAreDone: whoever ends operations at once cannot have more of them at work.
func TestEndedOperationsCountUntilTheyAreDone(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	waiting := &slow{Executor: h.executor, open: make(chan struct{})}
	h.rebuild(waiting, func(o *edge.Options) { o.Limits = edge.DefaultLimits(); o.Limits.Operations = 3 })
	w := h.connect(h.server(), "", time.Hour)
	for range 50 {
		w.subscribe("x", codes)
		w.write(`{"type":"complete","id":"x"}`)
	}
	w.subscribe("last", codes)
	if m := w.until("last", "error"); !strings.Contains(string(m.Payload), "LIMIT_EXCEEDED") {
		t.Errorf("%s", m.Payload)
	}
	if n := waiting.begun.Load(); n > 3 {
		t.Errorf("%d are at work", n)
	}
	close(waiting.open)
}

// TestAnIDIsOnesAlone: what is left of an operation that the client has ended is not heard under an id that is another's.
func TestAnIDIsOnesAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	waiting := &slow{Executor: h.executor, open: make(chan struct{}, 1)}
	h.rebuild(waiting, nil)
	w := h.connect(h.server(), partner, time.Hour)
	w.subscribe("x", codes) // waits
	w.write(`{"type":"complete","id":"x"}`)
	const other = `{ viewer { user { email } } }`
	w.subscribe("x", other) // waits as well
	eventually(t, "the second is at work, so that the first was ended", func() bool { _, seen := waiting.seen.Load(other); return seen })
	close(waiting.open)
	if m := w.hear(); m.Type != "next" || !strings.Contains(string(m.Payload), partner) {
		t.Errorf("heard %s %s", m.Type, m.Payload)
	}
	if m := w.hear(); m.Type != "complete" {
		t.Errorf("heard %s %s", m.Type, m.Payload)
	}
	w.subscribe("y", codes)
	if m := w.hear(); m.ID != "y" {
		t.Errorf("heard %s %s", m.ID, m.Payload)
	}
}

// TestStreamsEndWithChangedRoles: what a viewer may see by a role is not seen for longer.
func TestStreamsEndWithChangedRoles(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) { o.Timing = edge.Timing{Recheck: 10 * time.Millisecond} })
	w := h.connect(h.server(), partner, time.Hour)
	w.subscribe("a", follow)
	w.until("a", "next")
	h.load(map[string]string{"users.csv": "email,name,tenant,tenant_key,roles\nadmin@alpha.example,Ann,partner,alpha,HELPDESK_AGENT\n"})
	heard, reason := w.closes(4403)
	if last := heard[len(heard)-1]; last.Type != "error" || !strings.Contains(string(last.Payload), "UNAUTHENTICATED") || !strings.Contains(reason, "roles") {
		t.Errorf("heard %s %s, closed for %q", last.Type, last.Payload, reason)
	}
}

// TestBrokenHandshakes are refused in GraphQL's form, and repeat nothing of the request.
func TestBrokenHandshakes(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for name, header := range map[string]http.Header{
		"no Connection":   {"Upgrade": {"websocket"}, "Connection": {"<script>"}, "Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="}},
		"another version": {"Upgrade": {"websocket"}, "Connection": {"Upgrade"}, "Sec-Websocket-Version": {"<script>"}, "Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="}},
		"no key":          {"Upgrade": {"websocket"}, "Connection": {"Upgrade"}, "Sec-Websocket-Version": {"13"}},
	} {
		r := h.get("", url.Values{"query": {codes}})
		maps.Copy(r.Header, header)
		got := h.send(r)
		if got.status != http.StatusBadRequest || got.code() != "VALIDATION_FAILED" || strings.Contains(got.body, "<script>") {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}
