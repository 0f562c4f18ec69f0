package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// testStreamsOnRequest: server-sent events only for those who ask for nothing else, and a WebSocket for those who may.
func testStreamsOnRequest(t *testing.T, s *instance) {
	h := s.headers(t, brightcloud)
	h["Accept"] = "application/json, text/event-stream"
	if a := s.send(t, "POST", "/graphql", document(t, liveQuery, nil), h); a.code() != "VALIDATION_FAILED" {
		t.Errorf("a subscription by one who takes both: %d %s", a.status, a.body)
	}
	h = s.headers(t, "")
	h["Accept"] = "text/event-stream"
	if a := s.send(t, "POST", "/graphql", document(t, liveQuery, nil), h); !strings.Contains(a.body, "UNAUTHENTICATED") {
		t.Errorf("a subscription by nobody: %d %s", a.status, a.body)
	}
	h = s.headers(t, brightcloud)
	h["Accept"] = "text/event-stream"
	if a := s.send(t, "POST", "/graphql", document(t, liveQuery, map[string]any{"since": "nonsense"}), h); !strings.Contains(a.body, "VALIDATION_FAILED") {
		t.Errorf("a subscription from nowhere: %d %s", a.status, a.body)
	}
	if _, err := s.dial(t, http.Header{"Origin": {"http://evil.example"}}); err == nil {
		t.Error("another site's page may open a WebSocket")
	}
	for name, header := range map[string]http.Header{
		"a bad bearer": {"Authorization": {"Bearer nonsense"}}, "a proxy": {"X-Forwarded-For": {"192.0.2.1"}, "Authorization": {"Bearer " + s.token(t, brightcloud)}},
	} {
		if _, err := s.dial(t, header); err == nil || err.Error() != "status 401" {
			t.Errorf("a WebSocket with %s: %v", name, err)
		}
	}
	for name, token := range map[string]string{"nonsense": "nonsense", "expired": s.hide(expiring(t, brightcloud, time.Now().Add(-time.Second)))} {
		conn, err := s.dial(t, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := greet(t, conn, token); err == nil && got.Type == "connection_ack" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	conn, err := s.dial(t, http.Header{"X-Forwarded-For": {"192.0.2.1"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := greet(t, conn, s.token(t, brightcloud)); err == nil && got.Type == "connection_ack" {
		t.Errorf("a token through a proxy: %+v", got)
	}
	if e := s.socket(t, "", "").next(t); e.Kind != "ERROR" || !strings.Contains(e.ID, "UNAUTHENTICATED") {
		t.Errorf("a subscription over a WebSocket by nobody: %+v", e)
	}
}

// ways are the two in which a subscription may come.
func (s *instance) ways() map[string]func(t testing.TB, email, since string) *live {
	return map[string]func(t testing.TB, email, since string) *live{
		"server-sent events": s.sse,
		"WebSocket": func(t testing.TB, email, since string) *live {
			t.Helper()
			return s.socket(t, s.token(t, email), since)
		},
	}
}

// TestLive: everybody hears what it may see and nothing else, whichever way.
func TestLive(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		s := demo(t, p)
		for name, subscribe := range s.ways() {
			t.Run(name, func(t *testing.T) { //nolint:paralleltest // one customer, one story after the other
				partner, customer, stranger := subscribe(t, brightcloud, ""), subscribe(t, harbourFoods, ""), subscribe(t, yunqiao, "")
				partner.settle(t, s, brightcloud)
				stranger.settle(t, s, yunqiao)
				began := stranger.settle(t, s, yunqiao)
				// The customer hears of no link, so that its subscription can be told to have begun by an acceptance only.
				s.accept(t, harbourFoods, s.request(t, brightcloud))
				eventually(t, "the customer's subscription begins", func() bool {
					a := s.do(t, harbourFoods, `mutation { removeDelegatedAdmin(input: {allPartners: true}) { ended { id } userErrors { code } } }`, nil)
					if a.at("removeDelegatedAdmin.ended.0.id") == "" {
						t.Fatalf("nothing removed: %s", a.body)
					}
					s.accept(t, harbourFoods, s.request(t, brightcloud))
					select {
					case <-customer.events:
						return true
					case <-time.After(100 * time.Millisecond):
						return false
					}
				})
				granted, heard := partner.until(t, "DELEGATED_ADMIN_GRANTED"), customer.until(t, "DELEGATED_ADMIN_GRANTED")
				if granted.Relationship == nil || granted.Relationship.Customer == nil || granted.Relationship.Customer.Name != "Harbour Foods" || heard.Relationship == nil {
					t.Errorf("the partner hears %+v, the customer %+v", granted, heard)
				}
				// What the stranger hears next is its own, after all that happened to others.
				s.link(t, yunqiao)
				for e := range takeUntilQuiet(stranger) {
					if e.Kind != "INVITE_CREATED" || e.Relationship != nil {
						t.Errorf("the stranger, since %+v, hears %+v", began, e)
					}
				}
			})
		}
	})
}

// takeUntilQuiet waits for one event and gives it with all others that are there.
func takeUntilQuiet(l *live) func(yield func(event) bool) {
	return func(yield func(event) bool) {
		for e, more := <-l.events, true; more; {
			if !yield(e) {
				return
			}
			select {
			case e = <-l.events:
			default:
				more = false
			}
		}
	}
}

// TestSince resumes with nothing lost, nothing twice and in order, while several write at once.
func TestSince(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		s := demo(t, p)
		s.token(t, brightcloud)
		steady := s.sse(t, brightcloud, "")
		start := steady.settle(t, s, brightcloud)
		const writers, links = 4, 10
		var work sync.WaitGroup
		for range writers {
			work.Go(func() {
				for range links {
					s.link(t, brightcloud)
				}
			})
		}
		// Meanwhile a reader leaves after every few events and comes back with its last cursor.
		ways, seen := s.ways(), []string{}
		since := start.Cursor
		for turn := 0; len(seen) < writers*links; turn++ {
			reader := ways[[]string{"server-sent events", "WebSocket"}[turn%2]](t, brightcloud, since)
			for range 7 {
				if len(seen) == writers*links {
					break
				}
				e := reader.next(t)
				seen, since = append(seen, e.ID), e.Cursor
			}
			reader.leave()
		}
		work.Wait()
		var want []string
		for range seen {
			want = append(want, steady.next(t).ID)
		}
		if !slices.Equal(seen, want) {
			t.Errorf("the reader that comes and goes has\n%v, the steady one\n%v", seen, want)
		}
		if slices.Sort(seen); len(slices.Compact(seen)) != writers*links {
			t.Error("an event came twice")
		}
	})
}

// TestStreamsEndWithTheirToken: what outlives a request ends when the token does (auth.Identity).
func TestStreamsEndWithTheirToken(t *testing.T) {
	t.Parallel()
	s := demo(t, place{env: []string{"ACCORD_SECRET_KEY=" + testKey}})
	for name, subscribe := range s.ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := s.hide(expiring(t, brightcloud, time.Now().Add(2*time.Second)))
			if name == "WebSocket" {
				subscribe = func(t testing.TB, _, since string) *live { t.Helper(); return s.socket(t, token, since) }
			} else {
				subscribe = func(t testing.TB, email, since string) *live {
					t.Helper()
					other := &instance{process: s.process, tokens: map[string]string{email: token}}
					return other.sse(t, email, since)
				}
			}
			subscribe(t, brightcloud, "").over(t)
		})
	}
}

