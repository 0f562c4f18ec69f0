package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// startPatience is how long a server may take until it answers.
	startPatience = 60 * time.Second
	// stopPatience is how long it may take to end.
	stopPatience = 10 * time.Second
	// clockTicks is how many ticks of /proc/PID/stat a second has on Linux.
	clockTicks = 100
)

// process is a server that the benchmark has started.
type process struct {
	name string
	cmd  *exec.Cmd
	log  string
	base string
	// admin is where it tells about itself; only servers of ours have one.
	admin string
	// ready is how long it took until it answered.
	ready time.Duration
	// ended is closed when it has ended, and left is how.
	ended chan struct{}
	left  error
}

// start starts a server, which logs to a file, and waits until it answers at an address with a status below 500.
func start(ctx context.Context, name, log, base, probe string, cmd *exec.Cmd) (*process, error) {
	file, err := os.Create(log) //nolint:gosec // in a directory of our own
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // the process has a copy
	cmd.Stdout, cmd.Stderr = file, file
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("cannot start %s: %w", name, err)
	}
	p := &process{name: name, cmd: cmd, log: log, base: base, ended: make(chan struct{})}
	go func() {
		p.left = cmd.Wait()
		close(p.ended)
	}()
	if err := p.await(ctx, base+probe); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	p.ready = time.Since(began)
	return p, nil
}

func (p *process) await(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	client := &http.Client{Timeout: time.Second}
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
		if err != nil {
			return err
		}
		if response, err := client.Do(request); err == nil {
			_ = response.Body.Close() // nothing of it is read
			if response.StatusCode < http.StatusInternalServerError {
				return nil
			}
		}
		select {
		case <-time.After(2 * time.Millisecond):
		case <-p.ended:
			return fmt.Errorf("%s ended at once (%w):\n%s", p.name, p.left, p.tail())
		case <-ctx.Done():
			return fmt.Errorf("%s did not answer at %s within %s:\n%s", p.name, address, startPatience, p.tail())
		}
	}
}

// tail is the end of the process's log.
func (p *process) tail() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-2000):])
}

// stop ends the process, and reports one that did not end by itself.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case <-p.ended: // however
		return nil
	case <-time.After(stopPatience):
		_ = p.cmd.Process.Kill()
		<-p.ended
		return fmt.Errorf("%s had to be killed", p.name)
	}
}

// usage is what a process has used.
type usage struct {
	// CPU is its time on all cores; Resident and Peak are its memory now and at the most, in bytes.
	CPU            time.Duration
	Resident, Peak int64
}

// usage reads it from /proc; zero where there is none.
func (p *process) usage() usage {
	dir := "/proc/" + strconv.Itoa(p.cmd.Process.Pid)
	var u usage
	if stat, err := os.ReadFile(dir + "/stat"); err == nil { //nolint:gosec // one of the kernel's
		// After the name, which may contain anything: utime and stime are the 12th and 13th.
		if fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:])); len(fields) > 12 {
			user, _ := strconv.ParseInt(fields[11], 10, 64)   // the kernel writes numbers
			system, _ := strconv.ParseInt(fields[12], 10, 64) // the same
			u.CPU = time.Duration(user+system) * time.Second / clockTicks
		}
	}
	if status, err := os.ReadFile(dir + "/status"); err == nil { //nolint:gosec // the same
		u.Resident, u.Peak = kibibytes(status, "VmRSS:"), kibibytes(status, "VmHWM:")
	}
	return u
}

// kibibytes reads a line such as "VmRSS:   1234 kB", in bytes.
func kibibytes(status []byte, name string) int64 {
	_, after, _ := bytes.Cut(status, []byte(name))
	fields := bytes.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	n, _ := strconv.ParseInt(string(fields[0]), 10, 64) // the kernel writes numbers
	return n << 10
}

// freeAddress is a loopback address that nobody listens on.
func freeAddress(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// output runs a program and gives what it printed; its complaints are in the error.
func output(cmd *exec.Cmd) (string, error) {
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	printed, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", cmd.Args[0], err, strings.TrimSpace(complaints.String()+string(printed)))
	}
	return string(printed), nil
}
