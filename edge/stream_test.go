package edge_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/auth"
	"accord/edge"
	"accord/reseller"
	"accord/resolvers"
)

// event is a server-sent event; one without a name is a ping.
type event struct{ name, data string }

// events reads a stream of server-sent events up to its end.
func readEvents(body *bufio.Scanner, yield func(event) bool) {
	var e event
	for body.Scan() {
		line := body.Text()
		switch {
		case line == "":
			if !yield(e) {
				return
			}
			e = event{}
		case strings.HasPrefix(line, "event: "):
			e.name = strings.TrimPrefix(line, "event: ")
		case strings.HasPrefix(line, "data:"):
			e.data = strings.TrimPrefix(strings.TrimPrefix(line, "data:"), " ")
		}
	}
}

// eventsIn gives the named events of an answer that is complete.
func eventsIn(body string) (all []event) {
	readEvents(bufio.NewScanner(strings.NewReader(body)), func(e event) bool {
		if e.name != "" {
			all = append(all, e)
		}
		return true
	})
	return all
}

func asStream(r *http.Request) *http.Request {
	r.Header.Set("Accept", "text/event-stream")
	return r
}

// TestStreamedAnswers: a query, and whatever is refused, is one event and the end, by POST as by GET.
func TestStreamedAnswers(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, test := range []struct {
		name, query, want string
		status            int
	}{
		{"a query", codes, `"OFFICE365"`, http.StatusOK},
		{"a document that is none", "{", "VALIDATION_FAILED", http.StatusOK},
		{"an invalid one", "{ nope }", "VALIDATION_FAILED", http.StatusOK},
		{"one that is too large", "{" + strings.Repeat(" a: services { code }", 31) + "}", "LIMIT_EXCEEDED", http.StatusOK},
		{"a subscription by nobody", follow, "UNAUTHENTICATED", http.StatusOK},
	} {
		for _, r := range []*http.Request{h.post("", object{"query": test.query}), h.get("", url.Values{"query": {test.query}})} {
			got := h.send(asStream(r))
			all := eventsIn(got.body)
			if got.status != test.status || got.header.Get("Content-Type") != events || len(all) != 2 || all[0].name != "next" ||
				!strings.Contains(all[0].data, test.want) || all[1] != (event{name: "complete"}) || !json.Valid([]byte(all[0].data)) {
				t.Errorf("%s by %s: %d %s", test.name, r.Method, got.status, got.body)
			}
		}
	}
	got := h.send(asStream(h.post(partner, object{"query": requestLink})))
	if all := eventsIn(got.body); len(all) != 2 || !strings.Contains(all[0].data, "ivt_") {
		t.Errorf("a mutation: %s", got.body)
	}
	if got := h.send(asStream(h.postBody("", strings.NewReader("x")))); got.status != http.StatusBadRequest || got.header.Get("Content-Type") != plain {
		t.Errorf("what is no request: %d %s %s", got.status, got.header.Get("Content-Type"), got.body)
	}
}

// listen follows the events and gives its events, pings among them.
func (h *house) listen(server *httptest.Server, method, authorization string) <-chan event {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), time.Minute)
	variables := string(encode(h.t, object{"since": beginning}))
	var r *http.Request
	var err error
	if method == http.MethodGet {
		r, err = http.NewRequestWithContext(ctx, method, server.URL+"/graphql?"+url.Values{"query": {follow}, "variables": {variables}}.Encode(), http.NoBody)
	} else {
		r, err = http.NewRequestWithContext(ctx, method, server.URL+"/graphql", strings.NewReader(`{"query":`+string(encode(h.t, follow))+`,"variables":`+variables+`}`))
	}
	h.must(err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Accept-Encoding", "gzip, zstd")
	r.Header.Set("Authorization", authorization)
	response, err := server.Client().Do(r) //nolint:bodyclose // closed below, where it has been read
	h.must(err)
	if response.Header.Get("Content-Encoding") != "" {
		h.t.Error("a stream is compressed")
	}
	all := make(chan event)
	go func() {
		defer cancel()
		defer close(all)
		defer func() { _ = response.Body.Close() }()
		readEvents(bufio.NewScanner(response.Body), func(e event) bool {
			select {
			case all <- e:
				return true
			case <-ctx.Done():
				return false
			}
		})
	}()
	return all
}

// nextOf waits for an event of a name.
func nextOf(t *testing.T, all <-chan event, name string) event {
	t.Helper()
	for e := range all {
		if e.name == name {
			return e
		}
	}
	t.Fatalf("the stream ends without %q", name)
	return event{}
}

