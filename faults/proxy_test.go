package main

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// echo is a server that gives back what it gets.
func echo(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(conn, conn) }()
		}
	}()
	return listener.Addr().String()
}

// said sends a byte and reads one within a time.
func said(conn net.Conn, patience time.Duration) error {
	if _, err := conn.Write([]byte("x")); err != nil {
		return err
	}
	return heard(conn, patience)
}

func heard(conn net.Conn, patience time.Duration) error {
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err := conn.Read(make([]byte, 1))
	return err
}

// TestProxy: it passes on, swallows without a word, goes on where it was, and resets all connections.
func TestProxy(t *testing.T) {
	t.Parallel()
	p, err := newProxy(t.Context(), echo(t))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", p.address())
	if err != nil {
		t.Fatal(err)
	}
	if err := said(conn, startPatience); err != nil {
		t.Fatalf("a whole network: %v", err)
	}
	p.set(hole)
	if err := said(conn, 50*time.Millisecond); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("through a hole comes an answer, or an error of another kind: %v", err)
	}
	p.set(whole)
	if err := heard(conn, startPatience); err != nil {
		t.Errorf("what was sent into the hole is lost: %v", err)
	}
	if n := p.reset(); n != 2 {
		t.Errorf("%d connections are reset, want both sides", n)
	}
	if err := heard(conn, startPatience); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a connection that was reset: %v", err)
	}
	if err := p.close(); err != nil {
		t.Error(err)
	}
	if _, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", p.address()); err == nil {
		t.Error("a proxy that was closed takes connections")
	}
}
