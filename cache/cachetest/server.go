package cachetest

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"accord/internal/programs"

	"github.com/redis/go-redis/v9"
)

// Server is a redis-server of a test's own, on loopback, which the test may stop, kill and start again.
type Server struct {
	// Addr is its host:port, Port the port alone.
	Addr, Port string
	// Client asks it, and waits as a PatientClient does.
	Client *redis.Client

	t    testing.TB
	dir  string
	args []string
	cmd  *exec.Cmd
	// ended is closed when the process is gone.
	ended  chan struct{}
	output *output
}

// output is what a process has written.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// StartServer starts a redis-server that keeps nothing on disk, with options such as "--maxmemory", "3mb", and waits until it answers.
// It ends with the test. It fails the test where redis-server is not installed.
func StartServer(t testing.TB, options ...string) *Server {
	t.Helper()
	return startServer(t, func(port string) []string { return append(plain(port), options...) })
}

// plain are the options of a server that keeps nothing.
func plain(port string) []string {
	return []string{"--port", port, "--save", "", "--appendonly", "no", "--repl-diskless-sync-delay", "0"}
}

// startServer starts a server on a free port, of which its options are made.
func startServer(t testing.TB, options func(port string) []string) *Server {
	t.Helper()
	const tries = 5 // another process may take the port first
	var last *Server
	for range tries {
		port := freePort(t)
		last = &Server{Addr: net.JoinHostPort("127.0.0.1", port), Port: port, t: t, dir: t.TempDir(), args: options(port)}
		if last.start() {
			return last
		}
	}
	t.Fatalf("redis-server does not start:\n%s", last.output)
	return nil
}

// URL is how Dial finds it.
func (s *Server) URL() string { return "redis://" + s.Addr }

// Kill ends it at once, as kill -9 does.
func (s *Server) Kill() {
	s.signal(syscall.SIGKILL)
	<-s.ended
}

// Restart starts it again after Kill, with what it had: nothing.
func (s *Server) Restart() {
	s.t.Helper()
	if !s.start() {
		s.t.Fatalf("redis-server does not start again:\n%s", s.output)
	}
}

// Hang stops it, so that it accepts and never answers, until Resume.
func (s *Server) Hang() { s.signal(syscall.SIGSTOP) }

// Resume lets it go on after Hang.
func (s *Server) Resume() { s.signal(syscall.SIGCONT) }

// Do sends it a command and fails the test on an error.
func (s *Server) Do(args ...any) any {
	s.t.Helper()
	answer, err := s.Client.Do(s.t.Context(), args...).Result()
	if err != nil {
		s.t.Fatalf("%v: %v", args, err)
	}
	return answer
}

func (s *Server) signal(signal os.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		s.t.Errorf("%v to redis-server: %v", signal, err)
	}
}

// start runs the process, and reports whether it answers; it may end at once because its port is taken.
func (s *Server) start() bool {
	s.t.Helper()
	s.output, s.ended = &output{}, make(chan struct{})
	program, err := programs.Redis()
	if err != nil {
		s.t.Fatal(err)
	}
	// It outlives the test's context by a little: it is ended below.
	cmd := exec.CommandContext(context.WithoutCancel(s.t.Context()), program, append(s.args, "--bind", "127.0.0.1", "--dir", s.dir)...) //nolint:gosec // the options are the tests' own
	cmd.Stdout, cmd.Stderr = s.output, s.output
	if err := cmd.Start(); err != nil {
		s.t.Fatalf("redis-server does not start: %v", err)
	}
	ended := s.ended
	go func() {
		_ = cmd.Wait() // it is killed, so that there is always an error
		close(ended)
	}()
	s.cmd = cmd
	s.t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended already
		<-ended
	})
	if s.Client == nil {
		s.Client = redis.NewClient(&redis.Options{Addr: s.Addr, DialTimeout: PatientTimeout, ReadTimeout: PatientTimeout, DisableIdentity: true})
		s.t.Cleanup(func() { _ = s.Client.Close() })
	}
	return s.answers()
}

// answers waits until the process answers or ends.
func (s *Server) answers() bool {
	again := time.NewTicker(2 * time.Millisecond)
	defer again.Stop()
	for s.Client.Ping(s.t.Context()).Err() != nil {
		select {
		case <-again.C:
		case <-s.ended:
			return false
		}
	}
	return true
}

// freePort gives a port that nobody listens on now.
func freePort(t testing.TB) string {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen on loopback: %v", err)
	}
	defer func() { _ = listener.Close() }() // nothing was sent
	tcp, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatalf("a listener on %v", listener.Addr())
	}
	return strconv.Itoa(tcp.Port)
}
