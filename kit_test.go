package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // for tests that reach into a database
	"github.com/jmoiron/sqlx"
	_ "modernc.org/sqlite" // likewise

	"accord/internal/conformance"
)

// patience bounds every wait of these tests. Nothing takes that long unless it is broken.
const patience = 30 * time.Second

// program is the accord program under test, built once for all tests.
var program string

func TestMain(m *testing.M) { os.Exit(testAll(m)) }

func testAll(m *testing.M) int {
	dir, err := os.MkdirTemp("", "accord-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	program = filepath.Join(dir, "accord")
	if err := build(program); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func build(path string) error {
	args := []string{"build", "-o", path, "-ldflags", "-X main.version=v1.2.3-test -X main.commit=c0ffee"}
	if conformance.Raced {
		args = append(args, "-race")
	}
	if output, err := exec.Command("go", append(args, ".")...).CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, output)
	}
	return nil
}

// place is where and how a process runs. The zero value is an SQLite file in a working directory of its own.
type place struct {
	dir      string
	database string
	redis    string
	env      []string
}

// open opens the place's database beside whatever runs on it.
func (p place) open(t testing.TB) *sqlx.DB {
	t.Helper()
	driver, source := "pgx", p.database
	if p.database == "" {
		driver, source = "sqlite", filepath.Join(p.dir, "accord.db")
	}
	database, err := sqlx.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = database.Close() })
	return database
}

// in gives the place a working directory, if it has none.
func (p place) in(t testing.TB) place {
	t.Helper()
	if p.dir == "" {
		p.dir = t.TempDir()
	}
	return p
}

// command makes the process: nothing of the tests' own environment may change what it does.
func (p place) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = p.dir
	// The race detector would have every process wait for a second at its end.
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.dir, "TMPDIR=" + p.dir, "GORACE=atexit_sleep_ms=0"}, p.env...)
	if p.database != "" {
		cmd.Env = append(cmd.Env, "DATABASE_URL="+p.database)
	}
	if p.redis != "" {
		cmd.Env = append(cmd.Env, "REDIS_URL="+p.redis)
	}
	return cmd
}

// result is what a command that has ended leaves behind.
type result struct {
	code           int
	stdout, stderr string
}

// accord runs a command to its end.
func (p place) accord(t testing.TB, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := p.command(ctx, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("accord %s: %v (%v)\n%s", strings.Join(args, " "), err, ctx.Err(), &stderr)
	}
	if strings.Contains(stderr.String(), "DATA RACE") {
		t.Errorf("accord %s:\n%s", strings.Join(args, " "), &stderr)
	}
	return result{code: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
}

// succeed is accord for a command that has to, and gives what it prints.
func (p place) succeed(t testing.TB, args ...string) string {
	t.Helper()
	r := p.accord(t, args...)
	if r.code != 0 {
		t.Fatalf("accord %s: exit code %d\n%s%s", strings.Join(args, " "), r.code, r.stdout, r.stderr)
	}
	return r.stdout
}

// output is what a process prints while it runs.
type output struct {
	mu      sync.Mutex
	text    strings.Builder
	changed chan struct{}
}

func newOutput() *output { return &output{changed: make(chan struct{})} }

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(p)
	close(o.changed)
	o.changed = make(chan struct{})
	return len(p), nil
}

// read gives the whole lines so far, and a channel that is closed when there is more.
func (o *output) read() (lines []string, changed <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := o.text.String()
	text = text[:strings.LastIndexByte(text, '\n')+1]
	return slices.Collect(strings.Lines(text)), o.changed
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// logLine is a line of the log.
type logLine struct {
	Msg       string `json:"msg"`
	Level     string `json:"level"`
	Address   string `json:"address"`
	Operation string `json:"operation"`
	Kind      string `json:"kind"`
	Outcome   string `json:"outcome"`
	Tenant    string `json:"tenant"`
	Route     string `json:"route"`
	Method    string `json:"method"`
	Status    int    `json:"status"`
	Duration  any    `json:"duration_ms"`
	ErrorID   string `json:"error_id"`
	Error     string `json:"error"`
}

// process is accord serve at work.
type process struct {
	place

	base           string
	cmd            *exec.Cmd
	stdout, stderr *output
	// ended is closed when the process is gone.
	ended chan struct{}
	// killed tells that the test has killed it.
	killed atomic.Bool
}

// launch starts a process, and does not wait until it is ready.
func launch(t testing.TB, p place, args ...string) *process {
	t.Helper()
	s := &process{place: p.in(t), stdout: newOutput(), stderr: newOutput(), ended: make(chan struct{})}
	s.cmd = s.command(context.WithoutCancel(t.Context()), args...) // it is ended in good order, below
	s.cmd.Stdout, s.cmd.Stderr = s.stdout, s.stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = s.cmd.Wait() // the exit code is looked at
		close(s.ended)
	}()
	t.Cleanup(func() {
		if code := s.stop(t); code != 0 && !s.killed.Load() {
			t.Errorf("the server ended with exit code %d:\n%s", code, s.stderr)
		}
	})
	return s
}

// log waits for a line of the log.
func (s *process) log(t testing.TB, what string, is func(logLine) bool) logLine {
	t.Helper()
	deadline := time.After(patience)
	for seen := 0; ; {
		lines, changed := s.stderr.read()
		for ; seen < len(lines); seen++ {
			var line logLine
			if json.Unmarshal([]byte(lines[seen]), &line) == nil && is(line) {
				return line
			}
		}
		select {
		case <-changed:
		case <-s.ended:
			t.Fatalf("the server ended without a log line of %s:\n%s", what, s.stderr)
		case <-deadline:
			t.Fatalf("no log line of %s:\n%s", what, s.stderr)
		}
	}
}

// terminate asks the process to end, as an operator does.
func (s *process) terminate(t testing.TB) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
}

// stop ends the process and gives its exit code; again and again the same.
func (s *process) stop(t testing.TB) int {
	t.Helper()
	s.terminate(t)
	return s.exitCode(t)
}

// kill ends the process as a failing machine does, between two instructions.
func (s *process) kill(t testing.TB) {
	t.Helper()
	s.killed.Store(true)
	if err := s.cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	<-s.ended
}

// exitCode waits for the end.
func (s *process) exitCode(t testing.TB) int {
	t.Helper()
	select {
	case <-s.ended:
	case <-time.After(patience):
		t.Errorf("the server does not end:\n%s", s.stderr)
		_ = s.cmd.Process.Kill() // it may have ended after all
		<-s.ended
	}
	return s.cmd.ProcessState.ExitCode()
}

// eventually waits until something holds. It looks again and again because nothing tells when.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	deadline := time.After(patience)
	for !holds() {
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("not in time: %s", what)
		}
	}
}