// TestStreams: a subscription's events come as they happen, by POST as by GET, beyond the deadlines of ordinary requests.
func TestStreams(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) {
		o.Timing = edge.Timing{Ping: 20 * time.Millisecond, Init: time.Minute, Recheck: time.Hour}
	})
	server := httptest.NewUnstartedServer(h.handler)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	for _, method := range []string{http.MethodPost, http.MethodGet} {
		all := h.listen(server, method, bearer(partner, time.Hour))
		for range 3 {
			if e := nextOf(t, all, "next"); !strings.Contains(e.data, `"kind"`) {
				t.Errorf("%s: %+v", method, e)
			}
		}
		for range 20 { // twice as long as the server's deadlines
			nextOf(t, all, "")
		}
		if got := h.ask(partner, strings.Replace(requestLink, `"x"`, `"`+method+`"`, 1), nil); got.code() != "" {
			t.Fatal(got.body)
		}
		for e := nextOf(t, all, "next"); !strings.Contains(e.data, "INVITE_CREATED"); {
			e = nextOf(t, all, "next")
		}
	}
}

// TestStreamEndsWithItsToken: a stream is told that its token has ended, and ends.
func TestStreamEndsWithItsToken(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	all := h.listen(h.server(), http.MethodPost, bearer(partner, 2*time.Second))
	checkStreamEnd(t, all)
}

// TestStreamEndsWithItsUser: so is one whose user was removed.
func TestStreamEndsWithItsUser(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) { o.Timing = identityTiming })
	all := h.listen(h.server(), http.MethodPost, bearer("second@alpha.example", time.Hour))
	nextOf(t, all, "next")
	h.remove("second@alpha.example")
	checkStreamEnd(t, all)
}

// waits is a directory that, when it is first asked for somebody who is not there, does not answer before nobody waits any more.
type waits struct {
	auth.Directory

	waited atomic.Bool
}

// Identify implements auth.Directory.
func (d *waits) Identify(ctx context.Context, email string) (reseller.Viewer, error) {
	v, err := d.Directory.Identify(ctx, email)
	if errors.Is(err, reseller.ErrNotFound) && d.waited.CompareAndSwap(false, true) {
		<-ctx.Done()
		return v, fmt.Errorf("%w: %w", reseller.ErrUnavailable, ctx.Err())
	}
	return v, err
}

// TestStreamEndsWithItsUserWhoeverFindsSo: the look at the stream's end is cut off by the one that is taken from time to time, which has
// found the same.
func TestStreamEndsWithItsUserWhoeverFindsSo(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	h.auth = auth.New(testTokens{}, &waits{Directory: h.store})
	h.rebuild(h.executor, func(o *edge.Options) { o.Timing = edge.Timing{Ping: time.Hour, Recheck: 200 * time.Millisecond} })
	all := h.listen(h.server(), http.MethodPost, bearer("second@alpha.example", time.Hour))
	nextOf(t, all, "next")
	h.remove("second@alpha.example")
	checkStreamEnd(t, all)
}

// checkStreamEnd expects a stream to end with UNAUTHENTICATED.
func checkStreamEnd(t *testing.T, all <-chan event) {
	t.Helper()
	var last, before event
	for e := range all {
		if e.name != "" {
			before, last = last, e
		}
	}
	if before.name != "next" || !strings.Contains(before.data, "UNAUTHENTICATED") || last.name != "complete" {
		t.Errorf("the stream ends with %+v, %+v", before, last)
	}
}

// TestStreamEndsWithTheServer: a server that stops ends its streams, and does not say that they are complete: clients come again.
func TestStreamEndsWithTheServer(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	all := h.listen(h.server(), http.MethodPost, bearer(partner, time.Hour))
	nextOf(t, all, "next")
	h.edge.Stop()
	h.app.EndWatches()
	for e := range all {
		if e.name == "complete" {
			t.Error("the stream is complete")
		}
	}
}

// floods answers a subscription without end.
type floods struct {
	*resolvers.Executor

	ended chan struct{}
}

func (f floods) DispatchOperation(ctx context.Context, oc *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	if oc.Operation.Operation != ast.Subscription {
		return f.Executor.DispatchOperation(ctx, oc)
	}
	data := []byte(`{"x":"` + strings.Repeat("x", 1<<16) + `"}`)
	return func(context.Context) *graphql.Response {
		if ctx.Err() != nil {
			close(f.ended)
			return nil
		}
		return &graphql.Response{Data: data}
	}, ctx
}

// TestClientThatStopsReading: whoever does not read is cut off, and what was at work for it ends.
func TestClientThatStopsReading(t *testing.T) {
	t.Parallel()
	impatient := edge.Timing{Ping: time.Hour, Init: time.Minute, Recheck: time.Hour, Write: 50 * time.Millisecond}
	for name, begin := range map[string]func(h *house, server *httptest.Server){
		"a stream": func(h *house, server *httptest.Server) {
			h.listen(server, http.MethodPost, bearer(partner, time.Hour)) // whose events nobody takes
		},
		"a WebSocket": func(h *house, server *httptest.Server) {
			h.connect(server, partner, time.Hour).subscribe("a", follow)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, nil)
			f := floods{h.executor, make(chan struct{})}
			h.rebuild(f, func(o *edge.Options) { o.Timing = impatient })
			begin(h, h.server())
			<-f.ended
		})
	}
}
