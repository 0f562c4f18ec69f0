package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// bounds serves a handler with a limit, and opens a connection to it.
func bounds(t *testing.T, limit time.Duration, f http.HandlerFunc) (conn net.Conn, answers *bufio.Reader) {
	t.Helper()
	s := httptest.NewServer(bounded(limit, timed(limit, f)))
	t.Cleanup(s.Close)
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return conn, bufio.NewReader(conn)
}

func write(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
}

// TestSlowBodyIsBounded: a client that never ends its request does not keep a place for ever.
func TestSlowBodyIsBounded(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]string{"request": "", "stream": "Accept: text/event-stream\r\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := make(chan error, 1)
			conn, _ := bounds(t, 100*time.Millisecond, func(_ http.ResponseWriter, r *http.Request) {
				_, err := io.ReadAll(r.Body)
				read <- err
			})
			write(t, conn, "POST / HTTP/1.1\r\nHost: x\r\n"+header+"Content-Length: 100\r\n\r\nhalf")
			select {
			case err := <-read:
				if err == nil {
					t.Error("half a body passes for a whole one")
				}
			case <-time.After(patience):
				t.Error("the body is waited for")
			}
		})
	}
}

// TestSlowWorkIsBounded: the work ends, and the client is told.
func TestSlowWorkIsBounded(t *testing.T) {
	t.Parallel()
	conn, answers := bounds(t, 100*time.Millisecond, func(w http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	write(t, conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "503") {
		t.Errorf("answered %q, %v", line, err)
	}
}

// TestWaited: whoever does not end in time is not waited for.
func TestWaited(t *testing.T) {
	t.Parallel()
	var none, some sync.WaitGroup
	if !waited(t.Context(), none.Wait) {
		t.Error("waits for nobody")
	}
	ctx, cancel := context.WithCancel(t.Context())
	some.Go(func() { <-ctx.Done() })
	brief, end := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer end()
	if waited(brief, some.Wait) {
		t.Error("does not wait")
	}
	cancel()
	if !waited(t.Context(), some.Wait) {
		t.Error("waits on")
	}
}