// TestTwoServers on one PostgreSQL and one Redis are as one.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	one := demo(t, shared(t))
	two := one.beside(t)
	for name, subscribe := range two.ways() {
		t.Run(name, func(t *testing.T) { //nolint:paralleltest // one customer, one story after the other
			listener := subscribe(t, brightcloud, "")
			listener.settle(t, one, brightcloud)
			one.accept(t, harbourFoods, one.request(t, brightcloud))
			one.do(t, harbourFoods, `mutation { removeDelegatedAdmin(input: {allPartners: true}) { ended { id } } }`, nil)
			listener.until(t, "DELEGATED_ADMIN_ENDED")
		})
	}
	// Both know the link, and the preview of one tells what has just been accepted on the other.
	link, rival := one.request(t, brightcloud), two.request(t, yunqiao)
	two.hide(link)
	one.hide(rival)
	for _, s := range []*instance{one, two} {
		if a := s.do(t, silverfin, previewLink, map[string]any{"token": link}); a.at("invite.partner.name") != "Brightcloud" || a.at("invite.forViewer.conflicts.0.holder.name") != "" {
			t.Errorf("before: %s", a.body)
		}
	}
	one.accept(t, silverfin, rival)
	if a := two.do(t, silverfin, previewLink, map[string]any{"token": link}); !strings.Contains(a.at("invite.forViewer.conflicts.0.holder.name"), "Yunqiao") {
		t.Errorf("afterwards: %s", a.body)
	}
	if a := two.do(t, silverfin, acceptLink, map[string]any{"token": link}); a.at("acceptRelationship.userErrors.0.code") != "SERVICE_ALREADY_DELEGATED" {
		t.Errorf("accepting beside the holder: %s", a.body)
	}
	// The views of both count together.
	eventually(t, "the views are counted", func() bool {
		return two.do(t, brightcloud, countRelationships, nil).at("viewer.partner.invite.viewCount") == "3"
	})
}
