package edge_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// hostile is one document with the way in which it comes.
type hostile struct {
	name string
	by   string
	// body is a request's; query the document of one by GET.
	body  []byte
	query string
}

// The ways in which hostile documents come.
var ways = []string{"POST", "POST for GraphQL's own type", "GET", "server-sent events", "WebSocket"}

// hostileSet is all of them: each family in each of its sizes, by one way after the other.
func hostileSet(t testing.TB) []hostile {
	t.Helper()
	var all []hostile
	add := func(f family, n int, body []byte, query string) {
		by := ways[len(all)%len(ways)]
		if by == "GET" && query == "" {
			by = "POST"
		}
		all = append(all, hostile{name: fmt.Sprintf("%s, %d, by %s", f.name, n, by), by: by, body: body, query: query})
	}
	// One way further with each family, so that none has its largest document by the same way always.
	for i, f := range append(slices.Clone(families), rawFamilies...) {
		sizes := slices.Concat(steps[i%len(steps):], steps[:i%len(steps)])
		for _, step := range sizes {
			text := f.of(f.unit * step)
			if i < len(families) {
				add(f, f.unit*step, encode(t, object{"query": text}), text)
			} else {
				add(f, f.unit*step, []byte(text), "")
			}
		}
	}
	return all
}

// outcome is how a hostile document was answered.
type outcome struct {
	status int // 0 over a WebSocket
	body   string
}

// target answers hostile documents.
type target struct {
	*house
	server *httptest.Server
}

func newTarget(t testing.TB) target {
	t.Helper()
	h := newHouse(t, nil)
	return target{h, h.server()}
}

// prepare gives what sends a document and waits for the answer; all that is only the test's is done before.
func (g target) prepare(d hostile) func() outcome {
	switch d.by {
	case "WebSocket":
		return g.prepareSocket(d)
	case "GET":
		r := httptest.NewRequestWithContext(g.t.Context(), http.MethodGet, "/graphql", nil)
		r.URL.RawQuery = url.Values{"query": {d.query}}.Encode()
		return g.prepareRequest(r)
	}
	r := g.postBody(partner, bytes.NewReader(d.body))
	switch d.by {
	case "POST for GraphQL's own type":
		r.Header.Set("Accept", "application/graphql-response+json")
	case "server-sent events":
		r.Header.Set("Accept", "text/event-stream")
	}
	return g.prepareRequest(r)
}

func (g target) prepareRequest(r *http.Request) func() outcome {
	recorder := httptest.NewRecorder()
	return func() outcome {
		g.handler.ServeHTTP(recorder, r)
		return outcome{recorder.Code, recorder.Body.String()}
	}
}

func (g target) prepareSocket(d hostile) func() outcome {
	w := g.connect(g.server, partner, time.Hour)
	message := slices.Concat([]byte(`{"id":"1","type":"subscribe","payload":`), d.body, []byte("}"))
	return func() outcome {
		defer func() { _ = w.conn.CloseNow() }()
		_ = w.conn.Write(w.ctx, websocket.MessageText, message) // the answer may be there before all is written
		_, text, err := w.conn.Read(w.ctx)
		if err != nil {
			return outcome{0, err.Error()}
		}
		return outcome{0, string(text)}
	}
}

// check expects a refusal: a 4xx or GraphQL's errors, in less than 10 KiB; of a WebSocket an error, or that it is closed.
func (o outcome) check() error {
	if len(o.body) >= 10<<10 {
		return fmt.Errorf("an answer of %d bytes: %.300s", len(o.body), o.body)
	}
	if o.status >= 400 && o.status < 500 {
		return nil
	}
	if o.status != 0 && o.status != http.StatusOK {
		return fmt.Errorf("status %d: %s", o.status, o.body)
	}
	text := o.body
	if first := eventsIn(text); len(first) > 0 {
		text = first[0].data
	}
	var answer struct {
		Type    string            `json:"type"`
		Errors  []json.RawMessage `json:"errors"`
		Payload json.RawMessage   `json:"payload"`
	}
	if json.Unmarshal([]byte(text), &answer) != nil {
		if closed := "status = "; o.status == 0 && (strings.Contains(text, closed+"StatusCode(44") || strings.Contains(text, closed+"StatusMessageTooBig")) {
			return nil
		}
		return fmt.Errorf("answered with %.300s", o.body)
	}
	if len(answer.Errors) > 0 || answer.Type == "error" || answer.Type == "next" && bytes.Contains(answer.Payload, []byte(`"errors":[`)) {
		return nil
	}
	return errors.New("not refused: " + o.body)
}

func TestHostileSet(t *testing.T) { //nolint:paralleltest // it counts what the process has open, and what it takes
	g := newTarget(t)
	all := hostileSet(t)
	if len(all) != 500 {
		t.Errorf("the set has %d documents", len(all))
	}
	g.prepare(hostile{by: "POST", body: encode(t, object{"query": codes})})()
	before, memory := runtime.NumGoroutine(), heap()
	for _, d := range all {
		if err := g.prepare(d)().check(); err != nil {
			t.Errorf("%s: %v", d.name, err)
		}
	}
	g.server.CloseClientConnections()
	eventually(t, "the goroutines end", func() bool { return runtime.NumGoroutine() <= before })
	if after := heap(); after > memory+64<<20 {
		t.Errorf("%d MiB are kept, %d MiB before", after>>20, memory>>20)
	}
	if got := g.ask(partner, codes, nil); got.code() != "" {
		t.Errorf("afterwards: %s", got.body)
	}
}

func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// eventually waits until something holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for !holds() {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			t.Fatalf("it does not come about: %s", what)
		}
	}
}

// BenchmarkHostile answers each document of the set and tells the slowest: the mark is 50 ms. HOSTILE takes those whose name
// contains it.
func BenchmarkHostile(b *testing.B) {
	g := newTarget(b)
	type taken struct {
		name      string
		time, cpu time.Duration
		size      int
	}
	var worst []taken
	for b.Loop() {
		worst = worst[:0]
		for _, d := range hostileSet(b) {
			if !strings.Contains(d.name, os.Getenv("HOSTILE")) {
				continue
			}
			quickest := taken{name: d.name, time: time.Hour, cpu: time.Hour}
			for range 3 { // the quickest tells what the document costs, the others what else the machine does
				answer := g.prepare(d)
				began, worked := time.Now(), processor(b)
				quickest.size = len(answer().body)
				quickest.time, quickest.cpu = min(quickest.time, time.Since(began)), min(quickest.cpu, processor(b)-worked)
			}
			worst = append(worst, quickest)
		}
	}
	slices.SortFunc(worst, func(x, y taken) int { return int(y.cpu - x.cpu) })
	for _, w := range worst[:min(len(worst), 12)] {
		b.Logf("%7.1f ms, %7.1f ms of a processor, %6d bytes: %s", milliseconds(w.time), milliseconds(w.cpu), w.size, w.name)
	}
	b.ReportMetric(milliseconds(worst[0].time), "worst-ms")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// processor is how long the process has worked: unlike time, it tells what a document costs on a machine that is busy.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
