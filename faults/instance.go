package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"time"
)

// secret signs the links and tokens of the bench's own data, on loopback; a fixed one, so that the world's tokens fit every database.
const secret = "b31f6d8c9a2e4075b31f6d8c9a2e4075b31f6d8c9a2e4075b31f6d8c9a2e4075" //nolint:gosec // it guards nothing

// instance is a server of ours, through all its lives.
type instance struct {
	run    *run
	number int
	env    []string
	// clock is the file with the step of its clock.
	clock string
	// args are those of accord serve beside the address.
	args []string

	mu sync.Mutex
	*process
	address string
}

// base implements target. While the server is down it is where it was.
func (i *instance) base() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.address
}

// start starts the server, again or for the first time, at a free port, and waits until it takes requests.
func (i *instance) start(ctx context.Context) error {
	cmd := exec.Command(i.run.binary, append([]string{"serve", "--listen", "127.0.0.1:0"}, i.args...)...) //nolint:gosec,noctx // what was built; ended by its owner
	cmd.Env, cmd.Dir = i.env, i.run.data
	ready := newReadyLine()
	p, err := i.run.launch(fmt.Sprintf("accord %d", i.number), cmd, ready)
	if err != nil {
		return err
	}
	i.mu.Lock()
	i.process = p
	i.mu.Unlock()
	select {
	case address := <-ready.address:
		i.mu.Lock()
		i.address = address
		i.mu.Unlock()
		return nil
	case <-p.ended:
		return fmt.Errorf("%s ended at once (%w):\n%s", p.name, p.left, p.tail())
	case <-time.After(startPatience):
		return fmt.Errorf("%s was not ready within %s:\n%s", p.name, startPatience, p.tail())
	case <-ctx.Done():
		return ctx.Err()
	}
}

// logLine is what is read of a line of a server's log.
type logLine struct {
	Message string `json:"msg"`
	Address string `json:"address"`
	Kind    string `json:"kind"`
	Method  string `json:"method"`
	Route   string `json:"route"`
}

// readyLine waits for the line that says where a server listens.
type readyLine struct {
	address chan string
	rest    []byte
	found   bool
}

func newReadyLine() *readyLine { return &readyLine{address: make(chan string, 1)} }

// Write implements io.Writer.
func (r *readyLine) Write(p []byte) (int, error) {
	if r.found {
		return len(p), nil
	}
	r.rest = append(r.rest, p...)
	for {
		line, rest, whole := bytes.Cut(r.rest, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		r.rest = rest
		var l logLine
		if json.Unmarshal(line, &l) == nil && l.Message == "ready" {
			r.found, r.rest = true, nil
			r.address <- l.Address
			return len(p), nil
		}
	}
}

// worked counts, by the log, the operations that the server has worked on in its last life, streams left out. A log that cannot be
// read is an error.
func (i *instance) worked() (int, error) {
	text, err := os.ReadFile(i.log)
	if err != nil {
		return 0, err
	}
	n := 0
	for line := range bytes.Lines(text) {
		var l logLine
		if json.Unmarshal(line, &l) != nil {
			continue // a line of another kind
		}
		if l.Kind == "query" || l.Kind == "mutation" || l.Message == "request" && l.Method == http.MethodPost && l.Route == "/graphql" {
			n++
		}
	}
	return n, nil
}

// ready asks whether the server finds all well, dependencies that it can do without included.
func (i *instance) ready(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, i.base()+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return err
	}
	if !bytes.Contains(text, []byte(`"status":"ok"`)) {
		return fmt.Errorf("instance %d: %s %s", i.number, response.Status, bytes.TrimSpace(text))
	}
	return nil
}

// step has the server's clock go on so much later, or earlier, than the machine's.
func (i *instance) step(by time.Duration) error {
	whole := i.clock + ".new"
	if err := os.WriteFile(whole, []byte(by.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(whole, i.clock)
}

// exitCode is that of the last life.
func (i *instance) exitCode() int { return i.cmd.ProcessState.ExitCode() }

// environment is what a server of ours is given: nothing of the bench's own but where programs and files are.
func (r *run) environment(more ...string) []string {
	return slices.Concat([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + r.data, "TMPDIR=" + r.data, "ACCORD_SECRET_KEY=" + secret}, more)
}

// end ends the server in order.
func (i *instance) end() error {
	if i.process == nil {
		return nil
	}
	return i.stop(syscall.SIGTERM)
}
