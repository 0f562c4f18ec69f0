package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/cache/cachetest"
	"accord/db/dbtest"
)

// testStreamsOnRequest: server-sent events for those who can read them, and a WebSocket for those who may.
func testStreamsOnRequest(t *testing.T, s *instance) {
	h := s.headers(t, brightcloud)
	h["Accept"] = "application/json"
	if a := s.send(t, "POST", "/graphql", document(t, liveQuery, nil), h); a.code() != "VALIDATION_FAILED" {
		t.Errorf("a subscription by one who takes one answer: %d %s", a.status, a.body)
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
}

// testSockets: a WebSocket is only for those who may.
func testSockets(t *testing.T, s *instance) {
	if _, err := s.dial(t, http.Header{"Origin": {"http://evil.example"}}); err == nil {
		t.Error("another site's page may open a WebSocket")
	}
	token := s.token(t, brightcloud)
	for name, header := range map[string]http.Header{
		"a bad bearer": {"Authorization": {"Bearer nonsense"}}, "a proxy": {"X-Forwarded-For": {"192.0.2.1"}, "Authorization": {"Bearer " + token}},
	} {
		if _, err := s.dial(t, header); err == nil || err.Error() != "status 401" {
			t.Errorf("a WebSocket with %s: %v", name, err)
		}
	}
	proxied := http.Header{"X-Forwarded-For": {"192.0.2.1"}}
	for _, test := range []struct {
		name, token string
		header      http.Header
	}{
		{"nonsense", "nonsense", nil}, {"expired", s.hide(expiring(t, brightcloud, time.Now().Add(-time.Second))), nil}, {"through a proxy", token, proxied},
	} {
		conn, err := s.dial(t, test.header)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := greet(t, conn, test.token); err == nil && got.Type == "connection_ack" {
			t.Errorf("%s: %+v", test.name, got)
		}
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

const takeBack = `mutation { removeDelegatedAdmin(input: {allPartners: true}) { ended { id } userErrors { code } } }`

// TestLive: everybody hears what it may see and nothing else, whichever way.
func TestLive(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	each(t, func(t *testing.T, p place) {
		s := demo(t, p)
		for name, subscribe := range s.ways() {
			t.Run(name, func(t *testing.T) { testLive(t, s, subscribe) }) // one customer, one story after the other
		}
	})
}

func testLive(t *testing.T, s *instance, subscribe func(t testing.TB, email, since string) *live) {
	t.Helper()
	partner, customer, stranger := subscribe(t, brightcloud, ""), subscribe(t, harbourFoods, ""), subscribe(t, yunqiao, "")
	partner.settle(t, s, brightcloud)
	stranger.settle(t, s, yunqiao)
	// The customer hears of no link, so that its subscription can be told to have begun by an acceptance only.
	eventually(t, "the customer's subscription begins", func() bool {
		s.accept(t, harbourFoods, s.request(t, brightcloud))
		select {
		case <-customer.events:
			return true
		case <-time.After(100 * time.Millisecond):
			s.do(t, harbourFoods, takeBack, nil)
			return false
		}
	})
	s.do(t, harbourFoods, takeBack, nil)
	for _, l := range []*live{partner, customer} {
		if e := l.until(t, "DELEGATED_ADMIN_ENDED"); e.Relationship == nil || e.Relationship.Customer == nil || e.Relationship.Customer.Name != "Harbour Foods" {
			t.Errorf("heard %+v", e)
		}
	}
	// What the stranger hears next is its own, after all that happened to others.
	s.link(t, yunqiao)
	for e := range takeUntilQuiet(stranger) {
		if e.Kind != "INVITE_CREATED" || e.Relationship != nil {
			t.Errorf("the stranger hears %+v", e)
		}
	}
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
	dbtest.AtOnce(t)
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
		seen := comeAndGo(t, s, start.Cursor, writers*links)
		work.Wait()
		var want []string
		for range seen {
			want = append(want, steady.next(t).ID)
		}
		if !slices.Equal(seen, want) {
			t.Errorf("the reader that comes and goes has\n%v, the steady one\n%v", seen, want)
		}
		slices.Sort(seen)
		if len(slices.Compact(seen)) != writers*links {
			t.Error("an event came twice")
		}
	})
}

// comeAndGo reads so many events, leaving after every few and coming back with the last cursor.
func comeAndGo(t *testing.T, s *instance, since string, total int) (seen []string) {
	t.Helper()
	ways := s.ways()
	for turn := 0; len(seen) < total; turn++ {
		reader := ways[[]string{"server-sent events", "WebSocket"}[turn%2]](t, brightcloud, since)
		for range min(7, total-len(seen)) {
			e := reader.next(t)
			seen, since = append(seen, e.ID), e.Cursor
		}
		reader.leave()
	}
	return seen
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

// TestTwoServers on one PostgreSQL and one Redis, of whatever form, are as one.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	for name, redis := range map[string]func(t *testing.T) string{
		"one Redis": func(t *testing.T) string { t.Helper(); return redisURL(t) },
		"sentinel":  func(t *testing.T) string { t.Helper(); return cachetest.StartSentinels(t, 1).URL() },
		"cluster":   func(t *testing.T) string { t.Helper(); return cachetest.StartCluster(t, 3, 0).URL() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := shared(t)
			p.redis = redis(t)
			one := demo(t, p)
			areAsOne(t, one, one.beside(t))
		})
	}
}

func areAsOne(t *testing.T, one, two *instance) {
	t.Helper()
	for _, subscribe := range two.ways() {
		listener := subscribe(t, brightcloud, "")
		listener.settle(t, one, brightcloud)
		one.accept(t, harbourFoods, one.request(t, brightcloud))
		one.do(t, harbourFoods, takeBack, nil)
		listener.until(t, "DELEGATED_ADMIN_ENDED")
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
