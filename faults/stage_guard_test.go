package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// sleeper is a process that does not end by itself, at the head of a group of its own.
func sleeper(t *testing.T) (pid int, ended <-chan struct{}) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sleep", "600")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() {
		_ = cmd.Wait() // it is killed
		close(gone)
	}()
	return cmd.Process.Pid, gone
}

// TestGuard: what a run has left running is ended and what it has left lying is removed; what it has ended itself is not touched, since
// its number may be somebody else's by then.
func TestGuard(t *testing.T) {
	t.Parallel()
	left, leftEnded := sleeper(t)
	forgotten, forgottenEnded := sleeper(t)
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.MkdirAll(filepath.Join(dir, "deep"), 0o700); err != nil {
		t.Fatal(err)
	}
	l := leftOver{processes: map[int]bool{}}
	for _, line := range []string{
		fmt.Sprintf("watch %d", left), fmt.Sprintf("watch %d", forgotten), fmt.Sprintf("forget %d", forgotten), "remove " + dir,
	} {
		l.note(line)
	}
	if err := l.end(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-leftEnded
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the directory is still there: %v", err)
	}
	if err := syscall.Kill(forgotten, 0); err != nil {
		t.Errorf("a process that the run has ended was touched: %v", err)
	}
	select {
	case <-forgottenEnded:
		t.Error("a process that the run has ended was ended")
	default:
	}
}

// TestKillTakesChildrenAlong: of PostgreSQL nothing may live on.
func TestKillTakesChildrenAlong(t *testing.T) {
	t.Parallel()
	g := &guard{in: discard{}}
	r := &run{logs: t.TempDir(), counts: map[string]int{}, guard: g}
	p, err := r.launch("family", exec.CommandContext(t.Context(), "sh", "-c", "sleep 600 & sleep 600 & wait"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var family []int
	if err := p.await(t.Context(), func(context.Context) error {
		if family = children(p.cmd.Process.Pid); len(family) != 2 {
			return fmt.Errorf("it has %d children", len(family))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	p.kill()
	for _, pid := range family {
		if !isZombie(pid) {
			t.Errorf("the child %d lives", pid)
		}
	}
}

// discard is a guard's ear that hears nothing.
type discard struct{}

// Write implements io.Writer.
func (discard) Write(p []byte) (int, error) { return len(p), nil }

// Close implements io.Closer.
func (discard) Close() error { return nil }
