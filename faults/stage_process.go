package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// startPatience is how long a server may take until it is ready.
	startPatience = 30 * time.Second
	// stopPatience is how long it may take to end.
	stopPatience = 30 * time.Second
	// pollEvery is how often something that cannot be waited for is looked at.
	pollEvery = 5 * time.Millisecond
)

// process is a server that the bench has started, at the head of a process group of its own.
type process struct {
	name string
	cmd  *exec.Cmd
	// log is the file that has all that it wrote.
	log string
	// ended is closed when it has ended, and left is how.
	ended chan struct{}
	left  error
	guard *guard
}

// launch starts a process that logs to a file of the stage, and, where given, to a writer too. It does not wait until it is ready.
func (r *run) launch(name string, cmd *exec.Cmd, also io.Writer) (*process, error) {
	log := r.logFile(name)
	file, err := os.Create(log) //nolint:gosec // in a directory of our own
	if err != nil {
		return nil, err
	}
	var out io.Writer = file
	if also != nil {
		out = io.MultiWriter(file, also)
	}
	cmd.Stdout, cmd.Stderr = out, out
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true // so that an interrupt from a keyboard ends it in order, and its children end with it
	cmd.WaitDelay = time.Second    // a child of it that lives on may hold its output
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot start %s: %w", name, err), file.Close())
	}
	r.guard.watch(cmd.Process.Pid)
	p := &process{name: name, cmd: cmd, log: log, ended: make(chan struct{}), guard: r.guard}
	go func() {
		p.left = cmd.Wait()
		r.guard.forget(cmd.Process.Pid)
		_ = file.Close() // what it wrote is written
		close(p.ended)
	}()
	return p, nil
}

// await looks again and again until ready is nil, the process has ended or its time is up.
func (p *process) await(ctx context.Context, ready func(context.Context) error) error {
	err := waitFor(ctx, startPatience, func(ctx context.Context) error {
		select {
		case <-p.ended:
			return final{fmt.Errorf("%s ended at once (%w):\n%s", p.name, p.left, p.tail())}
		default:
			return ready(ctx)
		}
	})
	if err != nil && !errors.As(err, new(final)) {
		return fmt.Errorf("%s is not ready: %w:\n%s", p.name, err, p.tail())
	}
	return err
}

// final is an error that waiting does not mend.
type final struct{ error }

// Unwrap gives the error itself.
func (f final) Unwrap() error { return f.error }

// waitFor asks again and again until the answer is nil, or its time is up; the last answer is the error then.
func waitFor(ctx context.Context, patience time.Duration, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := ask(ctx)
		if err == nil || errors.As(err, new(final)) {
			return err
		}
		select {
		case <-time.After(pollEvery):
		case <-ctx.Done():
			return fmt.Errorf("%w, after %s: %w", ctx.Err(), patience, err)
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

// signal sends a signal to the process alone.
func (p *process) signal(s syscall.Signal) error {
	if err := p.cmd.Process.Signal(s); err != nil {
		return fmt.Errorf("%s: %s: %w", p.name, s, err)
	}
	return nil
}

// kill ends the process and its children by SIGKILL, all at once: nothing of it gets to write another byte.
func (p *process) kill() {
	family := append([]int{p.cmd.Process.Pid}, children(p.cmd.Process.Pid)...)
	for _, pid := range family {
		_ = syscall.Kill(pid, syscall.SIGSTOP) // none notices the end of another
	}
	for _, pid := range family {
		_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended
	}
	<-p.ended
	for _, pid := range family[1:] {
		for syscall.Kill(pid, 0) == nil && !isZombie(pid) {
			time.Sleep(pollEvery) //nolint:forbidigo // the kernel tells nobody but the parent, which is gone
		}
	}
}

// stop ends the process by a signal, and reports one that did not end by itself.
func (p *process) stop(s syscall.Signal) error {
	_ = p.cmd.Process.Signal(s)               // it may have ended
	_ = p.cmd.Process.Signal(syscall.SIGCONT) // and it may have been stopped
	select {
	case <-p.ended: // however
		return nil
	case <-time.After(stopPatience):
		p.kill()
		return fmt.Errorf("%s did not end within %s and had to be killed", p.name, stopPatience)
	}
}

// children are the processes that a process has started and that still run, by /proc; none where there is none.
func children(parent int) []int {
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is fine
	var found []int
	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // one of the kernel's
		if err != nil {
			continue // it has ended
		}
		// After the name, which may contain anything: the state, and the parent.
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil {
				found = append(found, pid)
			}
		}
	}
	return found
}

// isZombie tells of a process that has ended and that nobody has asked about.
func isZombie(pid int) bool {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return true // it is gone for good
	}
	_, state, _ := strings.Cut(string(text[bytes.LastIndexByte(text, ')'):]), " ")
	return strings.HasPrefix(state, "Z")
}

// ports are the loopback ports given out, so that none is given twice before it is listened on.
var ports sync.Map

// freePort is a loopback port that nobody listens on.
func freePort(ctx context.Context) (int, error) {
	for {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return 0, err
		}
		_, text, err := net.SplitHostPort(listener.Addr().String())
		if err := errors.Join(err, listener.Close()); err != nil {
			return 0, err
		}
		port, err := strconv.Atoi(text)
		if err != nil {
			return 0, err
		}
		if _, taken := ports.LoadOrStore(port, true); !taken {
			return port, nil
		}
	}
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

// credential is who runs PostgreSQL, which refuses to run as root; nil where this is somebody else.
func credential() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // nobody else
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUser := strconv.ParseUint(account.Uid, 10, 32)
		gid, errGroup := strconv.ParseUint(account.Gid, 10, 32)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(errUser, errGroup)
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor nobody: add one, or run this as another user")
}
