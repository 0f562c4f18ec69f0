package ops

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const patience = 30 * time.Second

// roomFor serves a handler to so many connections at once.
func roomFor(t *testing.T, most int, h http.HandlerFunc) (c *Connections, address string) {
	t.Helper()
	c = NewConnections(most)
	server := httptest.NewUnstartedServer(h)
	server.Listener = c.Listener(server.Listener)
	server.Config.ConnState = c.Follow
	server.Start()
	t.Cleanup(server.Close)
	return c, server.Listener.Addr().String()
}

// client is a connection that asks when the test says so.
type client struct {
	net.Conn

	answers *bufio.Reader
}

func connect(t *testing.T, address string) client {
	t.Helper()
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return client{connection, bufio.NewReader(connection)}
}

// ask sends a request, and says nothing of the answer.
func (c client) ask(t *testing.T) {
	t.Helper()
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
}

// answered waits for an answer.
func (c client) answered(t *testing.T) {
	t.Helper()
	response, err := http.ReadResponse(c.answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("answered %d, %v", response.StatusCode, err)
	}
	_ = response.Body.Close()
}

// closed waits until the server has closed the connection.
func (c client) closed(t *testing.T) {
	t.Helper()
	if _, err := c.answers.ReadByte(); err == nil || strings.Contains(err.Error(), "timeout") {
		t.Errorf("it is not closed: %v", err)
	}
}

// Whoever connects and is silent makes room for others, the longest silent first, and one whose request was answered is silent too.
func TestSilentConnectionsMakeRoom(t *testing.T) {
	t.Parallel()
	c, address := roomFor(t, 3, func(http.ResponseWriter, *http.Request) {})
	served := connect(t, address)
	served.ask(t)
	served.answered(t)
	first, second := connect(t, address), connect(t, address)
	served.ask(t) // it is the one that was silent last
	served.answered(t)
	for range 100 {
		one := connect(t, address)
		one.ask(t)
		one.answered(t)
	}
	first.closed(t)
	second.closed(t)
	served.closed(t)
	if used, most, refused := c.Room(); used > 3 || most != 3 || refused != 100 {
		t.Errorf("%d of %d are open, %d were closed", used, most, refused)
	}
}

// Where all connections are at work, also those that were taken over, they are left alone, and a new one is closed.
func TestConnectionsAtWorkAreLeftAlone(t *testing.T) {
	t.Parallel()
	began, end := make(chan struct{}), make(chan struct{})
	c, address := roomFor(t, 2, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" {
			if _, _, err := http.NewResponseController(w).Hijack(); err != nil {
				t.Error(err)
			}
		}
		began <- struct{}{}
		<-end
	})
	taken, working := connect(t, address), connect(t, address)
	if _, err := io.WriteString(taken, "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-began
	working.ask(t)
	<-began
	connect(t, address).closed(t)
	close(end)
	working.answered(t)
	if used, _, refused := c.Room(); used != 2 || refused != 1 {
		t.Errorf("%d are open, %d were refused", used, refused)
	}
}
