package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// guard is a process beside the run, which ends all that the run has started when the run is gone without having done so
// itself: after a panic, a SIGKILL, a time limit. It is told by lines on its standard input and learns of the end by that closing.
type guard struct {
	mu  sync.Mutex
	in  io.WriteCloser
	cmd *exec.Cmd
}

// What the guard is told: a word and a number or a name.
const (
	wordWatch  = "watch"
	wordForget = "forget"
	wordRemove = "remove"
	wordMount  = "unmount"
)

// startGuard starts this very program as the guard of this run.
func startGuard() (*guard, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, "guard") //nolint:gosec,noctx // this very program, which is to outlive every context
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("cannot start the guard: %w", err)
	}
	return &guard{in: in, cmd: cmd}, nil
}

func (g *guard) watch(pid int)            { g.tell(wordWatch, strconv.Itoa(pid)) }
func (g *guard) forget(pid int)           { g.tell(wordForget, strconv.Itoa(pid)) }
func (g *guard) remove(directory string)  { g.tell(wordRemove, directory) }
func (g *guard) unmount(directory string) { g.tell(wordMount, directory) }

func (g *guard) tell(word, about string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	_, _ = fmt.Fprintln(g.in, word, about) // a guard that is gone leaves the work to the run itself
}

// end lets the guard do what is left, and waits for it.
func (g *guard) end() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.in.Close(); err != nil {
		return err
	}
	return g.cmd.Wait()
}

type guardCommand struct{}

// Run does what the guard does: listens until the run is gone, then ends, unmounts and removes what is left.
func (*guardCommand) Run(ctx context.Context) error {
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	left := leftOver{processes: map[int]bool{}}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		left.note(lines.Text())
	}
	return left.end(context.WithoutCancel(ctx))
}

// leftOver is what a run has started and made, and not ended yet.
type leftOver struct {
	processes           map[int]bool
	mounts, directories []string
}

func (l *leftOver) note(line string) {
	word, about, _ := strings.Cut(line, " ")
	pid, _ := strconv.Atoi(about) // of two of the words, which the run has written
	switch word {
	case wordWatch:
		l.processes[pid] = true
	case wordForget:
		delete(l.processes, pid)
	case wordMount:
		l.mounts = append(l.mounts, about)
	case wordRemove:
		l.directories = append(l.directories, about)
	}
}

func (l *leftOver) end(ctx context.Context) error {
	for pid := range l.processes {
		for _, child := range children(pid) { // those of PostgreSQL have groups of their own
			_ = syscall.Kill(child, syscall.SIGKILL)
		}
		_ = syscall.Kill(-pid, syscall.SIGKILL) // it may have ended
	}
	for _, directory := range l.mounts {
		_ = exec.CommandContext(ctx, "umount", directory).Run() //nolint:gosec // the run has done so in the ordinary case
	}
	var err error
	for _, directory := range l.directories {
		// What has been killed may still be about to end.
		err = errors.Join(err, waitFor(ctx, stopPatience, func(context.Context) error { return os.RemoveAll(directory) }))
	}
	return err
}
