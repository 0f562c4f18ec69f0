package main

import (
	"bufio"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"go.uber.org/goleak"

	"accord/ops"
)

const exportRelationships = `mutation { exportRelationships(input: {format: CSV}) { export { url } userErrors { code } } }`

// within starts a server in this process, and gives it with what stops it and tells how it ended.
func within(t testing.TB, p place, args ...string) (s *instance, stop func() error) {
	t.Helper()
	var cli commands
	parser, err := kong.New(&cli)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(append([]string{"serve", "--listen", "127.0.0.1:0", "--database-url", p.database, "--redis-url", p.redis}, args...)); err != nil {
		t.Fatal(err)
	}
	s = &instance{
		process: &process{place: p, stdout: newOutput(), stderr: newOutput(), ended: make(chan struct{})},
		client:  &http.Client{Timeout: patience, Transport: &http.Transport{}}, tokens: map[string]string{},
	}
	usual := slog.Default()
	slog.SetDefault(ops.NewLogger(s.stderr, slog.LevelInfo))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func(over chan<- struct{}) {
		defer close(over)
		ended <- cli.Serve.Run(ctx)
	}(s.ended)
	s.base = s.log(t, "readiness", func(l logLine) bool { return l.Msg == "ready" }).Address
	return s, func() error {
		cancel()
		<-s.ended
		s.client.CloseIdleConnections()
		slog.SetDefault(usual)
		return <-ended
	}
}

// everything uses a server in each way that there is, well and badly; some of it is left as it is when the server stops. That waits for a
// while for connections that have not said all that they have begun with, which the patient leave to it.
func everything(t *testing.T, s *instance, customer string, patient bool, stop func() error) {
	token := s.story(t, customer)
	s.do(t, "", previewLink, map[string]any{"token": token})
	s.ask(t, "", `{ nothing }`, nil)
	a := s.do(t, brightcloud, exportRelationships, nil)
	_, sealed, _ := strings.Cut(a.at("exportRelationships.export.url"), "/exports/")
	file := s.get(t, "/exports/"+sealed)
	if file.status != http.StatusOK {
		t.Errorf("the file: %d %s", file.status, file.body)
	}

	left, staying := s.sse(t, brightcloud, ""), s.sse(t, brightcloud, "")
	cut, open := s.socket(t, s.token(t, brightcloud), ""), s.socket(t, s.token(t, brightcloud), "")
	for _, one := range []*live{left, staying, cut, open} {
		one.settle(t, s, brightcloud)
	}
	left.leave()
	cut.leave() // which cuts the connection off
	left.over(t)
	cut.over(t)
	silent, err := s.dial(t, nil) // which never says who it is
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.CloseNow() }()
	abandoned(t, s)
	for _, said := range []string{"", "GET /", "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\nhalf"} {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		if _, err := conn.Write([]byte(said)); err != nil {
			t.Error(err)
		}
		if !patient || strings.HasPrefix(said, "POST") {
			_ = conn.Close() // the rest will not come
		}
	}
	if err := stop(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	staying.over(t)
	if how := open.over(t); how != "closed with 1001" {
		t.Errorf("the WebSocket: %s", how)
	}
}

// abandoned sends a request, and does not wait for the answer.
func abandoned(t *testing.T, s *instance) {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	body := document(t, requestLink, map[string]any{"campaign": "abandoned"})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+"/graphql", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range s.headers(t, brightcloud) {
		r.Header.Set(name, value)
	}
	w := bufio.NewWriter(conn)
	if err := errors.Join(r.Write(w), w.Flush(), conn.Close()); err != nil {
		t.Error(err)
	}
}

// descriptors are what the process has open, by their numbers; nil where the system does not tell.
func descriptors(t testing.TB) (open []string) {
	t.Helper()
	const all = "/proc/self/fd"
	entries, err := os.ReadDir(all)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if target, err := os.Readlink(all + "/" + e.Name()); err == nil { // the directory's own is closed by now
			open = append(open, e.Name()+" "+target)
		}
	}
	return open
}

// TestNothingIsLeft: a server that has served all there is, and stopped, leaves no goroutine, no connection and no file. It looks at the
// whole process: so it runs alone.
func TestNothingIsLeft(t *testing.T) { //nolint:paralleltest // others' goroutines would be found
	for name, p := range map[string]place{"sqlite": {}, "postgres and redis": shared(t)} {
		t.Run(name, func(t *testing.T) {
			p := p.in(t)
			if p.database == "" {
				p.database = "sqlite:" + p.dir + "/accord.db"
			}
			p.env = []string{"ACCORD_SECRET_KEY=" + strings.Repeat("ab", 32)}
			p.succeed(t, append([]string{"import", "--migrate"}, demoFiles(t, p)...)...)
			before, running := 0, goleak.IgnoreCurrent()
			for round, customer := range []string{harbourFoods, silverfin} {
				t.Run("", func(t *testing.T) {
					s, stop := within(t, p, "--secret-key", strings.Repeat("ab", 32))
					everything(t, s, customer, round > 0, stop)
					s.checkLog(t)
				})
				if err := goleak.Find(running); err != nil {
					t.Fatalf("round %d: %v", round, err)
				}
				var open []string
				eventually(t, "what was open is closed", func() bool {
					open = descriptors(t)
					return round == 0 || len(open) <= before
				})
				before = len(open) // what a process opens once is there after the first round
			}
		})
	}
}

// TestSilentClientsKeepNobodyFromBeingServed: a thousand that connect and say nothing.
func TestSilentClientsKeepNobodyFromBeingServed(t *testing.T) {
	t.Parallel()
	s := demo(t, place{}, "--max-connections", "200")
	for range 1000 {
		conn, err := (&net.Dialer{Timeout: patience}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
	}
	began := time.Now()
	s.story(t, harbourFoods)
	if took := time.Since(began); took > patience/3 {
		t.Errorf("others are served after %s", took)
	}
	for name, least := range map[string]int{"accord_room_max": 200, "accord_room_refused_total": 800} {
		if got := metric(t, s, name)[`of="connections"`]; number(t, got) < least {
			t.Errorf("%s is %s", name, got)
		}
	}
	if used := number(t, metric(t, s, "accord_room_used")[`of="connections"`]); used > 200 || used == 0 {
		t.Errorf("%d are open", used)
	}
}
